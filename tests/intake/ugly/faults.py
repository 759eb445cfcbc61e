"""Rows with faults, and what a workbook says of its dates."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import openpyxl.utils.datetime

from tests.intake.ugly.book import HEAD, Ugly, cells, read, saved, simple, trap, workbook


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


@trap
def numbers_that_excel_cut_off(folder: Path) -> Ugly:
    """18 digits typed into number cells keep 15: two complaints have one number now, a third can still be told."""
    path = simple(
        folder,
        HEAD,
        [201603050000012000, *cells(0)[1:]],
        [201603050000012000, *cells(0, 2)[1:]],
        [201603060000034000, *cells(0, 3)[1:]],
    )
    third = read(4, 0, 3) | {"complaint_no": str(int(201603060000034000.0))}
    return Ugly(
        path,
        {"台账": [third]},
        warnings={("台账", "damaged_identifier")},
        rejects={(2, "complaint_no", "lost_number"), (3, "complaint_no", "lost_number")},
    )
