"""Every page is reached through app.py, which settles language, errors, and who may see what.

Streamlit takes a folder named `pages/` for its old kind of multipage app until st.navigation has run once:
whoever is first at a freshly started server with a page's file name in the address would get that file bare.
"""

from __future__ import annotations

import streamlit as st

_ENTERED = "entered"


def enter() -> None:
    """Called by app.py: from here on this session is inside."""
    st.session_state[_ENTERED] = True


def inside_only() -> None:
    """Called first by every page: send who came past app.py through it, with the question they came with."""
    if not st.session_state.get(_ENTERED):
        st.switch_page("app.py", query_params={name: st.query_params.get_all(name) for name in st.query_params})
