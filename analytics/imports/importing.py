"""The way of the data, once: a file is read, its rows appended, complaints rebuilt, classified and given limits.

One file is one transaction and one batch: all of it lands or nothing does. A rehearsal (dry run) goes the
same way and is undone at the end, so that what it says is what would happen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from analytics.classify.current import (
    branch_index,
    refresh_branches,
    refresh_complaints,
    refresh_exposure,
    unknown_labels,
)
from analytics.errors import AppError, RequestError, Text
from analytics.intake.append import append_rows, begin_batch, record_remarks, record_sheet
from analytics.intake.files import Source, digest, sources, too_large
from analytics.intake.layout import Layout
from analytics.intake.limits import MAX_FILE_BYTES
from analytics.intake.read import FileRead, read_whole
from analytics.intake.report import FileReport, ImportReport, Remark, SheetReport
from analytics.rules.stored import refresh_limits
from analytics.store import Store
from analytics.vocabulary import LOG_FIELDS, SheetKind, ValueKind

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
        known = _batch_of(store, report.sha256)
        if known is not None:
            report.status, report.batch = "unchanged", known
            return report
        read = read_whole(source.path, source.name, layout, date.today())
        report.sheets = [sheet.report for sheet in read.sheets]
        report.rejects, report.warnings = read.rejects, read.warnings
        with store.write(keep=not dry_run) as cursor:
            report.batch = begin_batch(cursor, report, layout.name if layout else None)
            if replace:
                _retract_predecessors(cursor, report, read)
            _load(cursor, report, read)
            record_remarks(cursor, report.batch, report)
        if dry_run:
            report.batch = None
    except AppError as error:
        report.status, report.error, report.batch = "failed", error, None
        report.sheets, report.rejects, report.warnings = [], [], []
    return report


_DATES = [name for name, field in LOG_FIELDS.items() if field.kind in (ValueKind.MOMENT, ValueKind.DATE)]


def _load(cursor: duckdb.DuckDBPyConnection, report: FileReport, read: FileRead) -> None:
    """Branch lists first, so that the logs of the same file find their branches; then sheet by sheet."""
    assert report.batch is not None
    order = [SheetKind.BRANCHES, SheetKind.EXPOSURE, SheetKind.LOG]
    with_rows = [(number, sheet, sheet.rows) for number, sheet in enumerate(read.sheets) if sheet.rows is not None]
    for number, sheet, rows in sorted(with_rows, key=lambda entry: order.index(entry[2].kind)):
        before = _rows_of(cursor, rows.kind)
        append_rows(cursor, report.batch, number, rows, sheet.month)
        if rows.kind is SheetKind.LOG:
            refresh_complaints(cursor, f"SELECT complaint_no FROM log_row WHERE {_place(report.batch, number)}")
            _count_effects(cursor, report.batch, number, sheet.report)
            report.warnings += _unknown_labels(cursor, sheet.report.sheet)
        else:
            refresh_current(cursor, rows.kind)
            _count_by_difference(sheet.report, before, _rows_of(cursor, rows.kind), len(rows.table))
            if rows.kind is SheetKind.EXPOSURE:
                report.warnings += _unknown_exposure_branches(cursor, sheet.report.sheet, report.batch, number)
    _refresh_rules(cursor)
    for number, sheet in enumerate(read.sheets):
        record_sheet(cursor, report.batch, number, sheet.report)


def _refresh_rules(cursor: duckdb.DuckDBPyConnection) -> None:
    """Limits of new days of receipt, and the last date that the logs know of (the default as-of date)."""
    refresh_limits(cursor)
    latest = ", ".join(f"max({name})::DATE" for name in _DATES)
    row = cursor.execute(f"SELECT greatest({latest}) FROM complaint").fetchone()
    cursor.execute("DELETE FROM setting WHERE key = 'known_until'")
    if row and row[0]:
        cursor.execute("INSERT INTO setting VALUES ('known_until', ?)", [row[0].isoformat()])


def refresh_current(cursor: duckdb.DuckDBPyConnection, kind: SheetKind) -> None:
    """Rebuild what the un-retracted rows of a branch list or of exposure say."""
    if kind is SheetKind.BRANCHES:
        refresh_branches(cursor)
    refresh_exposure(cursor)


def _place(batch: int, sheet_no: int) -> str:
    return f"batch_id = {int(batch)} AND sheet_no = {int(sheet_no)}"


def _count_effects(cursor: duckdb.DuckDBPyConnection, batch: int, sheet_no: int, said: SheetReport) -> None:
    """A complaint's first row in the sheet is new, changed or unchanged; a further row of it can only change it."""
    counts = dict(
        cursor.execute(
            f"""SELECT CASE WHEN place > 1 AND effect = 'new' THEN 'changed' ELSE effect END, count(*)
            FROM (SELECT complaint_no, row_number() OVER (PARTITION BY complaint_no ORDER BY row_no) AS place
                  FROM log_row WHERE {_place(batch, sheet_no)}) JOIN effect USING (complaint_no) GROUP BY 1"""
        ).fetchall()
    )
    said.new, said.changed, said.unchanged = (counts.get(name, 0) for name in ("new", "changed", "unchanged"))


def _rows_of(cursor: duckdb.DuckDBPyConnection, kind: SheetKind) -> dict[Any, Any]:
    if kind is SheetKind.BRANCHES:
        rows = cursor.execute("SELECT branch_name, branch_code, parent, aliases FROM branch").fetchall()
        return {row[0]: row[1:] for row in rows}
    if kind is SheetKind.EXPOSURE:
        rows = cursor.execute(
            "SELECT month, branch_name, product_line_name, premium_yuan, policies FROM exposure"
        ).fetchall()
        return {row[:3]: row[3:] for row in rows}
    return {}


def _count_by_difference(said: SheetReport, before: dict[Any, Any], after: dict[Any, Any], accepted: int) -> None:
    said.new = len(after.keys() - before.keys())
    said.changed = sum(before[key] != after[key] for key in after.keys() & before.keys())
    said.unchanged = max(0, accepted - said.new - said.changed)


_UNKNOWN = {
    "channel": (
        "unknown_channel",
        "投诉来源无法归类,不计入监管口径",
        "not a known channel: cannot count as the regulator's",
    ),
    "cause_label": ("unknown_cause", "投诉原因无法归类,待复核", "the cause is not known and waits for review"),
    "branch": ("unknown_branch", "机构不在机构清单中", "the branch is not in the branch list"),
}


def _unknown_labels(cursor: duckdb.DuckDBPyConnection, sheet: str) -> list[Remark]:
    """Labels of this sheet's complaints that no table of names explains: loaded, and said."""
    remarks = []
    for name, label, row, count in unknown_labels(cursor):
        code, zh, en = _UNKNOWN[name]
        if label is None:
            code, zh, en = (
                "no_channel",
                "没有投诉来源,不计入监管口径",
                "no channel is given: not counted as the regulator's",
            )
            text = Text(f"{zh}({count} 件)", f"{en} ({count} complaints)")
        else:
            text = Text(f"“{label}”:{zh}({count} 件)", f"{label!r}: {en} ({count} complaints)")
        remarks.append(Remark(sheet, row, code, text, field=name, value=label))
    return remarks


def _unknown_exposure_branches(
    cursor: duckdb.DuckDBPyConnection, sheet: str, batch: int, sheet_no: int
) -> list[Remark]:
    if cursor.execute("SELECT count(*) FROM branch").fetchone() == (0,):
        return []
    index = branch_index(cursor)
    rows = cursor.execute(
        f"SELECT branch, min(row_no) FROM exposure_row WHERE {_place(batch, sheet_no)} GROUP BY 1 ORDER BY 2"
    ).fetchall()
    return [
        Remark(
            sheet,
            row,
            "unknown_branch",
            Text(f"“{label}”:机构不在机构清单中", f"{label!r}: the branch is not in the branch list"),
            field="branch",
            value=label,
        )
        for label, row in rows
        if index.resolve(label).name is None
    ]


def _batch_of(store: Store, sha256: str) -> int | None:
    """The batch that this very file is already in, if it still speaks."""
    with store.cursor() as cursor:
        row = cursor.execute(
            "SELECT batch_id FROM batch WHERE sha256 = ? AND retracted_at IS NULL", [sha256]
        ).fetchone()
    return int(row[0]) if row else None


def _retract_predecessors(cursor: duckdb.DuckDBPyConnection, report: FileReport, read: FileRead) -> None:
    """Batches of the same log: the same file name, or the same report months from the same branches."""
    assert report.batch is not None
    name = Path(report.path).name
    logs = [sheet for sheet in read.sheets if sheet.rows is not None and sheet.rows.kind is SheetKind.LOG]
    months = {sheet.report.report_month for sheet in logs if sheet.report.report_month}
    branches = {
        label
        for sheet in logs
        if sheet.rows is not None and "branch" in sheet.rows.table.column_names
        for label in sheet.rows.table["branch"].unique().to_pylist()
    }
    for batch_id, file in cursor.execute(
        "SELECT batch_id, file FROM batch WHERE retracted_at IS NULL AND batch_id <> ?", [report.batch]
    ).fetchall():
        same = Path(file).name == name
        if not same and months:
            theirs = {
                month
                for (month,) in cursor.execute(
                    "SELECT strftime(report_month, '%Y-%m') FROM batch_sheet WHERE batch_id = ? AND kind = 'log'",
                    [batch_id],
                ).fetchall()
            }
            their_branches = {
                label
                for (label,) in cursor.execute(
                    "SELECT DISTINCT branch FROM log_row WHERE batch_id = ?", [batch_id]
                ).fetchall()
            }
            same = theirs == months and their_branches == branches
        if same:
            retract(cursor, batch_id, by=report.batch)


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
    _refresh_rules(cursor)


def undo(store: Store, batch_id: int) -> None:
    """Take a batch back: the state is what it was without it. Raises RequestError when there is none to undo."""
    with store.write() as cursor:
        row = cursor.execute("SELECT retracted_at FROM batch WHERE batch_id = ?", [batch_id]).fetchone()
        if row is None or row[0] is not None:
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


def restore(cursor: duckdb.DuckDBPyConnection, batch_id: int) -> None:
    """A retracted batch speaks again."""
    cursor.execute("UPDATE batch SET retracted_at = NULL, retracted_by = NULL WHERE batch_id = ?", [batch_id])
    refresh_complaints(cursor, f"SELECT complaint_no FROM log_row WHERE batch_id = {int(batch_id)}")
    refresh_current(cursor, SheetKind.BRANCHES)
    _refresh_rules(cursor)


def batches(cursor: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    """Every batch, newest last: file, when, what it brought, whether it still speaks."""
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
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
