"""What is loaded all the same, and worth saying: labels that no table of names explains."""

from __future__ import annotations

import duckdb

from analytics.classify.current import branch_index, unknown_labels
from analytics.errors import Text
from analytics.imports.effects import place_of
from analytics.intake.report import Remark

_UNKNOWN = {
    "channel": (
        "unknown_channel",
        "投诉来源无法归类,不计入监管口径",
        "not a known channel: cannot count as the regulator's",
    ),
    "cause_label": ("unknown_cause", "投诉原因无法归类,待复核", "the cause is not known and waits for review"),
    "branch": ("unknown_branch", "机构不在机构清单中", "the branch is not in the branch list"),
}


def unknown_label_remarks(cursor: duckdb.DuckDBPyConnection, sheet: str) -> list[Remark]:
    """Labels of this sheet's complaints that no table of names explains: loaded, and said."""
    remarks = []
    for name, label, row, count in unknown_labels(cursor):
        code, zh, en = _UNKNOWN[name]
        if label is None:
            code, zh, en = (
                "no_channel",
                "没有投诉来源,不计入监管口径",
                "no channel is given: not counted as the regulator's",
            )
            text = Text(f"{zh}({count} 件)", f"{en} ({count} complaints)")
        else:
            text = Text(f"“{label}”:{zh}({count} 件)", f"{label!r}: {en} ({count} complaints)")
        remarks.append(Remark(sheet, row, code, text, field=name, value=label))
    return remarks


def unknown_exposure_branches(cursor: duckdb.DuckDBPyConnection, sheet: str, batch: int, sheet_no: int) -> list[Remark]:
    """Branches that the branch list does not name; without a list, those that no log does, once there are logs."""
    listed = cursor.execute("SELECT 1 FROM branch LIMIT 1").fetchall()
    if not listed and not cursor.execute("SELECT 1 FROM complaint LIMIT 1").fetchall():
        return []
    index = branch_index(cursor)
    in_logs = {name for (name,) in cursor.execute("SELECT DISTINCT branch_name FROM complaint").fetchall()}
    where = Text("机构清单中", "in the branch list") if listed else Text("已导入的台账中", "in any imported log")
    rows = cursor.execute(
        f"SELECT branch, min(row_no) FROM exposure_row WHERE {place_of(batch, sheet_no)} GROUP BY 1 ORDER BY 2"
    ).fetchall()
    return [
        Remark(
            sheet,
            row,
            "unknown_branch",
            Text(f"“{label}”:机构不在{where.zh}", f"{label!r}: the branch is not {where.en}"),
            field="branch",
            value=label,
        )
        for label, row in rows
        if (index.resolve(label).name is None if listed else index.as_typed(label) not in in_logs)
    ]
