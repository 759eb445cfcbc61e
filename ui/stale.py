"""On the landing: that the newest log is old, since when, and where to bring a newer one."""

from __future__ import annotations

from datetime import date

import streamlit as st

from ui.data import known_now, store
from ui.formats import count
from ui.language import words

# A month's log comes in the first days of the next: past that, a month and a half, one is missing.
STALE_AFTER_DAYS = 45


def say_if_stale(today: date) -> None:
    """Nothing in the demo, whose data is meant to be old."""
    as_of = known_now().as_of
    if store().purpose != "company" or as_of is None:
        return
    days = (today - as_of).days
    if days > STALE_AFTER_DAYS:
        say = words()
        with st.container(horizontal=True, vertical_alignment="center", gap="small", key="stale"):
            st.markdown(
                f":orange[:material/history:] {say('overview.stale.what', as_of=as_of, n=count(days))}", width="content"
            )
            st.page_link("pages/import.py", label=say("overview.stale.link"), icon=":material/upload_file:")
