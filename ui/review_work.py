"""Learning from what was decided, and classifying everything again: in the background, with progress."""

from __future__ import annotations

import streamlit as st

from analytics.classify.learning import Lesson, last_lesson
from analytics.classify.model import LEAST_EXAMPLES
from analytics.classify.reclassify import learn_and_reclassify, reclassify
from analytics.errors import AppError
from analytics.store import Work
from ui.data import answer, store
from ui.errors import friendly, show_error
from ui.formats import count, percent
from ui.language import words
from ui.who import who
from ui.work import work_is_over

_LEARN, _AGAIN = "learn", "again"


def show_work() -> None:
    say = words()
    with st.expander(say("review.work.title"), icon=":material/model_training:", key="review_work"):
        st.caption(say("review.work.body", least=LEAST_EXAMPLES))
        lesson = answer(last_lesson)
        if lesson is not None:
            st.markdown(_said(lesson))
        work = store().work
        running = work is not None and work.running
        with st.container(horizontal=True):
            for name in (_LEARN, _AGAIN):
                st.button(
                    say(f"review.work.{name}"), key=f"work_{name}", disabled=running, on_click=_start, args=(name,)
                )
        own = work is not None and work.name in (_LEARN, _AGAIN)
        if work is not None and (running or own) and work_is_over(work, "common.work.running") and own:
            _done(work)


@friendly(retry=False)
def _start(name: str) -> None:
    database, by = store(), who() or "-"
    try:
        if name == _LEARN:
            database.start(name, lambda tell: learn_and_reclassify(database, by=by, progress=tell), by=by)
        else:
            database.start(name, lambda tell: reclassify(database, progress=tell), by=by)
    except AppError as error:
        show_error(error)


def _said(lesson: Lesson) -> str:
    say = words()
    text = say(
        "review.work.lesson",
        examples=count(lesson.examples),
        by_people=count(lesson.by_people),
        patterns=percent(lesson.patterns_right),
        model=percent(lesson.model_right),
    )
    return f"{text} {say('review.work.in_use' if lesson.in_use else 'review.work.not_in_use')}"


def _done(work: Work) -> None:
    say = words()
    if work.name == _AGAIN:
        st.success(say("review.work.done", n=count(work.result.complaints)))
    elif work.result is None:
        st.info(say("review.work.too_few", least=LEAST_EXAMPLES))
    else:
        st.success(say("review.work.learnt"))
