"""How many complaints turn valid within so many working days unless they are withdrawn; how many the log judges
otherwise. Counts only: the complaints themselves are `watchlist`'s and `complaints`'.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import duckdb

from analytics.measures.judged import conditions, limits_join, settle, status, valid_statuses
from analytics.measures.scope import Scope
from analytics.rules import rules_of
from analytics.vocabulary import Status, View


@dataclass(frozen=True, slots=True)
class Due:
    """Pending complaints by the last day on which a withdrawal keeps them invalid, soonest first.

    until: the last day looked ahead to. later: pending ones whose limit comes after it. assumed: some limit fell in
    a year that the working-day table does not know.
    """

    as_of: date
    until: date
    days: tuple[tuple[date, int], ...]
    later: int
    assumed: bool

    @property
    def complaints(self) -> int:
        return sum(n for _, n in self.days)


def due(cursor: duckdb.DuckDBPyConnection, scope: Scope, days: int = 10) -> Due | None:
    """Those of the scope, of any month, that turn valid within `days` working days after as-of. None without data."""
    question = settle(cursor, scope.with_(first=None, last=None))
    if question is None:
        return None
    until = rules_of(cursor).calendar.add(question.as_of, days)
    rows = cursor.execute(
        f"""SELECT limit_date, count(*), bool_or(assumed) FROM (
            SELECT l.limit_date, l.assumed, {status(question)} AS status FROM complaint c {limits_join(question)}
            WHERE {" AND ".join(conditions(question))} AND l.limit_date > {question.bind(question.as_of)}) judged
        WHERE status = '{Status.PENDING}' GROUP BY limit_date ORDER BY limit_date""",
        question.params,
    ).fetchall()
    soon = tuple((day, n) for day, n, _ in rows if day <= until)
    later = sum(n for day, n, _ in rows if day > until)
    return Due(question.as_of, until, soon, later, any(assumed for _, _, assumed in rows))


def differing_from_stated(cursor: duckdb.DuckDBPyConnection, scope: Scope) -> int:
    """Complaints of the scope that are judged otherwise than their log's 是否有效 says, as `complaints` lists them."""
    question = settle(cursor, scope)
    if question is None:
        return 0
    open_still = f"'{Status.PENDING}', '{Status.NOT_COUNTED}'"
    row = cursor.execute(
        f"""SELECT count(*) FROM (
            SELECT {status(question)} AS status, c.stated_valid FROM complaint c {limits_join(question)}
            WHERE {" AND ".join(conditions(question))} AND c.stated_valid IS NOT NULL) judged
        WHERE status NOT IN ({open_still}) AND stated_valid <> (status IN ({valid_statuses(View.MONTHLY)}))""",
        question.params,
    ).fetchone()
    return int(row[0]) if row else 0
