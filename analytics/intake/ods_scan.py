"""What the parser does not tell of an .ods: whether it is whole, and formulas without a result."""

from __future__ import annotations

import zipfile
from xml.parsers import expat

from analytics.intake.archive import blocks, damaged
from analytics.intake.limits import MAX_COLUMNS
from analytics.intake.sheet import SheetMarks, too_many_cells
from analytics.intake.spreadsheetml import refuse_entities

_CONTENT = "content.xml"
_URN = "urn:oasis:names:tc:opendocument:xmlns:{}:1.0 "
_TABLE, _OFFICE = _URN.format("table"), _URN.format("office")
_MOST = 1_000_000  # cells: a few bytes say that a cell is repeated over a whole sheet


def scan_ods(archive: zipfile.ZipFile, name: str) -> list[SheetMarks]:
    """Read the content to its end as XML; the marks of each sheet, in their order, [] where no formula stands.

    The parser can run in a circle over XML that is not well-formed.
    Raises FileError(xml_entities, damaged_file, too_many_cells), BadZipFile.
    """
    parser = expat.ParserCreate()
    refuse_entities(parser, name)
    formulas, before = False, b""
    try:
        for block in blocks(archive, _CONTENT):
            parser.Parse(block, False)
            formulas = formulas or b":formula" in before + block
            before = block[-len(b":formula") :]
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise damaged(name) from error
    return _Formulas(name).of(archive) if formulas else []


class _Formulas:
    """The places of formulas to which nobody has given a value. Counts rows and cells as the sheet repeats them."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._sheets: list[SheetMarks] = []
        self._title = ""
        self._first = self._row = self._column = 0
        self._of_row: list[tuple[range, str]] = []  # columns, formula

    def of(self, archive: zipfile.ZipFile) -> list[SheetMarks]:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        for block in blocks(archive, _CONTENT):
            parser.Parse(block, False)
        return self._sheets

    def _start(self, tag: str, attrs: dict[str, str]) -> None:
        if tag in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
            first, self._column = self._column, self._column + _times(attrs, "columns")
            formula = attrs.get(f"{_TABLE}formula")
            if formula is not None and f"{_OFFICE}value-type" not in attrs:
                columns = range(first, min(self._column, MAX_COLUMNS))
                self._of_row.append((columns, f"={formula.partition('=')[2]}"))  # of:=[.B2]+5
        elif tag == f"{_TABLE}table-row":
            self._first, self._row, self._column = self._row, self._row + _times(attrs, "rows"), 0
        elif tag == f"{_TABLE}table":
            self._sheets.append(SheetMarks())
            self._title, self._row = attrs.get(f"{_TABLE}name", ""), 0

    def _end(self, tag: str) -> None:
        if tag == f"{_TABLE}table-row" and self._of_row:
            found, rows = self._sheets[-1].uncomputed, range(self._first, self._row)
            if len(found) + len(rows) * sum(len(columns) for columns, _ in self._of_row) > _MOST:
                raise too_many_cells(self._name, self._title, self._row, self._column)
            for columns, formula in self._of_row:
                found.update({(row, column): formula for row in rows for column in columns})
            self._of_row = []


def _times(attrs: dict[str, str], what: str) -> int:
    said = attrs.get(f"{_TABLE}number-{what}-repeated", "1")[:9]  # more is too many either way
    return max(1, int(said)) if said.isascii() and said.isdigit() else 1
