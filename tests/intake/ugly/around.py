"""What stands beside and below a table."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from tests.intake.ugly.book import HEAD, Ugly, cells, read, saved, simple, trap, workbook


@trap
def side_notes(folder: Path) -> Ugly:
    path = simple(
        folder,
        [*HEAD, None, "填写说明"],
        [*cells(1), None, "1. 受理时间必填"],
        [*cells(2, 2), None, "2. 机构写全称"],
        [None] * 6 + ["3. 每月5日前报送"],
    )
    return Ugly(path, {"台账": [read(2, 1), read(3, 2, 2)]})


@trap
def side_summary(folder: Path) -> Ugly:
    path = simple(
        folder,
        [*HEAD, None, "险种", "件数"],
        [*cells(1), None, "车险", 12],
        [*cells(2, 2), None, "企财险", 3],
    )
    return Ugly(path, {"台账": [read(2, 1), read(3, 2, 2)]})  # no product line: the summary is not of these rows


@trap
def summary_below(folder: Path) -> Ugly:
    path = simple(folder, HEAD, cells(1), [], ["投诉原因", "件数"], ["服务态度", 1], ["理赔时效", 0])
    return Ugly(path, {"台账": [read(2, 1)]}, warnings={("台账", "other_table")})


@trap
def another_log_below(folder: Path) -> Ugly:
    path = simple(
        folder,
        HEAD,
        cells(1),
        [],
        ["受理时间", "投诉编号", "被投诉机构", "投诉来源", "投诉原因"],
        [datetime(2016, 3, 2), "T2", "乙支公司", "12378", "服务态度"],
    )
    return Ugly(path, error="several_tables", says=["第 1 行", "第 4 行"])


@trap
def logs_side_by_side(folder: Path) -> Ugly:
    path = simple(folder, [*HEAD, None, *HEAD], [*cells(1), None, *cells(2, 2, branch="乙支公司")])
    return Ugly(path, error="several_tables", says=["A 列", "G 列"])


@trap
def exposure_beside_a_log(folder: Path) -> Ugly:
    path = simple(folder, [*HEAD, None, "月份", "机构", "保费收入(万元)"], [*cells(1), None, "2016-03", "甲支公司", 10])
    return Ugly(path, error="several_tables", says=["A 列", "G 列"])


@trap
def blocks_of_branches_under_titles(folder: Path) -> Ugly:
    head = [name for name in HEAD if name != "被投诉机构"]
    book, path = workbook(
        folder,
        "台账.xlsx",
        台账=[
            ["城东支公司2016年3月投诉台账"],
            head,
            ["T1", datetime(2016, 3, 1), "12378", "服务态度"],
            ["城西支公司2016年3月投诉台账"],
            head,
            ["T2", datetime(2016, 3, 2), "12378", "服务态度"],
        ],
    )
    book["台账"].merge_cells("A1:D1")
    book["台账"].merge_cells("A4:D4")
    return Ugly(saved(book, path), error="several_tables", says=["第 4 行"])
