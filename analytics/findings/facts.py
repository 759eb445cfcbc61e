"""What the findings of one page ask the database, each question once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import duckdb

from analytics.measures.figure import MeasureTable
from analytics.measures.scope import Scope, months_before
from analytics.measures.series import Series, series
from analytics.measures.table import measure
from analytics.vocabulary import Dimension, Measure

SUMMED = (Measure.COMPLAINTS, Measure.VALID, Measure.PENDING, Measure.PREMIUM_RATIO)


class Facts:
    """A scope and its answers. first, last, as_of: settled; first is None where nothing is known of the period."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection, scope: Scope) -> None:
        self.cursor = cursor
        self.scope = scope
        self._tables: dict[tuple[Any, ...], MeasureTable] = {}
        self._series: dict[Measure, Series] = {}
        frame = self.table((Dimension.TOTAL,), SUMMED).frame
        self.first, self.last, self.as_of = frame.first, frame.last, frame.as_of

    def table(self, by: Sequence[Dimension], measures: Sequence[Measure], scope: Scope | None = None) -> MeasureTable:
        asked = scope or self.scope
        key = (asked, tuple(by), tuple(measures))
        if key not in self._tables:
            self._tables[key] = measure(self.cursor, asked, by, measures)
        return self._tables[key]

    def series(self, name: Measure) -> Series:
        """By month, over everything known up to the end of the period: limits need a history."""
        if name not in self._series:
            self._series[name] = series(self.cursor, self.scope.with_(first=None), name)
        return self._series[name]

    def year_before(self) -> Scope | None:
        """The same months of the year before, as they stood a year before the as-of date; None where the data or the
        period does not allow it.

        Complaints of this year can still be withdrawn; those of last year are compared as they were at that age.
        """
        if self.first is None or self.last is None or self.as_of is None or self.last[:4] != self.first[:4]:
            return None
        first, last = months_before(self.first, 12), months_before(self.last, 12)
        known = self.series(Measure.COMPLAINTS)
        logged = {point.time for point in known.points if point.figure is not None}
        if first not in logged or last not in logged:
            return None
        return self.scope.with_(first=first, last=last, as_of=_a_year_earlier(self.as_of))


def _a_year_earlier(day: date) -> date:
    """The same day of the year before; the last of a month stays the last (29 February becomes 28)."""
    return day.replace(year=day.year - 1, day=28) if (day.month, day.day) == (2, 29) else day.replace(year=day.year - 1)
