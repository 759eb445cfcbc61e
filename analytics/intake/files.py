"""From what the user names (workbooks, folders, zips) to single files to read."""

from __future__ import annotations

import hashlib
import os
import shutil
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path, PurePath, PurePosixPath

from analytics.errors import FileError, Text
from analytics.intake.archive import blocks, open_zip
from analytics.intake.limits import MAX_FILE_BYTES, MAX_FOLDER_DEPTH
from analytics.intake.scratch import scratch_folder
from analytics.intake.sniff import too_large

__all__ = ["Source", "digest", "sources", "too_large"]

# Taken out of a folder or an archive. What is there and cannot be read (.xlsb, a zip in a zip) is taken as well:
# to pass over a log without a word would be to lose it.
_TAKEN = (".xlsx", ".xlsm", ".xls", ".et", ".ods", ".csv", ".tsv", ".xlsb", ".zip")


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read: where it is, and the name under which it is reported.

    fault: why it cannot be read, where finding it already showed that; then there may be nothing at `path`.
    kept: its name in the store, from the file or folder that was given on: wherever that lay. "": as reported.
    """

    path: Path
    name: str
    fault: FileError | None = None
    kept: str = ""


@contextmanager
def sources(paths: Iterable[Path]) -> Iterator[list[Source]]:
    """All files behind the paths, in the order of their names; a zip is unpacked for as long as this lasts.

    Zips are unpacked one level deep. Nothing raises: a folder or zip that cannot be opened is a Source with a fault.
    """
    found: list[Source] = []
    with ExitStack() as until_read:
        for path in paths:
            first = len(found)
            for source in _in_folder(path) if path.is_dir() else [Source(path, str(path))]:
                if source.path.suffix.lower() == ".zip" and source.fault is None and source.path.is_file():
                    scratch = scratch_folder()
                    until_read.callback(shutil.rmtree, scratch, ignore_errors=True)
                    found += _unzipped(source, scratch)
                else:
                    found.append(source)
            given = path.resolve().name if path.name in ("", "..") else path.name
            for n, source in enumerate(found[first:], start=first):
                found[n] = replace(source, kept=PurePath(given, PurePath(source.name).relative_to(path)).as_posix())
        yield found


def _taken(path: PurePosixPath | Path) -> bool:
    """Workbooks and tables; not Excel's lock files (~$...), hidden files, or what a Mac packs beside them."""
    names = [part for part in path.parts if part != ".."]
    return path.suffix.lower() in _TAKEN and not any(name.startswith((".", "~$", "__MACOSX")) for name in names)


def _in_folder(folder: Path) -> list[Source]:
    """The files below a folder. Links are followed as far as they stay inside it."""
    inside = folder.resolve()
    found: list[Source] = []
    waiting = [(folder, 0)]
    while waiting:
        here, depth = waiting.pop()
        try:
            entries = list(os.scandir(here))
        except OSError as error:
            found.append(Source(here, str(here), _unreadable_folder(here, str(error))))
            continue
        for entry in entries:
            path = Path(entry.path)
            if entry.is_dir(follow_symlinks=False):
                if depth >= MAX_FOLDER_DEPTH:
                    found.append(Source(path, str(path), _unreadable_folder(path, "too deep")))
                elif not entry.name.startswith((".", "__MACOSX")):
                    waiting.append((path, depth + 1))
            elif entry.is_file() and _taken(path.relative_to(folder)):
                outside = entry.is_symlink() and not path.resolve().is_relative_to(inside)
                found.append(Source(path, str(path), _link_outside(path) if outside else None))
    return sorted(found, key=lambda source: source.path)


def _unzipped(source: Source, target: Path) -> list[Source]:
    try:
        with open_zip(source.path, source.name) as archive:
            members = [(_member_name(member), member) for member in archive.infolist() if not member.is_dir()]
            taken = [(name, member) for name, member in members if _taken(PurePosixPath(name.replace("\\", "/")))]
            taken.sort(key=lambda pair: pair[0])
            if not taken:
                raise FileError(
                    "empty_archive",
                    Text(f"压缩包 {source.name} 中没有工作簿", f"there is no workbook in the archive {source.name}"),
                    Text("请把台账文件直接放入压缩包", "put the logs themselves into it"),
                )
            found = []
            for number, (name, member) in enumerate(taken):
                # Under a name of our own: the archive's could point out of the folder, or not suit this system.
                path = target / f"{number}{PurePosixPath(name).suffix.lower()}"
                shown = f"{source.name}/{''.join(char if char.isprintable() else '?' for char in name)}"
                if member.file_size > MAX_FILE_BYTES:
                    found.append(Source(path, shown, too_large(shown)))
                    continue
                with path.open("wb") as plain:
                    plain.writelines(blocks(archive, member))
                found.append(Source(path, shown))
            return found
    except FileError as error:
        return [Source(source.path, source.name, error)]


def _member_name(member: zipfile.ZipInfo) -> str:
    """Chinese Windows writes names in GBK without saying so, a Mac in UTF-8; zipfile then reads them as cp437."""
    if member.flag_bits & 0x800:
        return member.filename
    try:
        raw = member.filename.encode("cp437")
    except UnicodeEncodeError:
        return member.filename
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return member.filename


def _link_outside(path: Path) -> FileError:
    return FileError(
        "link_outside",
        Text(f"{path} 是指向文件夹之外的链接", f"{path} is a link to a file outside the folder"),
        Text("请把文件本身放入文件夹", "put the file itself into the folder"),
    )


def _unreadable_folder(path: Path, why: str) -> FileError:
    return FileError(
        "unreadable_folder",
        Text(f"文件夹 {path} 无法打开({why})", f"the folder {path} cannot be opened ({why})"),
        Text("请检查权限,或直接指定其中的文件", "check the permissions, or name the files in it"),
    )


def digest(path: Path) -> str:
    """SHA-256 of a file's bytes: how an import knows a file again."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
