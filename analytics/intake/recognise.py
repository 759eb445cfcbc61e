"""What a sheet holds: its kind, where its header stands, which column is which field, and what is stated around it."""

from __future__ import annotations

from collections.abc import Sequence

from analytics.errors import Text
from analytics.intake.column_contents import settle_open_columns
from analytics.intake.column_fields import blocks
from analytics.intake.column_units import column_units
from analytics.intake.header_rows import REQUIRED, STATABLE, Header, find_header, heads_a_table
from analytics.intake.layout import Layout
from analytics.intake.limits import MIN_MATCHED_COLUMNS
from analytics.intake.plan import Plan
from analytics.intake.recognise_layout import by_layout
from analytics.intake.report import Remark
from analytics.intake.report_month import ReportMonth, month_in, report_month
from analytics.intake.sheet import Sheet
from analytics.intake.split_moments import split_moments
from analytics.intake.table_faults import missing_column, tables_beside, wide_exposure
from analytics.intake.title_lines import lines_above, stated_branch, stated_units
from analytics.intake.unread_columns import unread_columns
from analytics.intake.wide_exposure import wide_exposure_row
from analytics.vocabulary import SHEET_FIELDS, SheetKind

__all__ = ["Plan", "month_in", "recognise"]


def recognise(sheet: Sheet, file_stem: str, layout: Layout | None = None) -> Plan:
    """Find the header and what it says. A sheet that is no table of ours is SheetKind.IGNORED.

    Raises FileError where a table is recognised that cannot be read: missing_column, several_tables,
    wide_exposure, unknown_unit, unclear_column. Of these a SheetFault need not stop the other sheets of the file.
    """
    if layout:
        return by_layout(sheet, file_stem, layout)
    search = find_header(sheet)
    header = search.header
    if header is None:
        if (row := wide_exposure_row(search.rows, sheet.name, file_stem)) is not None:
            raise wide_exposure(sheet.name, row)
        return Plan(SheetKind.IGNORED, nearest=search.nearest)
    lines = lines_above(search.rows, header.top)
    month = report_month(lines, sheet.name, file_stem)
    unit = stated_branch(lines, sheet.name, file_stem) if header.kind is SheetKind.LOG else None
    stated, remarks = _stated(sheet, header, unit, month)
    for group in header.lacks(*stated):
        if "month" in group and (row := wide_exposure_row(search.rows, sheet.name, file_stem)) is not None:
            raise wide_exposure(sheet.name, row)
        raise missing_column(sheet.name, header.bottom, header.kind, group, len(header.fields))
    _refuse_tables_side_by_side(sheet, header)
    header, settled = settle_open_columns(sheet, header)
    remarks += settled
    split = split_moments(sheet, header.body, header.kind, header.fields)
    fields = {**header.fields.by_field, **{name: day for name, (day, _) in split.items()}}
    times = {name: time for name, (_, time) in split.items()}
    doubles = {name: columns for name, columns in header.fields.doubles.items() if name not in split}
    remarks += [_double(sheet, header, name, columns) for name, columns in doubles.items()]
    named = {name: header.texts[column] for name, column in fields.items()}
    units, said = column_units(sheet.name, header.kind, named, stated_units(lines))
    if month.differs:
        remarks.append(Remark(sheet.name, None, "report_month_differs", month.differs))
    used = {*fields.values(), *times.values()}
    if header.kind is SheetKind.EXPOSURE:
        named_already = {column for columns in doubles.values() for column in columns}
        unread = [text for column, text in header.texts.items() if column not in used | named_already]
        said += unread_columns(sheet.name, unread, fields)
    return Plan(
        header.kind,
        header.bottom,
        fields,
        header.texts,
        [text for column, text in header.texts.items() if column not in used],
        units,
        report_month=month.month,
        year_so_far=month.year_so_far,
        header_top=header.top,
        body_row=header.body,
        year=month.year,
        unit=unit,
        stated=stated,
        times=times,
        remarks=remarks + said,
    )


_ADD_COLUMN = Text("若不对,请在表中加上该列", "if that is wrong, add the column to the table")


def _stated(sheet: Sheet, header: Header, unit: str | None, month: ReportMonth) -> tuple[dict[str, str], list[Remark]]:
    """The column that the table lacks and the lines around it state: a log's branch, an exposure table's month."""
    name = STATABLE.get(header.kind)
    if name is None or name in header.fields.by_field:
        return {}, []
    if name == "branch":
        value, code = unit, "branch_from_title"
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
