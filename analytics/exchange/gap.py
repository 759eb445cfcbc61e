"""What of one sheet goes into the rejects workbook, and how its cells were read."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from analytics.intake.layout import Layout
from analytics.intake.recognise import Plan
from analytics.intake.report import Remark
from analytics.intake.sheet import Merge, Sheet
from analytics.intake.values import Context, Value, parse
from analytics.vocabulary import SHEET_FIELDS, ValueKind

NO_YEAR = "（年份？）"  # before a date that lacks its year: unreadable until a person has replaced it


@dataclass(slots=True)
class Gap:
    """What of one sheet is selected. Rows and columns are positions from 0.

    labelled: the sheet with labels merged down filled in. continued: rows that belong to the complaint above them.
    together: rows selected because their complaint is. merges: of the body, those selected whole. copied: row ->
    column -> label, of merges that are not. number: of the sheet in the original, whose digest is `digest`.
    """

    sheet: Sheet
    labelled: Sheet
    continued: set[int]
    plan: Plan
    layout: Layout | None
    month: date | None  # the report month the sheet was imported with
    digest: str = ""
    number: int = 0
    faults: dict[int, list[Remark]] = field(default_factory=dict)
    followers: set[int] = field(default_factory=set)
    together: set[int] = field(default_factory=set)
    merges: list[Merge] = field(default_factory=list)
    copied: dict[int, dict[int, str]] = field(default_factory=dict)
    blank_column: int | None = None

    @property
    def header_row(self) -> int:
        assert self.plan.header_row is not None
        return self.plan.header_row

    @property
    def rows(self) -> list[int]:
        return sorted(self.faults.keys() | self.followers | self.together)

    def column_of(self, fault: Remark) -> int:
        """Where to mark a fault; a fault of no column is marked at the row's first one."""
        if fault.field in self.plan.fields:
            return self.plan.fields[fault.field]
        if fault.field == "complaint_no" and self.plan.key_columns:
            return self.plan.key_columns[0]
        return self.plan.table_columns[0]

    def context(self, month: date | None) -> Context:
        """How the sheet's cells are read when this month is stated."""
        return Context(
            year=month.year if month else self.plan.year,
            month=month.month if month else None,
            date_format=self.layout.date_format if self.layout else None,
            date1904=self.sheet.date1904,
        )

    def column(self, name: str) -> list[Value | None]:
        """A field's values from the first row of the body on, None where blank or faulty."""
        start = self.plan.body_row
        place = self.plan.fields.get(name)
        if place is None:
            return [None] * (self.sheet.height - start)
        kind, context = SHEET_FIELDS[self.plan.kind][name].kind, self.context(self.plan.report_month)
        texts = self.labelled.columns[place].slice(start).to_pylist()
        values = {text: parse(kind, text, context)[0] for text in set(texts)}
        return [values[text] for text in texts]

    def fixed_dates(self, row: int) -> dict[int, str]:
        """By column, the text to put for dates that the month above the table would make into something else."""
        fixed: dict[int, str] = {}
        if self.plan.report_month or not self.month:
            return fixed
        for name, column in self.plan.fields.items():
            kind = SHEET_FIELDS[self.plan.kind][name].kind
            text = self.copied.get(row, {}).get(column) or self.sheet.columns[column][row].as_py()
            if text and kind in (ValueKind.MOMENT, ValueKind.DATE):
                (first, fault, _), (then, *_) = (parse(kind, text, self.context(month)) for month in (None, self.month))
                if first != then:
                    fixed[column] = f"{NO_YEAR}{text}" if fault else str(first)
        return fixed
