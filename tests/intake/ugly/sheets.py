"""Several sheets of one kind, and sheets of none."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from tests.intake.ugly.book import HEAD, MARCH, Row, Ugly, cells, read, saved, trap, workbook


@trap
def one_sheet_a_branch_with_cover_and_dictionary(folder: Path) -> Ugly:
    head = [name for name in HEAD if name != "被投诉机构"]
    book, path = workbook(
        folder,
        "2016年3月.xlsx",
        封面=[["安澜财产保险"], ["2016年3月投诉台账"], ["编制单位：客户服务部"]],
        城东支公司=[head, ["T1", datetime(2016, 3, 1, 9, 30), "12378", "服务态度"]],
        城西支公司=[head, ["T2", datetime(2016, 3, 2, 9, 30), "12378", "服务态度"]],
        字典=[["投诉来源", "投诉类别", "险种", "投诉原因", "环节"], ["12378", "正式", "车险", "服务态度", "定损"]],
        填写说明=[HEAD, ["T9", datetime(2016, 3, 9), "12378", "示例支公司", "服务态度"]],
        汇总=[["机构", "1月", "2月", "3月", "合计"], ["城东支公司", 0, 2, 1, 3], ["城西支公司", 1, 0, 1, 2]],
        日报=[["投诉日期", "机构", "投诉来源", "件数"], [datetime(2016, 3, 1), "城东支公司", "12378", 7]],
    )
    return Ugly(
        saved(book, path),
        {"城东支公司": [read(2, 1, branch="城东支公司")], "城西支公司": [read(2, 2, 2, branch="城西支公司")]},
        warnings={
            ("城东支公司", "branch_from_title"),
            ("城西支公司", "branch_from_title"),
            ("填写说明", "example_sheet"),
        },
        month={"城东支公司": MARCH, "城西支公司": MARCH},
    )


@trap
def a_sheet_about_the_same_complaints(folder: Path) -> Ugly:
    path = saved(
        *workbook(
            folder,
            "台账.xlsx",
            台账=[[*HEAD, "险种", "投诉人", "处理结果"], [*cells(1), "车险", "样例甲", "已解释"]],
            责任追究=[["投诉编号", "被投诉机构", "投诉责任人", "扣分"], ["T1", "甲支公司", "某人", 5]],
        )
    )
    return Ugly(
        path,
        {"台账": [read(2, 1, product_line="车险", complainant="样例甲", outcome="已解释")]},
        warnings={("责任追究", "missing_column")},
    )


@trap
def one_of_the_monthly_sheets_lacks_its_receipts(folder: Path) -> Ugly:
    path = saved(
        *workbook(
            folder,
            "2016年.xlsx",
            **{"1月": [HEAD, cells(1, month=1)], "2月": [["投诉编号", "", *HEAD[2:]], cells(2, month=2)]},
        )
    )
    return Ugly(path, error="missing_column", says=["2月", "受理时间"])


@trap
def hidden_sheet_rows_and_columns(folder: Path) -> Ugly:
    book, path = workbook(
        folder, "台账.xlsx", 台账=[HEAD, cells(1), cells(2, 2), cells(3, 3)], 旧账=[HEAD, cells(4, 4)]
    )
    sheet = book["台账"]
    sheet.row_dimensions[3].hidden = True
    sheet.row_dimensions[4].hidden = True
    sheet.row_dimensions[9].hidden = True  # below the table: nothing to say
    sheet.column_dimensions["C"].hidden = True
    book["旧账"].sheet_state = "hidden"
    return Ugly(
        saved(book, path),
        {"台账": [read(2, 1), read(3, 2, 2), read(4, 3, 3)], "旧账": [read(2, 4, 4)]},
        warnings={("台账", "hidden_rows"), ("台账", "hidden_columns"), ("旧账", "hidden_sheet")},
    )


@trap
def counting_numbers_over_sheets_and_subtotals(folder: Path) -> Ugly:
    def numbered(number: Any, day: int, month: int) -> list[Any]:
        return [number, *cells(0, day, month=month)[1:]]

    book, path = workbook(
        folder,
        "2016年.xlsx",
        **{
            "1月": [HEAD, numbered(1, 1, 1), numbered(2, 2, 1), ["小计", None, None, None, 2], HEAD, numbered(4, 3, 1)],
            "2月": [HEAD, numbered(5, 1, 2), numbered(6, 2, 2)],
        },
    )

    def unnumbered(row: int, day: int, month: int) -> Row:
        return {key: value for key, value in read(row, 0, day, month=month).items() if key != "complaint_no"}

    return Ugly(
        saved(book, path),
        {
            "1月": [unnumbered(2, 1, 1), unnumbered(3, 2, 1), unnumbered(6, 3, 1)],
            "2月": [unnumbered(2, 1, 2), unnumbered(3, 2, 2)],
        },
        warnings={
            *((month, code) for month in ("1月", "2月") for code in ("serial_numbers", "no_complaint_no")),
            ("1月", "total_row"),
        },
    )
