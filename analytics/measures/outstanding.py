"""How many complaints wait for a decision, when the next limit is, and how many the logs say otherwise of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import duckdb

from analytics.measures.complaints import Which, only
from analytics.measures.judged import conditions, counted, limits_join, settle
from analytics.measures.scope import Scope


@dataclass(frozen=True, slots=True)
class Outstanding:
    """number: complaints. next_limit: the soonest of their limits, None where there is none; at_next: of how many."""

    number: int
    next_limit: date | None
    at_next: int


def outstanding(cursor: duckdb.DuckDBPyConnection, scope: Scope, which: Which) -> Outstanding:
    """The size of the list that `complaints` gives for the same scope and `which`."""
    question = settle(cursor, scope)
    if question is None:
        return Outstanding(0, None, 0)
    where = " AND ".join([*conditions(question), *only(which, question)])
    rows = cursor.execute(
        f"""SELECT CASE WHEN {counted(question)} THEN l.limit_date END AS limit_date, count(*)
        FROM complaint c {limits_join(question)} WHERE {where} GROUP BY 1 ORDER BY 1 NULLS LAST""",
        question.params,
    ).fetchall()
    if not rows:
        return Outstanding(0, None, 0)
    return Outstanding(sum(n for _, n in rows), rows[0][0], rows[0][1])
