"""What a zip says of itself, checked before anything in it is unpacked: .xlsx and .ods are zips too."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from analytics.errors import FileError, Text
from analytics.intake.limits import (
    MAX_INDEX_PART_BYTES,
    MAX_UNZIPPED_BYTES,
    MAX_ZIP_MEMBERS,
    MAX_ZIP_RATIO,
    SMALL_PART_BYTES,
)

BLOCK = 1 << 20
_FAULTS = (zipfile.BadZipFile, zlib.error, EOFError, OSError)


@contextmanager
def open_zip(path: Path, name: str) -> Iterator[zipfile.ZipFile]:
    """An archive within the limits on members, size and ratio; faults met while it is open become FileError.

    zipfile hands out no more bytes of a member than the archive's own directory says, and compares their
    checksum at the end. So what is checked here holds while reading: a directory that lies is a damaged file.
    """
    try:
        archive = zipfile.ZipFile(path)
    except (*_FAULTS, ValueError, NotImplementedError) as error:
        raise damaged(name) from error
    with archive:
        _check(archive, name)
        try:
            yield archive
        except _FAULTS as error:
            raise damaged(name) from error


def _check(archive: zipfile.ZipFile, name: str) -> None:
    members = archive.infolist()
    if any(member.flag_bits & 1 for member in members):
        raise password_protected(name)
    if any(member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for member in members):
        raise FileError(
            "unknown_compression",
            Text(f"{name} 使用了少见的压缩方式", f"{name} is packed in an unusual way"),
            Text("请解压后导入其中的文件", "unpack it and import the files in it"),
        )
    names = [member.filename for member in members]
    if len(set(names)) < len(names):
        # Two readers could each take another of the two for the content.
        raise damaged(name)
    unzipped = sum(member.file_size for member in members)
    packs_too_well = any(
        member.file_size > SMALL_PART_BYTES and member.file_size > MAX_ZIP_RATIO * max(1, member.compress_size)
        for member in members
    )
    if len(members) > MAX_ZIP_MEMBERS or unzipped > MAX_UNZIPPED_BYTES or packs_too_well:
        raise FileError(
            "unzips_too_large",
            Text(
                f"{name} 解压后共 {len(members)} 个文件、{unzipped // 2**20:,} MB,超出安全上限",
                f"{name} would unzip to {len(members)} files and {unzipped // 2**20:,} MB: beyond the safe limits",
            ),
            Text(
                "请在 Excel 中只复制台账区域到新工作簿后另存,或按月拆分",
                "copy only the table into a new workbook and save that, or split it by month",
            ),
        )


def read_part(archive: zipfile.ZipFile, part: str) -> bytes | None:
    """A small part whole; None when it is absent. Raises BadZipFile, also when it is no small part."""
    if part not in archive.NameToInfo:
        return None
    if archive.getinfo(part).file_size > MAX_INDEX_PART_BYTES:
        raise zipfile.BadZipFile(f"{part} is too large for what it is")
    return b"".join(blocks(archive, part))


def blocks(archive: zipfile.ZipFile, part: str | zipfile.ZipInfo) -> Iterator[bytes]:
    """A large part, block by block; its checksum is compared at the end. Raises BadZipFile, zlib.error, EOFError."""
    try:
        file = archive.open(part)
    except (KeyError, ValueError, NotImplementedError, RuntimeError) as error:
        # The part's own head does not agree with the directory, or asks for what no workbook needs.
        raise zipfile.BadZipFile(str(error)) from error
    with file:
        while block := file.read(BLOCK):
            yield block


def damaged(name: str) -> FileError:
    return FileError(
        "damaged_file",
        Text(f"{name} 已损坏或未保存完整", f"{name} is damaged or was not saved completely"),
        Text(
            "请在 Excel 中打开并另存为新的 .xlsx;若打不开,请向发送人重新索取",
            "open it in Excel and save it as a new .xlsx; if that fails, ask for it again",
        ),
    )


def password_protected(name: str) -> FileError:
    return FileError(
        "password_protected",
        Text(f"{name} 有打开密码", f"{name} opens only with a password"),
        Text(
            "请在 Excel 中输入密码打开,去掉密码(文件 > 信息 > 保护工作簿)后另存",
            "open it in Excel with its password, take the password off (File > Info > Protect) and save it",
        ),
    )
