"""Empty is a page too: what is missing, and the way to where it is mended."""

from __future__ import annotations

import streamlit as st

from ui.banner import demo_button
from ui.language import words


def nothing_imported(page: str) -> None:
    """page: whose question cannot be answered yet, `<page>.question`."""
    say = words()
    with st.container(border=True, key="empty"):
        st.header(say("common.empty.title"), anchor=False)
        st.markdown(say("common.empty.what", question=say(f"{page}.question")))
        with st.container(horizontal=True, vertical_alignment="center"):
            st.page_link("pages/import.py", label=say("common.empty.link"), icon=":material/upload_file:")
            demo_button()
