"""原因 Causes: what should we fix first?"""

from __future__ import annotations

from analytics.measures.cause_tree import cause_tree
from analytics.vocabulary import Measure
from ui.cause_flow import outcome_flow
from ui.cause_months import cause_grid, one_cause
from ui.causes import finding, pareto, tree_blocks
from ui.data import answer
from ui.drill_list import show_drill
from ui.entrance import inside_only
from ui.how_made import how_made
from ui.mix_grid import cause_mix
from ui.page import page_scope
from ui.waiting import waiting

inside_only()
scope = page_scope("causes")
with waiting():
    tree = answer(cause_tree, scope)
    assert tree is not None  # there is data: the page would have ended
    finding(tree, scope)
how_made(scope, [Measure.COMPLAINTS, Measure.CAUSE_MENTIONS])
pareto(tree, scope)
cause_grid(tree, scope)
one_cause(tree, scope)
tree_blocks(tree, scope)
cause_mix(scope)
outcome_flow(scope)
show_drill(scope, scope)
