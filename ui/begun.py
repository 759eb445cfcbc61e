"""A form that two people may have open: who saves second is told what is stored now, and says which of them holds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any, Generic, TypeVar

import streamlit as st

from ui.language import words

T = TypeVar("T")
Said = Sequence[tuple[str, str]]  # a field's name and what it holds, always in the same order

_LONG = 8  # lines; more of them scroll
_NOT_BEGUN = (0, object(), None, None)


@dataclass(frozen=True, slots=True)
class Begun(Generic[T]):
    """button: the key of the button that saves.

    was: what was stored when the fields were drawn first; they are drawn from it, under keys of `key`, so that what is
    typed in them stays whatever others store meanwhile. seen: what whoever sits here knows to be stored, the same until
    he is told of something else. now: what is stored.
    """

    button: str
    turn: int
    was: T
    seen: T
    now: T

    def key(self, field: str) -> str:
        return f"{field}_{self.turn}"

    def ask_save(self, label: str, said: Callable[[T], Said]) -> bool:
        """Below the fields, within their st.form: the button that saves. True once it is to be done, over `seen`.

        Where another has stored something else meanwhile: what that is, and whether one's own is to stand in its place.
        """
        say, overtaken = words(), self.seen != self.now
        if overtaken:
            self._tell(said)
        with st.container(horizontal=True):
            mine = st.form_submit_button(
                say("common.meanwhile.mine") if overtaken else label,
                type="primary",
                key=self.button,
                on_click=_told,
                args=(self.button, self.now),
            )
            if overtaken:
                st.form_submit_button(
                    say("common.meanwhile.theirs"), key=f"{self.button}_theirs", on_click=anew, args=(self.button,)
                )
        return mine and not overtaken

    def _tell(self, said: Callable[[T], Said]) -> None:
        """Each field that holds something else than it did."""
        say = words()
        st.warning(say("common.meanwhile.changed"), icon=":material/group:")
        states = zip_longest(said(self.was), said(self.seen), said(self.now), fillvalue=("", ""))
        for (name, was), (_, seen), (name_now, text) in states:
            if not was == seen == text:
                if name_now or name:
                    st.caption(name_now or name)
                st.code(
                    text or say("common.meanwhile.nothing"),
                    language=None,
                    wrap_lines=True,
                    height=200 if text.count("\n") > _LONG else "content",
                )


def begun(button: str, about: object, now: T) -> Begun[T]:
    """The form with this button about this thing: as it was begun where its fields are still there, else begun now."""
    turn, it, was, seen = st.session_state.get(_kept(button), _NOT_BEGUN)
    if it != about or button not in st.session_state:  # the fields left the screen, and what was typed in them with it
        turn, was, seen = turn + 1, now, now
    st.session_state[_kept(button)] = turn, about, was, seen
    return Begun(button, turn, was, seen, now)


def anew(button: str) -> None:
    """Draw its fields from what is stored, next time: it is saved, or what was typed is given up."""
    turn, *_ = st.session_state.get(_kept(button), _NOT_BEGUN)
    st.session_state[_kept(button)] = turn, *_NOT_BEGUN[1:]


def _told(button: str, stored: Any) -> None:
    """Who pressed it had this before his eyes."""
    turn, about, was, _ = st.session_state[_kept(button)]
    st.session_state[_kept(button)] = turn, about, was, stored


def _kept(button: str) -> str:
    return f"{button}_begun"
