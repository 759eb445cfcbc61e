"""How long things take, as whole distributions: boxes side by side, or two curves of how many were done by when."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from analytics.charts.layout import quiet
from analytics.charts.palette import Mode, palette
from analytics.errors import Text

_ROW_PIXELS = 30
_EDGES_PIXELS = 56
_DAYS = Text("日历日", "calendar days")
_DONE = Text("已完成的比例", "share done")


def day_boxes(
    rows: Sequence[tuple[str, Sequence[int]]], language: str, mode: Mode, marked: str | None = None
) -> go.Figure:
    """A box a row: median, quartiles, whiskers to 1.5 times the box, and the points beyond them.

    rows: label and days, from the top down. marked: a label to pick out.
    """
    colours = palette(mode)
    figure = go.Figure()
    for label, days in rows:
        colour = colours.us if marked in (None, label) else colours.rest
        figure.add_box(
            x=list(days),
            name=label,
            orientation="h",
            boxpoints="outliers",
            line={"color": colour, "width": 1.5},
            marker={"color": colour, "size": 4, "opacity": 0.6},
            hoverinfo="x+name",
        )
    quiet(figure, height=_EDGES_PIXELS + _ROW_PIXELS * max(len(rows), 1))
    figure.update_layout(showlegend=False)
    figure.update_xaxes(title=_DAYS.in_language(language), nticks=6, rangemode="tozero")
    figure.update_yaxes(autorange="reversed", showgrid=False, ticksuffix="  ")
    return figure


def done_by_day(groups: Sequence[tuple[str, Sequence[int]]], language: str, mode: Mode) -> go.Figure:
    """The share done within so many days (empirical distribution), one step curve a group, the first in the accent."""
    colours = palette(mode)
    figure = go.Figure()
    for place, (label, days) in enumerate(groups):
        if not days:
            continue
        ordered = sorted(days)
        steps = [(0, 0.0), *((day, (n + 1) / len(ordered)) for n, day in enumerate(ordered))]
        last = dict(steps)
        figure.add_scatter(
            x=list(last),
            y=list(last.values()),
            mode="lines",
            name=label,
            line={"color": colours.us if place == 0 else colours.rest, "width": 3 if place == 0 else 2, "shape": "hv"},
            hovertemplate=f"{label}<br>%{{x}} {_DAYS.in_language(language)}: %{{y:.0%}}<extra></extra>",
        )
    quiet(figure, height=300)
    figure.update_layout(showlegend=True)
    figure.update_xaxes(title=_DAYS.in_language(language), nticks=6, rangemode="tozero")
    figure.update_yaxes(title=_DONE.in_language(language), range=[0, 1.02], tickformat=".0%", nticks=5)
    return figure
