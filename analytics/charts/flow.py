"""Where complaints come from, what they are about and what becomes of them, as bands as wide as their counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from analytics.charts.layout import quiet
from analytics.charts.palette import Mode, palette

_HEIGHT = 460


@dataclass(frozen=True, slots=True)
class Node:
    """column: 0 is the leftmost."""

    name: str
    label: str
    column: int
    colour: str


def flow(nodes: Sequence[Node], bands: Sequence[tuple[str, str, int]], unit: str, mode: Mode) -> go.Figure:
    """bands: (from, to, pieces) by the names of nodes. Bands take the colour of the coloured one of their two ends."""
    places = {node.name: place for place, node in enumerate(nodes)}
    colours, columns = palette(mode), max((node.column for node in nodes), default=0) or 1
    by_name = {node.name: node for node in nodes}
    tints = []
    for start, end, _ in bands:
        first, second = by_name[start].colour, by_name[end].colour
        tints.append(_thin(second if first == colours.rest else first))
    figure = go.Figure(
        go.Sankey(
            arrangement="snap",
            node={
                "label": [node.label for node in nodes],
                "color": [node.colour for node in nodes],
                "x": [0.001 + 0.998 * node.column / columns for node in nodes],
                "pad": 14,
                "thickness": 16,
                "line": {"width": 0},
                "hovertemplate": f"%{{label}}: %{{value:,d}} {unit}<extra></extra>",
            },
            link={
                "source": [places[start] for start, _, _ in bands],
                "target": [places[end] for _, end, _ in bands],
                "value": [n for _, _, n in bands],
                "color": tints,
                "hovertemplate": f"%{{source.label}} → %{{target.label}}: %{{value:,d}} {unit}<extra></extra>",
            },
        )
    )
    return quiet(figure, height=_HEIGHT)


def _thin(colour: str) -> str:
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},0.35)"
