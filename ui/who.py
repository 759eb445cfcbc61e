"""Who is at the screen: the name a person gives for what they keep or decide. It is no sign-in and opens nothing."""

from __future__ import annotations

import streamlit as st

from ui.language import words

_NAME = "who"
_WIDGET = "who_widget"


def who() -> str:
    """The name given in this session, "" where none was."""
    return str(st.session_state.get(_NAME, ""))


def ask_who(place: str = "") -> None:
    """A line to give one's name; place: where on the page it stands, if not the sidebar."""
    say, key = words(), _WIDGET + place
    st.session_state[key] = who()
    st.text_input(
        say("common.who.name"),
        key=key,
        max_chars=30,
        help=say("common.who.help"),
        on_change=_take,
        args=(key,),
        width=320,
    )


def _take(key: str) -> None:
    st.session_state[_NAME] = " ".join(st.session_state[key].split())
