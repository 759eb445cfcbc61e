"""What the control chart of a series says of one of its months."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

from analytics.measures.scope import months_before
from analytics.measures.series import Open, Series
from analytics.statistics import Rule
from analytics.vocabulary import Measure

FEWEST_A_MONTH = 1.0  # an average month below one complaint has no control chart worth the name


class Verdict(StrEnum):
    WITHIN = "within"
    ABOVE = "above"
    BELOW = "below"
    SHIFT = "shift"  # within the limits, but the end of a run, a trend or of two in three close to a limit
    FEW_MONTHS = "few_months"  # fewer than 12 months: trial limits, no verdict
    SPARSE = "sparse"
    UNFINISHED = "unfinished"  # the month is not over at the as-of date
    PENDING = "pending"  # complaints of the month have not reached their limit
    UNKNOWN = "unknown"  # no value: no log, or no ratio


@dataclass(frozen=True, slots=True)
class JudgedMonth:
    """A month's value and the month's before, with the verdict. lower, centre, upper: the chart's, where it has them;
    widened: the limits of a count that were narrower than chance alone, and are here those of chance.

    months: points of the chart. rule: which one marks a shift, and over how many months; upward: its direction.
    """

    month: str
    value: float | int | None
    before: float | int | None
    verdict: Verdict
    months: int
    lower: float | None = None
    centre: float | None = None
    upper: float | None = None
    rule: Rule | None = None
    length: int = 0
    upward: bool = False
    pending: int = 0
    widened: bool = False


def judge(one: Series, month: str) -> JudgedMonth:
    """The verdict on `month`, one of the series' points or later than all of them.

    A count outside limits that are narrower than chance alone (a quiet series) is not called different: Poisson's
    three standard deviations are the least that is expected of a count.
    """
    times = [point.time for point in one.points]
    values = {point.time: point for point in one.points}
    point, before = values.get(month), values.get(months_before(month))
    value = point.value if point else None
    previous = before.value if before else None
    chart = one.chart
    pending = point.pending if point else 0

    def answer(verdict: Verdict) -> JudgedMonth:
        return JudgedMonth(month, value, previous, verdict, chart.points, pending=pending)

    if point is not None and point.open is Open.UNFINISHED:
        return answer(Verdict.UNFINISHED)
    if point is not None and point.open is Open.PENDING:
        return answer(Verdict.PENDING)
    if point is None or value is None:
        return answer(Verdict.UNKNOWN)
    place = times.index(month)
    lower, upper, centre = float(chart.lower[place]), float(chart.upper[place]), chart.centre
    if chart.trial or centre is None or math.isnan(upper):
        return answer(Verdict.FEW_MONTHS)
    counted = one.measure in (Measure.COMPLAINTS, Measure.REGULATOR_COMPLAINTS, Measure.VALID)
    if chart.sparse or (counted and centre < FEWEST_A_MONTH):
        return answer(Verdict.SPARSE)
    chance = 3 * math.sqrt(centre) if counted else 0.0
    # A series already has its limits widened: then the two are equal but for rounding.
    widened = counted and centre + chance >= upper * (1 - 1e-9)
    lower, upper = min(lower, centre - chance), max(upper, centre + chance)
    verdict, rule, length, upward = Verdict.WITHIN, None, 0, value > centre
    if not lower <= value <= upper:
        verdict = Verdict.ABOVE if value > upper else Verdict.BELOW
    else:
        for candidate in (Rule.RUN, Rule.TREND, Rule.CLOSE):
            if place in chart.signals[candidate]:
                verdict, rule = Verdict.SHIFT, candidate
                length = _length(chart.signals[candidate], place)
                if candidate is Rule.TREND:
                    upward = value > float(chart.values[place - 1])
                break
    return JudgedMonth(
        month, value, previous, verdict, chart.points, lower, centre, upper, rule, length, upward, pending, widened
    )


def _length(marked: tuple[int, ...], place: int) -> int:
    """How many marked points in a row end at `place`."""
    length = 0
    while place - length in marked:
        length += 1
    return length
