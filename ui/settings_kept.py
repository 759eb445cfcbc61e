"""What the settings that are files have in common: never in the demo, what was done said once, why it was refused."""

from __future__ import annotations

import streamlit as st

from analytics.errors import AppError
from analytics.imports import refuse_demo
from ui.banner import start_button
from ui.data import store
from ui.errors import show_error

_DONE = "settings_done"


def not_in_the_demo() -> None:
    """The demo lies beside the company's database and would share its files. Raises RequestError there."""
    if store().purpose == "demo":
        refuse_demo()


def refused(error: AppError) -> None:
    show_error(error)
    if error.code == "demo_database":
        start_button("settings_refused")


def finish(done: str | AppError) -> None:
    """Keep what was done, or why not, for the run that follows."""
    st.session_state[_DONE] = done


def say_done() -> None:
    done = st.session_state.pop(_DONE, None)
    if isinstance(done, AppError):
        refused(done)
    elif done:
        st.success(done, icon=":material/check:")
