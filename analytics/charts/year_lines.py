"""This year against last, month by month or added up, with a target where there is one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from analytics.charts.control_chart import value_text
from analytics.charts.layout import (
    Figure,
    Trace,
    axis,
    count_ticks,
    drawing,
    note,
    places_range,
    scatter,
    share_axis,
    value_axis,
)
from analytics.charts.palette import Mode, palette
from analytics.errors import Text
from analytics.measures.formats import ENGLISH_MONTHS
from analytics.vocabulary import RATIOS, Measure

_TARGET = Text("目标", "target")


def year_lines(
    measure: Measure,
    years: Sequence[tuple[str, Sequence[float | None]]],
    unit: str,
    language: str,
    mode: Mode,
    target: float | None = None,
) -> Figure:
    """One line a year over its twelve months, the last of `years` in the accent, each named at its end.

    years: (year, twelve values), None where nothing is known, which interrupts the line. Every point's customdata
    is its month "YYYY-MM".
    """
    colours = palette(mode)
    names = [f"{n}月" if language == "zh" else ENGLISH_MONTHS[n - 1] for n in range(1, 13)]
    traces: list[Trace] = []
    notes = []
    largest = target or 0.0
    ends = [(values[-1], place) for place, (_, values) in enumerate(years) if values[-1] is not None]
    higher = max(ends)[1] if ends else None
    for place, (year, values) in enumerate(years):
        ours = place == len(years) - 1
        colour = colours.us if ours else colours.rest
        known = [n for n, value in enumerate(values) if value is not None]
        largest = max([largest, *(value for value in values if value is not None)])
        traces.append(
            scatter(
                x=names,
                y=list(values),
                mode="lines+markers",
                name=year,
                line={"color": colour, "width": 3 if ours else 2},
                marker={"size": 8 if ours else 6, "symbol": "circle" if ours else "circle-open"},
                customdata=[f"{year}-{n:02d}" for n in range(1, 13)],
                hovertext=[
                    "" if value is None else f"{year}-{n:02d}<br>{value_text(measure, value)} {unit}"
                    for n, value in enumerate(values, start=1)
                ],
                hoverinfo="text",
                cliponaxis=False,
            )
        )
        if known:
            last = known[-1]
            value = values[last]
            assert value is not None
            at_the_edge = last == len(names) - 1  # elsewhere the other year's line runs on beside the point
            notes.append(
                note(
                    x=names[last],
                    y=value,
                    text=f"<b>{year}</b> {value_text(measure, value)}",
                    xanchor="left",
                    xshift=8 if at_the_edge else -8,
                    yshift=(8 if place == higher else -8) if at_the_edge else 18,  # the two names never meet
                    font={"color": colours.us if ours else colours.limit},
                )
            )
    if target is not None:
        traces.append(
            scatter(
                x=names,
                y=[target] * 12,
                mode="lines",
                line={"color": colours.action, "width": 2, "dash": "dot"},
                hoverinfo="skip",
                showlegend=False,
            )
        )
        notes.append(
            note(
                x=names[0],
                y=target,
                text=f"{_TARGET.in_language(language)} {value_text(measure, target)}",
                xanchor="left",
                yanchor="bottom",
                font={"color": colours.action},
            )
        )
    some = [names[n - 1] for n in (1, 4, 7, 10, 12)]
    return drawing(
        mode,
        traces,
        300,
        showlegend=False,
        margin={"r": 84, "t": 12},
        xaxis=axis(
            type="category",
            categoryorder="array",
            categoryarray=names,
            tickmode="array",
            tickvals=some,
            tickangle=0,
            range=places_range(len(names)),
        ),
        yaxis=_value_axis(measure, largest),
        annotations=notes,
    )


def _value_axis(measure: Measure, largest: float) -> dict[str, Any]:
    if measure in RATIOS:
        return share_axis(largest) if measure is Measure.TIMELY_RATE else value_axis(largest * 1.1 or 1)
    ticks = count_ticks(largest)
    return axis(tickmode="array", tickvals=ticks, tickformat=",d", range=[0, max(ticks[-1], 1) * 1.05])
