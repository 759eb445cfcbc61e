"""Complaints and valid complaints per month, side by side, from zero."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from analytics.charts.layout import Figure, Trace, axis, bar, count_ticks, drawing, month_labels, time_labels
from analytics.charts.palette import Mode, palette
from analytics.errors import Text
from analytics.vocabulary import Measure

# More bars than this and the numbers on them run into each other; the axis and the hover then carry them.
_NUMBERS_UP_TO = 13
_LEAST_MONTHS = 6  # that there is room for: the bars of a single month are not as wide as the page
_NAMES = {
    Measure.COMPLAINTS: Text("投诉", "Complaints"),
    Measure.VALID: Text("有效投诉", "Valid complaints"),
}
_UNIT = Text("件", "")


def counts_by_month(records: Sequence[Mapping[str, Any]], months: Sequence[str], language: str, mode: Mode) -> Figure:
    """Bars for every month of `months` ("YYYY-MM"), whether or not there is a record for it.

    records: `month`, `complaints`, `valid` (pieces), as `MeasureTable.records()` gives them. A month without
    a record, or with None, has no bar: not known is not zero. Every bar's customdata is its month and measure.
    """
    by_month = {record["month"]: record for record in records}
    colours = {Measure.COMPLAINTS: palette(mode).rest, Measure.VALID: palette(mode).us}
    unit = _UNIT.in_language(language)
    traces: list[Trace] = []
    for measure, colour in colours.items():
        values = [by_month.get(month, {}).get(measure.value) for month in months]
        name = _NAMES[measure].in_language(language)
        traces.append(
            bar(
                x=list(months),
                y=values,
                name=name,
                marker={"color": colour, "line": {"width": 0}},
                customdata=[f"{month}/{measure.value}" for month in months],
                text=["" if value is None else f"{value:,}" for value in values],
                textposition="outside" if len(months) <= _NUMBERS_UP_TO else "none",
                textangle=0,
                cliponaxis=False,
                hovertemplate=f"%{{x}}<br>{name} %{{y:,}} {unit}<extra></extra>",
            )
        )
    largest = max((value for trace in traces for value in trace["y"] if value is not None), default=0)
    ticks = count_ticks(largest)
    return drawing(
        mode,
        traces,
        300,
        barmode="group",
        showlegend=True,
        xaxis=axis(
            type="category",
            tickmode="array",
            tickvals=list(months),
            ticktext=(month_labels if len(months) <= _NUMBERS_UP_TO else time_labels)(months, language),
            range=[-0.5, max(len(months), _LEAST_MONTHS) - 0.5],
        ),
        yaxis=axis(tickmode="array", tickvals=ticks, tickformat=",d", range=[0, ticks[-1] * 1.12 or 1]),
    )
