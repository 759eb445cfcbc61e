"""Branches compared, on tables small enough to count by hand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from analytics.errors import RequestError
from analytics.findings import Code, Page, findings
from analytics.measures import Scope
from analytics.measures.branch_comparison import compare_branch, sides
from analytics.measures.branch_funnel import branch_funnel
from analytics.measures.figure import LOGGED_PREMIUM
from analytics.measures.handling import End, handling_times
from analytics.measures.hierarchy import Hierarchy, hierarchy
from analytics.measures.mix import mix
from analytics.statistics import Position
from analytics.vocabulary import Dimension, Measure
from tests.deck.made import Opened, made
from tests.tiny import Tiny


@pytest.fixture
def three(tiny: Tiny) -> Tiny:
    """甲 20 of 100m yuan, 乙 5 of 100m, 丙 5 of 100m, 丁 2 without a premium, 1 without a branch."""
    rows = []
    for branch, n, cause in (
        ("甲支公司", 20, "理赔时效"),
        ("乙支公司", 5, "服务态度"),
        ("丙支公司", 5, "服务态度、理赔时效"),
        ("丁支公司", 2, ""),
        ("", 1, ""),
    ):
        rows += [(branch, cause)] * n
    tiny.logs(
        *(
            {
                "投诉编号": f"B{number:02d}",
                "受理时间": f"2016-01-{number % 20 + 1:02d}",
                "办结日期": f"2016-01-{number % 20 + 3:02d}" if branch != "乙支公司" else "",
                "被投诉机构": branch,
                "投诉原因": cause,
                "投诉类别": "正式",
            }
            for number, (branch, cause) in enumerate(rows)
        ),
        {"投诉编号": "LAST", "受理时间": "2016-01-31", "投诉来源": "公司网站", "被投诉机构": "丙支公司"},
    )
    tiny.exposure(*(("2016-01", branch, 100_000_000, 1000) for branch in ("甲支公司", "乙支公司", "丙支公司")))
    return tiny


def test_a_branch_is_held_against_its_premium(three: Tiny) -> None:
    with three.store.cursor() as cursor:
        made = branch_funnel(cursor, Scope(first="2016-01", last="2016-01"), Measure.COMPLAINTS)
    # 20 + 5 + 6 complaints over 300m yuan: 31/3 expected of each
    assert {one.branch: one.unit.observed for one in made.units} == {"甲支公司": 20, "乙支公司": 5, "丙支公司": 6}
    assert all(one.unit.expected == pytest.approx(31 / 3) for one in made.units)
    first = made.units[0]
    assert (first.branch, first.rate) == ("甲支公司", pytest.approx(20.0))
    # P(X >= 20 | 10.33) = 0.6%: beyond the 95% limit of chance alone and within the 99.8% one
    assert first.unit.poisson_position is Position.HIGH_95
    assert [(name, n) for name, n, _ in made.left_out] == [("丁支公司", 2)]
    assert made.unstated == 1
    assert made.branches == ("丁支公司", "丙支公司", "乙支公司", "甲支公司")


def test_a_funnel_is_of_counts(three: Tiny) -> None:
    with three.store.cursor() as cursor, pytest.raises(RequestError):
        branch_funnel(cursor, Scope(), Measure.PREMIUM_RATIO)


def test_one_against_the_others(three: Tiny) -> None:
    scope = Scope(first="2016-01", last="2016-01")
    with three.store.cursor() as cursor:
        made = compare_branch(cursor, scope, ("甲支公司",), ("乙支公司", "丙支公司"))
    assert made.rate(Measure.COMPLAINTS) == pytest.approx(20.0)
    assert made.other_rate(Measure.COMPLAINTS) == pytest.approx(5.5)
    # 20 of 31 where a third is expected: two-sided exact binomial test
    assert made.p_complaints == pytest.approx(0.00050, abs=0.0002)
    parts = {part.category: (part.ours, part.others, part.our_share) for part in made.mix}
    # 甲: 20 x claim_delay; the others: 5 + 5 staff_attitude, 5 claim_delay; both causes are of claim_service
    assert parts == {"claim_service": (20, 15, 1.0)}


def logs_but_of_february(tiny: Tiny, again: Sequence[dict[str, str]] = ()) -> None:
    """Three months' premium of three branches, the logs of two of the months; again: more rows of March's log."""
    for month, named in {"2016-01": "甲甲甲乙丙", "2016-03": "甲乙丙"}.items():
        log = [
            {"投诉编号": f"{month}-{n}", "受理时间": f"{month}-15", "被投诉机构": f"{one}支公司"}
            for n, one in enumerate(named)
        ]
        tiny.load([*log, *(again if month == "2016-03" else ())], f"{month[:4]}年{int(month[5:])}月.csv")
    months = ("2016-01", "2016-02", "2016-03")
    tiny.exposure(*((month, f"{one}支公司", 100_000_000, 1000) for month in months for one in "甲乙丙"))


def test_premium_of_a_month_without_a_log_is_in_no_rate(tiny: Tiny) -> None:
    """January and March have logs, February has none; 100m yuan a month and branch.

    甲: 4 over 200m yuan, not 300m; 乙: 2 and 丙: 2 over 200m each.
    """
    logs_but_of_february(tiny)
    scope = Scope(first="2016-01", last="2016-03")
    with tiny.store.cursor() as cursor:
        placed = branch_funnel(cursor, scope, Measure.COMPLAINTS)
        made = compare_branch(cursor, scope, ("甲支公司",), ("乙支公司", "丙支公司"))
        whole = compare_branch(cursor, scope.with_(first="2016-03"), ("甲支公司",), ("乙支公司", "丙支公司"))
    assert {one.branch: (one.premium, one.rate) for one in placed.units} == {
        "甲支公司": (2e8, pytest.approx(2.0)),
        "乙支公司": (2e8, pytest.approx(1.0)),
        "丙支公司": (2e8, pytest.approx(1.0)),
    }
    assert placed.funnel.overall_rate == pytest.approx(8 / 6e8)
    assert (made.rate(Measure.COMPLAINTS), made.other_rate(Measure.COMPLAINTS)) == (2.0, 1.0)
    assert made.p_complaints == pytest.approx(0.4537, abs=0.0001)  # 4 of 8 where a third is expected, exact binomial
    notes = {(note.code, note.places) for one in (placed, made) for note in one.frame.notes}
    assert (LOGGED_PREMIUM, ("2016-02",)) in notes
    assert LOGGED_PREMIUM not in {note.code for note in whole.frame.notes}
    assert (whole.rate(Measure.COMPLAINTS), whole.other_rate(Measure.COMPLAINTS)) == (1.0, 1.0)


def test_complaints_listed_again_of_a_month_without_a_log_are_in_no_rate(tiny: Tiny) -> None:
    """The same, but March's log lists again three of 甲's of February, whose own log is missing: 甲 has 4 over 200m
    yuan as before and not 7, in the funnel as beside the others; the branch's count is all that are known of it."""
    again = [{"投诉编号": f"L{n}", "受理时间": "2016-02-15", "被投诉机构": "甲支公司"} for n in range(3)]
    logs_but_of_february(tiny, again)
    scope = Scope(first="2016-01", last="2016-03")
    with tiny.store.cursor() as cursor:
        placed = branch_funnel(cursor, scope, Measure.COMPLAINTS)
        made = compare_branch(cursor, scope, ("甲支公司",), ("乙支公司", "丙支公司"))
    assert {one.branch: (one.unit.observed, one.rate) for one in placed.units} == {
        "甲支公司": (4, pytest.approx(2.0)),
        "乙支公司": (2, pytest.approx(1.0)),
        "丙支公司": (2, pytest.approx(1.0)),
    }
    assert (made.rate(Measure.COMPLAINTS), made.other_rate(Measure.COMPLAINTS)) == (2.0, 1.0)
    assert made.p_complaints == pytest.approx(0.4537, abs=0.0001)
    assert made.ours[Measure.COMPLAINTS].value == 7


@pytest.fixture
def headed(tiny: Tiny) -> Tiny:
    """甲 and 乙 below 云中, 丙 below 海东, both below 总公司; 总公司 writes business of its own.

    | branch | complaints | premium                         |
    |--------|------------|---------------------------------|
    | 甲     | 4          | 100m                            |
    | 乙     | 3          | 100m                            |
    | 丙     | 2          | 100m                            |
    | 云中   | 2          | 200m, the sum of 甲 and 乙      |
    | 总公司 | 5          | 70m of its own                  |
    """
    counts = {"甲支公司": 4, "乙支公司": 3, "丙支公司": 2, "云中分公司": 2, "总公司": 5}
    of_all = [branch for branch, n in counts.items() for _ in range(n)]
    tiny.logs(
        *(
            {"投诉编号": f"H{n}", "受理时间": f"2016-01-{n + 1:02d}", "被投诉机构": branch, "投诉原因": "理赔时效"}
            for n, branch in enumerate(of_all)
        )
    )
    premium = {"甲支公司": 100, "乙支公司": 100, "丙支公司": 100, "云中分公司": 200, "总公司": 70}
    tiny.exposure(*(("2016-01", branch, n * 1_000_000, 1000) for branch, n in premium.items()))
    above = {"甲支公司": "云中分公司", "乙支公司": "云中分公司", "丙支公司": "海东分公司"}
    above |= {"云中分公司": "总公司", "海东分公司": "总公司"}
    tiny.load([{"机构代码": f"{n}", "机构名称": one, "上级机构": up} for n, (one, up) in enumerate(above.items())])
    return tiny


def test_ours_and_the_others_are_the_company(headed: Tiny) -> None:
    asked = (Measure.COMPLAINTS, Measure.PREMIUM_YUAN, Measure.CAUSE_MENTIONS)
    scope = Scope(first="2016-01", last="2016-01")
    with headed.store.cursor() as cursor:
        for branch, ours in (("丙支公司", 2), ("甲支公司", 4), ("海东分公司", 2)):
            found = sides(cursor, scope, branch)
            made = compare_branch(cursor, scope, found.ours, found.others)
            # 云中's premium is that of 甲 and 乙: its two complaints have none to be held against
            assert (found.left_out, found.unstated) == ((("云中分公司", 2),), 0)
            assert "总公司" in found.others
            sums = [(made.ours[one].value or 0) + (made.others[one].value or 0) for one in asked]
            assert sums == [16 - 2, 370_000_000, 16 - 2]
            assert made.ours[Measure.COMPLAINTS].value == ours
        # with all below it: 云中 is one of its own
        assert sides(cursor, scope, "云中分公司").ours == ("乙支公司", "云中分公司", "甲支公司")
        assert sides(cursor, scope, "云中分公司").others == ("丙支公司", "总公司")
        assert sides(cursor, scope, "总公司").others == ()


def test_a_filter_narrows_the_others(headed: Tiny) -> None:
    with headed.store.cursor() as cursor:
        assert sides(cursor, Scope(branches=("甲支公司", "丙支公司")), "甲支公司").others == ("丙支公司",)
        assert sides(cursor, Scope(branches=("甲支公司",)), "甲支公司").others == ("丙支公司", "乙支公司", "总公司")


def test_a_rate_without_premium_is_not_compared(three: Tiny) -> None:
    with three.store.cursor() as cursor:
        made = compare_branch(cursor, Scope(), ("丁支公司",), ("甲支公司",))
    assert made.rate(Measure.COMPLAINTS) is None
    assert made.p_complaints is None
    assert made.mix[0].our_share is None


def test_causes_by_branch_are_mentions_and_say_so(three: Tiny) -> None:
    with three.store.cursor() as cursor:
        found = mix(cursor, Scope(), Dimension.BRANCH, Dimension.CAUSE)
    counts = {(one.row, one.column): one.count for one in found.cells}
    assert counts["丙支公司", "staff_attitude"] == 5
    assert counts["丙支公司", "claim_delay"] == 5
    assert (found.complaints, found.mentions) == (34, 35)
    assert found.rows[0] == "甲支公司"
    # nothing in 丁: it names no cause
    assert "丁支公司" not in found.rows


def test_times_leave_out_what_is_not_done_and_count_it(three: Tiny) -> None:
    with three.store.cursor() as cursor:
        found = handling_times(cursor, Scope(), End.CLOSED)
        before = handling_times(cursor, Scope(as_of=date(2016, 1, 10)), End.CLOSED)
    assert found is not None and before is not None
    times = {one.branch: one for one in found.branches}
    assert times["甲支公司"].median == 2  # closed two days after each receipt
    assert times["乙支公司"].days == ()
    assert times["乙支公司"].without == 5
    assert found.together(("甲支公司", "乙支公司")).without == 5
    assert found.branches[-1].branch is None
    done = {one.branch: (len(one.days), one.without) for one in before.branches}
    assert done["甲支公司"] == (8, 2)  # received by 10 January: 10 of which 8 closed by then


def test_the_tree_and_a_list_that_goes_round_in_a_circle() -> None:
    tree = Hierarchy({"省": None, "中支": "省", "支一": "中支", "支二": "中支", "独": None})
    assert tree.tops == ("独", "省")
    assert tree.whole("省") == ("中支", "支一", "支二", "省")
    assert tree.path("支一") == ("省", "中支", "支一")
    circle = Hierarchy({"a": "b", "b": "a"})
    assert circle.whole("a") == ("a", "b")
    assert circle.path("a") == ("b", "a")


def test_the_tree_of_a_branch_list(three: Tiny) -> None:
    three.load(
        [
            {"机构代码": "01", "机构名称": "甲支公司", "上级机构": "云中分公司"},
            {"机构代码": "02", "机构名称": "乙支公司", "上级机构": "云中分公司"},
        ]
    )
    with three.store.cursor() as cursor:
        tree = hierarchy(cursor)
    assert tree.below("云中分公司") == ("乙支公司", "甲支公司")
    assert "丁支公司" in tree.tops


def test_a_name_that_is_in_no_list_stands_apart(tiny: Tiny) -> None:
    """
                refusal          claim_delay   premium
    甲乙丙      1 each           9 each        100m each
    丁服务部    20               0             100m, under a name that the branch list does not have
    """
    listed = ("甲支公司", "乙支公司", "丙支公司")
    tiny.load([{"机构代码": str(n), "机构名称": name} for n, name in enumerate(listed)], "机构清单.csv")
    causes = [(name, cause) for name in listed for cause in ["拒赔理由不充分"] + ["理赔时效"] * 9]
    rows = [*causes, *[("丁服务部", "拒赔理由不充分")] * 20]
    tiny.logs(
        *(
            {"投诉编号": f"T{n}", "受理时间": "2016-01-05", "被投诉机构": name, "投诉原因": cause}
            for n, (name, cause) in enumerate(rows)
        )
    )
    tiny.exposure(*(("2016-01", name, 1e8, 100) for name in (*listed, "丁服务部")))
    with tiny.store.cursor() as cursor:
        placed = branch_funnel(cursor, Scope(), Measure.COMPLAINTS)
        found = mix(cursor, Scope(), Dimension.BRANCH, Dimension.CATEGORY)
        told = findings(cursor, Scope(), Page.BRANCHES)
    assert {one.branch for one in placed.units} == set(listed)
    assert (placed.unlisted, placed.left_out) == ((("丁服务部", 20),), ())
    assert found.rows[-1] == "丁服务部" and found.unlisted == {"丁服务部"}
    assert any(one.notable and one.row == "丁服务部" for one in found.cells)  # it would lead
    assert "丁服务部" not in {one.row for one in found.notable}
    assert [one for one in told if one.code in (Code.BRANCH_MIX, Code.BRANCH_HIGH) and "丁服务部" in one.text.zh] == []
    deck = Opened(made(tiny.store))
    lines = [line[0] for line in deck.tables("causes.branches")[0][1:]]
    assert lines[-1] == "丁服务部(不在清单)" and set(lines[:-1]) == set(listed)
    assert (
        "1 个机构名称不在机构清单中(投诉 20 件),未列入"
        in deck.pages["branches.funnel"].notes_slide.notes_text_frame.text
    )
