"""The list of imported batches, and taking one back after a second look."""

from __future__ import annotations

from functools import partial
from pathlib import PurePath
from typing import Any

import pandas as pd
import streamlit as st

from analytics.errors import AppError
from analytics.imports import UndoEffect, batches, undo, undo_effect
from analytics.imports.waiting import waiting_corrections
from ui.data import fresh, store, waiting_workbook
from ui.downloads import safe_table
from ui.errors import friendly, show_error
from ui.formats import count, plain
from ui.labels import listed
from ui.language import words
from ui.tables import table_files

_CHOSEN = "undo_choice"
# What a narrow page cuts off is on the right.
_COLUMNS = ("batch", "file", "status", "rows_read", "rejected", "waiting", "new", "changed", "unchanged", "imported_at")
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def show_waiting() -> None:
    """The rows that wait to be corrected, as one workbook a batch, for as long as they wait."""
    say, found = words(), fresh(waiting_corrections)
    if not found:
        return
    st.subheader(say("intake.corrections.title", n=count(sum(rows for _, _, rows, _ in found))), anchor=False)
    st.caption(say("intake.corrections.help"))
    with st.container(horizontal=True):
        for batch, name, rows, kept in found:
            if kept:
                st.download_button(
                    say("intake.corrections.download", name=name),
                    partial(waiting_workbook, batch),
                    file_name=name,
                    help=say("intake.corrections.of_batch", batch=batch, n=count(rows)),
                    mime=_XLSX,
                    icon=":material/edit_document:",
                    key=f"waiting_{batch}",
                    on_click="ignore",
                )
    older = listed(str(batch) for batch, _, _, kept in found if not kept)
    if older:
        st.caption(say("intake.corrections.older", batches=older))


def batch_list() -> None:
    say = words()
    taken_in = fresh(batches)
    st.header(say("import.batches.title"), anchor=False)
    if not taken_in:
        st.caption(say("import.batches.none"))
        return
    newest_first = list(reversed(taken_in))
    table, title = batch_table(newest_first), say("import.batches.title")
    st.dataframe(table, hide_index=True, placeholder="", alt=title)
    table_files(table, key="batches", title=title)
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
            "imported_at": batch["imported_at"].replace("T", " ")[:16],
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


def undo_said(file: str, effect: UndoEffect) -> str:
    """What an undo takes and what it leaves, each with its count."""
    say, said = words(), []
    if effect.gone or effect.stay or not effect.others:
        said.append(say("import.batches.gone", n=count(effect.gone)))
    for name in ("stay", "others"):
        if n := getattr(effect, name):
            said.append(say(f"import.batches.{name}", n=count(n)))
    if effect.restored:
        said.append(say("import.batches.restored", batches=listed(map(str, effect.restored))))
    lines = "".join(f"\n- {line}" for line in said)
    return f"{say('import.batches.confirm', file=file)}\n{lines}\n\n{say('import.batches.confirm_kept')}"


@friendly(retry=False)
def _confirm(batch: dict[str, Any]) -> None:
    say = words()
    st.markdown(undo_said(plain(PurePath(batch["path"]).name), fresh(undo_effect, batch["batch"])))
    with st.container(horizontal=True, horizontal_alignment="right"):
        if st.button(say("import.batches.confirm_no"), key="undo_no"):
            st.rerun()
        if st.button(say("import.batches.confirm_yes"), type="primary", key="undo_yes"):
            try:
                undo(store(), batch["batch"])
            except AppError as error:  # somebody else was faster
                show_error(error)
            else:
                st.toast(say("import.batches.done", batch=batch["batch"]))
                st.rerun()
