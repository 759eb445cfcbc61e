"""From what the user names (workbooks, folders, zips) to single files to read."""

from __future__ import annotations

import hashlib
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from analytics.errors import FileError, Text
from analytics.intake.limits import MAX_FILE_BYTES
from analytics.intake.reader import TEXTS, WORKBOOKS

_READ = (*WORKBOOKS, *TEXTS, ".xlsb")


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read: where it is, and the name under which it is reported."""

    path: Path
    name: str


@contextmanager
def sources(paths: Iterable[Path]) -> Iterator[list[Source]]:
    """All files behind the paths, in the order of their names; a zip is unpacked for as long as this lasts."""
    with tempfile.TemporaryDirectory(prefix="complaints-") as unpacked:
        found: list[Source] = []
        for number, path in enumerate(paths):
            if path.is_dir():
                inside = (p for p in path.rglob("*") if p.is_file() and _wanted(p.relative_to(path)))
                found += [Source(p, str(p)) for p in sorted(inside)]
            elif path.suffix.lower() == ".zip" and path.is_file():
                found += _unzip(path, Path(unpacked) / str(number))
            else:
                found.append(Source(path, str(path)))
        yield found


def _wanted(path: Path) -> bool:
    """Workbooks and tables; not Excel's lock files (~$...), hidden files, or what a Mac packs beside them."""
    return path.suffix.lower() in _READ and not any(part.startswith((".", "~$", "__MACOSX")) for part in path.parts)


def _unzip(path: Path, target: Path) -> list[Source]:
    try:
        with zipfile.ZipFile(path) as archive:
            found = []
            for number, member in enumerate(sorted(archive.infolist(), key=_member_name)):
                name = _member_name(member)
                if member.is_dir() or not _wanted(Path(name)):
                    continue
                # A number in front keeps equal names in different folders apart; never the archive's own path.
                inside = target / str(number) / Path(name).name
                inside.parent.mkdir(parents=True)
                with archive.open(member) as packed, inside.open("wb") as plain:
                    left = MAX_FILE_BYTES
                    while chunk := packed.read(1 << 20):
                        left -= len(chunk)
                        if left < 0:
                            raise too_large(name)
                        plain.write(chunk)
                found.append(Source(inside, f"{path}/{name}"))
            return found
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError) as error:
        raise FileError(
            "unreadable_zip",
            Text(f"压缩包 {path.name} 无法解开:{error}", f"the archive {path.name} cannot be unpacked: {error}"),
            Text("请解压后导入其中的文件", "unpack it and import the files in it"),
        ) from error


def _member_name(member: zipfile.ZipInfo) -> str:
    """Chinese Windows writes names in GBK without saying so; zipfile then reads them as cp437."""
    if member.flag_bits & 0x800:
        return member.filename
    try:
        return member.filename.encode("cp437").decode("gb18030")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return member.filename


def too_large(name: str) -> FileError:
    size = MAX_FILE_BYTES // (1024 * 1024)
    return FileError(
        "file_too_large",
        Text(f"{name} 超过 {size} MB", f"{name} is larger than {size} MB"),
        Text("请按月拆分后导入", "split it by month and import the parts"),
    )


def digest(path: Path) -> str:
    """SHA-256 of a file's bytes: how an import knows a file again."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
