"""The way of the data, once: a file is read, its rows appended, complaints rebuilt, classified and given limits.

One file is one transaction and one batch: all of it lands or nothing does. A rehearsal (dry run) goes the
same way and is undone at the end, so that what it says is what would happen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

import duckdb
import pyarrow.compute as pc

from analytics.classify.current import refresh_complaints
from analytics.errors import AppError, RequestError, Text
from analytics.imports.current import refresh_current, refresh_rules
from analytics.imports.effects import contradictions, count_by_difference, count_effects, place_of, rows_of
from analytics.imports.remarks import unknown_exposure_branches, unknown_label_remarks
from analytics.imports.undoing import retract_predecessors
from analytics.intake.append import append_rows, begin_batch, record_remarks, record_sheet
from analytics.intake.files import Source, digest, sources, too_large
from analytics.intake.layout import Layout
from analytics.intake.limits import MAX_FILE_BYTES
from analytics.intake.read import FileRead, SheetRead, read_whole
from analytics.intake.report import FileReport, ImportReport
from analytics.store import Store
from analytics.vocabulary import SheetKind

Progress = Callable[[int, int, str], None]


def import_paths(
    store: Store,
    paths: Iterable[Path],
    *,
    layout: Layout | None = None,
    replace: bool = False,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> ImportReport:
    """Import workbooks, tables, folders and zips; one bad file never stops the others.

    replace: a log takes the place of the earlier batch of the same log (same file name, or the same report
    month and branch). dry_run: the same report, and nothing changes.
    Raises AppError only for what stops everything: a demo database, an unreadable zip.
    """
    if store.purpose == "demo" and not dry_run:
        refuse_demo()
    report = ImportReport()
    with sources(paths) as files:
        for number, source in enumerate(files):
            if progress:
                progress(number, len(files), source.name)
            report.files.append(import_file(store, source, layout=layout, replace=replace, dry_run=dry_run))
    return report


def refuse_demo() -> None:
    raise RequestError(
        "demo_database",
        Text("这是示例数据库,不接收真实数据", "this is the demo database: real data never goes into it"),
        Text("请先开始使用本公司数据", "start the company's own database (another --db) and import there"),
    )


def import_file(
    store: Store, source: Source, *, layout: Layout | None = None, replace: bool = False, dry_run: bool = False
) -> FileReport:
    """Import one file as one batch. What stops the file is in the report, not raised."""
    report = FileReport(source.name)
    try:
        if source.path.is_file():
            if source.path.stat().st_size > MAX_FILE_BYTES:
                raise too_large(source.name)
            report.sha256 = digest(source.path)
        if _known_already(store, report):
            return report
        read = read_whole(source.path, source.name, layout, date.today())
        report.sheets = [sheet.report for sheet in read.sheets]
        report.rejects, report.warnings = read.rejects, read.warnings
        with store.write(keep=not dry_run) as cursor:
            # Looked up once more with the lock held: two sessions may bring the same file at once.
            if _known_already(store, report):
                return report
            report.batch = begin_batch(cursor, report, layout.name if layout else None)
            if replace:
                retract_predecessors(cursor, report, read)
            _load(cursor, report, read)
            record_remarks(cursor, report.batch, report)
        if dry_run:
            report.batch = None
    except AppError as error:
        report.status, report.error, report.batch = "failed", error, None
        report.sheets, report.rejects, report.warnings = [], [], []
    return report


def _load(cursor: duckdb.DuckDBPyConnection, report: FileReport, read: FileRead) -> None:
    """Branch lists first, so that the logs of the same file find their branches; then sheet by sheet."""
    assert report.batch is not None
    order = [SheetKind.BRANCHES, SheetKind.EXPOSURE, SheetKind.LOG]
    with_rows = [(number, sheet, sheet.rows) for number, sheet in enumerate(read.sheets) if sheet.rows is not None]
    for number, sheet, rows in sorted(with_rows, key=lambda entry: order.index(entry[2].kind)):
        before = rows_of(cursor, rows.kind)
        append_rows(cursor, report.batch, number, rows, sheet.month)
        if rows.kind is SheetKind.LOG:
            refresh_complaints(cursor, f"SELECT complaint_no FROM log_row WHERE {place_of(report.batch, number)}")
            count_effects(cursor, report.batch, number, sheet.report)
            report.warnings += unknown_label_remarks(cursor, sheet.report.sheet)
            report.warnings += contradictions(cursor, sheet.report.sheet)
        else:
            refresh_current(cursor, rows.kind)
            count_by_difference(sheet.report, before, rows_of(cursor, rows.kind), len(rows.table))
            if rows.kind is SheetKind.EXPOSURE:
                report.warnings += unknown_exposure_branches(cursor, sheet.report.sheet, report.batch, number)
    refresh_rules(cursor)
    for number, sheet in enumerate(read.sheets):
        record_sheet(cursor, report.batch, number, sheet.report, _first_month(sheet))


def _known_already(store: Store, report: FileReport) -> bool:
    """Whether this very file is in a batch that still speaks; the report then says so."""
    with store.cursor() as cursor:
        row = cursor.execute(
            "SELECT batch_id FROM batch WHERE sha256 = ? AND retracted_at IS NULL", [report.sha256]
        ).fetchone()
    if row:
        report.status, report.batch = "unchanged", int(row[0])
        report.sheets, report.rejects, report.warnings = [], [], []
    return row is not None


def _first_month(sheet: SheetRead) -> date | None:
    """The first month that a log covers: the one it states, else that of its first receipt."""
    if sheet.plan.report_month or sheet.rows is None or sheet.rows.kind is not SheetKind.LOG:
        return sheet.plan.report_month
    earliest = pc.min(sheet.rows.table["received_at"]).as_py()
    return date(earliest.year, earliest.month, 1) if earliest else None
