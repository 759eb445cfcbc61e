"""What the store keeps of an import's report, as a report again."""

from __future__ import annotations

import json

import duckdb

from analytics.errors import Text
from analytics.intake.report import FileReport, Remark, SheetReport
from analytics.vocabulary import SheetKind


def recorded_report(cursor: duckdb.DuckDBPyConnection, batch_id: int) -> FileReport:
    """The report of a batch as it was when it was imported. Raises KeyError when there is no such batch."""
    batch = cursor.execute("SELECT file, sha256, layout FROM batch WHERE batch_id = ?", [batch_id]).fetchone()
    if batch is None:
        raise KeyError(batch_id)
    report = FileReport(batch[0], batch[1], batch=batch_id, layout=batch[2])
    sheets = cursor.execute(
        """SELECT sheet, kind, header_row, columns, unmapped, strftime(report_month, '%Y-%m'),
            rows_read, rows_new, rows_changed, rows_unchanged, rows_rejected
        FROM batch_sheet WHERE batch_id = ? ORDER BY sheet_no""",
        [batch_id],
    ).fetchall()
    for name, kind, header_row, columns, unmapped, *rest in sheets:
        said = SheetReport(name, SheetKind(kind), header_row, json.loads(columns), json.loads(unmapped), *rest)
        report.sheets.append(said)
    remarks = cursor.execute(
        """SELECT severity, sheet_no, row_no, code, message_zh, message_en, remedy_zh, remedy_en,
            column_name, field, value
        FROM batch_remark WHERE batch_id = ? AND severity IN ('reject', 'warning')
        ORDER BY sheet_no, row_no NULLS FIRST, column_name, code""",
        [batch_id],
    ).fetchall()
    for severity, sheet_no, row, code, zh, en, remedy_zh, remedy_en, column, field, value in remarks:
        remedy = Text(remedy_zh, remedy_en) if remedy_zh else None
        sheet = report.sheets[sheet_no].sheet
        remark = Remark(sheet, row, code, Text(zh, en), remedy, column, field, value)
        (report.rejects if severity == "reject" else report.warnings).append(remark)
    return report
