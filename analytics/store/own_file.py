"""The database's file: opened by the engine; whether it is still there, and whether another was copied over it."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from io import FileIO
from pathlib import Path
from shutil import disk_usage

import duckdb

# Written so that the previous DuckDB line (1.5, which offline sites run) can open the file as well.
STORAGE_VERSION = "v1.5.0"
# How far the log of changes may grow before it is worked into the file. The engine's own 16 MB are reached twice in
# an import of three years of logs, and each time all that is there is compressed again.
CHECKPOINT_AT = "64MB"
_CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "storage_compatibility_version": STORAGE_VERSION,
    "checkpoint_threshold": CHECKPOINT_AT,
}
# The engine's headers: which database this is, and which of its checkpoints. Every other file has others.
_HEADERS = 3 * 4096
_ROOM = 2 * 2**26  # bytes: twice a log of changes at its longest


def connected(path: Path) -> tuple[duckdb.DuckDBPyConnection, Path | None]:
    """The engine on this file, and where the log of changes that lay beside it is now, if it is not this file's.

    A file that was copied over another leaves that one's log: nothing of it can be worked into this file.
    """
    try:
        return duckdb.connect(str(path), config=_CONFIG), None
    except duckdb.IOException as error:
        if "WAL" not in str(error) or "does not match" not in str(error):
            raise
    aside = path.with_name(f"{path.name}.wal.{datetime.now():%Y%m%d-%H%M%S}")
    log_of(path).replace(aside)
    return duckdb.connect(str(path), config=_CONFIG), aside


def log_of(path: Path) -> Path:
    return path.with_name(f"{path.name}.wal")


class OwnFile:
    """The file of an open database. Nobody but this process may write into it while it is open.

    A copy over it keeps its name and number: what the engine then reads or writes is a mixture of two databases. Size
    and time of the last change tell that something was written, the headers whether it was the engine.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.number = path.stat().st_ino
        self._reader: FileIO | None = None
        # Kept open: closing any reader of a file gives up the locks that this process has on it (POSIX), the engine's.
        with suppress(PermissionError):  # Windows lets nobody in, and so nobody overwrites it
            self._reader = path.open("rb", buffering=0)
        self.note()

    def note(self) -> None:
        """As it is now it is this process's own: to be called after every write of the engine."""
        with suppress(OSError):  # where it is gone, `there` says so
            self._stamp = self._stamp_now()
            self._headers = self._headers_now()

    @property
    def there(self) -> bool:
        """Whether its name still leads to it."""
        try:
            return self.path.stat().st_ino == self.number
        except OSError:
            return False

    @property
    def as_left(self) -> bool:
        """Whether it is there and nothing was written into it since it was noted: one question of the file system."""
        try:
            found = self.path.stat()
        except OSError:
            return False
        return (found.st_ino, found.st_size, found.st_mtime_ns) == (self.number, *self._stamp)

    @property
    def overwritten(self) -> bool:
        """Whether it is there and holds what another program wrote. Not to be asked while the engine writes."""
        if self._reader is None or self.as_left or not self.there:
            return False
        size, _ = self._stamp_now()
        if size < self._stamp[0] or self._headers_now() != self._headers:
            return True
        self.note()  # touched, or blocks of a transaction that was undone
        return False

    @property
    def has_room(self) -> bool:
        """Whether the disk has room for it twice over. A checkpoint without room shuts the database."""
        try:
            return disk_usage(self.path.parent).free > self._stamp[0] + _ROOM
        except OSError:
            return False

    def _stamp_now(self) -> tuple[int, int]:
        found = self.path.stat()
        return found.st_size, found.st_mtime_ns

    def _headers_now(self) -> bytes:
        if self._reader is None:
            return b""
        self._reader.seek(0)
        return self._reader.read(_HEADERS)

    def close(self) -> None:
        """After the engine has let go of it."""
        if self._reader is not None:
            self._reader.close()
            self._reader = None
