"""What a link or a filter asked for and does not get here: said in one line above the page, never passed over."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from ui import address
from ui.formats import plain
from ui.labels import listed
from ui.language import words

_NOW = "refused_now"
_KEPT = "refused_kept"
_LONGEST = 40


def refuse(what: str) -> None:
    """Say that this was set aside. what: in this session's language, what comes from outside made plain."""
    _now()[0].append(what)


def refuse_value(name: str, value: str) -> None:
    """A value that means nothing here. name: of the parameter, in words."""
    refuse(words()("common.refused.value", name=name, value=plain(value[:_LONGEST])))


def only_one(name: str, title: str) -> str:
    """What the address newly brings for a parameter that cannot be several, "" where it is nothing; a second value of
    it is refused. title: the text that names it."""
    first, *others = dict.fromkeys((address.arrived([name]) or {}).get(name, [""]))
    for value in others:
        refuse_value(words()(title), value)
    return first


def remark(what: str) -> None:
    """Say, once, how something was understood that does not stand in the address as it is meant now."""
    if what not in _now()[1]:
        _now()[1].append(what)


def _now() -> tuple[list[str], list[str]]:
    now: tuple[list[str], list[str]] = st.session_state.setdefault(_NOW, ([], []))
    return now


@contextmanager
def saying_what_is_refused(page: str) -> Iterator[None]:
    """Around the running of a page: what it could not follow stands above it until the address changes."""
    place = st.container()
    whole = False
    try:
        yield
        whole = True
    finally:
        refused, remarks = _settle(page)
        # A page that ended early, such as one without data, may not have come to what it would have understood.
        refused += [words()("common.refused.name", name=plain(name[:_LONGEST])) for name in address.unread() if whole]
        with place:
            _show(refused, remarks)


def _settle(page: str) -> tuple[list[str], list[str]]:
    """What was refused in this run, else what was while the address was the same."""
    here = (page, st.query_params.to_dict())
    now = st.session_state.pop(_NOW, None)
    if now is not None:
        st.session_state[_KEPT] = (here, now)
    at, (refused, remarks) = st.session_state.get(_KEPT, (None, ([], [])))
    return (list(refused), list(remarks)) if at == here else ([], [])


def _show(refused: list[str], remarks: list[str]) -> None:
    say = words()
    told = [say("common.refused.intro", what=listed(refused))] if refused else []
    if told or remarks:
        st.warning("  \n".join([*told, *remarks]), icon=":material/link_off:")
