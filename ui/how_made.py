"""How the measures of a page are made: one button, what it opens is made only then."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from analytics.measures import Scope
from analytics.vocabulary import Dimension, Measure
from ui.at_the_side import at_the_side
from ui.cards import how_it_is_made
from ui.data import ask
from ui.errors import friendly
from ui.language import words
from ui.modes import legible
from ui.one_version import part_of_page
from ui.printing import printing

_KEY = "how_made"


@part_of_page
def how_made(scope: Scope, measures: Sequence[Measure]) -> None:
    """The way to formula, numbers, interval and rule of what the page counts, for the period as a whole.

    On paper nothing is opened.
    """
    if printing():
        return
    title, asked = words()("overview.card.how"), f"asked_{_KEY}"
    st.button(
        legible(title),
        icon=":material/calculate:",
        type="tertiary",
        key=_KEY,
        on_click=st.session_state.__setitem__,
        args=(asked, True),
    )
    if st.session_state.pop(asked, False):
        at_the_side(title, lambda: _explained(scope, tuple(measures)))


@friendly(retry=False)
def _explained(scope: Scope, measures: tuple[Measure, ...]) -> None:
    table = ask(scope, (Dimension.TOTAL,), measures)
    for measure in measures:
        st.markdown(how_it_is_made(table.rows[0].figures[measure], table.frame))
    st.page_link(
        "pages/definitions.py",
        label=words()("common.methods"),
        icon=":material/menu_book:",
        query_params={"section": "statistics"},
    )
