"""Which lines under the header are rows of the table: not totals, notes, the header once more, or another table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from analytics.intake.body_remarks import hidden_remarks, left_out_remarks
from analytics.intake.column_fields import assign
from analytics.intake.header_rows import heads_a_table
from analytics.intake.header_texts import Row
from analytics.intake.line_kinds import SUSPECT, Frame, LineKind, is_all_lines, is_total, line_kind
from analytics.intake.merged import spans_columns
from analytics.intake.plan import Plan
from analytics.intake.report import Remark
from analytics.intake.report_month import stated_in
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
    SheetKind.BENCHMARK: ("insurer", "metric"),
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


def body_rows(sheet: Sheet, plan: Plan, anchored: np.ndarray, labelled: Sheet) -> Body:
    """The rows of a sheet's table. sheet: as read, labels not filled in; labelled: the same with them filled in.

    anchored: for each line from plan.body_row on, whether it has the value that every row of the kind has.
    Raises FileError(several_tables) where another table begins whose rows would be lost or mixed up with these.
    """
    start = plan.body_row
    anchor = anchor_of(plan)
    # A label merged over a line does not make the line a row: something must be written in it.
    written = sheet.columns[plan.fields[anchor]].slice(start).is_valid().to_numpy(zero_copy_only=False)
    keep = anchored & written
    doubtful = np.flatnonzero(~keep)
    filled = _any_filled(sheet, plan.table_columns, start, doubtful)
    keep[doubtful[filled]] = True
    if anchor in _DATES:
        beside = _any_filled(sheet, sorted(plan.headers)[:_LEADING_COLUMNS], start, doubtful)
        asked = np.union1d(doubtful[filled | beside], _suspects(sheet, plan))
        dated = anchored
    else:
        asked, dated = np.flatnonzero(keep), np.zeros_like(anchored)
    all_lines, of_totals = _told_by_labels(labelled, plan)
    keep[of_totals] = False
    asked = np.setdiff1d(asked, of_totals)
    left_out: dict[LineKind, list[int]] = {LineKind.TOTAL: of_totals.tolist()} if len(of_totals) else {}
    for place, line in enumerate(_lines(sheet, plan, asked, dated)):
        position = line.position
        if line.kind is LineKind.PART and plan.kind is SheetKind.EXPOSURE:
            raise part_of_a_total(sheet.name, start + position)
        if line.kind is LineKind.TOTAL and anchored[position] and position in all_lines:
            continue
        if line.kind in (LineKind.ROW, LineKind.PART):
            if not anchored[position] and place < _MOST_ASKED and heads_a_table(line.cells):
                if not _same_columns(plan, line.cells):
                    raise tables_below(sheet.name, plan.header_row or 0, start + position)
                keep[position] = False  # the header once more, in other words
            continue
        if line.kind is LineKind.FOREIGN_HEADER:
            if anchored[position:].any():
                raise tables_below(sheet.name, plan.header_row or 0, start + position)
            left_out[line.kind] = [int(below) for below in np.flatnonzero(keep[position:]) + position]
            keep[position:] = False
            break
        left_out.setdefault(line.kind, []).append(position)
        keep[position] = False
        if line.kind is LineKind.NOTE:
            _refuse_other_block(sheet, plan, line.cells, start + position)
    index = np.flatnonzero(keep) + start
    return Body(index, [*left_out_remarks(sheet.name, start, left_out), *hidden_remarks(sheet, plan, index)])


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
    frame = Frame(headers, [column - first for column in _label_columns(plan)], plan.kind is SheetKind.EXPOSURE)
    spanning = spans_columns(sheet.merges, _SPANNING)
    failed = {(row, column) for row, column in sheet.errors if first <= column <= last}
    row_above = -1
    for begin in range(0, len(asked), _BLOCK):
        block = asked[begin : begin + _BLOCK]
        take = pa.array(block + plan.body_row)
        columns = [sheet.columns[column].take(take).to_pylist() for column in range(first, last + 1)]
        for position, texts in zip(map(int, block), zip(*columns, strict=True), strict=True):
            row = position + plan.body_row
            cells: Row = [_text(cell) for cell in texts]
            if failed:  # a formula that failed is no blank
                cells = ["#" if (row, first + place) in failed else cell for place, cell in enumerate(cells)]
            after_row = position > 0 and (bool(dated[position - 1]) or row_above == position - 1)
            kind = line_kind(cells, frame, dated=bool(dated[position]), spans=row in spanning, after_row=after_row)
            row_above = position if kind is LineKind.ROW else row_above
            yield _Line(position, cells, kind)


def _told_by_labels(labelled: Sheet, plan: Plan) -> tuple[set[int], np.ndarray]:
    """Lines of exposure: those with a branch and 合计 for its product line; those whose branch is 合计, merged down."""
    if plan.kind is not SheetKind.EXPOSURE or "branch" not in plan.fields or "product_line" not in plan.fields:
        return set(), np.array([], dtype=np.int64)
    branches, lines = (
        labelled.columns[plan.fields[name]].slice(plan.body_row).to_pylist() for name in ("branch", "product_line")
    )
    of_branch = [_text(branch) for branch in branches]
    of_totals = [place for place, branch in enumerate(of_branch) if branch and is_total(branch)]
    known = set(of_totals)
    all_lines = {
        place
        for place, line in enumerate(lines)
        if line and is_all_lines(line) and of_branch[place] and place not in known
    }
    return all_lines, np.array(of_totals, dtype=np.int64)


def _label_columns(plan: Plan) -> list[int]:
    """The columns where 合计 and 小计 stand: numbers, months, branches, and what leads the table and is not read."""
    names = _LABELS if plan.kind is not SheetKind.LOG else _LABELS_OF_LOG
    leading = sorted(plan.headers)[:_LEADING_COLUMNS]
    return sorted(
        {plan.fields[n] for n in names if n in plan.fields} | {c for c in leading if c not in plan.table_columns}
    )


def _same_columns(plan: Plan, cells: Row) -> bool:
    """Whether a header further down gives every field the column that the table's own header gives it."""
    first = min(plan.headers)
    again = assign(plan.kind, {first + place: [cell] for place, cell in enumerate(cells) if cell})
    return all(plan.fields.get(name) == column for name, column in again.by_field.items())


def _text(cell: str | None) -> str | None:
    return cell if cell and not is_blank(cell) else None


def _any_filled(sheet: Sheet, columns: Sequence[int], start: int, positions: np.ndarray) -> np.ndarray:
    """Which of the lines hold anything in these columns; an error such as #REF! is something."""
    filled = np.zeros(len(positions), dtype=bool)
    if not len(positions):
        return filled
    take = pa.array(positions + start)
    for column in columns:
        cells = pc.fill_null(pc.utf8_trim_whitespace(sheet.columns[column].take(take)), "")
        filled |= pc.not_equal(cells, "").to_numpy(zero_copy_only=False)
    if sheet.errors:
        failed = np.array(sorted({row for row, column in sheet.errors if column in columns}), dtype=np.int64)
        filled |= np.isin(positions + start, failed)
    return filled


def _suspects(sheet: Sheet, plan: Plan) -> np.ndarray:
    """Lines with a word in their labels or first cells that stands in totals, notes and examples."""
    columns = {*_label_columns(plan), *sorted(plan.headers)[:_LEADING_COLUMNS]}
    found = np.zeros(sheet.height - plan.body_row, dtype=bool)
    for column in columns:
        cells = sheet.columns[column].slice(plan.body_row)
        if cells.null_count < len(cells):
            hits = pc.fill_null(pc.match_substring_regex(cells, SUSPECT), False)
            found |= hits.to_numpy(zero_copy_only=False)
    return np.flatnonzero(found)


def _refuse_other_block(sheet: Sheet, plan: Plan, cells: Row, row: int) -> None:
    """Raise where branch or month came from the title and a heading further down names another one."""
    texts = [cell for cell in cells if cell]
    branch, month = plan.stated.get("branch"), plan.report_month if "month" in plan.stated else None
    other = branch and any(named != branch for text in texts for named in branches_named(text))
    if other or (month and any(stated_in(text).month not in (None, month.month) for text in texts)):
        raise tables_below(sheet.name, plan.header_row or 0, row)
