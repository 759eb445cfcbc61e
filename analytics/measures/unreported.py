"""Which logs do not tell when complaints were reported back: the months and batches that cost a timely rate."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import duckdb

from analytics.measures.counting import count_unreported
from analytics.measures.figure import Origin
from analytics.measures.judged import Question
from analytics.vocabulary import VALID_ANNUAL, VALID_MONTHLY, Dimension, Status, View

_TIME = ("month", "quarter", "year")
_Place = tuple[str | None, Status, str]  # month booked to, status, month of the log and its batch


class Unreported:
    """Asked of the database once, and only where a figure of the answer lacks reports. by: as the question has it."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection, question: Question, by: Sequence[Dimension]) -> None:
        self._cursor, self._question = cursor, question
        self._by = [one for one in by if one.value not in _TIME]
        self._known: dict[tuple[str | None, ...], list[_Place]] | None = None

    def __call__(self, origin: Origin) -> tuple[str, ...]:
        """Where the reports of a cell's valid complaints are not told, sorted: "2017-02 #3", month and batch."""
        if self._known is None:
            self._known = defaultdict(list)
            for cell, booked, status, month, batch in count_unreported(self._cursor, self._question, self._by):
                self._known[cell].append((booked, status, f"{month} #{batch}"))
        key = tuple(origin.key[one.value] for one in self._by)
        valid = VALID_MONTHLY if origin.view is View.MONTHLY else VALID_ANNUAL
        found = {
            place
            for booked, status, place in self._known.get(key, [])
            if status in valid and (booked in origin.months or not origin.months)
        }
        return tuple(sorted(found))
