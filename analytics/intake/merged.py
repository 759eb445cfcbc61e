"""Cells merged down the body of a table: a label written once for several rows, a complaint that fills several rows.

Only merged cells are filled. A cell that is merely empty stays empty: what it was left out for, nobody knows.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from analytics.intake.plan import Plan
from analytics.intake.sheet import Merge, Sheet
from analytics.vocabulary import SHEET_FIELDS, SheetKind, ValueKind

# Wider merges are notes and headings, not labels of one column.
_WIDEST_LABEL = 2
# What may differ between the rows of one complaint, and is then put together line by line.
_PUT_TOGETHER = frozenset(
    {"cause_label", "narrative", "claim_stage", "outcome", "lesson", "measure", "responsible_person", "handler"}
)


@dataclass(slots=True)
class Unmerged:
    """sheet: with labels filled in. The rest are rows and columns, from 0, of what could not be.

    continued: rows put together with the row of their complaint. differing: (row, field) where the rows of one
    complaint contradict each other. shared: (row, field, rows) of one figure merged over several rows.
    """

    sheet: Sheet
    continued: set[int] = field(default_factory=set)
    differing: list[tuple[int, str]] = field(default_factory=list)
    shared: list[tuple[int, str, int]] = field(default_factory=list)


def unmerge(sheet: Sheet, plan: Plan) -> Unmerged:
    """Fill the labels merged down in the columns that are read; put the rows of one merged complaint together."""
    by_column = _merges_down(sheet, plan)
    if not by_column:
        return Unmerged(sheet)
    columns = list(sheet.columns)
    done = Unmerged(sheet)
    fields = {column: name for name, column in plan.fields.items()}
    for column, merges in by_column.items():
        name = fields.get(column, "complaint_no")
        if SHEET_FIELDS[plan.kind][name].kind in (ValueKind.AMOUNT, ValueKind.COUNT):
            done.shared += [
                (first, name, last - first + 1) for first, last in merges if columns[column][first].as_py() is not None
            ]
            continue
        source = np.arange(sheet.height)
        for first, last in merges:
            source[first : last + 1] = first
        columns[column] = columns[column].take(pa.array(source))
    done.sheet = replace(sheet, columns=columns)
    if plan.kind is SheetKind.LOG and "complaint_no" in plan.fields:
        _put_together(sheet, plan, by_column.get(plan.fields["complaint_no"], []), done)
    return done


def _merges_down(sheet: Sheet, plan: Plan) -> dict[int, list[tuple[int, int]]]:
    """Column -> (first, last row) of the merges that label several rows of the body."""
    found: dict[int, list[tuple[int, int]]] = defaultdict(list)
    read = set(plan.table_columns)
    for first, left, last, right in sheet.merges:
        in_body = last > first >= plan.body_row and first < sheet.height
        if in_body and left in read and right - left < _WIDEST_LABEL:
            found[left].append((first, min(last, sheet.height - 1)))
    return found


def _put_together(raw: Sheet, plan: Plan, groups: list[tuple[int, int]], done: Unmerged) -> None:
    """The rows under one merged complaint number are one complaint: its causes may stand in a row each."""
    columns = done.sheet.columns
    rewritten: dict[int, dict[int, str]] = defaultdict(dict)
    for first, last in groups:
        if raw.columns[plan.fields["complaint_no"]][first].as_py() is None:
            continue
        done.continued.update(range(first + 1, last + 1))
        for name, column in plan.fields.items():
            texts = list(dict.fromkeys(filter(None, raw.columns[column].slice(first, last - first + 1).to_pylist())))
            if len(texts) > 1 and not _may_differ(name):
                done.differing.append((first, name))
            elif texts:
                rewritten[column][first] = "\n".join(texts)
    for column, cells in rewritten.items():
        mask = np.zeros(raw.height, dtype=bool)
        mask[list(cells)] = True
        texts = pa.array([cells[row] for row in sorted(cells)], pa.string())
        columns[column] = pc.replace_with_mask(columns[column], pa.array(mask), texts)


def _may_differ(name: str) -> bool:
    return name in _PUT_TOGETHER or SHEET_FIELDS[SheetKind.LOG][name].kind is ValueKind.IDENTIFIER


def spans_columns(merges: list[Merge], least: int) -> set[int]:
    """Rows in which cells are merged across that many columns: headings and notes."""
    return {first for first, left, _, right in merges if right - left + 1 >= least}
