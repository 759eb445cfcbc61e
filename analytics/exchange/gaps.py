"""Which rows of a file go into its rejects workbook, so that importing it fills exactly the gap.

The rejected rows, and no other row unless leaving it out would change what the rejected ones mean:

* Among the rows of one complaint the later row speaks last. Where a rejected row is followed by an accepted one
  of the same complaint, the accepted row follows again; else the correction, imported later, would overrule it.
* Numbers that only count the rows (1, 2, 3 ...) were taken for none. Out of their row they would look like
  complaint numbers, so that column is left blank. The other way round, real numbers that happen to run 1, 2, 3 ...
  in the selection get an accepted row beside them that breaks the run.
* A log that states no report month has that of its latest receipt. The selection would have another one, so
  the month is written above the table (`month`). It must not complete a date without a year in silence:
  `lacks_year` finds those.

What a faulty number or date of receipt will be after its correction nobody knows: such a row has no followers.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from analytics.intake.layout import Layout
from analytics.intake.reader import read_file
from analytics.intake.recognise import Plan, recognise
from analytics.intake.report import FileReport, Remark, SheetReport
from analytics.intake.sheet import Sheet
from analytics.intake.values import Context, Value, parse
from analytics.vocabulary import SHEET_FIELDS, SheetKind, ValueKind

Identity = tuple[Value | None, ...]


@dataclass(slots=True)
class Gap:
    """What of one sheet is selected. Rows and columns are positions from 0."""

    sheet: Sheet
    plan: Plan
    layout: Layout | None
    month: date | None  # the report month the sheet was imported with
    faults: dict[int, list[Remark]] = field(default_factory=dict)
    followers: set[int] = field(default_factory=set)
    blank_column: int | None = None

    @property
    def header_row(self) -> int:
        assert self.plan.header_row is not None
        return self.plan.header_row

    @property
    def rows(self) -> list[int]:
        return sorted(self.faults.keys() | self.followers)

    def column_of(self, fault: Remark) -> int:
        """Where to mark a fault; a fault of no column is marked at the row's first one."""
        if fault.field in self.plan.fields:
            return self.plan.fields[fault.field]
        if fault.field == "complaint_no" and self.plan.key_columns:
            return self.plan.key_columns[0]
        return min([*self.plan.fields.values(), *self.plan.key_columns])

    def context(self, month: date | None) -> Context:
        """How the sheet's cells are read when this is its stated month."""
        return Context(
            year=month.year if month else None,
            month=month.month if month else None,
            date_format=self.layout.date_format if self.layout else None,
            date1904=self.sheet.date1904,
        )

    def column(self, name: str) -> list[Value | None]:
        """A field's values in the body, None where blank or faulty."""
        start = self.header_row + 1
        place = self.plan.fields.get(name)
        if place is None:
            return [None] * (self.sheet.height - start)
        kind, context = SHEET_FIELDS[self.plan.kind][name].kind, self.context(self.plan.report_month)
        texts = self.sheet.columns[place].slice(start).to_pylist()
        values = {text: parse(kind, text, context)[0] for text in set(texts)}
        return [values[text] for text in texts]

    def lacks_year(self, fault: Remark, text: str | None) -> bool:
        """Whether a faulty date would be read, once the report month stands above the table."""
        kind = SHEET_FIELDS[self.plan.kind][fault.field].kind if fault.field else None
        if self.plan.report_month or not self.month or kind not in (ValueKind.MOMENT, ValueKind.DATE):
            return False
        stated, unstated = (parse(kind, text, self.context(month))[1] for month in (self.month, None))
        return unstated is not None and stated is None


def find_gaps(original: Path, report: FileReport, layout: Layout | None) -> list[Gap]:
    """The sheets of a file that have rejected rows, or rows that must follow them, each with its selection.

    layout: the one the file was imported with. Raises FileError when the original cannot be read any more.
    """
    stem = Path(report.path).stem
    gaps: list[Gap] = []
    for sheet, said in zip(read_file(original, report.path), report.sheets, strict=True):
        if said.header_row is None:
            continue
        plan = recognise(sheet, stem, layout)
        gap = Gap(sheet, plan, layout, plan.report_month or _month_of(said))
        for fault in report.rejects:
            if fault.sheet == said.sheet and fault.row is not None:
                gap.faults.setdefault(fault.row - 1, []).append(fault)
        if any(warning.code == "serial_numbers" and warning.sheet == said.sheet for warning in report.warnings):
            gap.blank_column = plan.fields.get("complaint_no")
        gaps.append(gap)
    for kind in SHEET_FIELDS:
        _add_followers([gap for gap in gaps if gap.plan.kind is kind])
    for gap in gaps:
        if gap.plan.kind is SheetKind.LOG and gap.blank_column is None and not gap.plan.key_columns:
            _break_run_of_numbers(gap)
    return [gap for gap in gaps if gap.rows]


def _month_of(said: SheetReport) -> date | None:
    return date.fromisoformat(f"{said.report_month}-01") if said.report_month else None


def _add_followers(gaps: Sequence[Gap]) -> None:
    """Accepted rows that stand behind a rejected row of the same complaint (exposure, branch) and overrule it.

    A later report month overrules an earlier one whenever it was imported: only the same month matters.
    """
    first: dict[tuple[date | None, Identity], tuple[int, int]] = {}
    if not any(gap.faults for gap in gaps):
        return
    identities = [_identities(gap) for gap in gaps]
    months = [gap.month if gap.plan.kind is SheetKind.LOG else None for gap in gaps]
    for place, gap in enumerate(gaps):
        for row in sorted(gap.faults):
            if row in identities[place]:
                first.setdefault((months[place], identities[place][row]), (place, row))
    if not first:
        return
    for place, gap in enumerate(gaps):
        for row, identity in identities[place].items():
            rejected = first.get((months[place], identity))
            if rejected and rejected < (place, row) and row not in gap.faults:
                gap.followers.add(row)


def _identities(gap: Gap) -> dict[int, Identity]:
    """By row, what tells its complaint (exposure, branch) from others, where the row says it readably."""
    found: Iterable[Identity | None]
    if gap.plan.kind is SheetKind.LOG:
        found = _log_identities(gap)
    elif gap.plan.kind is SheetKind.EXPOSURE:
        columns = (gap.column(name) for name in ("month", "branch", "product_line"))
        found = (key if key[0] and key[1] else None for key in zip(*columns, strict=True))
    else:
        found = ((name,) if name else None for name in gap.column("branch_name"))
    start = gap.header_row + 1
    return {start + place: identity for place, identity in enumerate(found) if identity is not None}


def _log_identities(gap: Gap) -> list[Identity | None]:
    """The complaint number, or the parts that the key of a complaint without one is made of."""
    received = gap.column("received_at")
    if gap.plan.key_columns:
        parts = [gap.sheet.columns[place].slice(gap.header_row + 1).to_pylist() for place in gap.plan.key_columns]
        return [tuple((part or "").strip() for part in row) for row in zip(*parts, strict=True)]
    numbers = gap.column("complaint_no") if gap.blank_column is None else [None] * len(received)
    others = (gap.column(name) for name in ("branch", "policy_no", "claim_no", "complainant"))
    identities: list[Identity | None] = []
    for number, moment, branch, policy, claim, complainant in zip(numbers, received, *others, strict=True):
        if number is not None:
            identities.append((number,))
        elif isinstance(moment, datetime):
            place = "".join(str(branch or "").split())
            identities.append((moment.replace(second=0), place, policy or claim, complainant))
        else:
            identities.append(None)
    return identities


def _break_run_of_numbers(gap: Gap) -> None:
    """Selected numbers that run 1, 2, 3 ... would pass for row counters: an accepted row joins and breaks the run."""
    start = gap.header_row + 1
    numbers = {start + place: number for place, number in enumerate(gap.column("complaint_no")) if number is not None}
    selected = [row for row in gap.rows if row in numbers]
    if not selected or [numbers[row] for row in selected] != [str(n + 1) for n in range(len(selected))]:
        return
    # A row with a readable receipt is one of the table, not its header once more or a note below it.
    received = gap.column("received_at")
    others = [row for row in numbers if row not in selected and received[row - start] is not None]
    following = str(len(selected) + 1)
    breaking = [row for row in others if row < selected[-1] or numbers[row] != following]
    gap.followers.update(breaking[:1] or others)
