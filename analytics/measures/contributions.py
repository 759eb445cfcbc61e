"""What makes up a jump: the change of a month against months before it, by branch and primary cause."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import duckdb

from analytics.errors import RequestError, Text
from analytics.measures.figure import Frame
from analytics.measures.judged import booked_on, conditions, limits_join, settle
from analytics.measures.log_months import months_without_log
from analytics.measures.scope import Scope, month_range
from analytics.measures.series import last_day
from analytics.measures.table import measure
from analytics.statistics import compare_counts
from analytics.vocabulary import Book, Dimension, Measure

_BEYOND_CHANCE = 0.05  # for all cells together: Bonferroni, because every cell of the table is looked at


class Baseline(StrEnum):
    """What a month is held against."""

    YEAR_BEFORE = "mean_of_twelve"  # the mean of the twelve months before it, or as many as are known
    MONTH_BEFORE = "month_before"
    SAME_MONTH = "same_month"  # of the year before


@dataclass(frozen=True, slots=True)
class Contribution:
    """One branch x primary cause: complaints of the month, the baseline's mean a month, and the difference.

    beyond_chance: the exact test of the two rates, corrected for the number of cells looked at, is under 5%.
    """

    branch: str | None
    cause: str | None
    now: int
    before: float
    change: float
    p_value: float
    beyond_chance: bool


@dataclass(frozen=True, slots=True)
class Contributions:
    """rows: every cell with a complaint in either period, the largest change first; they add up to `change`.

    baseline: the months that `before` is the mean of. unfinished: the month is not over at the as-of date.
    """

    month: str
    baseline: tuple[str, ...]
    now: int
    before: float
    change: float
    rows: tuple[Contribution, ...]
    unfinished: bool
    frame: Frame

    def largest(self, most: int) -> tuple[tuple[Contribution, ...], float]:
        """The rows that explain most of the change, in its direction first, and the change of all the others."""
        sign = 1 if self.change >= 0 else -1
        ordered = sorted(self.rows, key=lambda row: (-sign * row.change, row.branch or "", row.cause or ""))
        shown = tuple(row for row in ordered[:most] if sign * row.change > 0)
        return shown, self.change - sum(row.change for row in shown)

    def leading(self) -> tuple[Contribution, ...]:
        """The row that explains most; with it those of the same change as printed, to one decimal, and alike in chance.

        () where no row goes the way of the change.
        """
        shown, _ = self.largest(len(self.rows))
        tied = [row for row in shown if round(row.change, 1) == round(shown[0].change, 1)]
        beyond = any(row.beyond_chance for row in tied)
        return tuple(row for row in tied if row.beyond_chance == beyond)


def contributions(
    cursor: duckdb.DuckDBPyConnection, scope: Scope, month: str, against: Baseline = Baseline.YEAR_BEFORE
) -> Contributions:
    """Complaints of `month` against the baseline, each complaint once, under its primary cause.

    The scope's period is not used. A baseline month without any data, or that no log covers, is left out,
    never taken as zero.
    Raises RequestError where nothing is known of the month or of the baseline.
    """
    wanted = _baseline(month, against)
    table = measure(cursor, scope.with_(first=wanted[0], last=month), (Dimension.MONTH,), (Measure.COMPLAINTS,))
    unlogged = months_without_log(cursor, scope, (*wanted, month))
    known = {row.key["month"] for row in table.rows}.difference(unlogged)
    baseline = tuple(one for one in wanted if one in known)
    if month not in known or not baseline:
        raise RequestError(
            "nothing_to_compare",
            Text(f"{month} 没有可比的月份", f"there is nothing to compare {month} with"),
            Text("请选择其他月份或其他对比方式", "choose another month or another comparison"),
        )
    cells = _cells(cursor, scope.with_(first=wanted[0], last=month))
    now = Counter({key: n for (key, one), n in cells.items() if one == month})
    before: Counter[tuple[str | None, str | None]] = Counter()
    for (key, one), n in cells.items():
        if one in baseline:
            before[key] += n
    keys = sorted(set(now) | set(before), key=lambda key: (key[0] or "", key[1] or ""))
    rows = [_contribution(key, now[key], before[key], len(baseline), len(keys)) for key in keys]
    rows.sort(key=lambda row: -abs(row.change))
    total, mean = sum(now.values()), sum(before.values()) / len(baseline)
    as_of = table.frame.as_of
    unfinished = as_of is not None and as_of < last_day(month)
    return Contributions(month, baseline, total, mean, total - mean, tuple(rows), unfinished, table.frame)


def _baseline(month: str, against: Baseline) -> list[str]:
    year, number = int(month[:4]), int(month[5:])
    if against is Baseline.SAME_MONTH:
        return [f"{year - 1:04d}-{number:02d}"]
    before = month_range(f"{year - 1:04d}-{number:02d}", month)[:-1]
    return before[-1:] if against is Baseline.MONTH_BEFORE else before


def _contribution(key: tuple[str | None, str | None], now: int, before: int, months: int, cells: int) -> Contribution:
    p_value = compare_counts(before, now, first_exposure=months, second_exposure=1).p_value
    mean = before / months
    return Contribution(*key, now, mean, now - mean, p_value, p_value * cells < _BEYOND_CHANCE)


def _cells(cursor: duckdb.DuckDBPyConnection, scope: Scope) -> dict[tuple[tuple[str | None, str | None], str], int]:
    """((branch, primary cause), month) -> complaints."""
    question = settle(cursor, scope)
    assert question is not None  # the month is known
    booked = booked_on(question)
    where = " AND ".join(conditions(question))
    join = limits_join(question) if scope.book is Book.DETERMINED else ""
    rows: Sequence[tuple[str | None, str | None, str, int]] = cursor.execute(
        f"""SELECT c.branch_name, c.primary_cause, strftime({booked}, '%Y-%m'), count(*)
        FROM complaint c {join} WHERE {where} GROUP BY 1, 2, 3""",
        question.params,
    ).fetchall()
    return {((branch, cause), month): n for branch, cause, month, n in rows}
