"""All figures of a page from one version of the data, whatever is imported or undone while they are asked for."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec
from weakref import ref

import streamlit as st

from analytics.store import Store
from ui.data import store
from ui.errors import carry_errors, forget_errors, friendly

_BEGAN = "page_began"
_Asked = ParamSpec("_Asked")


def from_one_version() -> None:
    """Before the first figure of a page: what is drawn from here on is of the version that holds now."""
    st.session_state[_BEGAN] = _now()


def no_figures_yet() -> None:
    """At the start of a run: what an earlier page began with is over."""
    st.session_state.pop(_BEGAN, None)


def same_data_throughout() -> None:
    """Begin the page anew where its data has changed since, or its figures would not fit together."""
    began = st.session_state.get(_BEGAN)
    if began is not None and began != _now():
        carry_errors()
        st.rerun()
    forget_errors()


def of_the_pages_version(part: Callable[_Asked, None]) -> Callable[_Asked, None]:
    """What also runs by itself, minutes later: of the page's data, or the page begins anew."""

    @wraps(part)
    def checked(*args: _Asked.args, **named: _Asked.kwargs) -> None:
        same_data_throughout()
        part(*args, **named)
        same_data_throughout()

    return checked


def part_of_page(part: Callable[_Asked, None]) -> Callable[_Asked, None]:
    """A part of a page that runs by itself when something in it is changed, and says there what went wrong."""
    return st.fragment(friendly(retry=False)(of_the_pages_version(part)))


def _now() -> tuple[ref[Store], int]:
    """The database and the version of its data: two databases may count alike.

    Not the database itself: a session that nobody looks at any more would keep it open, and its file locked.
    """
    now = store()
    return ref(now), now.data_version()
