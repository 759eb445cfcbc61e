"""An import's report as people read it: per file and sheet, then every fault of every row, then warnings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import PurePath
from typing import Any

import pandas as pd
import streamlit as st

from analytics.imports.remarks import NO_ROW_ACCEPTED, NO_ROWS
from analytics.vocabulary import SHEET_FIELDS, SheetKind
from ui.downloads import safe_table
from ui.formats import bare, count, plain
from ui.labels import listed
from ui.language import language, words
from ui.tables import table_files, tall_enough, wide_enough

_COUNTS = ("rows_read", "new", "changed", "unchanged", "rejected")
_A_SENTENCE = {
    "rejects": 200,
    "warnings": 560,
}  # pixels: what is wrong and what to do stand beside the row, on a screen
_HEADING, _HIGHEST = 40, 640  # pixels: of a table whose rows are of several lines
_COLOURS = {"imported": "blue", "unchanged": "gray", "twin": "gray", "failed": "orange", "no_row": "orange"}


def show_report(report: Mapping[str, Any], *, rehearsal: bool = False) -> None:
    """report: what the engine's `as_dict` gives, in this session's language. rehearsal: nothing has happened yet."""
    say, files = words(), report["files"]
    st.header(say("intake.preview.report" if rehearsal else "import.report.title"), anchor=False)
    texts = "intake.preview." if rehearsal else "import.report."
    _summary(files, texts)
    for number, file in enumerate(files):
        _file(file, number, _fate(file, files), texts)
    _remarks(files, texts, "rejects", ("sheet", "row", "column", "value", "what", "remedy"))
    _remarks(files, texts, "warnings", ("sheet", "row", "what"))


def _summary(files: Sequence[Mapping[str, Any]], texts: str) -> None:
    """What becomes of the files, each counted once. texts: those of what has happened or of what would."""
    say = words()
    fates = Counter(_fate(file, files) for file in files)
    sums = {name: sum(sheet[name] for file in files for sheet in file["sheets"]) for name in _COUNTS}
    shown = {name: count(value) for name, value in sums.items()}
    parts = []
    if fates["imported"]:
        loaded = sums["new"] + sums["changed"] + sums["unchanged"]
        key = "summary" if sums["rejected"] else "summary_clean" if loaded else "summary_empty"
        parts.append(say(f"{texts}{key}", files=count(fates["imported"]), **shown))
    if sums["rejected"]:
        parts.append(f"**{say(f'{texts}aside', n=shown['rejected'])}**")
    parts += [f":orange[{say(f'{texts}{one}_files', n=fates[one])}]" for one in ("no_row", "failed") if fates[one]]
    parts += [say(f"import.report.{one}_files", n=fates[one]) for one in ("unchanged", "twin") if fates[one]]
    st.markdown(" · ".join(parts))


def brings_nothing(file: Mapping[str, Any]) -> str:
    """Why no row of the file loads, "" where some do."""
    return next((one["message"] for one in file["warnings"] if one["code"] in (NO_ROW_ACCEPTED, NO_ROWS)), "")


def _fate(file: Mapping[str, Any], files: Sequence[Mapping[str, Any]]) -> str:
    """What becomes of a file among those it came with; a twin is the same as another of them."""
    status: str = file["status"]
    if status == "imported" and brings_nothing(file):
        return "no_row"
    if status == "unchanged" and file["batch"] in [one["batch"] for one in files if one["status"] == "imported"]:
        return "twin"
    return status


def _file(file: Mapping[str, Any], number: int, fate: str, texts: str) -> None:
    say = words()
    name = plain(PurePath(file["path"]).name)
    with st.container(border=True, gap="small"):
        batch = f" :gray[{say('import.report.batch', n=file['batch'])}]" if file["batch"] else ""
        said = f"import.report.{fate}" if fate in ("unchanged", "twin") else f"{texts}{fate}"
        badge = f":{_COLOURS[fate]}-badge[{say(said)}]"
        st.markdown(f"**{name}** {badge}{batch}")
        if nothing := brings_nothing(file):
            st.markdown(f":orange[{plain(nothing)}]")
        if file["error"]:
            remedy = say("common.error.remedy", remedy=plain(file["error"]["remedy"]))
            st.markdown(f":orange[{plain(file['error']['message'])}]  \n{remedy}")
        if file["sheets"]:
            table = sheet_table(file["sheets"])
            st.dataframe(table, hide_index=True, width="content", placeholder="", alt=bare(name))
            with st.container(horizontal=True, gap="small"):
                for place, sheet in enumerate(file["sheets"]):
                    _mapping(sheet, f"{number}_{place}")
                table_files(table, key=f"sheets_{number}", title=PurePath(file["path"]).name)


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


def _mapping(sheet: Mapping[str, Any], place: str) -> None:
    """Which heading was understood as what, and which were not used."""
    say = words()
    title = say("import.report.columns", sheet=plain(sheet["sheet"]))
    with st.popover(title, icon=":material/view_column:"):
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
        table = safe_table(pd.DataFrame(rows))
        st.dataframe(table, hide_index=True, width="content", alt=bare(title))
        table_files(table, key=f"mapping_{place}", subject=bare(title), title=title)
        if sheet["unmapped"]:
            columns = listed(plain(column) for column in sheet["unmapped"])
            st.caption(say("import.report.unmapped", columns=columns))


def _remarks(files: Sequence[Mapping[str, Any]], texts: str, kind: str, columns: Sequence[str]) -> None:
    say = words()
    table = remark_table(files, kind, columns)
    if table.empty:
        return
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        title = say(f"{texts}{kind}", n=count(len(table)))
        st.subheader(title, anchor=False)
        table_files(table, key=kind, title=title)
    if len(files) == 1:  # its name stands above: the room is for what to do
        table = table.drop(columns=say("import.column.file"))
    most = _A_SENTENCE[kind]
    row = tall_enough(table, most)
    st.dataframe(
        table,
        hide_index=True,
        alt=title,
        placeholder="",
        lazy=False,
        row_height=row,
        height=min(_HEADING + row * len(table), _HIGHEST) if row else "auto",
        column_config=wide_enough(table, most),
    )


def remark_table(files: Sequence[Mapping[str, Any]], kind: str, columns: Sequence[str]) -> pd.DataFrame:
    """One line a fault: file, sheet, row, and for rejects column, value and what to do."""
    say = words()
    rows = [
        {"file": PurePath(file["path"]).name, "what": remark["message"]} | dict(remark)
        for file in files
        for remark in file[kind]
    ]
    table = pd.DataFrame(rows, columns=["file", *columns]).astype({"row": "Int64"})  # a file's own fault has no row
    return safe_table(table.rename(columns=lambda name: say(f"import.column.{name}")))


def show_changes(report: Mapping[str, Any], title: str) -> None:
    """Which field of which complaint changes from what to what; personal data masked by the engine."""
    say = words()
    rows = [
        {
            "file": PurePath(file["path"]).name,
            "complaint": change["complaint_no"],
            "field": getattr(SHEET_FIELDS[SheetKind(sheet["kind"])].get(change["field"]), language(), change["field"]),
            "before": change["from"] or "",
            "after": change["to"] or "",
        }
        for file in report["files"]
        for sheet in file["sheets"]
        for change in sheet["changes"]
    ]
    if rows:
        said = say(f"intake.preview.{title}", n=count(len(rows)))
        st.subheader(said, anchor=False)
        names = {name: say(f"intake.column.{name}") for name in ("complaint", "field", "before", "after")}
        table = pd.DataFrame(rows).rename(columns={"file": say("import.column.file"), **names})
        table = safe_table(table)
        widths = wide_enough(table)
        st.dataframe(table, hide_index=True, alt=said, placeholder="", lazy=False, column_config=widths)
        table_files(table, key=title, title=said)
    for file in report["files"]:
        if file["replaced"]:
            numbers = listed(str(number) for number in file["replaced"])
            key = "intake.preview.replaced" if file["batch"] else "intake.preview.replaces"
            st.caption(say(key, batches=numbers))


def show_corrections(corrections: Mapping[str, bytes]) -> None:
    """The rejected rows of files that cannot be confirmed, as workbooks to correct and import."""
    if not corrections:
        return
    say = words()
    st.subheader(say("intake.corrections.rehearsed"), anchor=False)
    st.caption(say("intake.corrections.help"))
    with st.container(horizontal=True):
        for number, (name, content) in enumerate(corrections.items()):
            st.download_button(
                say("intake.corrections.download", name=name),
                content,
                file_name=name,
                mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                icon=":material/edit_document:",
                key=f"correction_{number}",
                on_click="ignore",
            )
