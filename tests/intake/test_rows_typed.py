"""A column read at once is what its cells say one by one, and every fault is said of every cell that has it."""

from __future__ import annotations

from datetime import date

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.intake.layout import Layout
from analytics.intake.typed_columns import type_column
from analytics.intake.values import Context, parse
from analytics.vocabulary import EXPOSURE_FIELDS, LOG_FIELDS, Field, SheetKind, ValueKind

FIELDS = [LOG_FIELDS[name] for name in ("narrative", "policy_no", "received_at", "withdrawn_on", "amount_paid")]
FIELDS += [LOG_FIELDS["stated_valid"], EXPOSURE_FIELDS["policies"], EXPOSURE_FIELDS["month"]]
TEXTS = st.sampled_from(
    [
        *(
            None,
            "",
            " ",
            "-",
            "无",
            "未撤诉",
            "2016-03-05",
            "2016-03-05 14:05:00",
            "2016-02-30",
            "3月5日",
            "42430",
            "20160305",
        ),
        *(
            "0",
            "007",
            "12",
            "12.50",
            "1,200",
            "-3",
            "1.2万元",
            "123456789012345678",
            "123456789012345000",
            "1e5",
            "１２",
        ),
        *(
            "PDAA0001",
            "云A·D0001",
            "是",
            "有效",
            "也许",
            "2016年3月",
            "客户反映定损偏低,要求尽快处理并给出书面说明,多次沟通未果。",
        ),
    ]
)
CELLS = st.lists(TEXTS, max_size=12).flatmap(lambda some: st.integers(1, 30).map(lambda times: some * times))


@pytest.mark.parametrize("spec", FIELDS, ids=lambda spec: spec.name)
@given(cells=CELLS, unit=st.sampled_from([1.0, 10000.0]))
@settings(deadline=None)
def test_a_column_is_its_cells(spec: Field, cells: list[str | None], unit: float) -> None:
    context = Context(year=2016, month=3, unit=unit, latest=date(2026, 1, 1))
    typed = type_column(spec, pa.array(cells, pa.string()), context)
    one_by_one = [parse(spec.kind, cell, context) for cell in cells]
    assert typed.values.to_pylist() == [value for value, _, _ in one_by_one]
    faults = {(int(place), fault) for places, _, fault in typed.faults for place in places}
    assert faults == {(place, fault) for place, (_, fault, _) in enumerate(one_by_one) if fault}
    notes = {(int(place), note) for places, _, note in typed.notes for place in places}
    assert notes == {(place, note) for place, (_, _, note) in enumerate(one_by_one) if note}
    assert all(cells[int(place)] == text for places, text, _ in typed.faults for place in places)


@given(st.lists(st.floats(0, 10**15).map(repr), max_size=8))
def test_figures_keep_every_digit(cells: list[str]) -> None:
    typed = type_column(LOG_FIELDS["amount_paid"], pa.array(cells, pa.string()), Context())
    assert typed.values.to_pylist() == [parse(ValueKind.AMOUNT, cell, Context())[0] for cell in cells]


def test_a_layout_translates_before_reading() -> None:
    layout = Layout(
        "foreign",
        SheetKind.LOG,
        {},
        values={"cause_label": {"Delays": "理赔时效"}, "stated_valid": {"Y": "有效"}},
        cause_separator=";",
    )
    causes = type_column(LOG_FIELDS["cause_label"], pa.array(["Delays; Other", None]), Context(), layout)
    assert causes.values.to_pylist() == ["理赔时效\nOther", None]
    valid = type_column(LOG_FIELDS["stated_valid"], pa.array(["Y", "whatever"]), Context(), layout)
    assert valid.values.to_pylist() == [True, None]
    assert [(places.tolist(), text) for places, text, _ in valid.faults] == [([1], "whatever")]
