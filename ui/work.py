"""Work in the background as a page shows it: how far it is, looked at again every second until it is over."""

from __future__ import annotations

import streamlit as st

from analytics.store import Work
from ui.errors import friendly, show_error
from ui.formats import count, plain
from ui.language import words

AT_ONCE_SECONDS = 0.7  # what is over by then is shown without a bar


def work_is_over(work: Work, name: str) -> bool:
    """Whether it is over and went well; else the page says how far it is, or what stopped it. name: of its text."""
    if not work.wait(AT_ONCE_SECONDS):
        _watched(work, name)
    elif work.error is not None:
        show_error(work.error)
    elif work.failed:
        st.error(words()("common.error.unexpected"))
    else:
        return True
    return False


@st.fragment(run_every=1)
@friendly(retry=False)
def _watched(work: Work, name: str) -> None:
    if not work.running:
        st.rerun()
    say = words()
    far = say("common.work.far", done=count(work.done), of=count(work.of)) if work.of else ""
    st.progress(work.done / work.of if work.of else 0.0, f"{say(name, by=plain(work.by))} {far}")
