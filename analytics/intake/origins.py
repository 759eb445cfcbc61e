"""Rows of a file of corrections, each with the row of the original that it corrects.

The mark stands in a column of its own, without a header, right of the table: whoever sorts, inserts or deletes rows
takes it along. Without it a correction is read as any other row, and the rejected one is still thought to wait.
"""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from analytics.errors import Text
from analytics.intake.plan import Plan
from analytics.intake.report import Remark
from analytics.intake.sheet import Sheet

_DIGITS = 12  # of the original's digest
_KEY = rf"[0-9a-f]{{{_DIGITS}}}-\d+-\d+"
_MARK = re.compile(rf"#({_KEY})\s*$")


def origin_key(digest: str, sheet_no: Any, row: Any) -> str:
    """What names a row of a file. row: the spreadsheet's own number."""
    return f"{digest[:_DIGITS]}-{sheet_no}-{row}"


def origin_mark(digest: str, sheet_no: int, row: int) -> str:
    """What stands beside the row in a file of corrections."""
    return f"原文件第 {row} 行 #{origin_key(digest, sheet_no, row)}"


def is_marked(text: str | None) -> bool:
    return text is not None and _MARK.search(text) is not None


def origins(sheet: Sheet, plan: Plan, index: np.ndarray) -> list[Remark]:
    """For each marked row of the table, a remark whose value is the key of the original's row. index: from 0."""
    found = []
    for column in sheet.columns[max(plan.headers) + 1 :]:
        if column.null_count == len(column):
            continue
        cells = column.take(pa.array(index))
        marked = pc.fill_null(pc.match_substring_regex(cells, rf"#{_KEY}\s*$"), False)
        for place in np.flatnonzero(marked.to_numpy(zero_copy_only=False)):
            match = _MARK.search(cells[int(place)].as_py())
            if match:
                row = int(match[1].rsplit("-", 1)[1])
                text = Text(f"改正原文件第 {row} 行", f"corrects row {row} of the original")
                found.append(Remark(sheet.name, int(index[place]) + 1, "corrects", text, value=match[1]))
    return found
