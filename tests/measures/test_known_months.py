"""A log that lists nothing of somebody says none, a missing one says nothing: series, tables and grid alike."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from analytics.findings import Code, Page, findings
from analytics.measures import Scope, coverage
from analytics.measures.branch_funnel import branch_funnel
from analytics.measures.series import Series, series
from analytics.vocabulary import Book, Measure
from tests.tiny import Tiny

A, B = "甲支公司", "乙支公司"


def row(number: int, received: str, branch: str = A, **more: str) -> dict[str, Any]:
    return {"投诉编号": f"K{number}", "受理时间": received, "投诉来源": "12378", "被投诉机构": branch, **more}


def of(tiny: Tiny, measure: Measure, **scope: Any) -> Series:
    with tiny.store.cursor() as cursor:
        return series(cursor, Scope(**scope), measure)


def values(one: Series) -> list[float | int | None]:
    return [point.value for point in one.points]


def head_offices_year(tiny: Tiny) -> None:
    """Head office's logs, no premium; April's log is missing.

            01   02   03   04   05   06
    甲      2    1    1    -    1    1
    乙      6    0    0    -    3    0
    """
    number = iter(range(1000))
    for month, ours, theirs in (("01", 2, 6), ("02", 1, 0), ("03", 1, 0), ("05", 1, 3), ("06", 1, 0)):
        rows = [row(next(number), f"2016-{month}-05") for _ in range(ours)]
        rows += [row(next(number), f"2016-{month}-06", B) for _ in range(theirs)]
        tiny.load(rows, f"2016年{int(month)}月.csv")


def test_a_month_whose_log_lists_nothing_of_a_branch_is_zero(tiny: Tiny) -> None:
    head_offices_year(tiny)
    one = of(tiny, Measure.COMPLAINTS, branches=(B,), as_of=date(2016, 6, 30))
    assert values(one) == [6, 0, 0, None, 3, 0]
    assert (one.chart.points, one.chart.centre) == (5, pytest.approx(9 / 5))  # and not 9 / 2
    assert values(of(tiny, Measure.COMPLAINTS, as_of=date(2016, 6, 30))) == [8, 1, 1, None, 4, 1]


def test_every_measure_knows_what_it_can_of_such_a_month(tiny: Tiny) -> None:
    """Counts are none; ratios lack a premium; of no valid complaint there is no timely rate."""
    head_offices_year(tiny)
    asked = {"branches": (B,), "as_of": date(2016, 6, 30)}
    for name in (Measure.VALID, Measure.PENDING, Measure.CAUSE_MENTIONS, Measure.REGULATOR_COMPLAINTS):
        assert values(of(tiny, name, **asked))[1] == 0, name
    for name, code in (
        (Measure.PREMIUM_RATIO, "premium_unknown"),
        (Measure.POLICY_RATIO_10K, "policies_unknown"),
        (Measure.TIMELY_RATE, "no_valid_complaints"),
    ):
        figure = of(tiny, name, **asked).points[1].figure
        assert figure is not None and figure.value is None and figure.missing is not None
        assert figure.missing.code == code


def test_tables_say_what_the_series_says(tiny: Tiny) -> None:
    head_offices_year(tiny)
    asked = {"measures": "complaints", "as_of": date(2016, 6, 30)}
    known = ["2016-01", "2016-02", "2016-03", "2016-05", "2016-06"]
    alone = {r["month"]: r["complaints"] for r in tiny.records("month", branches=(B,), **asked)}
    assert alone == dict(zip(known, [6, 0, 0, 3, 0], strict=True))
    both = {(r["month"], r["branch"]): r["complaints"] for r in tiny.records("month,branch", **asked)}
    assert both == {(month, B): n for month, n in alone.items()} | {(m, A): 2 if m == "2016-01" else 1 for m in known}
    quarters = {r["quarter"]: r["complaints"] for r in tiny.records("quarter", branches=(B,), **asked)}
    assert quarters == {"2016-Q1": 6, "2016-Q2": 3}
    assert values(of(tiny, Measure.COMPLAINTS, branches=(B,), first="2016-05", last="2016-06")) == [3, 0]


def test_a_quarter_is_zero_only_where_all_its_months_are_known(tiny: Tiny) -> None:
    tiny.load([row(1, "2016-01-05"), row(2, "2016-01-06", B)], "2016年1月.csv")
    tiny.load([row(3, "2016-04-05")], "2016年4月.csv")
    tiny.load([row(4, "2016-06-05"), row(5, "2016-07-05")], "2016年5月.csv")
    tiny.load([row(6, "2016-07-05", B)], "2016年7月.csv")
    found = {r["quarter"] for r in tiny.records("quarter", "complaints", branches=(B,), as_of=date(2016, 7, 31))}
    assert "2016-Q2" not in found  # June's log is missing


def own_logs(tiny: Tiny) -> None:
    """Each branch sends its own; 乙's of February is missing, and so is nothing of 甲's."""
    for month in ("1", "2", "3"):
        tiny.load([row(10 + int(month), f"2016-0{month}-05")], f"{A}2016年{month}月.csv")
        if month != "2":
            tiny.load([row(20 + int(month), f"2016-0{month}-06", B)], f"{B}2016年{month}月.csv")


def test_a_month_that_only_another_branch_sent_is_a_gap(tiny: Tiny) -> None:
    own_logs(tiny)
    tiny.exposure(*((f"2016-0{n}", branch, 1e8, 1000) for n in (1, 2, 3) for branch in (A, B)))
    assert values(of(tiny, Measure.COMPLAINTS, branches=(A,))) == [1, 1, 1]
    assert values(of(tiny, Measure.COMPLAINTS, branches=(B,))) == [1, None, 1]
    rows = {(r["branch"], r["month"]) for r in tiny.records("branch,month", "complaints,premium_ratio")}
    assert (A, "2016-02") in rows and (B, "2016-02") not in rows
    (asked,) = tiny.measure("total", "premium_ratio", branches=(B,)).rows
    missing = asked.figures[Measure.PREMIUM_RATIO].missing
    assert missing is not None and (missing.code, missing.places) == ("log_missing", ("2016-02",))
    with tiny.store.cursor() as cursor:
        grid = {(one.branch, one.month) for one in coverage(cursor) if one.logged}
    assert rows == grid


def test_the_company_says_whose_log_it_lacks(tiny: Tiny) -> None:
    """February is counted, one short of whatever 乙 had; so is April, whose log only 甲 has sent so far."""
    own_logs(tiny)
    tiny.load([row(14, "2016-04-30")], f"{A}2016年4月.csv")
    one = of(tiny, Measure.COMPLAINTS)
    assert values(one) == [2, 1, 2, 1]
    assert {note.code: note.places for note in one.frame.notes} == {"log_partial": (f"2016-02 {B}", f"2016-04 {B}")}
    assert of(tiny, Measure.COMPLAINTS, branches=(A,)).frame.notes == ()
    with tiny.store.cursor() as cursor:
        lacking = [found for found in findings(cursor, Scope(), Page.OVERVIEW) if found.code is Code.DATA_MISSING]
    assert f"2016-02 {B}" in lacking[0].text.zh and f"2016-02 {B}" in lacking[0].text.en


def test_a_branchs_rate_is_over_the_premium_of_its_own_logs(tiny: Tiny) -> None:
    """3 complaints over 3 x 100m yuan beside 2 over 2 x 100m: the same rate, and not two thirds of it."""
    own_logs(tiny)
    tiny.exposure(*((f"2016-0{n}", branch, 1e8, 1000) for n in (1, 2, 3) for branch in (A, B)))
    with tiny.store.cursor() as cursor:
        made = branch_funnel(cursor, Scope(), Measure.COMPLAINTS)
    assert {one.branch: (one.premium, one.rate) for one in made.units} == {A: (3e8, 1.0), B: (2e8, 1.0)}
    assert {note.places for note in made.frame.notes if note.code == "logged_premium"} == {(f"2016-02 {B}",)}


def test_a_branchs_own_log_tells_nothing_of_those_that_head_office_speaks_for(tiny: Tiny) -> None:
    """Head office's February and April are missing, 乙's own of every month are there: one complaint of February is not
    all of the company's, and over everybody's premium it would be a ratio far too low."""
    third = "丙支公司"
    for month in ("1", "2", "3", "4"):
        tiny.load([row(20 + int(month), f"2016-0{month}-06", B)], f"{B}2016年{month}月.csv")
        if month in "13":
            ours = [row(10 + int(month), f"2016-0{month}-05"), row(30 + int(month), f"2016-0{month}-07", third)]
            tiny.load(ours, f"2016年{month}月.csv")
    tiny.exposure(*((f"2016-0{n}", branch, 1e8, 1000) for n in (1, 2, 3, 4) for branch in (A, B, third)))
    asked = {"as_of": date(2016, 4, 30)}
    ratios = {r["month"]: r["premium_ratio"] for r in tiny.records("month", "premium_ratio", **asked)}
    assert ratios["2016-02"] is None and ratios["2016-01"] is not None
    (whole,) = tiny.measure("total", "premium_ratio", **asked).rows
    missing = whole.figures[Measure.PREMIUM_RATIO].missing
    assert missing is not None and (missing.code, missing.places) == ("log_missing", ("2016-02",))
    one = of(tiny, Measure.PREMIUM_RATIO, **asked)
    assert {note.code: note.places for note in one.frame.notes} == {
        "log_missing": ("2016-02",),
        "log_open": ("2016-04",),
    }
    assert None not in values(of(tiny, Measure.COMPLAINTS, branches=(B,), **asked))


def test_head_offices_log_says_nothing_of_a_branch_that_it_never_lists(tiny: Tiny) -> None:
    """乙 sends its own and head office's logs never list it: without its own of February it is not zero there."""
    third = "丙支公司"
    for month in ("1", "2", "3"):
        ours = [row(10 + int(month), f"2016-0{month}-05"), row(30 + int(month), f"2016-0{month}-07", third)]
        tiny.load(ours, f"2016年{month}月.csv")
        if month != "2":
            tiny.load([row(20 + int(month), f"2016-0{month}-06", B)], f"{B}2016年{month}月.csv")
    tiny.exposure(*((f"2016-0{n}", branch, 1e8, 1000) for n in (1, 2, 3) for branch in (A, B, third)))
    assert values(of(tiny, Measure.COMPLAINTS, branches=(B,))) == [1, None, 1]
    assert values(of(tiny, Measure.COMPLAINTS, branches=(A,))) == [1, 1, 1]
    ratios = {r["month"]: r["premium_ratio"] for r in tiny.records("month", "premium_ratio", branches=(B,))}
    assert ratios.get("2016-02") is None
    one = of(tiny, Measure.COMPLAINTS)
    assert {note.code: note.places for note in one.frame.notes} == {"log_partial": (f"2016-02 {B}",)}


def test_a_single_row_of_head_offices_log_says_zero_of_the_others(tiny: Tiny) -> None:
    """February's log lists one complaint, of 甲: 乙 had none, with its premium and without."""
    for month, branches in (("1", (A, B)), ("2", (A,)), ("3", (A, B))):
        rows = [row(10 * int(month) + place, f"2016-0{month}-05", one) for place, one in enumerate(branches)]
        tiny.load(rows, f"2016年{month}月.csv")
    assert values(of(tiny, Measure.COMPLAINTS, branches=(B,))) == [1, 0, 1]
    tiny.exposure(*((f"2016-0{n}", branch, 1e8, 1000) for n in (1, 2, 3) for branch in (A, B)))
    ratios = {r["month"]: r["premium_ratio"] for r in tiny.records("month", "premium_ratio", branches=(B,))}
    assert ratios["2016-02"] == 0


def test_a_determined_month_is_known_where_what_it_holds_can_be(tiny: Tiny) -> None:
    """Formal complaints: the limit is 30 days on. January's lack those of December, whose log is not there."""
    for month, days in (("1", ("05", "20")), ("2", ("10",)), ("3", ("08",)), ("4", ("01",))):
        rows = [row(100 * int(month) + int(d), f"2016-0{month}-{d}", 投诉类别="正式") for d in days]
        tiny.load(rows, f"2016年{month}月.csv")
    asked = {"book": Book.DETERMINED, "as_of": date(2016, 4, 30)}
    one = of(tiny, Measure.VALID, first="2016-01", **asked)
    # limits: 4 Feb, 19 Feb, 11 March, 7 April; January's none is not known, it may be a complaint of December
    assert values(one) == [None, 2, 1, 1]
    notes = {note.code: note.places for note in one.frame.notes}
    assert notes == {"log_before_missing": ("2016-01",)}
    assert not [r for r in tiny.records("month", "valid", **asked) if r["month"] == "2016-01"]


def test_a_missing_log_makes_the_next_determined_months_too_low(tiny: Tiny) -> None:
    for month in (1, 2, 4, 5, 6):
        tiny.load([row(month, f"2016-0{month}-15", 投诉类别="正式")], f"2016年{month}月.csv")
    one = of(tiny, Measure.VALID, book=Book.DETERMINED, first="2016-01", as_of=date(2016, 6, 30))
    # limits 14 Feb, 16 March, 15 May, 14 June. March has no log; April lacks what came in in March; so may 1 May not,
    # 30 days after 1 April.
    assert values(one) == [None, 1, None, None, 1, 1]
    notes = {note.code: note.places for note in one.frame.notes}
    assert notes == {"log_missing": ("2016-03",), "log_before_missing": ("2016-01", "2016-04")}
