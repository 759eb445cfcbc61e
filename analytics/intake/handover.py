"""How a child process hands over what it read: a small pickle, large tables beside it as Arrow.

The child has handled a file that may be hostile, so the parent takes from it only data of known classes: a
pickle that asks for anything else is refused. Large tables are written to a file once and mapped by the parent,
so that they are never held twice.
"""

from __future__ import annotations

import builtins
import copyreg
import datetime
import importlib
import io
import pickle
import struct
import sys
from pathlib import Path
from typing import IO, Any

import pyarrow as pa

# In front of an answer: its length, and whether it is the last one of the process.
ANSWER = struct.Struct(">Q?")

# Below this a table travels in the pipe with the rest.
_BESIDE_BYTES = 1 << 20
_BUILTINS = {"set", "frozenset", "range", "complex", "bytearray", "slice"}
_ROOMS = ("analytics.errors", "analytics.vocabulary", "analytics.intake.")


def pack(found: Any, beside: Path) -> bytes:
    """What was read, as bytes. Large tables go to the file `beside`, which is only written when there are any."""
    out = io.BytesIO()
    packer = _Packer(out, beside)
    try:
        packer.dump(found)
    finally:
        packer.close()
    return out.getvalue()


def unpack(data: bytes, beside: Path) -> Any:
    """The same again. `beside` is gone afterwards. Raises UnpicklingError for what is not data of ours."""
    unpacker = _Unpacker(io.BytesIO(data), beside)
    try:
        return unpacker.load()
    finally:
        unpacker.close()


class _Packer(pickle.Pickler):
    def __init__(self, out: IO[bytes], beside: Path) -> None:
        super().__init__(out, protocol=5)
        self._path = beside
        self._file: pa.OSFile | None = None

    def persistent_id(self, value: Any) -> Any:
        if not isinstance(value, pa.Table):
            return None
        if value.nbytes < _BESIDE_BYTES:
            inside = pa.BufferOutputStream()
            _write(value, inside)
            return ("inside", inside.getvalue().to_pybytes())
        if self._file is None:
            self._file = pa.OSFile(str(self._path), "wb")
        start = self._file.tell()
        _write(value, self._file)
        return ("beside", start)

    def close(self) -> None:
        if self._file is not None:
            self._file.close()


class _Unpacker(pickle.Unpickler):
    def __init__(self, data: IO[bytes], beside: Path) -> None:
        super().__init__(data)
        self._path = beside
        self._file: Any = None

    def persistent_load(self, key: Any) -> pa.Table:
        where, what = key
        if where == "inside":
            return pa.ipc.open_stream(what).read_all()
        if self._file is None:
            # Windows cannot remove a file that is mapped: there it is read into memory.
            open_file = pa.OSFile if sys.platform == "win32" else pa.memory_map
            self._file = open_file(str(self._path), "rb" if sys.platform == "win32" else "r")
        self._file.seek(what)
        return pa.ipc.open_stream(self._file).read_all()

    def find_class(self, module: str, name: str) -> Any:
        if module == "builtins" and name in _BUILTINS:
            return getattr(builtins, name)
        if module == "datetime":
            return getattr(datetime, name)
        if (module, name) == ("copyreg", "_reconstructor"):
            return copyreg._reconstructor  # type: ignore[attr-defined]
        if module.startswith(_ROOMS) and "." not in name:
            found = getattr(importlib.import_module(module), name, None)
            if isinstance(found, type):
                return found
        raise pickle.UnpicklingError(f"{module}.{name} is no part of what is read from a file")

    def close(self) -> None:
        if self._file is not None:
            self._file.close()
        # A mapped file lives on, nameless, until the last table of it is gone.
        self._path.unlink(missing_ok=True)


def _write(table: pa.Table, sink: Any) -> None:
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
