"""From the channel over the primary cause to what became of the complaint: each complaint once."""

from __future__ import annotations

import duckdb

from analytics.measures.judged import FIRST_OR_NONE, booked_on, conditions, limits_join, settle
from analytics.measures.keys import CellKey, key_columns, key_labels
from analytics.measures.scope import Scope
from analytics.vocabulary import Dimension

_BY = (Dimension.CHANNEL, Dimension.CAUSE, Dimension.STATUS)


def cause_flow(cursor: duckdb.DuckDBPyConnection, scope: Scope) -> dict[CellKey, int]:
    """(channel, primary cause, status) -> complaints; nothing where nothing is imported."""
    question = settle(cursor, scope)
    if question is None:
        return {}
    question.params.clear()
    keys = ", ".join(key_columns(question, _BY, FIRST_OR_NONE))
    where = " AND ".join([*conditions(question), f"{booked_on(question)} IS NOT NULL"])
    rows = cursor.execute(
        f"SELECT {keys}, count(*) FROM complaint c {limits_join(question)} WHERE {where} GROUP BY ALL", question.params
    ).fetchall()
    labels = key_labels(_BY, [row[:-1] for row in rows])
    return {labels[row[:-1]]: row[-1] for row in rows}
