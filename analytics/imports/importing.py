"""The way of the data, once: a file is read, its rows appended, complaints rebuilt, classified and given limits.

One file is one transaction and one batch: all of it lands or nothing does. A rehearsal (dry run) goes the
same way and is undone at the end, so that what it says is what would happen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager, ExitStack, closing, nullcontext, suppress
from datetime import date
from pathlib import Path

import duckdb

from analytics.classify.contradicted import keep_compared
from analytics.classify.current import take_in_complaints
from analytics.errors import AppError, FileError, RequestError, Text
from analytics.imports.branch_remarks import joined_branch_remarks
from analytics.imports.contradictions import contradictions
from analytics.imports.current import refresh_current, refresh_rules
from analytics.imports.effects import count_by_difference, count_effects, place_of, rows_of
from analytics.imports.exposure_flags import exposure_warnings
from analytics.imports.layouts import remembered_layouts
from analytics.imports.part_remarks import part_remarks
from analytics.imports.remarks import (
    no_row_accepted,
    say_contradictions,
    unknown_exposure_lines,
    unknown_label_remarks,
)
from analytics.imports.replacing import replace_predecessors
from analytics.imports.together import Taken, accepts_nothing, all_new, is_full, load_together, may_join, tell
from analytics.imports.waiting import keep_corrections
from analytics.intake.append import append_rows, begin_batch, record_counts, record_remarks, record_sheet
from analytics.intake.files import Source, digest, sources, too_large
from analytics.intake.layout import Layout, Layouts
from analytics.intake.limits import MAX_FILE_BYTES
from analytics.intake.read import FileRead
from analytics.intake.report import FileReport, ImportReport
from analytics.intake.worker import shared_readers
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

    replace: a file takes the place of the earlier batch of the same log (same file name, or the same report
    month and unit), or says that it took none. dry_run: the same report, and nothing changes.
    Raises RequestError for a demo database; what is wrong with a file is in the report.
    """
    if store.purpose == "demo" and not dry_run:
        refuse_demo()
    with sources(paths) as files:
        return import_sources(store, files, layout=layout, replace=replace, dry_run=dry_run, progress=progress)


def refuse_demo() -> None:
    raise RequestError(
        "demo_database",
        Text("这是示例数据库,不接收真实数据", "this is the demo database: real data never goes into it"),
        Text("请先开始使用本公司数据", "start the company's own database (another --db) and import there"),
    )


def import_sources(
    store: Store,
    files: Sequence[Source],
    *,
    layout: Layout | None = None,
    replace: bool = False,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> ImportReport:
    """Import single files, each as one batch; the next ones are read while one is taken in.

    A rehearsal of several files is one transaction, so that each sees what the files before it would bring.
    """
    reports = [_looked_at(store, source) for source in files]
    waiting = [source for source, report in zip(files, reports, strict=True) if report.status == "imported"]
    with ExitStack() as stack:
        rehearsal = stack.enter_context(store.write(keep=False)) if dry_run else None
        with store.cursor() as cursor:
            layouts = Layouts(layout, remembered_layouts(cursor))
        answers = stack.enter_context(closing(shared_readers().read_all(waiting, layouts, date.today())))
        together: list[Taken] = []
        for number, report in enumerate(reports):
            if progress:
                progress(number, len(files), report.path)
            if report.status != "imported":
                continue
            read = next(answers)
            if not isinstance(read, FileError) and not replace and may_join(read):
                together.append((report, read))
                if is_full(together):
                    _take_in_several(store, together, rehearsal)
                    together = []
                continue
            _take_in_several(store, together, rehearsal)
            together = []
            _take_in_or_say(store, report, read, replace, rehearsal)
        _take_in_several(store, together, rehearsal)
        with store.cursor() if rehearsal is None else nullcontext(rehearsal) as cursor:
            compared = say_contradictions(cursor, reports)
    if dry_run:
        rehearsed = {report.batch for report in reports if report.status == "imported"}
        for report in reports:  # the same file twice names the batch of the first
            if report.batch in rehearsed:
                report.batch = None  # that of the rehearsal is undone with it
    else:
        keep_corrections(store, files, reports, layout)
        keep_compared(store, compared)
    return ImportReport(reports)


def import_file(store: Store, source: Source, *, layout: Layout | None = None) -> FileReport:
    """Import one file as one batch. What stops it is in the report, not raised."""
    return import_sources(store, [source], layout=layout).files[0]


def _looked_at(store: Store, source: Source) -> FileReport:
    """What is known of a file before it is read: its digest, whether it is in already, why it cannot be read."""
    report = FileReport(source.name, kept=source.kept)
    if source.fault is None and source.path.is_file():
        if source.path.stat().st_size > MAX_FILE_BYTES:
            return _failed(report, too_large(source.name))
        report.sha256 = digest(source.path)
        with store.cursor() as cursor:
            _known_already(cursor, report)
    return report


def _take_in_several(store: Store, together: Sequence[Taken], rehearsal: duckdb.DuckDBPyConnection | None) -> None:
    """Logs of new complaints in one transaction; where that cannot be, one by one."""
    landed = False
    if len(together) > 1:
        # A rule book that is not valid stops each of them: which, and why, is said one by one.
        with suppress(AppError), _writing(store, rehearsal) as cursor:
            if all_new(cursor, together):
                load_together(cursor, together)
                landed = True
    if landed:
        return
    for report, read in together:
        _take_in_or_say(store, report, read, False, rehearsal)


def _take_in_or_say(
    store: Store,
    report: FileReport,
    read: FileRead | FileError,
    replace: bool,
    rehearsal: duckdb.DuckDBPyConnection | None,
) -> None:
    try:
        _take_in(store, report, read, replace, rehearsal)
    except AppError as error:  # a rule book that is not valid, say: nothing of the file has landed
        if rehearsal is not None:
            raise
        _failed(report, error)


def _take_in(
    store: Store,
    report: FileReport,
    read: FileRead | FileError,
    replace: bool,
    rehearsal: duckdb.DuckDBPyConnection | None,
) -> None:
    """Bring what was read into the store, in a transaction of its own or in the rehearsal's."""
    if isinstance(read, FileError):
        _failed(report, read)
        return
    tell(report, read)
    if accepts_nothing(read):
        report.warnings = [no_row_accepted(report), *report.warnings]
    with _writing(store, rehearsal) as cursor:
        # Looked up once more with the lock held: two sessions may bring the same file at once.
        if _known_already(cursor, report):
            return
        report.batch = begin_batch(cursor, report, report.layout)
        if replace:
            replace_predecessors(cursor, report, read)
        _load(cursor, report, read)
        record_remarks(cursor, report.batch, report)


def _writing(
    store: Store, rehearsal: duckdb.DuckDBPyConnection | None
) -> AbstractContextManager[duckdb.DuckDBPyConnection]:
    return store.write() if rehearsal is None else nullcontext(rehearsal)


def _failed(report: FileReport, error: AppError) -> FileReport:
    report.status, report.error, report.batch = "failed", error, None
    report.sheets, report.rejects, report.warnings = [], [], []
    return report


def _load(cursor: duckdb.DuckDBPyConnection, report: FileReport, read: FileRead) -> None:
    """Branch lists first, so that the logs of the same file find their branches; then sheet by sheet."""
    assert report.batch is not None
    order = [SheetKind.BRANCHES, SheetKind.EXPOSURE, SheetKind.BENCHMARK, SheetKind.LOG]
    for number, sheet in enumerate(read.sheets):  # which branch list speaks last depends on the month it states
        record_sheet(cursor, report.batch, number, sheet.report, sheet.first_month)
    with_rows = [(number, sheet, sheet.rows) for number, sheet in enumerate(read.sheets) if sheet.rows is not None]
    for number, sheet, rows in sorted(with_rows, key=lambda entry: order.index(entry[2].kind)):
        before = rows_of(cursor, rows.kind)
        append_rows(cursor, report.batch, number, rows, sheet.month)
        if rows.kind is SheetKind.LOG:
            place, name = place_of(report.batch, number), sheet.report.sheet
            taken = take_in_complaints(cursor, place)
            if taken.all_new:
                sheet.report.new = len(rows.table)
            else:
                count_effects(cursor, report.batch, number, sheet.report)
            if not taken.explained:
                report.warnings += unknown_label_remarks(cursor, name)
            if not taken.all_new:
                report.warnings += contradictions(cursor, report, number)
        else:
            refresh_current(cursor, rows.kind)
            count_by_difference(sheet.report, before, rows_of(cursor, rows.kind), len(rows.table))
            if rows.kind is SheetKind.BRANCHES:
                report.warnings += joined_branch_remarks(
                    cursor, sheet.report.sheet, report.batch, number, frozenset(before)
                )
            if rows.kind is SheetKind.EXPOSURE:
                report.warnings += exposure_warnings(cursor, sheet.report.sheet, report.batch, number)
                report.warnings += part_remarks(cursor, sheet.report.sheet, report.batch, number)
                report.warnings += unknown_exposure_lines(cursor, sheet.report.sheet, report.batch, number)
    refresh_rules(cursor)
    for number, sheet, _ in with_rows:
        record_counts(cursor, report.batch, number, sheet.report)


def _known_already(cursor: duckdb.DuckDBPyConnection, report: FileReport) -> bool:
    """Whether this very file is in a batch that still speaks; the report then says so."""
    found = cursor.execute(
        "SELECT batch_id FROM batch WHERE sha256 = ? AND retracted_at IS NULL", [report.sha256]
    ).fetchall()
    if found:
        report.status, report.batch = "unchanged", int(found[0][0])
        report.sheets, report.rejects, report.warnings = [], [], []
    return bool(found)
