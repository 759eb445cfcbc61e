"""The same bars for every column of a table, side by side over one scale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Any

from analytics.charts.layout import Figure, Trace, axis, bar, drawing, note
from analytics.charts.palette import Mode, palette

_ROW_PIXELS = 24
_EDGES_PIXELS = 90
_TITLE_LETTERS = 13  # a line; a panel is a seventh of the page at the least


@dataclass(frozen=True, slots=True)
class Panel:
    """One small chart: title, colour, and for every row a share 0 to 1 (None: no such thing), a text, what is said of
    it and a code."""

    title: str
    colour: str
    shares: tuple[float | None, ...]
    texts: tuple[str, ...]
    hovers: tuple[str, ...]
    codes: tuple[str, ...]


def small_multiples(panels: Sequence[Panel], rows: Sequence[str], mode: Mode) -> Figure:
    """Panels beside each other, rows from the top down, one scale of shares for all of them."""
    longest = max((share or 0.0 for panel in panels for share in panel.shares), default=0.0) or 1.0
    width = 1.0 / max(len(panels), 1)
    traces: list[Trace] = []
    across: dict[str, dict[str, Any]] = {}
    notes = []
    for place, panel in enumerate(panels):
        number = "" if place == 0 else str(place + 1)
        traces.append(
            bar(
                x=list(panel.shares),
                y=list(range(len(rows))),
                orientation="h",
                marker={"color": panel.colour, "line": {"width": 0}},
                text=list(panel.texts),
                textposition="outside",
                textfont={"size": 10},
                textangle=0,
                cliponaxis=False,
                customdata=list(panel.codes),
                hovertext=list(panel.hovers),
                hoverinfo="text",
                xaxis=f"x{number}",
                yaxis="y",
            )
        )
        across[f"xaxis{number}"] = axis(
            domain=[place * width, (place + 0.9) * width],
            range=[0, longest * 1.65],  # room for the number of the longest, on a narrow screen as well
            showticklabels=False,
            showgrid=False,
            zeroline=True,
            zerolinecolor=palette(mode).limit,
            anchor="y",
        )
        notes.append(
            note(
                x=place * width,
                xref="paper",
                xanchor="left",
                y=1.0,
                yref="paper",
                yanchor="bottom",
                text=f"<b>{'<br>'.join(wrap(panel.title, _TITLE_LETTERS))}</b>",
                align="left",
                font={"size": 11},
            )
        )
    return drawing(
        mode,
        traces,
        _EDGES_PIXELS + _ROW_PIXELS * max(len(rows), 1),
        showlegend=False,
        annotations=notes,
        margin={"t": 54},
        **({"xaxis": axis(range=[0, 1])} | across),
        yaxis=axis(
            tickmode="array",
            tickvals=list(range(len(rows))),
            ticktext=[f"{row}  " for row in rows],
            range=[len(rows) - 0.5, -0.5],
            showgrid=False,
        ),
    )
