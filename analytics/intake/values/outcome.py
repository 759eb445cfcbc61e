"""What reading one cell gives: a value, a fault, a note; and the facts of the sheet a reader may lean on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from analytics.vocabulary import Complexity, Form, InvalidFinding

SHOWN = 40  # characters of a cell's text that a message quotes


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a text is not a value of its kind, and what to type in its place. `code` is stable."""

    code: str
    message_zh: str
    message_en: str
    remedy_zh: str
    remedy_en: str


@dataclass(frozen=True, slots=True)
class Note:
    """The text was read, but a person should know how. `code` is stable."""

    code: str
    message_zh: str
    message_en: str


@dataclass(frozen=True, slots=True)
class Context:
    """What the sheet says about its cells.

    year, month: the report month, for dates written without a year.
    date_format: a layout's strptime format; it decides what 3/5/2016 means.
    date1904: the workbook counts its serial dates from 1904.
    unit: what one of the column's numbers is worth, in yuan or pieces; from the header.
    latest: no date after this one is credible.
    """

    year: int | None = None
    month: int | None = None
    date_format: str | None = None
    date1904: bool = False
    unit: float = 1.0
    latest: date | None = None


Value = str | datetime | date | bool | float | Form | Complexity | InvalidFinding
Parsed = tuple[Value | None, Fault | None, Note | None]

BLANK: Parsed = (None, None, None)


def shown(text: str) -> str:
    """The text as a message quotes it: on one line, at most 40 characters."""
    line = " ".join(text.split())
    return line if len(line) <= SHOWN else line[: SHOWN - 1] + "…"


def fault(code: str, text: str, what: tuple[str, str], remedy: tuple[str, str]) -> Parsed:
    """A fault that quotes the text; `what` and `remedy` are (zh, en)."""
    quoted = shown(text)
    return None, Fault(code, f"“{quoted}”{what[0]}", f"'{quoted}' {what[1]}", *remedy), None


def note(code: str, text: str, what: tuple[str, str]) -> Note:
    """A note that quotes the text; `what` is (zh, en)."""
    quoted = shown(text)
    return Note(code, f"“{quoted}”{what[0]}", f"'{quoted}' {what[1]}")
