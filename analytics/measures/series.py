"""A measure month by month or quarter by quarter, with the control chart that says which points differ."""

from __future__ import annotations

import math
from calendar import monthrange
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

import duckdb
import numpy as np

from analytics.measures.figure import Figure, Frame, MeasureTable, Row
from analytics.measures.ratios import PER
from analytics.measures.scope import Scope, month_range, quarter_of
from analytics.measures.table import measure
from analytics.statistics import ControlChart, Rule, control_rules, rate_chart, xmr_chart
from analytics.vocabulary import RATIOS, Book, Dimension, Measure

_MONTHS_OF_A_QUARTER = 3
FEWEST_A_PERIOD = 1.0  # an average period below one complaint has no control chart worth the name
DECIDED_LATER = (Measure.VALID, *PER, Measure.TIMELY_RATE)


class Open(StrEnum):
    """Why a point may still change: its value is shown, but no rule judges it and no limit rests on it."""

    UNFINISHED = "unfinished"  # the period is not over at the as-of date
    PENDING = "pending"  # some of its complaints have not reached their limit
    CUT = "cut"  # a quarter that the question has only some months of


@dataclass(frozen=True, slots=True)
class Point:
    """time: "2016-03" or "2016-Q1". figure: None where nothing is known of it, which is a gap and no zero: a month
    that no log covers, and a quarter with such a month."""

    time: str
    figure: Figure | None
    open: Open | None = None
    pending: int = 0

    @property
    def value(self) -> float | int | None:
        return None if self.figure is None else self.figure.value


@dataclass(frozen=True, slots=True)
class Series:
    """points: every period from the first to the last, in order; chart: one place a point, open ones as gaps."""

    measure: Measure
    frame: Frame
    points: tuple[Point, ...]
    chart: ControlChart

    def signals(self, first: str | None = None) -> dict[Rule, tuple[str, ...]]:
        """The periods that each rule marks, from `first` on; rules that mark none are left out."""
        marked = {
            rule: tuple(self.points[i].time for i in places if first is None or self.points[i].time >= first)
            for rule, places in self.chart.signals.items()
        }
        return {rule: times for rule, times in marked.items() if times}


def series(
    cursor: duckdb.DuckDBPyConnection, scope: Scope, name: Measure, grain: Dimension = Dimension.MONTH
) -> Series:
    """The measure by month or quarter over the scope's period (all months where it is open).

    Counts have an XmR chart with limits at least as wide as chance, ratios per premium or policies a u-chart
    (Laney's where months vary more than chance), the timely rate an XmR chart. Errors as `measure`.
    """
    return series_of(measure(cursor, scope, (grain,), (name, Measure.PENDING)), name)


def series_of(table: MeasureTable, name: Measure) -> Series:
    """One measure of a table by month or by quarter; with pending complaints where it is decided later."""
    grain = Dimension(table.by[0])
    unknown = set(table.frame.unlogged)
    if grain is Dimension.QUARTER:
        unknown = {quarter_of(month) for month in unknown}
    rows = {row.key[grain.value]: row for row in table.rows if row.key[grain.value] not in unknown}
    months = month_range(table.frame.first, table.frame.last) if table.frame.first and table.frame.last else []
    asked_of = Counter(quarter_of(one) if grain is Dimension.QUARTER else one for one in months)
    whole = _MONTHS_OF_A_QUARTER if grain is Dimension.QUARTER else 1
    points = tuple(_point(time, rows.get(time), name, table.frame, n < whole) for time, n in asked_of.items())
    return Series(name, table.frame, points, _chart(name, points))


def _point(time: str, row: Row | None, name: Measure, frame: Frame, cut: bool) -> Point:
    if row is None:
        return Point(time, None)
    waiting = row.figures.get(Measure.PENDING)  # not asked for where nothing rests on it
    pending = int(waiting.value or 0) if waiting else 0
    open_because = None
    if frame.as_of is not None and frame.as_of < last_day(time):
        open_because = Open.UNFINISHED
    elif cut:
        open_because = Open.CUT
    elif pending and name in DECIDED_LATER and frame.book is Book.RECEIVED:
        open_because = Open.PENDING
    return Point(time, row.figures[name], open_because, pending)


def _chart(name: Measure, points: Sequence[Point]) -> ControlChart:
    settled = [point.figure if point.open is None else None for point in points]
    if name not in PER:
        chart = xmr_chart([None if one is None else one.value for one in settled])
        return chart if name in RATIOS else at_least_chance(chart)
    rated = [None if one is None or one.value is None else one for one in settled]
    return rate_chart(
        [None if one is None else one.numerator for one in rated],
        [None if one is None else (one.denominator or 0) / PER[name] for one in rated],
    )


def at_least_chance(chart: ControlChart) -> ControlChart:
    """The chart of a count with limits no narrower than chance alone gives (Poisson: 3 and 2 standard deviations).

    The moving ranges of a quiet stretch would call the next ordinary month different. Below one complaint a month on
    average the chart is sparse.
    """
    if chart.centre is None:
        return chart
    far, near = 3 * math.sqrt(chart.centre), 2 * math.sqrt(chart.centre)
    lower, upper = np.minimum(chart.lower, chart.centre - far), np.maximum(chart.upper, chart.centre + far)
    near_lower = np.minimum(chart.near_lower, chart.centre - near)
    near_upper = np.maximum(chart.near_upper, chart.centre + near)
    signals = chart.signals | {
        Rule.OUTSIDE: control_rules.outside_limits(chart.values, lower, upper),
        Rule.CLOSE: control_rules.two_of_three_close(chart.values, near_lower, near_upper),
    }
    return replace(
        chart,
        lower=lower,
        upper=upper,
        near_lower=near_lower,
        near_upper=near_upper,
        signals=signals,
        sparse=chart.centre < FEWEST_A_PERIOD,
    )


def last_day(time: str) -> date:
    """The last day of a month "YYYY-MM" or a quarter "YYYY-Qn"."""
    year, part = int(time[:4]), time[5:]
    month = int(part[1:]) * 3 if part.startswith("Q") else int(part)
    return date(year, month, monthrange(year, month)[1])
