"""Causes: from the channel over the main category to what became of the complaint."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

import pandas as pd

from analytics.charts import Node, flow, palette
from analytics.measures import Scope
from analytics.vocabulary import VALID_ANNUAL, VALID_MONTHLY, Dimension, Measure, View
from ui.data import ask
from ui.downloads import safe_table
from ui.drill import Drill, round_key
from ui.formats import count
from ui.frame import basis, chart_frame, drawn
from ui.labels import label
from ui.language import words
from ui.modes import mode
from ui.totals import total_line

_BY = (Dimension.CHANNEL, Dimension.CATEGORY, Dimension.STATUS)
_N = Measure.COMPLAINTS


def outcome_flow(scope: Scope) -> None:
    """Each complaint is in one band of each step."""
    say = words()
    table = ask(scope, _BY, (_N,))
    rows = [row for row in table.rows if row.value(_N)]
    whole = ask(scope, (Dimension.TOTAL,), (_N, Measure.VALID)).rows
    if not rows or not whole:
        return
    n, valid = count(whole[0].value(_N)), count(whole[0].value(Measure.VALID))
    title = say("causes.flow.title", n=n, valid=valid)
    # Known by their numbers in the figure, which says each of them over and over.
    parts = sorted({(place, row.key[kind] or "") for row in rows for place, kind in enumerate(_BY)})
    name_of = {part: str(number) for number, part in enumerate(parts)}
    marks: Counter[tuple[str, ...]] = Counter()  # a block by its name, a band by the two that it joins
    for row in rows:
        names = [name_of[place, row.key[kind] or ""] for place, kind in enumerate(_BY)]
        for mark in [*((name,) for name in names), *pairwise(names)]:
            marks[mark] += int(row.value(_N) or 0)
    order = sorted(marks, key=lambda mark: (parts[int(mark[0])][0], len(mark), -marks[mark]))
    chart_frame(
        drawn(
            flow,
            [_node(name, *part, scope.view) for part, name in name_of.items()],
            [(*mark, n) for mark, n in sorted(marks.items()) if len(mark) == 2],
            say("overview.chart.unit"),
            mode(),
        ),
        key=round_key("flow"),
        title=title,
        alt=say("causes.flow.alt", title=title),
        notes=f"{say('causes.flow.notes')} · {basis(table.frame, int(whole[0].value(_N) or 0))}",
        table=lambda: _table([([parts[int(name)] for name in mark], marks[mark]) for mark in order]),
        total=lambda: total_line(scope, (_N, Measure.VALID)),
        on_click=lambda code: _drill([parts[int(one)] for one in code.split(">")]),
        drills=[_drill([parts[int(name)] for name in mark]) for mark in order],
    )


def _drill(parts: list[tuple[int, str]]) -> Drill:
    """Of a block, or of a band by the two that it joins."""
    (kind, value), *also = [(str(_BY[place]), code) for place, code in parts]
    return Drill(kind, value, tuple(also))


def _node(name: str, place: int, code: str, view: View) -> Node:
    shades, kind = palette(mode()), _BY[place]
    colour = shades.rest
    if kind is Dimension.CATEGORY:
        colour = shades.category(code or None)
    elif kind is Dimension.STATUS and code in (VALID_MONTHLY if view is View.MONTHLY else VALID_ANNUAL):
        colour = shades.action
    return Node(name, label(kind, code), place, colour)


def _table(marks: Sequence[tuple[Sequence[tuple[int, str]], int]]) -> pd.DataFrame:
    """A row a block and a row a band; what a mark does not tell apart is all of it."""
    say = words()
    headings = [say("causes.flow.channel"), say("causes.flow.category"), say("causes.flow.status")]
    rows = []
    for parts, n in marks:
        names = {place: label(_BY[place], code) for place, code in parts}
        row: dict[str, object] = {one: names.get(place, say("common.all")) for place, one in enumerate(headings)}
        rows.append(row | {say("causes.flow.complaints"): n})
    return safe_table(pd.DataFrame(rows))
