from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from ui.uploads import on_disk, safe_name


@dataclass
class Given:
    name: str
    data: bytes

    def getvalue(self) -> bytes:
        return self.data


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("2016年3月.xlsx", "2016年3月.xlsx"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\x\\台账.xls", "台账.xls"),
        ("..", "upload"),
        ("", "upload"),
        ("a\0b.csv", "ab.csv"),
    ],
)
def test_only_the_own_name_of_a_file_is_kept(given: str, kept: str) -> None:
    assert safe_name(given) == kept


def test_files_keep_their_names_and_are_deleted_afterwards() -> None:
    with on_disk([Given("台账.csv", b"one"), Given("台账.csv", b"two")]) as paths:
        assert [path.name for path in paths] == ["台账.csv", "台账.csv"]
        assert [path.read_bytes() for path in paths] == [b"one", b"two"]
    assert not any(Path(path).exists() for path in paths)


def test_files_are_deleted_when_the_import_fails() -> None:
    kept: list[Path] = []
    with pytest.raises(RuntimeError), on_disk([Given("a.csv", b"x")]) as paths:
        kept += paths
        raise RuntimeError
    assert not kept[0].exists()
