"""The Cases page: the complaints of the question, masked, and which of them are cases for the deck."""

from __future__ import annotations

from typing import Any

import streamlit as st

from analytics.measures import Scope
from analytics.vocabulary import Dimension, Measure
from ui import address
from ui.data import ask, listed, table_kept
from ui.deck_data import studies_now
from ui.drill_list import complaint_table, list_columns, list_widths
from ui.errors import friendly
from ui.formats import count
from ui.language import language, words
from ui.refused import only_one
from ui.tables import table_files

_CHOSEN = "case_chosen"
_TABLE = "case_table"
MOST_LINES = 2000  # lines in the browser
_PARAMETER = "complaint"


def headline(scope: Scope) -> None:
    """How many cases there are, and how many of them are of what is asked for."""
    say, studies = words(), studies_now()
    here = listed(scope, among=tuple(sorted(studies))) if studies else []
    key = "cases.headline.some" if here else "cases.headline.none"
    st.header(say(key, n=len(here), all=len(studies)), anchor=False)
    st.caption(say("cases.headline.what"))


def complaint_list(scope: Scope) -> None:
    """All complaints of the question; a click on a line opens its file. No personal data reaches the browser."""
    say, studies = words(), studies_now()
    rows = listed(scope, newest=MOST_LINES)
    if not rows:
        st.caption(say("drill.nothing"))
        return
    total = ask(scope, (Dimension.TOTAL,), (Measure.COMPLAINTS,)).rows[0].value(Measure.COMPLAINTS)
    only = st.toggle(say("cases.only_cases"), key="cases_only", disabled=not studies)
    text = st.text_input(
        say("cases.search"), key="cases_search", placeholder=say("cases.search_hint"), icon=":material/search:"
    )
    if len(rows) < (total or 0):
        st.caption(say("cases.newest", n=count(len(rows)), all=count(total)))
        rows = _with_the_one_asked_for(rows, scope, text.strip())
    shown = [row for row in rows if _wanted(row, studies if only else None, text)]
    if not shown:
        st.caption(say("drill.nothing"))
        return
    numbers = [row["complaint_no"] for row in shown]
    table = table_kept(("cases", scope, language(), tuple(numbers)), lambda: complaint_table(shown))
    marks = [say("cases.is_case") if row["complaint_no"] in studies else "" for row in shown]
    table.insert(0, say("cases.case"), marks)
    st.dataframe(
        table,
        hide_index=True,
        height=320,
        placeholder="",
        lazy=False,
        column_config=list_widths(table),
        column_order=[*([say("cases.case")] if studies else []), *list_columns(shown)],
        alt=say("cases.table_alt", n=len(shown)),
        on_select=lambda: _choose(numbers),
        selection_mode="single-row",
        key=_TABLE,
    )
    counts = say("cases.count", n=count(len(shown)), all=count(total))
    st.caption(f"{counts} · {say('drill.more_columns')}")
    table_files(table, key="complaints", title=say("cases.table_alt", n=len(shown)), notes=counts)


def _with_the_one_asked_for(rows: list[dict[str, Any]], scope: Scope, number: str) -> list[dict[str, Any]]:
    """A complaint that is not among the newest is found by its whole number, and a case is never left out."""
    wanted = {number, *studies_now()} - {row["complaint_no"] for row in rows} - {""}
    return [*(listed(scope, among=tuple(sorted(wanted))) if wanted else []), *rows]


@friendly(retry=False)
def _choose(numbers: list[str]) -> None:
    places: list[int] = st.session_state[_TABLE].selection.rows
    if places and places[0] < len(numbers):
        st.session_state[_CHOSEN] = numbers[places[0]]


def _wanted(row: dict[str, Any], studies: dict[str, Any] | None, text: str) -> bool:
    if studies is not None and row["complaint_no"] not in studies:
        return False
    asked = text.strip().lower()
    return not asked or asked in f"{row['complaint_no']} {row['branch'] or ''} {' '.join(row['causes'])}".lower()


def chosen_complaint() -> str | None:
    """The complaint whose file is open: of the address, else the one chosen last; kept in the address."""
    arrived = only_one(_PARAMETER, "drill.column.complaint_no")
    chosen: str | None = arrived or st.session_state.get(_CHOSEN)
    st.session_state[_CHOSEN] = chosen
    address.write({_PARAMETER: [chosen] if chosen else []}, [_PARAMETER])
    return chosen
