"""In the sidebar: views that a person has named, to come back to."""

from __future__ import annotations

from urllib.parse import parse_qs, urlencode

import streamlit as st

from analytics.errors import AppError
from analytics.notes.views import LONGEST_NAME, forget_view, save_view, saved_views
from ui import address
from ui.data import fresh, store
from ui.errors import friendly, show_error
from ui.filters import forget_question
from ui.formats import plain
from ui.language import PARAMETER, words
from ui.navigation import START, names
from ui.who import ask_who, who


def my_views(page: str) -> None:
    """page: the address of the page now shown, "" for the start page."""
    say = words()
    with st.popover(say("common.views.title"), icon=":material/bookmark:", key="my_views", width="stretch"):
        ask_who()
        for view in fresh(saved_views, who()):
            with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
                if st.button(
                    plain(view.name), key=f"view_{view.name}", type="tertiary", disabled=view.page not in names()
                ):
                    _open(view.page, view.address)
                st.button(
                    say("common.views.forget"),
                    key=f"view_forget_{view.name}",
                    icon=":material/delete:",
                    type="tertiary",
                    on_click=friendly(retry=False)(forget_view),
                    args=(store(), who(), view.name),
                )
        with st.form("save_view", border=False, clear_on_submit=True):
            name = st.text_input(say("common.views.name"), max_chars=LONGEST_NAME, key="view_name")
            if st.form_submit_button(say("common.views.save")):
                try:
                    save_view(store(), who(), name, page or START, _question())
                    st.rerun()
                except AppError as error:
                    show_error(error)


def _question() -> str:
    """What the address asks, without the language: a view opens in the language one reads."""
    return urlencode({name: st.query_params.get_all(name) for name in st.query_params if name != PARAMETER}, doseq=True)


def _open(page: str, question: str) -> None:
    address.expect_new()
    forget_question()
    st.switch_page(f"pages/{page}.py", query_params=parse_qs(question))
