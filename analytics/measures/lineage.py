"""The way back from a complaint to its cells: every version of it, and what each changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

import duckdb

from analytics.classify.clock_times import day_alone
from analytics.classify.label_tables import register_names
from analytics.classify.used_twice import set_apart
from analytics.vocabulary import LOG_FIELDS, masked

# apart: of another complaint under the same number, which this one takes nothing from.
Status = Literal["active", "apart", "undone", "replaced"]


@dataclass(frozen=True, slots=True)
class Version:
    """One row of one log that speaks, or spoke, of the complaint.

    said: field -> text for what the row fills (personal data masked unless asked for); new: the fields in which it
    says something else than the versions before it.
    """

    file: str
    sheet: str
    row: int
    report_month: str | None
    imported_at: str
    batch: int
    status: Status
    said: dict[str, str]
    new: tuple[str, ...]


def versions(
    cursor: duckdb.DuckDBPyConnection, complaint_no: str, *, with_personal_data: bool = False
) -> list[Version]:
    """Every version in the order in which they speak: the last active one wins, field by field."""
    fields = [name for name in LOG_FIELDS if name != "complaint_no"]
    register_names(cursor, "asked", "complaint_no", [(complaint_no,)])
    set_apart(cursor, "FROM asked")
    rows = cursor.execute(
        f"""SELECT b.file, s.sheet, l.row_no, strftime(s.report_month, '%Y-%m'),
            strftime(b.imported_at, '%Y-%m-%dT%H:%M:%S'), l.batch_id, b.retracted_at IS NULL, b.retracted_by,
            l.precedence IN (SELECT precedence FROM apart),
            {", ".join(f"l.{name}" for name in fields)}
        FROM log_row l JOIN batch b USING (batch_id)
        JOIN batch_sheet s ON s.batch_id = l.batch_id AND s.sheet_no = l.sheet_no
        WHERE l.complaint_no = ? ORDER BY l.precedence""",
        [complaint_no],
    ).fetchall()
    found: list[Version] = []
    current: dict[str, Any] = {}
    for file, sheet, row, month, imported, batch, active, replaced_by, apart, *values in rows:
        filled = {name: value for name, value in zip(fields, values, strict=True) if value is not None}
        new = tuple(name for name, value in filled.items() if not _known(value, current.get(name)))
        status: Status = "apart" if apart else "active"
        if not active:
            status = "undone" if replaced_by is None else "replaced"
        if status == "active":
            current |= {name: filled[name] for name in new}
        said = {name: _text(name, value, with_personal_data) for name, value in filled.items()}
        found.append(Version(file, sheet, row, month, imported, batch, status, said, new))
    return found


def _known(value: Any, before: Any) -> bool:
    """Whether the versions before say it already: the day alone is known with a time of that day."""
    return bool(value == before or (day_alone(value) and before is not None and value.date() == before.date()))


def _text(name: str, value: Any, with_personal_data: bool) -> str:
    if isinstance(value, datetime):
        text = value.isoformat(sep=" ", timespec="minutes")
    else:
        text = value.isoformat() if isinstance(value, date) else str(value)
    return masked(text) if LOG_FIELDS[name].personal and not with_personal_data else text
