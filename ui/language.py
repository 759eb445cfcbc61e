"""Which language: the address decides, then what was chosen before, in this visit or an earlier one, then the browser.
Chinese comes first."""

from __future__ import annotations

import streamlit as st

from ui import address
from ui.modes import legible
from ui.texts import LANGUAGES, Say, speaker

_CHOSEN = "language"
_WIDGET = "language_widget"
_SWITCHED = "language_switched"
_COOKIE = "complaints_language"
PARAMETER = "lang"
_NAMES = {"zh": "中文", "en": "English"}
_keep_for_next_visit = st.components.v2.component(
    "kept_language",
    js="""
export default function ({ data }) {
  document.cookie = `${data.name}=${data.language}; path=/; max-age=31536000; samesite=lax`
}
""",
)


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
    if st.session_state.pop(_SWITCHED, False):
        _keep_for_next_visit(data={"name": _COOKIE, "language": language()}, height=1)


def _switched() -> None:
    st.session_state[_CHOSEN] = st.session_state[_WIDGET]
    st.session_state[_SWITCHED] = True
    address.write({PARAMETER: [language()]}, [PARAMETER])


def _of_browser() -> str:
    kept = st.context.cookies.get(_COOKIE)
    if kept in LANGUAGES:
        return kept
    locale = st.context.locale or LANGUAGES[0]
    return "zh" if locale.lower().startswith("zh") else "en"
