"""What opens at the side of a page: a figure's table, the list of what was clicked, how the measures are made."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from ui.language import words
from ui.modes import legible
from ui.one_version import part_of_page


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


@part_of_page
def way_to_the_side(label: str, icon: str, key: str, title: str, shown: Callable[[], None]) -> None:
    """A quiet button, and what it opens, made only then.

    A popover stands at the end of the page for the keys, and moves out of sight on the way there.
    """
    asked = f"asked_{key}"
    st.button(
        legible(label),
        icon=icon,
        type="tertiary",
        key=key,  # the focus comes back to it when a list that was opened from a table is closed
        on_click=st.session_state.__setitem__,
        args=(asked, True),
    )
    if st.session_state.pop(asked, False):  # also where the page has just begun anew for data that changed meanwhile
        at_the_side(title, shown)
