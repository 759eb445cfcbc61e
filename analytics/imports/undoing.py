"""Taking an import back, and the list of all of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import duckdb

from analytics.classify.current import refresh_complaints
from analytics.errors import RequestError, Text
from analytics.imports.current import refresh_current, refresh_rules
from analytics.imports.waiting import waiting_rows
from analytics.store import Store
from analytics.vocabulary import SheetKind


def retract(cursor: duckdb.DuckDBPyConnection, batch_id: int, by: int | None) -> None:
    """A batch no longer speaks; everything it touched is rebuilt from what is left."""
    cursor.execute(
        "UPDATE batch SET retracted_at = now()::TIMESTAMP, retracted_by = ? WHERE batch_id = ?", [by, batch_id]
    )
    refresh_complaints(cursor, f"SELECT complaint_no FROM log_row WHERE batch_id = {int(batch_id)}")
    kinds = cursor.execute("SELECT DISTINCT kind FROM batch_sheet WHERE batch_id = ?", [batch_id]).fetchall()
    for kind in (SheetKind.BRANCHES, SheetKind.EXPOSURE):
        if (kind.value,) in kinds:
            refresh_current(cursor, kind)
    refresh_rules(cursor)


def undo(store: Store, batch_id: int) -> None:
    """Take a batch back: the state is what it was without it. Raises RequestError when there is none to undo."""
    with store.write() as cursor:
        row = cursor.execute("SELECT retracted_at FROM batch WHERE batch_id = ?", [batch_id]).fetchone()
        if row is not None and row[0] is not None:
            raise RequestError(
                "no_such_batch",
                Text(f"批次 {batch_id} 已经撤销或被替换", f"batch {batch_id} has been undone or replaced already"),
                Text("用 batches 查看批次", "list the batches with `batches`"),
            )
        if row is None:
            raise RequestError(
                "no_such_batch",
                Text(f"没有可撤销的批次 {batch_id}", f"there is no batch {batch_id} to undo"),
                Text("用 batches 查看批次", "list the batches with `batches`"),
            )
        # What it had replaced speaks again, or undoing would lose more than the batch brought.
        replaced = cursor.execute("SELECT batch_id FROM batch WHERE retracted_by = ?", [batch_id]).fetchall()
        retract(cursor, batch_id, by=None)
        for (earlier,) in replaced:
            restore(cursor, earlier)


@dataclass(frozen=True, slots=True)
class UndoEffect:
    """What undoing a batch would do. gone: complaints that no other batch speaks of. stay: complaints that others speak
    of too, whose say then holds. others: rows of exposure, branch lists and market figures that no longer speak.
    restored: batches that it had replaced and that speak again."""

    gone: int
    stay: int
    others: int
    restored: tuple[int, ...]


def undo_effect(cursor: duckdb.DuckDBPyConnection, batch_id: int) -> UndoEffect:
    """Asked before `undo`, which does it."""
    number = int(batch_id)
    restored = cursor.execute("SELECT batch_id FROM batch WHERE retracted_by = ? ORDER BY 1", [number]).fetchall()
    ((gone, stay),) = cursor.execute(
        f"""SELECT count(*) FILTER (NOT elsewhere), count(*) FILTER (elsewhere) FROM (
            SELECT mine.complaint_no, mine.complaint_no IN (
                SELECT complaint_no FROM log_row l JOIN batch b USING (batch_id)
                WHERE b.batch_id <> {number} AND (b.retracted_at IS NULL OR b.retracted_by = {number})) AS elsewhere
            FROM (SELECT DISTINCT complaint_no FROM log_row WHERE batch_id = {number}) mine)"""
    ).fetchall()
    tables = ("exposure_row", "branch_row", "benchmark_row")
    counts = " + ".join(f"(SELECT count(*) FROM {table} WHERE batch_id = {number})" for table in tables)
    ((others,),) = cursor.execute(f"SELECT {counts}").fetchall()
    return UndoEffect(gone, stay, others, tuple(batch for (batch,) in restored))


def restore(cursor: duckdb.DuckDBPyConnection, batch_id: int) -> None:
    """A retracted batch speaks again."""
    cursor.execute("UPDATE batch SET retracted_at = NULL, retracted_by = NULL WHERE batch_id = ?", [batch_id])
    refresh_complaints(cursor, f"SELECT complaint_no FROM log_row WHERE batch_id = {int(batch_id)}")
    refresh_current(cursor, SheetKind.BRANCHES)
    refresh_rules(cursor)


def batches(cursor: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    """Every batch, newest last: file, when, what it brought, whether it still speaks.

    rejected: rows set aside when it was imported; waiting: those of them that have not been corrected since.
    """
    waiting = waiting_rows(cursor)
    cursor.execute(
        """SELECT b.batch_id AS batch, b.file AS path, b.sha256,
            strftime(b.imported_at, '%Y-%m-%dT%H:%M:%S') AS imported_at,
            b.layout, CASE WHEN b.retracted_at IS NULL THEN 'active' WHEN b.retracted_by IS NULL THEN 'undone'
                           ELSE 'replaced' END AS status, b.retracted_by AS replaced_by,
            coalesce(sum(s.rows_read), 0)::INTEGER AS rows_read, coalesce(sum(s.rows_new), 0)::INTEGER AS new,
            coalesce(sum(s.rows_changed), 0)::INTEGER AS changed,
            coalesce(sum(s.rows_unchanged), 0)::INTEGER AS unchanged,
            coalesce(sum(s.rows_rejected), 0)::INTEGER AS rejected
        FROM batch b LEFT JOIN batch_sheet s USING (batch_id) GROUP BY ALL ORDER BY batch"""
    )
    names = [column[0] for column in cursor.description]
    rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return [row | {"waiting": waiting.get(row["batch"], 0)} for row in rows]
