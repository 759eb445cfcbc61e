"""Accepted rows into the store's append-only tables. Nothing here decides what they mean together."""

from __future__ import annotations

import json
from datetime import date

import duckdb
import pyarrow as pa

from analytics.errors import Text
from analytics.intake.report import FileReport, Remark, SheetReport
from analytics.intake.rows import TypedRows
from analytics.vocabulary import SHEET_FIELDS, SheetKind

_TABLES = {
    SheetKind.LOG: "log_row",
    SheetKind.EXPOSURE: "exposure_row",
    SheetKind.BRANCHES: "branch_row",
    SheetKind.BENCHMARK: "benchmark_row",
}

# A log without complaint numbers: the same complaint gets the same key in every log that lists it again.
_KEY = """coalesce(complaint_no, 'K' || upper(left(md5(concat_ws('|',
    strftime(received_at, '%Y-%m-%d %H:%M'), coalesce(regexp_replace(branch, '\\s', '', 'g'), ''),
    coalesce(policy_no, claim_no, ''), coalesce(complainant, ''))), 12)))"""


def begin_batch(cursor: duckdb.DuckDBPyConnection, report: FileReport, layout: str | None) -> int:
    """A new batch for a file; its number grows with the order of import."""
    row = cursor.execute("SELECT coalesce(max(batch_id), 0) + 1 FROM batch").fetchone()
    assert row is not None
    batch_id = int(row[0])
    cursor.execute(
        "INSERT INTO batch VALUES (?, ?, ?, now()::TIMESTAMP, ?, NULL, NULL)",
        [batch_id, report.kept or report.path, report.sha256, layout],
    )
    return batch_id


def append_rows(
    cursor: duckdb.DuckDBPyConnection, batch_id: int, sheet_no: int, rows: TypedRows, month: date | None
) -> None:
    """Append a sheet's accepted rows. month orders the versions of a complaint: later report months speak last."""
    names = [name for name in SHEET_FIELDS[rows.kind] if name in rows.table.column_names]
    values = {name: name for name in names}
    extra = {"batch_id": str(int(batch_id)), "sheet_no": str(int(sheet_no)), "row_no": "row_no"}
    if rows.kind is SheetKind.LOG:
        reported = bool({"reported_on", "stamped_report_on"} & set(names))
        extra["precedence"] = (
            f"({month.year * 12 + month.month if month else 0}::BIGINT << 46) + ({int(batch_id)}::BIGINT << 26)"
            f" + ({int(sheet_no)}::BIGINT << 20) + row_no - 1"
        )
        extra["report_known"] = str(reported).upper()
        values["complaint_no"] = _KEY
    columns = {**extra, **values}
    cursor.register("incoming", _padded(rows))
    try:
        cursor.execute(
            f"INSERT INTO {_TABLES[rows.kind]} ({', '.join(columns)})"
            f" SELECT {', '.join(columns.values())} FROM incoming"
        )
    finally:
        cursor.unregister("incoming")


def _padded(rows: TypedRows) -> pa.Table:
    """The key of a log row looks at columns that the sheet may not have."""
    table = rows.table
    if rows.kind is SheetKind.LOG:
        for name in ("complaint_no", "branch", "policy_no", "claim_no", "complainant"):
            if name not in table.column_names:
                table = table.append_column(name, pa.nulls(len(table), pa.string()))
    return table


def record_sheet(
    cursor: duckdb.DuckDBPyConnection, batch_id: int, sheet_no: int, sheet: SheetReport, first_month: date | None
) -> None:
    """A sheet as its report says it. first_month: the first of the months that a log covers."""
    cursor.execute(
        "INSERT INTO batch_sheet VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            batch_id,
            sheet_no,
            sheet.sheet,
            sheet.kind.value,
            sheet.header_row,
            date.fromisoformat(f"{sheet.report_month}-01") if sheet.report_month else None,
            json.dumps(sheet.columns, ensure_ascii=False),
            json.dumps(sheet.unmapped, ensure_ascii=False),
            sheet.rows_read,
            sheet.new,
            sheet.changed,
            sheet.unchanged,
            sheet.rejected,
            first_month,
        ],
    )


def record_counts(cursor: duckdb.DuckDBPyConnection, batch_id: int, sheet_no: int, sheet: SheetReport) -> None:
    """What a recorded sheet brought, which only the rebuilt state tells."""
    cursor.execute(
        "UPDATE batch_sheet SET rows_new = ?, rows_changed = ?, rows_unchanged = ? WHERE batch_id = ? AND sheet_no = ?",
        [sheet.new, sheet.changed, sheet.unchanged, batch_id, sheet_no],
    )


def record_remarks(cursor: duckdb.DuckDBPyConnection, batch_id: int, report: FileReport) -> None:
    """Keep every reject and warning of a batch, to be shown and downloaded later, whose rows it corrects and whose log
    it is."""
    number = {sheet.sheet: place for place, sheet in enumerate(report.sheets)}
    units = [
        Remark(sheet.sheet, None, "unit", Text(sheet.unit, sheet.unit), value=sheet.unit)
        for sheet in report.sheets
        if sheet.unit
    ]
    said = {"reject": report.rejects, "warning": report.warnings, "origin": report.origins, "unit": units}
    remarks = [(severity, remark) for severity, several in said.items() for remark in several]
    if not remarks:
        return
    rows = [_remark_row(batch_id, number.get(remark.sheet, 0), severity, remark) for severity, remark in remarks]
    cursor.register("incoming", pa.Table.from_pylist(rows, schema=_REMARK_SCHEMA))
    try:
        cursor.execute("INSERT INTO batch_remark SELECT * FROM incoming")
    finally:
        cursor.unregister("incoming")


_REMARK_SCHEMA = pa.schema(
    [("batch_id", pa.int32()), ("sheet_no", pa.int32()), ("severity", pa.string()), ("row_no", pa.int32())]
    + [(name, pa.string()) for name in "column_name field value code message_zh message_en remedy_zh remedy_en".split()]
)


def _remark_row(batch_id: int, sheet_no: int, severity: str, remark: Remark) -> dict[str, object]:
    return {
        "batch_id": batch_id,
        "sheet_no": sheet_no,
        "severity": severity,
        "row_no": remark.row,
        "column_name": remark.column,
        "field": remark.field,
        "value": remark.value,
        "code": remark.code,
        "message_zh": remark.message.zh,
        "message_en": remark.message.en,
        "remedy_zh": remark.remedy.zh if remark.remedy else None,
        "remedy_en": remark.remedy.en if remark.remedy else None,
    }
