"""The first sentences of the Overview: the latest month in counts, and whether a test calls it different."""

from __future__ import annotations

import math
from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from analytics.measures import month_range
from analytics.statistics import Rule, xmr_chart


class Verdict(StrEnum):
    """What the control chart says about the last of its months."""

    WITHIN = "within"
    ABOVE = "above"
    BELOW = "below"
    SHIFT = "shift"  # inside the limits, but part of a run, a trend or two of three close to a limit
    FEW_MONTHS = "few_months"  # fewer than 12 months: no limits worth the name
    UNFINISHED = "unfinished"  # the month is not over at the as-of date
    UNDECIDED = "undecided"  # valid only: complaints of the month are still pending


@dataclass(frozen=True, slots=True)
class Tested:
    """A month's count, the month's before, and the verdict. lower, upper: control limits where there are any."""

    value: int | None
    before: int | None
    verdict: Verdict
    lower: float | None = None
    upper: float | None = None
    months: int = 0


@dataclass(frozen=True, slots=True)
class Latest:
    """The latest month of the question. valid is None where the month has no record."""

    month: str
    previous: str
    as_of: date | None
    complaints: Tested
    valid: Tested
    pending: int
    pending_before: int


def latest(records: Sequence[Mapping[str, Any]], month: str, as_of: date | None) -> Latest:
    """The state of `month` against the months before it.

    records: `month`, `complaints`, `valid`, `pending` (pieces) of the months up to `month`, any order. A month
    that is not there is a gap of the control chart, not a zero. Valid counts are only compared where none of
    the month's complaints is pending: until then they can only grow.
    """
    by_month = {record["month"]: record for record in records if record["month"] is not None}
    months = month_range(min([month, *by_month]), month)
    complaints = [_value(by_month, one, "complaints") for one in months]
    settled = [_value(by_month, one, "valid") if not _value(by_month, one, "pending") else None for one in months]
    previous = _month_before(month)
    pending = _value(by_month, month, "pending") or 0
    unfinished = as_of is not None and as_of < _last_day(month)
    return Latest(
        month=month,
        previous=previous,
        as_of=as_of,
        complaints=_tested(by_month, "complaints", month, complaints, Verdict.UNFINISHED if unfinished else None),
        valid=_tested(
            by_month,
            "valid",
            month,
            settled,
            Verdict.UNFINISHED if unfinished else Verdict.UNDECIDED if pending else None,
        ),
        pending=pending,
        pending_before=_value(by_month, previous, "pending") or 0,
    )


def _tested(
    by_month: Mapping[str, Mapping[str, Any]],
    name: str,
    month: str,
    series: Sequence[int | None],
    known_already: Verdict | None,
) -> Tested:
    """The month's count and the one before, with what the control chart of `series` says about its last value."""
    now, before = (_value(by_month, one, name) for one in (month, _month_before(month)))
    chart = xmr_chart([math.nan if value is None else float(value) for value in series])
    lower, upper = float(chart.lower[-1]), float(chart.upper[-1])
    if known_already:
        return Tested(now, before, known_already)
    if series[-1] is None or chart.trial or math.isnan(upper):
        return Tested(now, before, Verdict.FEW_MONTHS, months=chart.points)
    last = len(series) - 1
    if last in chart.signals[Rule.OUTSIDE]:
        verdict = Verdict.ABOVE if series[-1] > upper else Verdict.BELOW
    elif any(last in chart.signals[rule] for rule in (Rule.RUN, Rule.TREND, Rule.CLOSE)):
        verdict = Verdict.SHIFT
    else:
        verdict = Verdict.WITHIN
    return Tested(now, before, verdict, lower, upper, chart.points)


def _value(by_month: Mapping[str, Mapping[str, Any]], month: str, name: str) -> int | None:
    value = by_month.get(month, {}).get(name)
    return None if value is None else int(value)


def _month_before(month: str) -> str:
    year, number = int(month[:4]), int(month[5:])
    return f"{year - 1:04d}-12" if number == 1 else f"{year:04d}-{number - 1:02d}"


def _last_day(month: str) -> date:
    year, number = int(month[:4]), int(month[5:])
    return date(year, number, monthrange(year, number)[1])


def largest(records: Sequence[Mapping[str, Any]], dimension: str, measure: str) -> tuple[list[str], int]:
    """The names that share the largest count, and that count; nothing where all are zero or unnamed."""
    named = [record for record in records if record[dimension] is not None and record[measure]]
    if not named:
        return [], 0
    most = max(record[measure] for record in named)
    return [record[dimension] for record in named if record[measure] == most], most
