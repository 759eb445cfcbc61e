"""The place of what is being counted, on a page that was just opened: that figures are coming is seen at once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

_PAGE = "waiting_page"
_FILLED = "waiting_filled"
_HEIGHT = 420  # of a headline and the top of the first figure


def arrive(page: str) -> None:
    """At the start of a run. Where the page is another one, nothing of it stands there yet."""
    if st.session_state.get(_PAGE) != page:
        st.session_state[_PAGE], st.session_state[_FILLED] = page, False


@contextmanager
def waiting() -> Iterator[None]:
    """Around a page's first questions and what they are told in: a skeleton while they take long.

    Later on what was told before stays there, faded, until the new is known: a skeleton would push it down and up.
    """
    if st.session_state.get(_FILLED):
        st.empty()  # the skeleton's place: what follows keeps its own
        yield
    else:
        with st.skeleton(_HEIGHT):
            yield
    st.session_state[_FILLED] = True
