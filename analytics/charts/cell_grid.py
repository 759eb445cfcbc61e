"""A table of numbers as coloured cells, each with its number, each of which can be clicked.

Cells are bars of equal length beside each other: plotly's own heat map cannot be clicked on in a dashboard.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from textwrap import wrap

from analytics.charts.layout import Figure, axis, bar, drawing
from analytics.charts.palette import Mode, palette

_ROW_PIXELS = 30
_EDGES_PIXELS = 64
_LINE_PIXELS = 15
_ROOM = 44  # characters that all columns have room for beside each other, on a narrow screen
_CHARACTERS, _LINES = 4, 4  # of a line, at least; lines of a name
_ROOMY, _LETTERS = 7, 12  # characters of a line from which on letters have three for one; letters of a shorter line


@dataclass(frozen=True, slots=True)
class GridCell:
    """text: printed in the cell. strength: how far its colour goes, 0 to 1. more: warm (above what is expected) instead
    of the accent. code: its customdata, "" where there is nothing behind it."""

    row: int
    column: int
    text: str
    strength: float
    code: str
    hover: str
    warm: bool = False


def cell_grid(
    cells: Sequence[GridCell], rows: Sequence[str], columns: Sequence[str], mode: Mode, *, size: int = 12
) -> Figure:
    """The cells under their column labels, rows from the top down. A cell that is not given stays empty."""
    colours = palette(mode)
    fills = [
        mixed(colours.background, colours.action if one.warm else colours.us, min(1.0, max(0.0, one.strength)))
        for one in cells
    ]
    traces = [
        bar(
            x=[0.96] * len(cells),
            base=[one.column - 0.48 for one in cells],
            y=[one.row for one in cells],
            width=0.92,
            orientation="h",
            marker={"color": fills, "line": {"width": 0}},
            text=[one.text for one in cells],
            textposition="inside",
            insidetextanchor="middle",
            textangle=0,
            constraintext="none",
            insidetextfont={"size": size, "color": [ink(fill) for fill in fills]},
            customdata=[one.code for one in cells],
            hovertext=[one.hover for one in cells],
            hoverinfo="text",
        )
    ]
    room = max(_CHARACTERS, _ROOM // max(len(columns), 1))
    names = [_wrapped(column, room) for column in columns]
    lines = max((name.count("<br>") for name in names), default=0)
    return drawing(
        mode,
        traces,
        _EDGES_PIXELS + _LINE_PIXELS * lines + _ROW_PIXELS * max(len(rows), 1),
        showlegend=False,
        barmode="overlay",
        bargap=0,
        xaxis=axis(
            tickmode="array",
            tickvals=list(range(len(columns))),
            ticktext=names,
            side="top",
            range=[-0.5, len(columns) - 0.5],
            showgrid=False,
            tickangle=0,
        ),
        yaxis=axis(
            tickmode="array",
            tickvals=list(range(len(rows))),
            ticktext=[f"{row}  " for row in rows],
            range=[len(rows) - 0.5, -0.5],
            showgrid=False,
        ),
    )


def _wrapped(name: str, room: int) -> str:
    """A long name on several lines of about equal length, and cut short where they are not enough: its cells' hover
    has it whole. Labels with a line break of their own stay. room: characters of a line."""
    if "<br>" in name:
        return name
    if name.isascii():
        return "<br>".join(wrap(name, _LETTERS if room < _ROOMY else 3 * room))
    lines = min(ceil(len(name) / room), _LINES)
    if len(name) > lines * room:
        name = f"{name[: lines * room - 1]}…"
    even = ceil(len(name) / lines)
    return "<br>".join(name[at : at + even] for at in range(0, len(name), even))


def mixed(background: str, colour: str, share: float) -> str:
    """The colour at this share over the background; a sixth at least, so that a one is not a nothing."""
    if share <= 0:
        return background
    share = 0.1 + 0.9 * share
    parts = [
        round(int(background[i : i + 2], 16) * (1 - share) + int(colour[i : i + 2], 16) * share) for i in (1, 3, 5)
    ]
    return "#" + "".join(f"{part:02X}" for part in parts)


def ink(fill: str) -> str:
    """Black or white, whichever stands out more from the cell: 4.58 at least (WCAG relative luminance)."""
    parts = [int(fill[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return "#000000" if luminance > 0.179 else "#FFFFFF"
