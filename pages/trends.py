"""趋势 Trends: is the change real?"""

from __future__ import annotations

import streamlit as st

from analytics.vocabulary import Measure
from ui.drill_list import show_drill
from ui.entrance import inside_only
from ui.how_made import how_made
from ui.language import words
from ui.page import choice, page_scope
from ui.trend_jump import jump
from ui.trend_years import years
from ui.trends import MEASURES, control, finding, history
from ui.waiting import waiting

inside_only()
say = words()
scope = page_scope("trends")
with st.container(horizontal=True, gap="medium", vertical_alignment="center", key="trend_choices"):
    measure = choice("measure", MEASURES, lambda name: say(f"vocabulary.measure.{name}"))
    grain = choice("grain", ("month", "quarter"), lambda name: say(f"trends.grain.{name}"))
    how_made(scope, [Measure(measure)])
with waiting():
    series = history(scope, measure, grain)
    finding(series, scope)
control(series, scope)
years(scope, measure)
jump(scope)
show_drill(scope, scope)
