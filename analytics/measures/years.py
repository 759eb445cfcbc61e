"""Months of a series put side by side by year, each month alone and added up since January."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

import duckdb

from analytics.measures.figure import Figure
from analytics.measures.ratios import OF_POLICIES, PER
from analytics.measures.scope import Scope, year_earlier
from analytics.measures.series import DECIDED_LATER, Open, Series, series
from analytics.statistics import compare_counts
from analytics.vocabulary import RATIOS, Measure


@dataclass(frozen=True, slots=True)
class ToDate:
    """A year up to some month: its value, and the sums it is made of (a count over 1, complaints over yuan ...)."""

    value: float
    numerator: float
    denominator: float


@dataclass(frozen=True, slots=True)
class Year:
    """figures: of its twelve months, None where nothing is known. running: the year to date, None from a gap on.

    unfinished: the places of months that are not over at the as-of date, which is `as_of`.
    """

    year: str
    figures: tuple[Figure | None, ...]
    running: tuple[ToDate | None, ...]
    unfinished: tuple[int, ...] = ()
    as_of: date | None = None

    @property
    def months(self) -> tuple[float | None, ...]:
        """Their values."""
        return tuple(None if one is None else one.value for one in self.figures)


@dataclass(frozen=True, slots=True)
class YearOnYear:
    """The same months of two years. p_value: chance alone (exact test of the counts, by the days or what else they are
    over); None where there is no such test, as for a share."""

    month: int
    now: float
    before: float
    p_value: float | None


def two_years(cursor: duckdb.DuckDBPyConnection, scope: Scope, name: Measure) -> tuple[Year, ...]:
    """The last two years of a measure, month by month: the year before as it stood on the same day of it.

    What is decided later than it is received would flatter either year: complaints of this year can still be withdrawn,
    and some have not reached their limit. So the year before ends where this one does. A count of what was received
    does not change: that year is there to its end. Errors as `series`.
    """
    monthly = series(cursor, scope.with_(first=None), name)
    as_of = monthly.frame.as_of
    if name not in DECIDED_LATER or as_of is None:
        return by_year(monthly)
    before = series(cursor, scope.with_(first=None, last=None, as_of=year_earlier(as_of)), name)
    return by_year(monthly, before)


def by_year(monthly: Series, earlier: Series | None = None) -> tuple[Year, ...]:
    """The last two years of a monthly series, the older first, which is taken of `earlier` where that is given.

    Running values are of sums: counts added up, ratios as sum over sum, over premium summed or over policies as the
    rule book takes that stock. A year whose January is not known has no running value.
    """
    stock = monthly.frame.books[-1].policies if monthly.frame.books else "last_month"
    years = sorted({point.time[:4] for point in monthly.points})[-2:]
    answer = []
    for year in years:
        one = earlier if earlier and year != years[-1] else monthly
        figures = {point.time: point.figure for point in one.points}
        begun = {point.time for point in one.points if point.open is Open.UNFINISHED}
        months = tuple(figures.get(f"{year}-{number:02d}") for number in range(1, 13))
        unfinished = tuple(place for place in range(12) if f"{year}-{place + 1:02d}" in begun)
        answer.append(Year(year, months, _running(months, monthly.measure, stock), unfinished, one.frame.as_of))
    return tuple(answer)


def _running(
    months: Sequence[Figure | None], name: Measure, stock: Literal["last_month", "mean"]
) -> tuple[ToDate | None, ...]:
    values: list[ToDate | None] = []
    for number in range(1, len(months) + 1):
        known = [one for one in months[:number] if one is not None and one.value is not None]
        values.append(_to_date(known, name, stock) if len(known) == number else None)
    return tuple(values)


def _to_date(known: Sequence[Figure], name: Measure, stock: Literal["last_month", "mean"]) -> ToDate | None:
    if name not in RATIOS:
        total = sum(one.value or 0 for one in known)
        return ToDate(total, total, 1.0)
    amounts = [one.denominator or 0.0 for one in known]
    whole = sum(amounts)
    if name in OF_POLICIES:
        whole = amounts[-1] if stock == "last_month" else whole / len(amounts)
    if not whole:
        return None
    counted = sum(one.numerator or 0 for one in known)
    return ToDate(counted * PER.get(name, 1) / whole, counted, whole)


def year_on_year(years: Sequence[Year], name: Measure) -> YearOnYear | None:
    """The last two years up to the last month that both know and that is over, or None where there are no two.

    Part of a month beside the whole of it a year earlier would flatter this year.
    """
    if len(years) < 2:
        return None
    before, now = years[-2:]
    both = [
        place
        for place in range(12)
        if now.running[place] is not None and before.running[place] is not None and place not in now.unfinished
    ]
    if not both:
        return None
    last = both[-1]
    first, second = before.running[last], now.running[last]
    assert first is not None and second is not None
    p_value = None
    if name is not Measure.TIMELY_RATE:
        over = (
            (first.denominator, second.denominator)
            if name in RATIOS
            else (_days(before.year, last + 1), _days(now.year, last + 1))
        )
        p_value = compare_counts(int(first.numerator), int(second.numerator), *over).p_value
    return YearOnYear(last + 1, second.value, first.value, p_value)


def _days(year: str, months: int) -> int:
    """From 1 January to the end of this month: a leap year has a day more."""
    return sum(monthrange(int(year), month)[1] for month in range(1, months + 1))
