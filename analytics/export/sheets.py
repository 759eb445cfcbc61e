"""Sheets of a workbook written row by row: headings, real numbers with their formats, text that stays text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from math import ceil
from typing import Any

from openpyxl.cell import WriteOnlyCell
from openpyxl.chart import BarChart, Reference
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.text import CharacterProperties, Paragraph, ParagraphProperties
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook

from analytics.charts.palette import palette
from analytics.exchange.spreadsheet_text import runs_as_formula

_COLOURS = palette("light")
DATE = "yyyy-mm-dd"
_US, _REST, _LIMIT = (one.removeprefix("#") for one in (_COLOURS.us, _COLOURS.rest, _COLOURS.limit))
_HEAD = PatternFill("solid", fgColor="E8EEF5")
_NAME = "Calibri"  # of cells without a font of their own
_BOLD, _TITLE, _QUIET = Font(_NAME, bold=True), Font(_NAME, 14, bold=True, color=_US), Font(_NAME, color=_LIMIT)
_ACTION, _PART = Font(_NAME, color=_COLOURS.action.removeprefix("#")), Font(_NAME, bold=True, color=_US)
_LEFT = Alignment(horizontal="left")
_WRAP = Alignment(wrap_text=True, vertical="top")
_UNDER, _OVER = Border(bottom=Side("medium", color=_US)), Border(top=Side("thin", color=_US))
_HEAD_ROW = 4
_A4 = 9  # as Excel numbers paper sizes
_LINE = 15.0  # points, of a row
MOST_ROWS = 1_048_000  # of an Excel sheet, less the lines above


@dataclass(frozen=True, slots=True)
class Column:
    """heading: as printed. number_format: Excel's, "" for text. width: in characters, 0 for as wide as its text."""

    heading: str
    number_format: str = ""
    width: float = 0

    @property
    def is_date(self) -> bool:
        return self.number_format == DATE


@dataclass(frozen=True, slots=True)
class Shaped:
    """A number with a format of its own, whatever its column's is."""

    value: float | int | None
    number_format: str


def add_table(
    book: Workbook,
    name: str,
    title: str,
    frame: str,
    columns: Sequence[Column],
    rows: Sequence[Sequence[Any]],
    *,
    note: str = "",
    total: Sequence[Any] | None = None,
) -> Any:
    """A sheet: title, what the figures rest on, headings in row 4 that filter, the rows, and the total below them.

    A missing value is an empty cell. note: what a reader must know, in row 3. Set to be printed on pages in landscape.
    """
    sheet = book.create_sheet(sheet_name(book, name))
    sheet.freeze_panes = f"B{_HEAD_ROW + 1}"
    deepest = 1
    for place, column in enumerate(columns, start=1):
        width = column.width or _as_wide_as([column.heading, *(row[place - 1] for row in rows)])
        sheet.column_dimensions[get_column_letter(place)].width = width
        deepest = max(deepest, ceil(_wide(column.heading) * 1.15 / width))
    sheet.row_dimensions[_HEAD_ROW].height = _LINE * deepest + 6
    last = get_column_letter(len(columns))
    if rows:
        sheet.auto_filter.ref = f"A{_HEAD_ROW}:{last}{_HEAD_ROW + len(rows)}"
    _print_setup(sheet)
    sheet.print_title_rows = f"{_HEAD_ROW}:{_HEAD_ROW}"
    sheet.append([cell(sheet, title, _TITLE)])
    sheet.append([cell(sheet, frame, _QUIET)])
    sheet.append([cell(sheet, note, _ACTION)] if note else [])
    sheet.append([_heading(sheet, column) for column in columns])
    for row in rows:
        sheet.append([_formatted(sheet, value, column) for value, column in zip(row, columns, strict=True)])
    if total is not None:
        sheet.append([_total(sheet, value, column) for value, column in zip(total, columns, strict=True)])
    return sheet


def add_text(book: Workbook, name: str, title: str, lines: Iterable[tuple[str, str]]) -> None:
    """A sheet of two columns, for what is said about the others; a line without text on the right is a heading."""
    sheet = book.create_sheet(sheet_name(book, name))
    sheet.column_dimensions["A"].width = 32
    sheet.column_dimensions["B"].width = 100
    said = [(left, right, ceil(max(_wide(right) / 96, _wide(left) / 28, 1))) for left, right in lines]
    for number, (_, _, rows) in enumerate(said, start=3):
        sheet.row_dimensions[number].height = _LINE * rows + 3
    _print_setup(sheet)
    sheet.append([cell(sheet, title, _TITLE)])
    sheet.append([])
    for left, right, _ in said:
        row = [cell(sheet, left, _BOLD), cell(sheet, right)]
        for one in row:
            one.alignment = _WRAP
            if left and not right:
                one.border, one.font = _UNDER, _PART
        sheet.append(row)


def _print_setup(sheet: Any) -> None:
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", _A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.oddFooter.left.text, sheet.oddFooter.right.text = "&A", "&P / &N"
    sheet.sheet_view.showGridLines = False


def add_chart(
    sheet: Any,
    title: str,
    columns: Sequence[int],
    rows: int,
    anchor: str,
    *,
    flat: bool = False,
    top: int | None = None,
) -> None:
    """A native chart under the table: names from column A, series from `columns` (from 1), headings in row 4.

    flat: horizontal bars, the first row on top. top: so many rows only.
    """
    rows = min(rows, top or rows)
    if rows < 1:
        return
    chart: Any = BarChart()
    if flat:
        chart.type = "bar"
        chart.x_axis.scaling.orientation, chart.y_axis.crosses = "maxMin", "max"
    chart.y_axis.scaling.min, chart.gapWidth = 0, 60
    chart.title, chart.title.overlay = title, False
    chart.title.tx.rich.p[0].pPr = ParagraphProperties(defRPr=CharacterProperties(sz=1200, b=True))
    chart.height, chart.width = max(7.5, 2.5 + 0.6 * rows * len(columns)) if flat else 8.5, 24
    chart.legend.position, chart.legend.overlay = "b", False
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.x_axis.number_format = "@"
    chart.y_axis.majorGridlines.spPr = GraphicalProperties(ln=LineProperties(solidFill="E3E7EC"))
    small = RichText(p=[Paragraph(pPr=ParagraphProperties(defRPr=CharacterProperties(sz=900)), endParaRPr=None)])
    chart.x_axis.txPr = chart.y_axis.txPr = small
    for column, colour in zip(columns, (_REST, _US) if len(columns) > 1 else (_US,), strict=True):
        data = Reference(sheet, min_col=column, min_row=_HEAD_ROW, max_row=_HEAD_ROW + rows)
        chart.add_data(data, titles_from_data=True)
        chart.series[-1].graphicalProperties.solidFill = colour
        chart.series[-1].dLbls = DataLabelList(showVal=True)
        for other in ("showSerName", "showCatName", "showLegendKey", "showPercent"):
            setattr(chart.series[-1].dLbls, other, False)
    chart.set_categories(Reference(sheet, min_col=1, min_row=_HEAD_ROW + 1, max_row=_HEAD_ROW + rows))
    sheet.add_chart(chart, anchor)
    sheet.page_setup.fitToHeight = 1


def _heading(sheet: Any, column: Column) -> Any:
    one = cell(sheet, column.heading, _BOLD, _HEAD)
    one.border = _UNDER
    one.alignment = Alignment(
        wrap_text=True, vertical="center", horizontal="right" if column.number_format and not column.is_date else "left"
    )
    return one


def _total(sheet: Any, value: Any, column: Column) -> Any:
    one = cell(sheet, value, _BOLD)
    one.border = _OVER
    if column.number_format:
        one.number_format = column.number_format
    return one


def _as_wide_as(texts: Iterable[Any]) -> int:
    """The width of a column of text or dates; a very long text runs over its edge."""
    return min(max((_wide(str(text)) for text in texts if text is not None), default=0) + 2, 40)


def _wide(text: str) -> int:
    """Characters of a column that a text takes: Chinese ones take two."""
    return sum(2 if ord(char) > 0x2E7F else 1 for char in text)


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
    if isinstance(value, Shaped):
        value, column = value.value, Column("", value.number_format)
    if isinstance(value, str):
        return cell(sheet, value) if runs_as_formula(value) else _plain(value)
    if value is None or not column.number_format or isinstance(value, bool):
        return value
    one = WriteOnlyCell(sheet, value=value)
    one.number_format = column.number_format
    if column.is_date:
        one.alignment = _LEFT
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
