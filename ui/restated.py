"""What was reported after an earlier import, what it is today, and the complaints that make the difference."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

import pandas as pd
import streamlit as st

from analytics.imports import batches
from analytics.measures import REASON_NAMES, Change, Count, RestatedRow, Restatement, Scope, Side, restatement
from analytics.vocabulary import Dimension, View
from ui.data import answer, fresh
from ui.downloads import safe_table
from ui.formats import DASH, count, plain
from ui.frame import basis
from ui.labels import label
from ui.language import language, words
from ui.modes import legible
from ui.tables import table_files

_BY = (Dimension.MONTH, Dimension.BRANCH, Dimension.CATEGORY)
_SENTENCES = 12


def show_restated() -> None:
    """Choose a batch; the month's figures as they were after it stand beside today's."""
    say = words()
    st.caption(say("restated.body"))
    logs = [batch for batch in reversed(fresh(batches)) if batch["status"] == "active"]
    if len(logs) < 2:
        st.caption(say("restated.empty"))
        return
    by_number = {batch["batch"]: batch for batch in logs[1:]}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        number = st.selectbox(
            say("restated.batch"),
            list(by_number),
            format_func=lambda one: _batch_name(by_number[one]),
            key="restated_batch",
            width=440,
        )
        by = st.segmented_control(
            say("restated.grouped"),
            list(_BY),
            default=Dimension.MONTH,
            required=True,
            format_func=lambda one: legible(say(f"restated.by.{one.value}")),
            key="restated_by",
        )
        view = st.segmented_control(
            say("filters.view"),
            [View.ANNUAL, View.MONTHLY],
            default=View.ANNUAL,
            required=True,
            format_func=lambda one: legible(say(f"vocabulary.view.{one}")),
            key="restated_view",
        )
    assert number is not None and by is not None and view is not None
    with st.spinner(say("restated.running")):
        found = answer(restatement, Scope(view=view), number, by)
    _show(found)


def _batch_name(batch: dict[str, Any]) -> str:
    name, at = PurePath(batch["path"]).name, batch["imported_at"].replace("T", " ")[:16]
    return words()("import.batches.option", batch=batch["batch"], file=name, at=at)


def _show(found: Restatement) -> None:
    say = words()
    differ = [row for row in found.rows if row.then != row.now]
    title = say(
        "restated.title" if differ else "restated.same",
        batch=found.batch.batch,
        then=found.then_as_of,
        now=found.frame.as_of,
        rows=len(differ),
        complaints=len(found.changes),
    )
    st.subheader(title, anchor=False)
    if found.batch.overlaps:
        st.warning(say("restated.overlaps", batches="、".join(map(str, found.batch.overlaps))))
    for row in differ[-_SENTENCES:]:
        st.markdown(f"- {plain(_named(found, row))}")
    table = safe_table(pd.DataFrame([_line(found, row) for row in found.rows]))
    st.dataframe(table, hide_index=True, width="content", placeholder=DASH, alt=say("restated.body"))
    notes = basis(found.frame, sum(row.now[Count.COMPLAINTS] for row in found.rows if row.now))
    st.caption(notes)
    number = found.batch.batch
    table_files(table, key="restated", subject=f"{say('common.file.restated')} {number}", title=title, notes=notes)
    if found.changes:
        changes = safe_table(pd.DataFrame([_change(change) for change in found.changes]))
        which = say("restated.changes", n=count(len(found.changes)))
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"**{which}**", width="content")
            table_files(changes, key="restatement", subject=f"{say('common.file.restatement')} {number}", title=which)
        st.dataframe(changes, hide_index=True, placeholder="", alt=which)


def _named(found: Restatement, row: RestatedRow) -> str:
    """The engine's sentence; a category's code gives way to its name."""
    said = found.sentence(row).in_language(language())
    if found.by is Dimension.CATEGORY and row.key:
        return said.replace(row.key, label("category", row.key), 1)
    return said


def _line(found: Restatement, row: RestatedRow) -> dict[str, Any]:
    say = words()
    key = say("common.unknown") if row.key is None else row.key
    if found.by is Dimension.CATEGORY:
        key = label("category", row.key) if row.key else say("common.unclassified")
    line: dict[str, Any] = {say(f"restated.by.{found.by.value}"): key}
    for one in Count:
        for when, counts in (("then", row.then), ("now", row.now)):
            line[f"{say(f'restated.count.{one.value}')} · {say(f'restated.when.{when}')}"] = (
                counts[one] if counts else None
            )
    return line


def _change(change: Change) -> dict[str, Any]:
    say = words()
    return {
        say("restated.column.complaint"): change.complaint_no,
        say("restated.column.reason"): REASON_NAMES[change.reason].in_language(language()),
        say("restated.column.then"): _status(change.then),
        say("restated.column.now"): _status(change.now),
        say("restated.column.withdrawn"): change.now.withdrawn_on.isoformat()
        if change.now and change.now.withdrawn_on
        else "",
    }


def _status(side: Side | None) -> str:
    say = words()
    if side is None or not side.in_scope:
        return say("restated.none")
    return say(f"vocabulary.status.{side.status}")
