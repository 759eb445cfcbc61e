"""Denominators that would be silently wrong: a line that drops out for a month, a parent that is a total."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from analytics.measures import Scope, indicators
from analytics.measures.branch_comparison import compare_branch, sides
from analytics.vocabulary import Measure
from tests.tiny import Tiny

AS_OF = date(2016, 12, 31)
RATIO = Measure.PREMIUM_RATIO


def one(tiny: Tiny, measures: str, **scope: object) -> dict[str, Any]:
    (row,) = tiny.records("total", measures, as_of=AS_OF, **scope)
    return row


def codes(tiny: Tiny, **scope: object) -> dict[str, tuple[str, ...]]:
    """What is said of exposure; that logs are missing is another matter."""
    frame = tiny.measure("total", "premium_yuan", as_of=AS_OF, **scope).frame
    return {note.code: note.places for note in frame.notes if note.code != "log_missing"}


def test_a_line_missing_for_one_month_is_missing(tiny: Tiny) -> None:
    """
    甲      车险   企财险
    01      60m    40m
    02      60m    -        there before and after: the month's premium is not 60m, it is not known
    03      60m    40m
    """
    tiny.logs({"投诉编号": "T1", "受理时间": "2016-01-05", "投诉类别": "正式"})
    for month, lines in (("01", ("车险", "企财险")), ("02", ("车险",)), ("03", ("车险", "企财险"))):
        tiny.exposure(*((f"2016-{month}", "甲支公司", line, 6e7 if line == "车险" else 4e7, 100) for line in lines))
    row = one(tiny, "premium_ratio,premium_yuan", last="2016-03")
    assert row["premium_ratio"] is None and row["premium_yuan"] is None
    assert "2016-02 甲支公司 企业财产保险" in row["missing"][0] or "2016-02 甲支公司 企财险" in row["missing"][0]
    assert one(tiny, "premium_yuan", last="2016-01")["premium_yuan"] == 1e8
    assert one(tiny, "premium_yuan", first="2016-03", last="2016-03")["premium_yuan"] == 1e8
    # A row for all lines says what the month was, whatever the lines do.
    tiny.exposure(("2016-02", "甲支公司", "", 1e8, 200))
    assert one(tiny, "premium_yuan", last="2016-03")["premium_yuan"] == 3e8


def test_a_line_that_begins_or_ends_is_no_gap(tiny: Tiny) -> None:
    """企财险 is sold in 2016-02 only: before and after it the branch's premium is that of 车险."""
    tiny.logs({"投诉编号": "T1", "受理时间": "2016-01-05"})
    tiny.exposure(*((f"2016-0{n}", "甲支公司", "车险", 6e7, 100) for n in (1, 2, 3)))
    tiny.exposure(("2016-02", "甲支公司", "企财险", 4e7, 100))
    assert one(tiny, "premium_yuan", last="2016-03")["premium_yuan"] == 2.2e8
    assert codes(tiny, last="2016-03") == {}


def test_a_longer_gap_is_counted_and_said(tiny: Tiny) -> None:
    """企财险 in 2016-01 and 2016-04: two months in between may well have had none."""
    tiny.logs({"投诉编号": "T1", "受理时间": "2016-01-05"})
    tiny.exposure(*((f"2016-0{n}", "甲支公司", "车险", 6e7, 100) for n in (1, 2, 3, 4)))
    tiny.exposure(*((f"2016-0{n}", "甲支公司", "企财险", 4e7, 100) for n in (1, 4)))
    assert one(tiny, "premium_yuan", last="2016-04")["premium_yuan"] == 3.2e8
    (place,) = codes(tiny, last="2016-04")["line_gap"]
    assert place.startswith("甲支公司") and place.endswith("2016-02–2016-03")


def two_branches(tiny: Tiny) -> None:
    tiny.load(
        [
            {"机构代码": "01", "机构名称": "云州分公司", "上级机构": ""},
            {"机构代码": "0101", "机构名称": "甲支公司", "上级机构": "云州分公司"},
            {"机构代码": "0102", "机构名称": "乙支公司", "上级机构": "云州分公司"},
        ]
    )
    tiny.logs(
        {"投诉编号": "T1", "受理时间": "2016-01-05", "投诉类别": "正式"},
        {"投诉编号": "T2", "受理时间": "2016-01-05", "投诉类别": "正式", "被投诉机构": "云州分公司"},
    )
    tiny.exposure(("2016-01", "甲支公司", 1e8, 100), ("2016-01", "乙支公司", 3e8, 300))


@pytest.mark.parametrize("own", [400_000_000, 400_000_000 * 1.004, 400_000_000 * 0.996])
def test_a_parent_that_is_the_sum_of_its_branches_is_not_counted_twice(tiny: Tiny, own: float) -> None:
    """
    云州分公司   400m   = 甲 100m + 乙 300m, give or take 0.5%
    total        400m, not 800m; two complaints, 0.5 per 100m yuan
    """
    two_branches(tiny)
    tiny.exposure(("2016-01", "云州分公司", own, 400))
    row = one(tiny, "premium_yuan,policies,premium_ratio", last="2016-01")
    assert (row["premium_yuan"], row["policies"], row["premium_ratio"]) == (4e8, 400, 0.5)
    assert codes(tiny, last="2016-01") == {"parent_is_total": ("云州分公司",)}
    # The complaint against the parent itself has no premium to be held against: not 400m, that is its branches'.
    rows = {r["branch"]: r for r in tiny.records("branch", "valid,premium_ratio", as_of=AS_OF, last="2016-01")}
    assert rows["云州分公司"]["premium_ratio"] is None and "total of the branches" in rows["云州分公司"]["missing"][0]
    assert rows["甲支公司"]["premium_ratio"] == 1.0
    own_only = one(tiny, "premium_ratio", branches=("云州分公司",), last="2016-01")
    assert own_only["premium_ratio"] is None and "total of the branches" in own_only["missing"][0]


@pytest.mark.parametrize("row", [True, False])
def test_a_parent_with_all_its_branches_has_their_premium(tiny: Tiny, row: bool) -> None:
    """
    云州分公司   400m = 甲 100m + 乙 300m, or no row at all
    all three    400m, two complaints: 0.5 per 100m yuan, over their premium once
    the parent and 甲 only: 乙's premium is in the parent's, so there is no ratio
    """
    two_branches(tiny)
    if row:
        tiny.exposure(("2016-01", "云州分公司", 4e8, 400))
    together = ("云州分公司", "甲支公司", "乙支公司")
    found = one(tiny, "complaints,premium_yuan,policies,premium_ratio", branches=together, last="2016-01")
    assert (found["complaints"], found["premium_yuan"], found["policies"]) == (2, 4e8, 400)
    assert found["premium_ratio"] == 0.5
    for lacking in (together[:1], together[:2]):  # and it says what to choose
        alone = one(tiny, "premium_ratio", branches=lacking, last="2016-01")
        assert alone["premium_ratio"] is None and "choose all of them with it: 云州分公司" in alone["missing"][0]
    with tiny.store.cursor() as cursor:
        scope = Scope(last="2016-01", as_of=AS_OF)
        held = sides(cursor, scope, "云州分公司")
        made = compare_branch(cursor, scope, held.ours, held.others)
    assert held.ours == tuple(sorted(together)) and made.ours[Measure.PREMIUM_RATIO].value == 0.5


def test_a_parent_with_business_of_its_own_is_counted(tiny: Tiny) -> None:
    """云州分公司 writes 50m itself: 450m in all, and it is said."""
    two_branches(tiny)
    tiny.exposure(("2016-01", "云州分公司", 5e7, 50))
    assert one(tiny, "premium_yuan", last="2016-01")["premium_yuan"] == 4.5e8
    assert codes(tiny, last="2016-01") == {"parent_has_its_own": ("云州分公司",)}
    assert one(tiny, "premium_ratio", branches=("云州分公司",), last="2016-01")["premium_ratio"] == 2.0


def test_one_month_that_disagrees_does_not_make_a_total_counted_twice(tiny: Tiny) -> None:
    """Of three months the parent's row equals the sum in two; the third is named."""
    two_branches(tiny)
    for month in ("02", "03"):
        tiny.exposure((f"2016-{month}", "甲支公司", 1e8, 100), (f"2016-{month}", "乙支公司", 3e8, 300))
    parent = {"01": 4e8, "02": 4e8, "03": 5e8}
    tiny.exposure(*((f"2016-{month}", "云州分公司", value, 400) for month, value in parent.items()))
    assert one(tiny, "premium_yuan", last="2016-03")["premium_yuan"] == 12e8
    assert codes(tiny, last="2016-03") == {
        "parent_is_total": ("云州分公司",),
        "parent_total_differs": ("云州分公司 2016-03",),
    }


def test_totals_above_totals(tiny: Tiny) -> None:
    """
    安澜总公司 400m = 云州分公司 400m = 甲 100m + 乙 300m       400m once
    """
    two_branches(tiny)
    tiny.load(
        [
            {"机构代码": "0", "机构名称": "安澜总公司", "上级机构": ""},
            {"机构代码": "01", "机构名称": "云州分公司", "上级机构": "安澜总公司"},
        ]
    )
    tiny.exposure(("2016-01", "云州分公司", 4e8, 400), ("2016-01", "安澜总公司", 4e8, 400))
    assert one(tiny, "premium_yuan", last="2016-01")["premium_yuan"] == 4e8
    assert codes(tiny, last="2016-01") == {"parent_is_total": ("云州分公司", "安澜总公司")}


def test_a_branch_list_that_goes_in_a_circle_ends(tiny: Tiny) -> None:
    tiny.load(
        [
            {"机构代码": "01", "机构名称": "甲支公司", "上级机构": "乙支公司"},
            {"机构代码": "02", "机构名称": "乙支公司", "上级机构": "甲支公司"},
        ]
    )
    tiny.logs({"投诉编号": "T1", "受理时间": "2016-01-05"})
    tiny.exposure(("2016-01", "甲支公司", 1e8, 100), ("2016-01", "乙支公司", 3e8, 300))
    assert one(tiny, "premium_yuan", last="2016-01")["premium_yuan"] == 4e8


def test_the_warning_of_the_calendar_is_for_the_complaints_of_the_scope(tiny: Tiny) -> None:
    """
    T1 informal, received 2016-03-01: known. T2 informal, 2003-12-30: the table begins in 2004.
    T3 the same day from the website: not counted, so its limit decides nothing.
    """
    tiny.logs(
        {"投诉编号": "T1", "受理时间": "2016-03-01", "投诉类别": "非正式"},
        {"投诉编号": "T2", "受理时间": "2003-12-30", "投诉类别": "非正式", "被投诉机构": "乙支公司"},
        {"投诉编号": "T3", "受理时间": "2003-12-30", "投诉来源": "网站", "被投诉机构": "丙支公司"},
    )
    chosen = {"rulebook": "company-2016", "as_of": AS_OF}

    def assumed(measures: str = "valid", by: str = "total", **scope: object) -> bool:
        return tiny.measure(by, measures, **chosen, **scope).frame.calendar_assumed  # type: ignore[arg-type]

    assert assumed()
    assert not assumed(first="2004-01") and assumed(last="2003-12")
    assert not assumed(branches=("甲支公司",)) and assumed(branches=("乙支公司",))
    assert not assumed(branches=("丙支公司",))
    assert not assumed("complaints", "month")  # counts by receipt rest on no limit
    assert assumed("complaints", "month", book="determined")
    table = tiny.measure("branch", "valid", **chosen)  # type: ignore[arg-type]
    says = {row.key["branch"]: row.figures[m].origin.assumed for row in table.rows for m in row.figures}  # type: ignore[union-attr]
    assert says == {"甲支公司": 0, "乙支公司": 1, "丙支公司": 0}


def test_an_as_of_before_the_first_log_is_said(tiny: Tiny) -> None:
    tiny.logs({"投诉编号": "T1", "受理时间": "2016-03-01"})
    assert [n.code for n in tiny.measure(as_of=date(2016, 2, 1)).frame.notes] == ["nothing_received_yet"]
    assert [n.code for n in tiny.measure(first="2017-01").frame.notes] == ["no_data_in_period"]
    assert tiny.measure().frame.notes == ()


def test_months_that_no_log_covers_are_said(tiny: Tiny) -> None:
    """
    month     log         premium
    2016-03   T1 in it    100m
    2016-04   -           100m      a zero that nobody reported
    2016-05   T2 in it    100m
    """
    tiny.logs({"投诉编号": "T1", "受理时间": "2016-03-01"})
    tiny.logs({"投诉编号": "T2", "受理时间": "2016-05-01"})
    tiny.exposure(*((f"2016-0{n}", "甲支公司", 1e8, 100) for n in (3, 4, 5)))
    notes = {note.code: note.places for note in tiny.measure("month", last="2016-05").frame.notes}
    assert notes == {"log_missing": ("2016-04",)}
    assert tiny.measure("month", first="2016-05", last="2016-05").frame.notes == ()


def test_a_month_without_a_log_is_no_zero_and_leaves_no_ratio(tiny: Tiny) -> None:
    """
    month     log          valid   premium   ratio
    2016-03   T1 in it     1       100m      1.00
    2016-04   -            ?       100m      none: not 0.00
    2016-05   T2 in it     1       100m      1.00
    all       one lacks    2, said 300m      none: not 2 / 300m = 0.67
    """
    for number, received in (("T1", "2016-03-01"), ("T2", "2016-05-01")):
        tiny.logs({"投诉编号": number, "受理时间": received, "投诉类别": "正式"})
    tiny.exposure(*((f"2016-0{n}", "甲支公司", 1e8, 100) for n in (3, 4, 5)))
    period = {"as_of": AS_OF, "first": "2016-03", "last": "2016-05"}
    months = {row["month"]: row for row in tiny.records("month", "valid,premium_ratio", **period)}
    assert {month: row["premium_ratio"] for month, row in months.items()} == {"2016-03": 1.0, "2016-05": 1.0}
    (whole,) = tiny.records("total", "valid,premium_yuan,premium_ratio,policy_ratio", **period)
    assert (whole["valid"], whole["premium_yuan"], whole["premium_ratio"], whole["policy_ratio"]) == (
        2,
        3e8,
        None,
        None,
    )
    assert all("no log" in why and "2016-04" in why for why in whole["missing"])
    (april,) = tiny.records(
        "total", "complaints,valid,premium_yuan", **{**period, "first": "2016-04", "last": "2016-04"}
    )
    assert (april["complaints"], april["valid"], april["premium_yuan"]) == (None, None, 1e8)
    with tiny.store.cursor() as cursor:
        rows = {row.span.label: row for row in indicators(cursor, Scope(**period)).rows}  # type: ignore[arg-type]
    said = {label: (row.whole, row.net[Measure.VALID].value, row.net[RATIO].value) for label, row in rows.items()}
    assert said == {"2016-03": (True, 1, 1.0), "2016-04": (False, None, None), "2016-05": (True, 1, 1.0)}


def test_before_the_first_log_zero_complaints_over_a_known_premium_is_zero(tiny: Tiny) -> None:
    """The first log begins in March: of January and February it is said that no log covers them."""
    tiny.logs({"投诉编号": "T1", "受理时间": "2016-03-01", "投诉类别": "正式"})
    tiny.exposure(*((f"2016-0{n}", "甲支公司", 1e8, 100) for n in (1, 2, 3)))
    rows = tiny.records("month", "valid,premium_ratio", as_of=AS_OF, last="2016-03")
    assert [(row["valid"], row["premium_ratio"]) for row in rows] == [(0, 0.0), (0, 0.0), (1, 1.0)]
    assert "log_missing" in {note.code for note in tiny.measure("month", as_of=AS_OF, last="2016-03").frame.notes}
