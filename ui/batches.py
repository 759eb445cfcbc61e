"""The list of imported batches, and taking one back after a second look."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

import pandas as pd
import streamlit as st

from analytics.errors import AppError
from analytics.imports import batches, undo
from ui.data import fresh, store
from ui.downloads import safe_table
from ui.emphasis import on_accent
from ui.errors import friendly, show_error
from ui.formats import count, plain
from ui.language import words

_CHOSEN = "undo_choice"
_COLUMNS = ("batch", "file", "imported_at", "status", "rows_read", "new", "changed", "unchanged", "rejected")


def batch_list() -> None:
    say = words()
    taken_in = fresh(batches)
    st.header(say("import.batches.title"), anchor=False)
    if not taken_in:
        st.caption(say("import.batches.none"))
        return
    newest_first = list(reversed(taken_in))
    st.dataframe(batch_table(newest_first), hide_index=True, placeholder="")
    active = {batch["batch"]: batch for batch in newest_first if batch["status"] == "active"}
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        chosen = st.selectbox(
            say("import.batches.choose"),
            list(active),
            index=None,
            key=_CHOSEN,
            format_func=lambda number: _option(active[number]),
            placeholder=say("import.batches.choose_hint"),
            width=440,
        )
        if st.button(say("import.batches.undo"), disabled=chosen is None, icon=":material/undo:", key="undo"):
            st.dialog(say("import.batches.confirm_title", batch=chosen))(_confirm)(active[chosen])


def batch_table(batches: list[dict[str, Any]]) -> pd.DataFrame:
    say = words()
    rows = [
        batch
        | {
            "file": PurePath(batch["path"]).name,
            "imported_at": batch["imported_at"].replace("T", " "),
            "status": say(f"import.batches.{batch['status']}"),
        }
        for batch in batches
    ]
    table = pd.DataFrame(rows, columns=list(_COLUMNS))
    return safe_table(table.rename(columns=lambda name: say(f"import.column.{name}")))


def _option(batch: dict[str, Any]) -> str:
    name = PurePath(batch["path"]).name
    at = batch["imported_at"].replace("T", " ")[:16]
    return words()("import.batches.option", batch=batch["batch"], file=name, at=at)


@friendly(retry=False)
def _confirm(batch: dict[str, Any]) -> None:
    say = words()
    name = plain(PurePath(batch["path"]).name)
    st.markdown(say("import.batches.confirm", file=name, rows=count(batch["rows_read"] - batch["rejected"])))
    with st.container(horizontal=True, horizontal_alignment="right"):
        if st.button(say("import.batches.confirm_no"), key="undo_no"):
            st.rerun()
        if st.button(on_accent(say("import.batches.confirm_yes")), type="primary", key="undo_yes"):
            try:
                undo(store(), batch["batch"])
            except AppError as error:  # somebody else was faster
                show_error(error)
            else:
                st.toast(say("import.batches.done", batch=batch["batch"]))
                st.rerun()
