"""The quieter parts of the Import page: the inbox folder, empty templates, remembered layouts."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pandas as pd
import streamlit as st

from analytics.errors import AppError
from analytics.exchange.templates import branch_template, exposure_template, log_template
from analytics.imports.layouts import forget_layout, layout_document, layout_names
from analytics.inbox import InboxReport
from ui.banner import start_button
from ui.data import fresh, import_inbox, inbox_folder, store
from ui.downloads import safe_table
from ui.errors import friendly, show_error
from ui.formats import plain
from ui.import_report import show_report
from ui.labels import listed
from ui.language import language, words
from ui.tables import table_files
from ui.unknown_names import show_unknown

_REPORT = "inbox_report"
_REFUSED = "layout_refused"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def show_inbox() -> None:
    say = words()
    st.caption(say("intake.inbox.body", folder=plain(str(inbox_folder()))))
    if st.button(say("intake.inbox.scan"), type="primary", icon=":material/inbox:", key="scan_inbox"):
        try:
            with st.spinner(say("import.running")):
                st.session_state[_REPORT] = import_inbox()
        except AppError as error:
            st.session_state.pop(_REPORT, None)
            show_error(error)
            if error.code == "demo_database":
                start_button("inbox_refused")
    report: InboxReport | None = st.session_state.get(_REPORT)
    if report is None:
        return
    if report.files:
        show_report(report.as_dict(language()))
        show_unknown(report.files)
    else:
        st.caption(say("intake.inbox.empty"))
    if report.left:
        st.caption(say("intake.inbox.left", names=plain(listed(report.left))))


def show_templates() -> None:
    say = words()
    st.caption(say("intake.templates.body"))
    makers: dict[str, Callable[..., bytes]] = {
        "log": log_template,
        "exposure": exposure_template,
        "branches": branch_template,
    }
    with st.container(horizontal=True):
        for kind, make in makers.items():
            name = say(f"intake.templates.{kind}")
            st.download_button(
                name,
                partial(_template, make),
                file_name=f"{name}.xlsx",
                mime=_XLSX,
                icon=":material/table_view:",
                key=f"template_{kind}",
                on_click="ignore",
            )


def _template(make: Callable[..., bytes]) -> bytes:
    return make(store())


def show_layouts() -> None:
    say = words()
    st.caption(say("intake.layouts.body"))
    if refused := st.session_state.pop(_REFUSED, None):
        show_error(refused)
    known = fresh(layout_names)
    names = {"name": say("intake.column.name"), "kept": say("intake.column.kept")}
    rows = [{names["name"]: name, names["kept"]: say(f"intake.layouts.{kept}")} for name, kept in known]
    table = safe_table(pd.DataFrame(rows))
    st.dataframe(table, hide_index=True, width="content", placeholder="", alt=say("intake.view.layouts"))
    table_files(table, key="layouts", title=say("intake.view.layouts"))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.selectbox(say("intake.layouts.choose"), [name for name, _ in known], key="layout_choice", width=320)
        if chosen:
            text = fresh(layout_document, chosen)
            st.download_button(
                say("intake.layouts.download"), text, file_name=f"{chosen}.toml", key="layout_file", on_click="ignore"
            )
            if (chosen, "database") in known:
                st.button(say("intake.layouts.forget"), key="layout_forget", on_click=_forget, args=(chosen, text))


@friendly(retry=False)
def _forget(name: str, seen: str) -> None:
    try:
        forget_layout(store(), name, seen=seen)
    except AppError as error:
        st.session_state[_REFUSED] = error
