"""How the measures of a page are made: one button, what it opens is made only then."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from analytics.measures import Scope
from analytics.vocabulary import Dimension, Measure
from ui.at_the_side import way_to_the_side
from ui.cards import how_it_is_made
from ui.data import ask
from ui.errors import friendly
from ui.language import words
from ui.printing import printing


def how_made(scope: Scope, measures: Sequence[Measure]) -> None:
    """The way to formula, numbers, interval and rule of what the page counts, for the period as a whole.

    On paper nothing is opened.
    """
    if not printing():
        title = words()("overview.card.how")
        way_to_the_side(title, ":material/calculate:", "how_made", title, lambda: _explained(scope, tuple(measures)))


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
