"""A sheet read by a layout: the header that names its columns, which must be all of them."""

from __future__ import annotations

from collections.abc import Mapping

from analytics.intake.column_units import column_units
from analytics.intake.header_rows import REQUIRED, HeaderLines, first_rows, possible_headers
from analytics.intake.header_texts import numbered, shown
from analytics.intake.headers import normalise
from analytics.intake.layout import Layout
from analytics.intake.limits import HEADER_SEARCH_ROWS
from analytics.intake.plan import Plan
from analytics.intake.report_month import report_month
from analytics.intake.sheet import Sheet
from analytics.intake.table_faults import layout_column_missing, missing_column
from analytics.intake.title_lines import lines_above, stated_branch, stated_units
from analytics.vocabulary import SheetKind


def by_layout(sheet: Sheet, file_stem: str, layout: Layout) -> Plan:
    """The header that names most of a layout's columns, which must be all of them. Raises FileError(missing_column)."""
    wanted = {normalise(header) for header in layout.columns}
    ways = [(lines, _by_name(lines)) for lines in possible_headers(sheet)]
    # Of equals the first: a single row before several.
    best, columns = max(ways, key=lambda way: len(wanted & way[1].keys()), default=(None, {}))
    if best is None or not wanted & columns.keys():
        return Plan(SheetKind.IGNORED)
    for header in (*layout.columns, *layout.key):
        if normalise(header) not in columns:
            raise layout_column_missing(sheet.name, layout, header)
    key = tuple(columns[normalise(header)] for header in layout.key)
    fields = {name: columns[normalise(header)] for header, name in layout.columns.items()}
    missing = _missing_group(layout, fields)
    if missing:
        raise missing_column(sheet.name, best.bottom, layout.kind, missing, len(fields))
    headers = best.texts
    lines = lines_above(first_rows(sheet, HEADER_SEARCH_ROWS), best.top)
    month = report_month(lines, sheet.name, file_stem)
    units, remarks = column_units(
        sheet.name, layout.kind, {name: headers[column] for name, column in fields.items()}, stated_units(lines)
    )
    return Plan(
        layout.kind,
        best.bottom,
        fields,
        headers,
        [text for column, text in headers.items() if column not in {*fields.values(), *key}],
        units,
        key,
        report_month=month.month,
        year_so_far=month.year_so_far,
        header_top=best.top,
        body_row=best.body,
        year=month.year,
        unit=stated_branch(lines, sheet.name, file_stem) if layout.kind is SheetKind.LOG else None,
        remarks=remarks,
    )


def _by_name(lines: HeaderLines) -> dict[str, int]:
    """Column by each name that it has: its rows together, numbered where several have the same; or the lowest alone
    where no other column has that name."""
    found: dict[str, int] = {}
    for parts in (lines.written, lines.parts):
        for column, name in zip(parts, numbered([shown(texts) for texts in parts.values()]), strict=True):
            found.setdefault(normalise(name), column)
    lowest = [normalise(texts[-1]) for texts in lines.written.values()]
    for column, texts in lines.written.items():
        if lowest.count(normalise(texts[-1])) == 1:
            found.setdefault(normalise(texts[-1]), column)
    return found


def _missing_group(layout: Layout, fields: Mapping[str, int]) -> tuple[str, ...] | None:
    have = {*fields, *layout.constants, *(("complaint_no",) if layout.key else ())}
    return next((group for group in REQUIRED[layout.kind] if not have.intersection(group)), None)
