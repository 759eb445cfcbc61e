"""How every page of figures begins: is there data, the filter bar, is anything known of the period?"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from analytics.measures import Scope
from analytics.vocabulary import Dimension, Measure
from ui import address
from ui.data import ask, known_now
from ui.drill import forget_clicks
from ui.empty import nothing_imported
from ui.filters import filter_bar, filter_words
from ui.language import words
from ui.printing import printing, way_back, way_to_paper


def page_scope(page: str) -> Scope:
    """The question of this run; where there is nothing to answer the page says so and ends. page: for its texts."""
    forget_clicks()
    if not known_now().complaints:
        nothing_imported(page)
        st.stop()
    if printing():
        way_back(page)
        scope = filter_words()
    else:
        scope = filter_bar()
    if ask(scope, (Dimension.TOTAL,), (Measure.COMPLAINTS,)).frame.first is None:
        st.info(words()("overview.empty.period"), icon=":material/event_busy:")
        st.stop()
    if not printing():
        with st.container(horizontal=True, horizontal_alignment="right", key="to_paper"):
            way_to_paper(page)
    return scope


def choice(name: str, options: Sequence[str], text: Callable[[str], str], *, several_on_page: str = "") -> str:
    """One of a few ways to look, as buttons: kept while moving between pages and written into the address.

    name: of the parameter; text: what is said for an option. The first option holds until another is chosen.
    """
    kept = f"choice_{name}{several_on_page}"
    arrived = (address.arrived([name]) or {}).get(name, [""])[0]
    current = arrived if arrived in options else st.session_state.get(kept)
    if current not in options:
        current = options[0]
    widget = f"{kept}_widget"
    if st.session_state.get(widget) != current:
        st.session_state[widget] = current
    st.segmented_control(
        words()(f"common.choice.{name}"),
        options,
        key=widget,
        format_func=text,
        required=True,
        label_visibility="collapsed",
        on_change=_chose,
        args=(kept, widget),
    )
    st.session_state[kept] = current
    address.write({name: [current] if current != options[0] else []}, [name])
    return current


def _chose(kept: str, widget: str) -> None:
    st.session_state[kept] = st.session_state[widget]
