"""A value a row with its 95% interval, and where there is one a second value beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from analytics.charts.layout import quiet
from analytics.charts.palette import Mode, palette

_ROW_PIXELS = 30
_EDGES_PIXELS = 76


@dataclass(frozen=True, slots=True)
class IntervalRow:
    """value, low, high: None where there is none. second: drawn as a ring. text: printed beside the mark. grey: too
    little behind it to stand out."""

    label: str
    value: float | None
    low: float | None
    high: float | None
    text: str
    code: str
    second: float | None = None
    grey: bool = False


def interval_rows(
    rows: Sequence[IntervalRow],
    names: tuple[str, str],
    mode: Mode,
    *,
    reference: tuple[str, float] | None = None,
    percent: bool = False,
    axis: str = "",
) -> go.Figure:
    """Rows from the top down over one scale from zero. names: of the value and of the second value ("" for none).

    reference: a name and a value, drawn as a line through all rows.
    """
    colours, places = palette(mode), list(range(len(rows)))
    shades = [colours.rest if row.grey else colours.us for row in rows]
    figure = go.Figure()
    for place, row in enumerate(rows):
        if row.low is not None and row.high is not None:
            figure.add_scatter(
                x=[row.low, row.high],
                y=[place, place],
                mode="lines",
                line={"color": shades[place], "width": 3},
                opacity=0.45,
                hoverinfo="skip",
                showlegend=False,
            )
    if names[1]:
        figure.add_scatter(
            x=[row.second for row in rows],
            y=places,
            mode="markers",
            name=names[1],
            marker={"symbol": "circle-open", "size": 10, "color": colours.limit, "line": {"width": 2}},
            hoverinfo="x+name",
        )
    figure.add_scatter(
        x=[row.value for row in rows],
        y=places,
        mode="markers+text",
        name=names[0],
        text=[row.text for row in rows],
        textposition="top center",
        cliponaxis=False,
        marker={"symbol": "circle", "size": 10, "color": shades},
        customdata=[row.code for row in rows],
        hovertext=[f"{row.label}<br>{row.text}" for row in rows],
        hoverinfo="text",
    )
    if reference is not None:
        figure.add_vline(x=reference[1], line={"color": colours.limit, "width": 1, "dash": "dash"})
        figure.add_annotation(
            x=reference[1], y=1, yref="paper", yanchor="bottom", text=reference[0], showarrow=False, xanchor="left"
        )
    largest = max((one for row in rows for one in (row.value, row.high, row.second) if one is not None), default=1.0)
    quiet(figure, height=_EDGES_PIXELS + _ROW_PIXELS * max(len(rows), 1))
    figure.update_layout(showlegend=bool(names[1]), legend={"x": 1, "xanchor": "right"}, margin={"t": 26})
    top = 1.02 if percent else (largest * 1.06 or 1)
    figure.update_xaxes(range=[0, top], nticks=6, tickformat=".0%" if percent else None, title=axis or None)
    figure.update_yaxes(
        tickmode="array",
        tickvals=places,
        ticktext=[f"{row.label}  " for row in rows],
        range=[len(rows) - 0.4, -0.8],
        showgrid=False,
    )
    return figure
