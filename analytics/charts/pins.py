"""Comments on a figure: a small number over the month, with a dotted line down, or at the branch's point or name;
the words stand below the figure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import plotly.graph_objects as go

from analytics.charts.palette import Mode, palette

_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_ROW = 18  # pixels


def pin_mark(place: int) -> str:
    """The sign of the comment at this place of its list, counted from 0."""
    return _CIRCLED[place] if place < len(_CIRCLED) else f"({place + 1})"


def pin_marks(said: Sequence[tuple[int, str]]) -> str:
    return "".join(pin_mark(place) for place, _ in said)


def pin_comments(figure: go.Figure, comments: Mapping[str, Sequence[tuple[int, str]]], mode: Mode) -> go.Figure:
    """Mark months of a figure whose x axis is months ("YYYY-MM").

    comments: by month, the place of each in the list below the figure and its words, which the mark shows when
    it is pointed at. Months that the axis does not have must not be given: they would become part of it.
    """
    colour = palette(mode).us
    if comments:  # the signs have a row of their own, between the marks and the legend
        layout = figure.layout
        within = layout.height - layout.margin.t - layout.margin.b
        figure.update_layout(
            height=layout.height + _ROW, margin_t=layout.margin.t + _ROW, legend_y=layout.legend.y + _ROW / within
        )
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
            text=pin_marks(said),
            hovertext="<br>".join(words for _, words in said),
            font={"color": colour, "size": 14},
        )
    return figure


def pin_branches(figure: go.Figure, comments: Mapping[str, Sequence[tuple[int, str]]], mode: Mode) -> go.Figure:
    """Mark points whose customdata is their branch, below the point: above stands its name.

    comments: by branch, as for `pin_comments`.
    """
    for trace in figure.data:
        for branch, x, y in zip(trace.customdata or (), trace.x, trace.y, strict=False):
            if branch in comments:
                figure.add_annotation(
                    x=x,
                    y=y,
                    yanchor="top",
                    yshift=-6,
                    showarrow=False,
                    text=pin_marks(comments[branch]),
                    hovertext="<br>".join(words for _, words in comments[branch]),
                    font={"color": palette(mode).us, "size": 14},
                )
    return figure
