"""How long complaints take, as distributions: days from receipt to a date of the log, by branch."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

import duckdb

from analytics.measures.figure import Frame
from analytics.measures.judged import booked_on, conditions, limits_join, settle
from analytics.measures.scope import Scope
from analytics.measures.table import frame_of, period_of
from analytics.statistics import median, p90
from analytics.vocabulary import Book


class End(StrEnum):
    """Until when a complaint is timed; the values are the columns of the log."""

    CLOSED = "closed_on"
    WITHDRAWN = "withdrawn_on"
    REPORTED = "reported_on"


@dataclass(frozen=True, slots=True)
class Times:
    """days: calendar days of each complaint that came to its end by the as-of date, ascending.

    without: complaints that have not, or whose log does not say; they are in no quantile. median, p90: days, None of
    nothing (p90: of fewer than 10).
    """

    branch: str | None
    days: tuple[int, ...]
    without: int

    @property
    def median(self) -> float | None:
        return median(self.days)

    @property
    def p90(self) -> float | None:
        return p90(self.days)


@dataclass(frozen=True, slots=True)
class HandlingTimes:
    """branches: by name, that of the complaints without one last."""

    end: End
    frame: Frame
    branches: tuple[Times, ...]

    def together(self, names: tuple[str, ...]) -> Times:
        """Several branches as one."""
        chosen = [one for one in self.branches if one.branch in names]
        return Times(None, tuple(sorted(day for one in chosen for day in one.days)), sum(one.without for one in chosen))


def days_to(complaint: dict[str, Any], end: End) -> int | None:
    """The same days for one complaint as `complaints` lists it; None where it has not come to its end."""
    if complaint[end.value] is None:
        return None
    days = (date.fromisoformat(complaint[end.value]) - date.fromisoformat(complaint["received_at"][:10])).days
    return days if days >= 0 else None


def handling_times(cursor: duckdb.DuckDBPyConnection, scope: Scope, end: End) -> HandlingTimes | None:
    """Days to `end` of the scope's complaints, by branch; None where nothing is imported. An end before the receipt is
    a slip of the log and counts as no end."""
    question = settle(cursor, scope)
    if question is None:
        return None
    first, last = period_of(cursor, question)
    column = f"c.{End(end).value}"
    where = " AND ".join(conditions(question))
    join = limits_join(question) if scope.book is Book.DETERMINED else ""
    known = f"{column} <= {question.bind(question.as_of)} AND {column} >= c.received_on"
    rows = cursor.execute(
        f"""SELECT c.branch_name, CASE WHEN {known} THEN date_diff('day', c.received_on, {column}) END, count(*)
        FROM complaint c {join} WHERE {where} AND {booked_on(question)} IS NOT NULL GROUP BY 1, 2""",
        question.params,
    ).fetchall()
    days: dict[str | None, list[int]] = {}
    without: Counter[str | None] = Counter()
    for branch, day, n in rows:
        days.setdefault(branch, [])
        if day is None:
            without[branch] += n
        else:
            days[branch] += [day] * n
    names = sorted(days, key=lambda name: (name is None, name or ""))
    branches = tuple(Times(name, tuple(sorted(days[name])), without[name]) for name in names)
    return HandlingTimes(end, frame_of(question, first, last, False, ()), branches)
