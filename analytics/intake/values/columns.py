"""One cell, or a whole column, read as its kind. Each distinct text is read once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, time
from typing import TypeVar

from analytics.intake.values.blanks import is_blank
from analytics.intake.values.date_faults import EARLIEST, LAST
from analytics.intake.values.moments import read_date, read_moment
from analytics.intake.values.months import read_month
from analytics.intake.values.numbers import read_amount, read_count, read_number
from analytics.intake.values.outcome import BLANK, Context, Fault, Note, Parsed, Value
from analytics.intake.values.plain import read_identifier, read_text
from analytics.intake.values.words import read_complexity, read_finding, read_flag, read_form
from analytics.vocabulary import ValueKind

_Said = TypeVar("_Said", Fault, Note)

_READERS: dict[ValueKind, Callable[[str, Context], Parsed]] = {
    ValueKind.TEXT: read_text,
    ValueKind.IDENTIFIER: read_identifier,
    ValueKind.MOMENT: read_moment,
    ValueKind.DATE: read_date,
    ValueKind.MONTH: read_month,
    ValueKind.FLAG: read_flag,
    ValueKind.AMOUNT: read_amount,
    ValueKind.COUNT: read_count,
    ValueKind.NUMBER: read_number,
    ValueKind.FORM: read_form,
    ValueKind.COMPLEXITY: read_complexity,
    ValueKind.FINDING: read_finding,
}
# Where the separators of an ISO moment stand; joined texts of one length are tested in one slice.
_ISO: dict[int, tuple[tuple[int, str], ...]] = {
    10: ((4, "-"), (7, "-")),
    19: ((4, "-"), (7, "-"), (10, " "), (13, ":"), (16, ":")),
}


def parse(kind: ValueKind, text: str | None, context: Context) -> Parsed:
    """One cell as (value, fault, note); a blank, or a word that stands for one, is (None, None, None).

    A note comes with a value, with one exception: a finding that leaves the decision to the dates.
    """
    if text is None or is_blank(text):
        return BLANK
    return _READERS[kind](text, context)


def parse_column(
    kind: ValueKind, texts: list[str | None], context: Context
) -> tuple[list[Value | None], dict[int, Fault], dict[int, Note]]:
    """The same for a column: its values, and the faults and notes by row index."""
    known: dict[str | None, Value | None] = {None: None}
    faults: dict[str | None, Fault] = {}
    notes: dict[str | None, Note] = {}
    # A format that begins with the year might read ISO texts its own way.
    if kind in (ValueKind.MOMENT, ValueKind.DATE) and "%Y-" not in (context.date_format or ""):
        whole = kind is ValueKind.MOMENT
        if moments := _iso_column(texts, context):
            return list(moments if whole else map(datetime.date, moments)), {}, {}
        known.update((text, moment if whole else moment.date()) for text, moment in _iso_among(texts, context))
    for text in texts:
        if text not in known:
            value, fault, note = parse(kind, text, context)
            known[text] = value
            if fault:
                faults[text] = fault
            if note:
                notes[text] = note
    return list(map(known.__getitem__, texts)), _by_row(texts, faults), _by_row(texts, notes)


def _by_row(texts: list[str | None], said: dict[str | None, _Said]) -> dict[int, _Said]:
    return {row: said[text] for row, text in enumerate(texts) if text in said} if said else {}


def _iso_column(texts: list[str | None], context: Context) -> list[datetime] | None:
    """The moments of a column that holds nothing but ISO moments of one length, in the credible range."""
    present = [text for text in texts if text]
    length = len(present[0]) if present else 0
    if length not in _ISO or len(present) < len(texts) or set(map(len, present)) != {length}:
        return None
    joined = "".join(present)
    if any(joined[place::length].count(sign) < len(texts) for place, sign in _ISO[length]):
        return None
    try:
        moments = list(map(datetime.fromisoformat, present))
    except ValueError:
        return None
    earliest, latest = _bounds(context)
    return moments if earliest <= min(moments) and max(moments) <= latest else None


def _iso_among(texts: list[str | None], context: Context) -> Iterator[tuple[str, datetime]]:
    """The same text by text; what is none of it is left to `parse`."""
    earliest, latest = _bounds(context)
    for text in texts:
        if text and len(text) in _ISO and all(text[place] == sign for place, sign in _ISO[len(text)]):
            try:
                moment = datetime.fromisoformat(text)
            except ValueError:
                continue
            if earliest <= moment <= latest:
                yield text, moment


def _bounds(context: Context) -> tuple[datetime, datetime]:
    return datetime.combine(EARLIEST, time()), datetime.combine(min(context.latest or LAST, LAST), time.max)
