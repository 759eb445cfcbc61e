"""Checks on rows of market figures: a figure nobody can place is set aside, never compared with the wrong one."""

from __future__ import annotations

import pyarrow as pa

from analytics.errors import Text
from analytics.intake.benchmark_words import UNITS, Metric, word_of
from analytics.intake.row_remarks import RowRemarks
from analytics.intake.values import Fault
from analytics.vocabulary import BENCHMARK_FIELDS

_PUBLISHED = ("period_start", "period_end", "metric", "statistic", "value", "basis")
_WORDED = ("metric", "statistic", "basis")
_FIGURES = ("value", "complaints", "premium_ratio", "policy_ratio_10k", "premium_yuan")


def check_benchmark(remarks: RowRemarks, columns: dict[str, pa.Array]) -> None:
    """Every fault of every row: what a market figure or an insurer lacks, words nobody knows, what cannot be."""
    of_insurers = "insurer" in columns
    rows = len(remarks.index)
    values = {name: column.to_pylist() for name, column in columns.items()}
    for position in range(rows):
        row = {name: column[position] for name, column in values.items()}
        if of_insurers and row.get("insurer") is not None:
            _insurer(remarks, position, row)
        else:
            _published(remarks, position, row)
        for name in _FIGURES:
            if (value := row.get(name)) is not None and value < 0:
                remarks.fault(
                    position,
                    name,
                    str(value),
                    Fault("negative_figure", "数字为负", "the figure is negative", "请核对", "check the figure"),
                )


def _insurer(remarks: RowRemarks, position: int, row: dict[str, object]) -> None:
    if row.get("complaints") is None:
        _blank(remarks, position, "complaints")
    if all(row.get(name) is None for name in ("premium_ratio", "policy_ratio_10k", "premium_yuan")):
        _blank(remarks, position, "premium_ratio")


def _published(remarks: RowRemarks, position: int, row: dict[str, object]) -> None:
    for name in _PUBLISHED:
        if row.get(name) is None:
            _blank(remarks, position, name)
    words = {name: word_of(name, str(row[name])) for name in _WORDED if row.get(name) is not None}
    for name, word in words.items():
        if word is None:
            label, text = BENCHMARK_FIELDS[name], str(row[name])
            remarks.fault(
                position,
                name,
                text,
                Fault(
                    f"unknown_{name}",
                    f"不认识的{label.zh}“{text}”",
                    f"the {label.en.lower()} {text!r} is not known",
                    "请对照自带的行业数据表填写",
                    "write it as the table of market figures that ships with the product does",
                ),
            )
    metric, unit = words.get("metric"), row.get("unit")
    if isinstance(metric, Metric) and unit is not None and str(unit).replace(" ", "") != UNITS[metric]:
        remarks.fault(
            position,
            "unit",
            str(unit),
            Fault(
                "other_unit",
                f"该指标的单位应为 {UNITS[metric]}",
                f"the unit of this metric is {UNITS[metric]}",
                "请换算后填写;千张与万张相差十倍",
                "convert the figure; per 1,000 and per 10,000 policies differ tenfold",
            ),
        )
    start, end = row.get("period_start"), row.get("period_end")
    if start is not None and end is not None and start > end:  # type: ignore[operator]
        remarks.fault(
            position,
            "period_end",
            str(end),
            Fault(
                "period_reversed",
                "期间的结束早于开始",
                "the period ends before it begins",
                "请核对两个日期",
                "check the two dates",
            ),
        )


def _blank(remarks: RowRemarks, position: int, name: str) -> None:
    header = remarks.plan.fields.get(name)
    if (int(remarks.index[position]) + 1, name) in remarks.has_fault():
        return
    label = BENCHMARK_FIELDS[name]
    what = Text(f"“{label.zh}”为空", f"{label.en} is blank")
    if header is None:
        what = Text(f"没有“{label.zh}”列", f"there is no column for {label.en}")
    remarks.fault(
        position,
        name,
        None,
        Fault("missing_value", what.zh, what.en, "请填写后重新导入", "fill it in and import again"),
    )
