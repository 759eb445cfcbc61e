"""A table as a Chinese office lays it out, saved so that the same cells always give the same bytes."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

Value = str | int | float | date | datetime | None

_FONT = "微软雅黑"
_LINE = Side(style="thin", color="BFBFBF")
_BORDER = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_HEADER_FILL = PatternFill("solid", fgColor="DDEBF7")
_WIDTHS = {"no": 19, "text": 15, "long": 46, "flag": 9, "day": 12, "moment": 17, "yuan": 13, "number": 13}
_FORMATS = {"day": "yyyy-mm-dd", "moment": "yyyy-mm-dd hh:mm", "yuan": "#,##0.00", "no": "@"}
_CENTRED = frozenset({"flag", "day", "moment", "no"})
_FIXED_TIME = datetime(2017, 1, 3, 9, 0, 0)


@dataclass(frozen=True, slots=True)
class Column:
    """kind: one of the keys of _WIDTHS; number_format where the kind's own does not fit."""

    header: str
    name: str
    kind: str
    number_format: str = ""


def write_table(
    sheet_name: str,
    above: Sequence[str],
    columns: Sequence[Column],
    rows: Sequence[Mapping[str, Value]],
    text_dates: bool = False,
    frozen_columns: int = 0,
) -> Workbook:
    """A workbook of one sheet: the lines `above` (title first), the header, the rows. Blank texts stay empty."""
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.title = sheet_name
    last = get_column_letter(len(columns))
    for number, line in enumerate(above, start=1):
        sheet.merge_cells(f"A{number}:{last}{number}")
        cell = sheet.cell(number, 1, line)
        cell.font = Font(_FONT, size=16 if number == 1 else 10, bold=number == 1)
        cell.alignment = Alignment(horizontal="center" if number == 1 else "left", vertical="center")
        sheet.row_dimensions[number].height = 30 if number == 1 else 18
    header_row = len(above) + 1
    header_font, body_font = Font(_FONT, size=10, bold=True), Font(_FONT, size=10)
    for place, column in enumerate(columns, start=1):
        cell = sheet.cell(header_row, place, column.header)
        cell.font, cell.fill, cell.border = header_font, _HEADER_FILL, _BORDER
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        width = max(_WIDTHS[column.kind], 2.2 * len(column.header))
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.row_dimensions[header_row].height = 30
    alignments = [
        Alignment(
            horizontal="center" if column.kind in _CENTRED else None,
            vertical="center",
            wrap_text=column.kind in {"long", "text"},
        )
        for column in columns
    ]
    for number, row in enumerate(rows, start=header_row + 1):
        for place, column in enumerate(columns, start=1):
            cell = sheet.cell(number, place, _as_cell(row.get(column.name), text_dates))
            cell.font, cell.border = body_font, _BORDER
            cell.alignment = alignments[place - 1]
            if cell.value is not None and not (text_dates and column.kind in {"day", "moment"}):
                cell.number_format = column.number_format or _FORMATS.get(column.kind, "General")
    sheet.freeze_panes = sheet.cell(header_row + 1, frozen_columns + 1)
    sheet.auto_filter.ref = f"A{header_row}:{last}{header_row + len(rows)}"
    sheet.print_title_rows = f"{header_row}:{header_row}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A3
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    return workbook


def _as_cell(value: Value, text_dates: bool) -> Value:
    if value == "":
        return None
    if text_dates and isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    if text_dates and isinstance(value, date):
        return value.isoformat()
    return value


def save(workbook: Workbook, path: Path) -> Path:
    """Writes the workbook with fixed times inside, so that a rebuild changes no byte without cause."""
    workbook.properties.creator = "客户服务部"
    workbook.properties.created = _FIXED_TIME
    buffer = io.BytesIO()
    workbook.save(buffer)
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(buffer) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "docProps/core.xml":
                stamp = _FIXED_TIME.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
                content = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + stamp, content)
            info = zipfile.ZipInfo(name, _FIXED_TIME.timetuple()[:6])
            info.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(info, content)
    return path
