"""A guided first visit: a few words at the top of each page in turn, offered and never forced."""

from __future__ import annotations

import streamlit as st

from ui.language import words
from ui.modes import legible
from ui.navigation import names
from ui.printing import printing

_AT = "tour_at"
_LEADS = "tour_leads"  # the step was just chosen: go to its page; later the person may wander
# (page, text of `tour.step`); a page that this installation does not have is passed over.
_STEPS = (
    ("overview", "finding"),
    ("overview", "down"),
    ("overview", "filters"),
    ("trends", "trends"),
    ("branches", "branches"),
    ("causes", "causes"),
    ("indicators", "indicators"),
    ("import", "import"),
    ("report", "report"),
    ("definitions", "definitions"),
)


def tour_button() -> None:
    """The offer: in the demo beside the way to the company's own data, else where a newcomer looks things up."""
    if _AT not in st.session_state and not printing():
        st.button(
            legible(words()("common.tour.start")),
            icon=":material/tour:",
            type="tertiary",
            key="tour_start",
            on_click=_go,
            args=(0,),
        )


def show_tour(page: str) -> None:
    """The step that is on, where a tour is; page: the name of the page shown. Leads to the step's own page."""
    at: int | None = st.session_state.get(_AT)
    if at is None:
        return
    say, steps = words(), _steps()
    wanted, text = steps[min(at, len(steps) - 1)]
    if st.session_state.pop(_LEADS, False) and wanted != page:
        st.switch_page(f"pages/{wanted}.py")
    with st.container(border=True, key="tour"):
        st.markdown(f":blue-badge[{at + 1} / {len(steps)}] {say(f'common.tour.step.{text}')}")
        with st.container(horizontal=True, gap="small"):
            if at:
                st.button(say("common.tour.back"), key="tour_back", on_click=_go, args=(at - 1,))
            if at + 1 < len(steps):
                st.button(say("common.tour.next"), type="primary", key="tour_next", on_click=_go, args=(at + 1,))
            st.button(legible(say("common.tour.end")), type="tertiary", key="tour_end", on_click=_end)


def _steps() -> list[tuple[str, str]]:
    return [step for step in _STEPS if step[0] in names()]


def _go(to: int) -> None:
    st.session_state[_AT] = to
    st.session_state[_LEADS] = True


def _end() -> None:
    st.session_state.pop(_AT, None)
