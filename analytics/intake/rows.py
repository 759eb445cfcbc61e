"""The body of a recognised sheet becomes typed rows; what cannot be read is set aside with every fault it has."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from analytics.errors import Text
from analytics.intake.layout import Layout
from analytics.intake.reader import Sheet
from analytics.intake.recognise import Plan
from analytics.intake.report import Remark
from analytics.intake.values import Context, Fault, parse, parse_column
from analytics.vocabulary import SHEET_FIELDS, Field, SheetKind, ValueKind

ARROW: dict[ValueKind, pa.DataType] = {
    ValueKind.TEXT: pa.string(),
    ValueKind.IDENTIFIER: pa.string(),
    ValueKind.MOMENT: pa.timestamp("us"),
    ValueKind.DATE: pa.date32(),
    ValueKind.MONTH: pa.date32(),
    ValueKind.FLAG: pa.bool_(),
    ValueKind.AMOUNT: pa.float64(),
    ValueKind.COUNT: pa.float64(),
    ValueKind.FORM: pa.string(),
    ValueKind.COMPLEXITY: pa.string(),
    ValueKind.FINDING: pa.string(),
}
# What the example row of a template begins with: it stays where it is and is no complaint.
EXAMPLE_MARK = "示例（导入时忽略）"
_TOTAL = (
    r"^\s*(?:示例[（(]导入时忽略[）)]|合\s*计|小\s*计|总\s*计|共\s*计|本月合计|累\s*计|"
    r"(?i:total|subtotal|grand total))\s*[：:]?\s*$"
)
# A clock can run ahead of ours by a day, not by more.
_TOMORROW = timedelta(days=1)


@dataclass(slots=True)
class TypedRows:
    """Accepted rows: `row_no` (the spreadsheet's, from 1) and one typed column a field that the sheet has."""

    kind: SheetKind
    table: pa.Table
    rows_read: int
    rejects: list[Remark] = field(default_factory=list)
    warnings: list[Remark] = field(default_factory=list)

    @property
    def rejected(self) -> int:
        return len({reject.row for reject in self.rejects})


@dataclass(slots=True)
class _Body:
    """The rows under the header that are rows of the table, and the faults found so far."""

    sheet: Sheet
    plan: Plan
    index: np.ndarray  # positions in the sheet, from 0
    faults: list[Remark] = field(default_factory=list)
    notes: dict[str, tuple[int, int, Text]] = field(default_factory=dict)  # code -> first row, count, text

    def fault(self, position: int, name: str, value: str | None, fault: Fault) -> None:
        column = self.plan.fields.get(name)
        header = self.plan.headers.get(column) if column is not None else None
        self.faults.append(
            Remark(
                sheet=self.sheet.name,
                row=int(self.index[position]) + 1,
                code=fault.code,
                message=Text(fault.message_zh, fault.message_en),
                remedy=Text(fault.remedy_zh, fault.remedy_en),
                column=header,
                field=name,
                value=value if value is None or len(value) <= 200 else value[:199] + "…",
            )
        )

    def note(self, positions: np.ndarray, code: str, text: Text) -> None:
        if len(positions):
            first, count = int(self.index[positions[0]]) + 1, len(positions)
            if code in self.notes:
                first, count = min(first, self.notes[code][0]), count + self.notes[code][1]
            self.notes[code] = (first, count, text)

    def warnings(self) -> list[Remark]:
        return [
            Remark(
                self.sheet.name,
                first,
                code,
                Text(f"{text.zh}({count} 行,首见第 {first} 行)", f"{text.en} ({count} rows, first row {first})"),
            )
            for code, (first, count, text) in self.notes.items()
        ]


def read_rows(sheet: Sheet, plan: Plan, layout: Layout | None, today: date) -> TypedRows:
    """Parse and check the body of a sheet. Every fault of a row is reported, not the first."""
    body = _Body(sheet, plan, _table_rows(sheet, plan))
    fields = SHEET_FIELDS[plan.kind]
    columns: dict[str, pa.Array] = {}
    for name, column in plan.fields.items():
        cells = sheet.columns[column].take(pa.array(body.index))
        columns[name] = _parse(body, fields[name], cells, _context(plan, layout, name, today), layout)
    if plan.key_columns:
        columns["complaint_no"] = _joined_key(sheet, plan, body)
    for name, text in (layout.constants if layout else {}).items():
        value, _, _ = parse(fields[name].kind, text, _context(plan, layout, name, today))
        columns[name] = pa.array([value] * len(body.index), ARROW[fields[name].kind])
    _error_cells(body)
    for check in _CHECKS[plan.kind]:
        check(body, columns)
    bad = {fault.row for fault in body.faults}
    row_no = pa.array(body.index + 1, pa.int32())
    table = pa.table({"row_no": row_no, **columns})
    if bad:
        table = table.filter(pc.invert(pc.is_in(row_no, pa.array(sorted(bad), pa.int32()))))
    order = {header: place for place, header in enumerate(fields)}
    body.faults.sort(key=lambda r: (r.row or 0, order.get(r.field or "", 99)))
    return TypedRows(plan.kind, table, len(body.index), body.faults, body.warnings())


def _context(plan: Plan, layout: Layout | None, name: str, today: date) -> Context:
    month = plan.report_month
    return Context(
        year=month.year if month else None,
        month=month.month if month else None,
        date_format=layout.date_format if layout else None,
        unit=plan.units.get(name, 1.0),
        latest=today + _TOMORROW,
    )


def _table_rows(sheet: Sheet, plan: Plan) -> np.ndarray:
    """Positions of the rows under the header that are neither blank, nor totals, nor the header once more."""
    assert plan.header_row is not None
    start = plan.header_row + 1
    mapped = sorted({*plan.fields.values(), *plan.key_columns})
    filled = np.zeros(sheet.height - start, dtype=np.int32)
    for column in mapped:
        cells = sheet.columns[column].slice(start)
        text = pc.fill_null(pc.utf8_trim_whitespace(cells), "")
        filled += np.asarray(pc.not_equal(text, "").to_numpy(zero_copy_only=False), dtype=np.int32)
    for row, column in sheet.errors:
        if row >= start and column in mapped:
            filled[row - start] += 1
    keep = filled > 0
    for column in range(min(3, len(sheet.columns))):  # 合计 stands in one of the first columns
        total = pc.fill_null(pc.match_substring_regex(sheet.columns[column].slice(start), _TOTAL), False)
        keep &= ~total.to_numpy(zero_copy_only=False)
    header = [plan.headers.get(column) for column in mapped]
    first = sheet.columns[mapped[0]].slice(start)
    for position in np.flatnonzero(pc.fill_null(pc.equal(first, header[0]), False).to_numpy(zero_copy_only=False)):
        if [sheet.columns[column][start + int(position)].as_py() for column in mapped] == header:
            keep[position] = False
    return np.flatnonzero(keep) + start


def _parse(body: _Body, spec: Field, cells: pa.Array, context: Context, layout: Layout | None) -> pa.Array:
    """Read a column: each distinct text once."""
    encoded = cells.dictionary_encode()
    texts: list[str | None] = encoded.dictionary.to_pylist()
    source = [_meant(text, spec.name, layout) if text else text for text in texts] if layout else texts
    values, faults, notes = parse_column(spec.kind, source, context)
    if faults or notes:
        indices = encoded.indices.fill_null(-1).to_numpy(zero_copy_only=False)
        for unique, fault in faults.items():
            for position in np.flatnonzero(indices == unique):
                body.fault(int(position), spec.name, texts[unique], fault)
        for unique, note in notes.items():
            body.note(np.flatnonzero(indices == unique), note.code, Text(note.message_zh, note.message_en))
    return pa.array(values, ARROW[spec.kind]).take(encoded.indices)


def _meant(text: str, name: str, layout: Layout) -> str:
    """A cell's text in our words, as the layout translates it; each of several causes by itself."""
    words = layout.values.get(name, {})
    if name == "cause_label" and layout.cause_separator:
        parts = (part.strip() for part in text.split(layout.cause_separator))
        return "\n".join(words.get(part, part) for part in parts if part)
    return words.get(text.strip(), text)


def _joined_key(sheet: Sheet, plan: Plan, body: _Body) -> pa.Array:
    parts = [pc.utf8_trim_whitespace(sheet.columns[c].take(pa.array(body.index))) for c in plan.key_columns]
    return pc.binary_join_element_wise(*[pc.fill_null(part, "") for part in parts], "/")


def _error_cells(body: _Body) -> None:
    """#REF! and its kind are not blanks: the value existed and is lost."""
    by_column = {column: name for name, column in body.plan.fields.items()}
    place = {int(row): position for position, row in enumerate(body.index)}
    for (row, column), detail in body.sheet.errors.items():
        if column in by_column and row in place:
            shown = re.search(r"Error\((\w+)\)", detail)
            name = shown[1] if shown else "?"
            fault = Fault(
                "error_cell",
                f"单元格是公式错误({name})",
                f"the cell holds a formula error ({name})",
                "请改正公式或填入值",
                "mend the formula or type the value",
            )
            body.fault(place[row], by_column[column], f"#{name}", fault)


def _missing(body: _Body, columns: dict[str, pa.Array], name: str, zh: str) -> None:
    if name not in columns:
        return
    already = {(f.row, f.field) for f in body.faults}
    fault = Fault("missing_value", f"“{zh}”为空", f"{name} is blank", "请填写后重新导入", "fill it in and import again")
    for position in np.flatnonzero(columns[name].is_null().to_numpy(zero_copy_only=False)):
        if (int(body.index[position]) + 1, name) not in already:
            body.fault(int(position), name, None, fault)


def _log_needs_receipt(body: _Body, columns: dict[str, pa.Array]) -> None:
    _missing(body, columns, "received_at", "受理时间")


def _log_order_of_dates(body: _Body, columns: dict[str, pa.Array]) -> None:
    """Nothing can be withdrawn, reported or closed before the day it was received."""
    received = columns["received_at"].cast(pa.date32())
    for name in ("withdrawn_on", "reported_on", "stamped_report_on", "closed_on", "contacted_at", "plan_at"):
        if name not in columns:
            continue
        days = columns[name].cast(pa.date32())
        for position in np.flatnonzero(pc.fill_null(pc.less(days, received), False).to_numpy(zero_copy_only=False)):
            day, receipt = days[int(position)].as_py(), received[int(position)].as_py()
            label = SHEET_FIELDS[SheetKind.LOG][name]
            fault = Fault(
                "before_receipt",
                f"“{label.zh}”{day} 早于受理日 {receipt}",
                f"{label.en} on {day} is before the receipt on {receipt}",
                "请核对这两个日期",
                "check the two dates",
            )
            body.fault(int(position), name, str(day), fault)


def _log_branch(body: _Body, columns: dict[str, pa.Array]) -> None:
    """A complaint without a branch counts in the total and in no branch: loaded, and said."""
    if "branch" in columns:
        blank = np.flatnonzero(columns["branch"].is_null().to_numpy(zero_copy_only=False))
        body.note(blank, "no_branch", Text("未注明被投诉机构", "no branch is named"))


def _log_numbers(body: _Body, columns: dict[str, pa.Array]) -> None:
    """Numbers that only count a sheet's rows (1, 2, 3 ...) are no complaint numbers: they come again next month."""
    if "complaint_no" in columns and not body.plan.key_columns:
        numbers = columns["complaint_no"].drop_null().to_pylist()
        if numbers and numbers == [str(n) for n in range(1, len(numbers) + 1)]:
            del columns["complaint_no"]
            everywhere = np.arange(len(body.index))
            body.note(
                everywhere,
                "serial_numbers",
                Text(
                    "编号列只是行序号,已改用受理时间、机构、保单/报案号和投诉人组成的编号",
                    "the numbers only count the rows: a key from receipt, branch, policy or claim"
                    " and complainant is used",
                ),
            )
            return
    if "complaint_no" not in columns:
        positions = np.arange(len(body.index))
    else:
        positions = np.flatnonzero(columns["complaint_no"].is_null().to_numpy(zero_copy_only=False))
        _repeated(body, columns["complaint_no"])
    body.note(
        positions,
        "no_complaint_no",
        Text(
            "没有投诉编号,已用受理时间、机构、保单/报案号和投诉人组成编号",
            "no complaint number: a key from receipt, branch, policy or claim and complainant is used",
        ),
    )


def _repeated(body: _Body, numbers: pa.Array) -> None:
    encoded = numbers.drop_null().dictionary_encode()
    if len(encoded.dictionary) == len(encoded):
        return
    indices = numbers.dictionary_encode().indices.fill_null(-1).to_numpy(zero_copy_only=False)
    _, first = np.unique(indices, return_index=True)
    again = np.setdiff1d(np.flatnonzero(indices >= 0), first)
    body.note(
        again,
        "repeated_number",
        Text(
            "同一投诉编号在本表中再次出现,按后一行更新",
            "the complaint number stands here again: the later row updates it",
        ),
    )


def _exposure_needs(body: _Body, columns: dict[str, pa.Array]) -> None:
    _missing(body, columns, "month", "月份")
    _missing(body, columns, "branch", "机构")
    for name in ("premium_yuan", "policies"):
        if name not in columns:
            continue
        for position in np.flatnonzero(pc.fill_null(pc.less(columns[name], 0), False).to_numpy(zero_copy_only=False)):
            fault = Fault(
                "negative_exposure",
                "保费或保单数为负",
                "premium or policies are negative",
                "请核对",
                "check the figure",
            )
            body.fault(int(position), name, str(columns[name][int(position)].as_py()), fault)


def _branches_need(body: _Body, columns: dict[str, pa.Array]) -> None:
    _missing(body, columns, "branch_name", "机构名称")


_Check = Callable[[_Body, dict[str, pa.Array]], None]
_CHECKS: dict[SheetKind, tuple[_Check, ...]] = {
    SheetKind.LOG: (_log_needs_receipt, _log_order_of_dates, _log_branch, _log_numbers),
    SheetKind.EXPOSURE: (_exposure_needs,),
    SheetKind.BRANCHES: (_branches_need,),
}


def values_of(table: pa.Table, name: str) -> Iterator[Any]:
    yield from (table[name].to_pylist() if name in table.column_names else [None] * len(table))
