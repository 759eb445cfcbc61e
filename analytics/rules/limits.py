"""Limits: the last day on which something still counts as in time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from analytics.rules.rulebook import Limit, RuleBook
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


def _last_day(received_on: date, limit: Limit, calendar: WorkingDays) -> date:
    if limit.unit == "working":
        return calendar.add(received_on, limit.days)
    return received_on + timedelta(days=limit.days)


@lru_cache(maxsize=65536)
def _limit_day(received_on: date, withdrawal: Limit, report: Limit) -> LimitDay:
    calendar = working_days()
    limit_date = _last_day(received_on, withdrawal, calendar)
    report_due = _last_day(received_on, report, calendar)
    working = [day for day, limit in ((limit_date, withdrawal), (report_due, report)) if limit.unit == "working"]
    assumed = any(not calendar.knows(received_on, day) for day in working)
    return LimitDay(limit_date, report_due, assumed)


def limit_day(book: RuleBook, received_on: date, form: str, complexity: str) -> LimitDay:
    """The limits under `book` of a complaint received on `received_on` (day 0).

    Working days: the n-th working day after receipt, whatever day that was; calendar days: receipt + n.
    """
    step_class = book.step_class(form, complexity)
    return _limit_day(received_on, book.withdrawal[step_class], book.report[step_class])
