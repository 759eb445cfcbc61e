"""How every page of figures begins: is there data, the filter bar, is anything known of the period?"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from analytics.measures import Scope, anything_known
from ui import address
from ui.data import answer, known_now
from ui.drill import settle_drill
from ui.empty import nothing_imported
from ui.filters import filter_bar, filter_words
from ui.language import words
from ui.modes import legible
from ui.one_version import from_one_version
from ui.printing import printing, way_back, way_to_paper
from ui.refused import only_one, refuse_value


def page_scope(page: str) -> Scope:
    """The question of this run; where there is nothing to answer the page says so and ends. page: for its texts."""
    settle_drill()
    from_one_version()
    if not known_now().complaints:
        nothing_imported(page)
        st.stop()
    if printing():
        way_back(page)
        scope = filter_words()
    else:
        above = st.container(horizontal=True, vertical_alignment="center", key="above")
        with above:
            scope = filter_bar()
    if not answer(anything_known, scope):
        st.info(words()("overview.empty.period"), icon=":material/event_busy:")
        st.stop()
    if not printing():
        with above:
            way_to_paper(page)
    return scope


def choice(name: str, options: Sequence[str], text: Callable[[str], str], *, labelled: bool = False) -> str:
    """One of a few ways to look, as buttons: kept while moving between pages and written into the address.

    name: of the parameter; text: what is said for an option. The first option holds until another is chosen.
    labelled: where the options do not say what they choose.
    """
    current = _current(name, options, options[0])
    st.segmented_control(
        words()(f"common.choice.{name}"),
        options,
        key=_widget(name),
        format_func=lambda option: legible(text(option)),
        required=True,
        label_visibility="visible" if labelled else "collapsed",
        on_change=_chose,
        args=(name,),
        wrap=True,
    )
    address.write({name: [current] if current != options[0] else []}, [name])
    return current


def pick(
    name: str,
    options: Sequence[str],
    text: Callable[[str], str],
    first: str,
    of_today: Callable[[str], str] = str,
) -> str:
    """One of many from a list, kept as `choice` keeps it. first: what the data suggests, until somebody chooses.

    of_today: what a value of an earlier day is called now.

    The address always says it: what the data suggests may be another tomorrow, and a link opens what was seen.
    """
    current = _current(name, options, first, of_today)
    st.selectbox(
        words()(f"common.choice.{name}"),
        options,
        key=_widget(name),
        format_func=text,
        width=280,
        on_change=_chose,
        args=(name,),
    )
    address.write({name: [current]}, [name])
    return current


def _current(name: str, options: Sequence[str], first: str, of_today: Callable[[str], str] = str) -> str:
    """What the address brings, else what was chosen before, else the first; given to the widget."""
    arrived = of_today(only_one(name, f"common.choice.{name}"))
    if arrived in options:
        st.session_state[_kept(name)] = arrived
    elif arrived:
        refuse_value(words()(f"common.choice.{name}"), arrived)
    kept = of_today(st.session_state.get(_kept(name), ""))
    current = kept if kept in options else first
    if st.session_state.get(_widget(name)) != current:
        st.session_state[_widget(name)] = current
    return str(current)


def _kept(name: str) -> str:
    return f"choice_{name}"


def _widget(name: str) -> str:
    return f"choice_{name}_widget"


def _chose(name: str) -> None:
    st.session_state[_kept(name)] = st.session_state[_widget(name)]
