"""Empty is a page too: what is missing, and the way to where it is mended."""

from __future__ import annotations

import streamlit as st

from ui.language import words


def nothing_imported(page: str) -> None:
    """page: whose texts to show, `<page>.empty.*`."""
    say = words()
    with st.container(border=True, key="empty"):
        st.header(say(f"{page}.empty.title"), anchor=False)
        st.markdown(say(f"{page}.empty.what"))
        st.page_link("pages/import.py", label=say(f"{page}.empty.link"), icon=":material/upload_file:")
