"""Headers in dirty texts and odd places, and two columns for one field."""

from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path

from tests.intake.ugly.book import HEAD, MARCH, Ugly, cells, read, saved, simple, trap, workbook


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
