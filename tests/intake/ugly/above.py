"""Lines above the table: titles, units, the month and the branch of what follows."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from tests.intake.ugly.book import HEAD, MARCH, Ugly, cells, read, saved, simple, trap, workbook


@trap
def title_and_unit_lines(folder: Path) -> Ugly:
    path = simple(
        folder,
        ["安澜财产保险云岭分公司2016年3月投诉台账"],
        ["填报单位：客户服务部", None, "统计期间：2016年3月1日至3月31日", None, None, "单位：件、万元"],
        [],
        [*HEAD, "赔付金额"],
        [*cells(1), 1.5],
        [*cells(2, 31), None],
    )
    return Ugly(path, {"台账": [read(5, 1, amount_paid=15000.0), read(6, 2, 31)]}, month={"台账": MARCH})


@trap
def unit_in_the_header_stands_over_the_line_above(folder: Path) -> Ugly:
    path = simple(
        folder,
        ["保费与保单", None, None, "单位：万元、张"],
        ["月份", "机构", "保费收入(元)", "有效保单(千张)"],
        ["2016-03", "甲支公司", 1200, 1.5],
    )
    return Ugly(
        path,
        {"台账": [{"row": 3, "month": MARCH, "branch": "甲支公司", "premium_yuan": 1200.0, "policies": 1500.0}]},
    )


@trap
def unit_line_for_premium_and_policies(folder: Path) -> Ugly:
    path = simple(
        folder,
        ["2016年3月各机构保费收入情况表"],
        ["单位：万元/千张"],
        ["机构", "保费收入", "有效保单"],
        ["甲支公司", 12.34, 2],
        ["乙支公司", 1, 0.5],
        ["合计", 13.34, 2.5],
    )
    return Ugly(
        path,
        {
            "台账": [
                {"row": 4, "month": MARCH, "branch": "甲支公司", "premium_yuan": 123400.0, "policies": 2000.0},
                {"row": 5, "month": MARCH, "branch": "乙支公司", "premium_yuan": 10000.0, "policies": 500.0},
            ]
        },
        warnings={("台账", "month_from_title"), ("台账", "total_row")},
    )


@trap
def no_unit_anywhere(folder: Path) -> Ugly:
    path = simple(folder, ["月份", "机构", "保费收入"], ["2016年3月", "甲支公司", "1,200.50"])
    return Ugly(
        path,
        {"台账": [{"row": 2, "month": MARCH, "branch": "甲支公司", "premium_yuan": 1200.5}]},
        warnings={("台账", "no_unit")},
    )


@trap
def unit_of_no_money_of_ours(folder: Path) -> Ugly:
    path = simple(folder, ["单位：万美元"], ["月份", "机构", "保费收入"], ["2016-03", "甲支公司", 1])
    return Ugly(path, error="unknown_unit", says=["万美元"])


@trap
def unit_row_under_the_header(folder: Path) -> Ugly:
    path = simple(
        folder,
        ["月份", "机构", "保费收入", "有效保单"],
        [None, None, "万元", "(千张)"],
        ["甲", "乙", "1", "2"],
        ["2016-03", "甲支公司", 12, 3],
    )
    return Ugly(
        path,
        {"台账": [{"row": 4, "month": MARCH, "branch": "甲支公司", "premium_yuan": 120000.0, "policies": 3000.0}]},
        columns={"月份": "month", "机构": "branch", "保费收入(万元)": "premium_yuan", "有效保单(千张)": "policies"},
    )


@trap
def branch_only_in_the_title(folder: Path) -> Ugly:
    head = [name for name in HEAD if name != "被投诉机构"]
    path = simple(
        folder, ["安澜财产保险股份有限公司城东支公司2016年3月投诉台账"], head, ["T1", "2016-03-05", "12378", "服务态度"]
    )
    return Ugly(
        path,
        {"台账": [read(3, 1, branch="城东支公司", received_at=datetime(2016, 3, 5))]},
        warnings={("台账", "branch_from_title")},
    )


@trap
def branch_in_a_cell_beside_its_label(folder: Path) -> Ugly:
    path = simple(
        folder,
        ["投诉登记簿"],
        ["填报单位：", "城东支公司", None, "月份:", "2016年3月"],
        ["受理时间", "投诉来源", "投诉原因", "投诉人"],
        ["3月5日", "12378", "服务态度", "样例甲"],
    )
    return Ugly(
        path,
        {
            "台账": [
                {
                    "row": 4,
                    "received_at": datetime(2016, 3, 5),
                    "channel": "12378",
                    "cause_label": "服务态度",
                    "complainant": "样例甲",
                    "branch": "城东支公司",
                }
            ]
        },
        warnings={("台账", "branch_from_title"), ("台账", "no_complaint_no"), ("台账", "year_from_sheet")},
        month={"台账": MARCH},
    )


@trap
def a_department_is_no_branch(folder: Path) -> Ugly:
    path = simple(
        folder,
        ["填报单位：客户服务部"],
        ["受理时间", "投诉来源", "投诉原因"],
        ["2016-03-05", "12378", "服务态度"],
    )
    return Ugly(path, error="missing_column", says=["第 2 行", "被投诉机构"])


@trap
def two_branches_in_the_title(folder: Path) -> Ugly:
    path = simple(
        folder,
        ["城东支公司、城西支公司2016年3月投诉台账"],
        ["受理时间", "投诉来源", "投诉原因"],
        ["2016-03-05", "12378", "服务态度"],
    )
    return Ugly(path, error="missing_column")


@trap
def year_in_the_file_month_in_the_sheet(folder: Path) -> Ugly:
    book, path = workbook(
        folder,
        "2016年投诉台账.xlsx",
        **{
            "1月": [HEAD, ["T1", "12月28日", "12378", "甲支公司", "服务态度"]],
            "3月": [HEAD, ["T2", "3月5日 14:05", "12378", "甲支公司", "服务态度"]],
        },
    )
    return Ugly(
        saved(book, path),
        {
            "1月": [read(2, 1, received_at=datetime(2015, 12, 28))],
            "3月": [read(2, 2, received_at=datetime(2016, 3, 5, 14, 5))],
        },
        warnings={("1月", "year_before_sheet"), ("3月", "year_from_sheet")},
        month={"1月": date(2016, 1, 1), "3月": MARCH},
    )


@trap
def a_range_is_no_month(folder: Path) -> Ugly:
    path = simple(
        folder,
        ["2016年1-10月投诉台账"],
        HEAD,
        cells(1),
        cells(2, 9, month=9),
        ["T3", "3月5日", "12378", "甲支公司", "服务态度"],
    )
    return Ugly(
        path,
        {"台账": [read(3, 1), read(4, 2, 9, month=9), read(5, 3, received_at=datetime(2016, 3, 5))]},
        warnings={("台账", "year_from_sheet")},
        month={"台账": date(2016, 9, 1)},  # that of its latest receipt
    )


@trap
def printed_on_is_not_the_report_month(folder: Path) -> Ugly:
    path = simple(folder, ["投诉台账"], ["制表日期：2016年5月4日"], HEAD, cells(1), name="台账20160504.xlsx")
    return Ugly(path, {"台账": [read(4, 1)]}, month={"台账": MARCH})


@trap
def title_of_last_month(folder: Path) -> Ugly:
    path = simple(folder, ["2016年3月投诉台账"], HEAD, cells(1, month=4), cells(2, 9, month=4))
    return Ugly(
        path,
        {"台账": [read(3, 1, month=4), read(4, 2, 9, month=4)]},
        warnings={("台账", "report_month_differs")},
        month={"台账": MARCH},
    )


@trap
def title_and_sheet_name_disagree(folder: Path) -> Ugly:
    path = simple(folder, ["2016年3月投诉台账"], HEAD, cells(1), name="2016年.xlsx", sheet="4月")
    return Ugly(path, {"4月": [read(3, 1)]}, warnings={("4月", "report_month_differs")}, month={"4月": MARCH})
