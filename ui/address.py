"""The page's address carries the question asked, so that a copied link opens the same view.

Streamlit's own binding of widgets to the address writes the labels people read: such a link would break in
the other language and with every rewording. So the codes are written here, as on the command line.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence

import streamlit as st

Parameters = dict[str, list[str]]

_READ = "address_read"
_WRITTEN = "address_written"
_WRITTEN_AT = "address_written_at"
# A click that was on its way while the address changed still brings the old one. What comes this soon after
# a change is that; what comes later is somebody going back in the browser's history.
_ON_ITS_WAY_SECONDS = 1.0
_NEVER = float("-inf")


def begin() -> None:
    """At the start of a run: nothing of the address has been read yet."""
    st.session_state[_READ] = set()


def understood(names: Sequence[str]) -> None:
    """Somebody in this run knows what these parameters mean."""
    st.session_state.setdefault(_READ, set()).update(names)


def unread() -> list[str]:
    """The parameters that nobody in this run took notice of: a slip of the pen, or of another page."""
    read: set[str] = st.session_state.get(_READ, set())
    return [name for name in st.query_params if name not in read]


def arrived(names: Sequence[str]) -> Parameters | None:
    """These parameters when they came from outside: a link that was opened, a step back in the history.

    None when they are what this session wrote itself, or when there are none of them, as after a change of
    page: then the session's own state holds.
    """
    understood(names)
    now = {name: st.query_params.get_all(name) for name in names if name in st.query_params}
    written: Parameters = st.session_state.get(_WRITTEN, {})
    if not now or now == {name: written[name] for name in names if name in written}:
        return None
    return None if _on_its_way(names) else now


def left(name: str) -> bool:
    """Whether what this session wrote is no longer there: a step back in the history, or another page."""
    return name in st.session_state.get(_WRITTEN, {}) and name not in st.query_params and not _on_its_way([name])


def _on_its_way(names: Sequence[str]) -> bool:
    written_at: dict[str, float] = st.session_state.get(_WRITTEN_AT, {})
    return time.monotonic() - max(written_at.get(name, _NEVER) for name in names) < _ON_ITS_WAY_SECONDS


def expect_new() -> None:
    """The next address is one to read, however soon it comes: the app itself goes there."""
    st.session_state.pop(_WRITTEN_AT, None)


def write(parameters: Mapping[str, Sequence[str]], names: Sequence[str]) -> None:
    """Put the parameters into the address; of `names`, those not given or empty are taken out."""
    understood(names)
    wanted: Parameters = {name: list(parameters[name]) for name in names if parameters.get(name)}
    written: Parameters = st.session_state.setdefault(_WRITTEN, {})
    if {name: st.query_params.get_all(name) for name in names if name in st.query_params} != wanted:
        others = {name: st.query_params.get_all(name) for name in st.query_params if name not in names}
        st.query_params.from_dict(others | wanted)
        st.session_state.setdefault(_WRITTEN_AT, {}).update(dict.fromkeys(names, time.monotonic()))
    for name in names:
        written.pop(name, None)
    written.update(wanted)
