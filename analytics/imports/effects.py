"""What a sheet changed: how many of its rows are new, changed, unchanged."""

from __future__ import annotations

from typing import Any

import duckdb

from analytics.intake.report import SheetReport
from analytics.vocabulary import SheetKind


def place_of(batch: int, sheet_no: int) -> str:
    return f"batch_id = {int(batch)} AND sheet_no = {int(sheet_no)}"


def count_effects(cursor: duckdb.DuckDBPyConnection, batch: int, sheet_no: int, said: SheetReport) -> None:
    """A complaint's first row in the sheet is new, changed or unchanged; a further row of it can only change it."""
    counts = dict(
        cursor.execute(
            f"""SELECT CASE WHEN place > 1 AND effect = 'new' THEN 'changed' ELSE effect END, count(*)
            FROM (SELECT complaint_no, row_number() OVER (PARTITION BY complaint_no ORDER BY row_no) AS place
                  FROM log_row WHERE {place_of(batch, sheet_no)}) JOIN effect USING (complaint_no) GROUP BY 1"""
        ).fetchall()
    )
    said.new, said.changed, said.unchanged = (counts.get(name, 0) for name in ("new", "changed", "unchanged"))


def rows_of(cursor: duckdb.DuckDBPyConnection, kind: SheetKind) -> dict[Any, Any]:
    if kind is SheetKind.BRANCHES:
        rows = cursor.execute("SELECT branch_name, branch_code, parent, aliases FROM branch").fetchall()
        return {row[0]: row[1:] for row in rows}
    if kind is SheetKind.EXPOSURE:
        rows = cursor.execute(
            "SELECT month, branch_name, product_line_name, premium_yuan, policies FROM exposure"
        ).fetchall()
        return {row[:3]: row[3:] for row in rows}
    return {}


def count_by_difference(said: SheetReport, before: dict[Any, Any], after: dict[Any, Any], accepted: int) -> None:
    said.new = len(after.keys() - before.keys())
    said.changed = sum(before[key] != after[key] for key in after.keys() & before.keys())
    said.unchanged = max(0, accepted - said.new - said.changed)
