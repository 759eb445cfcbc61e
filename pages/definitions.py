"""口径 Definitions: how is this number made?"""

from __future__ import annotations

from analytics.vocabulary import Dimension, Measure
from ui.data import ask
from ui.definitions import SECTIONS, causes, finding, measures, rules, statistics, statuses
from ui.entrance import inside_only
from ui.language import words
from ui.page import choice, page_scope

inside_only()
say = words()
scope = page_scope("definitions")
table = ask(scope, (Dimension.TOTAL,), tuple(Measure))
finding(table.frame)
section = choice("section", SECTIONS, lambda name: say(f"definitions.section.{name}"))
if section == "measures":
    measures(table)
elif section == "rules":
    rules(table.frame)
elif section == "statuses":
    statuses()
elif section == "causes":
    causes()
else:
    statistics()
