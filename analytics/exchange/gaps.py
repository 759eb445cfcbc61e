"""Which rows of a file go into its rejects workbook, so that importing it fills exactly the gap.

The rejected rows, and no other row unless leaving it out would change what the rejected ones mean:

* Among the rows of one complaint the later row speaks last. Where a rejected row is followed by an accepted one
  of the same complaint, the accepted row follows again; else the correction, imported later, would overrule it.
* Numbers that only count the rows (1, 2, 3 ...) were taken for none. Out of their row they would look like
  complaint numbers, so that column is left blank. The other way round, real numbers that happen to run 1, 2, 3 ...
  in the selection get an accepted row beside them that breaks the run.
* The rows of one complaint whose number is merged over them come together, merged as they were. Of a label merged
  over more rows than are selected, every selected row gets a copy.
* A log that states no report month has that of its latest receipt. The selection would have another one, so
  the month is written above the table (`month`). What is written there also completes dates without a year:
  those are put as they were read the first time, or, where they could not be read, so that they still cannot.

What a faulty number or date of receipt will be after its correction nobody knows: such a row has no followers.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from analytics.errors import FileError
from analytics.exchange.followers import add_followers
from analytics.exchange.gap import Gap
from analytics.intake.layout import Layout
from analytics.intake.merged import unmerge
from analytics.intake.plan import Plan
from analytics.intake.reader import read_file
from analytics.intake.recognise import recognise
from analytics.intake.report import FileReport, SheetReport
from analytics.intake.serial_numbers import count_of
from analytics.intake.sheet import Sheet
from analytics.vocabulary import SHEET_FIELDS, SheetKind

# Accepted rows that are tried before all of them are taken.
_TRIED = 50


def find_gaps(original: Path, report: FileReport, layout: Layout | None) -> list[Gap]:
    """The sheets of a file that have rejected rows, or rows that must follow them, each with its selection.

    layout: the one the file was imported with. Raises FileError when the original cannot be read any more.
    """
    stem = Path(report.path).stem
    gaps: list[Gap] = []
    for number, (sheet, said) in enumerate(zip(read_file(original, report.path), report.sheets, strict=True)):
        if said.header_row is None:
            continue
        plan, own = _as_read(sheet, stem, layout)
        unmerged = unmerge(sheet, plan)
        month = plan.report_month or _month_of(said)
        gap = Gap(sheet, unmerged.sheet, unmerged.continued, plan, own, month, report.sha256, number)
        for fault in report.rejects:
            if fault.sheet == said.sheet and fault.row is not None:
                gap.faults.setdefault(fault.row - 1, []).append(fault)
        if any(warning.code == "serial_numbers" and warning.sheet == said.sheet for warning in report.warnings):
            gap.blank_column = plan.fields.get("complaint_no")
        gaps.append(gap)
    for kind in SHEET_FIELDS:
        add_followers([gap for gap in gaps if gap.plan.kind is kind])
    for gap in gaps:
        if gap.plan.kind is SheetKind.LOG and gap.blank_column is None and not gap.plan.key_columns:
            _break_run_of_numbers(gap)
        _settle_merges(gap)
    return [gap for gap in gaps if gap.rows]


def _as_read(sheet: Sheet, stem: str, layout: Layout | None) -> tuple[Plan, Layout | None]:
    """The plan that the sheet was read by. A layout that was remembered is for some sheets of a file only."""
    if layout is not None:
        try:
            plan = recognise(sheet, stem, layout)
        except FileError:
            return recognise(sheet, stem), None
        if plan.header_row is not None:
            return plan, layout
    return recognise(sheet, stem), None


def _month_of(said: SheetReport) -> date | None:
    return date.fromisoformat(f"{said.report_month}-01") if said.report_month else None


def _break_run_of_numbers(gap: Gap) -> None:
    """Selected numbers that run 1, 2, 3 ... would pass for row counters: an accepted row joins and breaks the run."""
    start = gap.plan.body_row
    numbers = {start + place: str(number) for place, number in enumerate(gap.column("complaint_no")) if number}
    selected = [row for row in gap.rows if row in numbers]
    if count_of([numbers[row] for row in selected]) is None:
        return
    # A row with a readable receipt is one of the table, not its header once more or a note below it.
    received = gap.column("received_at")
    others = [row for row in numbers.keys() - set(selected) - gap.continued if received[row - start] is not None]
    others.sort(key=lambda row: (numbers[row].isdecimal(), -len(numbers[row]), numbers[row]))  # what breaks it first
    for row in others[:_TRIED]:
        if count_of([numbers[one] for one in sorted([*selected, row])]) is None:
            gap.followers.add(row)
            return
    gap.followers.update(others)


def _settle_merges(gap: Gap) -> None:
    """Of the merges down the body: which come along, and whose label is copied into the selected rows instead."""
    plan = gap.plan
    down = [
        (first, left, min(last, gap.sheet.height - 1), right)
        for first, left, last, right in gap.sheet.merges
        if last > first >= plan.body_row and first < gap.sheet.height and left in plan.table_columns
    ]
    rows = gap.rows
    for first, left, last, _ in down:
        if left == plan.fields.get("complaint_no") and _between(rows, first, last):
            gap.together.update(range(first, last + 1))
    rows = gap.rows
    for first, left, last, right in down:
        selected = _between(rows, first, last)
        label = gap.sheet.columns[left][first].as_py()
        if len(selected) == last - first + 1:
            gap.merges.append((first, left, last, right))
        elif label and gap.labelled.columns[left][last].as_py() == label:  # a figure is not copied: it would add up
            for row in selected:
                gap.copied.setdefault(row, {})[left] = label


def _between(rows: Sequence[int], first: int, last: int) -> Sequence[int]:
    return rows[bisect_left(rows, first) : bisect_right(rows, last)]
