"""Reading a file back in a test: its cells, or why it was refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from analytics.errors import FileError
from analytics.intake.reader import read_file


def cells(path: Path, sheet: int = 0) -> list[list[str | None]]:
    table = list(read_file(path))[sheet]
    return [table.row(row) for row in range(table.height)]


def refused(path: Path) -> FileError:
    with pytest.raises(FileError) as caught:
        list(read_file(path))
    # What to do stands in both languages, and the file is named.
    assert caught.value.remedy.zh and caught.value.remedy.en and path.name in caught.value.message.zh
    return caught.value


def wrote(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return path
