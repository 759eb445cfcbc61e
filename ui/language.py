"""Which language: the address decides, then what was chosen before, then the browser. Chinese comes first."""

from __future__ import annotations

import streamlit as st

from ui import address
from ui.modes import legible
from ui.texts import LANGUAGES, Say, speaker

_CHOSEN = "language"
_WIDGET = "language_widget"
PARAMETER = "lang"
_NAMES = {"zh": "中文", "en": "English"}


def language() -> str:
    """The language of this session, "zh" or "en"."""
    return str(st.session_state.get(_CHOSEN, LANGUAGES[0]))


def words() -> Say:
    return speaker(language())


def settle_language() -> Say:
    """Decide the language at the start of a run and write it into the address."""
    asked, *more = dict.fromkeys((address.arrived([PARAMETER]) or {}).get(PARAMETER, [""]))
    if asked in LANGUAGES:
        st.session_state[_CHOSEN] = asked
    elif _CHOSEN not in st.session_state:
        st.session_state[_CHOSEN] = _of_browser()
    for value in [asked, *more] if asked and asked not in LANGUAGES else more:
        from ui.refused import refuse_value  # which says so in the language settled here

        refuse_value(words()("common.language"), value)
    address.write({PARAMETER: [language()]}, [PARAMETER])
    return words()


def language_switch(say: Say) -> None:
    st.session_state[_WIDGET] = language()
    st.segmented_control(
        say("common.language"),
        LANGUAGES,
        key=_WIDGET,
        format_func=lambda code: legible(_NAMES[code]),
        required=True,
        label_visibility="collapsed",
        on_change=_switched,
    )


def _switched() -> None:
    st.session_state[_CHOSEN] = st.session_state[_WIDGET]
    address.write({PARAMETER: [language()]}, [PARAMETER])


def _of_browser() -> str:
    locale = st.context.locale or LANGUAGES[0]
    return "zh" if locale.lower().startswith("zh") else "en"
