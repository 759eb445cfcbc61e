"""Settings: names of branches and channels that wait for a person, and those that one has settled."""

from __future__ import annotations

import streamlit as st

from analytics.classify.decided_names import NameField, decided_names
from analytics.classify.settle_names import OpenName, known_branches, open_names, settle_name
from analytics.errors import AppError
from analytics.vocabulary import Channel
from ui.data import answer, store
from ui.errors import show_error
from ui.formats import count, plain
from ui.labels import label as value_label
from ui.language import words
from ui.who import ask_who, who

_DONE = "names_done"
_REFUSED = "names_refused"
_MOST = 30


def show_names() -> None:
    say = words()
    st.caption(say("names.body"))
    if message := st.session_state.pop(_DONE, None):
        st.success(message)
    if refused := st.session_state.pop(_REFUSED, None):
        show_error(refused)
    ask_who("names")
    waiting = answer(open_names)
    if not waiting:
        st.info(say("names.none"), icon=":material/task_alt:")
    for one in waiting[:_MOST]:
        _open(one)
    settled = answer(decided_names)
    if settled:
        with st.expander(say("names.settled"), icon=":material/history:"):
            for done in settled:
                with st.container(horizontal=True, vertical_alignment="center"):
                    st.markdown(
                        say(
                            "names.settled_line",
                            field=say(f"names.field.{done.field}"),
                            label=plain(done.label),
                            name=plain(_shown(done.field, done.name)),
                            by=plain(done.decided_by),
                        ),
                        width="stretch",
                    )
                    st.button(
                        say("names.undo"),
                        key=f"name_back_{done.field}_{done.label}",
                        type="tertiary",
                        on_click=_settle,
                        args=(done.field, done.label, None),
                    )


def _open(one: OpenName) -> None:
    say = words()
    options = answer(known_branches) if one.field == "branch" else [code.value for code in Channel]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        key = f"{one.field}_{one.label}"
        chosen = st.selectbox(
            say("names.line", field=say(f"names.field.{one.field}"), label=plain(one.label), n=count(one.complaints)),
            options,
            index=options.index(one.proposal) if one.proposal in options else None,
            format_func=lambda name: _shown(one.field, name),
            placeholder=say("names.means"),
            key=f"name_{key}",
        )
        st.button(
            say("names.settle"),
            key=f"settle_{key}",
            disabled=chosen is None,
            on_click=_settle,
            args=(one.field, one.label, chosen),
        )


def _shown(field: str, name: str) -> str:
    return value_label("channel", name) if field == "channel" else name


def _settle(field: NameField, label: str, name: str | None) -> None:
    try:
        complaints = settle_name(store(), field, label, name, by=who())
    except AppError as error:
        st.session_state[_REFUSED] = error
        return
    if name is not None:
        shown = _shown(field, name)
        st.session_state[_DONE] = words()("names.done", label=plain(label), name=plain(shown), n=count(complaints))
