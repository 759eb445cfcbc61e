"""Where complaints come from, what they are about and what becomes of them, as bands as wide as their counts.

Drawn from bars, areas and points: a dashboard hears nothing of a click on plotly's own Sankey diagram.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from analytics.charts.layout import Figure, area, axis, bar, drawing, note, scatter
from analytics.charts.palette import Mode, palette

_HEIGHT = 460  # pixels, where a column of blocks needs no more
_NODE_HEIGHT = 28
_NODE_WIDTH = 0.05
_GAPS = 0.22  # of the height: what all gaps of a column have together
_LETTER_PIXELS = 13
_CLICKED_AT = (0.3, 0.5, 0.7)  # of a band's length
_SMALLEST_TARGET = 9  # pixels


@dataclass(frozen=True, slots=True)
class Node:
    """column: 0 is the leftmost."""

    name: str
    label: str
    column: int
    colour: str


def flow(nodes: Sequence[Node], bands: Sequence[tuple[str, str, int]], unit: str, mode: Mode) -> Figure:
    """bands: (from, to, pieces) by the names of nodes, from a column to the next; a node is as high as its bands.

    Bands take the colour of the coloured one of their two ends. The customdata of a node is its name, of a band both.
    """
    colours, by_name = palette(mode), {node.name: node for node in nodes}
    sizes = {node.name: _size(node.name, bands) for node in nodes}
    total = max((sum(sizes[n.name] for n in nodes if n.column == c) for c in {n.column for n in nodes}), default=0) or 1
    bases = _bases(nodes, sizes, total)
    whole = total * (1 + _GAPS)
    columns = Counter(node.column for node in nodes)
    height = max(_HEIGHT, _NODE_HEIGHT * max(columns.values(), default=0))
    gaps = {column: _gap(total, n) for column, n in columns.items()}
    areas, notes = [], []
    leaving, arriving = dict(bases), dict(bases)
    order = sorted(bands, key=lambda band: (by_name[band[0]].column, bases[band[0]], bases[band[1]]))
    targets = []
    for start, end, n in order:
        first, second = by_name[start], by_name[end]
        colour = second.colour if first.colour == colours.rest else first.colour
        left, top, rise = first.column + _NODE_WIDTH / 2, leaving[start], arriving[end] - leaving[start]
        leaving[start] += n
        arriving[end] += n
        areas.append(area(_band(left, top, top + rise, n), _thin(colour, 0.35), colour))
        said = f"{first.label} → {second.label}: {n:,} {unit}"
        for share in _CLICKED_AT:
            x, middle = left + (1 - _NODE_WIDTH) * share, top + rise * _eased(share) + n / 2
            targets.append((round(x, 3), round(middle, 3), n, f"{start}>{end}", said))
    traces = [
        bar(
            x=[node.column for node in nodes],
            y=[sizes[node.name] for node in nodes],
            base=[bases[node.name] for node in nodes],
            width=_NODE_WIDTH,
            marker={"color": [node.colour for node in nodes], "line": {"width": 0}},
            customdata=[node.name for node in nodes],
            hovertext=[f"{node.label}: {sizes[node.name]:,} {unit}" for node in nodes],
            hoverinfo="text",
        ),
        scatter(
            x=[x for x, *_ in targets],
            y=[y for _, y, *_ in targets],
            mode="markers",
            marker={
                "size": [round(max(_SMALLEST_TARGET, n / whole * height), 1) for _, _, n, *_ in targets],
                "opacity": 0,
                "color": colours.rest,
            },
            customdata=[code for *_, code, _ in targets],
            hovertext=[said for *_, said in targets],
            hoverinfo="text",
        ),
    ]
    last = max((node.column for node in nodes), default=0)
    for node in nodes:
        if (sizes[node.name] + gaps[node.column]) / whole * height >= _LETTER_PIXELS:
            notes.append(
                note(
                    x=node.column,
                    y=bases[node.name] + sizes[node.name] / 2,
                    text=f"{node.label} {sizes[node.name]:,}",
                    xanchor="right" if node.column == last else "left",
                    xshift=-14 if node.column == last else 14,
                    font={"color": colours.ink},
                    bgcolor=_thin(colours.background, 0.7),  # bands of any colour and their edges are behind it
                )
            )
    return drawing(
        mode,
        traces,
        height,
        showlegend=False,
        barmode="overlay",
        xaxis=axis(range=[-_NODE_WIDTH, last + _NODE_WIDTH], visible=False),
        yaxis=axis(range=[whole, 0], visible=False),
        annotations=notes,
        shapes=areas,
    )


def _size(name: str, bands: Sequence[tuple[str, str, int]]) -> int:
    return max(sum(n for start, _, n in bands if start == name), sum(n for _, end, n in bands if end == name))


def _bases(nodes: Sequence[Node], sizes: dict[str, int], total: int) -> dict[str, float]:
    """Where each node begins: the largest of a column on top, gaps of one size between."""
    bases = {}
    for column in {node.column for node in nodes}:
        ordered = sorted((node for node in nodes if node.column == column), key=lambda node: -sizes[node.name])
        gap = _gap(total, len(ordered))
        reached = (total * (1 + _GAPS) - sum(sizes[one.name] for one in ordered) - gap * (len(ordered) - 1)) / 2
        for node in ordered:
            bases[node.name] = reached
            reached += sizes[node.name] + gap
    return bases


def _gap(total: int, nodes: int) -> float:
    """Between two nodes of a column of so many."""
    return total * _GAPS / max(nodes, 2)


def _band(left: float, start: float, end: float, n: int) -> str:
    """The outline of a band that is `n` high everywhere, its upper edge from `start` to `end`: as _eased bends it."""
    width = 1 - _NODE_WIDTH
    x0, x1, x2, x3 = (f"{left + width * third / 3:.4g}" for third in range(4))
    a, b, c, d = (f"{y:.3f}" for y in (start, end, end + n, start + n))
    return f"M{x0},{a}C{x1},{a} {x2},{b} {x3},{b}L{x3},{c}C{x2},{c} {x1},{d} {x0},{d}Z"


def _eased(share: float) -> float:
    """From 0 to 1, level at both ends: the Bézier curve whose inner points lie level with its ends."""
    return share * share * (3 - 2 * share)


def _thin(colour: str, share: float) -> str:
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},{share})"
