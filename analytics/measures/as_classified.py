"""The store as it was classified at a moment: under the taxonomy, decisions, model and names of that time.

With it an old report can be made again after the causes were renamed, merged or moved. The rows are those of today;
`as_reported` is the way back to the rows of a time.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import duckdb

from analytics.classify.current import refresh_complaints
from analytics.classify.current_lists import refresh_exposure
from analytics.store import snapshot
from analytics.vocabulary import LOG_FIELDS

# What people decided, and when.
_DATED = {
    "taxonomy_version": "saved_at",
    "cause_decision": "decided_at",
    "cause_model": "trained_at",
    "name_decision": "decided_at",
}
_PERSONAL = [name for name, field in LOG_FIELDS.items() if field.personal]


@contextmanager
def as_classified(cursor: duckdb.DuckDBPyConnection, at: datetime) -> Iterator[duckdb.DuckDBPyConnection]:
    """A cursor on which measures answer by the classification of that moment (the store's own clock, local time).

    Nothing is written. Personal fields are blank in it.
    """
    with snapshot(cursor) as one:
        go_to_classification(one, at)
        for table in ("complaint", "complaint_cause", "exposure"):
            one.execute(f"CREATE TEMP TABLE {table} AS FROM {table}")
        refresh_complaints(one, "SELECT complaint_no FROM complaint")
        refresh_exposure(one)
        one.execute(f"UPDATE complaint SET {', '.join(f'{name} = NULL' for name in _PERSONAL)}")
        yield one


def go_to_classification(one: duckdb.DuckDBPyConnection, at: datetime) -> bool:
    """Let a snapshot know only what people had decided by then; whether they have decided anything since.

    What is classified by it is to be rebuilt by the caller.
    """
    since = False
    for table, when in _DATED.items():
        rows = one.execute(f"SELECT count(*) FROM {table} WHERE {when} > $at", {"at": at}).fetchall()
        if rows[0][0]:
            since = True
            one.execute(f"CREATE TEMP TABLE {table} AS FROM {table} WHERE {when} <= $at", {"at": at})
    return since
