"""The cells of a workbook for copying: what the reader read, with the type and format that the original gave it.

The reader's text decides what a cell holds, so that the copy is read as the original was. openpyxl adds that
a number is a number and how it is shown; where it cannot open the file (.xls, .ods, .csv, a damaged part),
every cell is text, which is read the same way. Rows are streamed, never held.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.cell.read_only import ReadOnlyCell
from openpyxl.worksheet._reader import WorkSheetParser

from analytics.intake.sheet import ERROR_CELLS, Sheet

_ERRORS = {name: shown for shown, name in ERROR_CELLS.items()}


@dataclass(slots=True)
class SourceCell:
    """A value with openpyxl's type letter (s text, n number, d date, b yes or no, e error) and how it looks."""

    value: Any
    kind: str
    number_format: str
    look: dict[str, Any] = field(default_factory=dict)  # font, fill, border, alignment: of headers and titles


Row = list[SourceCell | None]


@contextmanager
def typed_workbook(path: Path) -> Iterator[Any | None]:
    """The workbook as openpyxl streams it, or None. Macros are not loaded, links not followed, formulas not run."""
    with path.open("rb") as file:  # by content: openpyxl would go by the name's ending
        book = None
        if zipfile.is_zipfile(file):
            try:
                book = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
            except Exception:  # an .ods, or a damaged part: openpyxl raises whatever it stumbles over
                book = None
        try:
            yield book
        finally:
            if book is not None:
                book.close()


def rows_of(sheet: Sheet, book: Any | None, header_row: int, wanted: Sequence[int]) -> Iterator[tuple[int, Row]]:
    """The wanted rows, each as wide as the sheet. wanted: positions from 0, ascending, all up to the header first."""
    typed = _typed_rows(sheet, book, header_row, wanted)
    ahead = next(typed, None)
    for row in wanted:
        while ahead and ahead[0] < row:
            ahead = next(typed, None)
        types = ahead[1] if ahead and ahead[0] == row else []
        texts = sheet.row(row)
        yield (
            row,
            [
                _cell(sheet, row, column, text, types[column] if column < len(types) else None)
                for column, text in enumerate(texts)
            ],
        )


def _cell(sheet: Sheet, row: int, column: int, text: str | None, typed: SourceCell | None) -> SourceCell | None:
    look = typed.look if typed else {}
    if (row, column) in sheet.errors:
        found = re.search(r"Error\((\w+)\)", sheet.errors[row, column])
        return SourceCell(_ERRORS.get(found[1] if found else "", "#VALUE!"), "e", "General", look)
    if text is None:
        return SourceCell(None, "n", "General", look) if look else None
    if typed is not None and typed.kind in "ndb" and typed.value is not None:
        return typed
    number_format = typed.number_format if typed and typed.kind == "s" else "@"
    return SourceCell(ILLEGAL_CHARACTERS_RE.sub("", text), "s", number_format, look)


class _WantedRows(WorkSheetParser):  # type: ignore[misc]
    """openpyxl's own parser, passing over the rows that nobody asked for: four times as fast on a large sheet."""

    row_counter: int

    def __init__(self, source: Any, worksheet: Any, wanted: Collection[int]) -> None:
        book = worksheet.parent
        super().__init__(
            source,
            worksheet._shared_strings,
            data_only=True,
            epoch=book.epoch,
            date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
        )
        self._wanted = wanted

    def parse_row(self, row: Any) -> tuple[int, list[dict[str, Any]]]:
        told = row.get("r")
        number = int(told) if told else self.row_counter + 1
        if number - 1 in self._wanted:
            return super().parse_row(row)  # type: ignore[no-any-return]
        self.row_counter = number
        return number, []


def _typed_rows(sheet: Sheet, book: Any | None, header_row: int, wanted: Sequence[int]) -> Iterator[tuple[int, Row]]:
    """What openpyxl says about the wanted rows, in the reader's columns; nothing where the two do not agree."""
    worksheet = book[sheet.name] if book is not None and sheet.name in book.sheetnames else None
    if worksheet is None or not hasattr(worksheet, "_get_source"):  # a chart has none
        return
    needed = set(wanted)
    above: list[tuple[int, Row]] = []
    shift: int | None = None
    try:
        with worksheet._get_source() as source:
            for number, found in _WantedRows(source, worksheet, needed).parse():
                row = number - 1
                if row > wanted[-1]:
                    return
                if row not in needed:
                    continue
                typed: Row = [None] * max((cell["column"] for cell in found), default=0)
                for cell in found:
                    typed[cell["column"] - 1] = _typed(ReadOnlyCell(worksheet, **cell), with_look=row <= header_row)
                if row > header_row:
                    yield row, typed[shift:]
                    continue
                above.append((row, typed))
                if row == header_row:
                    shift = _shift(sheet.row(row), typed)
                    if shift is None:
                        return
                    yield from ((place, cells[shift:]) for place, cells in above)
    except Exception:  # as above: the rows that follow are text
        return


def _typed(cell: Any, with_look: bool) -> SourceCell | None:
    if cell.value is None and not (with_look and getattr(cell, "has_style", False)):
        return None
    look = {name: copy(getattr(cell, name)) for name in ("font", "fill", "border", "alignment")} if with_look else {}
    return SourceCell(cell.value, cell.data_type, cell.number_format, look)


def _shift(texts: Sequence[str | None], cells: Row) -> int | None:
    """How many columns of openpyxl's stand before the reader's first, told by the header; None: they disagree."""
    for shift in range(max(1, len(cells))):
        beside = zip(texts, [*cells[shift:], *[None] * len(texts)], strict=False)
        named = [(text, cell.value) for text, cell in beside if text and cell and isinstance(cell.value, str)]
        if named and all(text == value for text, value in named):
            return shift
    return None
