"""A value a row with its 95% interval, and where there is one a second value beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analytics.charts.layout import Figure, Trace, axis, drawing, note, scatter, upright, value_axis
from analytics.charts.palette import Mode, palette

_ROW_PIXELS = 30
_EDGES_PIXELS = 76
_LOWEST = 150


@dataclass(frozen=True, slots=True)
class IntervalRow:
    """value, low, high: None where there is none. second: drawn as a ring. text: printed beside the mark. code,
    second_code: the customdata of the two. grey: too little behind it to stand out."""

    label: str
    value: float | None
    low: float | None
    high: float | None
    text: str
    code: str
    second: float | None = None
    grey: bool = False
    second_code: str = ""


def interval_rows(
    rows: Sequence[IntervalRow],
    names: tuple[str, str],
    mode: Mode,
    *,
    reference: tuple[str, float] | None = None,
    percent: bool = False,
    unit: str = "",
) -> Figure:
    """Rows from the top down over one scale from zero. names: of the value and of the second value ("" for none).

    reference: a name and a value, drawn as a line through all rows.
    """
    colours, places = palette(mode), list(range(len(rows)))
    shades = [colours.rest if row.grey else colours.us for row in rows]
    traces: list[Trace] = []
    for place, row in enumerate(rows):
        if row.low is not None and row.high is not None:
            traces.append(
                scatter(
                    x=[row.low, row.high],
                    y=[place, place],
                    mode="lines",
                    line={"color": shades[place], "width": 2},
                    hoverinfo="skip",
                    showlegend=False,
                )
            )
    if names[1]:
        traces.append(
            scatter(
                x=[row.second for row in rows],
                y=places,
                mode="markers",
                name=names[1],
                marker={"symbol": "circle-open", "size": 10, "color": colours.limit, "line": {"width": 2}},
                customdata=[row.second_code for row in rows],
                hoverinfo="x+name",
            )
        )
    traces.append(
        scatter(
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
    )
    shapes, notes = [], []
    if reference is not None:
        shapes.append(upright(reference[1], {"color": colours.limit, "width": 1, "dash": "dash"}))
        notes.append(note(x=reference[1], y=1, yref="paper", yanchor="bottom", text=reference[0], xanchor="left"))
    largest = max((one for row in rows for one in (row.value, row.high, row.second) if one is not None), default=1.0)
    top = 1.02 if percent else (largest * 1.06 or 1)
    return drawing(
        mode,
        traces,
        max(_EDGES_PIXELS + _ROW_PIXELS * len(rows), _LOWEST),
        showlegend=bool(names[1]),
        legend={"x": 1, "xanchor": "right"},
        margin={"t": 26},
        shapes=shapes or None,
        annotations=notes or None,
        xaxis=value_axis(top, percent=percent, title=unit),
        yaxis=axis(
            tickmode="array",
            tickvals=places,
            ticktext=[f"{row.label}  " for row in rows],
            range=[len(rows) - 0.4, -0.8],
            showgrid=False,
        ),
    )
