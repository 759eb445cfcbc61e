"""How a sheet will be read: decided once, before any row is."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from analytics.intake.header_rows import Header
from analytics.intake.report import Remark
from analytics.vocabulary import SheetKind


@dataclass(frozen=True, slots=True)
class Plan:
    """How a sheet will be read. Columns are indices; rows are counted from 0.

    header_row is the header's last row (the body begins below it), header_top its first where it has several.
    stated: fields that have no column and are said above the table, as text. year: of dates without one.
    year_so_far: a log of the year up to its report month. unit: the branch whose log it is, where that is stated.
    """

    kind: SheetKind
    header_row: int | None = None
    fields: dict[str, int] = field(default_factory=dict)  # field -> column
    headers: dict[int, str] = field(default_factory=dict)  # column -> header text as written
    unmapped: list[str] = field(default_factory=list)
    units: dict[str, float] = field(default_factory=dict)  # field -> yuan or pieces in one unit
    key_columns: tuple[int, ...] = ()  # layout: the columns that make the complaint number
    report_month: date | None = None
    year_so_far: bool = False
    header_top: int | None = None
    body_row: int = 0  # where the rows begin: below the header, and below units or column numbers under it
    year: int | None = None
    unit: str | None = None
    stated: dict[str, str] = field(default_factory=dict)
    times: dict[str, int] = field(default_factory=dict)  # field -> column of its time of day, where that is apart
    remarks: list[Remark] = field(default_factory=list)
    nearest: Header | None = None  # of an ignored sheet: the row that came nearest to being a header

    def header_of(self, name: str) -> str | None:
        column = self.fields.get(name)
        return None if column is None else self.headers.get(column)

    @property
    def table_columns(self) -> list[int]:
        """The columns that are read."""
        return sorted({*self.fields.values(), *self.times.values(), *self.key_columns})
