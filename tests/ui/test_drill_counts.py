"""A mark that can be opened stands for as many complaints as its list holds: the ladder's steps, the withdrawals."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import pytest
import streamlit as st

import ui.data
from analytics.measures import Scope, ladder, measure, withdrawal_curves
from analytics.measures.ladder import StepRow
from analytics.measures.ladder_sql import STEP_STATES
from analytics.measures.series import series
from analytics.rules import Step
from analytics.vocabulary import Dimension, Measure
from tests.tiny import Tiny
from ui.drill import Drill
from ui.drill_list import rows_behind
from ui.overview import of_cell
from ui.trends import counted

AS_OF = Scope(as_of=date(2016, 3, 31))
ROWS = [
    {"受理时间": "2016-02-01", "反馈报告日期": "2016-02-03", "撤诉日期": "2016-02-11"},
    {"受理时间": "2016-03-01", "反馈报告日期": "2016-03-09"},  # 5 working days end on 8 March: late
    {"受理时间": "2016-03-01", "撤诉日期": "2016-03-20"},  # and its report is overdue
    {"受理时间": "2016-03-01", "撤诉日期": "2016-03-03"},  # needs no report
    {"受理时间": "2016-03-01", "撤诉日期": "2016-03-03", "反馈报告日期": "2016-03-10"},  # nor does this one
    {"受理时间": "2016-03-30", "投诉类别": "正式"},  # not due
    {"受理时间": "2016-03-01", "投诉来源": "4008667788", "撤诉日期": "2016-03-02"},  # not counted: on no curve
]


@pytest.fixture
def count(tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Drill], int]]:
    plain = {"投诉来源": "12378", "被投诉机构": "甲支公司", "投诉类别": "非正式", "反馈报告日期": "", "撤诉日期": ""}
    tiny.load([{"投诉编号": f"T{n}", **plain, **row} for n, row in enumerate(ROWS)])
    monkeypatch.setattr(ui.data, "open_default", lambda: tiny.store)
    st.cache_resource.clear()
    yield lambda drill: len(rows_behind(drill, AS_OF, AS_OF))
    st.cache_data.clear()
    st.cache_resource.clear()


def of_step(row: StepRow, state: str) -> Drill:
    return Drill("step", f"{row.step}:{state}")


def test_every_count_of_the_ladder_is_the_length_of_its_list(tiny: Tiny, count: Callable[[Drill], int]) -> None:
    with tiny.store.cursor() as cursor:
        rows = ladder(cursor, AS_OF).rows
    report = next(row for row in rows if row.step is Step.REPORT)
    assert (report.in_time, report.late, report.overdue, report.not_due, report.not_needed) == (1, 2, 1, 1, 2)
    for row in rows:
        assert [count(of_step(row, state)) for state in STEP_STATES] == [getattr(row, state) for state in STEP_STATES]


def test_a_step_in_a_month_lists_that_months(count: Callable[[Drill], int]) -> None:
    assert count(Drill("step", "report:in_time", (("month", "2016-02"),))) == 1
    assert count(Drill("step", "report:late", (("month", "2016-02"),))) == 0
    assert count(Drill("step", "report:late", (("month", "2016-03"),))) == 2


def test_every_step_of_a_curve_lists_those_withdrawn_by_then(tiny: Tiny, count: Callable[[Drill], int]) -> None:
    with tiny.store.cursor() as cursor:
        rows = {row.key["form"]: row.curve for row in withdrawal_curves(cursor, AS_OF, (Dimension.FORM,)).rows}
    assert [step.time for step in rows["informal"].steps] == [2, 10, 19]
    drills = [Drill("withdrawn", str(day), (("form", "informal"),)) for day in (1, 2, 9, 10, 19, 90)]
    assert [count(one) for one in drills] == [0, 2, 2, 3, 4, 4]
    assert count(Drill("withdrawn", "90", (("form", "formal"),))) == rows["formal"].events == 0


@pytest.mark.parametrize("dimension", [Dimension.MONTH, Dimension.BRANCH, Dimension.CATEGORY])
def test_a_cell_of_the_overviews_tables_lists_what_it_counts(
    dimension: Dimension, tiny: Tiny, count: Callable[[Drill], int]
) -> None:
    with tiny.store.cursor() as cursor:
        records = measure(cursor, AS_OF, (dimension,), (Measure.COMPLAINTS, Measure.VALID)).records()
    assert sum(record["complaints"] for record in records) == 7
    assert sum(record["valid"] for record in records) == 1  # the second row; the third was withdrawn within the year
    for record in records:
        for name, heading in (("complaints", "投诉(件)"), ("valid", "有效投诉(件)")):
            drill = of_cell(record, dimension, heading)
            assert (count(drill) if drill else 0) == record[name]


@pytest.mark.parametrize("measure_of", [Measure.COMPLAINTS, Measure.VALID])
@pytest.mark.parametrize("grain", [Dimension.MONTH, Dimension.QUARTER])
def test_a_point_of_a_trend_lists_what_it_counts(
    grain: Dimension, measure_of: Measure, tiny: Tiny, count: Callable[[Drill], int]
) -> None:
    with tiny.store.cursor() as cursor:
        points = series(cursor, AS_OF, measure_of, grain).points
    assert sum(int(point.value or 0) for point in points) == {Measure.COMPLAINTS: 7, Measure.VALID: 1}[measure_of]
    for point in points:
        assert count(Drill(grain.value, point.time, counted(measure_of))) == point.value
