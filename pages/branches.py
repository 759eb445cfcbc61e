"""机构 Branches: who differs from the rest, and in what?"""

from __future__ import annotations

import streamlit as st

from analytics.measures.branch_funnel import COUNTS, branch_funnel
from analytics.vocabulary import Measure
from ui.branch_level import level
from ui.branch_months import months_grid
from ui.branch_times import times
from ui.branches import finding, funnel
from ui.data import answer
from ui.drill_list import show_drill
from ui.entrance import inside_only
from ui.how_made import how_made
from ui.language import words
from ui.mix_grid import branch_mix
from ui.page import choice, page_scope
from ui.waiting import waiting

inside_only()
say = words()
scope = page_scope("branches")
with st.container(horizontal=True, gap="medium", vertical_alignment="center", key="branches_choices"):
    counted = Measure(choice("counted", COUNTS, lambda name: say(f"vocabulary.measure.{name}")))
    how_made(scope, [counted, Measure.CAUSE_MENTIONS, Measure.PREMIUM_YUAN, Measure.PREMIUM_RATIO])
with waiting():
    placed = answer(branch_funnel, scope, counted)
    finding(placed, scope)
funnel(placed, scope)
months_grid(scope, counted)
branch_mix(scope)
times(scope)
level(scope)
show_drill(scope, scope)
