"""What a sheet's reading has to say beside its rows: lines that were left out, and what is hidden and was read."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from analytics.errors import Text
from analytics.intake.line_kinds import LineKind
from analytics.intake.plan import Plan
from analytics.intake.report import Remark
from analytics.intake.sheet import Sheet

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


def left_out_remarks(sheet: str, start: int, left_out: dict[LineKind, list[int]]) -> list[Remark]:
    remarks = []
    for kind, positions in left_out.items():
        if kind in _SAID:
            code, text, remedy = _SAID[kind]
            rows = [start + position + 1 for position in positions]
            remarks.append(Remark(sheet, rows[0], code, _with_rows(text, rows), remedy))
    return remarks


_IF_HIDDEN = Text("若不应计入,请删除后重新导入", "what should not count must be deleted")


def hidden_remarks(sheet: Sheet, plan: Plan, index: np.ndarray) -> list[Remark]:
    """What a person looking at the sheet does not see and what is read all the same."""
    remarks = []
    if not sheet.visible:
        remarks.append(
            Remark(
                sheet.name, None, "hidden_sheet", Text("工作表是隐藏的,仍已读取", "the sheet is hidden, and was read")
            )
        )
    rows: list[int] = []
    for span in sheet.hidden_rows:
        rows += (index[np.searchsorted(index, span.start) : np.searchsorted(index, span.stop)] + 1).tolist()
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
