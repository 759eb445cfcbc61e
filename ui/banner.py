"""Above every page of the demo database: that its data is invented, and the way to the company's own."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from analytics.errors import AppError
from ui.data import look_at_demo, nothing_started, start_with_company_data, store
from ui.errors import friendly, show_error
from ui.language import words
from ui.modes import legible
from ui.tour import tour_button

_FAILED = "start_failed"


def demo_banner() -> None:
    show_start_failure()
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


def start_button(place: str) -> None:
    """The button that opens the company's own database; `place` tells several of them apart."""
    label = words()("common.demo.start")
    st.button(label, key=f"start_{place}", icon=":material/domain:", on_click=_start)


def demo_button() -> None:
    """The way back to the demo, while nothing of the company's own was imported."""
    if nothing_started():
        st.button(
            legible(words()("common.demo.look")),
            key="look_at_demo",
            icon=":material/science:",
            type="tertiary",
            on_click=_look,
        )


@friendly(retry=False)
def _start() -> None:
    _try(start_with_company_data)


@friendly(retry=False)
def _look() -> None:
    _try(look_at_demo)


def _try(change: Callable[[], None]) -> None:
    try:
        change()
    except AppError as error:
        st.session_state[_FAILED] = error


def show_start_failure() -> None:
    failed = st.session_state.pop(_FAILED, None)
    if failed is not None:
        show_error(failed)
