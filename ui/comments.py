"""Comments beside a figure: written, listed and taken back; pinned to a month or a branch."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from analytics.charts.pins import pin_mark
from analytics.errors import AppError
from analytics.measures import Scope
from analytics.notes.comments import Comment, add_comment, comments, remove_comment
from ui.data import fresh, known_now, store
from ui.errors import friendly, show_error
from ui.formats import month_name, plain
from ui.language import language, words
from ui.modes import legible
from ui.printing import printing
from ui.who import who

_REFUSED = "comment_refused"


def comments_of(scope: Scope, months: Sequence[str]) -> list[Comment]:
    """Those about the scope's months and branches, in the order in which they are numbered."""
    if not months:
        return []
    return fresh(comments, first=months[0], last=months[-1], branches=scope.branches)


def only_branch(scope: Scope) -> str:
    """The branch that a figure of this scope is of, where it is of one."""
    return scope.branches[0] if len(scope.branches) == 1 else ""


def pins(said: Sequence[Comment]) -> dict[str, list[tuple[int, str]]]:
    """By month, the place and the words of each comment, as charts pin them."""
    return _pinned(said, lambda comment: comment.month)


def branch_pins(said: Sequence[Comment]) -> dict[str, list[tuple[int, str]]]:
    """The same by branch."""
    return _pinned(said, lambda comment: comment.branch)


def _pinned(said: Sequence[Comment], to: Callable[[Comment], str | None]) -> dict[str, list[tuple[int, str]]]:
    found: dict[str, list[tuple[int, str]]] = {}
    for place, comment in enumerate(said):
        if at := to(comment):
            found.setdefault(at, []).append((place, comment.text))
    return found


def show_comments(said: Sequence[Comment], months: Sequence[str], key: str, branch: str = "") -> None:
    """The words of the comments below their figure, and the way to write one. branch: the one the figure is of."""
    list_comments(said, key)
    if printing():
        return
    with st.popover(words()("common.comments.add"), icon=":material/add_comment:", key=f"{key}_comments"):
        _form(months, key, branch)


def list_comments(said: Sequence[Comment], key: str) -> None:
    """What the marks of a figure say, each to be taken back."""
    say = words()
    for place, comment in enumerate(said):
        with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"{key}_comment_{comment.id}"):
            about = [
                month_name(comment.month, language()) if comment.month else "",
                plain(comment.branch or ""),
                plain(comment.author),
            ]
            shown = " · ".join(part for part in about if part)
            st.caption(f"{pin_mark(place)} {plain(comment.text)} ({shown})", width="content")
            if not printing():
                st.button(
                    legible(say("common.comments.remove")),
                    key=f"{key}_comment_remove_{comment.id}",
                    type="tertiary",
                    on_click=_take_back,
                    args=(comment.id,),
                )


def _form(months: Sequence[str], key: str, of: str) -> None:
    say, month, branch, text = words(), f"{key}_comment_month", f"{key}_comment_branch{of}", f"{key}_comment_text"
    branches = ["", *known_now().branches]
    if refused := st.session_state.pop(_REFUSED, None):
        show_error(refused)
    with st.form(f"{key}_comment", border=False):
        st.selectbox(
            say("common.comments.month"),
            ["", *reversed(months)],
            index=1 if months else 0,
            format_func=lambda one: one or say("common.comments.no_month"),
            key=month,
        )
        st.selectbox(
            say("filters.branch"),
            branches,
            index=branches.index(of) if of in branches else 0,
            format_func=lambda one: one or say("common.comments.company"),
            key=branch,
        )
        st.text_area(
            say("common.comments.text"),
            max_chars=300,
            placeholder=say("common.comments.hint"),
            key=text,
        )
        st.form_submit_button(say("common.comments.save"), on_click=_save, args=(month, branch, text))


@friendly(retry=False)
def _save(month: str, branch: str, text: str) -> None:
    """Of the fields with these keys; what was typed is cleared away only once it is kept."""
    typed = st.session_state
    try:
        add_comment(store(), typed[text], month=typed[month] or None, branch=typed[branch] or None, author=who())
        typed[text] = ""
    except AppError as error:
        typed[_REFUSED] = error


@friendly(retry=False)
def _take_back(number: int) -> None:
    try:
        remove_comment(store(), number)
    except AppError as error:
        st.toast(error.message.in_language(language()))
