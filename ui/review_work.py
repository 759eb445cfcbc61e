"""Learning from what was decided, and classifying everything again: in the background, with progress."""

from __future__ import annotations

import threading
from dataclasses import dataclass

import streamlit as st

from analytics.classify.learning import Lesson, last_lesson
from analytics.classify.model import LEAST_EXAMPLES
from analytics.classify.reclassify import learn_and_reclassify, reclassify
from analytics.errors import AppError
from analytics.store import Store
from ui.data import answer, store
from ui.errors import friendly, show_error
from ui.formats import count, percent
from ui.language import words
from ui.who import who

_STARTED = "review_work_started"


@dataclass
class Work:
    """Classifying that is under way, or its end. moved: complaints, None while it runs; too_few: nothing learnt."""

    done: int = 0
    of: int = 0
    moved: int | None = None
    lesson: Lesson | None = None
    too_few: bool = False
    error: AppError | None = None
    failed: bool = False
    running: bool = True

    def tell(self, done: int, of: int) -> None:
        self.done, self.of = done, of

    def run(self, where: Store, learning: bool, by: str) -> None:
        try:
            if learning:
                self.lesson = learn_and_reclassify(where, by=by, progress=self.tell)
                self.too_few = self.lesson is None
            else:
                self.moved = sum(one.complaints for one in reclassify(where, progress=self.tell))
        except AppError as error:
            self.error = error
        except Exception:
            self.failed = True
            raise
        finally:
            self.running = False


@st.cache_resource(show_spinner=False)
def _works() -> dict[str, Work]:
    """By database, what was started last: every session sees the same work."""
    return {}


def show_work() -> None:
    say = words()
    with st.expander(say("review.work.title"), icon=":material/model_training:", key="review_work"):
        st.caption(say("review.work.body", least=LEAST_EXAMPLES))
        lesson = answer(last_lesson)
        if lesson is not None:
            st.markdown(_said(lesson))
        work = _works().get(str(store().path))
        running = work is not None and work.running
        with st.container(horizontal=True):
            for name, learning in (("learn", True), ("again", False)):
                st.button(
                    say(f"review.work.{name}"), key=f"work_{name}", disabled=running, on_click=_start, args=(learning,)
                )
        if work is not None:
            _progress(work)


def _start(learning: bool) -> None:
    works, path = _works(), str(store().path)
    now = works.get(path)
    if now is None or not now.running:
        works[path] = Work()
        threading.Thread(target=works[path].run, args=(store(), learning, who() or "-"), daemon=True).start()


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


@st.fragment(run_every=1)
@friendly(retry=False)
def _watched(work: Work) -> None:
    """Looks again every second, until the work is done."""
    if work.running:
        st.progress(work.done / work.of if work.of else 0.0, words()("review.work.running", done=work.done, of=work.of))
    else:
        st.rerun()


def _progress(work: Work) -> None:
    say = words()
    if work.running:
        _watched(work)
    elif work.error is not None:
        show_error(work.error)
    elif work.failed:
        st.error(say("common.error.unexpected"))
    elif work.too_few:
        st.info(say("review.work.too_few", least=LEAST_EXAMPLES))
    elif work.moved is not None:
        st.success(say("review.work.done", n=count(work.moved)))
    else:
        st.success(say("review.work.learnt"))
