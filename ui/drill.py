"""What was clicked: a mark, several of them, or a list; kept while it is open and written into the address."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from urllib.parse import parse_qsl, urlencode

import streamlit as st

from analytics.measures.handling import End
from analytics.measures.ladder_sql import STEP_STATES
from analytics.rules import Step
from analytics.vocabulary import Channel, Form, Status, View
from ui import address
from ui.labels import SEVERAL
from ui.language import words
from ui.names_of_today import branch_of_today, category_of_today, cause_of_today
from ui.refused import refuse_value

FIELDS = {
    "branch": "branches",
    "category": "categories",
    "cause": "causes",
    "channel": "channels",
    "product_line": "product_lines",
    "form": "forms",
}
_YEAR = r"(19|20)[0-9]{2}"  # \d would take the digits of every script
_MONTH = rf"{_YEAR}-(0[1-9]|1[0-2])"
PERIODS = {
    "month": re.compile(_MONTH),
    "quarter": re.compile(rf"{_YEAR}-Q[1-4]"),
    "year": re.compile(_YEAR),
    "months": re.compile(rf"(?P<first>{_MONTH})/(?P<last>{_MONTH})"),
}
# Of a mark that counts valid complaints, or those that a timely rate is of: in the page's view, or in either.
VALID = re.compile(f"yes|{'|'.join(View)}")
# A mark that counts causes: any, those of a category, or some by name; a complaint with two of them it counts twice.
OF_CAUSES = ("mentions", "mention_category", "cause")
LISTS = ("pending", "differing")
# From day to day after the receipt, both included; without the second, however long it took.
DAYS = re.compile(rf"({'|'.join(End)}):([0-9]{{1,5}})-([0-9]{{0,5}})")
# What was done at a step of the ladder, and within how many days a complaint was withdrawn.
STEP = re.compile(rf"({'|'.join(Step)}):({'|'.join(STEP_STATES)})")
WITHDRAWN = re.compile(r"[0-9]{1,5}")
# All but these, each a cause and a branch: of a mark that is the sum of those too small to be drawn by themselves.
_PAIR = f"[^{SEVERAL}:]*:[^{SEVERAL}]*"
APART = re.compile(f"{_PAIR}({SEVERAL}{_PAIR})*")
_OTHERS = ("status", "claim_stage", "mentions", "mention_category", "primary_cause", "phrase", "as_of")
_SHAPES = {
    **PERIODS,
    "days": DAYS,
    "step": STEP,
    "withdrawn": WITHDRAWN,
    "valid": VALID,
    "rated": VALID,
    "apart": APART,
    "logged": re.compile("yes"),  # of the months that its branch has a log of
}
_CODES: dict[str, type[StrEnum]] = {"channel": Channel, "form": Form, "status": Status}
_KINDS = {*FIELDS, *_SHAPES, *LISTS, *_OTHERS}

_OF_TODAY = {
    "branch": branch_of_today,
    "cause": cause_of_today,
    "primary_cause": cause_of_today,
    "category": category_of_today,
    "mention_category": category_of_today,
}

_PARAMETER = "list"
_DRILL = "drill"
_CLICKED = "drill_clicked"
_ROUND = "drill_round"
_ROUND_AFTER = re.compile(r"_\d+$")  # what `round_key` adds
_JUST_ASKED = "drill_just_asked"


@dataclass(frozen=True, slots=True)
class Drill:
    """What was clicked. kind: a dimension, or one of the lists pending and differing; value: its code, "" for not
    known. also: what else holds, dimension by dimension; more: further marks that were chosen with it.

    as_of among them: a mark that shows how things stood on an earlier day than the page does.
    """

    kind: str
    value: str = ""
    also: tuple[tuple[str, str], ...] = ()
    more: tuple[Drill, ...] = ()

    @property
    def parts(self) -> tuple[tuple[str, str], ...]:
        return ((self.kind, self.value), *self.also)

    @property
    def marks(self) -> tuple[Drill, ...]:
        """Each of the marks by itself."""
        return (replace(self, more=()), *self.more)


def written(drill: Drill) -> list[str]:
    """The marks as the address holds them, one after the other."""
    return [urlencode(one.parts) for one in drill.marks]


def read(marks: Sequence[str]) -> tuple[Drill | None, list[str]]:
    """What an address names, and those of its marks that make no sense."""
    found, odd = [], []
    for mark in dict.fromkeys(marks):
        parts = parse_qsl(mark, keep_blank_values=True)
        if parts and all(_sensible(kind, value) for kind, value in parts):
            found.append(Drill(*parts[0], tuple(parts[1:])))
        else:
            odd.append(mark)
    return _together(found), odd


def _sensible(kind: str, value: str) -> bool:
    if kind in _SHAPES:
        found = _SHAPES[kind].fullmatch(value)
        return found is not None and (kind != "months" or found["first"] <= found["last"])
    if kind == "as_of":
        return _is_day(value)
    if kind in _CODES and value:
        return set(value.split(SEVERAL)) <= set(_CODES[kind])
    return kind in _KINDS


def _is_day(value: str) -> bool:
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _of_today(drill: Drill) -> Drill:
    """With the names that its branches have now, and what its causes and categories were merged into."""
    (kind, value), *also = [(kind, _named_today(kind, value)) for kind, value in drill.parts]
    return Drill(kind, value, tuple(also), tuple(map(_of_today, drill.more)))


def _named_today(kind: str, value: str) -> str:
    if kind == "apart":
        pairs = [(cause_of_today(cause), branch_of_today(branch)) for cause, branch in pairs_of(value)]
        return apart(list(dict.fromkeys(pairs)))
    if of_today := _OF_TODAY.get(kind):
        return SEVERAL.join(dict.fromkeys(map(of_today, value.split(SEVERAL))))
    return value


def apart(pairs: Sequence[tuple[str, str]]) -> str:
    """The value of a part of that kind; a cause or a branch that is not known is ""."""
    return SEVERAL.join(f"{cause}:{branch}" for cause, branch in pairs)


def pairs_of(value: str) -> list[tuple[str, str]]:
    """What `apart` was given."""
    return [(cause, branch) for cause, _, branch in (one.partition(":") for one in value.split(SEVERAL))]


def _together(drills: Sequence[Drill]) -> Drill | None:
    if not drills:
        return None
    first, *rest = drills
    return Drill(first.kind, first.value, first.also, tuple(rest))


def opened() -> Drill | None:
    drill: Drill | None = st.session_state.get(_DRILL)
    return drill


def open_drill(kind: str) -> None:
    """One of the lists."""
    open_drills([Drill(kind)])


def open_drills(drills: Sequence[Drill]) -> None:
    """The complaints of any of these marks."""
    drill = _together(list(dict.fromkeys(mark for one in drills for mark in one.marks)))
    if drill is not None:
        st.session_state[_DRILL] = drill
        st.session_state[_CLICKED] = st.session_state[_JUST_ASKED] = True


def close() -> None:
    st.session_state.pop(_DRILL, None)
    st.session_state[_CLICKED] = True
    st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1


def round_key(name: str) -> str:
    """A chart's key; it changes when a list is closed, so that the chart forgets its selected bar."""
    return f"{name}_{st.session_state.get(_ROUND, 0)}"


def lasting(key: str) -> str:
    """What the key is of, whatever round it is: for what must not be made anew when a list is closed."""
    return _ROUND_AFTER.sub("", key)


def settle_drill() -> None:
    """At the start of a page's run: what was just clicked holds, else what the address brings or has no more.

    A step back in the browser's history closes the list.
    """
    st.session_state.pop(_JUST_ASKED, None)  # whatever was asked before, the page itself will show
    if not st.session_state.pop(_CLICKED, False):
        if (news := address.arrived([_PARAMETER])) is not None:
            drill, odd = read(news[_PARAMETER])
            st.session_state[_DRILL] = drill
            for one in odd:
                refuse_value(words()("common.choice.list"), one)
        elif address.left(_PARAMETER):
            close()
            st.session_state.pop(_CLICKED)
    drill = opened()
    if drill:  # also where it was opened here: an import or a change of the causes may have come since
        drill = st.session_state[_DRILL] = _of_today(drill)
    address.write({_PARAMETER: written(drill) if drill else []}, [_PARAMETER])


def show_what_was_clicked() -> None:
    """At the end of a fragment: a click inside it ran the fragment alone, and the list is the page's to show."""
    if st.session_state.pop(_JUST_ASKED, False):
        st.rerun()
