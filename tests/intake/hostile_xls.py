"""An .xls made byte by byte: BIFF8 records in an OLE2 compound file."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.intake.hostile import LOG

_SECTOR, _MINI, _CUTOFF = 512, 64, 4096
_FREE, _END = 0xFFFFFFFF, 0xFFFFFFFE


def ole(streams: Mapping[str, bytes]) -> bytes:
    """A compound file with these streams: large ones in sectors, small ones in the mini stream."""
    sectors: list[bytes] = []
    fat: list[int] = []
    mini_stream, mini_fat = b"", list[int]()
    starts: dict[str, int] = {}

    def put(content: bytes) -> int:
        first = len(sectors)
        blocks = [content[at : at + _SECTOR].ljust(_SECTOR, b"\0") for at in range(0, len(content), _SECTOR)]
        for number, block in enumerate(blocks):
            sectors.append(block)
            fat.append(first + number + 1 if number + 1 < len(blocks) else _END)
        return first if blocks else _END

    for name, content in streams.items():
        if len(content) >= _CUTOFF:
            starts[name] = put(content)
        else:
            starts[name] = len(mini_fat)
            count = -(-len(content) // _MINI)
            mini_fat += [*range(starts[name] + 1, starts[name] + count), _END]
            mini_stream += content.ljust(count * _MINI, b"\0")

    def entry(name: str, kind: int, start: int, size: int, child: int, right: int) -> bytes:
        raw = (name + "\0").encode("utf-16-le")
        return raw.ljust(64, b"\0") + struct.pack(
            "<HBBIII16sIQQIQ", len(raw), kind, 1, _FREE, right, child, b"", 0, 0, 0, start, size
        )

    root_start = put(mini_stream)
    names = list(streams)
    entries = [entry("Root Entry", 5, root_start, len(mini_stream), 1 if names else _FREE, _FREE)]
    for number, name in enumerate(names, 1):
        right = number + 1 if number < len(names) else _FREE
        entries.append(entry(name, 2, starts[name], len(streams[name]), _FREE, right))
    while len(entries) % 4:
        entries.append(bytes(68) + struct.pack("<III", _FREE, _FREE, _FREE) + bytes(48))
    directory = put(b"".join(entries))
    packed = b"".join(struct.pack("<I", value) for value in mini_fat)
    mini_start = put(packed + b"\xff" * (-len(packed) % _SECTOR))
    fat_sectors = 1
    while (len(fat) + fat_sectors) * 4 > fat_sectors * _SECTOR:
        fat_sectors += 1
    first_fat = len(sectors)
    fat += [0xFFFFFFFD] * fat_sectors
    fat += [_FREE] * (fat_sectors * _SECTOR // 4 - len(fat))
    raw_fat = struct.pack(f"<{len(fat)}I", *fat)
    sectors += [raw_fat[at : at + _SECTOR] for at in range(0, len(raw_fat), _SECTOR)]
    header = bytes.fromhex("D0CF11E0A1B11AE1") + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack(
        "<IIIIIIIII", 0, fat_sectors, directory, 0, _CUTOFF, mini_start, len(packed) // _SECTOR + 1, _END, 0
    )
    listed = list(range(first_fat, first_fat + fat_sectors))
    header += struct.pack("<109I", *listed, *[_FREE] * (109 - len(listed)))
    return header + b"".join(sectors)


def _record(kind: int, content: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def biff8(
    sheets: Mapping[str, Sequence[Sequence[str | float | None]]],
    *,
    states: Mapping[str, int] | None = None,
    merges: Sequence[tuple[int, int, int, int]] = (),
    hidden_rows: Sequence[int] = (),
    hidden_columns: Sequence[int] = (),
    date1904: bool = False,
    first_row: int = 0,
    first_column: int = 0,
) -> bytes:
    """The Workbook stream. Numbers are written as dates with a time. merges and what is hidden: of every sheet."""
    texts = list(dict.fromkeys(c for rows in sheets.values() for row in rows for c in row if isinstance(c, str)))
    strings = b"".join(struct.pack("<HB", len(text), 1) + text.encode("utf-16-le") for text in texts)
    bodies = []
    for rows in sheets.values():
        body = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 6))
        body += b"".join(_record(0x007D, struct.pack("<HHHHHH", c, c, 2000, 0, 1, 0)) for c in hidden_columns)
        height, width = first_row + len(rows), first_column + max(map(len, rows), default=0)
        body += _record(0x0200, struct.pack("<IIHHH", first_row, height, first_column, width, 0))
        for number in range(first_row, height):
            flags = 0x0120 if number in hidden_rows else 0x0100
            body += _record(0x0208, struct.pack("<HHHHHHHH", number, 0, width, 255, 0, 0, flags, 15))
        for number, row in enumerate(rows, first_row):
            for column, value in enumerate(row, first_column):
                if isinstance(value, str):
                    body += _record(0x00FD, struct.pack("<HHHI", number, column, 0, texts.index(value)))
                elif value is not None:
                    body += _record(0x0203, struct.pack("<HHHd", number, column, 1, value))
        if merges:
            ranges = b"".join(struct.pack("<HHHH", top, bottom, left, right) for top, left, bottom, right in merges)
            body += _record(0x00E5, struct.pack("<H", len(merges)) + ranges)
        bodies.append(body + _record(0x000A))

    def globals_with(offsets: Sequence[int]) -> bytes:
        stream = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 6))
        stream += _record(0x0042, struct.pack("<H", 1200)) + _record(0x0022, struct.pack("<H", date1904))
        for number_format in (0, 22):
            stream += _record(0x00E0, struct.pack("<HHHHIIHH", 0, number_format, 0, 0, 0, 0, 0, 0)[:20])
        for name, offset in zip(sheets, offsets, strict=True):
            state = states.get(name, 0) if states else 0
            title = struct.pack("<BB", len(name), 1) + name.encode("utf-16-le")
            stream += _record(0x0085, struct.pack("<IBB", offset, state, 0) + title)
        stream += _record(0x00FC, struct.pack("<II", len(texts), len(texts)) + strings)
        return stream + _record(0x000A)

    start, offsets = len(globals_with([0] * len(sheets))), []
    for body in bodies:
        offsets.append(start)
        start += len(body)
    return globals_with(offsets) + b"".join(bodies)


def log_xls(path: Path) -> Path:
    path.write_bytes(ole({"Workbook": biff8({"2016年3月": LOG})}))
    return path
