"""The names and contents of the streams in an OLE2 compound file: .xls, and workbooks with a password.

Only what is needed to tell such files apart and to read their workbook stream ([MS-CFB], 2.1 to 2.6).
Every chain is followed within the bounds of the file, so a file made to loop ends in a clear error.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

SIGNATURE = bytes.fromhex("D0CF11E0A1B11AE1")
_END_OF_CHAIN = 0xFFFFFFFE
_HEADER_FAT_ENTRIES = 109
_ENTRY_BYTES = 128
_STREAM, _ROOT = 2, 5


class BrokenOle(ValueError):
    """The file starts as a compound file and does not go on as one."""


@dataclass(frozen=True, slots=True)
class _Entry:
    start: int
    size: int


class OleFile:
    """A compound file held in memory. `names` are its streams and storages, as written."""

    def __init__(self, data: bytes) -> None:
        try:
            self._open(data)
        except (struct.error, IndexError) as error:
            raise BrokenOle(str(error)) from error

    def _open(self, data: bytes) -> None:
        if not data.startswith(SIGNATURE):
            raise BrokenOle("no compound file")
        sector_shift, mini_shift = struct.unpack_from("<HH", data, 30)
        if sector_shift not in (9, 12) or mini_shift != 6:
            raise BrokenOle("unusual sector sizes")
        self._data, self._sector, self._mini = data, 1 << sector_shift, 1 << mini_shift
        directory, self._cutoff, mini_fat, _, difat = struct.unpack_from("<I4xIIII", data, 48)
        self._fat = self._read_fat(difat)
        self._entries: dict[str, _Entry] = {}
        self.names: list[str] = []
        root = _Entry(_END_OF_CHAIN, 0)
        raw = self._chain(directory)
        for place in range(0, len(raw) - _ENTRY_BYTES + 1, _ENTRY_BYTES):
            length, kind = struct.unpack_from("<HB", raw, place + 64)
            start, size = struct.unpack_from("<II", raw, place + 116)
            if kind == 0:
                continue
            name = raw[place : place + max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
            self.names.append(name)
            if kind == _ROOT:
                root = _Entry(start, size)
            elif kind == _STREAM:
                self._entries.setdefault(name, _Entry(start, size))
        self._mini_stream = self._chain(root.start)[: root.size]
        packed = self._chain(mini_fat)
        self._mini_fat = struct.unpack(f"<{len(packed) // 4}I", packed[: len(packed) // 4 * 4])

    def stream(self, name: str) -> bytes:
        """The bytes of a stream. Raises BrokenOle when it is absent or cut short."""
        entry = self._entries.get(name)
        if entry is None:
            raise BrokenOle(f"no stream {name}")
        if entry.size < self._cutoff:
            content = self._follow(entry.start, self._mini_fat, self._mini, self._mini_stream, 0)
        else:
            content = self._chain(entry.start)
        if len(content) < entry.size:
            raise BrokenOle(f"stream {name} is cut short")
        return content[: entry.size]

    def _read_fat(self, difat: int) -> tuple[int, ...]:
        sectors = list(struct.unpack_from(f"<{_HEADER_FAT_ENTRIES}I", self._data, 76))
        per_sector = self._sector // 4
        for _ in range(len(self._data) // self._sector):
            if difat >= _END_OF_CHAIN:
                break
            entries = struct.unpack_from(f"<{per_sector}I", self._data, (difat + 1) * self._sector)
            sectors += entries[:-1]
            difat = entries[-1]
        fat: list[int] = []
        for sector in sectors:
            if sector < 0xFFFFFFFA:
                fat += struct.unpack_from(f"<{per_sector}I", self._data, (sector + 1) * self._sector)
        return tuple(fat)

    def _chain(self, start: int) -> bytes:
        return self._follow(start, self._fat, self._sector, self._data, 1)

    def _follow(self, sector: int, fat: tuple[int, ...], size: int, data: bytes, ahead: int) -> bytes:
        """The sectors of a chain, joined. ahead: sectors of the file before sector 0 (its header)."""
        parts: list[bytes] = []
        for _ in range(len(fat) + 1):
            if sector >= 0xFFFFFFFA:
                return b"".join(parts)
            if sector >= len(fat):
                raise BrokenOle("a chain leaves the file")
            parts.append(data[(sector + ahead) * size : (sector + ahead + 1) * size])
            sector = fat[sector]
        raise BrokenOle("a chain runs in a circle")
