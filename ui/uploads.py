"""Uploaded files on their way to the engine: on disk for as long as the import lasts, under their own names."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path, PureWindowsPath
from typing import Protocol

# .et is what WPS calls an .xls. An .xlsb is let in so that the refusal says what to do.
ACCEPTED = ("xlsx", "xlsm", "xls", "et", "xlsb", "ods", "csv", "tsv", "zip")


class Upload(Protocol):
    """What Streamlit hands over: a name the browser gave, and the bytes."""

    name: str

    def getvalue(self) -> bytes: ...


def safe_name(name: str) -> str:
    """The file's own name without any folder; a browser can send what it likes."""
    own = PureWindowsPath(name.replace("\0", "")).name.strip()
    return own if own.strip(".") else "upload"


@contextmanager
def on_disk(uploads: Sequence[Upload]) -> Iterator[list[Path]]:
    """The files in a temporary folder, each in one of its own so that equal names do not meet; deleted at the end."""
    with tempfile.TemporaryDirectory(prefix="complaints-upload-") as folder:
        paths = []
        for number, upload in enumerate(uploads):
            path = Path(folder) / str(number) / safe_name(upload.name)
            path.parent.mkdir()
            path.write_bytes(upload.getvalue())
            paths.append(path)
        yield paths
