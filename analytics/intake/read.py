"""One file, read whole: its sheets recognised, typed and checked. No database here: this can run anywhere."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from analytics.errors import Text
from analytics.intake.header_rows import Header, possible_headers
from analytics.intake.header_texts import numbered
from analytics.intake.layout import Layout, Layouts
from analytics.intake.reader import read_file
from analytics.intake.recognise import Plan, recognise
from analytics.intake.report import Remark, SheetReport
from analytics.intake.report_month import other_months
from analytics.intake.rows import TypedRows, read_rows
from analytics.intake.sheet import Sheet
from analytics.intake.table_faults import SheetFault, missing_column, no_header
from analytics.vocabulary import SheetKind

_EXAMPLE_SHEET = re.compile(
    r"示例|样例|范例|例表|填[写表报]说明|使用说明|^说明$|example|sample|instruction|read\s?me", re.IGNORECASE
)


@dataclass(slots=True)
class SheetRead:
    """A sheet of the file: how it was understood, its rows (None: not a table of ours), what there is to say."""

    plan: Plan
    rows: TypedRows | None
    report: SheetReport
    month: date | None = None  # the report month: stated, or of the latest receipt
    layout: str | None = None  # the layout it was read by

    @property
    def first_month(self) -> date | None:
        """The first month that a log covers: the one it states, else that of its first receipt; of a log of the year
        so far, that of its first receipt in the year. A log that mostly lists what came in before its month is one of
        the year so far, whatever it calls itself, unless what it lists is what a month's log lists again: complaints
        that are still open, or were withdrawn since."""
        stated = self.plan.report_month
        if self.rows is None or self.rows.kind is not SheetKind.LOG:
            return stated
        received = self.rows.table["received_at"]
        if stated:
            earlier = self.rows.table.filter(pc.less(received, datetime(stated.year, stated.month, 1)))
            if not self.plan.year_so_far and (2 * len(earlier) <= len(received) or _listed_again(earlier, stated)):
                return stated
            received = received.filter(pc.equal(pc.year(received), stated.year))
        earliest = pc.min(received).as_py()
        return date(earliest.year, earliest.month, 1) if earliest else stated


def _listed_again(earlier: pa.Table, month: date) -> bool:
    """Whether complaints from before a log's month are there because something of them is new: they are still open, or
    those closed or withdrawn mostly were so in the month or later. A log of the year so far lists them all, most of
    them done with before. Where none is done with, only a column of closing days tells that they are open."""
    ends = [earlier[name] for name in ("withdrawn_on", "closed_on") if name in earlier.column_names]
    done = pc.max_element_wise(*ends).drop_null() if ends else pa.chunked_array([], pa.date32())
    if not len(done):
        return "closed_on" in earlier.column_names
    since = pc.sum(pc.greater_equal(done, month)).as_py() or 0
    return bool(2 * since >= len(done))


@dataclass(slots=True)
class FileRead:
    """All sheets of a file in their order, and the remarks about its rows; origins: as TypedRows has them."""

    sheets: list[SheetRead] = field(default_factory=list)
    rejects: list[Remark] = field(default_factory=list)
    warnings: list[Remark] = field(default_factory=list)
    origins: list[Remark] = field(default_factory=list)


def read_whole(path: Path, name: str, layouts: Layouts | Layout | None, today: date) -> FileRead:
    """Read a file. name: what it is called to the user. layouts: the one to read it by, or those remembered.

    Raises FileError when nothing of it can be used.
    """
    known = layouts if isinstance(layouts, Layouts) else Layouts(layouts)
    stem = Path(name).stem
    found = FileRead()
    book = read_file(path, name)
    faults: list[tuple[str, SheetFault]] = []
    nearest: list[tuple[str, Header]] = []
    counted = height = 0
    for sheet in book:
        height += sheet.height
        layout = _layout_for(sheet, known)
        try:
            plan = recognise(sheet, stem, layout)
        except SheetFault as fault:
            plan = Plan(SheetKind.IGNORED)
            faults.append((sheet.name, fault))
        if plan.nearest:
            nearest.append((sheet.name, plan.nearest))
        read = SheetRead(plan, None, SheetReport(sheet.name, plan.kind, unmapped=plan.unmapped))
        read.layout = layout.name if layout else None
        if plan.header_row is not None:
            _read_table(read, sheet, layout, today, counted)
            counted = read.rows.counted if read.rows and plan.kind is SheetKind.LOG else counted
        found.sheets.append(read)
    _drop_examples(found)
    _raise_or_say(found, faults)
    found.warnings += [remark for sheet, header in nearest for remark in _parts_of_a_log(sheet, header)]
    if all(read.rows is None for read in found.sheets):
        raise no_header(Path(name).name, nearest, book.warnings, height)
    found.warnings = [*book.warnings, *found.warnings]
    for read in found.sheets:
        if read.rows is not None:
            found.rejects += read.rows.rejects
            found.origins += read.rows.origins
            found.warnings += [*read.plan.remarks, *read.rows.warnings]
    return found


def _layout_for(sheet: Sheet, known: Layouts) -> Layout | None:
    if known.chosen or not known.remembered:
        return known.chosen
    return known.for_headers(lines.texts.values() for lines in possible_headers(sheet))


def _read_table(read: SheetRead, sheet: Sheet, layout: Layout | None, today: date, counted: int) -> None:
    plan, said = read.plan, read.report
    read.rows = rows = read_rows(sheet, plan, layout, today, counted)
    read.month = plan.report_month or _month_of_latest_receipt(rows)
    said.header_row = (plan.header_row or 0) + 1
    names = dict(zip(plan.headers, numbered(list(plan.headers.values())), strict=True))
    said.columns = {names[column]: field_name for field_name, column in plan.fields.items()}
    said.columns |= {names[column]: name for name, column in plan.times.items()}
    said.columns |= {names[column]: "complaint_no" for column in plan.key_columns}
    if read.month and plan.kind in (SheetKind.LOG, SheetKind.BRANCHES):
        said.report_month = read.month.strftime("%Y-%m")
    said.unit = plan.unit
    said.rows_read, said.rejected = rows.rows_read, rows.rejected
    if plan.kind is SheetKind.LOG and plan.report_month:
        rows.warnings += other_months(sheet.name, rows.table["received_at"], plan.report_month)
        if not rows.rows_read and not any(remark.code == "zero_reported" for remark in rows.warnings):
            month = f"{plan.report_month:%Y-%m}"
            text = Text(f"没有数据行:{month} 按没有投诉计", f"no row: {month} counts as a month without complaints")
            rows.warnings.append(Remark(sheet.name, None, "empty_log", text))


def _drop_examples(found: FileRead) -> None:
    """A sheet that shows how to fill in the table is no table, where the file has another of its kind."""
    kinds = [read.plan.kind for read in found.sheets if read.rows and not _is_example(read)]
    for read in found.sheets:
        if read.rows and _is_example(read) and read.plan.kind in kinds:
            name = read.report.sheet
            text = Text(f"工作表“{name}”是填写示例,未读取", f"sheet {name!r} shows an example, and was not read")
            found.warnings.append(Remark(name, None, "example_sheet", text))
            read.plan, read.rows, read.month = Plan(SheetKind.IGNORED), None, None
            read.report = SheetReport(name, SheetKind.IGNORED)


def _is_example(read: SheetRead) -> bool:
    return _EXAMPLE_SHEET.search(read.report.sheet) is not None


def _raise_or_say(found: FileRead, faults: list[tuple[str, SheetFault]]) -> None:
    """A sheet that cannot be read stops its file, unless it is hardly like the tables beside it that were read."""
    widest = dict.fromkeys(SheetKind, 0)
    for read in found.sheets:
        if read.rows is not None:
            widest[read.plan.kind] = max(widest[read.plan.kind], len(read.plan.fields))
    for sheet, fault in faults:
        if fault.columns * 2 >= widest[fault.kind] and (fault.columns or not any(widest.values())):
            raise fault
        found.warnings.append(Remark(sheet, None, fault.code, _not_read(fault), fault.remedy))


def _parts_of_a_log(sheet: str, header: Header) -> list[Remark]:
    """A warning about a list of complaint numbers with something about each (撤诉清单) that is no log as it stands."""
    names = header.fields.by_field
    if (
        header.kind is not SheetKind.LOG
        or "complaint_no" not in names
        or len(names) < 2
        or _EXAMPLE_SHEET.search(sheet)
    ):
        return []
    faults = [missing_column(sheet, header.bottom, header.kind, group, len(names)) for group in header.lacks()]
    return [Remark(sheet, None, fault.code, _not_read(fault), fault.remedy) for fault in faults]


def _not_read(fault: SheetFault) -> Text:
    return Text(f"{fault.message.zh},未读取", f"{fault.message.en}: it was not read")


def _month_of_latest_receipt(rows: TypedRows) -> date | None:
    """The report month of a log that does not state one."""
    if rows.kind is not SheetKind.LOG or not len(rows.table):
        return None
    latest = pc.max(rows.table["received_at"]).as_py()
    return date(latest.year, latest.month, 1)
