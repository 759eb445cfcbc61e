"""A ratio over time with its 95% interval: net as a line, gross beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analytics.charts.layout import Figure, Trace, axis, drawing, places_range, scatter, time_labels, value_axis
from analytics.charts.palette import Mode, palette
from analytics.errors import Text

_NET, _GROSS = Text("年度口径", "annual view (net)"), Text("月度口径", "monthly view (gross)")
_INTERVAL = Text("95% 区间", "95% interval")


@dataclass(frozen=True, slots=True)
class RatioPoint:
    """time: the window's name. net, low, high, gross: None where there is no ratio. whole: False where it
    may still change. text: what is said of the two. code, gross_code: their customdata, "" for none."""

    time: str
    net: float | None
    low: float | None
    high: float | None
    gross: float | None
    whole: bool
    text: str
    code: str = ""
    gross_code: str = ""


def ratio_lines(
    points: Sequence[RatioPoint],
    language: str,
    mode: Mode,
    *,
    percent: bool = False,
) -> Figure:
    """A window without a ratio is a gap of the line; one that may still change is hollow."""
    colours, times = palette(mode), [point.time for point in points]
    traces: list[Trace] = []
    interval = _INTERVAL.in_language(language)
    for point in points:
        if point.low is not None and point.high is not None:
            traces.append(
                scatter(
                    x=[point.time] * 2,
                    y=[point.low, point.high],
                    mode="lines",
                    line={"color": colours.rest, "width": 4},
                    hoverinfo="skip",
                    legendgroup="interval",
                    name=interval,
                    showlegend=not any(trace["name"] == interval for trace in traces),
                )
            )
    traces.append(
        scatter(
            x=times,
            y=[point.gross for point in points],
            mode="markers",
            name=_GROSS.in_language(language),
            marker={"symbol": "diamond-open", "size": 9, "color": colours.limit, "line": {"width": 2}},
            customdata=[point.gross_code for point in points],
            hovertext=[f"{point.time}<br>{point.text}" for point in points],
            hoverinfo="text",
        )
    )
    traces.append(
        scatter(
            x=times,
            y=[point.net for point in points],
            mode="lines+markers",
            name=_NET.in_language(language),
            line={"color": colours.us, "width": 2},
            marker={
                "size": 9,
                "symbol": ["circle" if point.whole else "circle-open" for point in points],
                "color": colours.us,
            },
            customdata=[point.code for point in points],
            hovertext=[f"{point.time}<br>{point.text}" for point in points],
            hoverinfo="text",
        )
    )
    values = [one for point in points for one in (point.high, point.net, point.gross) if one is not None]
    return drawing(
        mode,
        traces,
        340,
        showlegend=True,
        xaxis=axis(
            type="category",
            categoryorder="array",
            categoryarray=times,
            tickmode="array",
            tickvals=times,
            ticktext=time_labels(times, language),
            tickangle=0,
            range=places_range(len(times)),
        ),
        yaxis=value_axis(1.02 if percent else max(values, default=1.0) * 1.1 or 1, percent=percent),
    )
