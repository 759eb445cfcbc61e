"""A file becomes sheets of text cells. Nothing is inferred: what a cell means is decided later.

Rows and columns keep the spreadsheet's own positions (row 1 is index 0), whatever lies empty above.
Only cells are read: formulas are not calculated, macros are not run, links to other files are not followed.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from xml.parsers import expat

import pyarrow as pa

from analytics.intake.archive import damaged, open_zip, password_protected
from analytics.intake.html_tables import read_html
from analytics.intake.limits import MAX_CELLS, MAX_COLUMNS
from analytics.intake.ods_scan import scan_ods
from analytics.intake.report import Remark
from analytics.intake.sheet import Sheet, SheetMarks, refuse_long_cells, too_many_cells, trimmed
from analytics.intake.sniff import SUFFIXES, Format, identify, mislabelled
from analytics.intake.spreadsheetml import read_spreadsheetml
from analytics.intake.text_tables import read_text_table
from analytics.intake.xls_scan import XLS_COLUMNS, scan_xls
from analytics.intake.xlsx_scan import check_part, is_small, scan_sheet, workbook_parts

if TYPE_CHECKING:
    import fastexcel

__all__ = ["Book", "Sheet", "read_file"]

_Seen = TypeVar("_Seen")


class Book:
    """The sheets of a file, read one at a time as they are asked for, and what there is to say about the file."""

    def __init__(self, sheets: Iterator[Sheet], warnings: list[Remark]) -> None:
        self._sheets = sheets
        self.warnings = warnings

    def __iter__(self) -> Iterator[Sheet]:
        return self._sheets


def read_file(path: Path, name: str | None = None) -> Book:
    """All sheets of a workbook, or the one table of a text file or web page. name: what the user calls it.

    Raises FileError when the file is of a kind that is not read, or cannot be read; so does going through the
    sheets.
    """
    name = Path(name or path).name
    found = identify(path, name)
    said = mislabelled(name, found)
    return Book(_sheets(path, name, found), [Remark("", None, "mislabelled", said)] if said else [])


def _sheets(path: Path, name: str, found: Format) -> Iterator[Sheet]:
    match found:
        case Format.TEXT:
            yield read_text_table(path, name)
        case Format.HTML:
            yield read_html(path, name)
        case Format.SPREADSHEETML:
            yield from read_spreadsheetml(path, name)
        case Format.XLSX:
            yield from _xlsx(path, name)
        case Format.ODS:
            yield from _ods(path, name)
        case Format.XLS:
            yield from _xls(path, name)


def _xlsx(path: Path, name: str) -> Iterator[Sheet]:
    """The parser for the cells; beside it a look at the XML for what the parser does not tell."""
    with open_zip(path, name) as archive, ThreadPoolExecutor(1, "scan") as beside:
        try:
            parts = workbook_parts(archive, name)
        except expat.ExpatError as error:
            raise damaged(name) from error

        def look(part: str, look_at: Callable[..., _Seen], *about: object) -> Callable[[], _Seen]:
            """Small parts at once, so that a hostile one never reaches the parser; large ones while it works."""
            if is_small(archive, part):
                seen = look_at(archive, part, *about)
                return lambda: seen
            return beside.submit(look_at, archive, part, *about).result

        checks = [look(part, check_part, name) for part in parts.others]
        workbook = _open(path, name, Format.XLSX)
        for checked in checks:
            checked()
        for title in workbook.sheet_names:
            part = parts.sheets.get(title)
            marks = look(part, scan_sheet, name, title) if part else SheetMarks
            sheet = _load(workbook, title, name)
            yield _marked(sheet, marks(), parts.date1904, name)


def _ods(path: Path, name: str) -> Iterator[Sheet]:
    with open_zip(path, name) as archive:
        marks = scan_ods(archive, name)
    workbook = _open(path, name, Format.ODS)
    titles = workbook.sheet_names
    seen = marks if len(marks) == len(titles) else [SheetMarks()] * len(titles)
    for title, of_sheet in zip(titles, seen, strict=True):
        yield _marked(_load(workbook, title, name), of_sheet, False, name)


def _xls(path: Path, name: str) -> Iterator[Sheet]:
    marks = scan_xls(path.read_bytes())
    workbook = _open(path, name, Format.XLS)
    titles = workbook.sheet_names
    seen = marks.sheets if len(marks.sheets) == len(titles) else [SheetMarks()] * len(titles)
    for title, of_sheet in zip(titles, seen, strict=True):
        yield _marked(_load(workbook, title, name, XLS_COLUMNS), of_sheet, marks.date1904, name)


def _marked(sheet: Sheet, marks: SheetMarks, date1904: bool, name: str) -> Sheet:
    errors = {**sheet.errors, **marks.uncomputed}
    columns = _reaching(sheet.columns, marks.uncomputed, name, sheet.name) if marks.uncomputed else sheet.columns
    return replace(
        sheet,
        columns=trimmed(columns, errors),
        errors=errors,
        merges=marks.merges,
        hidden_rows=marks.hidden_rows,
        hidden_columns=marks.hidden_columns,
        date1904=date1904,
    )


def _reaching(columns: list[pa.Array], places: Collection[tuple[int, int]], name: str, title: str) -> list[pa.Array]:
    """The columns as far as these places: where there is no value, the parser sees no cell."""
    height = max(len(columns[0]) if columns else 0, 1 + max(row for row, _ in places))
    width = max(len(columns), 1 + max(column for _, column in places))
    if width * height > MAX_CELLS:
        raise too_many_cells(name, title, height, width)
    longer = [pa.concat_arrays([column, pa.nulls(height - len(column), pa.string())]) for column in columns]
    return longer + [pa.nulls(height, pa.string())] * (width - len(columns))


def _open(path: Path, name: str, found: Format) -> fastexcel.ExcelReader:
    import fastexcel  # here, and where its errors are caught: only children read workbooks, not who asks them to

    with _parsing(name):
        # Given a path, the parser believes its ending; given bytes, it looks at them.
        return fastexcel.read_excel(path if path.suffix.lower() in SUFFIXES[found] else path.read_bytes())


def _load(workbook: fastexcel.ExcelReader, title: str, name: str, widest: int = MAX_COLUMNS) -> Sheet:
    """The cells of a sheet, not trimmed yet. widest: what the format has room for."""
    before: list[int] = []  # blank columns to the left, which the parser leaves out

    def every(column: Any) -> bool:
        if column.index == 0:
            before.append(column.absolute_index)
        return True

    with _parsing(name):
        # skip_rows=0: otherwise empty rows at the top are dropped and every row number is wrong.
        loaded = workbook.load_sheet(title, header_row=None, skip_rows=0, dtypes="string", use_columns=every)
        if loaded.width > widest:
            raise damaged(name)
        if loaded.width * loaded.total_height > MAX_CELLS:
            raise too_many_cells(name, title, loaded.total_height, loaded.width)
        batch, errors = loaded.to_arrow_with_errors()
    visible = loaded.visible == "visible"
    del loaded  # the parser's own cells, as large as the columns
    left = before[0] if before else 0
    columns = [pa.nulls(batch.num_rows, pa.string())] * left + batch.columns
    for number, column in enumerate(columns):
        refuse_long_cells(column, name, title, 0, number)
    failed = {(row, left + column): detail for row, column, detail in _failed(errors)}
    return Sheet(title, columns, failed, visible=visible)


def _failed(errors: fastexcel.CellErrors | None) -> Iterator[tuple[int, int, str]]:
    for error in errors.errors if errors else ():
        yield *error.position, error.detail


@contextmanager
def _parsing(name: str) -> Iterator[None]:
    """What the parser cannot make sense of is a damaged file: whether it says so, or gives up in a panic."""
    import fastexcel

    try:
        yield
    except fastexcel.FastExcelError as error:
        raise (password_protected(name) if "password" in str(error).lower() else damaged(name)) from error
    except BaseException as error:
        # The class cannot be imported, and it is no Exception: Rust thinks that nobody should go on after one.
        if type(error).__name__ == "PanicException":
            raise damaged(name) from error
        raise
