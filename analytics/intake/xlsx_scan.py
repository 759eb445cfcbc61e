"""What the workbook parser does not tell of an .xlsx: merges, hidden rows and columns, formulas without a result,
the 1904 calendar.

The sheet's XML is searched as bytes, not parsed: it is read once more from the zip, block by block. That also
compares every part's checksum, which the parser does not: a byte turned over on the way is a damaged file, not
another figure. Links to other files and macros are parts that nothing here or in the parser opens.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from pathlib import PurePosixPath
from xml.parsers import expat

from analytics.errors import FileError, Text
from analytics.intake.archive import blocks, read_part
from analytics.intake.limits import MAX_CELLS, MAX_COLUMNS, MAX_MERGES, SCAN_FIRST_BYTES
from analytics.intake.sheet import Merge, SheetMarks, as_ranges, too_many_cells
from analytics.intake.spreadsheetml import refuse_entities, xml_entities

_TAG = rb"<(?:\w+:)?"
_REF = re.compile(rb"\bref\s*=\s*[\"']\$?([A-Z]{1,3})\$?(\d{1,7}):\$?([A-Z]{1,3})\$?(\d{1,7})[\"']")
_MERGE = re.compile(rb"mergeCell\s[^>]{0,300}>")
_DIMENSION = re.compile(_TAG + rb"dimension\s[^>]*>")
_HIDDEN = re.compile(rb"\bhidden\s*=\s*[\"'](?:1|true)[\"']")
_ROW_OR_COLUMN = re.compile(_TAG + rb"(row|col)\s")
_NUMBER = {key: re.compile(rb"\b" + key + rb"\s*=\s*[\"'](\d{1,7})[\"']") for key in (b"r", b"min", b"max")}
# A cell with something in it: not <c .../>, not <c ...></c>.
_FILLED = re.compile(
    _TAG + rb"c\s(?:[^>]{0,300}\s)?r\s*=\s*[\"']([A-Z]{1,7})(\d{1,10})[\"'](?:[^>]{0,300}[^>/])?>(?!</)"
)
_BEYOND_XFD = re.compile(rb"r=[\"'][A-Z]{4}")
_LAST_ROW = re.compile(rb"<row [^>]{0,300}?\br=[\"'](\d{1,10})")
_LONGEST_TAG = 4096
_LONGEST_CELL = 4 * _LONGEST_TAG
_FORMULA = re.compile(rb"f>")  # </f>, </x:f>; one without it, <f si="0"/>, shares that of a cell before it
# A cell with a formula and no value: software wrote it, and nothing has calculated it since.
_UNCOMPUTED = re.compile(
    _TAG + rb"c\s([^>]{0,300})>\s*" + _TAG + rb"f(?:\s[^>]{0,300})?(?:/>|>([^<]*)</(?:\w+:)?f>)\s*"
    rb"(?:<(?:\w+:)?v(?:\s[^>]{0,50})?(?:/>|>\s*</(?:\w+:)?v>)\s*)?</(?:\w+:)?c>"
)
_PLACE = re.compile(rb"\br\s*=\s*[\"']([A-Z]{1,3})(\d{1,7})[\"']")
_TEXT_RESULT = re.compile(rb"\bt\s*=\s*[\"']str[\"']")  # without a value: an empty text


@dataclass(slots=True)
class WorkbookParts:
    """The part that holds each sheet, by the sheet's name, and the workbook's calendar."""

    sheets: dict[str, str]
    date1904: bool = False
    others: list[str] = field(default_factory=list)  # what else the parser reads


def workbook_parts(archive: zipfile.ZipFile, name: str) -> WorkbookParts:
    """Follow the workbook's own list of sheets. Raises FileError(xml_entities), BadZipFile, ExpatError."""
    parts = {member.filename.lower(): member.filename for member in archive.infolist()}
    book = parts.get("xl/workbook.xml", "xl/workbook.xml")
    folder = PurePosixPath(book)
    relations = f"{folder.parent}/_rels/{folder.name}.rels"
    targets: dict[str, str] = {}
    for tag, attrs in _elements(read_part(archive, parts.get(relations.lower(), relations)), name):
        if tag == "Relationship" and attrs.get("TargetMode") != "External":
            target = attrs.get("Target", "").replace("\\", "/")
            full = target.lstrip("/") if target.startswith("/") else posixpath.join("xl", target)
            targets[attrs.get("Id", "")] = parts.get(posixpath.normpath(full).lower(), "")
    found = WorkbookParts({})
    for tag, attrs in _elements(read_part(archive, book), name):
        if tag == "sheet":
            relation = next((value for key, value in attrs.items() if key.endswith(" id")), "")
            if targets.get(relation):
                found.sheets[attrs.get("name", "")] = targets[relation]
        elif tag == "workbookPr":
            found.date1904 = attrs.get("date1904") in ("1", "true")
    found.others = [parts[part] for part in ("xl/sharedstrings.xml", "xl/styles.xml") if part in parts]
    return found


def _elements(xml: bytes | None, name: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Every element of a small part with its attributes, without its namespace."""
    found: list[tuple[str, dict[str, str]]] = []
    parser = expat.ParserCreate(namespace_separator=" ")
    refuse_entities(parser, name)
    parser.StartElementHandler = lambda tag, attrs: found.append((tag.rpartition(" ")[2], attrs))
    if xml:
        parser.Parse(xml, True)
    yield from found


def check_part(archive: zipfile.ZipFile, part: str, name: str) -> None:
    """Read a part to its end for its checksum. Raises BadZipFile, FileError(xml_entities)."""
    for number, block in enumerate(blocks(archive, part)):
        if number == 0:
            _refuse_doctype(block, name)


def _refuse_doctype(start: bytes, name: str) -> None:
    # The parser expands no entity and would stop at one with an error of its own; this one says why.
    if b"<!DOCTYPE" in start[:_LONGEST_TAG]:
        raise xml_entities(name)


def is_small(archive: zipfile.ZipFile, part: str) -> bool:
    return archive.getinfo(part).file_size <= SCAN_FIRST_BYTES


def scan_sheet(archive: zipfile.ZipFile, part: str, file_name: str, sheet_name: str) -> SheetMarks:
    """Merges, what is hidden, formulas without a result. Raises FileError(too_many_cells, too_many_merges), BadZipFile.

    The parser lays a sheet out as one rectangle, so two cells in far corners would take all memory there is.
    A small sheet is therefore measured here first.
    """
    marks = SheetMarks()
    hidden_rows: list[int] = []
    hidden_columns: list[int] = []
    rest = begun = b""
    formulas = False
    small = is_small(archive, part)
    whole: list[bytes] = []
    for number, block in enumerate(blocks(archive, part)):
        if number == 0:
            _refuse_doctype(block, file_name)
        if small:
            whole.append(block)
        text = rest + block
        end = text.rfind(b">") + 1
        rest = text[max(end, len(text) - _LONGEST_TAG) :]
        text = text[:end]
        # Looking for a word first costs next to nothing, and most blocks hold neither.
        if b"hidden" in text:
            _add_hidden(hidden_rows, hidden_columns, text)
        if b"mergeCell " in text:
            _add_merges(marks.merges, text, file_name, sheet_name)
        formulas = formulas or _FORMULA.search(text) is not None
        if formulas:
            _add_uncomputed(marks.uncomputed, begun + text)
        last = text[-_LONGEST_CELL:]
        begun = last[max(last.rfind(b"<c "), last.rfind(b":c "), 0) :]  # a cell that ends in the next block
    if small:
        _measure(b"".join(whole), file_name, sheet_name)
    marks.hidden_rows, marks.hidden_columns = as_ranges(hidden_rows), as_ranges(hidden_columns)
    return marks


def _add_hidden(rows: list[int], columns: list[int], text: bytes) -> None:
    for word in _HIDDEN.finditer(text):
        begin = text.rfind(b"<", max(0, word.start() - _LONGEST_TAG), word.start())
        element = _ROW_OR_COLUMN.match(text, begin) if begin >= 0 else None
        if element is None:
            continue  # the word stands in a cell's text, or in an element that is neither
        tag = text[begin : text.find(b">", word.end())]
        place = {key: int(found[1]) for key, pattern in _NUMBER.items() if (found := pattern.search(tag))}
        if element[1] == b"row" and b"r" in place:
            rows.append(place[b"r"] - 1)
        elif element[1] == b"col" and {b"min", b"max"} <= place.keys():
            columns += range(place[b"min"] - 1, min(place[b"max"], MAX_COLUMNS))


def _add_merges(merges: list[Merge], text: bytes, file_name: str, sheet_name: str) -> None:
    for tag in _MERGE.finditer(text):
        ref = _REF.search(tag[0])
        if ref:
            first, last = (int(ref[2]) - 1, column_index(ref[1])), (int(ref[4]) - 1, column_index(ref[3]))
            merges.append((*first, *last))
    if len(merges) > MAX_MERGES:
        raise FileError(
            "too_many_merges",
            Text(
                f"{file_name} 工作表“{sheet_name}”有超过 {MAX_MERGES:,} 处合并单元格",
                f"{file_name}, sheet {sheet_name!r}: more than {MAX_MERGES:,} merged ranges",
            ),
            Text("请全选后取消合并单元格,再另存", "select all, unmerge the cells and save it again"),
        )


def _add_uncomputed(found: dict[tuple[int, int], str], text: bytes) -> None:
    for cell in _UNCOMPUTED.finditer(text):
        place = _PLACE.search(cell[1])
        if place and not _TEXT_RESULT.search(cell[1]):
            formula = unescape((cell[2] or b"")[:_LONGEST_TAG].decode("utf-8", "replace"))
            found[int(place[2]) - 1, column_index(place[1])] = f"={formula}"


def _measure(xml: bytes, file_name: str, sheet_name: str) -> None:
    """Refuse a sheet whose filled cells span too large a rectangle, whatever it declares."""
    declared = _DIMENSION.search(xml[:_LONGEST_TAG])
    ref = _REF.search(declared[0]) if declared else None
    last_row = xml.rfind(b"<row ")
    row = _LAST_ROW.match(xml, last_row) if last_row >= 0 else None
    if row and not _BEYOND_XFD.search(xml):
        rows = int(row[1])
        if ref and rows <= int(ref[4]) and int(ref[4]) * (column_index(ref[3]) + 1) <= MAX_CELLS:
            return
        if rows * MAX_COLUMNS <= MAX_CELLS:
            return
    rows = columns = 0
    for cell in _FILLED.finditer(xml):
        rows, columns = max(rows, int(cell[2])), max(columns, column_index(cell[1]) + 1)
    if rows * columns > MAX_CELLS or columns > MAX_COLUMNS:
        raise too_many_cells(file_name, sheet_name, rows, columns)


def column_index(letters: bytes) -> int:
    """A is 0, AA is 26."""
    index = 0
    for letter in letters:
        index = index * 26 + letter - ord("A") + 1
    return index - 1
