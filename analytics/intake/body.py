"""Which lines under the header are rows of the table: not totals, notes, the header once more, or another table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from analytics.errors import Text
from analytics.intake.header_rows import heads_a_table
from analytics.intake.header_texts import Row
from analytics.intake.line_kinds import SUSPECT, LineKind, line_kind
from analytics.intake.merged import spans_columns
from analytics.intake.recognise import Plan
from analytics.intake.report import Remark
from analytics.intake.sheet import Sheet
from analytics.intake.table_faults import part_of_a_total, tables_below
from analytics.intake.title_lines import branches_named
from analytics.intake.values.blanks import is_blank
from analytics.vocabulary import SheetKind

# What every row of a kind has, the first that has a column of its own. Only a date tells a row from a note for sure.
_ANCHORS = {
    SheetKind.LOG: ("received_at", "complaint_no", "branch"),
    SheetKind.EXPOSURE: ("month", "branch"),
    SheetKind.BRANCHES: ("branch_name",),
}
_DATES = ("received_at", "month")
# Where 合计 may stand beside a month or a receipt.
_LABELS = ("month", "branch", "branch_name", "product_line")
_LABELS_OF_LOG = ("complaint_no", "branch")
_LEADING_COLUMNS = 3
_SPANNING = 3  # columns: a cell merged across so many is a heading or a note
# Rows without a receipt that are asked whether another table begins there: more of them are a log without receipts.
_MOST_ASKED = 200
_BLOCK = 4096


def anchor_of(plan: Plan) -> str:
    """The field whose column tells the rows of a table from other lines."""
    return next((name for name in _ANCHORS[plan.kind] if name in plan.fields), min(plan.fields))


@dataclass(slots=True)
class Body:
    """index: positions of the table's rows, from 0. remarks: what was left out, and what of it is hidden."""

    index: np.ndarray
    remarks: list[Remark] = field(default_factory=list)


def body_rows(sheet: Sheet, plan: Plan, anchored: np.ndarray) -> Body:
    """The rows of a sheet's table. sheet: as read, labels not filled in.

    anchored: for each line from plan.body_row on, whether it has the value that every row of the kind has.
    Raises FileError(several_tables) where another table begins whose rows would be lost or mixed up with these.
    """
    start = plan.body_row
    keep = anchored.copy()
    doubtful = np.flatnonzero(~anchored)
    doubtful = doubtful[_any_filled(sheet, plan, doubtful)]
    keep[doubtful] = True
    sure = anchor_of(plan) in _DATES
    asked = np.union1d(doubtful, _suspects(sheet, plan)) if sure else np.flatnonzero(keep)
    left_out: dict[LineKind, list[int]] = {}
    for place, line in enumerate(_lines(sheet, plan, asked, anchored & sure)):
        position = line.position
        if line.kind is LineKind.PART and plan.kind is SheetKind.EXPOSURE:
            raise part_of_a_total(sheet.name, start + position)
        if line.kind in (LineKind.ROW, LineKind.PART):
            if not anchored[position] and place < _MOST_ASKED and heads_a_table(line.cells):
                raise tables_below(sheet.name, plan.header_row or 0, start + position)
            continue
        if line.kind is LineKind.FOREIGN_HEADER:
            if anchored[position:].any():
                raise tables_below(sheet.name, plan.header_row or 0, start + position)
            left_out[line.kind] = [int(below) for below in np.flatnonzero(keep[position:]) + position]
            keep[position:] = False
            break
        if keep[position]:
            left_out.setdefault(line.kind, []).append(position)
        keep[position] = False
        if line.kind is LineKind.NOTE:
            _refuse_other_branch(sheet, plan, line.cells, start + position)
    index = np.flatnonzero(keep) + start
    return Body(index, [*_left_out(sheet.name, start, left_out), *_hidden(sheet, plan, index)])


@dataclass(frozen=True, slots=True)
class _Line:
    """A line below the header, its cells in the columns of the table, and what it is."""

    position: int
    cells: Row
    kind: LineKind


def _lines(sheet: Sheet, plan: Plan, asked: np.ndarray, dated: np.ndarray) -> Iterator[_Line]:
    """The lines that are asked what they are, a block at a time."""
    first, last = min(plan.headers), max(plan.headers)
    headers = [sheet.row(row)[first : last + 1] for row in range(plan.header_top or 0, plan.body_row)]
    names = _LABELS if plan.kind is not SheetKind.LOG else _LABELS_OF_LOG
    labels = {plan.fields[name] - first for name in names if name in plan.fields}
    labels |= set(range(min(_LEADING_COLUMNS, last - first + 1)))
    spanning = spans_columns(sheet.merges, _SPANNING)
    failed = {(row, column) for row, column in sheet.errors if first <= column <= last}
    for begin in range(0, len(asked), _BLOCK):
        block = asked[begin : begin + _BLOCK]
        take = pa.array(block + plan.body_row)
        columns = [sheet.columns[column].take(take).to_pylist() for column in range(first, last + 1)]
        for position, texts in zip(map(int, block), zip(*columns, strict=True), strict=True):
            row = position + plan.body_row
            cells: Row = [_text(cell) for cell in texts]
            if failed:  # a formula that failed is no blank
                cells = ["#" if (row, first + place) in failed else cell for place, cell in enumerate(cells)]
            kind = line_kind(cells, headers, dated=bool(dated[position]), spans=row in spanning, labels=sorted(labels))
            yield _Line(position, cells, kind)


def _text(cell: str | None) -> str | None:
    return cell if cell and not is_blank(cell) else None


def _any_filled(sheet: Sheet, plan: Plan, positions: np.ndarray) -> np.ndarray:
    """Which of the lines hold anything in the columns that are read; an error such as #REF! is something."""
    filled = np.zeros(len(positions), dtype=bool)
    if not len(positions):
        return filled
    take = pa.array(positions + plan.body_row)
    for column in plan.table_columns:
        cells = pc.fill_null(pc.utf8_trim_whitespace(sheet.columns[column].take(take)), "")
        filled |= pc.not_equal(cells, "").to_numpy(zero_copy_only=False)
    if sheet.errors:
        read = set(plan.table_columns)
        failed = np.array(sorted({row for row, column in sheet.errors if column in read}), dtype=np.int64)
        filled |= np.isin(positions + plan.body_row, failed)
    return filled


def _suspects(sheet: Sheet, plan: Plan) -> np.ndarray:
    """Lines with a word in their first cells or labels that stands in totals, notes and examples."""
    first = min(plan.headers)
    columns = {*range(first, min(first + _LEADING_COLUMNS, len(sheet.columns)))}
    columns |= {plan.fields[name] for name in (*_LABELS, *_LABELS_OF_LOG) if name in plan.fields}
    found = np.zeros(sheet.height - plan.body_row, dtype=bool)
    for column in columns:
        cells = sheet.columns[column].slice(plan.body_row)
        if cells.null_count < len(cells):
            hits = pc.fill_null(pc.match_substring_regex(cells, SUSPECT), False)
            found |= hits.to_numpy(zero_copy_only=False)
    return np.flatnonzero(found)


def _refuse_other_branch(sheet: Sheet, plan: Plan, cells: Row, row: int) -> None:
    """Raise where the branch came from the title and a heading further down names another one."""
    stated = plan.stated.get("branch")
    if stated and any(named != stated for cell in cells if cell for named in branches_named(cell)):
        raise tables_below(sheet.name, plan.header_row or 0, row)


_SAID: dict[LineKind, tuple[str, Text, Text | None]] = {
    LineKind.TOTAL: ("total_row", Text("合计、小计行,未作为数据读取", "totals, not read as rows"), None),
    LineKind.NOTE: (
        "note_row",
        Text("签字、备注等说明行,未作为数据读取", "notes or signatures, not read as rows"),
        Text("若其中有数据,请补全该行的日期后重新导入", "if one of them is data, fill in its date and import again"),
    ),
    LineKind.ZERO: ("zero_reported", Text("写明没有投诉", "states that there are no complaints"), None),
    LineKind.FOREIGN_HEADER: (
        "other_table",
        Text("表格下方另有一个小表,未读取", "another small table below the table, not read"),
        Text("若其中有数据,请放到单独的工作表", "if it holds data, put it on a sheet of its own"),
    ),
}
_NAMED_ROWS = 5


def _left_out(sheet: str, start: int, left_out: dict[LineKind, list[int]]) -> list[Remark]:
    remarks = []
    for kind, positions in left_out.items():
        if kind in _SAID:
            code, text, remedy = _SAID[kind]
            rows = [start + position + 1 for position in positions]
            remarks.append(Remark(sheet, rows[0], code, _with_rows(text, rows), remedy))
    return remarks


_IF_HIDDEN = Text("若不应计入,请删除后重新导入", "what should not count must be deleted")


def _hidden(sheet: Sheet, plan: Plan, index: np.ndarray) -> list[Remark]:
    """What a person looking at the sheet does not see and what is read all the same."""
    remarks = []
    if not sheet.visible:
        remarks.append(
            Remark(
                sheet.name, None, "hidden_sheet", Text("工作表是隐藏的,仍已读取", "the sheet is hidden, and was read")
            )
        )
    rows = [int(row) + 1 for span in sheet.hidden_rows for row in index[(index >= span.start) & (index < span.stop)]]
    if rows:
        text = Text("被隐藏或筛掉的行,仍已读取", "rows hidden or filtered out, and read all the same")
        remarks.append(Remark(sheet.name, rows[0], "hidden_rows", _with_rows(text, rows), _IF_HIDDEN))
    columns = [c for c in plan.table_columns if any(c in span for span in sheet.hidden_columns)]
    if columns:
        named = [plan.headers[column] for column in columns]
        remarks.append(
            Remark(
                sheet.name,
                None,
                "hidden_columns",
                Text(
                    f"被隐藏的列,仍已读取({len(columns)} 列:{'、'.join(named)})",
                    f"hidden columns, read all the same ({len(columns)}: {', '.join(named)})",
                ),
            )
        )
    return remarks


def _with_rows(text: Text, rows: Sequence[int]) -> Text:
    """Count and row numbers, as the spreadsheet numbers them."""
    named = ", ".join(map(str, rows[:_NAMED_ROWS])) + (" …" if len(rows) > _NAMED_ROWS else "")
    return Text(f"{text.zh}({len(rows)} 行:第 {named} 行)", f"{text.en} ({len(rows)}: row {named})")
