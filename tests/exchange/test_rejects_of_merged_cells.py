"""Merged cells in the rejects workbook: headers in two levels, labels written once, a complaint over several rows."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl

from analytics.imports import import_paths
from analytics.imports.layouts import save_layout
from analytics.inbox import scan_inbox
from analytics.intake.layout import Layout
from analytics.intake.proposals import propose
from analytics.vocabulary import SheetKind
from tests.exchange.books import correct, download, load, marked
from tests.imports import test_layouts as layouts
from tests.tiny import Tiny

DAY = datetime(2016, 3, 5, 14, 5)


def book(path: Path, rows: list[list[Any]], merges: list[str]) -> Path:
    made = openpyxl.Workbook()
    for row in rows:
        made.active.append(row)
    for area in merges:
        made.active.merge_cells(area)
    path.parent.mkdir(exist_ok=True)
    made.save(path)
    return path


def dumps(folder: Path, faulty: Path, right: Path, typed: Any) -> tuple[Any, Any]:
    """The database after import, correction and import; and after importing the right workbook at once."""
    mended, whole = Tiny(folder, "mended.duckdb"), Tiny(folder, "whole.duckdb")
    report = load(mended, faulty)
    assert report.rejects
    assert load(mended, correct(download(faulty, report), lambda *_: typed)).rejects == []
    assert load(whole, right).rejects == []
    both = mended.dump(), whole.dump()
    mended.store.close()
    whole.store.close()
    return both


def two_levels(path: Path, received: Any) -> Path:
    return book(
        path,
        [
            ["投诉台账"],
            ["基本信息", None, "撤诉", "赔付"],
            ["投诉编号", "受理时间", "日期", "金额"],
            ["A1", DAY, datetime(2016, 3, 9), 1],
            ["A2", received, datetime(2016, 3, 9), 2.5],
        ],
        ["A1:D1", "A2:B2"],
    )


def test_a_header_in_two_levels_means_the_same_in_the_copy(tmp_path: Path) -> None:
    faulty = two_levels(tmp_path / "2016年3月.xlsx", "昨天")
    mended, whole = dumps(tmp_path, faulty, two_levels(tmp_path / "right" / "2016年3月.xlsx", DAY), DAY)
    assert mended == whole and len(mended["complaint"]) == 2


HEADERS = ["被投诉机构", "投诉编号", "受理时间", "投诉原因", "赔付金额(元)"]


def labelled(path: Path, received: Any) -> Path:
    rows = [
        HEADERS,
        ["甲支公司", "A1", DAY, None, 1],
        [None, "A2", received, "理赔时效", 2],
        [None, "A3", DAY, None, None],
        ["乙支公司", "B1", DAY, None, None],
    ]
    return book(path, rows, ["A2:A4", "E3:E4"])


def test_a_label_merged_over_accepted_and_rejected_rows_is_copied(tmp_path: Path) -> None:
    faulty = labelled(tmp_path / "2016年3月.xlsx", "昨天")
    mended, whole = dumps(tmp_path, faulty, labelled(tmp_path / "right" / "2016年3月.xlsx", DAY), DAY)
    assert mended == whole
    copy = openpyxl.load_workbook(next((tmp_path / "downloads").iterdir())).active
    assert [cell.value for cell in copy[copy.max_row]][:2] == ["甲支公司", "A2"]
    assert not copy.merged_cells.ranges


def over_rows(path: Path, amounts: list[Any]) -> Path:
    rows = [HEADERS, ["甲支公司", "A1", DAY, None, 1]]
    rows += [
        ["乙支公司", "A2", DAY, "理赔时效", amounts[0]],
        [None, None, None, "服务态度", amounts[1]],
        [None, None, None, "定损核损金额争议", None],
    ]
    return book(path, rows, ["A3:A5", "B3:B5", "C3:C5"])


def test_a_complaint_over_several_rows_comes_whole(tmp_path: Path) -> None:
    faulty = over_rows(tmp_path / "2016年3月.xlsx", [100, 200])
    right = over_rows(tmp_path / "right" / "2016年3月.xlsx", [200, 200])
    mended, whole = dumps(tmp_path, faulty, right, 200)
    assert mended == whole
    assert len([one for one in mended["cause"] if one[0] == "A2"]) == 3


def test_left_as_it_is_it_is_rejected_again(tiny: Tiny, tmp_path: Path) -> None:
    path = over_rows(tmp_path / "2016年3月.xlsx", [100, 200])
    first = load(tiny, path)
    again = load(tiny, download(path, first))
    assert [fault.code for fault in again.rejects] == [fault.code for fault in first.rejects] == ["merged_rows_differ"]


def test_one_premium_for_two_branches_is_rejected_again_when_nobody_divides_it(tiny: Tiny, tmp_path: Path) -> None:
    rows = [["月份", "机构", "保费收入(元)"], ["2016-01", "甲", 10], ["2016-01", "乙", None], ["2016-01", "丙", 5]]
    path = book(tmp_path / "保费.xlsx", rows, ["C2:C3"])
    first = load(tiny, path)
    assert {fault.row for fault in first.rejects} == {2, 3}
    target = download(path, first)
    assert len(marked(openpyxl.load_workbook(target).active)) >= 1
    assert {fault.code for fault in load(tiny, target).rejects} == {"merged_figure"}


def test_a_two_level_header_of_a_remembered_layout_by_way_of_the_inbox(tiny: Tiny, tmp_path: Path) -> None:
    """Beside a sheet in our own words. What was asked once is known for the rows to correct as well."""
    inbox = tmp_path / "in"
    inbox.mkdir()
    path = layouts.two_levels(inbox)
    book = openpyxl.load_workbook(path)
    book.active["B6"] = "2016-02-30"
    own = book.create_sheet("台账")
    for row in (
        ["投诉编号", "受理时间", "被投诉机构"],
        ["B-01", "2016-03-07", "甲支公司"],
        ["B-02", "没有", "甲支公司"],
    ):
        own.append(row)
    book.save(path)
    fields = {"Ref": "complaint_no", "Dates/Arrived": "received_at", "Office/Which": "branch"}
    headers = propose(path, path.name)[0].headers
    save_layout(tiny.store, Layout("asked once", SheetKind.LOG, fields), headers, seen={})
    scan_inbox(tiny.store, inbox, settle_seconds=0)
    (waiting,) = (inbox / "done").glob("*_待改正.xlsx")
    book = openpyxl.load_workbook(waiting)
    for sheet in book:
        for cell in (cell for row in sheet.iter_rows() for cell in row if cell.comment):
            cell.value = "2016-03-08"
    book.save(waiting)
    (file,) = import_paths(tiny.store, [waiting]).files
    assert (file.error, file.rejects) == (None, [])
    assert tiny.dump_log("complaint_no, received_at::DATE::VARCHAR") == [
        ("A-01", "2016-03-05"),
        ("B-01", "2016-03-07"),
        ("A-02", "2016-03-08"),
        ("B-02", "2016-03-08"),
    ]
