"""XML Spreadsheet 2003: a workbook as one XML file, mostly found under the name .xls.

Cells come out as the text that the same cell of an .xlsx gives. Formulas are passed over, their last result is
read. A file that defines entities is refused: no program that saves a table writes one, and they are how a
small file is made to grow without bound or to pull in another.
"""

from __future__ import annotations

import re
from pathlib import Path
from xml.parsers import expat

from analytics.errors import FileError, Text
from analytics.intake.archive import damaged
from analytics.intake.encodings import decode
from analytics.intake.limits import MAX_COLUMNS, MAX_MERGES, MAX_ROWS
from analytics.intake.sheet import Grid, Merge, Sheet, too_many_cells

_SPREADSHEET = "urn:schemas-microsoft-com:office:spreadsheet"
_EXCEL = "urn:schemas-microsoft-com:office:excel"
_DECLARED = re.compile(r"^\s*<\?xml[^>]*\?>")
_ENCODING = re.compile(rb"encoding\s*=\s*[\"']([\w-]+)")
_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(?:\.\d+)?")


def read_spreadsheetml(path: Path, name: str) -> list[Sheet]:
    """All sheets of the workbook. Raises FileError (damaged_file, xml_entities, too_many_cells, ...)."""
    raw = path.read_bytes()
    declared = _ENCODING.search(raw[:200].replace(b"\x00", b""))
    text = decode(raw, name, declared[1].decode("ascii") if declared else "utf-8")
    book = _Book(name)
    try:
        # Decoded here, strictly; what the file says of its encoding no longer holds.
        book.parser.Parse(_DECLARED.sub("", text, count=1).encode("utf-8"), True)
    except expat.ExpatError as error:
        raise damaged(name) from error
    return book.sheets


def refuse_entities(parser: expat.XMLParserType, name: str) -> None:
    """Make a parser raise FileError(xml_entities) at the first sign of a document type."""

    def refuse(*_: object) -> None:
        raise xml_entities(name)

    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse


def xml_entities(name: str) -> FileError:
    return FileError(
        "xml_entities",
        Text(f"{name} 含有 XML 实体定义,正常的表格不会有", f"{name} defines XML entities; no honest table does"),
        Text("请在 Excel 中打开核对后另存为 .xlsx", "look at it in Excel and save it as .xlsx"),
    )


class _Book:
    """Follows the elements of the file; a sheet is done at its end tag."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.sheets: list[Sheet] = []
        self.parser = expat.ParserCreate("utf-8", namespace_separator=" ")
        refuse_entities(self.parser, name)
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self._date1904 = False
        self._grid = Grid(name, "")
        self._pieces: list[str] | None = None
        self._new_sheet("")

    def _new_sheet(self, title: str) -> None:
        self._grid = Grid(self.name, title)
        self._visible = True
        self._merges: list[Merge] = []
        self._hidden_rows: list[int] = []
        self._hidden_columns: list[int] = []
        self._column = 0
        self._row: list[str | None] = []
        self._kind = "String"

    def _start(self, tag: str, attrs: dict[str, str]) -> None:
        space, _, element = tag.rpartition(" ")
        if space == _EXCEL:
            if element in ("Visible", "Date1904"):
                self._pieces = []
            return
        if space != _SPREADSHEET:
            return
        if element == "Worksheet":
            self._new_sheet(attrs.get(f"{_SPREADSHEET} Name", ""))
        elif element == "Column":
            first = self._number(attrs, "Index", self._column + 1) - 1
            last = first + self._number(attrs, "Span", 0)
            if attrs.get(f"{_SPREADSHEET} Hidden") == "1" and last < MAX_COLUMNS:
                self._hidden_columns += range(first, last + 1)
            self._column = last + 1
        elif element == "Row":
            self._start_row(attrs)
        elif element == "Cell":
            self._start_cell(attrs)
        elif element == "Data":
            self._kind = attrs.get(f"{_SPREADSHEET} Type", "String")
            self._pieces = []

    def _start_row(self, attrs: dict[str, str]) -> None:
        here = self._number(attrs, "Index", self._grid.height + 1) - 1
        if here >= MAX_ROWS:
            raise too_many_cells(self.name, self._grid.sheet_name, here + 1, 1)
        if here < self._grid.height:
            raise damaged(self.name)
        while self._grid.height < here:
            self._grid.add([])
        if attrs.get(f"{_SPREADSHEET} Hidden") == "1":
            self._hidden_rows.append(self._grid.height)
        self._row = []

    def _start_cell(self, attrs: dict[str, str]) -> None:
        here = self._number(attrs, "Index", len(self._row) + 1) - 1
        down, across = self._number(attrs, "MergeDown", 0), self._number(attrs, "MergeAcross", 0)
        if here + across >= MAX_COLUMNS:
            raise too_many_cells(self.name, self._grid.sheet_name, self._grid.height + 1, here + across + 1)
        if here < len(self._row):
            raise damaged(self.name)
        self._row += [None] * (here + 1 - len(self._row))
        if (down or across) and len(self._merges) < MAX_MERGES:
            row = self._grid.height
            self._merges.append((row, here, row + down, here + across))
        self._across = across

    def _end(self, tag: str) -> None:
        space, _, element = tag.rpartition(" ")
        if space == _EXCEL and element == "Date1904":
            self._date1904 = True
        elif space == _EXCEL and element == "Visible":
            self._visible = "Hidden" not in "".join(self._pieces or [])
        elif space == _SPREADSHEET and element == "Data" and self._row:
            self._row[-1] = self._shown("".join(self._pieces or []))
        elif space == _SPREADSHEET and element == "Cell":
            self._row += [None] * self._across
        elif space == _SPREADSHEET and element == "Row":
            self._grid.add(self._row)
        elif space == _SPREADSHEET and element == "Worksheet":
            self.sheets.append(
                self._grid.sheet(
                    visible=self._visible,
                    merges=self._merges,
                    hidden_rows=self._hidden_rows,
                    hidden_columns=self._hidden_columns,
                    date1904=self._date1904,
                )
            )
        if element in ("Data", "Visible", "Date1904"):
            self._pieces = None

    def _text(self, data: str) -> None:
        if self._pieces is not None:
            self._pieces.append(data)

    def _shown(self, text: str) -> str:
        if self._kind == "DateTime":
            moment = _MOMENT.fullmatch(text.strip())
            return f"{moment[1]} {moment[2]}" if moment else text
        if self._kind == "Boolean":
            return "true" if text.strip() == "1" else "false"
        return text

    def _number(self, attrs: dict[str, str], key: str, default: int) -> int:
        text = attrs.get(f"{_SPREADSHEET} {key}")
        if text is None:
            return default
        if not re.fullmatch(r"\d{1,7}", text):
            raise damaged(self.name)
        return max(int(text), 1 if key == "Index" else 0)
