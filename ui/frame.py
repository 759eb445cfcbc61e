"""What stands around every figure: the finding as its title, the basis below it, the table behind it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from analytics.charts import Mode
from analytics.errors import RuleError
from analytics.measures import Frame
from analytics.rules import rulebook
from ui.formats import DASH, count
from ui.language import language, words

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

_CONFIG = {"displayModeBar": False, "scrollZoom": False}


def mode() -> Mode:
    """Light or dark, as the page is shown. Before the browser has said so: light, legible on both."""
    return "dark" if st.context.theme.type == "dark" else "light"


def rulebook_name(name: str) -> str:
    """The rule book as people know it; several in one answer come as "a+b" and are all named."""
    labels = []
    for part in name.split("+"):
        try:
            labels.append(rulebook(part).label.in_language(language()))
        except RuleError:
            labels.append(part)
    return words()("common.and").join(labels)


def basis(frame: Frame, n: int | None) -> str:
    """The small print under a figure: N, view, booking month, period, as-of, rule book."""
    say = words()
    line = say(
        "overview.frame.line",
        n=count(n),
        view=say(f"vocabulary.view.{frame.view}"),
        book=say(f"vocabulary.book.{frame.book}"),
        period=f"{frame.first} – {frame.last}" if frame.first else DASH,
        as_of=frame.as_of or DASH,
        rulebook=rulebook_name(frame.rulebook),
    )
    return f"{line} · {say('overview.frame.calendar_assumed')}" if frame.calendar_assumed else line


def chart_frame(
    figure: Figure,
    *,
    key: str,
    title: str,
    alt: str,
    notes: str,
    table: pd.DataFrame,
    on_click: Callable[[str], None],
) -> None:
    """A figure in its frame. on_click gets the customdata of the bar that was clicked."""
    with st.container(border=True, height="stretch"):
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            st.subheader(title, anchor=False)
            with st.popover(words()("common.data_table"), icon=":material/table_rows:", type="tertiary"):
                st.dataframe(table, hide_index=True, width="content", placeholder=DASH, alt=alt)
        st.plotly_chart(
            figure,
            key=key,
            alt=alt,
            config=_CONFIG,
            selection_mode="points",
            on_select=lambda: _clicked(key, on_click),
        )
        st.caption(notes)


def _clicked(key: str, on_click: Callable[[str], None]) -> None:
    """Take the selection out of the chart: it is lost there as soon as the figure changes."""
    selected: Any = st.session_state.get(key)
    points = selected.selection.points if selected else []
    if points:
        on_click(points[0]["customdata"])
