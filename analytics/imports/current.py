"""What is derived from the append-only rows, rebuilt after every change: branches, exposure, limits, the last date."""

from __future__ import annotations

import duckdb

from analytics.classify.current_lists import refresh_branches, refresh_exposure
from analytics.rules.stored import refresh_limits
from analytics.vocabulary import LOG_FIELDS, SheetKind, ValueKind

_DATES = [name for name, field in LOG_FIELDS.items() if field.kind in (ValueKind.MOMENT, ValueKind.DATE)]


def refresh_rules(cursor: duckdb.DuckDBPyConnection) -> None:
    """Limits of new days of receipt, and the last date that the logs know of (the default as-of date)."""
    refresh_limits(cursor)
    latest = ", ".join(f"max({name})::DATE" for name in _DATES)
    row = cursor.execute(f"SELECT greatest({latest}) FROM complaint").fetchone()
    cursor.execute("DELETE FROM setting WHERE key = 'known_until'")
    if row and row[0]:
        cursor.execute("INSERT INTO setting VALUES ('known_until', ?)", [row[0].isoformat()])


def refresh_current(cursor: duckdb.DuckDBPyConnection, kind: SheetKind) -> None:
    """Rebuild what the un-retracted rows of a branch list or of exposure say. Market figures are asked as they are."""
    if kind is SheetKind.BENCHMARK:
        return
    if kind is SheetKind.BRANCHES:
        refresh_branches(cursor)
    refresh_exposure(cursor)
