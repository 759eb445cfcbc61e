"""A sheet read by a layout: the row that names its columns, which must be all of them."""

from __future__ import annotations

from collections.abc import Mapping

from analytics.intake.column_units import column_units
from analytics.intake.header_rows import REQUIRED, first_rows
from analytics.intake.headers import normalise
from analytics.intake.layout import Layout
from analytics.intake.limits import HEADER_SEARCH_ROWS
from analytics.intake.plan import Plan
from analytics.intake.report_month import report_month
from analytics.intake.sheet import Sheet
from analytics.intake.table_faults import layout_column_missing, missing_column
from analytics.intake.title_lines import lines_above, stated_units
from analytics.vocabulary import SheetKind


def by_layout(sheet: Sheet, file_stem: str, layout: Layout) -> Plan:
    """The row that names most of a layout's columns, which must be all of them. Raises FileError(missing_column)."""
    rows = first_rows(sheet, HEADER_SEARCH_ROWS)
    wanted = {normalise(header): name for header, name in layout.columns.items()}
    named = [{wanted[normalise(cell)] for cell in row if cell and normalise(cell) in wanted} for row in rows]
    at = max(range(len(rows)), key=lambda row: len(named[row]), default=None)
    if at is None or not named[at]:
        return Plan(SheetKind.IGNORED)
    cells = [normalise(cell or "") for cell in rows[at]]
    for header in (*layout.columns, *layout.key):
        if normalise(header) not in cells:
            raise layout_column_missing(sheet.name, layout, header)
    key = tuple(cells.index(normalise(header)) for header in layout.key)
    fields = {name: cells.index(header) for header, name in wanted.items()}
    missing = _missing_group(layout, fields)
    if missing:
        raise missing_column(sheet.name, at, layout.kind, missing, len(fields))
    headers = {column: cell for column, cell in enumerate(rows[at]) if cell}
    lines = lines_above(rows, at)
    month = report_month(lines, sheet.name, file_stem)
    units, remarks = column_units(
        sheet.name, layout.kind, {name: headers[column] for name, column in fields.items()}, stated_units(lines)
    )
    return Plan(
        layout.kind,
        at,
        fields,
        headers,
        [text for column, text in headers.items() if column not in {*fields.values(), *key}],
        units,
        key,
        report_month=month.month,
        header_top=at,
        body_row=at + 1,
        year=month.year,
        remarks=remarks,
    )


def _missing_group(layout: Layout, fields: Mapping[str, int]) -> tuple[str, ...] | None:
    have = {*fields, *layout.constants, *(("complaint_no",) if layout.key else ())}
    return next((group for group in REQUIRED[layout.kind] if not have.intersection(group)), None)
