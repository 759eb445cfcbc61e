"""What a sheet holds: its kind, where its header stands, which column is which field, its report month."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from analytics.errors import FileError, Text
from analytics.intake.headers import match_row, normalise, unit_of
from analytics.intake.layout import Layout
from analytics.intake.limits import HEADER_SEARCH_ROWS, MIN_MATCHED_COLUMNS
from analytics.intake.reader import Sheet
from analytics.vocabulary import SHEET_FIELDS, SheetKind

# Without these columns a sheet of the kind says nothing. (Either name of a group is enough.)
REQUIRED: dict[SheetKind, tuple[tuple[str, ...], ...]] = {
    SheetKind.LOG: (("received_at",), ("branch", "complaint_no")),
    SheetKind.EXPOSURE: (("month",), ("branch",), ("premium_yuan", "policies")),
    SheetKind.BRANCHES: (("branch_name",),),
}
# What makes a kind unmistakable: a branch list has 机构名称 with a code, a parent or aliases.
_TELLING: dict[SheetKind, tuple[str, ...]] = {
    SheetKind.LOG: tuple(f for f in SHEET_FIELDS[SheetKind.LOG] if f not in ("branch", "product_line")),
    SheetKind.EXPOSURE: ("premium_yuan", "policies"),
    SheetKind.BRANCHES: ("branch_code", "parent", "aliases"),
}


@dataclass(frozen=True, slots=True)
class Plan:
    """How a sheet will be read. Columns are indices; rows are counted from 0."""

    kind: SheetKind
    header_row: int | None = None
    fields: dict[str, int] = field(default_factory=dict)  # field -> column
    headers: dict[int, str] = field(default_factory=dict)  # column -> header text as written
    unmapped: list[str] = field(default_factory=list)
    units: dict[str, float] = field(default_factory=dict)  # field -> yuan or pieces in one unit
    key_columns: tuple[int, ...] = ()  # layout: the columns that make the complaint number
    report_month: date | None = None

    def header_of(self, name: str) -> str | None:
        column = self.fields.get(name)
        return None if column is None else self.headers.get(column)


def recognise(sheet: Sheet, file_stem: str, layout: Layout | None = None) -> Plan:
    """Find the header and what it says. A sheet that is no table of ours is SheetKind.IGNORED.

    Raises FileError(missing_column) where a table is recognised but lacks what it cannot do without.
    """
    plan = _by_layout(sheet, layout) if layout else _by_headers(sheet)
    if plan.header_row is None:
        return plan
    have = set(plan.fields) | set(layout.constants if layout else ())
    if plan.key_columns:
        have.add("complaint_no")
    for group in REQUIRED[plan.kind]:
        if not have.intersection(group):
            names = SHEET_FIELDS[plan.kind]
            raise FileError(
                "missing_column",
                Text(
                    f"工作表“{sheet.name}”第 {plan.header_row + 1} 行是表头,但缺少"
                    f"{'或'.join(f'“{names[g].zh}”' for g in group)}列",
                    f"sheet {sheet.name!r}: row {plan.header_row + 1} is a header, but there is no column for "
                    f"{' or '.join(names[g].en for g in group)}",
                ),
                Text("请补上该列,或用布局文件指明是哪一列", "add the column, or name it in a layout file"),
            )
    titles = [cell for row in range(plan.header_row) for cell in sheet.row(row) if cell]
    month = next(filter(None, (month_in(text) for text in [*titles, sheet.name, file_stem])), None)
    return Plan(
        plan.kind, plan.header_row, plan.fields, plan.headers, plan.unmapped, plan.units, plan.key_columns, month
    )


def _by_headers(sheet: Sheet) -> Plan:
    best: tuple[int, int, SheetKind, dict[str, int]] | None = None
    for row in range(min(sheet.height, HEADER_SEARCH_ROWS)):
        cells = [cell or "" for cell in sheet.row(row)]
        if sum(map(bool, cells)) < 2:
            continue
        for kind in SHEET_FIELDS:
            matches = match_row(kind, cells)
            fields = {match.field: column for column, match in matches.items()}
            telling = sum(name in fields for name in _TELLING[kind])
            enough = len(fields) >= (2 if kind is SheetKind.BRANCHES else MIN_MATCHED_COLUMNS)
            # The earliest of equally good rows: a header repeated further down is not the header.
            if enough and telling and (best is None or telling > best[0]):
                best = (telling, row, kind, fields)
    if best is None:
        return Plan(SheetKind.IGNORED)
    _, row, kind, fields = best
    return _plan(sheet, kind, row, fields)


def _by_layout(sheet: Sheet, layout: Layout) -> Plan:
    wanted = {normalise(header): name for header, name in layout.columns.items()}
    best: tuple[int, int, dict[str, int]] | None = None
    for row in range(min(sheet.height, HEADER_SEARCH_ROWS)):
        cells = [normalise(cell or "") for cell in sheet.row(row)]
        fields = {wanted[cell]: cells.index(cell) for cell in cells if cell in wanted}
        if fields and (best is None or len(fields) > best[0]):
            best = (len(fields), row, fields)
    if best is None:
        return Plan(SheetKind.IGNORED)
    _, row, fields = best
    cells = [normalise(cell or "") for cell in sheet.row(row)]
    absent = [header for header in [*layout.columns, *layout.key] if normalise(header) not in cells]
    if absent:
        raise FileError(
            "missing_column",
            Text(
                f"工作表“{sheet.name}”缺少布局“{layout.name}”所列的“{absent[0]}”列",
                f"sheet {sheet.name!r} lacks the column {absent[0]!r} that layout {layout.name!r} names",
            ),
            Text("请换用合适的布局,或改正列名", "choose another layout, or correct the header"),
        )
    key = tuple(cells.index(normalise(header)) for header in layout.key)
    return _plan(sheet, layout.kind, row, fields, key)


def _plan(sheet: Sheet, kind: SheetKind, row: int, fields: dict[str, int], key: tuple[int, ...] = ()) -> Plan:
    headers = {column: cell for column, cell in enumerate(sheet.row(row)) if cell}
    taken = {*fields.values(), *key}
    units = {}
    for name, column in fields.items():
        unit = unit_of(headers.get(column, ""))
        if unit:
            units[name] = unit[0]
    unmapped = [header for column, header in headers.items() if column not in taken]
    return Plan(kind, row, fields, headers, unmapped, units, key)


_YEAR_MONTH = re.compile(
    r"(?<!\d)((?:19|20)\d{2})\s*(?:年\s*|[-._/])(0?[1-9]|1[0-2])(?!\d)|(?<!\d)((?:19|20)\d{2})(0[1-9]|1[0-2])(?!\d)"
)


def month_in(text: str) -> date | None:
    """The month that a title, a sheet's name or a file's name states: 2016年3月, 2016-03, 201603.

    A text that names two months (a range) states none.
    """
    found = {(int(m[1] or m[3]), int(m[2] or m[4])) for m in _YEAR_MONTH.finditer(text)}
    if len(found) != 1 or re.search(r"月?\s*(?:-|–|—|~|～|至|到)\s*\d{1,2}\s*月", text):
        return None
    year, month = found.pop()
    return date(year, month, 1)
