"""That the newest log is old: since when, and on the landing where to bring a newer one."""

from __future__ import annotations

from datetime import date

import streamlit as st

from ui.data import known_now, store
from ui.formats import count
from ui.language import words

# A month's log comes in the first days of the next: past that, a month and a half, one is missing.
STALE_AFTER_DAYS = 45


def days_without_update() -> int | None:
    """How old the data is, where that is too old; None in the demo, whose data is meant to be old."""
    as_of = known_now().as_of
    if store().purpose != "company" or as_of is None:
        return None
    days = (date.today() - as_of).days
    return days if days > STALE_AFTER_DAYS else None


def say_if_stale() -> None:
    days = days_without_update()
    if days is None:
        return
    say = words()
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="stale"):
        what = say("overview.stale.what", as_of=known_now().as_of, n=count(days))
        st.markdown(f":orange[:material/history:] {what}", width="content")
        st.page_link("pages/import.py", label=say("overview.stale.link"), icon=":material/upload_file:")
