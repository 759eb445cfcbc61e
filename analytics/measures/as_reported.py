"""The store as it was after a batch: a cursor on which every measure answers as it would have answered then.

The rows that spoke then are folded by the same code as at import, into temporary tables that stand before the
real ones; measures ask them without knowing. Nothing is written: the transaction is a reading one.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

import duckdb

from analytics.classify.current import refresh_complaints
from analytics.errors import RequestError, Text
from analytics.imports.current import refresh_current, refresh_rules
from analytics.measures.as_classified import go_to_classification
from analytics.store import snapshot
from analytics.vocabulary import LOG_FIELDS, SheetKind

# Everything that is derived from the rows of batches. What is derived anew lands in copies of these.
_DERIVED = "complaint_cause branch exposure limit_day step_limit rulebook_used setting".split()
_PERSONAL = [name for name, field in LOG_FIELDS.items() if field.personal]


@dataclass(frozen=True, slots=True)
class ReportedBatch:
    """A batch that was the newest at its time.

    overlaps: batches that spoke then, were undone by hand since, and may for a time have silenced an earlier batch
    of the same log that speaks again. The store does not keep for how long: here both speak.
    """

    batch: int
    file: str
    imported_at: datetime
    overlaps: tuple[int, ...]


@contextmanager
def as_reported(cursor: duckdb.DuckDBPyConnection, batch: int) -> Iterator[duckdb.DuckDBPyConnection]:
    """A cursor that sees what the store said when `batch` had just been imported. Personal fields are blank in it.

    Batches imported later do not speak, nor do those undone or replaced by then; one undone since speaks as it did.
    Causes and names are those of that time: its taxonomy, decisions and model. Complaints are judged by the rules of
    today. Raises RequestError when there is no such batch.
    """
    with snapshot(cursor) as one:
        go_back(one, batch)
        yield one


def go_back(one: duckdb.DuckDBPyConnection, batch: int) -> ReportedBatch:
    """Turn a snapshot into the state after `batch`. Raises RequestError when there is no such batch."""
    row = one.execute("SELECT file, imported_at FROM batch WHERE batch_id = ?", [batch]).fetchone()
    if row is None:
        raise RequestError(
            "no_such_batch",
            Text(f"没有批次 {batch}", f"there is no batch {batch}"),
            Text("用 batches 查看批次", "list the batches with `batches`"),
        )
    file, imported_at = row
    one.execute(
        """CREATE TEMP TABLE otherwise AS
        SELECT batch_id, silent_then FROM (
            SELECT batch_id, retracted_at IS NOT NULL AS silent_now, batch_id > $batch OR retracted_at IS NOT NULL AND
                CASE WHEN retracted_by IS NULL THEN retracted_at <= $at ELSE retracted_by <= $batch END AS silent_then
            FROM batch) WHERE silent_now <> silent_then""",
        {"batch": batch, "at": imported_at},
    )
    overlaps = _overlaps(one, batch)
    kinds = one.execute("SELECT DISTINCT s.kind FROM batch_sheet s JOIN otherwise o USING (batch_id)").fetchall()
    for table in _DERIVED:
        one.execute(f"CREATE TEMP TABLE {table} AS FROM {table}")
    one.execute(
        """CREATE TEMP TABLE batch AS SELECT b.* REPLACE (
            CASE WHEN o.silent_then THEN b.imported_at WHEN o.batch_id IS NULL THEN b.retracted_at END AS retracted_at)
        FROM batch b LEFT JOIN otherwise o USING (batch_id)"""
    )
    # Complaints that no such batch lists are what they were, unless people have decided something about causes or
    # names since; the others are folded again.
    touched = "SELECT complaint_no FROM log_row"
    decided_since = go_to_classification(one, imported_at)
    if not decided_since:
        touched += " WHERE batch_id IN (SELECT batch_id FROM otherwise)"
    blank = ", ".join(f"NULL::VARCHAR AS {name}" for name in _PERSONAL)
    one.execute(
        f"CREATE TEMP TABLE complaint AS SELECT * REPLACE ({blank}) FROM complaint"
        f" WHERE complaint_no NOT IN ({touched})"
    )
    if decided_since or {(SheetKind.BRANCHES.value,), (SheetKind.EXPOSURE.value,)} & set(kinds):
        refresh_current(one, SheetKind.BRANCHES)
    refresh_complaints(one, touched)
    blank_again = ", ".join(f"{name} = NULL" for name in _PERSONAL)
    one.execute(f"UPDATE complaint SET {blank_again} WHERE coalesce({', '.join(_PERSONAL)}) IS NOT NULL")
    refresh_rules(one)
    return ReportedBatch(batch, file, imported_at, overlaps)


def _overlaps(one: duckdb.DuckDBPyConnection, batch: int) -> tuple[int, ...]:
    """Batches up to `batch`, undone by hand since, of the same file or log months as an earlier one that speaks."""
    rows = one.execute(
        """WITH spoke AS (
            SELECT b.batch_id, regexp_extract(b.file, '[^/\\\\]*$') AS name, b.retracted_at, b.retracted_by,
                (SELECT string_agg(DISTINCT s.report_month::VARCHAR, ',' ORDER BY s.report_month::VARCHAR)
                 FROM batch_sheet s WHERE s.batch_id = b.batch_id AND s.kind = 'log') AS months
            FROM batch b LEFT JOIN otherwise o USING (batch_id)
            WHERE b.batch_id <= $batch AND (b.retracted_at IS NULL OR o.silent_then IS NOT NULL))
        SELECT DISTINCT r.batch_id FROM spoke r JOIN spoke e ON e.batch_id < r.batch_id
        WHERE r.retracted_at IS NOT NULL AND r.retracted_by IS NULL AND (e.name = r.name OR e.months = r.months)
        ORDER BY 1""",
        {"batch": batch},
    ).fetchall()
    return tuple(number for (number,) in rows)
