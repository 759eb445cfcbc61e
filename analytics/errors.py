"""One root error for everything the product can tell a person about.

An error is data: a code that never changes, what is wrong, where, and what to do. The command line
prints it as one line, the pages as a message, the import report as a row.
"""

from __future__ import annotations

import os
import string
from typing import Literal, NamedTuple


def counted(n: float | None, one: str, more: str | None = None) -> str:
    """An English count: 1 complaint, 1,075 complaints; more: the plural where it is not one + s. None is none."""
    return f"{n or 0:,.0f} {one if n == 1 else more or one + 's'}"


class _Gaps(string.Formatter):
    """`{n} {n:complaint|complaints}`: the words after the colon are chosen by the gap, not filled with it."""

    def format_field(self, value: object, format_spec: str) -> str:
        one, bar, more = format_spec.partition("|")
        if bar:
            return one if str(value) == "1" else more
        return str(super().format_field(value, format_spec))


_GAPS = _Gaps()


class Text(NamedTuple):
    """The same words in both languages."""

    zh: str
    en: str

    def in_language(self, language: str) -> str:
        return self.zh if language.startswith("zh") else self.en

    def filled(self, language: str, /, **gaps: object) -> str:
        """In this language, its gaps filled; of `{n:complaint|complaints}` the word that goes with n is taken."""
        words = self.in_language(language)
        return _GAPS.vformat(words, (), gaps) if "|" in words else words.format(**gaps)


def text_of(words: Text | str) -> Text:
    return words if isinstance(words, Text) else Text(words, words)


class AppError(Exception):
    """What is wrong and what to do about it, in words a user understands.

    code: stable, snake_case; tests and scripts rely on it.
    message: what is wrong, with the offending value and place in it.
    remedy: what the reader can do next.
    """

    def __init__(self, code: str, message: Text | str, remedy: Text | str) -> None:
        self.code = code
        self.message = text_of(message)
        self.remedy = text_of(remedy)
        super().__init__(f"{code}: {self.message.en}; {self.remedy.en}")

    def as_dict(self, language: str = "en") -> dict[str, str]:
        return {
            "code": self.code,
            "message": self.message.in_language(language),
            "remedy": self.remedy.in_language(language),
        }


class FileError(AppError):
    """A file that cannot be read at all. Nothing of it was loaded."""


class StoreError(AppError):
    """The database cannot be opened, is taken by another process, or is of another schema."""


class RuleError(AppError):
    """A rule book is unknown or its file is not valid."""


class RequestError(AppError):
    """A question that cannot be answered as asked: an unknown dimension, a period that ends before it begins."""


_FULL = ("no space left", "not enough space", "disk quota exceeded", "磁盘空间不足")
_READ_ONLY = ("read-only file system", "permission denied", "operation not permitted", "access is denied", "拒绝访问")


def disk_fault(reason: str) -> Literal["disk_full", "read_only"] | None:
    """What the words of a file system mean, where people can mend it."""
    said = reason.lower()
    if any(words in said for words in _FULL):
        return "disk_full"
    return "read_only" if any(words in said for words in _READ_ONLY) else None


def disk_full(where: str) -> FileError:
    return FileError(
        "disk_full",
        Text(
            f"磁盘已满,写不进{f' {where}' if where else '文件'}",
            f"the disk is full, {where or 'a file'} cannot be written",
        ),
        Text("请腾出空间,然后重试", "make room, then try again"),
    )


def file_fault(error: OSError) -> FileError | None:
    """A file that could not be written: what is wrong and what to do. None where it is something else."""
    kind = disk_fault(os.strerror(error.errno)) if error.errno else None
    where = error.filename or ""
    if kind == "disk_full":
        return disk_full(where)
    if kind == "read_only":
        return FileError(
            kind,
            Text(
                f"{f'{where} ' if where else '文件'}不可写:只读,或没有权限",
                f"{where or 'a file'} cannot be written: read-only, or you have no permission",
            ),
            Text("请取消只读或授予权限,然后重试", "make it writable, then try again"),
        )
    return None
