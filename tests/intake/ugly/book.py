"""How an ugly workbook is described and built: its cells, and the rows that must come out of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
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
