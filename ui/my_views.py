"""In the sidebar: views that a person has named, to come back to."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import parse_qs, urlencode

import streamlit as st

from analytics.errors import AppError
from analytics.notes.views import LONGEST_NAME, SavedView, forget_view, save_view, saved_views
from ui import address
from ui.data import fresh, store
from ui.errors import friendly, show_error
from ui.filters import forget_question
from ui.formats import plain
from ui.language import PARAMETER, words
from ui.modes import legible
from ui.navigation import START, names
from ui.who import ask_who, who

_NAME = "view_name"
_REFUSED = "view_refused"


def my_views(page: str) -> None:
    """page: the address of the page now shown, "" for the start page."""
    say = words()
    with st.popover(say("common.views.title"), icon=":material/bookmark:", key="my_views", width="stretch"):
        ask_who()
        if refused := st.session_state.pop(_REFUSED, None):
            show_error(refused)
        views = fresh(saved_views, who())
        for view in views:
            with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
                if st.button(
                    legible(plain(view.name), disabled=view.page not in names()),
                    key=f"view_{view.name}",
                    type="tertiary",
                    disabled=view.page not in names(),
                ):
                    _open(view.page, view.address)
                st.button(
                    legible(say("common.views.forget")),
                    key=f"view_forget_{view.name}",
                    icon=":material/delete:",
                    type="tertiary",
                    on_click=_forget,
                    args=(view,),
                )
        with st.form("save_view", border=False):
            st.text_input(say("common.views.name"), max_chars=LONGEST_NAME, key=_NAME)
            st.form_submit_button(say("common.views.save"), on_click=_save, args=(page or START, views))


@friendly(retry=False)
def _save(page: str, seen: Sequence[SavedView]) -> None:
    """seen: the views as they were listed when the button was pressed."""
    try:
        save_view(store(), who(), st.session_state[_NAME], page, _question(), seen=seen)
        st.session_state[_NAME] = ""
    except AppError as error:
        st.session_state[_REFUSED] = error


@friendly(retry=False)
def _forget(view: SavedView) -> None:
    try:
        forget_view(store(), who(), view)
    except AppError as error:
        st.session_state[_REFUSED] = error


def _question() -> str:
    """What the address asks, without the language: a view opens in the language one reads."""
    return urlencode({name: st.query_params.get_all(name) for name in st.query_params if name != PARAMETER}, doseq=True)


def _open(page: str, question: str) -> None:
    address.expect_new()
    forget_question()
    st.switch_page(f"pages/{page}.py", query_params=parse_qs(question))
