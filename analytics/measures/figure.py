"""A figure is an object: a value that carries everything needed to defend it.

Screen, deck, export and command line show the same object, so they agree by construction.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from analytics.errors import Text
from analytics.vocabulary import RATIOS, Book, Measure, View

UNITS: dict[Measure, Text] = {
    Measure.COMPLAINTS: Text("件", "complaints"),
    Measure.REGULATOR_COMPLAINTS: Text("件", "complaints"),
    Measure.VALID: Text("件", "complaints"),
    Measure.PENDING: Text("件", "complaints"),
    Measure.CAUSE_MENTIONS: Text("项", "cause mentions"),
    Measure.PREMIUM_YUAN: Text("元", "yuan"),
    Measure.POLICIES: Text("张", "policies"),
    Measure.PREMIUM_RATIO: Text("件/亿元", "per 100m yuan"),
    Measure.POLICY_RATIO: Text("件/千张", "per 1,000 policies"),
    Measure.POLICY_RATIO_10K: Text("件/万张", "per 10,000 policies"),
    Measure.TIMELY_RATE: Text("%", "%"),
}


@dataclass(frozen=True, slots=True)
class Frame:
    """What every figure of one answer has in common: print it under each of them."""

    first: str | None
    last: str | None
    view: View
    book: Book
    as_of: date | None
    rulebook: str
    calendar_assumed: bool = False  # a limit fell in a year the working-day table does not know


@dataclass(frozen=True, slots=True)
class Missing:
    """Why a figure cannot be given: a stable code and the months and branches that lack something."""

    measure: Measure
    code: str
    places: tuple[str, ...] = ()

    def sentence(self) -> Text:
        shown = "、".join(self.places[:3])
        more_zh = f" 等 {len(self.places)} 处" if len(self.places) > 3 else ""
        more_en = f" and {len(self.places) - 3} more" if len(self.places) > 3 else ""
        zh, en = _MISSING[self.code]
        return Text(
            f"{zh}{':' if shown else ''}{shown}{more_zh}",
            f"{en}{': ' if shown else ''}{', '.join(self.places[:3])}{more_en}",
        )

    def __str__(self) -> str:
        return f"{self.measure.value}: {self.sentence().en}"


_MISSING = {
    "premium_unknown": ("缺少保费", "premium not imported"),
    "policies_unknown": ("缺少有效保单数", "policies in force not imported"),
    "zero_denominator": ("分母为零", "the denominator is zero"),
    "no_valid_complaints": ("没有有效投诉", "no valid complaint to rate"),
    "report_dates_unknown": ("台账没有反馈报告日期列", "the log has no report date column"),
    "branch_unknown": ("投诉未注明机构", "complaints without a branch have no exposure"),
    "product_line_unknown": ("投诉未注明险种", "complaints without a product line have no exposure"),
    "month_unknown": ("没有入账月份", "no month to book to"),
    "no_period": ("没有数据", "no data in the period"),
}


@dataclass(frozen=True, slots=True)
class Figure:
    """One number with its parts.

    value: count, yuan or ratio in `unit`; a share (timely_rate) is between 0 and 1; None when missing.
    numerator, denominator: for ratios, in pieces and in yuan or policies as they are.
    low, high: 95% interval (exact Poisson for rates, Wilson for shares), in the value's unit.
    """

    measure: Measure
    value: float | int | None
    numerator: float | int | None = None
    denominator: float | None = None
    low: float | None = None
    high: float | None = None
    missing: Missing | None = None

    @property
    def unit(self) -> Text:
        return UNITS[self.measure]


@dataclass(frozen=True, slots=True)
class Row:
    """One cell of the answer: its key by dimension (None: not known) and its figures."""

    key: dict[str, str | None]
    figures: dict[Measure, Figure]

    def value(self, measure: Measure) -> float | int | None:
        return self.figures[measure].value


@dataclass(frozen=True, slots=True)
class MeasureTable:
    """The answer to one question: rows sorted by their keys, and the frame they share."""

    by: tuple[str, ...]
    measures: tuple[Measure, ...]
    frame: Frame
    rows: list[Row] = field(default_factory=list)

    def records(self) -> list[dict[str, Any]]:
        """Plain rows for data frames and JSON: keys, values, `<ratio>_low`, `<ratio>_high`, `missing`."""
        out = []
        for row in self.rows:
            record: dict[str, Any] = dict(row.key)
            missing = []
            for measure, figure in row.figures.items():
                record[measure.value] = figure.value
                if measure in RATIOS:
                    record[f"{measure.value}_low"] = figure.low
                    record[f"{measure.value}_high"] = figure.high
                if figure.missing:
                    missing.append(str(figure.missing))
            record["missing"] = missing
            out.append(record)
        return out
