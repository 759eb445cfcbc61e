"""The review page: how much waits, the list to choose from, and what was decided last."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from analytics.classify.decisions import take_back
from analytics.errors import AppError
from analytics.review import READ, Item, ReviewProgress, Waiting, recent_decisions, waiting_item
from ui.data import answer, store
from ui.downloads import safe_table
from ui.errors import friendly, show_error
from ui.formats import count, percent, plain
from ui.labels import label, listed
from ui.language import words
from ui.modes import legible
from ui.tables import table_files, wide_enough
from ui.who import who

_AT = "review_at"  # complaint number of the item that is looked at
_DONE = "review_done"
_MOST = 205  # pixels of a cell: five columns fit beside each other on a narrow screen


def headline(waits: Waiting, progress: ReviewProgress) -> None:
    """The answer in a sentence: what waits, what of it matters most, and how far the proposals were right."""
    say = words()
    st.header(
        say(
            "review.headline.waiting" if waits.complaints else "review.headline.nothing",
            n=count(waits.complaints),
            urgent=count(waits.urgent),
        ),
        anchor=False,
    )
    lines = [
        say(
            "review.headline.parts",
            unclassified=count(waits.complaints - waits.contradictions),
            contradictions=count(waits.contradictions),
            decided=count(progress.decided),
        )
    ]
    if progress.compared:
        lines.append(
            say(
                "review.headline.agreement",
                agreed=count(progress.agreed),
                compared=count(progress.compared),
                share=percent(progress.agreed / progress.compared),
            )
        )
    if progress.differing:
        lines.append(say("review.headline.differing", n=count(progress.differing)))
    st.caption(" ".join(lines))
    total = progress.decided + waits.complaints
    if total:
        st.progress(progress.decided / total)


def review_list(items: Sequence[Item], waits: Waiting) -> Item | None:
    """The head of the queue as a list to choose from; the item that is looked at, the first one until another is
    chosen. One whose decision was taken back is looked at wherever in the queue it stands.
    """
    say = words()
    if not items:
        st.info(say("review.list.empty"), icon=":material/task_alt:")
        return None
    st.caption(say("review.list.order"))
    if waits.complaints > len(items):
        st.caption(say("review.list.first", n=count(len(items)), all=count(waits.complaints)))
    if waits.complaints > READ:
        st.caption(say("review.list.read", n=count(READ)))
    table = safe_table(pd.DataFrame([_cells(item) for item in items]))
    event = st.dataframe(
        table,
        key=f"review_list_{waits.complaints}",
        hide_index=True,
        height=360,
        placeholder="",
        column_config=wide_enough(table, _MOST),
        on_select="rerun",
        selection_mode="single-row",
        alt=say("review.title"),
        lazy=False,
    )
    table_files(table, key="review", title=say("review.title"))
    if event.selection.rows:
        st.session_state[_AT] = items[event.selection.rows[0]].complaint_no
    at = st.session_state.get(_AT)
    item = next((one for one in items if one.complaint_no == at), None) or (answer(waiting_item, at) if at else None)
    item = item or items[0]
    st.session_state[_AT] = item.complaint_no
    return item


def decided(message: str) -> None:
    """Say it when the page is drawn next."""
    st.session_state[_DONE] = message


def next_item(items: Sequence[Item], done: Sequence[str]) -> None:
    """Look at the first item after those that were just decided."""
    numbers = [item.complaint_no for item in items]
    start = numbers.index(done[0]) if done and done[0] in numbers else 0
    left = [number for number in (*numbers[start:], *numbers[:start]) if number not in done]
    st.session_state[_AT] = left[0] if left else None


def _cells(item: Item) -> dict[str, str]:
    """What tells most first: on a narrow screen the last ones are behind a scroll."""
    say = words()
    first = item.proposals[0] if item.proposals else None
    return {
        say("review.column.complaint"): item.complaint_no,
        say("review.column.status"): say(f"vocabulary.status.{item.status}"),
        say("review.column.reason"): say(f"review.reason.{item.reason}"),
        say("review.column.proposal"): label("cause", first[0]) if first else "",
        say("review.column.limit"): item.limit_date or "",
    }


def show_recent() -> None:
    """The latest decisions, each of which can be taken back."""
    say = words()
    if message := st.session_state.pop(_DONE, None):
        st.toast(message, icon=":material/check:")
    latest = answer(recent_decisions)
    if not latest:
        return
    st.subheader(say("review.recent.title"), anchor=False)
    for one in latest[:8]:
        with st.container(horizontal=True, vertical_alignment="center"):
            causes = listed(label("cause", code) for code in one.causes)
            st.markdown(
                say(
                    "review.recent.line",
                    number=plain(one.complaint_no),
                    causes=plain(causes),
                    who=plain(one.decided_by),
                    at=f"{one.decided_at:%Y-%m-%d %H:%M}",
                    why=f" · {plain(one.why)}" if one.why else "",
                ),
                width="stretch",
            )
            st.button(
                legible(say("review.recent.undo")),
                key=f"take_back_{one.number}",
                type="tertiary",
                icon=":material/undo:",
                on_click=_take_back,
                args=(one.complaint_no, one.number),
            )


@friendly(retry=False)
def _take_back(complaint_no: str, number: int) -> None:
    try:
        take_back(store(), {complaint_no: number}, by=who())
        st.session_state[_AT] = complaint_no
    except AppError as error:
        show_error(error)
