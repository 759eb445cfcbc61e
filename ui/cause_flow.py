"""Causes: from the channel over the main category to what became of the complaint."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import pandas as pd

from analytics.charts import Node, flow, palette
from analytics.measures import Row, Scope
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
    bands: Counter[tuple[str, str]] = Counter()
    for row in rows:
        names = [name_of[place, row.key[kind] or ""] for place, kind in enumerate(_BY)]
        for start, end in pairwise(names):
            bands[start, end] += int(row.value(_N) or 0)
    chart_frame(
        drawn(
            flow,
            [_node(name, *part, scope.view) for part, name in name_of.items()],
            [(start, end, n) for (start, end), n in sorted(bands.items())],
            say("overview.chart.unit"),
            mode(),
        ),
        key=round_key("flow"),
        title=title,
        alt=say("causes.flow.alt", title=title),
        notes=f"{say('causes.flow.notes')} · {basis(table.frame, int(whole[0].value(_N) or 0))}",
        table=lambda: _table(rows),
        total=lambda: total_line(scope, (_N, Measure.VALID)),
        on_click=lambda code: _drill([parts[int(one)] for one in code.split(">")]),
        drills=[Drill("channel", row.key["channel"] or "", _also(row)) for row in rows],
    )


def _drill(parts: list[tuple[int, str]]) -> Drill:
    """Of a block, or of a band by the two that it joins."""
    (kind, value), *also = [(str(_BY[place]), code) for place, code in parts]
    return Drill(kind, value, tuple(also))


def _also(row: Row) -> tuple[tuple[str, str], ...]:
    return (("category", row.key["category"] or ""), ("status", row.key["status"] or ""))


def _node(name: str, place: int, code: str, view: View) -> Node:
    shades, kind = palette(mode()), _BY[place]
    colour = shades.rest
    if kind is Dimension.CATEGORY:
        colour = shades.category(code or None)
    elif kind is Dimension.STATUS and code in (VALID_MONTHLY if view is View.MONTHLY else VALID_ANNUAL):
        colour = shades.action
    return Node(name, label(kind, code), place, colour)


def _table(rows: list[Row]) -> pd.DataFrame:
    say = words()
    return safe_table(
        pd.DataFrame(
            [
                {
                    say("causes.flow.channel"): label("channel", row.key["channel"]),
                    say("causes.tree.category"): label("category", row.key["category"]),
                    say("causes.flow.status"): label("status", row.key["status"]),
                    say("causes.flow.complaints"): row.value(_N),
                }
                for row in rows
            ]
        )
    )
