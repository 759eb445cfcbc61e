"""Cells whose formula gave no value: each sets its row aside, for a blank would say something else."""

from __future__ import annotations

import re

from analytics.intake.row_remarks import RowRemarks
from analytics.intake.sheet import Sheet
from analytics.intake.values import Fault


def error_cells(remarks: RowRemarks, sheet: Sheet) -> None:
    """#REF! and its kind are not blanks: the value existed and is lost. Nor is a formula that nothing calculated."""
    if not sheet.errors:
        return
    plan = remarks.plan
    by_column = dict.fromkeys(plan.key_columns, "complaint_no")
    by_column |= {column: name for fields in (plan.times, plan.fields) for name, column in fields.items()}
    place = {int(row): position for position, row in enumerate(remarks.index)}
    for (row, column), detail in sheet.errors.items():
        if column in by_column and row in place:
            shown = re.search(r"Error\((\w+)\)", detail)
            value = detail if detail.startswith("=") else f"#{shown[1] if shown else '?'}"
            remarks.fault(place[row], by_column[column], value, _fault(value))


def _fault(shown: str) -> Fault:
    if shown.startswith("="):
        return Fault(
            "formula_without_result",
            "单元格是公式,文件里没有它的结果",
            "the cell is a formula whose result the file does not hold",
            "请用 Excel 打开原文件,保存后重新导入;或填入值",
            "open the file in Excel, save it and import again, or type the value",
        )
    return Fault(
        "error_cell",
        f"单元格是公式错误({shown[1:]})",
        f"the cell holds a formula error ({shown[1:]})",
        "请改正公式或填入值",
        "mend the formula or type the value",
    )
