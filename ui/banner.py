"""Above every page of the demo database: that its data is invented, and the way to the company's own."""

from __future__ import annotations

import streamlit as st

from analytics.errors import AppError
from ui.data import start_with_company_data, store
from ui.errors import show_error
from ui.language import words
from ui.tour import tour_button

_FAILED = "start_failed"


def demo_banner() -> None:
    if store().purpose != "demo":
        return
    say = words()
    with st.container(
        horizontal=True, vertical_alignment="center", horizontal_alignment="distribute", key="demo_banner"
    ):
        st.markdown(
            f":orange-badge[:material/science: {say('common.demo.title')}] :gray[{say('common.demo.what')}]",
            width="content",
        )
        with st.container(horizontal=True, width="content", vertical_alignment="center"):
            tour_button()
            start_button("banner")
    show_start_failure()


def start_button(place: str) -> None:
    """The button that opens the company's own database; `place` tells several of them apart."""
    label = words()("common.demo.start")
    st.button(label, key=f"start_{place}", icon=":material/domain:", on_click=_start)


def _start() -> None:
    try:
        start_with_company_data()
    except AppError as error:
        st.session_state[_FAILED] = error


def show_start_failure() -> None:
    failed = st.session_state.pop(_FAILED, None)
    if failed is not None:
        show_error(failed)
