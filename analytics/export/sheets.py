"""Sheets of a workbook written row by row: headings, real numbers with their formats, text that stays text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from openpyxl.cell import WriteOnlyCell
from openpyxl.chart import BarChart, LineChart, Reference
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook

from analytics.exchange.spreadsheet_text import runs_as_formula

_HEAD = PatternFill("solid", fgColor="E8EEF5")
_BOLD, _TITLE, _QUIET = Font(bold=True), Font(bold=True, size=14), Font(color="5F6B7A", italic=True)
_WRAP = Alignment(wrap_text=True, vertical="top")
MOST_ROWS = 1_048_000  # of an Excel sheet, less the lines above


@dataclass(frozen=True, slots=True)
class Column:
    """heading: as printed. number_format: Excel's, "" for text. width: in characters."""

    heading: str
    number_format: str = ""
    width: float = 14


def add_table(
    book: Workbook, name: str, title: str, frame: str, columns: Sequence[Column], rows: Iterable[Sequence[Any]]
) -> Any:
    """A sheet: title, what the figures rest on, headings in row 4, and the rows. A missing value is an empty cell."""
    sheet = book.create_sheet(sheet_name(book, name))
    sheet.freeze_panes = "B5"
    for place, column in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = column.width
    sheet.append([cell(sheet, title, _TITLE)])
    sheet.append([cell(sheet, frame, _QUIET)])
    sheet.append([])
    sheet.append([cell(sheet, column.heading, _BOLD, _HEAD) for column in columns])
    for row in rows:
        sheet.append([_formatted(sheet, value, column) for value, column in zip(row, columns, strict=True)])
    return sheet


def add_text(book: Workbook, name: str, title: str, lines: Iterable[tuple[str, str]]) -> None:
    """A sheet of two columns, for what is said about the others."""
    sheet = book.create_sheet(sheet_name(book, name))
    sheet.column_dimensions["A"].width = 28
    sheet.column_dimensions["B"].width = 100
    sheet.append([cell(sheet, title, _TITLE)])
    sheet.append([])
    for left, right in lines:
        said = cell(sheet, right)
        said.alignment = _WRAP
        sheet.append([cell(sheet, left, _BOLD), said])


def add_chart(
    sheet: Any, title: str, columns: Sequence[int], rows: int, anchor: str, *, lines: bool = False, flat: bool = False
) -> None:
    """A native chart beside the table: names from column A, series from `columns` (from 1), headings in row 4."""
    if rows < 1:
        return
    chart: Any = LineChart() if lines else BarChart()
    if flat:
        chart.type = "bar"
        chart.y_axis.scaling.min, chart.x_axis.scaling.orientation = 0, "maxMin"
    chart.title, chart.height, chart.width = title, 8.5, 18
    chart.legend.position = "t"
    chart.x_axis.delete = chart.y_axis.delete = False
    for column in columns:
        chart.add_data(Reference(sheet, min_col=column, min_row=4, max_row=4 + rows), titles_from_data=True)
    chart.set_categories(Reference(sheet, min_col=1, min_row=5, max_row=4 + rows))
    sheet.add_chart(chart, anchor)


def cell(sheet: Any, value: Any, font: Font | None = None, fill: PatternFill | None = None) -> Any:
    """A cell; text that begins like a formula stays text, and says so to the program that opens it."""
    one = WriteOnlyCell(sheet, value=_plain(value))
    if isinstance(value, str):
        one.data_type = "s"
        if runs_as_formula(value):
            one.quotePrefix = True
    if font:
        one.font = font
    if fill:
        one.fill = fill
    return one


def _formatted(sheet: Any, value: Any, column: Column) -> Any:
    """Only cells that need it are objects: a plain number or text is written as it is, for speed."""
    if isinstance(value, str):
        return cell(sheet, value) if runs_as_formula(value) else _plain(value)
    if value is None or not column.number_format or isinstance(value, bool):
        return value
    one = WriteOnlyCell(sheet, value=value)
    one.number_format = column.number_format
    return one


def _plain(value: Any) -> Any:
    """Without what a workbook cannot hold."""
    if isinstance(value, str):
        return "".join(char for char in value if char >= " " or char in "\n\t")
    return value if isinstance(value, int | float | date | datetime) or value is None else str(value)


def sheet_name(book: Workbook, name: str) -> str:
    """At most 31 characters without those that Excel forbids, and not one that is there already."""
    clean = "".join("-" if char in r"[]:*?/\\" else char for char in name)[:28] or "Sheet"
    number, unique = 1, clean
    while unique in book.sheetnames:
        number += 1
        unique = f"{clean} {number}"
    return unique
