"""One root error for everything the product can tell a person about.

An error is data: a code that never changes, what is wrong, where, and what to do. The command line
prints it as one line, the pages as a message, the import report as a row.
"""

from __future__ import annotations

from typing import NamedTuple


class Text(NamedTuple):
    """The same words in both languages."""

    zh: str
    en: str

    def in_language(self, language: str) -> str:
        return self.zh if language.startswith("zh") else self.en


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
