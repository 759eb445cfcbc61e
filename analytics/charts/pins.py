"""Comments on a time axis: a small number over the month, a dotted line down; the words stand below the figure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import plotly.graph_objects as go

from analytics.charts.palette import Mode, palette

_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


def pin_mark(place: int) -> str:
    """The sign of the comment at this place of its list, counted from 0."""
    return _CIRCLED[place] if place < len(_CIRCLED) else f"({place + 1})"


def pin_comments(figure: go.Figure, comments: Mapping[str, Sequence[tuple[int, str]]], mode: Mode) -> go.Figure:
    """Mark months of a figure whose x axis is months ("YYYY-MM").

    comments: by month, the place of each in the list below the figure and its words, which the mark shows when
    it is pointed at. Months that the axis does not have must not be given: they would become part of it.
    """
    colour = palette(mode).us
    for month, said in comments.items():
        figure.add_shape(
            type="line",
            x0=month,
            x1=month,
            y0=0,
            y1=1,
            yref="y domain",
            layer="below",
            line={"color": colour, "width": 1, "dash": "dot"},
        )
        figure.add_annotation(
            x=month,
            y=1,
            yref="y domain",
            yanchor="bottom",
            showarrow=False,
            text="".join(pin_mark(place) for place, _ in said),
            hovertext="<br>".join(words for _, words in said),
            font={"color": colour, "size": 14},
        )
    return figure
