"""An import's report as people read it: per file and sheet, then every fault of every row, then warnings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import PurePath
from typing import Any

import pandas as pd
import streamlit as st

from analytics.vocabulary import SHEET_FIELDS, SheetKind
from ui.downloads import csv_bytes, safe_table
from ui.formats import count, plain
from ui.language import language, words

_COUNTS = ("rows_read", "new", "changed", "unchanged", "rejected")
_COLOURS = {"imported": "blue", "unchanged": "gray", "failed": "orange"}


def show_report(report: Mapping[str, Any]) -> None:
    """report: what the engine's `as_dict` gives, in this session's language."""
    say, files = words(), report["files"]
    st.header(say("import.report.title"), anchor=False)
    _summary(files)
    for file in files:
        _file(file)
    _remarks(files, "rejects", ("sheet", "row", "column", "value", "what", "remedy"))
    _remarks(files, "warnings", ("sheet", "row", "what"))


def _summary(files: Sequence[Mapping[str, Any]]) -> None:
    say = words()
    sums = {name: sum(sheet[name] for file in files for sheet in file["sheets"]) for name in _COUNTS}
    shown = {name: count(value) for name, value in sums.items()}
    key = "import.report.summary" if sums["rejected"] else "import.report.summary_clean"
    parts = [say(key, files=len(files), **shown)]
    failed = sum(file["status"] == "failed" for file in files)
    if failed:
        parts.append(f":orange[{say('import.report.failed_files', n=failed)}]")
    st.markdown(" · ".join(parts))


def _file(file: Mapping[str, Any]) -> None:
    say, status = words(), file["status"]
    with st.container(border=True, gap="small"):
        batch = f" :gray[{say('import.report.batch', n=file['batch'])}]" if file["batch"] else ""
        badge = f":{_COLOURS[status]}-badge[{say(f'import.report.{status}')}]"
        st.markdown(f"**{plain(PurePath(file['path']).name)}** {badge}{batch}")
        if file["error"]:
            remedy = say("common.error.remedy", remedy=plain(file["error"]["remedy"]))
            st.markdown(f":orange[{plain(file['error']['message'])}]  \n{remedy}")
        if file["sheets"]:
            st.dataframe(sheet_table(file["sheets"]), hide_index=True, width="content", placeholder="")
            with st.container(horizontal=True, gap="small"):
                for sheet in file["sheets"]:
                    _mapping(sheet)


def sheet_table(sheets: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    say = words()
    rows = [
        {
            "sheet": sheet["sheet"],
            "kind": say(f"vocabulary.sheet_kind.{sheet['kind']}"),
            "report_month": sheet.get("report_month"),
            "header_row": sheet["header_row"],
            **{name: sheet[name] for name in _COUNTS},
        }
        for sheet in sheets
    ]
    return safe_table(pd.DataFrame(rows).rename(columns=lambda name: say(f"import.column.{name}")))


def _mapping(sheet: Mapping[str, Any]) -> None:
    """Which heading was understood as what, and which were not used."""
    say = words()
    title = say("import.report.columns", sheet=plain(sheet["sheet"]))
    with st.popover(title, type="tertiary", icon=":material/view_column:"):
        if not sheet["columns"]:
            st.caption(say("import.report.nothing_mapped"))
            return
        fields = SHEET_FIELDS.get(SheetKind(sheet["kind"]), {})
        rows = [
            {
                say("import.column.heading"): heading,
                say("import.column.field"): getattr(fields.get(name), language(), name),
            }
            for heading, name in sheet["columns"].items()
        ]
        st.dataframe(safe_table(pd.DataFrame(rows)), hide_index=True, width="content")
        if sheet["unmapped"]:
            columns = say("common.and").join(plain(column) for column in sheet["unmapped"])
            st.caption(say("import.report.unmapped", columns=columns))


def _remarks(files: Sequence[Mapping[str, Any]], kind: str, columns: Sequence[str]) -> None:
    say = words()
    table = remark_table(files, kind, columns)
    if table.empty:
        return
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.subheader(say(f"import.report.{kind}", n=count(len(table))), anchor=False)
        st.download_button(
            say("common.download"),
            csv_bytes(table),
            file_name=f"{kind}.csv",
            mime="text/csv",
            icon=":material/download:",
            key=f"download_{kind}",
            on_click="ignore",
        )
    st.dataframe(table, hide_index=True, placeholder="", lazy=False)


def remark_table(files: Sequence[Mapping[str, Any]], kind: str, columns: Sequence[str]) -> pd.DataFrame:
    """One line a fault: file, sheet, row, and for rejects column, value and what to do."""
    say = words()
    rows = [
        {"file": PurePath(file["path"]).name, "what": remark["message"]} | dict(remark)
        for file in files
        for remark in file[kind]
    ]
    table = pd.DataFrame(rows, columns=["file", *columns])
    return safe_table(table.rename(columns=lambda name: say(f"import.column.{name}")))
