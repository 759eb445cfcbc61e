"""The body of a recognised sheet becomes typed rows; what cannot be read is set aside with every fault it has."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from analytics.errors import Text
from analytics.intake.body import anchor_of, body_rows
from analytics.intake.checks import check
from analytics.intake.failed_formulas import error_cells
from analytics.intake.layout import Layout
from analytics.intake.line_kinds import EXAMPLE_MARK
from analytics.intake.merged import Unmerged, unmerge
from analytics.intake.origins import origins
from analytics.intake.plan import Plan
from analytics.intake.report import Remark
from analytics.intake.row_remarks import RowRemarks
from analytics.intake.serial_numbers import count_of
from analytics.intake.sheet import Sheet
from analytics.intake.split_moments import joined
from analytics.intake.typed_columns import ARROW, TypedColumn, type_column
from analytics.intake.values import Context, Fault, parse
from analytics.vocabulary import SHEET_FIELDS, SheetKind

__all__ = ["EXAMPLE_MARK", "TypedRows", "context_of", "read_rows"]

# A clock can run ahead of ours by a day, not by more.
_TOMORROW = timedelta(days=1)
# What the parser says of an identifier that Excel made a number of.
_LOST = ("damaged_identifier", "scientific_identifier")


@dataclass(slots=True)
class TypedRows:
    """Accepted rows: `row_no` (the spreadsheet's, from 1) and one typed column a field that the sheet has.

    origins: of a file of corrections, which rows of the original its rows correct.
    counted: where the numbers of a column that only counts the rows ended; 0 where there is none.
    """

    kind: SheetKind
    table: pa.Table
    rows_read: int
    rejects: list[Remark] = field(default_factory=list)
    warnings: list[Remark] = field(default_factory=list)
    counted: int = 0
    origins: list[Remark] = field(default_factory=list)

    @property
    def rejected(self) -> int:
        return len({reject.row for reject in self.rejects})


def context_of(sheet: Sheet, plan: Plan, layout: Layout | None, name: str, today: date) -> Context:
    """What the sheet says about the cells of a field."""
    month = plan.report_month
    return Context(
        year=plan.year,
        month=month.month if month else None,
        date_format=layout.date_format if layout else None,
        date1904=sheet.date1904,
        unit=plan.units.get(name, 1.0),
        latest=today + _TOMORROW,
    )


def read_rows(sheet: Sheet, plan: Plan, layout: Layout | None, today: date, counted: int = 0) -> TypedRows:
    """Parse and check the body of a sheet. Every fault of a row is reported, not the first.

    counted: TypedRows.counted of the log's sheet before it in the file.
    Raises FileError(several_tables) where another table of ours begins below the first.
    """
    fields = SHEET_FIELDS[plan.kind]
    unmerged = unmerge(sheet, plan)
    anchor = _anchor(unmerged.sheet, plan, layout, today)
    body = body_rows(sheet, plan, anchor.values.is_valid().to_numpy(zero_copy_only=False), unmerged.sheet)
    index = body.index
    if unmerged.continued:
        index = index[~np.isin(index, np.fromiter(unmerged.continued, dtype=np.int64))]
    remarks = RowRemarks(sheet.name, plan, index)
    columns: dict[str, pa.Array] = {}
    for name in plan.fields:
        cells = remarks.cells[name] = _taken(_cells(unmerged.sheet, plan, name), index)
        if name == anchor_of(plan):
            typed = _at(anchor, index - plan.body_row)
        else:
            typed = type_column(fields[name], cells, context_of(sheet, plan, layout, name, today), layout)
        columns[name] = typed.values
        _report(remarks, name, typed)
        if name == "complaint_no":
            _lost_numbers(remarks, typed)
    if plan.key_columns:
        columns["complaint_no"] = _joined_key(unmerged.sheet, plan, index)
    for name, text in {**plan.stated, **(layout.constants if layout else {})}.items():
        value, _, _ = parse(fields[name].kind, text, context_of(sheet, plan, layout, name, today))
        columns[name] = pa.array([value] * len(index), ARROW[fields[name].kind])
    error_cells(remarks, sheet)
    _merge_faults(remarks, unmerged)
    if anchor_of(plan) == "received_at":
        _no_receipt(remarks, _taken(_cells(unmerged.sheet, plan, "received_at"), index), columns["received_at"])
    last = _without_counts(remarks, columns, counted)
    check(remarks, columns)
    bad = {fault.row for fault in remarks.faults}
    row_no = pa.array(index + 1, pa.int32())
    table = pa.table({"row_no": row_no, **columns})
    if bad:
        table = table.filter(pc.invert(pc.is_in(row_no, pa.array(list(bad), pa.int32()))))
    faults = remarks.sorted_faults(fields)
    said = body.remarks + remarks.warnings()
    return TypedRows(plan.kind, table, len(index), faults, said, last, origins(sheet, plan, index))


def _anchor(sheet: Sheet, plan: Plan, layout: Layout | None, today: date) -> TypedColumn:
    """The column that every row has a value in, read for all lines of the sheet below the header."""
    name = anchor_of(plan)
    cells = _cells(sheet, plan, name).slice(plan.body_row)
    return type_column(SHEET_FIELDS[plan.kind][name], cells, context_of(sheet, plan, layout, name, today), layout)


def _no_receipt(remarks: RowRemarks, cells: pa.Array, received: pa.Array) -> None:
    """Words that elsewhere mean a blank (不详), where every row needs a date: the cell is filled, and is quoted."""
    filled = pc.not_equal(pc.utf8_trim_whitespace(pc.fill_null(cells, "")), "")
    already, label = remarks.has_fault(), SHEET_FIELDS[SheetKind.LOG]["received_at"]
    for place in np.flatnonzero(pc.and_(filled, received.is_null()).to_numpy(zero_copy_only=False)):
        if (int(remarks.index[place]) + 1, "received_at") not in already:
            text = cells[int(place)].as_py().strip()
            zh, en = f"“{label.zh}”写的是“{text}”,不是日期", f"{label.en} says {text!r}, which is no date"
            what_zh, what_en = "请填写日期后重新导入", "fill in the date and import again"
            remarks.fault(int(place), "received_at", text, Fault("missing_value", zh, en, what_zh, what_en))


def _cells(sheet: Sheet, plan: Plan, name: str) -> pa.Array:
    cells = sheet.columns[plan.fields[name]]
    return joined(cells, sheet.columns[plan.times[name]]) if name in plan.times else cells


def _taken(cells: pa.Array, index: np.ndarray) -> pa.Array:
    """The cells of the rows, without a copy where the rows follow each other."""
    if len(index) and index[-1] - index[0] + 1 == len(index):
        return cells.slice(int(index[0]), len(index))
    return cells.take(pa.array(index))


def _at(typed: TypedColumn, places: np.ndarray) -> TypedColumn:
    """The typed column at some of its places."""
    if len(places) == len(typed.values):
        return typed
    position = np.full(len(typed.values), -1)
    position[places] = np.arange(len(places))

    def moved(where: np.ndarray) -> np.ndarray:
        found: np.ndarray = position[where]
        return found[found >= 0]

    return TypedColumn(
        _taken(typed.values, places),
        [(moved(where), text, fault) for where, text, fault in typed.faults],
        [(moved(where), text, note) for where, text, note in typed.notes],
    )


def _report(remarks: RowRemarks, name: str, typed: TypedColumn) -> None:
    for positions, text, fault in typed.faults:
        for position in positions:
            remarks.fault(int(position), name, text, fault)
    for positions, text, note in typed.notes:
        remarks.note_cells(positions, name, text, note)


def _lost_numbers(remarks: RowRemarks, typed: TypedColumn) -> None:
    """A number that lost its last digits and stands in several rows: nobody knows which complaints it would merge."""
    for positions, text, note in typed.notes:
        if note.code not in _LOST or len(positions) < 2:
            continue
        fault = Fault(
            "lost_number",
            f"编号的末几位已丢失,{len(positions)} 行成了同一个编号",
            f"the number lost its last digits: {len(positions)} rows have the same one now",
            "请在原系统查到完整编号,将该列设为文本后填入",
            "look up the whole number, format the column as text and type it",
        )
        for position in positions:
            remarks.fault(int(position), "complaint_no", text, fault)


def _joined_key(sheet: Sheet, plan: Plan, index: np.ndarray) -> pa.Array:
    parts = [pc.utf8_trim_whitespace(_taken(sheet.columns[column], index)) for column in plan.key_columns]
    return pc.binary_join_element_wise(*[pc.fill_null(part, "") for part in parts], "/")


def _merge_faults(remarks: RowRemarks, unmerged: Unmerged) -> None:
    """What merged cells leave open: rows of one complaint that contradict each other, a figure for several rows."""
    place = {int(row): position for position, row in enumerate(remarks.index)} if unmerged.sheet.merges else {}
    for row, name in unmerged.differing:
        label = SHEET_FIELDS[SheetKind.LOG][name]
        fault = Fault(
            "merged_rows_differ",
            f"编号合并为一件投诉的几行,“{label.zh}”各不相同",
            f"the rows merged into one complaint differ in {label.en}",
            "请只保留一个值,或把它们拆成各自编号的投诉",
            "keep one value, or give each row a number of its own",
        )
        if row in place:
            remarks.fault(place[row], name, None, fault)
    for row, name, rows in unmerged.shared:
        if row not in place:
            continue
        zh, en = f"一个数字合并在 {rows} 行上", f"one figure is merged over {rows} rows"
        if remarks.plan.kind is SheetKind.LOG:
            text = Text(f"{zh},记在第一行", f"{en}: it is counted at the first of them")
            remarks.note(np.array([place[row]]), name, "merged_figure", text)
        else:
            fault = Fault("merged_figure", zh, en, "请拆开合并单元格,逐行填写", "unmerge it and fill in each row")
            for position in (place[r] for r in range(row, row + rows) if r in place):
                remarks.fault(position, name, None, fault)


def _without_counts(remarks: RowRemarks, columns: dict[str, pa.Array], counted: int) -> int:
    """Drop complaint numbers that only count the rows, and say so. Returns where the counting ended."""
    if "complaint_no" not in columns or remarks.plan.key_columns:
        return 0
    numbers = columns["complaint_no"].drop_null()
    if not len(numbers) or not numbers[0].as_py().isdecimal():
        return 0
    last = count_of(numbers.to_pylist(), counted)
    if last is None:
        return 0
    del columns["complaint_no"]
    text = Text(
        "编号列只是行序号,已改用受理时间、机构、保单/报案号和投诉人组成的编号",
        "the numbers only count the rows: a key from receipt, branch, policy or claim and complainant is used",
    )
    remarks.note(np.arange(len(remarks.index)), "complaint_no", "serial_numbers", text)
    return last
