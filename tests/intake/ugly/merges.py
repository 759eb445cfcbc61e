"""Cells merged down the rows of a table."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from tests.intake.ugly.book import HEAD, MARCH, Ugly, cells, read, saved, trap, workbook


@trap
def branch_and_channel_merged_down(folder: Path) -> Ugly:
    book, path = workbook(
        folder,
        "台账.xlsx",
        台账=[
            HEAD,
            ["T1", datetime(2016, 3, 1, 9, 30), "12378", "甲支公司", "服务态度"],
            ["T2", datetime(2016, 3, 2, 9, 30), None, None, "服务态度"],
            ["T3", datetime(2016, 3, 3, 9, 30), None, None, "服务态度"],
            ["T4", datetime(2016, 3, 4, 9, 30), "12378", None, "服务态度"],
        ],
    )
    book["台账"].merge_cells("C2:C4")
    book["台账"].merge_cells("D2:D3")
    return Ugly(
        saved(book, path),
        {
            "台账": [
                read(2, 1),
                read(3, 2, 2),
                read(4, 3, 3, branch=None),  # merely blank: not filled
                read(5, 4, 4, branch=None),
            ]
        },
        warnings={("台账", "no_branch")},
    )


@trap
def month_and_branch_merged_in_exposure(folder: Path) -> Ugly:
    book, path = workbook(
        folder,
        "保费.xlsx",
        保费=[
            ["月份", "机构", "险种", "保费收入(万元)"],
            ["2016年3月", "甲支公司", "车险", 10],
            [None, None, "企财险", 2],
            [None, "乙支公司", "车险", 5],
        ],
    )
    book["保费"].merge_cells("A2:A4")
    book["保费"].merge_cells("B2:B3")
    return Ugly(
        saved(book, path),
        {
            "保费": [
                {"row": 2, "month": MARCH, "branch": "甲支公司", "product_line": "车险", "premium_yuan": 100000.0},
                {"row": 3, "month": MARCH, "branch": "甲支公司", "product_line": "企财险", "premium_yuan": 20000.0},
                {"row": 4, "month": MARCH, "branch": "乙支公司", "product_line": "车险", "premium_yuan": 50000.0},
            ]
        },
    )


@trap
def a_label_merged_beyond_the_rows(folder: Path) -> Ugly:
    book, path = workbook(
        folder,
        "保费.xlsx",
        保费=[
            ["月份", "机构", "保费收入(元)"],
            ["2016-03", "甲支公司", 10],
            [None, "乙支公司", 5],
            [],
            [],
            ["合计", None, 15],
        ],
    )
    book["保费"].merge_cells("A2:A5")
    return Ugly(
        saved(book, path),
        {
            "保费": [
                {"row": 2, "month": MARCH, "branch": "甲支公司", "premium_yuan": 10.0},
                {"row": 3, "month": MARCH, "branch": "乙支公司", "premium_yuan": 5.0},
            ]
        },
        warnings={("保费", "total_row")},
    )


@trap
def one_premium_merged_over_two_branches(folder: Path) -> Ugly:
    book, path = workbook(
        folder,
        "保费.xlsx",
        保费=[
            ["月份", "机构", "保费收入(万元)"],
            ["2016-03", "甲支公司", 10],
            ["2016-03", "乙支公司", None],
            ["2016-03", "丙支公司", 3],
        ],
    )
    book["保费"].merge_cells("C2:C3")
    return Ugly(
        saved(book, path),
        {"保费": [{"row": 4, "month": MARCH, "branch": "丙支公司", "premium_yuan": 30000.0}]},
        rejects={(2, "premium_yuan", "merged_figure"), (3, "premium_yuan", "merged_figure")},
    )


@trap
def one_complaint_over_two_rows(folder: Path) -> Ugly:
    book, path = workbook(
        folder,
        "台账.xlsx",
        台账=[
            HEAD,
            cells(1, cause="服务态度"),
            [None, None, None, None, "理赔时效"],
            cells(2, 2),
        ],
    )
    for column in "ABCD":
        book["台账"].merge_cells(f"{column}2:{column}3")
    return Ugly(saved(book, path), {"台账": [read(2, 1, cause="服务态度\n理赔时效"), read(4, 2, 2)]})


@trap
def one_number_merged_over_contradicting_rows(folder: Path) -> Ugly:
    book, path = workbook(folder, "台账.xlsx", 台账=[HEAD, cells(1), [None, *cells(1, 8)[1:]], cells(2, 2)])
    book["台账"].merge_cells("A2:A3")
    return Ugly(
        saved(book, path),
        {"台账": [read(4, 2, 2)]},
        rejects={(2, "received_at", "merged_rows_differ")},
    )
