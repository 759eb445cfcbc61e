"""The one filter bar: the same on every page, kept while moving between them, written into the address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date
from typing import Any

import streamlit as st

from analytics.errors import RequestError
from analytics.measures import Known, Scope
from analytics.vocabulary import Book, View
from ui import address, asked
from ui.asked import Fault, Problem
from ui.data import known_now, taxonomy
from ui.errors import friendly
from ui.formats import plain
from ui.labels import label, listed
from ui.language import words
from ui.modes import legible
from ui.names_of_today import branch_of_today, category_of_today
from ui.refused import refuse, refuse_value
from ui.texts import Say

_ASKED = "asked"  # the Scope, with what follows the data left open
_TOUCHED = "filter_touched"
_ROUND = "filter_round"
_PAST = "filter_past"  # the questions asked before this one, the newest last
_MOST_PAST = 30
_MANY = ("branch", "product_line", "channel", "category")
_LABELS_SHOWN = 1


def filter_words() -> Scope:
    """The question as `filter_bar` answers it, in words and without anything to click: for paper."""
    known, say = known_now(), words()
    allowed = _allowed(known)
    scope = asked.as_asked(_settle(known, allowed), known)
    chosen = {name: [label(name, code) for code in _widget_values(scope)[name]] for name in _MANY}
    said = [
        f"{say('filters.period')} {scope.first} – {scope.last}",
        *(f"{say(f'filters.{name}')} {plain(listed(chosen[name]))}" for name in _MANY if chosen[name]),
        say(f"vocabulary.view.{scope.view}"),
        say(f"vocabulary.book.{scope.book}"),
    ]
    st.caption(" · ".join(said))
    return scope


def filter_bar() -> Scope:
    """Draw the bar and answer the question as the engine takes it. Call it once, where there is data."""
    known, say = known_now(), words()
    allowed = _allowed(known)
    scope = _settle(known, allowed)
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="filter_bar"):
        _period(scope, known, say)
        for name in _MANY:
            _several(name, allowed[name], say)
        _basis(scope, known, say)
        if st.session_state.get(_PAST):
            st.button(legible(say("filters.back")), type="tertiary", icon=":material/undo:", on_click=_step_back)
        if scope != Scope():
            st.button(legible(say("filters.clear")), type="tertiary", icon=":material/close:", on_click=_clear)
    return asked.as_asked(scope, known)


def _allowed(known: Known) -> dict[str, list[str]]:
    """What can be chosen. Under a category that was merged there is nothing; under a retired one decisions stand."""
    return asked.choices(known, [one.code for one in taxonomy().categories if not one.merged_into])


def _settle(known: Known, allowed: Mapping[str, Sequence[str]]) -> Scope:
    """What was just clicked, else what the address brings, else what was asked before; checked against the data."""
    scope: Scope = st.session_state.get(_ASKED, Scope())
    touched = st.session_state.pop(_TOUCHED, False)
    news = None if touched else address.arrived(asked.NAMES)
    # What was asked before is read again as well: an import or an undo may have taken a branch along,
    # a merger a category.
    parameters = dict(asked.written(scope) if news is None else news)
    parameters["branch"] = [branch_of_today(name) for name in parameters.get("branch", ())]
    parameters["category"] = [category_of_today(code) for code in parameters.get("category", ())]
    scope, problems = asked.read(parameters, known, allowed)
    for problem in problems:
        _tell(problem, known)
    st.session_state[_ASKED] = scope
    _give_to_widgets(scope)
    address.write(asked.written(scope), asked.NAMES)
    return scope


def _give_to_widgets(scope: Scope) -> None:
    """Let the widgets show the question.

    Where it did not come from them they are new ones, by their keys: a browser keeps what it knows of a widget
    inside a closed popover, and would send the old choice again with the next click.
    """
    values = _widget_values(scope)
    if any(st.session_state.get(_widget(name), value) != value for name, value in values.items()):
        st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1
    for name, value in values.items():
        if _widget(name) not in st.session_state:
            st.session_state[_widget(name)] = value


def _widget(name: str) -> str:
    return f"filter_{name}_{st.session_state.get(_ROUND, 0)}"


def _widget_values(scope: Scope) -> dict[str, Any]:
    return {
        "from": scope.first or "",
        "to": scope.last or "",
        "branch": list(scope.branches),
        "product_line": list(scope.product_lines),
        "channel": list(scope.channels),
        "category": list(scope.categories),
        "view": scope.view,
        "book": scope.book,
        "as_of": scope.as_of,
    }


@friendly(retry=False)
def _take() -> None:
    """Read the widgets into the question, before the script runs again."""
    value = {name: st.session_state.get(_widget(name)) for name in _widget_values(Scope())}
    _remember()
    with suppress(RequestError):  # a period that ends before it begins: the browser's lists do not offer one
        st.session_state[_ASKED] = Scope(
            first=value["from"] or None,
            last=value["to"] or None,
            branches=tuple(value["branch"] or ()),
            product_lines=tuple(value["product_line"] or ()),
            channels=tuple(value["channel"] or ()),
            categories=tuple(value["category"] or ()),
            view=value["view"] or View.ANNUAL,
            book=value["book"] or Book.RECEIVED,
            as_of=value["as_of"],
        )
    st.session_state[_TOUCHED] = True


def _remember() -> None:
    past: list[Scope] = st.session_state.setdefault(_PAST, [])
    past.append(st.session_state.get(_ASKED, Scope()))
    del past[:-_MOST_PAST]


def _step_back() -> None:
    """The question before this one: also after a click in the bar, which the browser's own back does not undo."""
    past: list[Scope] = st.session_state.get(_PAST, [])
    if past:
        st.session_state[_ASKED] = past.pop()
        st.session_state[_TOUCHED] = True


def _clear() -> None:
    _remember()
    st.session_state[_ASKED] = Scope()
    st.session_state[_TOUCHED] = True


def forget_question() -> None:
    """Begin anew: the next page takes its question from its address alone."""
    st.session_state.pop(_ASKED, None)
    st.session_state.pop(_TOUCHED, None)


def _period(scope: Scope, known: Known, say: Say) -> None:
    whole = asked.as_asked(scope, known)
    months = asked.months(known)
    with st.popover(f"{say('filters.period')} **{whole.first} – {whole.last}**", key="filter_popover_period"):
        left, right = st.columns(2)
        left.selectbox(
            say("filters.first_month"),
            ["", *(month for month in months if month <= (whole.last or month))],
            key=_widget("from"),
            format_func=lambda month: (
                month or say("filters.first_automatic", month=asked.default_first(known, whole.last))
            ),
            on_change=_take,
        )
        right.selectbox(
            say("filters.last_month"),
            ["", *(month for month in months if month >= (scope.first or month))],
            key=_widget("to"),
            format_func=lambda month: month or say("filters.last_automatic", month=known.last_month),
            on_change=_take,
        )


def _several(name: str, options: Sequence[str], say: Say) -> None:
    chosen = st.session_state[_widget(name)]
    labels = [plain(label(name, code)) for code in chosen]
    shown = listed(labels) if len(labels) <= _LABELS_SHOWN else say("filters.several", n=len(labels))
    text = say(f"filters.{name}")
    with st.popover(f"{text} **{shown or say('common.all')}**", key=f"filter_popover_{name}"):
        st.multiselect(
            text,
            options,
            key=_widget(name),
            format_func=lambda code: label(name, code),
            placeholder=say("filters.choose"),
            help=say("filters.branch_help") if name == "branch" else None,
            on_change=_take,
            width=320,
            select_all=False,
        )


def _basis(scope: Scope, known: Known, say: Say) -> None:
    shown = [say(f"vocabulary.view.{scope.view}"), say(f"vocabulary.book.{scope.book}")]
    if scope.as_of:
        shown.append(scope.as_of.isoformat())
    with st.popover(f"{say('filters.rules')} **{' · '.join(shown)}**", key="filter_popover_basis"):
        st.segmented_control(
            say("filters.view"),
            [View.ANNUAL, View.MONTHLY],
            key=_widget("view"),
            format_func=lambda view: legible(say(f"vocabulary.view.{view}")),
            required=True,
            help=say("filters.view_help"),
            on_change=_take,
        )
        st.segmented_control(
            say("filters.book"),
            list(Book),
            key=_widget("book"),
            format_func=lambda book: legible(say(f"vocabulary.book.{book}")),
            required=True,
            help=say("filters.book_help"),
            on_change=_take,
        )
        st.date_input(
            say("filters.as_of"),
            value=None,
            min_value=date.fromisoformat(f"{known.first_month}-01"),
            max_value=known.as_of,
            key=_widget("as_of"),
            format="YYYY-MM-DD",
            help=say("filters.as_of_help", date=known.as_of),
            on_change=_take,
        )


_TITLES = {
    "from": "filters.first_month",
    "to": "filters.last_month",
    "branch": "filters.branch",
    "product_line": "filters.product_line",
    "channel": "filters.channel",
    "category": "filters.category",
    "view": "filters.view",
    "book": "filters.book",
    "as_of": "filters.as_of",
}


def _tell(problem: Problem, known: Known) -> None:
    say, (fault, name, value) = words(), problem
    if fault in (Fault.REVERSED, Fault.AFTER_AS_OF):
        refuse(say(f"filters.problem.{fault}", value=plain(value)))
    elif fault is Fault.AS_OF_LATE:
        first = f"{known.first_month}-01"
        refuse(say("filters.problem.as_of_late", value=plain(value), first=first, last=known.as_of))
    else:
        refuse_value(say(_TITLES[name]), value)
