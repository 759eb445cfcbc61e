"""What the workbook parser does not tell of an .xls: merges, hidden rows and columns, the 1904 calendar.

The workbook stream is a row of records; the few that matter are picked out ([MS-XLS] 2.4: BoundSheet8, Date1904,
Row, ColInfo, MergeCells). Excel 95 and earlier have no merges.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from analytics.intake.limits import MAX_MERGES
from analytics.intake.ole import BrokenOle, OleFile
from analytics.intake.sheet import Merge, SheetMarks, as_ranges

_BOF, _EOF = 0x0809, 0x000A
_BOUND_SHEET, _DATE_1904 = 0x0085, 0x0022
_ROW, _COLUMNS, _MERGES = 0x0208, 0x007D, 0x00E5
_HEAD = struct.Struct("<HH")
XLS_COLUMNS = 256  # more there cannot be in this format


@dataclass(slots=True)
class XlsMarks:
    sheets: list[SheetMarks] = field(default_factory=list)  # in the order of the workbook
    date1904: bool = False


def scan_xls(data: bytes) -> XlsMarks:
    """Best effort: a workbook that is not as described says nothing. The parser decides whether it can be read."""
    found = XlsMarks()
    try:
        ole = OleFile(data)
        stream = ole.stream(next(name for name in ole.names if name.lower() == "workbook"))
        starts = []
        for kind, at, length in _records(stream, 0):
            if kind == _DATE_1904 and length >= 2:
                found.date1904 = stream[at] == 1
            elif kind == _BOUND_SHEET:
                starts.append(struct.unpack_from("<I", stream, at)[0])
        found.sheets = [_sheet(stream, start) for start in starts]
    except (BrokenOle, StopIteration, struct.error, IndexError):
        return XlsMarks()
    return found


def _sheet(stream: bytes, start: int) -> SheetMarks:
    hidden_rows: list[int] = []
    hidden_columns: list[int] = []
    merges: list[Merge] = []
    for kind, at, length in _records(stream, start):
        if kind == _ROW:
            row, flags = struct.unpack_from("<H10xH", stream, at)
            if flags & 0x20:
                hidden_rows.append(row)
        elif kind == _COLUMNS:
            first, last, flags = struct.unpack_from("<HH4xH", stream, at)
            if flags & 1:
                hidden_columns += range(first, min(last + 1, XLS_COLUMNS))
        elif kind == _MERGES and len(merges) < MAX_MERGES:
            for top, bottom, left, right in struct.iter_unpack(
                "<HHHH", stream[at + 2 : at + 2 + (length - 2) // 8 * 8]
            ):
                merges.append((top, left, bottom, right))
    return SheetMarks(merges, as_ranges(hidden_rows), as_ranges(hidden_columns))


def _records(stream: bytes, at: int) -> Iterator[tuple[int, int, int]]:
    """Kind, place and length of each record of the part that begins here; charts inside it are passed over."""
    depth = 0
    wanted = (_BOUND_SHEET, _DATE_1904, _ROW, _COLUMNS, _MERGES)
    while at + 4 <= len(stream):
        kind, length = _HEAD.unpack_from(stream, at)
        at += 4
        if kind == _BOF:
            depth += 1
        elif kind == _EOF:
            depth -= 1
            if depth <= 0:
                return
        elif depth == 1 and kind in wanted:
            yield kind, at, length
        at += length
