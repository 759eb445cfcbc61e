"""A branch that a later list has only as an alias of another was merged into it, with its whole history."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from analytics.classify.settle_names import open_names
from analytics.imports import undo
from analytics.measures.choices import branch_of_today
from tests.imports.test_renamed_branch import by_branch, listed
from tests.tiny import Tiny

OLD = [listed("12", "兰桥支公司"), listed("13", "竹园支公司"), listed("14", "东关支公司", parent="竹园支公司")]
NEW = [listed("12", "兰桥支公司", "竹园支公司"), listed("14", "东关支公司")]


@pytest.fixture
def two(tiny: Tiny) -> Tiny:
    """One complaint of 兰桥, three of 竹园 (by name, code and short name), until the merger premium of each."""
    names = ["兰桥支公司", "竹园支公司", "13", "竹园"]
    tiny.load(OLD, "list1.csv")
    tiny.logs(
        *({"投诉编号": f"T{n}", "受理时间": "2016-01-05", "被投诉机构": name} for n, name in enumerate(names)),
        {"投诉编号": "T9", "受理时间": "2016-02-25", "被投诉机构": "东关支公司", "撤诉日期": "2016-02-26"},
    )
    assert by_branch(tiny) == {"兰桥支公司": 1, "竹园支公司": 3, "东关支公司": 1}
    return tiny


def said(report: Any, code: str) -> list[Any]:
    return [one for file in report.files for one in file.warnings if one.code == code]


def test_the_other_branch_has_the_whole_history_and_undo_restores(two: Tiny) -> None:
    before = two.dump()
    report = two.load(NEW, "list2.csv")
    assert by_branch(two) == {"兰桥支公司": 4, "东关支公司": 1}
    (merged,) = said(report, "branch_merged")
    assert merged.row == 2 and merged.value == "竹园支公司"
    assert all(word in merged.message.zh for word in ("竹园支公司", "兰桥支公司", "list2.csv"))
    with two.store.cursor() as cursor:
        rows = cursor.execute("SELECT branch_name, parent FROM branch ORDER BY branch_code").fetchall()
        assert rows == [("兰桥支公司", None), ("东关支公司", "兰桥支公司")]  # a blank 上级机构 says nothing anew
        assert not open_names(cursor)
    assert not said(two.load([*NEW, listed("15", "新支公司")], "list3.csv"), "branch_merged")  # told once
    undo(two.store, 4)
    undo(two.store, 3)
    assert two.dump() == before


def test_what_a_list_changes_is_told_field_by_field(two: Tiny) -> None:
    """An alias that comes with the merger is there once, though the list and the merged branch both bring it."""
    (sheet,) = two.load(NEW, "list2.csv").files[0].sheets
    told = {(one.complaint_no, one.field): (one.before, one.after) for one in sheet.changes}
    assert told["兰桥支公司", "aliases"] == (None, "竹园支公司、13")
    assert told["东关支公司", "parent"] == ("竹园支公司", "兰桥支公司")
    assert not any("branch_code" in key for key in told)


def test_a_total_over_months_after_the_merger_has_its_ratio(two: Tiny) -> None:
    """100m and 50m in January, 150m in February of 兰桥 alone; 30m of 东关: 4 valid in January over 3.6 (100m yuan)."""
    two.exposure(
        ("2016-01", "兰桥支公司", 1.0e8, 1000),
        ("2016-01", "东关支公司", 0.3e8, 300),
        ("2016-02", "兰桥支公司", 1.5e8, 1500),
        ("2016-02", "东关支公司", 0.3e8, 300),
    )
    two.exposure(("2016-01", "竹园支公司", 0.5e8, 500))
    wanted = {"measures": "premium_yuan,premium_ratio", "first": "2016-01", "last": "2016-02", "as_of": None}
    (row,) = two.records(**wanted)
    assert row["premium_yuan"] is None  # 竹园, February
    two.load(NEW, "list2.csv")
    (row,) = two.records(**wanted)
    assert row["premium_yuan"] == pytest.approx(3.6e8)


def test_a_row_of_its_own_in_the_same_list_wins_over_the_alias(two: Tiny) -> None:
    before = by_branch(two)
    report = two.load([listed("12", "兰桥支公司", "竹园支公司"), listed("13", "竹园支公司")], "list2.csv")
    assert by_branch(two) == before
    (conflict,) = said(report, "alias_is_branch")
    assert conflict.row == 2 and not said(report, "branch_merged")


def test_an_alias_of_two_branches_merges_into_neither(two: Tiny) -> None:
    before = by_branch(two)
    both = [listed("12", "兰桥支公司", "竹园支公司"), listed("14", "东关支公司", "竹园支公司")]
    report = two.load(both, "list2.csv")
    assert by_branch(two) == before
    assert [one.row for one in said(report, "alias_is_branch")] == [2, 3]


def test_the_alias_goes_before_a_code_that_was_given_anew(two: Tiny) -> None:
    """竹园 was merged into 兰桥, and its code 13 is that of a new branch: no renaming."""
    report = two.load([*NEW, listed("13", "新支公司")], "list2.csv")
    assert not said(report, "branch_renamed")
    counts = by_branch(two)
    assert counts == Counter({"兰桥支公司": 3, "新支公司": 1, "东关支公司": 1})  # 13 is 新支公司 in today's list


def test_a_branch_split_off_again_has_a_row_again(two: Tiny) -> None:
    before = by_branch(two)
    two.load(NEW, "list2.csv")
    two.load([listed("13", "竹园支公司")], "list3.csv")
    assert by_branch(two) == before


def test_merged_twice(two: Tiny) -> None:
    two.load(NEW, "list2.csv")
    report = two.load([listed("14", "东关支公司", "兰桥支公司")], "list3.csv")
    assert by_branch(two) == {"东关支公司": 5}
    assert [one.value for one in said(report, "branch_merged")] == ["兰桥支公司"]
    with two.store.cursor() as cursor:  # no branch is above itself
        assert cursor.execute("SELECT branch_name, parent FROM branch").fetchall() == [("东关支公司", None)]


MONTHS = [f"2016-{month:02d}" for month in range(1, 7)]


def premium(tiny: Tiny) -> dict[str, float | None]:
    with tiny.store.cursor() as cursor:
        rows = cursor.execute(
            "SELECT strftime(month, '%Y-%m'), premium_yuan FROM exposure WHERE branch_name = '兰桥支公司' ORDER BY 1"
        ).fetchall()
    return dict(rows)


@pytest.mark.parametrize("list_first", [True, False])
def test_premium_of_both_until_the_merger_whatever_comes_first(tiny: Tiny, list_first: bool) -> None:
    """竹园 50 and 兰桥 100 a month to March, then 兰桥 150: 150 each month, 9m in half a year."""
    tiny.load(OLD, "list1.csv")
    figures = [
        (month, name, value, value / 1e3)
        for month in MONTHS
        for name, value in {"兰桥支公司": 1.0e6 if month < "2016-04" else 1.5e6, "竹园支公司": 0.5e6}.items()
        if name == "兰桥支公司" or month < "2016-04"
    ]
    reports = []
    for step in ("list", "exposure") if list_first else ("exposure", "list"):
        reports.append(tiny.load(NEW, "list2.csv") if step == "list" else tiny.exposure(*figures))
    assert premium(tiny) == dict.fromkeys(MONTHS, 1.5e6)
    (added,) = [one for report in reports for one in said(report, "parts_added")]
    assert "2016-01" in added.message.en and "months: 3" in added.message.en
    assert not any(said(report, "month_twice") for report in reports)


def test_one_half_of_a_month_before_the_merger_is_no_denominator(two: Tiny) -> None:
    both = [(month, name, 1e6, 100) for month in MONTHS[:3] for name in ("兰桥支公司", "竹园支公司")]
    two.exposure(*[row for row in both if row[:2] != ("2016-02", "兰桥支公司")])
    report = two.load(NEW, "list2.csv")
    assert premium(two) == {"2016-01": 2e6, "2016-02": None, "2016-03": 2e6}
    (missing,) = said(report, "part_missing")
    assert "2016-02" in missing.message.zh and "兰桥支公司" in missing.message.zh


def test_a_renamed_branch_has_no_parts(tiny: Tiny) -> None:
    """北营 until June under its old name; the new name's statement of January comes first, the old file after it."""
    tiny.load([listed("11", "北营支公司")], "list1.csv")
    tiny.load([listed("11", "北营新区支公司", "北营支公司")], "list2.csv")
    tiny.exposure(("2016-01", "北营新区支公司", 1e6, 100))
    report = tiny.exposure(("2016-01", "北营支公司", 1.1e6, 100), ("2016-02", "北营支公司", 1.2e6, 100))
    with tiny.store.cursor() as cursor:
        assert cursor.execute("SELECT premium_yuan FROM exposure ORDER BY month").fetchall() == [(1.1e6,), (1.2e6,)]
    assert not said(report, "parts_added")


def test_a_branch_is_found_by_every_name_it_had(two: Tiny) -> None:
    two.load(NEW, "list2.csv")
    with two.store.cursor() as cursor:
        for name in ("竹园支公司", "兰桥支公司", "竹园"):
            assert branch_of_today(cursor, name) == "兰桥支公司"
        assert branch_of_today(cursor, "无此机构") == "无此机构"
