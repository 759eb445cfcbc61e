"""总览 Overview: how are we doing, and what needs me today?"""

from __future__ import annotations

import streamlit as st

from analytics.findings import card_figures, overview_tables
from analytics.measures import Which, outstanding
from analytics.vocabulary import Dimension, Measure
from ui.asked import year_before
from ui.cards import cards
from ui.data import answer, known_now
from ui.drill import open_drill
from ui.drill_list import show_drill
from ui.entrance import inside_only
from ui.language import words
from ui.modes import legible
from ui.overview import branches_chart, categories_chart, headline, months_chart
from ui.page import page_scope
from ui.printing import printing
from ui.stale import say_if_stale
from ui.waiting import waiting

inside_only()
say = words()

scope = page_scope("overview")
# What is pending waits for somebody whatever period is looked at.
everything = scope.with_(first=None, last=None)
say_if_stale()
with waiting():
    shown = answer(overview_tables, scope)
    headline(scope)
total = shown[(Dimension.TOTAL,)]
earlier = year_before(scope, known_now())
before = answer(card_figures, earlier) if earlier else None
# Two sums are comparable where neither lacks a month.
whole = before is not None and not before.frame.unlogged and not total.frame.unlogged

if total.rows:
    cards(
        total.rows[0],
        before.rows[0] if before and before.rows and whole else None,
        total.frame,
        answer(outstanding, everything, Which.PENDING),
    )
differing = answer(outstanding, scope, Which.DIFFERING).number
if differing:
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="differs"):
        note = say("overview.differs.note", n=differing)
        st.markdown(f":orange[:material/difference:] {note}", width="content")
        if not printing():
            st.button(
                legible(say("overview.differs.link")),
                key="differs_list",
                type="tertiary",
                on_click=open_drill,
                args=("differing",),
            )
comments = months_chart(scope, shown[(Dimension.MONTH,)])
if total.rows and total.rows[0].value(Measure.COMPLAINTS):
    with st.grid(2, min_column_width=430, gap="small", key="bars"):
        with st.container(height="stretch"):
            branches_chart(scope, shown[(Dimension.BRANCH,)], comments)
        with st.container(height="stretch"):
            categories_chart(scope, shown[(Dimension.CATEGORY,)])
show_drill(scope, everything)
