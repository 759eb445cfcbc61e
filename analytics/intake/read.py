"""One file, read whole: its sheets recognised, typed and checked. No database here: this can run anywhere."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pyarrow.compute as pc

from analytics.errors import FileError, Text
from analytics.intake.layout import Layout
from analytics.intake.reader import read_file
from analytics.intake.recognise import Plan, recognise
from analytics.intake.report import Remark, SheetReport
from analytics.intake.rows import TypedRows, read_rows
from analytics.vocabulary import SheetKind


@dataclass(slots=True)
class SheetRead:
    """A sheet of the file: how it was understood, its rows (None: not a table of ours), what there is to say."""

    plan: Plan
    rows: TypedRows | None
    report: SheetReport
    month: date | None = None  # the report month: stated, or of the latest receipt


@dataclass(slots=True)
class FileRead:
    """All sheets of a file in their order, and the remarks about its rows."""

    sheets: list[SheetRead] = field(default_factory=list)
    rejects: list[Remark] = field(default_factory=list)
    warnings: list[Remark] = field(default_factory=list)


def read_whole(path: Path, name: str, layout: Layout | None, today: date) -> FileRead:
    """Read a file. name: what it is called to the user. Raises FileError when nothing of it can be used."""
    stem = Path(name).stem
    found = FileRead()
    for sheet in read_file(path):
        plan = recognise(sheet, stem, layout)
        said = SheetReport(sheet.name, plan.kind, unmapped=plan.unmapped)
        read = SheetRead(plan, None, said)
        if plan.header_row is not None:
            read.rows = rows = read_rows(sheet, plan, layout, today)
            read.month = plan.report_month or _month_of_latest_receipt(rows)
            said.header_row = plan.header_row + 1
            said.columns = {plan.headers[column]: field_name for field_name, column in plan.fields.items()}
            said.columns |= {plan.headers[column]: "complaint_no" for column in plan.key_columns}
            if read.month and plan.kind is SheetKind.LOG:
                said.report_month = read.month.strftime("%Y-%m")
            said.rows_read, said.rejected = rows.rows_read, rows.rejected
            found.rejects += rows.rejects
            found.warnings += rows.warnings
        found.sheets.append(read)
    if all(read.rows is None for read in found.sheets):
        raise FileError(
            "no_header",
            Text(
                f"{Path(name).name} 中没有找到投诉台账、保费或机构清单的表头",
                f"{Path(name).name}: no header row of a complaint log, exposure or branch list was found",
            ),
            Text(
                "请确认表头含有受理时间、被投诉机构等列名,或用布局文件指明各列",
                "check that a header row names columns such as 受理时间 and 被投诉机构, or use a layout",
            ),
        )
    return found


def _month_of_latest_receipt(rows: TypedRows) -> date | None:
    """The report month of a log that does not state one."""
    if rows.kind is not SheetKind.LOG or not len(rows.table):
        return None
    latest = pc.max(rows.table["received_at"]).as_py()
    return date(latest.year, latest.month, 1)
