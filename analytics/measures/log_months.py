"""Months of a question that no imported log covers: their complaints are not known, whatever the counts say.

Where a month is missing among logs, what was counted lacks its complaints while its premium is there: a cell without a
complaint is not zero then, and a ratio over it would be too low, so there is none. Months before the first log and
after the last one are only said: zero complaints over a known premium is zero.

The log of a month is made when the month is over. The as-of day's own month lacks none where every log is of an earlier
one: it is open, its complaints are not known yet, and nothing is missing.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import duckdb

from analytics.measures.figure import Note
from analytics.measures.scope import month_range
from analytics.store import kept


def months_without_log(cursor: duckdb.DuckDBPyConnection, months: Sequence[str]) -> tuple[str, ...]:
    """Those of `months` that lie in no log that speaks; () where some log does not say what months it covers."""
    covered = _covered(cursor)
    return () if covered is None else tuple(month for month in months if month not in covered)


def months_between_logs(cursor: duckdb.DuckDBPyConnection, months: Sequence[str]) -> tuple[str, ...]:
    """Those of them that some log comes before and some log comes after."""
    covered = _covered(cursor) or frozenset()
    return tuple(month for month in months_without_log(cursor, months) if min(covered) < month < max(covered))


def open_month(cursor: duckdb.DuckDBPyConnection, as_of: date) -> str | None:
    """The month of the as-of day, where it comes after those of all logs: its log cannot be there yet."""
    covered, month = _covered(cursor), as_of.strftime("%Y-%m")
    return month if covered and max(covered) < month else None


def log_notes(cursor: duckdb.DuckDBPyConnection, months: Sequence[str], as_of: date) -> tuple[Note, ...]:
    """What to say of months that no log covers, those whose log is missing and the open one apart."""
    lacking, still_open = months_without_log(cursor, months), open_month(cursor, as_of)
    missing = tuple(month for month in lacking if month != still_open)
    notes = (Note("log_missing", missing), Note("log_open", tuple(month for month in lacking if month == still_open)))
    return tuple(note for note in notes if note.places)


@kept
def _covered(cursor: duckdb.DuckDBPyConnection) -> frozenset[str] | None:
    """The months of the logs that speak; None where there is none, or one does not say its months."""
    sheets = cursor.execute(
        """SELECT strftime(coalesce(s.first_month, s.report_month), '%Y-%m'), strftime(s.report_month, '%Y-%m')
        FROM batch_sheet s JOIN batch b USING (batch_id) WHERE s.kind = 'log' AND b.retracted_at IS NULL
            AND (s.rows_read = 0 OR s.rows_rejected < s.rows_read)"""
    ).fetchall()
    if not sheets or any(last is None for _, last in sheets):
        return None
    return frozenset(month for first, last in sheets for month in month_range(first, last))
