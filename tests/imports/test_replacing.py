"""Whose place a file takes: by its name, by the unit that it states, by its branches only where neither says one."""

from __future__ import annotations

from collections.abc import Sequence

import openpyxl
import pytest

from analytics.imports import import_paths, undo
from analytics.intake.report import FileReport
from tests.tiny import Tiny

HEADER = ["投诉编号", "受理时间", "投诉来源", "被投诉机构"]
EAST, WEST, NORTH = (
    [number, "2016-03-02", "12378", branch]
    for number, branch in (("A", "东关支公司"), ("B", "西关支公司"), ("C", "北营支公司"))
)
WHOLE = "华原分公司2016年3月投诉台账"


def load(
    tiny: Tiny, name: str, rows: Sequence[list[str]], title: str | None = None, replace: bool = True
) -> FileReport:
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in [*([[title]] if title else []), HEADER, *rows]:
        book.active.append(row)
    path = tiny.folder / name
    path.parent.mkdir(exist_ok=True)
    book.save(path)
    return import_paths(tiny.store, [path], replace=replace).files[0]


def numbers(tiny: Tiny) -> str:
    return "".join(sorted(row["complaint_no"] for row in tiny.complaints()))


@pytest.mark.parametrize(
    ("first", "again", "title"),
    [
        ("2016年3月投诉台账.xlsx", "2016年3月投诉台账(更正).xlsx", WHOLE),
        ("2016年3月投诉台账.xlsx", "2016年3月投诉台账(更正).xlsx", None),
        ("三月.xlsx", "华原3月报送.xlsx", WHOLE),
        ("华原分公司2016年3月.xlsx", "客服部发来-华原分公司-2016年3月.xlsx", None),
        ("2016年3月.xlsx", "r/2016年3月.xlsx", None),
    ],
)
def test_the_only_row_of_a_branch_goes_with_the_log_it_was_in(
    tiny: Tiny, first: str, again: str, title: str | None
) -> None:
    load(tiny, first, [EAST, WEST, NORTH], title, replace=False)
    report = load(tiny, again, [EAST, NORTH], title)
    assert report.replaced == [1] and numbers(tiny) == "AC"
    assert not report.says("nothing_replaced", "more_of_the_same_log")
    undo(tiny.store, 2)
    assert numbers(tiny) == "ABC"


@pytest.mark.parametrize(
    ("first", "title", "again", "again_title", "again_rows"),
    [
        # A branch's own log lists a part of what the company's does.
        ("2016年3月.xlsx", None, "3月东关.xlsx", "东关支公司2016年3月投诉台账", [EAST]),
        ("2016年3月.xlsx", None, "三月.xlsx", "2016年3月投诉台账", [EAST, WEST]),
        # One name, two units.
        ("2016年3月.xlsx", "东关支公司2016年3月投诉台账", "r/2016年3月.xlsx", "西关支公司2016年3月投诉台账", [WEST]),
    ],
)
def test_what_cannot_be_told_replaces_nothing_and_names_the_batch(
    tiny: Tiny, first: str, title: str | None, again: str, again_title: str, again_rows: list[list[str]]
) -> None:
    load(tiny, first, [EAST, WEST, NORTH], title, replace=False)
    report = load(tiny, again, again_rows, again_title)
    said = report.says("nothing_replaced")
    assert report.replaced == [] and numbers(tiny) == "ABC"
    assert said and first in said.message.zh and "batch 1" in said.message.en and said.remedy


def test_two_logs_of_one_unit_and_month_are_both_named(tiny: Tiny) -> None:
    load(tiny, "甲.xlsx", [EAST, WEST], WHOLE, replace=False)
    load(tiny, "乙.xlsx", [EAST, NORTH], WHOLE, replace=False)
    said = load(tiny, "丙.xlsx", [EAST], WHOLE).says("nothing_replaced")
    assert said and "甲.xlsx" in said.message.zh and "乙.xlsx" in said.message.zh and numbers(tiny) == "ABC"
    report = load(tiny, "r/乙.xlsx", [EAST, EAST], WHOLE)  # other bytes than 丙.xlsx within one second
    left = report.says("more_of_the_same_log")
    assert report.replaced == [2] and left and "甲.xlsx" in left.message.zh and "丙.xlsx" in left.message.zh
    assert numbers(tiny) == "AB"


def test_parts_of_a_units_log_are_not_each_others_successors(tiny: Tiny) -> None:
    """A file for each branch, under the title of them all: importing the folder with --replace keeps every part."""
    load(tiny, "3月东.xlsx", [EAST], WHOLE)
    assert load(tiny, "3月西.xlsx", [WEST], WHOLE).replaced == [] and numbers(tiny) == "AB"


def test_where_there_is_nothing_to_replace_it_says_so(tiny: Tiny) -> None:
    said = load(tiny, "2016年3月.xlsx", [EAST]).says("nothing_replaced")
    assert said and said.remedy
    assert not load(tiny, "2016年4月.xlsx", [WEST], replace=False).warnings
    other_month = load(tiny, "2016年5月.xlsx", [NORTH], "2016年5月投诉台账")
    assert other_month.replaced == [] and other_month.says("nothing_replaced")
    assert load(tiny, "2016年5月_待改正.xlsx", [NORTH]).says("nothing_replaced")


def test_a_rehearsal_says_so_too(tiny: Tiny) -> None:
    path = tiny.write([dict(zip(HEADER, EAST, strict=True))], "2016年3月.csv")
    rehearsed = import_paths(tiny.store, [path], replace=True, dry_run=True).files[0]
    assert rehearsed.says("nothing_replaced")
