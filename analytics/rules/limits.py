"""Limits: the last day on which something still counts as in time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from analytics.rules.book import Limit, RuleBook, Step
from analytics.rules.working_days import WorkingDays, working_days


@dataclass(frozen=True, slots=True)
class LimitDay:
    """The limits of a complaint received on a day, under one rule book.

    limit_date: the last day on which a withdrawal keeps it invalid.
    report_due: the last day on which the report back is in time.
    assumed: some day between is of a year the working-day table does not know (weekends only).
    """

    limit_date: date
    report_due: date
    assumed: bool


@dataclass(frozen=True, slots=True)
class StepDue:
    """When a step has to be done: within so many minutes of receipt, or by the end of a day; never both.

    assumed: as in LimitDay.
    """

    minutes: int | None
    due: date | None
    assumed: bool


@lru_cache(maxsize=65536)
def _last_day(received_on: date, limit: Limit, calendar: WorkingDays) -> tuple[date, bool]:
    """The last day in time, and whether an unknown year had a say in it."""
    if limit.unit == "calendar" or not limit.days:
        return received_on + timedelta(days=limit.days), False
    last = calendar.add(received_on, limit.days)
    return last, not calendar.knows(received_on, last)


def limit_day(
    book: RuleBook, received_on: date, form: str, complexity: str, calendar: WorkingDays | None = None
) -> LimitDay:
    """The limits under `book` of a complaint received on `received_on` (day 0).

    Working days: the n-th working day after receipt, whatever day that was; calendar days: receipt + n.
    calendar: the one that ships where none is given.
    """
    step_class = book.step_class(form, complexity)
    days = calendar or working_days()
    limit_date, assumed = _last_day(received_on, book.withdrawal[step_class], days)
    report_due, assumed_too = _last_day(received_on, book.report[step_class], days)
    return LimitDay(limit_date, report_due, assumed or assumed_too)


def step_due(
    book: RuleBook, step: Step, received_on: date, form: str, complexity: str, calendar: WorkingDays | None = None
) -> StepDue | None:
    """When a step of the ladder is due; None where the book has no such step for this class of complaint."""
    limit = book.steps.get(step, {}).get(book.step_class(form, complexity))
    if limit is None:
        return None
    if isinstance(limit, timedelta):
        return StepDue(int(limit.total_seconds()) // 60, None, False)
    due, assumed = _last_day(received_on, limit, calendar or working_days())
    return StepDue(None, due, assumed)
