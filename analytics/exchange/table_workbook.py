"""One table as an .xlsx: headings, real numbers, and below the table what it counts."""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

_WIDEST = 48


def table_workbook(headings: Sequence[str], rows: Sequence[Sequence[Any]], title: str, notes: str) -> bytes:
    """The workbook's bytes. Text stays text, whatever it begins with; a missing value is an empty cell."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    _put(sheet, 1, 1, title).font = Font(bold=True, size=13)
    for place, heading in enumerate(headings, start=1):
        cell = _put(sheet, 3, place, heading)
        cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="F3F5F8")
        longest = max([_width(heading), *(_width(row[place - 1]) for row in rows)])
        sheet.column_dimensions[get_column_letter(place)].width = min(_WIDEST, longest + 3)
    for number, row in enumerate(rows, start=4):
        for place, value in enumerate(row, start=1):
            _put(sheet, number, place, value)
    cell = _put(sheet, len(rows) + 5, 1, notes)
    cell.font, cell.alignment = Font(italic=True, color="5F6B7A"), Alignment(wrap_text=False)
    sheet.freeze_panes = "A4"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _put(sheet: Any, row: int, column: int, value: Any) -> Any:
    missing = value is None or (isinstance(value, float) and math.isnan(value))
    cell = sheet.cell(row, column, None if missing else value)
    if isinstance(value, str):
        cell.data_type = "s"  # a text that begins with = is no formula
    return cell


def _width(value: Any) -> int:
    """Roughly how wide a value prints: a Chinese character takes two places."""
    return sum(2 if ord(letter) > 0x2E7F else 1 for letter in str(value if value is not None else ""))
