"""Workbooks as branches send them: one function a trap, built in code, with the rows that must come out of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import openpyxl
import openpyxl.utils.datetime
from openpyxl.worksheet.worksheet import Worksheet

Row = dict[str, Any]


@dataclass
class Ugly:
    """What must be read.

    rows: per sheet, each row as its filled fields and `row`, the spreadsheet's number. warnings: (sheet, code).
    rejects: (row, field, code). month: per sheet. error, says: the code of what is refused, and words it must say.
    """

    path: Path
    rows: dict[str, list[Row]] = field(default_factory=dict)
    warnings: set[tuple[str, str]] = field(default_factory=set)
    rejects: set[tuple[int, str, str]] = field(default_factory=set)
    month: dict[str, date | None] = field(default_factory=dict)
    columns: dict[str, str] = field(default_factory=dict)
    error: str | None = None
    says: Sequence[str] = ()


TRAPS: list[Callable[[Path], Ugly]] = []


def trap(make: Callable[[Path], Ugly]) -> Callable[[Path], Ugly]:
    TRAPS.append(make)
    return make


HEAD = ["投诉编号", "受理时间", "投诉来源", "被投诉机构", "投诉原因"]
MARCH = date(2016, 3, 1)


def cells(
    number: int, day: int = 1, branch: str | None = "甲支公司", cause: str = "服务态度", month: int = 3
) -> list[Any]:
    """A complaint as a row under HEAD."""
    return [f"T{number}", datetime(2016, month, day, 9, 30), "12378", branch, cause]


def read(
    row: int, number: int, day: int = 1, branch: str | None = "甲支公司", cause: str = "服务态度", **more: Any
) -> Row:
    """The same as it must be read from a spreadsheet row."""
    month = more.pop("month", 3)
    found = {
        "row": row,
        "complaint_no": f"T{number}",
        "received_at": datetime(2016, month, day, 9, 30),
        "channel": "12378",
        "branch": branch,
        "cause_label": cause,
        **more,
    }
    return {name: value for name, value in found.items() if value is not None}


def workbook(folder: Path, name: str, **sheets: Sequence[Sequence[Any]]) -> tuple[openpyxl.Workbook, Path]:
    """A workbook with its sheets filled row by row from A1, not saved yet."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
    return book, folder / name


def saved(book: openpyxl.Workbook, path: Path) -> Path:
    book.save(path)
    return path


def simple(folder: Path, *rows: Sequence[Any], name: str = "台账.xlsx", sheet: str = "台账") -> Path:
    return saved(*workbook(folder, name, **{sheet: rows}))


def fill(sheet: Worksheet, at: str, value: Any, merge: str | None = None) -> None:
    sheet[at] = value
    if merge:
        sheet.merge_cells(merge)


# --- Above the header -------------------------------------------------------------------------------------


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


# --- The header -------------------------------------------------------------------------------------------


@trap
def two_level_header(folder: Path) -> Ugly:
    book, path = workbook(folder, "台账.xlsx", 台账=[["2016年3月投诉台账"]])
    sheet = book["台账"]
    sheet.merge_cells("A1:J1")
    for at, value, merge in [
        ("A2", "序号", "A2:A3"),
        ("B2", "投诉信息", "B2:C2"),
        ("D2", "投诉人", "D2:E2"),
        ("F2", "被保险人", "F2:G2"),
        ("H2", "处理时效", "H2:I2"),
        ("J2", "撤诉", None),
        ("K2", "被投诉\n机构", "K2:K3"),
    ]:
        fill(sheet, at, value, merge)
    for column, value in zip(
        "BCDEFGHIJ", ["投诉编号", "受理时间", "姓名", "电话", "姓名", "电话", "联系", "会商", "日期"], strict=True
    ):
        sheet[f"{column}3"] = value
    moment = datetime(2016, 3, 1, 9, 30)
    sheet.append(
        [
            1,
            "T1",
            moment,
            "样例甲",
            "13800001234",
            "样例乙",
            "13900001234",
            datetime(2016, 3, 1, 9, 40),
            "2016-03-01 15:00",
            date(2016, 3, 8),
            "甲支公司",
        ]
    )
    return Ugly(
        saved(book, path),
        {
            "台账": [
                {
                    "row": 4,
                    "complaint_no": "T1",
                    "received_at": moment,
                    "complainant": "样例甲",
                    "phone": "13800001234",
                    "contacted_at": datetime(2016, 3, 1, 9, 40),
                    "plan_at": datetime(2016, 3, 1, 15),
                    "withdrawn_on": date(2016, 3, 8),
                    "branch": "甲支公司",
                }
            ]
        },
        columns={
            "投诉信息/投诉编号": "complaint_no",
            "投诉信息/受理时间": "received_at",
            "投诉人/姓名": "complainant",
            "投诉人/电话": "phone",
            "处理时效/联系": "contacted_at",
            "处理时效/会商": "plan_at",
            "撤诉/日期": "withdrawn_on",
            "被投诉\n机构": "branch",
        },
        month={"台账": MARCH},
    )


@trap
def two_level_header_in_a_csv(folder: Path) -> Ugly:
    path = folder / "台账.csv"
    path.write_text(
        "序号,投诉信息,,投诉人,,机构\n"
        ",投诉编号,受理时间,姓名,电话,\n"
        "1,T1,2016-03-01 09:30:00,样例甲,13800001234,甲支公司\n",
        encoding="utf-8",
    )
    return Ugly(
        path,
        {
            "台账": [
                {
                    "row": 3,
                    "complaint_no": "T1",
                    "received_at": datetime(2016, 3, 1, 9, 30),
                    "complainant": "样例甲",
                    "phone": "13800001234",
                    "branch": "甲支公司",
                }
            ]
        },
    )


@trap
def three_level_header(folder: Path) -> Ugly:
    book, path = workbook(
        folder,
        "台账.xlsx",
        台账=[
            ["受理", None, None, "处理", None, None],
            ["编号", "投诉时间", "机构", "时效", None, "结果"],
            [None, None, None, "首次联系", "办结", None],
            ["T1", datetime(2016, 3, 1), "甲支公司", "2016-03-02 08:00", datetime(2016, 3, 9), "已解释"],
        ],
    )
    for merge in ("A1:C1", "D1:F1", "A2:A3", "B2:B3", "C2:C3", "D2:E2", "F2:F3"):
        book["台账"].merge_cells(merge)
    return Ugly(
        saved(book, path),
        {
            "台账": [
                {
                    "row": 4,
                    "complaint_no": "T1",
                    "received_at": datetime(2016, 3, 1),
                    "branch": "甲支公司",
                    "contacted_at": datetime(2016, 3, 2, 8),
                    "closed_on": date(2016, 3, 9),
                    "outcome": "已解释",
                }
            ]
        },
    )


@trap
def month_and_year_to_date_under_one_group(folder: Path) -> Ugly:
    book, path = workbook(
        folder,
        "保费.xlsx",
        保费=[
            ["月份", "机构", "保费收入(万元)", None, "有效保单", None],
            [None, None, "累计", "当月", "期初", "期末"],
            ["2016-03", "甲支公司", 30, 10, 700, 800],
        ],
    )
    for merge in ("A1:A2", "B1:B2", "C1:D1", "E1:F1"):
        book["保费"].merge_cells(merge)
    return Ugly(
        saved(book, path),
        {"保费": [{"row": 3, "month": MARCH, "branch": "甲支公司", "premium_yuan": 100000.0, "policies": 800.0}]},
        warnings={("保费", "no_unit")},
    )


@trap
def day_and_time_in_two_columns(folder: Path) -> Ugly:
    path = simple(
        folder,
        ["编号", "投诉日期", "投诉时间", "机构", "联系日期", "联系时间"],
        ["T1", date(2016, 3, 1), time(9, 30), "甲支公司", "2016.3.1", "上午9:45"],
        ["T2", date(2016, 3, 2), None, "甲支公司", None, None],
        ["T3", None, time(10, 0), "甲支公司", "2016.3.2", "14时5分"],
    )
    return Ugly(
        path,
        {
            "台账": [
                {
                    "row": 2,
                    "complaint_no": "T1",
                    "received_at": datetime(2016, 3, 1, 9, 30),
                    "branch": "甲支公司",
                    "contacted_at": datetime(2016, 3, 1, 9, 45),
                },
                {"row": 3, "complaint_no": "T2", "received_at": datetime(2016, 3, 2), "branch": "甲支公司"},
            ]
        },
        rejects={(4, "received_at", "missing_value")},
        columns={
            "编号": "complaint_no",
            "投诉日期": "received_at",
            "投诉时间": "received_at",
            "机构": "branch",
            "联系日期": "contacted_at",
            "联系时间": "contacted_at",
        },
    )


@trap
def cells_merged_across_columns(folder: Path) -> Ugly:
    wide = [[*values[:4], None, None, *values[4:]] for values in (HEAD, cells(1), cells(2, 2))]
    book, path = workbook(folder, "台账.xlsx", 台账=wide)
    for row in (1, 2, 3):
        book["台账"].merge_cells(f"D{row}:F{row}")
    return Ugly(saved(book, path), {"台账": [read(2, 1), read(3, 2, 2)]})


@trap
def a_log_in_english(folder: Path) -> Ugly:
    path = simple(
        folder,
        ["Complaint log March 2016"],
        ["No", "Complaint no.", "Date received", "Source", "Branch", "Amount paid (RMB thousand)"],
        [1, "C-1", datetime(2016, 3, 1), "12378", "East branch", 1.5],
        ["Total", None, None, None, None, 1.5],
        ["Prepared by: someone"],
        name="log.xlsx",
        sheet="Log",
    )
    return Ugly(
        path,
        {
            "Log": [
                {
                    "row": 3,
                    "complaint_no": "C-1",
                    "received_at": datetime(2016, 3, 1),
                    "channel": "12378",
                    "branch": "East branch",
                    "amount_paid": 1500.0,
                }
            ]
        },
        warnings={("Log", "total_row"), ("Log", "note_row")},
        month={"Log": MARCH},
    )


@trap
def insured_under_a_group_is_not_the_complainant(folder: Path) -> Ugly:
    book, path = workbook(folder, "台账.xlsx", 台账=[["投诉信息", None, None, "被保险人信息", None]])
    sheet = book["台账"]
    sheet.merge_cells("A1:C1")
    sheet.merge_cells("D1:E1")
    sheet.append(["投诉编号", "受理时间", "机构", "姓名", "电话"])
    sheet.append(["T1", datetime(2016, 3, 1), "甲支公司", "样例乙", "13900001234"])
    return Ugly(
        saved(book, path),
        {"台账": [{"row": 3, "complaint_no": "T1", "received_at": datetime(2016, 3, 1), "branch": "甲支公司"}]},
    )


@trap
def dirty_header_texts(folder: Path) -> Ugly:
    path = simple(
        folder,
        ["１．投诉\n编号", " 受 理 时 间 ", "投诉来源：", "（被投诉机构）", "*投诉原因"],
        cells(1),
    )
    return Ugly(path, {"台账": [read(2, 1)]})


@trap
def the_more_exact_of_two_columns(folder: Path) -> Ugly:
    path = simple(folder, ["承保机构", *HEAD], ["乙支公司", *cells(1)])
    return Ugly(path, {"台账": [read(2, 1)]})


@trap
def two_columns_that_may_both_be_meant(folder: Path) -> Ugly:
    path = simple(
        folder,
        ["投诉编号", "受理时间", "承保机构", "所属机构"],
        ["T1", datetime(2016, 3, 1), "甲支公司", "乙支公司"],
    )
    return Ugly(
        path,
        {"台账": [{"row": 2, "complaint_no": "T1", "received_at": datetime(2016, 3, 1), "branch": "甲支公司"}]},
        warnings={("台账", "two_columns")},
    )


@trap
def data_that_reads_like_a_header(folder: Path) -> Ugly:
    head = ["投诉编号", "受理时间", "被投诉机构", "投诉形式", "投诉类别", "是否首次", "是否有效"]
    path = simple(folder, head, ["T1", datetime(2016, 3, 1), "机构", "电话", "正式", "首次", "有效"])
    return Ugly(
        path,
        {
            "台账": [
                {
                    "row": 2,
                    "complaint_no": "T1",
                    "received_at": datetime(2016, 3, 1),
                    "branch": "机构",
                    "filing_form": "电话",
                    "form": "formal",
                    "first_contact": True,
                    "stated_valid": True,
                }
            ]
        },
    )


@trap
def no_header_at_all(folder: Path) -> Ugly:
    path = simple(folder, ["投诉情况说明"], ["机构", "投诉原因", "件数"], ["甲支公司", "服务态度", 3])
    return Ugly(path, error="no_header", says=["第 2 行", "投诉原因", "缺少", "受理时间"])


@trap
def table_at_c5(folder: Path) -> Ugly:
    book, path = workbook(folder, "台账.xlsx", 台账=[])
    sheet = book["台账"]
    for row, values in enumerate([HEAD, cells(1), cells(2, 2)], start=5):
        for column, value in enumerate(values, start=3):
            sheet.cell(row, column, value)
    return Ugly(saved(book, path), {"台账": [read(6, 1), read(7, 2, 2)]})


# --- Merged labels ----------------------------------------------------------------------------------------


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


# --- Lines that are no rows -------------------------------------------------------------------------------


@trap
def totals_in_every_shape(folder: Path) -> Ugly:
    path = simple(
        folder,
        HEAD,
        cells(1),
        ["小计", None, None, None, 1],
        cells(2, 2),
        [None, None, None, "甲支公司 小计", None],
        ["合计:2件", None, None, None, None],
        ["总 计", 2],
        ["共2件"],
        ["本月合计", None, "12378", None, "2"],
        ["合计（件）", None, None, None, 2],
        ["Total", None, None, None, 2],
    )
    return Ugly(path, {"台账": [read(2, 1), read(4, 2, 2)]}, warnings={("台账", "total_row")})


@trap
def totals_of_exposure(folder: Path) -> Ugly:
    path = simple(
        folder,
        ["月份", "机构", "险种", "保费收入(万元)"],
        ["2016-03", "甲支公司", "车险", 10],
        ["2016-03", "甲支公司", "合计", 10],
        ["2016-03", "合计", None, 10],
        ["2016-03", "甲支公司小计", None, 10],
        ["总计", None, None, 10],
    )
    return Ugly(
        path,
        {"台账": [{"row": 2, "month": MARCH, "branch": "甲支公司", "product_line": "车险", "premium_yuan": 100000.0}]},
        warnings={("台账", "total_row")},
    )


@trap
def totals_of_all_branches(folder: Path) -> Ugly:
    path = simple(
        folder,
        ["月份", "机构", "保费收入(万元)"],
        ["2016-03", "甲支公司", 10],
        ["2016-03", "全辖", 10],
        ["2016-03", "全辖合计", 10],
    )
    return Ugly(
        path,
        {"台账": [{"row": 2, "month": MARCH, "branch": "甲支公司", "premium_yuan": 100000.0}]},
        warnings={("台账", "total_row")},
    )


@trap
def parts_of_a_total(folder: Path) -> Ugly:
    path = simple(
        folder,
        ["月份", "机构", "险种", "保费收入(万元)"],
        ["2016-03", "甲支公司", "合计", 10],
        ["2016-03", "甲支公司", "其中：车险", 8],
    )
    return Ugly(path, error="part_of_a_total", says=["第 3 行"])


@trap
def nothing_to_report(folder: Path) -> Ugly:
    path = simple(folder, ["2016年3月投诉台账"], HEAD, ["本月无投诉"])
    return Ugly(path, {"台账": []}, warnings={("台账", "zero_reported")}, month={"台账": MARCH})


@trap
def an_empty_log(folder: Path) -> Ugly:
    path = simple(folder, HEAD, name="2016年3月.xlsx")
    return Ugly(path, {"台账": []}, month={"台账": MARCH})


@trap
def lines_prepared_and_never_filled_in(folder: Path) -> Ugly:
    path = simple(folder, HEAD, cells(1), ["2"], ["3", None, "-", None, "/"], ["-", "/", "无", "—", ""])
    return Ugly(path, {"台账": [read(2, 1)]})


@trap
def a_line_of_failed_formulas(folder: Path) -> Ugly:
    book, path = workbook(folder, "台账.xlsx", 台账=[HEAD, cells(1), ["x"] * 5])
    for cell in book["台账"][3]:
        cell.value, cell.data_type = "#REF!", "e"
    fields = ("complaint_no", "received_at", "channel", "branch", "cause_label")
    return Ugly(saved(book, path), {"台账": [read(2, 1)]}, rejects={(3, name, "error_cell") for name in fields})


@trap
def header_again_on_every_page(folder: Path) -> Ugly:
    path = simple(
        folder,
        ["2016年3月投诉台账"],
        HEAD,
        cells(1),
        [],
        ["第1页 共2页"],
        ["2016年3月投诉台账"],
        HEAD,
        cells(2, 2),
    )
    return Ugly(path, {"台账": [read(3, 1), read(8, 2, 2)]}, warnings={("台账", "note_row")})


@trap
def two_level_header_again(folder: Path) -> Ugly:
    top, bottom = ["投诉信息", None, None, "投诉人", None], ["投诉编号", "受理时间", "机构", "姓名", "电话"]
    row = ["T1", datetime(2016, 3, 1), "甲支公司", "样例甲", "13800001234"]
    book, path = workbook(folder, "台账.xlsx", 台账=[top, bottom, row, top, bottom, ["T2", *row[1:]]])
    for merge in ("A1:C1", "D1:E1", "A4:C4", "D4:E4"):
        book["台账"].merge_cells(merge)
    common = {"received_at": row[1], "branch": "甲支公司", "complainant": "样例甲", "phone": "13800001234"}
    return Ugly(
        saved(book, path),
        {"台账": [{"row": 3, "complaint_no": "T1", **common}, {"row": 6, "complaint_no": "T2", **common}]},
    )


@trap
def signatures_and_notes_below(folder: Path) -> Ugly:
    book, path = workbook(
        folder,
        "台账.xlsx",
        台账=[
            HEAD,
            cells(1),
            [],
            ["制表人：张三", "2016年4月1日", "审核：李四", None, None],
            ["备注：本表统计口径为受理时间。"],
            ["注：以上数据不含撤诉件"],
            ["填表说明", None, None, None, None],
            ["本表由各支公司于次月5日前报送，逾期不候。"],
        ],
    )
    book["台账"].merge_cells("A7:E7")
    return Ugly(saved(book, path), {"台账": [read(2, 1)]}, warnings={("台账", "note_row")})


@trap
def a_row_without_a_receipt_is_no_note(folder: Path) -> Ugly:
    path = simple(folder, HEAD, cells(1), ["T2", None, "12378", "甲支公司", "服务态度"], ["T3", None, None, None, None])
    return Ugly(
        path,
        {"台账": [read(2, 1)]},
        rejects={(3, "received_at", "missing_value"), (4, "received_at", "missing_value")},
    )


@trap
def blank_rows_and_columns(folder: Path) -> Ugly:
    spread = [[*values[:2], None, *values[2:4], None, values[4]] for values in (HEAD, cells(1), cells(2, 2))]
    path = simple(folder, [], spread[0], [], [], spread[1], [" "], [], spread[2], [])
    return Ugly(path, {"台账": [read(5, 1), read(8, 2, 2)]})


@trap
def column_numbers_under_the_header(folder: Path) -> Ugly:
    path = simple(folder, HEAD, ["1", "2", "3", "4", "5"], cells(1))
    return Ugly(path, {"台账": [read(3, 1)]})


# --- Beside and below the table ---------------------------------------------------------------------------


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


# --- Several sheets ---------------------------------------------------------------------------------------


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


# --- Exposure ---------------------------------------------------------------------------------------------


@trap
def months_across(folder: Path) -> Ugly:
    path = simple(
        folder,
        ["2016年各机构保费收入(万元)"],
        ["机构", "1月", "2月", "3月", "合计"],
        ["甲支公司", 10, 11, 12, 33],
        name="保费.xlsx",
    )
    return Ugly(path, error="wide_exposure", says=["第 2 行", "月份"])


@trap
def months_across_as_dates(folder: Path) -> Ugly:
    months = [date(2016, month, 1) for month in (1, 2, 3)]
    path = simple(folder, ["各机构有效保单(张)"], ["分公司", *months], ["甲分公司", 10, 11, 12], name="有效保单.xlsx")
    return Ugly(path, error="wide_exposure", says=["第 2 行"])


@trap
def months_across_beside_a_log(folder: Path) -> Ugly:
    path = saved(
        *workbook(
            folder,
            "台账.xlsx",
            台账=[HEAD, cells(1)],
            保费=[["机构", "2016年1月", "2016年2月", "2016年3月"], ["甲支公司", 10, 11, 12]],
        )
    )
    return Ugly(path, {"台账": [read(2, 1)]}, warnings={("保费", "wide_exposure")})


# --- Faults -----------------------------------------------------------------------------------------------


@trap
def every_fault_of_every_row(folder: Path) -> Ugly:
    book, path = workbook(
        folder,
        "台账.xlsx",
        台账=[
            [*HEAD, "撤诉日期", "是否有效", "联系电话"],
            [*cells(1), "2016-02-30", "也许", "13800001234"],
            [*cells(2, 2), None, "有效", "=1/0"],
            [*cells(3, 9), date(2016, 3, 8), None, "13800001234"],
            [*cells(4, 4), None, None, "13800001234"],
        ],
    )
    sheet = book["台账"]
    sheet["H3"].value, sheet["H3"].data_type = "#REF!", "e"
    sheet["B2"].value, sheet["B2"].data_type = "#N/A", "e"
    return Ugly(
        saved(book, path),
        {"台账": [read(5, 4, 4, phone="13800001234")]},
        rejects={
            (2, "received_at", "error_cell"),
            (2, "withdrawn_on", "bad_date"),
            (2, "stated_valid", "bad_flag"),
            (3, "phone", "error_cell"),
            (4, "withdrawn_on", "before_receipt"),
        },
    )


@trap
def serial_days_of_a_1904_workbook(folder: Path) -> Ugly:
    book, path = workbook(folder, "台账.xlsx", 台账=[HEAD, ["T1", 40968.5, "12378", "甲支公司", "服务态度"]])
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    return Ugly(
        saved(book, path),
        {"台账": [read(2, 1, received_at=datetime(2016, 3, 1, 12))]},
        warnings={("台账", "serial_date")},
    )
