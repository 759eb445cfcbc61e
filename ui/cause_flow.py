"""Causes: from the channel over the main category, or the cause itself, to what became of the complaint."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

import pandas as pd

from analytics.charts import Node, flow, palette
from analytics.measures import Scope
from analytics.measures.cause_flow import cause_flow
from analytics.measures.keys import CellKey
from analytics.vocabulary import VALID_ANNUAL, VALID_MONTHLY, Dimension, Measure, View
from ui.data import answer, ask, taxonomy
from ui.downloads import safe_table
from ui.drill import Drill, round_key, show_what_was_clicked
from ui.formats import count
from ui.frame import basis, chart_frame, drawn
from ui.labels import label
from ui.language import words
from ui.modes import mode
from ui.one_version import part_of_page
from ui.page import choice
from ui.totals import total_line

_BY = (Dimension.CHANNEL, Dimension.CATEGORY, Dimension.STATUS)
_N = Measure.COMPLAINTS
_CAUSE = "primary_cause"  # as a list of complaints knows it
Kinds = tuple[str, str, str]


@part_of_page
def outcome_flow(scope: Scope) -> None:
    """Each complaint is in one band of each step."""
    say = words()
    table = ask(scope, _BY, (_N,))
    whole = ask(scope, (Dimension.TOTAL,), (_N, Measure.VALID)).rows
    if not whole or not whole[0].value(_N):
        return
    middle = choice("flow_by", (Dimension.CATEGORY, _CAUSE), lambda one: say(f"causes.flow.by_{one}"))
    kinds: Kinds = (Dimension.CHANNEL, middle, Dimension.STATUS)
    rows: dict[CellKey, int]
    if middle == _CAUSE:
        rows = answer(cause_flow, scope)
    else:
        rows = {tuple(row.key[one] for one in _BY): int(row.value(_N) or 0) for row in table.rows}
    n, valid = count(whole[0].value(_N)), count(whole[0].value(Measure.VALID))
    title = say("causes.flow.title", n=n, valid=valid)
    # Known by their numbers in the figure, which says each of them over and over.
    parts = sorted({(place, code or "") for key, number in rows.items() if number for place, code in enumerate(key)})
    name_of = {part: str(number) for number, part in enumerate(parts)}
    marks: Counter[tuple[str, ...]] = Counter()  # a block by its name, a band by the two that it joins
    for key, number in rows.items():
        if number:
            names = [name_of[place, code or ""] for place, code in enumerate(key)]
            for mark in [*((name,) for name in names), *pairwise(names)]:
                marks[mark] += number
    order = sorted(marks, key=lambda mark: (parts[int(mark[0])][0], len(mark), -marks[mark]))
    chart_frame(
        drawn(
            flow,
            [_node(name, kinds, *part, scope.view) for part, name in name_of.items()],
            [(*mark, n) for mark, n in sorted(marks.items()) if len(mark) == 2],
            say("overview.chart.unit"),
            mode(),
        ),
        key=round_key("flow"),
        title=title,
        alt=say(f"causes.flow.alt_{middle}", title=title),
        notes=f"{say('causes.flow.notes')} · {basis(table.frame, int(whole[0].value(_N) or 0))}",
        table=lambda: _table(kinds, [([parts[int(name)] for name in mark], marks[mark]) for mark in order]),
        total=lambda: total_line(scope, (_N, Measure.VALID)),
        on_click=lambda code: _drill(kinds, [parts[int(one)] for one in code.split(">")]),
        drills=[_drill(kinds, [parts[int(name)] for name in mark]) for mark in order],
    )
    show_what_was_clicked()


def _drill(kinds: Kinds, parts: list[tuple[int, str]]) -> Drill:
    """Of a block, or of a band by the two that it joins."""
    (kind, value), *also = [(str(kinds[place]), code) for place, code in parts]
    return Drill(kind, value, tuple(also))


def _node(name: str, kinds: Kinds, place: int, code: str, view: View) -> Node:
    shades, kind = palette(mode()), kinds[place]
    colour = shades.rest
    if kind == Dimension.CATEGORY:
        colour = shades.category(code or None)
    elif kind == _CAUSE:
        known = taxonomy().cause_by_code.get(code)
        colour = shades.category(known.category if known else None)
    elif kind == Dimension.STATUS and code in (VALID_MONTHLY if view is View.MONTHLY else VALID_ANNUAL):
        colour = shades.action
    return Node(name, label(kind, code), place, colour)


def _table(kinds: Kinds, marks: Sequence[tuple[Sequence[tuple[int, str]], int]]) -> pd.DataFrame:
    """A row a block and a row a band; what a mark does not tell apart is all of it."""
    say = words()
    headings = [say(f"causes.flow.{kind}") for kind in kinds]
    rows = []
    for parts, n in marks:
        names = {place: label(kinds[place], code) for place, code in parts}
        row: dict[str, object] = {one: names.get(place, say("common.all")) for place, one in enumerate(headings)}
        rows.append(row | {say("causes.flow.complaints"): n})
    return safe_table(pd.DataFrame(rows))
