"""What went wrong, in words a user understands. No page ever shows a traceback; the server's log has it."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from analytics.errors import AppError, file_fault
from ui.formats import plain
from ui.language import language, words

_log = logging.getLogger(__name__)
_SHOWN, _CARRIED = "errors_shown", "errors_carried"


def show_error(error: AppError) -> None:
    """What is wrong and what to do, as the engine says it."""
    st.session_state.setdefault(_SHOWN, []).append(error)
    message, remedy = (plain(text.in_language(language())) for text in (error.message, error.remedy))
    st.error(f"{message}\n\n{words()('common.error.remedy', remedy=remedy)}", icon=":material/error:")


def carry_errors() -> None:
    """Before a page begins anew by itself: what it said was wrong is said again then, or nobody would have read it."""
    st.session_state[_CARRIED] = st.session_state.pop(_SHOWN, [])


def forget_errors() -> None:
    """The page stands, with what it said."""
    st.session_state.pop(_SHOWN, None)


def show_carried_errors() -> None:
    for error in st.session_state.pop(_CARRIED, []):
        show_error(error)


@contextmanager
def friendly(*, retry: bool = True) -> Iterator[None]:
    """Turn whatever a page raises into a message and a way to try again.

    retry: with a button; without one inside a page, for a part of it that runs by itself (`@friendly(retry=False)`).
    """
    try:
        yield
    except AppError as error:
        show_error(error)
        if retry:
            _retry()
    except Exception as error:
        if isinstance(error, OSError) and (fault := file_fault(error)):
            _log.warning("%s", error)
            show_error(fault)
            if retry:
                _retry()
            return
        number = secrets.token_hex(3)
        _log.exception("error %s", number)
        say = words()
        remedy = say("common.error.unexpected_remedy", number=number)
        st.error(f"{say('common.error.unexpected')}\n\n{remedy}", icon=":material/error:")
        if retry:
            _retry()


def _retry() -> None:
    st.button(words()("common.retry"), icon=":material/refresh:", key="retry")
