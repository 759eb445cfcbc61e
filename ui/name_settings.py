"""Settings: names of branches, channels and product lines that wait for a person, and those that one has settled."""

from __future__ import annotations

import streamlit as st

from analytics.classify.decided_names import DecidedName, NameField, decided_names
from analytics.classify.settle_names import OpenName, known_names, open_names, settle_name
from analytics.classify.text import close_up
from analytics.errors import AppError
from ui.data import answer, store
from ui.errors import friendly, show_error
from ui.formats import count, percent, plain
from ui.labels import label as value_label
from ui.labels import listed
from ui.language import words
from ui.modes import legible
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
    if len(waiting) > _MOST:
        st.caption(say("names.more", n=count(len(waiting) - _MOST)))
    settled = answer(decided_names)
    if settled:
        with st.expander(say("names.settled"), icon=":material/history:"):
            for done in settled:
                _settled(done)


def _settled(done: DecidedName) -> None:
    say = words()
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
            legible(say("names.undo")),
            key=f"name_back_{done.field}_{done.label}",
            type="tertiary",
            on_click=_settle,
            args=(done.field, done.label, None, done.name),
        )


def _open(one: OpenName) -> None:
    say = words()
    options, itself = answer(known_names, one.field), close_up(one.label)
    shown = {name: _shown(one.field, name) for name in options}
    if one.field == "product_line":  # a line may be one of its own; it stands first, as what it is until then
        options = [itself, *(name for name in options if name != itself)]
        shown[itself] = say("names.itself", name=itself)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        key = f"{one.field}_{one.label}"
        chosen = st.selectbox(
            _question(one),
            options,
            index=options.index(one.proposal) if one.proposal in options else None,
            format_func=lambda name: shown[name],
            placeholder=say("names.means"),
            help=say("names.alike", name=plain(shown[one.proposal]), share=percent(one.score))
            if one.proposal in shown
            else None,
            key=f"name_{key}",
        )
        st.button(
            say("names.settle"),
            key=f"settle_{key}",
            disabled=chosen is None,
            on_click=_settle,
            args=(one.field, one.label, chosen, None),
        )


def _question(one: OpenName) -> str:
    say = words()
    used = [say("names.complaints", n=count(one.complaints))] if one.complaints else []
    used += [say("names.exposure_rows", n=count(one.exposure_rows))] if one.exposure_rows else []
    field = say(f"names.field.{one.field}")
    return say("names.line", field=field, label=plain(one.label), used=listed(used))


def _shown(field: str, name: str) -> str:
    return value_label(field, name) if field in ("channel", "product_line") else name


@friendly(retry=False)
def _settle(field: NameField, label: str, name: str | None, seen: str | None) -> None:
    try:
        complaints = settle_name(store(), field, label, name, by=who(), seen=seen)
    except AppError as error:
        st.session_state[_REFUSED] = error
        return
    if name is not None:
        shown = _shown(field, name)
        st.session_state[_DONE] = words()("names.done", label=plain(label), name=plain(shown), n=count(complaints))
