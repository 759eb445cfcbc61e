"""What the findings of one page ask the database, each question once."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

import duckdb

from analytics.measures.counting import By, mentions
from analytics.measures.figure import MeasureTable
from analytics.measures.ladder import StepRow, ladder
from analytics.measures.scope import Scope, month_range, months_before, year_earlier
from analytics.measures.series import Series, series_of
from analytics.measures.table import measure, measure_each
from analytics.store import kept
from analytics.vocabulary import Dimension, Measure, View

# Asked together, because one look at a million complaints costs more than the figures made of it.
SUMMED = (
    *(Measure.COMPLAINTS, Measure.VALID, Measure.PENDING),
    *(Measure.PREMIUM_RATIO, Measure.POLICY_RATIO, Measure.POLICY_RATIO_10K),
)
FUNNEL = ((Dimension.BRANCH,), (Measure.VALID, Measure.PREMIUM_YUAN))
_MENTIONS_BY = (Dimension.BRANCH, Dimension.CATEGORY)
_WHOLE = ((Dimension.TOTAL,), SUMMED)
_CARDS = (*SUMMED, Measure.REGULATOR_COMPLAINTS, Measure.TIMELY_RATE)
_SHOWN = (
    ((Dimension.TOTAL,), _CARDS),
    ((Dimension.MONTH,), (Measure.COMPLAINTS, Measure.VALID)),
    ((Dimension.BRANCH,), (Measure.COMPLAINTS, Measure.VALID, Measure.PREMIUM_YUAN)),
    ((Dimension.CATEGORY,), (Measure.COMPLAINTS, Measure.VALID, Measure.CAUSE_MENTIONS)),
    (_MENTIONS_BY, (Measure.CAUSE_MENTIONS,)),
)


# When its steps were done does not depend on the view: who changes it does not wait for them.
@kept
def _steps(cursor: duckdb.DuckDBPyConnection, scope: Scope) -> list[StepRow]:
    return ladder(cursor, scope, (Dimension.BRANCH,), times=False).rows


@kept
def overview_tables(cursor: duckdb.DuckDBPyConnection, scope: Scope) -> dict[By, MeasureTable]:
    """What the Overview shows of a period, as `measure_each` gives it: in total, by month, by branch, by category.

    Its findings speak of the same, and whoever asks first asks for both.
    """
    return measure_each(cursor, scope, *_SHOWN)


@kept
def card_figures(cursor: duckdb.DuckDBPyConnection, scope: Scope) -> MeasureTable:
    """The figures of the cards, of a period that another is held against."""
    return measure(cursor, scope, (Dimension.TOTAL,), _CARDS)


class Facts:
    """A scope and its answers. first, last, as_of: settled; first is None where nothing is known of the period."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection, scope: Scope) -> None:
        self.cursor = cursor
        self.scope = scope
        self._tables: dict[tuple[Any, ...], MeasureTable] = {}
        self._series: dict[Measure, Series] = {}
        self._mentions: dict[Scope, dict[tuple[str | None, ...], int]] = {}
        self._steps: dict[Scope, list[StepRow]] = {}
        frame = self.table(*_WHOLE).frame
        self.first, self.last, self.as_of = frame.first, frame.last, frame.as_of

    def table(self, by: Sequence[Dimension], measures: Sequence[Measure], scope: Scope | None = None) -> MeasureTable:
        asked = scope or self.scope
        key = (asked, tuple(by), tuple(measures))
        if key not in self._tables:
            if asked == self.scope and key[1:] == _WHOLE and not asked.branches:
                # Counted in one look: all branches stand in the funnel, and they are all of the scope.
                whole, funnel = measure_each(self.cursor, asked, _WHOLE, FUNNEL).values()
                self._tables |= {key: whole, (asked, *FUNNEL): funnel}
            else:
                self._tables[key] = measure(self.cursor, asked, by, measures)
        return self._tables[key]

    def series(self, name: Measure) -> Series:
        """By month, over everything known up to the end of the period: limits need a history."""
        if name not in self._series:
            table = self.table((Dimension.MONTH,), SUMMED, self.scope.with_(first=None))
            self._series[name] = series_of(table, name)
        return self._series[name]

    def mentions(self, scope: Scope) -> dict[tuple[str | None, ...], int]:
        """Causes named by branch and category."""
        if scope not in self._mentions:
            self._mentions[scope] = mentions(self.cursor, scope, _MENTIONS_BY)
        return self._mentions[scope]

    def steps(self, scope: Scope) -> list[StepRow]:
        """The ladder by branch, without times."""
        if scope not in self._steps:
            self._steps[scope] = _steps(self.cursor, scope.with_(view=View.ANNUAL))
        return self._steps[scope]

    def year_before(self) -> Scope | None:
        """The same months of the year before, as they stood a year before the as-of date; None where the data or the
        period does not allow it, or a month of either year has no log.

        Complaints of this year can still be withdrawn; those of last year are compared as they were at that age.
        """
        if self.first is None or self.last is None or self.as_of is None or self.last[:4] != self.first[:4]:
            return None
        first, last = months_before(self.first, 12), months_before(self.last, 12)
        known = self.series(Measure.COMPLAINTS)
        logged = {point.time for point in known.points if point.figure is not None}
        both = (*month_range(first, last), *month_range(self.first, self.last))
        if first not in logged or last not in logged or any(month in known.frame.unlogged for month in both):
            return None
        return self.scope.with_(first=first, last=last, as_of=year_earlier(self.as_of))


class OverviewFacts(Facts):
    """What the findings of the Overview ask, out of what the page shows anyway. A table may have more measures."""

    @cached_property
    def _shown(self) -> dict[By, MeasureTable]:
        return overview_tables(self.cursor, self.scope)

    def table(self, by: Sequence[Dimension], measures: Sequence[Measure], scope: Scope | None = None) -> MeasureTable:
        asked = scope or self.scope
        if asked == self.scope:
            shown = self._shown.get(tuple(by))
            if shown and set(measures) <= set(shown.measures):
                return shown
        elif (tuple(by), tuple(measures)) == _WHOLE and asked == self.year_before():
            return card_figures(self.cursor, asked)
        return super().table(by, measures, asked)

    def mentions(self, scope: Scope) -> dict[tuple[str | None, ...], int]:
        return mentions_in(self._shown[_MENTIONS_BY]) if scope == self.scope else super().mentions(scope)


def mentions_in(table: MeasureTable) -> dict[tuple[str | None, ...], int]:
    """Causes named, by the keys of a table that counts them; cells that name none are not there."""
    named = ((tuple(row.key.values()), int(row.value(Measure.CAUSE_MENTIONS) or 0)) for row in table.rows)
    return {key: n for key, n in named if n}
