"""A measure over time with its control limits; points that a rule marks carry the rule's own mark and words."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

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
    time_labels,
    value_axis,
)
from analytics.charts.palette import Mode, palette
from analytics.errors import Text
from analytics.measures.series import Open, Point, Series
from analytics.statistics import Rule
from analytics.vocabulary import RATIOS, Measure

# The strongest sign first: a point that several rules mark wears the first one's mark.
MARKS = {Rule.OUTSIDE: "diamond", Rule.RUN: "square", Rule.TREND: "triangle-up", Rule.CLOSE: "hexagon"}
RULE_NAMES = {
    Rule.OUTSIDE: Text("超出控制限", "outside the limits"),
    Rule.RUN: Text("连续 7 点在均值一侧", "7 in a row on one side of the mean"),
    Rule.TREND: Text("连续 7 点同向", "7 in a row in one direction"),
    Rule.CLOSE: Text("3 点中 2 点贴近控制限", "2 of 3 close to a limit"),
}
_MEANT = {
    Rule.OUTSIDE: Text("偶然发生的机会很小,应查明当期发生了什么", "very unlikely to be chance; find out what happened"),
    Rule.RUN: Text("水平已经改变", "the level has moved"),
    Rule.TREND: Text("正在持续变化", "a steady change"),
    Rule.CLOSE: Text("水平可能正在变化", "the level may be moving"),
}
_SAID = Text("{rule}:{meant}", "{rule}: {meant}")
_OPEN = {
    Open.UNFINISHED: Text("该期尚未结束", "the period is not over"),
    Open.PENDING: Text("还有投诉未到时限", "complaints still pending"),
    Open.CUT: Text("期间只含该季的一部分", "only part of the quarter is in the period"),
}
_MEAN, _UPPER, _LOWER = Text("均值", "mean"), Text("上限", "upper"), Text("下限", "lower")
_USUAL = Text("正常", "as usual")
_ROOMY = 30  # points from which on neighbours' numbers would stand in each other
_STILL_OPEN = Text("未定", "still open")


def control_chart(series: Series, name: str, unit: str, language: str, mode: Mode) -> Figure:
    """The line of `series`, its mean and limits, and its points by what the rules say of them.

    Every point's customdata is its period. A gap interrupts the line; a period that is still open is hollow.
    """
    colours, chart = palette(mode), series.chart
    times = [point.time for point in series.points]
    traces: list[Trace] = []
    highest = _highest(series.measure)
    for limit in (chart.upper, chart.lower):
        values = [float(one) if 0 <= one <= highest else None for one in limit]
        line = {"color": colours.limit, "width": 1, "dash": "dash", "shape": "hvh"}
        traces.append(scatter(x=times, y=values, mode="lines", line=line, hoverinfo="skip", showlegend=False))
    if chart.centre is not None:
        line = {"color": colours.limit, "width": 1}
        traces.append(
            scatter(x=times, y=[chart.centre] * len(times), mode="lines", line=line, hoverinfo="skip", showlegend=False)
        )
    traces.append(
        scatter(
            x=times,
            y=[point.value for point in series.points],
            mode="lines",
            line={"color": colours.us, "width": 2},
            hoverinfo="skip",
            showlegend=False,
        )
    )
    traces += _points(series, name, unit, language, mode)
    return drawing(
        mode,
        traces,
        340,
        showlegend=True,
        margin={"r": 76},
        xaxis=axis(
            type="category",
            tickmode="array",
            tickvals=times,
            ticktext=time_labels(times, language),
            tickangle=0,
            range=places_range(len(times)),
        ),
        yaxis=_value_axis(series),
        annotations=_limit_labels(series, language),
    )


def value_text(measure: Measure, value: float) -> str:
    """A value as it stands on a chart: counts whole, ratios two decimals, shares as percent."""
    if measure is Measure.TIMELY_RATE:
        return f"{value * 100:.1f}%"
    return f"{value:,.2f}" if measure in RATIOS else f"{value:,.0f}"


def _points(series: Series, name: str, unit: str, language: str, mode: Mode) -> list[Trace]:
    """One trace for the usual points, one for each rule that marks some, one for what is still open."""
    colours = palette(mode)
    rules: dict[int, list[Rule]] = {}
    for rule in MARKS:
        for place in series.chart.signals.get(rule, ()):
            rules.setdefault(place, []).append(rule)
    groups: dict[Any, list[int]] = {}
    for place, point in enumerate(series.points):
        if point.value is not None:
            kind = "open" if point.open else rules[place][0] if place in rules else "usual"
            groups.setdefault(kind, []).append(place)
    falling = {  # the line comes from above: beside it there is room for a number
        place
        for place, (before, point) in enumerate(pairwise(series.points), 1)
        if (before.value or 0) > (point.value or 0)
    }
    numbered = _numbered(series, groups.get(Rule.OUTSIDE, []))
    traces = []
    for kind in ("usual", *MARKS, "open"):
        places = groups.get(kind, [])
        if not places:
            continue
        points = [series.points[place] for place in places]
        if kind == "usual":
            label, marker = _USUAL, {"color": colours.us, "size": 8, "symbol": "circle"}
        elif kind == "open":
            label, marker = _STILL_OPEN, {"color": colours.rest, "size": 9, "symbol": "circle-open"}
        else:
            rule = Rule(kind)
            label, marker = RULE_NAMES[rule], {"color": colours.action, "size": 12, "symbol": MARKS[rule]}
        said = [
            _limits(series, place, language) + _said(point, rules.get(place, []), language)
            for place, point in zip(places, points, strict=True)
        ]
        traces.append(
            scatter(
                x=[point.time for point in points],
                y=[point.value for point in points],
                mode="markers+text" if kind == Rule.OUTSIDE else "markers",
                text=[
                    value_text(series.measure, float(point.value or 0)) if place in numbered else ""
                    for place, point in zip(places, points, strict=True)
                ],
                textposition=["top right" if place in falling else "top center" for place in places],
                marker=marker,
                name=label.in_language(language),
                customdata=[point.time for point in points],
                hovertext=[
                    f"{point.time}<br>{name} {value_text(series.measure, float(point.value or 0))} {unit}{words}"
                    for point, words in zip(points, said, strict=True)
                ],
                hoverinfo="text",
                cliponaxis=False,
            )
        )
    return traces


def _numbered(series: Series, outside: Sequence[int]) -> set[int]:
    """Which of the points outside the limits have their number beside them: the last, then those farthest out, as far
    as each has room. The others' numbers are in their hover and in the table.
    """
    apart = len(series.points) // _ROOMY
    centre = series.chart.centre or 0.0

    def far(place: int) -> tuple[bool, float]:
        return place != outside[-1], -abs(float(series.points[place].value or 0) - centre)

    chosen: list[int] = []
    for place in sorted(outside, key=far):
        if all(abs(place - other) > apart for other in chosen):
            chosen.append(place)
    return set(chosen)


def _limits(series: Series, place: int, language: str) -> str:
    """What the point is held against: the mean, and its own limits as far as the measure can reach them."""
    if series.chart.centre is None:
        return ""
    rows = [(_MEAN, series.chart.centre)]
    for word, limit in ((_LOWER, series.chart.lower[place]), (_UPPER, series.chart.upper[place])):
        if 0 < limit <= _highest(series.measure):
            rows.append((word, float(limit)))
    return "<br>" + " · ".join(_named(word, value, series.measure, language) for word, value in rows)


def _highest(measure: Measure) -> float:
    """No share is above all, whatever its limit."""
    return 1.0 if measure is Measure.TIMELY_RATE else math.inf


def _named(word: Text, value: float, measure: Measure, language: str) -> str:
    """A limit by its name; those of counts are no counts."""
    number = value_text(measure, value) if measure in RATIOS else f"{value:,.1f}"
    return f"{word.in_language(language)} {number}"


def _said(point: Point, rules: Sequence[Rule], language: str) -> str:
    """Each rule that marks the point and what that means, then why it may still change."""
    lines = [
        _SAID.in_language(language).format(
            rule=f"<b>{RULE_NAMES[rule].in_language(language)}</b>", meant=_MEANT[rule].in_language(language)
        )
        for rule in rules
    ]
    if point.open:
        lines.append(f"<b>{_OPEN[point.open].in_language(language)}</b>")
    return "".join(f"<br>{one}" for one in lines)


def _value_axis(series: Series) -> dict[str, Any]:
    known = [float(point.value) for point in series.points if point.value is not None]
    known += [float(one) for one in series.chart.upper if not math.isnan(one)]
    largest = max(known, default=0.0)
    if series.measure in RATIOS:
        share = series.measure is Measure.TIMELY_RATE
        return share_axis(largest) if share else value_axis(largest * 1.15 or 1)
    top = max(largest, 1) * 1.12  # room for the number above the highest point, and no more
    ticks = [tick for tick in count_ticks(largest) if tick <= top]
    return axis(tickmode="array", tickvals=ticks, tickformat=",d", range=[0, top])


def _limit_labels(series: Series, language: str) -> list[dict[str, Any]]:
    """The last limits by name and value at the right edge, so that no legend is needed."""
    chart = series.chart
    if chart.centre is None:
        return []
    rows = [(_MEAN, chart.centre)]
    for word, limit in ((_UPPER, chart.upper), (_LOWER, chart.lower)):
        last = [float(one) for one in limit if not math.isnan(one)]
        if last and 0 < last[-1] <= _highest(series.measure):
            rows.append((word, last[-1]))
    notes = []
    for word, value in rows:
        notes.append(
            note(
                x=1.005,
                xref="paper",
                xanchor="left",
                y=value,
                text=_named(word, value, series.measure, language),
            )
        )
    return notes
