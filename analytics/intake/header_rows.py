"""Where the header of a sheet stands, what kind of table it heads, and which row came nearest if there is none.

A row is a header because of what its cells mean, never because of where it stands: titles above and data below
mean nothing to `match_header`. The first row that names all a table cannot do without is taken.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from analytics.intake.column_fields import ColumnFields, assign, is_count
from analytics.intake.header_texts import (
    Row,
    column_number_row,
    header_texts,
    is_group_row,
    reaches_right,
    readings,
    shown,
    unit_row,
    with_units,
)
from analytics.intake.limits import HEADER_SEARCH_ROWS, MIN_MATCHED_COLUMNS
from analytics.intake.sheet import Merge, Sheet
from analytics.vocabulary import SHEET_FIELDS, SheetKind

# Without these columns a sheet of the kind says nothing. (Either name of a group is enough.)
REQUIRED: dict[SheetKind, tuple[tuple[str, ...], ...]] = {
    SheetKind.LOG: (("received_at",), ("branch", "complaint_no")),
    SheetKind.EXPOSURE: (("month",), ("branch",), ("premium_yuan", "policies")),
    SheetKind.BRANCHES: (("branch_name",),),
    SheetKind.BENCHMARK: (("metric", "insurer"), ("value", "complaints")),
}
# What the lines around a table may say in a column's place.
STATABLE: dict[SheetKind, str] = {SheetKind.LOG: "branch", SheetKind.EXPOSURE: "month"}
# What makes a kind unmistakable: a branch list has 机构名称 with a code, a parent or aliases.
_TELLING: dict[SheetKind, frozenset[str]] = {
    SheetKind.LOG: frozenset(SHEET_FIELDS[SheetKind.LOG]) - {"branch", "product_line"},
    SheetKind.EXPOSURE: frozenset({"premium_yuan", "policies"}),
    SheetKind.BRANCHES: frozenset({"branch_code", "parent", "aliases"}),
    SheetKind.BENCHMARK: frozenset({"metric", "value", "statistic", "insurer", "premium_ratio", "policy_ratio_10k"}),
}
# A row of a log is about one complaint; a table with counts and none of these sums them up.
_OF_ONE_COMPLAINT = frozenset(
    {"complaint_no", "policy_no", "claim_no", "plate", "complainant", "phone", "narrative", "outcome"}
)
_OF_AN_INSURER = frozenset({"complaints", "premium_ratio", "policy_ratio_10k", "premium_yuan"})
_MAX_LEVELS = 3
_COMPLETE = 1.5  # telling columns that completeness is worth: a log without receipts beside 机构代码 is no branch list
_NUMBER_OR_DATE = re.compile(r"[\d\s.,:/%¥+()\-年月日时分秒]+")
_LONGEST_HEADER = 40
_WIDEST_HEADER = 300  # filled cells: a log has some forty


@dataclass(frozen=True, slots=True)
class Header:
    """top, bottom: its first and last row, from 0. body: the first row under it. texts: column -> as reported."""

    kind: SheetKind
    top: int
    bottom: int
    body: int
    texts: dict[int, str]
    fields: ColumnFields

    def lacks(self, *stated: str) -> list[tuple[str, ...]]:
        """The required groups of columns that it does not have."""
        have = {*self.fields.by_field, *stated}
        return [group for group in REQUIRED[self.kind] if not have.intersection(group)]

    @property
    def is_complete(self) -> bool:
        return not self.lacks(STATABLE.get(self.kind, ""))

    @property
    def telling(self) -> int:
        return len(_TELLING[self.kind] & self.fields.by_field.keys())

    @property
    def convinces(self) -> bool:
        """Whether it is a header of its kind at all, complete or not."""
        names = self.fields.by_field.keys()
        if not self.telling:
            return False
        match self.kind:
            case SheetKind.LOG:
                if "received_at" not in names and "complaint_no" not in names:
                    return False  # lists of allowed values, counts by channel and cause
                if any(is_count(text) for text in self.texts.values()) and not names & _OF_ONE_COMPLAINT:
                    return False
                return len(names) >= MIN_MATCHED_COLUMNS
            case SheetKind.EXPOSURE:
                counts = any("投诉" in text or "complaint" in text.lower() for text in self.texts.values())
                return len(names) >= MIN_MATCHED_COLUMNS if counts else "branch" in names
            case SheetKind.BENCHMARK:
                published = {"metric", "value", "statistic"} <= names
                return published or ("insurer" in names and len(names & _OF_AN_INSURER) >= 2)
            case _:
                return len(names) >= 2


@dataclass(frozen=True, slots=True)
class Search:
    """header: the one found. nearest: of a sheet without one, the row that came nearest. rows: those looked at."""

    header: Header | None
    nearest: Header | None = None
    rows: list[Row] = field(default_factory=list)


def find_header(sheet: Sheet) -> Search:
    """The header of a sheet. One that lacks a column a table of its kind needs is found all the same."""
    rows = first_rows(sheet, HEADER_SEARCH_ROWS)
    merges = [merge for merge in sheet.merges if merge[0] < len(rows)]
    best: Header | None = None
    nearest: Header | None = None
    for at in range(len(rows)):
        for header in _headers_at(rows, at, merges):
            if header.convinces:
                best = _better(best, header)
            elif nearest is None or len(header.fields) > len(nearest.fields):
                nearest = header
        if best and best.is_complete:
            break  # complete: what stands below is data, or another table, which the body's reading finds
    return Search(best, nearest, rows)


def heads_a_table(cells: Row) -> SheetKind | None:
    """The kind of table that one row further down would be the complete header of."""
    found = [header for header in _of_kinds([cells], 0, 0, []) if header.convinces and not header.lacks()]
    return max(found, key=lambda header: header.telling).kind if found else None


def first_rows(sheet: Sheet, count: int) -> list[Row]:
    """The first rows; a cell of white space is an empty one."""
    columns = [column.slice(0, count).to_pylist() for column in sheet.columns]
    return [[cell if cell and not cell.isspace() else None for cell in row] for row in zip(*columns, strict=True)]


def _better(best: Header | None, header: Header) -> Header:
    """The more telling one, completeness counting for a little; of equals the first."""
    if best is None:
        return header
    return max(best, header, key=lambda one: (one.telling + _COMPLETE * one.is_complete, len(one.fields)))


@dataclass(frozen=True, slots=True)
class HeaderLines:
    """Rows read as one header, whatever it heads. parts: column -> its texts from the top down, unit included.

    written: the same without the units that stand in a row of their own. Rows from 0; body: the first row below.
    """

    top: int
    bottom: int
    body: int
    parts: dict[int, list[str]]
    written: dict[int, list[str]]

    @property
    def texts(self) -> dict[int, str]:
        return {column: shown(parts) for column, parts in self.parts.items()}


def header_lines(rows: Sequence[Row], top: int, bottom: int, merges: Sequence[Merge]) -> HeaderLines:
    """Read rows top to bottom as a header, with the rows of units and column numbers under it."""
    parts = written = header_texts(rows, top, bottom, merges)
    body = bottom + 1
    while body < len(rows) and body <= bottom + 2:
        if unit_row(rows[body]):
            parts = with_units(parts, rows[body])
        elif not column_number_row(rows[body]):
            break
        body += 1
    return HeaderLines(top, bottom, body, parts, written)


def possible_headers(sheet: Sheet) -> list[HeaderLines]:
    """Every row at the top of a sheet as a header, and two or three together where they may be levels of one."""
    rows = first_rows(sheet, HEADER_SEARCH_ROWS)
    merges = [merge for merge in sheet.merges if merge[0] < len(rows)]
    found = [header_lines(rows, at, at, merges) for at in range(len(rows))]
    for at in range(len(rows)):
        if _plausible(rows[at]):
            found += [header_lines(rows, at, bottom, merges) for bottom in _lower_levels(rows, at, merges)]
    return found


def _lower_levels(rows: Sequence[Row], at: int, merges: Sequence[Merge]) -> list[int]:
    """The last row of a header of several levels that begins at a row, where it may begin one."""
    bottom = _bottom(rows, at, merges)
    if bottom > at:
        return [bottom]
    return [at + 1] if at + 1 < len(rows) and _may_be_lower(rows[at], rows[at + 1]) else []


def _bottom(rows: Sequence[Row], at: int, merges: Sequence[Merge]) -> int:
    bottom = at
    while bottom - at + 1 < _MAX_LEVELS and is_group_row(rows, bottom, merges):
        bottom += 1
    return bottom


def _headers_at(rows: Sequence[Row], at: int, merges: Sequence[Merge]) -> list[Header]:
    """The headers that may begin at a row: of one level, or of several where the row groups the next."""
    if not _plausible(rows[at]):
        return []
    bottom = _bottom(rows, at, merges)
    if bottom > at:
        return _of_kinds(rows, at, bottom, merges)
    single = _of_kinds(rows, at, at, merges)
    if _lower_levels(rows, at, merges):
        # Without merged cells to tell, two rows are one header where together they name more than either alone.
        lower = _of_kinds(rows, at + 1, at + 1, merges)
        most = _most([*single, *lower])
        groups = not merges and reaches_right(rows[at], rows[at + 1]) and _most(single) < _most(lower)
        single += [one for one in _of_kinds(rows, at, at + 1, merges) if groups or len(one.fields) > most]
    return single


def _most(headers: Sequence[Header]) -> int:
    return max((len(header.fields) for header in headers), default=0)


def _of_kinds(rows: Sequence[Row], top: int, bottom: int, merges: Sequence[Merge]) -> list[Header]:
    lines = header_lines(rows, top, bottom, merges)
    ways = {column: readings(text) for column, text in lines.parts.items()}
    found = []
    for kind in SHEET_FIELDS:
        fields = assign(kind, ways)
        if fields.by_field:
            found.append(Header(kind, top, bottom, lines.body, lines.texts, fields))
    return found


def _plausible(row: Row) -> bool:
    """Whether a row may be a header: several short texts, few numbers or dates among them."""
    filled = [cell for cell in row if cell]
    worded = sum(len(cell) <= _LONGEST_HEADER and not _NUMBER_OR_DATE.fullmatch(cell) for cell in filled)
    return worded >= 2 and len(filled) <= _WIDEST_HEADER and worded * 5 >= len(filled) * 3


def _may_be_lower(upper: Row, lower: Row) -> bool:
    """Whether the lower row fills gaps that the upper one leaves."""
    return _plausible(lower) and any(below and not above for above, below in zip(upper, lower, strict=True))
