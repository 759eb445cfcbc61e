"""Every page is reached through app.py, which settles language, errors, and who may see what.

Streamlit takes a folder named `pages/` for its old kind of multipage app until st.navigation has run once. The
first visitor of a freshly started server with a page in the address would get that page's file bare.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import streamlit as st

from ui.language import language
from ui.navigation import pages

ICON = Path(__file__).parent / "assets" / "icon.svg"
_INSIDE = "inside_app"


@contextmanager
def through_the_app() -> Iterator[None]:
    """Around the running of a page."""
    st.session_state[_INSIDE] = True
    try:
        yield
    finally:
        st.session_state.pop(_INSIDE, None)


def inside_only() -> None:
    """The first statement of every page.

    Naming the pages takes Streamlit out of its old ways; the same request, started again, then goes through
    app.py and comes back here. It finds the page again because its address is its file's name.
    """
    if not st.session_state.get(_INSIDE):
        st.set_page_config(page_icon=ICON)  # else the browser fetches the page's own icon from the internet
        st.navigation(pages(language()))
        st.rerun()
