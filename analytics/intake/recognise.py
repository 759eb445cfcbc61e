"""What a sheet holds: its kind, where its header stands, which column is which field, and what is stated around it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from analytics.errors import Text
from analytics.intake.column_fields import blocks
from analytics.intake.column_units import column_units
from analytics.intake.header_rows import REQUIRED, STATABLE, Header, find_header, first_rows, heads_a_table
from analytics.intake.header_texts import Row
from analytics.intake.headers import match_header, normalise
from analytics.intake.layout import Layout
from analytics.intake.limits import HEADER_SEARCH_ROWS, MIN_MATCHED_COLUMNS
from analytics.intake.report import Remark
from analytics.intake.report_month import ReportMonth, month_in, report_month, stated_in
from analytics.intake.sheet import Sheet
from analytics.intake.split_moments import split_moments
from analytics.intake.table_faults import layout_column_missing, missing_column, tables_beside, wide_exposure
from analytics.intake.title_lines import stated_branch, stated_units
from analytics.vocabulary import SHEET_FIELDS, SheetKind

__all__ = ["Plan", "lines_above", "month_in", "recognise"]

_MONTHS_ACROSS = 3
_LONGEST_MONTH = 19  # 2016-01-01 00:00:00, a date cell
_OF_EXPOSURE = re.compile(r"保费|保单|premium|polic", re.IGNORECASE)
_OF_COMPLAINTS = re.compile(r"投诉|complaint", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Plan:
    """How a sheet will be read. Columns are indices; rows are counted from 0.

    header_row is the header's last row (the body begins below it), header_top its first where it has several.
    stated: fields that have no column and are said above the table, as text. year: of dates without one.
    """

    kind: SheetKind
    header_row: int | None = None
    fields: dict[str, int] = field(default_factory=dict)  # field -> column
    headers: dict[int, str] = field(default_factory=dict)  # column -> header text as written
    unmapped: list[str] = field(default_factory=list)
    units: dict[str, float] = field(default_factory=dict)  # field -> yuan or pieces in one unit
    key_columns: tuple[int, ...] = ()  # layout: the columns that make the complaint number
    report_month: date | None = None
    header_top: int | None = None
    body_row: int = 0  # where the rows begin: below the header, and below units or column numbers under it
    year: int | None = None
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


def recognise(sheet: Sheet, file_stem: str, layout: Layout | None = None) -> Plan:
    """Find the header and what it says. A sheet that is no table of ours is SheetKind.IGNORED.

    Raises FileError where a table is recognised that cannot be read: missing_column, several_tables,
    wide_exposure, unknown_unit. Of these a SheetFault need not stop the other sheets of the file.
    """
    if layout:
        return _by_layout(sheet, file_stem, layout)
    search = find_header(sheet)
    header = search.header
    if header is None:
        if (row := wide_exposure_row(search.rows, [sheet.name, file_stem])) is not None:
            raise wide_exposure(sheet.name, row)
        return Plan(SheetKind.IGNORED, nearest=search.nearest)
    lines = lines_above(search.rows, header.top)
    month = report_month(lines, sheet.name, file_stem)
    stated, remarks = _stated(sheet, header, lines, file_stem, month)
    for group in header.lacks(*stated):
        if "month" in group and (row := wide_exposure_row(search.rows, [sheet.name, file_stem])) is not None:
            raise wide_exposure(sheet.name, row)
        raise missing_column(sheet.name, header.bottom, header.kind, group, len(header.fields))
    _refuse_tables_side_by_side(sheet, header)
    split = split_moments(sheet, header.body, header.kind, header.fields)
    fields = {**header.fields.by_field, **{name: day for name, (day, _) in split.items()}}
    times = {name: time for name, (_, time) in split.items()}
    doubles = {name: columns for name, columns in header.fields.doubles.items() if name not in split}
    remarks += [_double(sheet, header, name, columns) for name, columns in doubles.items()]
    named = {name: header.texts[column] for name, column in fields.items()}
    units, said = column_units(sheet.name, header.kind, named, stated_units(lines))
    if month.differs:
        remarks.append(Remark(sheet.name, None, "report_month_differs", month.differs))
    return Plan(
        header.kind,
        header.bottom,
        fields,
        header.texts,
        [text for column, text in header.texts.items() if column not in {*fields.values(), *times.values()}],
        units,
        report_month=month.month,
        header_top=header.top,
        body_row=header.body,
        year=month.year,
        stated=stated,
        times=times,
        remarks=remarks + said,
    )


def lines_above(rows: Sequence[Row], top: int) -> list[str]:
    """The texts above a header; a label and its value in cells of their own (填报单位: | 城东支公司) are one."""
    lines: list[str] = []
    for row in rows[:top]:
        label = ""
        for cell in filter(None, row):
            text = label + cell.strip()
            label = text if text.endswith((":", "：")) else ""
            if not label:
                lines.append(text)
    return lines


def wide_exposure_row(rows: Sequence[Row], names: Sequence[str]) -> int | None:
    """The row of months of a table 机构 x 月份 of premium or policies, if that is what the sheet is."""
    for at, row in enumerate(rows):
        months = [cell for cell in row if cell and stated_in(cell).month and len(cell) <= _LONGEST_MONTH]
        if len(set(months)) < _MONTHS_ACROSS:
            continue
        around = [cell for near in rows[max(0, at - 1) : at + 2] for cell in near if cell]
        said = "".join([*names, *(cell for above in rows[: at + 2] for cell in above if cell)])
        of_branches = any((match := match_header(SheetKind.EXPOSURE, c)) and match.field == "branch" for c in around)
        if of_branches and _OF_EXPOSURE.search(said) and not _OF_COMPLAINTS.search(said):
            return at
    return None


_ADD_COLUMN = Text("若不对,请在表中加上该列", "if that is wrong, add the column to the table")


def _stated(
    sheet: Sheet, header: Header, lines: Sequence[str], file_stem: str, month: ReportMonth
) -> tuple[dict[str, str], list[Remark]]:
    """The column that the table lacks and the lines around it state: a log's branch, an exposure table's month."""
    name = STATABLE.get(header.kind)
    if name is None or name in header.fields.by_field:
        return {}, []
    if name == "branch":
        value, code = stated_branch(lines, sheet.name, file_stem), "branch_from_title"
        said = Text(
            f"没有机构列,按标题、表名或文件名取“{value}”",
            f"no column for the branch: taken as {value!r} from the title, the sheet's name or the file's",
        )
    else:
        value, code = month.month.isoformat() if month.month else None, "month_from_title"
        said = Text(
            f"没有月份列,按标题、表名或文件名取 {month.month:%Y-%m}" if month.month else "",
            f"no column for the month: taken as {month.month:%Y-%m} from the title or a name" if month.month else "",
        )
    if value is None:
        return {}, []
    return {name: value}, [Remark(sheet.name, header.bottom + 1, code, said, _ADD_COLUMN, field=name, value=value)]


def _double(sheet: Sheet, header: Header, name: str, columns: Sequence[int]) -> Remark:
    taken = header.texts[header.fields.by_field[name]]
    others = "、".join(header.texts[column] for column in columns)
    label = SHEET_FIELDS[header.kind][name]
    return Remark(
        sheet.name,
        header.bottom + 1,
        "two_columns",
        Text(
            f"“{taken}”和“{others}”都可作{label.zh},按“{taken}”读取",
            f"{taken!r} and {others!r} may both be {label.en}: {taken!r} is read",
        ),
        Text("若应读另一列,请改列名,或用布局文件指明", "if the other is meant, rename it, or name it in a layout file"),
        column=taken,
        field=name,
    )


def _refuse_tables_side_by_side(sheet: Sheet, header: Header) -> None:
    """Raise FileError(several_tables) where the columns of a table stand twice in its header, or exposure beside."""
    doubles = [column for columns in header.fields.doubles.values() for column in columns]
    twice = header.fields.doubles.keys() & {group[0] for group in REQUIRED[header.kind]}
    if len(header.fields.doubles) >= MIN_MATCHED_COLUMNS and twice:
        raise tables_beside(sheet.name, header.bottom, min(header.texts), min(doubles))
    apart = blocks(header.texts)
    for block in apart if len(apart) > 1 and header.kind is not SheetKind.EXPOSURE else []:
        if heads_a_table([header.texts[column] for column in block]) is SheetKind.EXPOSURE:
            own = next(iter(header.fields.by_field.values()))
            raise tables_beside(sheet.name, header.bottom, min(own, block[0]), max(own, block[0]))


def _by_layout(sheet: Sheet, file_stem: str, layout: Layout) -> Plan:
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
