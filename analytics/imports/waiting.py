"""The rows that imports set aside and that still wait to be corrected, and the workbooks to correct them in.

A row no longer waits when a batch that speaks has accepted its correction. A correction that was set aside again
waits in its own batch, which has the newer workbook. The workbook of a batch is made when the batch is imported: the
file itself is not kept.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence

import duckdb

from analytics.errors import Text
from analytics.exchange.recorded import recorded_report
from analytics.exchange.rejects import rejects_name, rejects_workbook
from analytics.imports.layouts import find_layout
from analytics.intake.files import Source
from analytics.intake.layout import Layout
from analytics.intake.report import FileReport, Remark
from analytics.store import Store

# batch_id, sheet_no, row_no of every row that waits; what names a row of a file is `origins.origin_key`.
WAITING = """(
    WITH aside AS (
        SELECT DISTINCT r.batch_id, r.sheet_no, r.row_no,
            coalesce(o.value, concat(left(b.sha256, 12), '-', r.sheet_no, '-', r.row_no)) AS origin
        FROM batch_remark r JOIN batch b ON b.batch_id = r.batch_id AND b.retracted_at IS NULL
        LEFT JOIN batch_remark o ON o.severity = 'origin' AND o.batch_id = r.batch_id AND o.sheet_no = r.sheet_no
            AND o.row_no = r.row_no
        WHERE r.severity = 'reject'),
    corrected AS (
        SELECT o.value AS origin FROM batch_remark o JOIN batch b ON b.batch_id = o.batch_id AND b.retracted_at IS NULL
        WHERE o.severity = 'origin' AND NOT EXISTS (
            FROM aside a WHERE a.batch_id = o.batch_id AND a.sheet_no = o.sheet_no AND a.row_no = o.row_no)),
    newest AS (SELECT origin, max(batch_id) AS batch_id FROM aside GROUP BY origin)
    SELECT a.batch_id, a.sheet_no, a.row_no FROM aside a JOIN newest USING (origin, batch_id)
    ANTI JOIN corrected USING (origin))"""


def waiting_rows(cursor: duckdb.DuckDBPyConnection) -> dict[int, int]:
    """Batch -> how many of its rows wait to be corrected; batches without one are not in it."""
    return dict(cursor.execute(f"SELECT batch_id, count(*) FROM {WAITING} GROUP BY 1 ORDER BY 1").fetchall())


def keep_corrections(
    store: Store, files: Sequence[Source], reports: Sequence[FileReport], layout: Layout | None
) -> None:
    """Keep the workbook of every file just imported that has rejected rows. files: those of the reports, in order."""
    for source, report in zip(files, reports, strict=True):
        if report.status == "imported" and report.rejects:
            try:
                correction(store, source, report, layout)
            except Exception as error:  # the import is in, and its report has every fault
                said = Text(f"未能生成待改正的工作簿:{error}", f"no workbook to correct could be made: {error}")
                report.warnings.append(Remark(report.rejects[0].sheet, None, "no_rejects_workbook", said))


def correction(store: Store, source: Source, report: FileReport, layout: Layout | None = None) -> tuple[str, bytes]:
    """Name and content of the workbook of a file's rejected rows: the one kept with its batch, else made and kept.

    report: of an import or, without a batch, of a rehearsal. Raises what rejects_workbook raises.
    """
    name = rejects_name(report)
    with store.cursor() as cursor:
        if layout is None and report.layout:  # one that was remembered
            layout = find_layout(cursor, report.layout)
        kept = None if report.batch is None else kept_correction(cursor, report.batch)
    if kept is not None:
        return name, kept
    content = rejects_workbook(source.path, report, layout)
    if report.batch is not None:
        with store.write(figures=False) as cursor:
            text = base64.b64encode(content).decode("ascii")
            cursor.execute("DELETE FROM setting WHERE key = ?", [_key(report.batch)])
            cursor.execute("INSERT INTO setting VALUES (?, ?)", [_key(report.batch), text])
    return name, content


def kept_correction(cursor: duckdb.DuckDBPyConnection, batch: int) -> bytes | None:
    """The workbook kept with a batch, if any."""
    found = cursor.execute("SELECT value FROM setting WHERE key = ?", [_key(batch)]).fetchall()
    return base64.b64decode(found[0][0]) if found else None


def waiting_corrections(cursor: duckdb.DuckDBPyConnection) -> list[tuple[int, str, int, bool]]:
    """(batch, name of its workbook, rows that wait, whether the workbook is kept), newest first."""
    kept = {key for (key,) in cursor.execute("SELECT key FROM setting WHERE key LIKE 'correction:%'").fetchall()}
    return [
        (batch, rejects_name(recorded_report(cursor, batch)), rows, _key(batch) in kept)
        for batch, rows in sorted(waiting_rows(cursor).items(), reverse=True)
    ]


def _key(batch: int) -> str:
    return f"correction:{int(batch)}"
