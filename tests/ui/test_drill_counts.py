"""A mark that can be opened stands for as many complaints as its list holds, counted by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

import pytest
import streamlit as st

import ui.data
from analytics.measures import Scope, ladder, measure, withdrawal_curves
from analytics.measures.branch_funnel import branch_funnel
from analytics.measures.cause_tree import cause_tree
from analytics.measures.ladder import StepRow
from analytics.measures.ladder_sql import STEP_STATES
from analytics.measures.series import series
from analytics.measures.years import two_years
from analytics.rules import Step
from analytics.vocabulary import Dimension, Measure
from tests.tiny import Tiny
from ui.behind_marks import behind
from ui.branches import counted_only
from ui.drill import Drill, apart
from ui.overview import of_cell
from ui.trend_years import _of_cell as of_cell_of_years
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
    yield lambda drill: len(behind(drill, AS_OF, AS_OF).rows)
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


# Formal complaints, thirty calendar days: (received, reported back with a stamp, withdrawn, causes).
OF_TWO_YEARS = [
    ("2015-01-20", "2015-02-20", "", "理赔时效"),  # valid by March 2015, and for good
    ("2015-02-02", "2015-02-20", "2015-06-01", "理赔时效"),  # valid by March 2015, withdrawn within the year
    ("2016-01-05", "2016-01-20", "", "定损核损金额争议、理赔时效、服务态度"),  # valid, in time
    ("2016-01-06", "", "", "理赔时效、服务态度"),  # valid, not reported: late
    ("2016-02-01", "2016-02-20", "2016-03-20", "服务态度"),  # valid in the monthly view only
    ("2016-03-20", "", "", ""),  # pending
]

ROWS_OF_2016 = ["2016-01-05", "2016-01-06", "2016-02-01", "2016-03-20"]


def the_marks(drill: Drill, page: Scope = AS_OF) -> tuple[list[str], int | None]:
    found = behind(drill, page, page)
    return sorted(row["received_at"] for row in found.rows), found.causes


@pytest.fixture
def two_years_of(tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> Iterator[Tiny]:
    tiny.logs(
        *(
            {
                "投诉编号": day,
                "受理时间": day,
                "投诉类别": "正式",
                "红头报告日期": back,
                "撤诉日期": gone,
                "投诉原因": of,
            }
            for day, back, gone, of in OF_TWO_YEARS
        )
    )
    monkeypatch.setattr(ui.data, "open_default", lambda: tiny.store)
    st.cache_resource.clear()
    yield tiny
    st.cache_data.clear()
    st.cache_resource.clear()


def test_last_years_mark_lists_what_stood_then(two_years_of: Tiny) -> None:
    with two_years_of.store.cursor() as cursor:
        both = two_years(cursor, AS_OF, Measure.VALID)
    assert [one.months[:2] for one in both] == [(1, 1), (2, 0)]
    drills = [of_cell_of_years(both, Measure.VALID, 1, heading) for heading in ("2015", "2015 累计", "2016 累计")]
    assert all(drills)
    assert [len(the_marks(one)[0]) for one in drills if one] == [1, 2, 2]
    assert the_marks(Drill("month", "2015-02", (("valid", "yes"),)))[0] == []  # today


def test_a_mark_of_a_view_lists_that_views(two_years_of: Tiny) -> None:
    for page in (AS_OF, AS_OF.with_(view="monthly")):
        for view, n in (("annual", 2), ("monthly", 3)):
            assert len(the_marks(Drill("months", "2016-01/2016-03", (("valid", view),)), page)[0]) == n


def test_a_timely_rate_lists_those_it_judges(two_years_of: Tiny) -> None:
    with two_years_of.store.cursor() as cursor:
        january = series(cursor, AS_OF, Measure.TIMELY_RATE).points[-3].figure
    assert january and (january.numerator, january.denominator) == (1, 2)
    assert the_marks(Drill("month", "2016-01", counted(Measure.TIMELY_RATE)))[0] == ["2016-01-05", "2016-01-06"]


def test_a_quarter_that_is_cut_lists_what_it_has(two_years_of: Tiny) -> None:
    page = AS_OF.with_(last="2016-02")
    assert len(the_marks(Drill("quarter", "2016-Q1"), page)[0]) == 3
    assert the_marks(Drill("quarter", "2016-Q2"), page)[0] == []


def test_the_sum_of_the_small_ones_lists_all_but_the_drawn(two_years_of: Tiny) -> None:
    year, here = ("months", "2016-01/2016-03"), "甲支公司"

    def all_but(*pairs: tuple[str, str]) -> list[str]:
        return the_marks(Drill(*year, (("apart", apart(pairs)),)))[0]

    assert all_but(("claim_delay", here)) == ROWS_OF_2016[:1] + ROWS_OF_2016[2:]
    others = [("no_follow_up", here), ("compensation_standard", "乙支公司")]
    assert all_but(("claim_delay", here), ("staff_attitude", here), ("", here), *others) == ROWS_OF_2016[:1]
    assert all_but(("", here)) == ROWS_OF_2016[:3]


def test_a_mark_of_causes_says_how_many_its_complaints_name(two_years_of: Tiny) -> None:
    year = ("months", "2016-01/2016-03")
    assert the_marks(Drill(*year, (("mentions", "yes"),))) == (["2016-01-05", "2016-01-06", "2016-02-01"], 6)
    assert the_marks(Drill("mention_category", "claim_service", (year,)))[1] == 5
    service = Drill("cause", "staff_attitude", (year,))
    assert the_marks(service) == (["2016-01-05", "2016-01-06", "2016-02-01"], 3)
    both = replace(service, more=(Drill("cause", "claim_delay", (year,)),))
    assert the_marks(both) == (["2016-01-05", "2016-01-06", "2016-02-01"], 5)
    assert the_marks(Drill(*year))[1] is None


def test_a_filters_category_is_that_of_the_cause_named(two_years_of: Tiny) -> None:
    """The first of January names another category first."""
    page = AS_OF.with_(first="2016-01", categories=("claim_service",))
    with two_years_of.store.cursor() as cursor:
        tree = cause_tree(cursor, page)
    assert tree and tree.by_cause() == {"staff_attitude": 3, "claim_delay": 2}
    assert [the_marks(Drill("cause", one), page)[1] for one in tree.by_cause()] == [3, 2]
    assert the_marks(Drill("months", "2016-01/2016-03", (("mentions", "yes"),)), page)[1] == 5
    assert the_marks(Drill("cause", "assessed_amount"), page)[0] == []


def test_a_branch_in_the_funnel_lists_the_months_its_rate_is_over(tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    """February has no log; March's lists again one of it."""
    for month, days in (("2016-01", ["01-15"] * 2), ("2016-03", ["03-15", "03-16", "03-17", "02-15"])):
        log = [
            {"投诉编号": f"{month}-{n}", "受理时间": f"2016-{day}", "被投诉机构": "甲支公司"}
            for n, day in enumerate(days)
        ]
        log += [{"投诉编号": f"{month}-乙", "受理时间": f"{month}-20", "被投诉机构": "乙支公司"}]
        tiny.load(log, f"{month[:4]}年{int(month[5:])}月.csv")
    tiny.exposure(
        *((month, f"{one}支公司", 1e8, 1000) for month in ("2016-01", "2016-02", "2016-03") for one in "甲乙")
    )
    monkeypatch.setattr(ui.data, "open_default", lambda: tiny.store)
    st.cache_resource.clear()
    page = Scope(first="2016-01", last="2016-03")
    with tiny.store.cursor() as cursor:
        placed = branch_funnel(cursor, page, Measure.COMPLAINTS)
    assert {one.branch: one.unit.observed for one in placed.units} == {"甲支公司": 5, "乙支公司": 2}
    assert len(the_marks(Drill("branch", "甲支公司", counted_only(placed)), page)[0]) == 5
    assert len(the_marks(Drill("branch", "甲支公司"), page)[0]) == 6
    st.cache_data.clear()
    st.cache_resource.clear()
