"""What the figures rest on: for every branch and month, whether its log and its exposure are there.

A month without a log is missing, not zero; a log that lists nothing of a branch reports zero. The month that is still
open, whose log nobody can have made yet, is no month of the coverage.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import duckdb

from analytics.imports.exposure_flags import exposure_flags
from analytics.measures.exposure import needed_branches, unlisted_branches
from analytics.measures.judged import conditions, known_until, settle
from analytics.measures.log_months import logs
from analytics.measures.scope import Scope, month_range
from analytics.store import kept


class LogState(StrEnum):
    RECEIVED = "received"  # a log of the month covers the branch, and lists complaints of it
    ZERO = "zero"  # a log of the month covers the branch and lists none
    PARTIAL = "partial"  # no log of the month, though later logs list complaints of it
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Covered:
    """One branch in one month. complaints: those received in the month, as known today.

    flags: what is odd about its premium or policies (codes of `exposure_flags`). listed: False for a name that the
    branch list does not have: it may be a branch that is there under another name, and counts as none.
    """

    branch: str
    month: str
    log: LogState
    complaints: int
    premium: bool
    policies: bool
    flags: tuple[str, ...] = ()
    listed: bool = True

    @property
    def logged(self) -> bool:
        """Whether a log of the month covers the branch: what is counted is all there is, and none is zero."""
        return self.log in (LogState.RECEIVED, LogState.ZERO)


@dataclass(frozen=True, slots=True)
class LogGaps:
    """first, last, months: of those that a log covers. missing: no log covers them; partial: only some branches' do."""

    first: str
    last: str
    months: int
    missing: tuple[str, ...]
    partial: tuple[str, ...]


def log_gaps(grid: Sequence[Covered]) -> LogGaps | None:
    """Which months of the coverage lack logs, of the branches that are listed; None where no log covers a month."""
    there: dict[str, list[bool]] = {}
    for one in grid:
        if one.listed:
            there.setdefault(one.month, []).append(one.logged)
    covered = sorted(month for month, logs in there.items() if any(logs))
    if not covered:
        return None
    missing = tuple(month for month in sorted(there) if not any(there[month]))
    partial = tuple(month for month in covered if not all(there[month]))
    return LogGaps(covered[0], covered[-1], len(covered), missing, partial)


@kept
def coverage(cursor: duckdb.DuckDBPyConnection, since: str | None = None) -> list[Covered]:
    """The grid branch x month, sorted: from the first month that anything is known of, or `since` if earlier.

    It goes to the month of the last day that the logs know of, which is left out where it is still open.
    A log whose rows were all set aside covers nothing.
    """
    branches = needed_branches(cursor)
    known = known_until(cursor)
    first = _first_month(cursor)
    if known is None or first is None or not branches:
        return []
    there = logs(cursor)
    counts = {
        (branch, f"{month // 12:04d}-{month % 12 + 1:02d}"): count
        for branch, month, count in cursor.execute(
            "SELECT branch_name, year(received_on) * 12 + month(received_on) - 1, count(*) FROM complaint"
            " WHERE branch_name IS NOT NULL GROUP BY 1, 2"
        ).fetchall()
    }
    exposed = {
        (branch, month): (premium, policies)
        for branch, month, premium, policies in cursor.execute(
            "SELECT branch_name, strftime(month, '%Y-%m'), count(premium_yuan) > 0, count(policies) > 0"
            " FROM exposure GROUP BY 1, 2"
        ).fetchall()
    }
    unlisted = unlisted_branches(cursor)
    flags: dict[tuple[str, str], set[str]] = {}
    for flag in exposure_flags(cursor):
        flags.setdefault((flag.branch, flag.month), set()).add(flag.code)
    grid = []
    covering = there.everywhere.union(*there.own.values())
    months = [
        month
        for month in month_range(min(first, since or first), known.strftime("%Y-%m"))
        if month < known.strftime("%Y-%m") or month <= max(covering, default=month)
    ]
    for branch in sorted(branches):
        covered = there.of(branch)
        for month in months:
            count = counts.get((branch, month), 0)
            premium, policies = exposed.get((branch, month), (False, False))
            odd = tuple(sorted(flags.get((branch, month), ())))
            state, listed = _state(month in covered, count), branch not in unlisted
            grid.append(Covered(branch, month, state, count, premium, policies, odd, listed))
    return grid


def unlisted_complaints(cursor: duckdb.DuckDBPyConnection, scope: Scope) -> dict[str, int]:
    """Complaints of the scope by the name of a branch that the branch list does not have, most first."""
    question = settle(cursor, scope)
    names = unlisted_branches(cursor)
    if question is None or not names:
        return {}
    rows = cursor.execute(
        f"SELECT c.branch_name, count(*) FROM complaint c WHERE {' AND '.join(conditions(question))}"
        " GROUP BY 1 ORDER BY 2 DESC, 1",
        question.params,
    ).fetchall()
    return {name: count for name, count in rows if name in names}


def _state(covered: bool, count: int) -> LogState:
    if covered:
        return LogState.RECEIVED if count else LogState.ZERO
    return LogState.PARTIAL if count else LogState.MISSING


def _first_month(cursor: duckdb.DuckDBPyConnection) -> str | None:
    """The first month that a log covers, or that exposure is known of. A complaint carried over from before the
    first log does not begin the grid."""
    row = cursor.execute(
        """SELECT strftime(min(month), '%Y-%m') FROM (
            SELECT min(s.first_month) AS month FROM batch_sheet s JOIN batch b USING (batch_id)
            WHERE s.kind = 'log' AND b.retracted_at IS NULL
            UNION ALL SELECT min(month) FROM exposure)"""
    ).fetchone()
    return row[0] if row else None
