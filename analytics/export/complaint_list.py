"""The complaint list for the regulator: counted complaints only, one a row, each with its dates and its status."""

from __future__ import annotations

import io
from datetime import date
from pathlib import PurePath
from typing import Any

import duckdb
from openpyxl.workbook import Workbook

from analytics.errors import Text
from analytics.export.about import frame_line, notes_line
from analytics.export.sheets import DATE, Column, add_table
from analytics.measures import Scope, complaints, measure
from analytics.measures.complaints import PERSONAL
from analytics.measures.names import value_name
from analytics.vocabulary import LOG_FIELDS, Dimension, Measure, Status

_NAMES: dict[str, Text] = {
    "complaint_no": Text("投诉编号", "Complaint no."),
    "received_at": Text("受理日期", "Received"),
    "branch": Text("被投诉机构", "Branch"),
    "channel": Text("渠道", "Channel"),
    "form": Text("类别", "Form"),
    "product_line": Text("险种", "Product line"),
    "causes": Text("投诉原因", "Causes"),
    "status": Text("状态", "Status"),
    "limit_date": Text("撤诉时限", "Limit of withdrawal"),
    "withdrawn_on": Text("撤诉日期", "Withdrawn"),
    "reported_on": Text("反馈报告日期", "Reported"),
    "stamped_report_on": Text("红头报告日期", "Stamped report"),
    "closed_on": Text("办结日期", "Closed"),
    "valid": Text("是否有效", "Valid"),
    "source": Text("来源(文件 / 工作表 / 行)", "Source (file / sheet / row)"),
}
_DATES = ("received_at", "limit_date", "withdrawn_on", "reported_on", "stamped_report_on", "closed_on")
_CODES = {"channel": Dimension.CHANNEL, "form": Dimension.FORM, "status": Dimension.STATUS}
_YES, _NO = Text("有效", "valid"), Text("无效", "invalid")
_TITLE = Text("监管转办投诉清单", "Complaints for the regulator")


def regulator_list(
    cursor: duckdb.DuckDBPyConnection, scope: Scope, language: str = "zh", *, with_personal_data: bool = False
) -> bytes:
    """The workbook's bytes. Complaints of channels that do not count are left out, personal data unless asked for.

    Dates are dates. Valid is as the scope's view counts it, empty while a complaint is pending.
    Raises RequestError and RuleError.
    """
    rows = [
        row
        for row in complaints(cursor, scope, with_personal_data=with_personal_data)
        if row["status"] != Status.NOT_COUNTED
    ]
    frame = measure(cursor, scope, (Dimension.TOTAL,), (Measure.VALID,)).frame
    names = [*_NAMES, *(PERSONAL if with_personal_data else ())]
    columns = [
        Column(
            _NAMES[name].in_language(language) if name in _NAMES else getattr(LOG_FIELDS[name], language),
            DATE if name in _DATES else "",
        )
        for name in names
    ]
    book = Workbook(write_only=True)
    title = _TITLE.in_language(language)
    add_table(
        book,
        title,
        title,
        f"N = {len(rows)} · {frame_line(frame, language)}",
        columns,
        [[_cell(name, row, scope, language) for name in names] for row in rows],
        note=notes_line(frame, language),
    )
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _cell(name: str, row: dict[str, Any], scope: Scope, language: str) -> Any:
    if name in _DATES:
        return date.fromisoformat(row[name][:10]) if row[name] else None
    if name in _CODES:
        return value_name(_CODES[name], row[name]).in_language(language) if row[name] else None
    if name == "causes":
        return "、".join(value_name(Dimension.CAUSE, code).in_language(language) for code in row["causes"])
    if name == "valid":
        if row["status"] == Status.PENDING:
            return None
        return (_YES if row[f"valid_{scope.view.value}"] else _NO).in_language(language)
    if name == "source":
        place = row["source"]  # the file by its name: where it lay is nobody's business
        return " / ".join([PurePath(place["file"]).name, str(place["sheet"]), str(place["row"])])
    return row[name]
