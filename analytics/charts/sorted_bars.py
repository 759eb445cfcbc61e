"""Counts by branch, category or any other dimension: horizontal bars from zero, the largest on top."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from analytics.charts.layout import Figure, axis, bar, count_ticks, drawing
from analytics.charts.palette import Mode

MOST_BARS = 12
UNKNOWN = " "  # no name is a blank, and a bar without customdata could not be clicked
_ROW_PIXELS = 30
_EDGES_PIXELS = 44


def largest_first(records: Sequence[Mapping[str, Any]], measure: str) -> list[Mapping[str, Any]]:
    """The records that have the measure, largest first; equals keep their order."""
    known = [record for record in records if record.get(measure) is not None]
    return sorted(known, key=lambda record: -record[measure])


def sorted_bars(
    records: Sequence[Mapping[str, Any]],
    dimension: str,
    measure: str,
    labels: Mapping[str | None, str],
    colours: Mapping[str | None, str],
    unit: str,
    mode: Mode,
    most: int = MOST_BARS,
) -> Figure:
    """The `most` largest records as bars with their numbers; the caller says how many are left out.

    records: `dimension` (a code, or None for not known) and `measure` (pieces). labels, colours: by that
    code. Every bar's customdata is its code, UNKNOWN for not known.
    """
    shown = largest_first(records, measure)[:most]
    codes = [record[dimension] for record in shown]
    values = [record[measure] for record in shown]
    traces = [
        bar(
            x=values,
            y=[labels.get(code, code or "") for code in codes],
            orientation="h",
            marker={"color": [colours[code] for code in codes], "line": {"width": 0}},
            customdata=[code or UNKNOWN for code in codes],
            text=[f"{value:,}" for value in values],
            textposition="outside",
            textangle=0,
            cliponaxis=False,
            hovertemplate=f"%{{y}}<br>%{{x:,}} {unit}<extra></extra>",
        )
    ]
    ticks = count_ticks(max(values, default=0))
    return drawing(
        mode,
        traces,
        _EDGES_PIXELS + _ROW_PIXELS * max(len(shown), 1),
        showlegend=False,
        xaxis=axis(tickmode="array", tickvals=ticks, tickformat=",d", range=[0, ticks[-1] * 1.1 or 1]),
        yaxis=axis(type="category", range=[len(shown) - 0.5, -0.5], showgrid=False, ticksuffix="  "),
    )
