"""What a file is, told from its content. Its name is only believed where the content agrees."""

from __future__ import annotations

import re
import zipfile
from enum import StrEnum
from pathlib import Path

from analytics.errors import FileError, Text
from analytics.intake.archive import damaged, open_zip, password_protected, read_part
from analytics.intake.limits import MAX_FILE_BYTES
from analytics.intake.ole import SIGNATURE as OLE
from analytics.intake.ole import BrokenOle, OleFile

_HEAD = 64 * 1024


class Format(StrEnum):
    """The formats that are read. The value is what a person calls it."""

    XLSX = "Excel .xlsx"
    XLS = "Excel .xls"
    ODS = "OpenDocument .ods"
    SPREADSHEETML = "XML Spreadsheet 2003"
    HTML = "HTML"
    TEXT = "CSV/TSV"


# The endings under which each is rightly found. `.et` is what WPS calls an .xls.
SUFFIXES: dict[Format, tuple[str, ...]] = {
    Format.XLSX: (".xlsx", ".xlsm", ".xltx", ".xltm"),
    Format.XLS: (".xls", ".xlt", ".et"),
    Format.ODS: (".ods",),
    Format.SPREADSHEETML: (".xml",),
    Format.HTML: (".html", ".htm"),
    Format.TEXT: (".csv", ".tsv", ".txt"),
}

# First bytes of what is no table: what it is, in both languages.
_OTHERS: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF", "PDF 文档", "a PDF document"),
    (b"\x89PNG", "图片", "a picture"),
    (b"\xff\xd8\xff", "图片", "a picture"),
    (b"GIF8", "图片", "a picture"),
    (b"BM", "图片", "a picture"),
    (b"II*\x00", "图片", "a picture"),
    (b"MM\x00*", "图片", "a picture"),
    (b"{\\rtf", "RTF 文档", "an RTF document"),
    (b"Rar!", "RAR 压缩包(请解压,或改用 .zip)", "a RAR archive (unpack it, or use .zip)"),
    (b"7z\xbc\xaf", "7z 压缩包(请解压,或改用 .zip)", "a 7z archive (unpack it, or use .zip)"),
    (b"\x1f\x8b", "gzip 压缩包(请解压)", "a gzip archive (unpack it)"),
    (b"MZ", "程序", "a program"),
    (b"\x7fELF", "程序", "a program"),
    (b"SQLite format 3", "数据库", "a database"),
    (b"MIME-Version:", "单个文件网页 (.mht)", "a single-file web page (.mht)"),
)
_OLD_EXCEL = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00")  # Excel 2 to 4, before OLE


def identify(path: Path, name: str) -> Format:
    """The format of a file. Raises FileError, with what to do, for whatever is not read."""
    if not path.is_file():
        raise FileError(
            "file_not_found",
            Text(f"找不到文件 {path}", f"there is no file {path}"),
            Text("请检查文件名和路径", "check the name and the path"),
        )
    size = path.stat().st_size
    if size > MAX_FILE_BYTES:
        raise too_large(name)
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if not head:
        raise FileError(
            "empty_file",
            Text(f"{name} 是空文件", f"{name} is empty"),
            Text("请检查文件是否保存完整", "check that it was saved completely"),
        )
    if name.lower().endswith(".xlsb"):
        raise _xlsb(name)  # whatever is inside: nobody should think that this format is read
    if not head.strip(b"\x00"):
        raise damaged(name)  # space was set aside for it, and nothing was written
    if head.startswith(b"PK"):
        return _in_zip(path, name)
    if head.startswith(OLE):
        return _in_ole(path, name)
    for start, zh, en in _OTHERS:
        # "BM" and "MZ" could also begin a text; what follows is then no zero byte.
        if head.startswith(start) and (len(start) > 2 or b"\x00" in head[:64]):
            raise not_a_workbook(name, zh, en)
    if head.startswith(_OLD_EXCEL):
        raise not_a_workbook(name, "Excel 4.0 或更早的工作簿", "a workbook of Excel 4.0 or earlier")
    return _in_markup(head, name)


def _xlsb(name: str) -> FileError:
    return FileError(
        "xlsb_not_read",
        Text(
            f"不读取 .xlsb 格式的 {name}:部分单元格会被漏读",
            f"{name}: the .xlsb format is not read, cells would be lost",
        ),
        Text("请在 Excel 中另存为 .xlsx", "open it in Excel and save it as .xlsx"),
    )


def _in_zip(path: Path, name: str) -> Format:
    with open_zip(path, name) as archive:
        names = {member.filename.lower().replace("\\", "/") for member in archive.infolist()}
        if "xl/workbook.bin" in names:
            raise _xlsb(name)
        if any(part.startswith("xl/") for part in names):
            return Format.XLSX
        kind = read_part(archive, "mimetype") if "mimetype" in names else None
        if kind is not None and kind.strip().startswith(b"application/vnd.oasis.opendocument.spreadsheet"):
            if _ods_is_encrypted(archive):
                raise password_protected(name)
            return Format.ODS
        if any(part.startswith("word/") for part in names):
            raise not_a_workbook(name, "Word 文档", "a Word document")
        if any(part.startswith("ppt/") for part in names):
            raise not_a_workbook(name, "PowerPoint 演示文稿", "a PowerPoint presentation")
        if kind is not None:
            raise not_a_workbook(name, "OpenDocument 文档(不是表格)", "an OpenDocument file that is no spreadsheet")
    # Archives are unpacked one level deep where the user names them, never inside one another.
    raise not_a_workbook(name, "压缩包", "an archive", "请解压后导入其中的文件", "unpack it and import the files in it")


def _ods_is_encrypted(archive: zipfile.ZipFile) -> bool:
    return b"encryption-data" in (read_part(archive, "META-INF/manifest.xml") or b"")


def _in_ole(path: Path, name: str) -> Format:
    try:
        streams = set(OleFile(path.read_bytes()).names)
    except BrokenOle as error:
        raise damaged(name) from error
    if {"EncryptedPackage", "EncryptionInfo"} & streams:
        raise password_protected(name)
    if {"Workbook", "Book", "WORKBOOK", "BOOK"} & streams:
        return Format.XLS
    if "WordDocument" in streams:
        raise not_a_workbook(name, "Word 文档", "a Word document")
    if "PowerPoint Document" in streams:
        raise not_a_workbook(name, "PowerPoint 演示文稿", "a PowerPoint presentation")
    raise not_a_workbook(name, "其他程序的文件", "a file of another program")


def _in_markup(head: bytes, name: str) -> Format:
    # Markup is ASCII; without its zero bytes UTF-16 reads the same.
    start = head.replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    if not start.startswith(b"<"):
        return Format.TEXT
    if b"urn:schemas-microsoft-com:office:spreadsheet" in start and b"<html" not in start:
        return Format.SPREADSHEETML
    if re.search(rb"<(?:html|table|head|body|meta|div|tr|!doctype html)\b", start):
        return Format.HTML
    raise not_a_workbook(name, "XML 文件,但不是表格", "an XML file that is no spreadsheet")


def mislabelled(name: str, found: Format) -> Text | None:
    """What to say when a file's ending promises another format than it has; None when it does not."""
    suffix = Path(name).suffix.lower()
    if not suffix or suffix in SUFFIXES[found]:
        return None
    return Text(
        f"文件名以“{suffix}”结尾,内容实为 {found.value},已按内容读取",
        f"the name ends in {suffix!r}, the content is {found.value}: it was read as what it is",
    )


def not_a_workbook(
    name: str,
    zh: str,
    en: str,
    do_zh: str = "请另存为 .xlsx,或导出为 .csv",
    do_en: str = "save it as .xlsx, or export it as .csv",
) -> FileError:
    return FileError(
        "not_a_workbook", Text(f"{name} 是{zh},不是台账", f"{name} is {en}, not a log"), Text(do_zh, do_en)
    )


def too_large(name: str) -> FileError:
    size = MAX_FILE_BYTES // (1024 * 1024)
    return FileError(
        "file_too_large",
        Text(f"{name} 超过 {size} MB", f"{name} is larger than {size} MB"),
        Text("请按月拆分后导入", "split it by month and import the parts"),
    )
