"""Indicators: what the year looks like if more are withdrawn by 31 December, and how many a target needs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from analytics.errors import RequestError
from analytics.measures import Figure, Scope, WhatIf, needed_withdrawals, what_if
from analytics.measures.figure import UNITS
from analytics.vocabulary import Dimension, Measure, Status, View
from ui.data import answer, ask, listed
from ui.downloads import safe_table
from ui.formats import DASH, figure_value, interval, plain
from ui.language import language, words
from ui.modes import legible
from ui.one_version import part_of_page
from ui.tables import table_files

_MOST_LISTED = 200
_TARGETED = (Measure.PREMIUM_RATIO, Measure.POLICY_RATIO_10K)


@part_of_page
def withdrawals_ahead(scope: Scope) -> None:
    """Both directions side by side, for the year that the period ends in; where nothing can be withdrawn any more, one
    below the other: that fact takes a line, and the target the row.
    """
    say = words()
    assert scope.last is not None
    year = scope.last[:4]
    asked = scope.with_(first=max(scope.first or "", f"{year}-01"), view=View.ANNUAL)
    st.subheader(say("indicators.what_if.title"), anchor=False)
    by_status = ask(asked, (Dimension.BRANCH, Dimension.STATUS), (Measure.COMPLAINTS,))
    curable = {
        row.key["branch"]: int(row.value(Measure.COMPLAINTS) or 0)
        for row in by_status.rows
        if row.key["status"] == Status.VALID and row.value(Measure.COMPLAINTS)
    }
    if not curable:
        st.caption(say("indicators.what_if.nothing", year=year))
        _needed(asked)
        return
    with st.grid(2, min_column_width=400, gap="medium", key="what_if"):
        with st.container():
            _choose(asked, curable)
        with st.container():
            _needed(asked)


def _choose(asked: Scope, curable: Mapping[str | None, int]) -> None:
    """By number for each branch; one by one only where the list is short enough to be read."""
    say = words()
    ways = ("by_number", "by_list") if sum(curable.values()) <= _MOST_LISTED else ("by_number",)
    how = st.segmented_control(
        say("indicators.what_if.how"),
        ways,
        default="by_number",
        required=True,
        format_func=lambda one: legible(say(f"indicators.what_if.{one}")),
        key="what_if_how",
    )
    chosen: tuple[str, ...] | Mapping[str, int]
    if how == "by_list":
        chosen = tuple(
            st.multiselect(
                say("indicators.what_if.choose"),
                [row["complaint_no"] for row in listed(asked) if row["status"] == Status.VALID],
                key="what_if_list",
                select_all=False,
            )
        )
    else:
        counts = {branch: n for branch, n in curable.items() if branch is not None}
        with st.container(height=260):
            chosen = {
                branch: st.number_input(
                    say("indicators.what_if.branch_n", branch=plain(branch), n=n), 0, n, 0, key=f"what_if_{branch}"
                )
                for branch, n in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
            }
    try:
        if isinstance(chosen, tuple):
            made = answer(what_if, asked, chosen)
        else:
            made = answer(_of_branches, asked, tuple(sorted(chosen.items())))
    except RequestError as error:
        st.caption(say("indicators.what_if.none", reason=plain(error.message.in_language(language()))))
        return
    said, table = made.sentence().in_language(language()), what_if_table(made)
    st.markdown(f"**{plain(said)}**")
    st.dataframe(table, hide_index=True, placeholder=DASH, alt=say("indicators.what_if.title"))
    table_files(table, key="what_if", title=said)


def _of_branches(cursor: Any, scope: Scope, counts: tuple[tuple[str, int], ...]) -> WhatIf:
    """Numbers by branch come as pairs, so that the answer can be kept under them."""
    return what_if(cursor, scope, dict(counts))


def what_if_table(made: WhatIf) -> pd.DataFrame:
    say = words()

    def shown(figure: Figure) -> str:
        between = interval(figure)
        value = figure_value(figure.measure, figure.value)
        return f"{value} ({between})" if between else value

    return safe_table(
        pd.DataFrame(
            [
                {
                    say("indicators.what_if.measure"): say(f"vocabulary.measure.{name}"),
                    say("indicators.what_if.before"): shown(figure),
                    say("indicators.what_if.after"): shown(made.after[name]),
                }
                for name, figure in made.before.items()
            ]
        )
    )


def _needed(asked: Scope) -> None:
    say = words()
    st.markdown(f"**{say('indicators.what_if.needed_title')}**")
    with st.container(horizontal=True, vertical_alignment="top"):
        measure = st.segmented_control(
            say("indicators.what_if.measure"),
            _TARGETED,
            default=_TARGETED[0],
            required=True,
            format_func=lambda one: legible(say(f"vocabulary.measure.{one}")),
            key="needed_measure",
            width="content",
        )
        name = Measure(measure or _TARGETED[0])
        target = st.number_input(
            say("indicators.what_if.target", unit=UNITS[name].in_language(language())),
            min_value=0.0,
            value=None,
            step=0.01,
            key=f"needed_target_{name}",
            width=240,
        )
    if target is None:
        st.caption(say("indicators.what_if.needed_none"))
        return
    try:
        made = answer(needed_withdrawals, asked, target, name)
    except RequestError as error:
        st.caption(say("indicators.what_if.none", reason=plain(error.message.in_language(language()))))
        return
    st.markdown(f"**{plain(made.sentence().in_language(language()))}**")
