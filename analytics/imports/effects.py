"""What a sheet changed: rows new, changed or unchanged, and which field from what to what."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

import duckdb

from analytics.classify.branch_names import split_aliases
from analytics.intake.report import Change, SheetReport
from analytics.vocabulary import LOG_FIELDS, SheetKind, masked

# A preview is read by a person: what is beyond is counted, not listed.
LISTED = 200
_COMPARED = {  # the fields of what `rows_of` gives after its key
    SheetKind.BRANCHES: ("branch_code", "parent", "aliases"),
    SheetKind.EXPOSURE: ("premium_yuan", "policies"),
    SheetKind.BENCHMARK: ("value", "unit", "source", "complaints", "premium_ratio", "policy_ratio_10k", "premium_yuan"),
}


def place_of(batch: int, sheet_no: int) -> str:
    """The rows of a sheet of a batch, as an SQL condition."""
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
    if said.changed:
        said.changes = _changes(cursor)


def _changes(cursor: duckdb.DuckDBPyConnection) -> list[Change]:
    """Field by field what the changed complaints were and are; personal data masked."""
    columns = ", ".join(f"b.{name}, f.{name}" for name in LOG_FIELDS)
    rows = cursor.execute(
        f"SELECT {columns} FROM before b JOIN folded f USING (complaint_no) ORDER BY f.complaint_no LIMIT {LISTED}"
    ).fetchall()
    changes = []
    for row in rows:
        number = row[1]
        for place, field in enumerate(LOG_FIELDS.values()):
            before, after = row[2 * place], row[2 * place + 1]
            if before != after:
                changes.append(Change(number, field.name, shown(field.name, before), shown(field.name, after)))
    return changes


def shown(name: str, value: Any) -> str | None:
    """A field's value as people read it; personal data masked."""
    if value is None:
        return None
    if isinstance(value, bool):
        return "是" if value else "否"  # as the log itself would say it
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="minutes")
    text = value.isoformat() if isinstance(value, date) else str(value)
    return masked(text) if LOG_FIELDS[name].personal else text


def rows_of(cursor: duckdb.DuckDBPyConnection, kind: SheetKind) -> dict[Any, Any]:
    """The current branch list, exposure or market figures by their key, to be compared before and after."""
    if kind is SheetKind.BRANCHES:
        rows = cursor.execute("SELECT branch_name, branch_code, parent, aliases FROM branch").fetchall()
        return {row[0]: row[1:] for row in rows}
    if kind is SheetKind.EXPOSURE:
        rows = cursor.execute(
            "SELECT month, branch_name, product_line_name, premium_yuan, policies FROM exposure"
        ).fetchall()
        return {row[:3]: row[3:] for row in rows}
    if kind is SheetKind.BENCHMARK:
        rows = cursor.execute(
            """SELECT r.period_start, r.period_end, coalesce(r.scope, ''), coalesce(r.metric, ''),
                coalesce(r.statistic, ''), coalesce(r.basis, ''), coalesce(r.insurer, ''), r.value, r.unit, r.source,
                r.complaints, r.premium_ratio, r.policy_ratio_10k, r.premium_yuan
            FROM benchmark_row r JOIN batch b USING (batch_id) WHERE b.retracted_at IS NULL
            ORDER BY r.batch_id, r.sheet_no, r.row_no"""
        ).fetchall()
        return {row[:7]: row[7:] for row in rows}
    return {}


def count_by_difference(said: SheetReport, before: dict[Any, Any], after: dict[Any, Any], accepted: int) -> None:
    """Rows of a branch list or of exposure that are new, changed, unchanged."""
    said.new = len(after.keys() - before.keys())
    changed = sorted((key for key in after.keys() & before.keys() if before[key] != after[key]), key=str)
    said.changed = len(changed)
    said.unchanged = max(0, accepted - said.new - said.changed)
    said.changes = [
        Change(_key_text(key), name, _value_text(name, was), _value_text(name, now))
        for key in changed[:LISTED]
        for name, was, now in zip(_COMPARED[said.kind], before[key], after[key], strict=True)
        if was != now
    ]


def _key_text(key: Any) -> str:
    parts: Iterable[Any] = key if isinstance(key, tuple) else (key,)
    return " ".join(part.strftime("%Y-%m") if isinstance(part, date) else str(part) for part in parts).strip()


def _value_text(name: str, value: Any) -> str | None:
    """A field's value as people read it; an alias that the list has twice once."""
    if value is None:
        return None
    if name == "aliases":
        return "、".join(dict.fromkeys(split_aliases(value)))
    return f"{value:,g}" if isinstance(value, float) else str(value)
