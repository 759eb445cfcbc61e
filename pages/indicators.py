"""监管指标 Indicators: where do we stand by the regulator's ratios, and against the market?"""

from __future__ import annotations

import streamlit as st

from analytics.vocabulary import Measure
from ui.drill_list import show_drill
from ui.entrance import inside_only
from ui.indicator_figures import RATIOS_OFFERED, by_branch, over_time
from ui.indicator_steps import steps, withdrawals
from ui.indicators import cards, finding
from ui.language import words
from ui.market import market
from ui.page import choice, page_scope
from ui.waiting import waiting
from ui.what_if import withdrawals_ahead

inside_only()
say = words()
scope = page_scope("indicators")
with waiting():
    finding(scope)
cards(scope)
ratio = Measure(choice("ratio", RATIOS_OFFERED, lambda name: say(f"vocabulary.measure.{name}")))
over_time(scope, ratio)
market(scope, ratio)
by_branch(scope, ratio)
with st.grid(2, min_column_width=430, gap="small", key="steps"):
    with st.container(height="stretch"):
        steps(scope)
    with st.container(height="stretch"):
        withdrawals(scope)
withdrawals_ahead(scope)
show_drill(scope, scope)
