"""What opens at the side of a page: the table behind a figure, and the list of what was clicked."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from ui.language import words


def at_the_side(title: str, shown: Callable[[], None], closed: Callable[[], None] = lambda: None) -> None:
    """Open it, with the keys in it; closed: what to do when the person closes it.

    All are one dialog to Streamlit, which tells dialogs apart by title and settings: a list that takes a table's place
    does so without closing it, and the focus comes back to where the table was opened from. Two dialogs, one closing
    while the other opens, lose it on a busy machine.
    """

    def titled() -> None:
        st.header(title, anchor=False)
        shown()

    st.dialog(words()("common.at_the_side"), width="large", position="right", on_dismiss=closed)(titled)()
