"""A hierarchy as nested blocks, level beside level, each block as tall as its count and each of them clickable.

Made of bars: plotly's own icicle cannot be clicked on in a dashboard.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analytics.charts.cell_grid import ink, mixed
from analytics.charts.layout import Figure, axis, bar, drawing
from analytics.charts.palette import Mode, palette

_HEIGHT = 560
_LETTER_PIXELS = 15  # a block that is lower than a line of text stays without one


@dataclass(frozen=True, slots=True)
class Block:
    """level: 0 is the outermost. count: its height. code: its customdata. colour: of its outermost block."""

    level: int
    label: str
    count: int
    code: str
    colour: str


def icicle(blocks: Sequence[Block], levels: Sequence[str], total: int, mode: Mode) -> Figure:
    """blocks: in the order from the top down within each level, so that those of a level add up to `total`.

    levels: the headings of the columns, as many as there are levels.
    """
    background = palette(mode).background
    reached = [0] * len(levels)
    bases = []
    for block in blocks:
        bases.append(reached[block.level])
        reached[block.level] += block.count
    fills = [mixed(background, block.colour, (1.0, 0.65, 0.35)[min(block.level, 2)]) for block in blocks]
    fits = [total and block.count / total * _HEIGHT * 0.9 >= _LETTER_PIXELS for block in blocks]
    traces = [
        bar(
            x=[block.level for block in blocks],
            y=[block.count for block in blocks],
            base=bases,
            width=0.985,
            marker={"color": fills, "line": {"color": background, "width": 1}},
            text=[f"{block.label} {block.count:,}" if fit else "" for block, fit in zip(blocks, fits, strict=True)],
            textposition="inside",
            insidetextanchor="middle",
            constraintext="none",
            textangle=0,
            insidetextfont={"color": [ink(fill) for fill in fills], "size": 12},
            customdata=[block.code for block in blocks],
            hovertext=[
                f"{block.label}<br>{block.count:,} · {block.count / total if total else 0:.1%}" for block in blocks
            ],
            hoverinfo="text",
        )
    ]
    return drawing(
        mode,
        traces,
        _HEIGHT,
        showlegend=False,
        barmode="overlay",
        bargap=0,
        xaxis=axis(
            tickmode="array",
            tickvals=list(range(len(levels))),
            ticktext=list(levels),
            side="top",
            range=[-0.5, len(levels) - 0.5],
            showgrid=False,
        ),
        yaxis=axis(range=[max(total, 1), 0], showgrid=False, showticklabels=False),
    )
