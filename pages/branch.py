"""机构对照 One branch: is it different from all others, in what, or is it noise?"""

from __future__ import annotations

import streamlit as st

from analytics.measures.branch_comparison import compare_branch, sides
from analytics.vocabulary import Measure
from ui.branch import MEASURES, choose_branch, finding, left_out, side_by_side
from ui.branch_figures import figures
from ui.data import answer
from ui.drill_list import show_drill
from ui.entrance import inside_only
from ui.frame import basis
from ui.how_made import how_made
from ui.language import words
from ui.page import page_scope
from ui.waiting import waiting

inside_only()
say = words()
scope = page_scope("branch")
name = choose_branch(scope)
found = answer(sides, scope, name)
if not found.others:
    st.info(say("branch.alone"), icon=":material/info:")
    st.stop()
with waiting():
    made = answer(compare_branch, scope, found.ours, found.others)
    finding(name, made)
if neither := left_out(found):
    st.caption(neither)
how_made(scope.with_(branches=made.branches), MEASURES)
figures(name, made, scope)
side_by_side(name, made, scope, basis(made.frame, int(made.ours[Measure.COMPLAINTS].value or 0)))
show_drill(scope, scope)
