"""Causes: from the channel over the main category to what became of the complaint."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import pandas as pd

from analytics.charts import Node, flow, palette
from analytics.measures import Row, Scope
from analytics.vocabulary import VALID_ANNUAL, VALID_MONTHLY, Dimension, Measure, Status, View
from ui.data import ask
from ui.downloads import safe_table
from ui.drill import Drill, round_key
from ui.formats import count
from ui.frame import basis, chart_frame, drawn, mode
from ui.labels import label
from ui.language import words
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
    bands: Counter[tuple[str, str]] = Counter()
    for row in rows:
        names = [f"{place}/{row.key[kind] or ''}" for place, kind in enumerate(_BY)]
        for start, end in pairwise(names):
            bands[start, end] += int(row.value(_N) or 0)
    chart_frame(
        drawn(
            flow,
            _nodes(rows, scope.view),
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
        on_click=_drill,
        drills=[Drill("channel", row.key["channel"] or "", _also(row)) for row in rows],
    )


def _drill(code: str) -> Drill:
    """A block, "0/website", or a band, "0/website>1/claim_service"."""
    parts = [(str(_BY[int(place)]), value) for place, value in (one.split("/", 1) for one in code.split(">"))]
    return Drill(*parts[0], tuple(parts[1:]))


def _also(row: Row) -> tuple[tuple[str, str], ...]:
    return (("category", row.key["category"] or ""), ("status", row.key["status"] or ""))


def _nodes(rows: list[Row], view: View) -> list[Node]:
    shades = palette(mode())
    counted = {Status(one) for one in (VALID_MONTHLY if view is View.MONTHLY else VALID_ANNUAL)}
    nodes: dict[str, Node] = {}
    for place, kind in enumerate(_BY):
        for row in rows:
            code = row.key[kind]
            colour = shades.rest
            if kind is Dimension.CATEGORY:
                colour = shades.category(code)
            elif kind is Dimension.STATUS and code in counted:
                colour = shades.action
            nodes.setdefault(f"{place}/{code or ''}", Node(f"{place}/{code or ''}", label(kind, code), place, colour))
    return list(nodes.values())


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
