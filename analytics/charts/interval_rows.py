"""A value a row with its 95% interval, and where there is one a second value beside it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from analytics.charts.layout import Figure, Trace, axis, drawing, note, scatter, upright, value_axis
from analytics.charts.palette import Mode, palette
from analytics.text_width import ems

_ROW_PIXELS = 30
_LINE_PIXELS = 16
_LABEL_EMS = 15  # a label's line; longer ones would take the scale's room where two figures stand side by side
_BESIDE_LABEL = 0.15  # of the scale: a number centred there would stand in the row's label
_BREAK = re.compile(r"(?<=[;,、])|(?=\()|(?<=[A-Za-z] )(?=[A-Za-z])")  # where a label may go on in a new line
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
    largest = max((one for row in rows for one in (row.value, row.high, row.second) if one is not None), default=1.0)
    top = 1.02 if percent else (largest * 1.06 or 1)
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
            textposition=["top right" if (row.value or 0) < _BESIDE_LABEL * top else "top center" for row in rows],
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
    labels = [on_lines(row.label) for row in rows]
    lines = max((label.count("<br>") + 1 for label in labels), default=1)
    return drawing(
        mode,
        traces,
        max(_EDGES_PIXELS + max(_ROW_PIXELS, _LINE_PIXELS * lines) * len(rows), _LOWEST),
        showlegend=bool(names[1]),
        legend={"x": 1, "xanchor": "right"},
        margin={"t": 26},
        shapes=shapes or None,
        annotations=notes or None,
        xaxis=value_axis(top, percent=percent, title=unit),
        yaxis=axis(
            tickmode="array",
            tickvals=places,
            ticktext=[label.replace("<br>", "  <br>") + "  " for label in labels],
            range=[len(rows) - 0.4, -0.8],
            showgrid=False,
        ),
    )


def on_lines(label: str) -> str:
    """A long label on several lines, broken where a person would."""
    lines = [""]
    for piece in _BREAK.split(label):
        if lines[-1] and ems((lines[-1] + piece).rstrip()) > _LABEL_EMS:
            lines.append("")
        lines[-1] += piece
    return "<br>".join(line.strip() for line in lines)
