"""The text of a file as Chinese offices and their systems save it: UTF-8, GB18030 or UTF-16, marked or not."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from analytics.errors import FileError, Text
from analytics.intake.archive import damaged

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_SAMPLE = 64 * 1024
# What no text holds, but for a slip; tab, line ends and the form feed between printed pages are text.
_CONTROL = re.compile("[\x01-\x08\x0e-\x1f\x7f]")
_WORKBOOK_SUFFIXES = (".xlsx", ".xlsm", ".xls", ".et", ".ods", ".xlsb")


def decode(raw: bytes, name: str, declared: str | None = None) -> str:
    """The text. declared: the encoding that the content names itself (HTML, XML); a mark at the start wins over it.

    Nothing is replaced or dropped: what is not wholly text of one encoding raises FileError (unknown_encoding,
    or damaged_file where it is UTF-8 that was cut off or broken, or has a workbook's name).
    """
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return _strict(raw[len(mark) :], encoding, name)
    if declared and _known(declared):
        return _strict(raw, declared, name)
    unmarked = _utf16_without_mark(raw)
    if unmarked:
        return _strict(raw, unmarked, name)
    try:
        return _plain(raw.decode("utf-8"), name)
    except UnicodeDecodeError:
        if _is_broken_utf8(raw):
            # GB18030 would read it too, as other characters: wrong names shown with confidence.
            raise damaged(name) from None
    return _strict(raw, "gb18030", name)


def _strict(raw: bytes, encoding: str, name: str) -> str:
    try:
        return _plain(raw.decode(encoding), name)
    except UnicodeDecodeError as error:
        if encoding.startswith("utf-"):
            raise damaged(name) from error
        raise _unknown(name) from error


def _plain(text: str, name: str) -> str:
    text = text.rstrip("\x1a")  # the end mark of old DOS programs
    if "\x00" in text or len(_CONTROL.findall(text)) > 3 + len(text) // 1000:
        raise _unknown(name)
    return text


def _known(encoding: str) -> bool:
    try:
        return codecs.lookup(encoding).name in ("utf-8", "gb18030", "gbk", "gb2312", "utf-16", "big5", "cp950")
    except LookupError:
        return False


def _utf16_without_mark(raw: bytes) -> str | None:
    """Line ends, digits and separators have a zero byte beside them; where it stands tells the order."""
    sample = raw[:_SAMPLE]
    after = sum(sample[place + 1 : place + 2] == b"\x00" for place in range(0, len(sample), 2))
    before = sum(sample[place : place + 1] == b"\x00" for place in range(0, len(sample), 2))
    enough = max(2, len(sample) // 50)
    # On the other side a zero is rare, but there: the second byte of 一 is one.
    if after >= enough and after > 8 * before:
        return "utf-16-le"
    if before >= enough and before > 8 * after:
        return "utf-16-be"
    return None


def _is_broken_utf8(raw: bytes) -> bool:
    """Text that fails as UTF-8 in a few places only. GB18030 text fails nearly everywhere."""
    text = raw.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    wide = sum(len(run) for run in re.findall("[\u0800-\ufffc]+", text))
    return wide > 4 * broken


def _unknown(name: str) -> FileError:
    if Path(name).suffix.lower() in _WORKBOOK_SUFFIXES:
        return damaged(name)
    return FileError(
        "unknown_encoding",
        Text(f"{name} 的文字编码无法识别", f"{name}: its text is neither UTF-8, UTF-16 nor GB18030"),
        Text("请另存为 UTF-8 编码的 .csv,或 .xlsx", "save it as .csv in UTF-8, or as .xlsx"),
    )
