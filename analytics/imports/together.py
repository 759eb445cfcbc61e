"""Several logs of complaints that nobody has spoken of, taken in as one: the first import of a year of logs.

Each file stays a batch of its own with its own report. What costs is done once for all of them: classifying,
limits, the commit. They land together or, where anything is in the way, one by one as every other file does.
"""

from __future__ import annotations

from collections.abc import Sequence

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from analytics.classify.current import folded_as_said, take_in_complaints
from analytics.imports.current import refresh_rules
from analytics.imports.effects import place_of
from analytics.imports.remarks import unknown_label_remarks
from analytics.intake.append import append_rows, begin_batch, record_remarks, record_sheet
from analytics.intake.read import FileRead
from analytics.intake.report import FileReport
from analytics.vocabulary import SheetKind

MOST_FILES = 6  # so that a person sees progress, and that the lock is free again soon
ROWS_OF_A_SMALL_FILE = 10_000  # a larger one is worth its own transaction

Taken = tuple[FileReport, FileRead]


def tell(report: FileReport, read: FileRead) -> None:
    """What was read goes into the file's report."""
    report.sheets = [sheet.report for sheet in read.sheets]
    report.rejects, report.warnings, report.origins = read.rejects, read.warnings, read.origins
    report.layout = next((sheet.layout for sheet in read.sheets if sheet.layout), None)


def accepts_nothing(read: FileRead) -> bool:
    """Whether no row of a file loads, so that it says nothing of any month.

    A log without a row that states its month is another matter: it says that there was no complaint.
    """
    tables = [sheet.rows for sheet in read.sheets if sheet.rows is not None]
    says_none = any(
        sheet.plan.kind is SheetKind.LOG and sheet.plan.report_month and sheet.report.rows_read == 0
        for sheet in read.sheets
    )
    return not says_none and not any(len(rows.table) for rows in tables)


def may_join(read: FileRead) -> bool:
    """Whether a file is small and holds nothing but logs whose every row has a number of its own."""
    tables = [sheet.rows for sheet in read.sheets if sheet.rows is not None]
    return (
        bool(tables)
        and not accepts_nothing(read)
        and sum(len(rows.table) for rows in tables) <= ROWS_OF_A_SMALL_FILE
        and all(
            rows.kind is SheetKind.LOG
            and "complaint_no" in rows.table.column_names
            and rows.table["complaint_no"].null_count == 0
            for rows in tables
        )
    )


def is_full(waiting: Sequence[Taken]) -> bool:
    rows = sum(len(sheet.rows.table) for _, read in waiting for sheet in read.sheets if sheet.rows is not None)
    return len(waiting) >= MOST_FILES or rows > ROWS_OF_A_SMALL_FILE


def all_new(cursor: duckdb.DuckDBPyConnection, waiting: Sequence[Taken]) -> bool:
    """Whether no complaint of these files is known, or said twice in them, and none of the files is in already."""
    digests = [report.sha256 for report, _ in waiting]
    if len(set(digests)) < len(digests):
        return False
    numbers = pa.chunked_array(
        [
            chunk
            for _, read in waiting
            for sheet in read.sheets
            if sheet.rows is not None
            for chunk in sheet.rows.table["complaint_no"].chunks
        ],
        pa.string(),
    )
    if pc.count_distinct(numbers).as_py() < len(numbers):
        return False
    cursor.register("incoming", pa.table({"complaint_no": numbers}))
    try:
        known = cursor.execute(
            "SELECT EXISTS (FROM incoming SEMI JOIN complaint USING (complaint_no)) OR EXISTS (FROM batch"
            " WHERE retracted_at IS NULL AND list_contains($digests, sha256))",
            {"digests": digests},
        ).fetchall()
    finally:
        cursor.unregister("incoming")
    return not known[0][0]


def load_together(cursor: duckdb.DuckDBPyConnection, waiting: Sequence[Taken]) -> None:
    """Take in files for which `all_new` holds, in the transaction of the cursor; each report says what it brought."""
    for report, read in waiting:
        tell(report, read)
        report.batch = begin_batch(cursor, report, report.layout)
        for number, sheet in enumerate(read.sheets):
            if sheet.rows is not None:
                append_rows(cursor, report.batch, number, sheet.rows, sheet.month)
    batches = ", ".join(str(int(report.batch or 0)) for report, _ in waiting)
    taken = take_in_complaints(cursor, f"batch_id IN ({batches})")
    assert taken.all_new, "the caller has made sure, with the lock held"
    refresh_rules(cursor)
    for report, read in waiting:
        assert report.batch is not None
        for number, sheet in enumerate(read.sheets):
            if sheet.rows is not None:
                sheet.report.new = len(sheet.rows.table)
                if not taken.explained:
                    folded_as_said(cursor, place_of(report.batch, number))
                    report.warnings += unknown_label_remarks(cursor, sheet.report.sheet)
            record_sheet(cursor, report.batch, number, sheet.report, sheet.first_month)
        record_remarks(cursor, report.batch, report)
