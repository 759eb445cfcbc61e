"""How long things take, as whole distributions: boxes side by side, or two curves of how many were done by when."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from analytics.charts.layout import Figure, Trace, axis, bar, drawing, end_past, scatter, value_axis
from analytics.charts.palette import Mode, palette
from analytics.errors import Text
from analytics.statistics import box

_ROW_PIXELS = 30
_EDGES_PIXELS = 56
_BOX = 0.5
_DAYS = Text("日历日", "calendar days")
_DONE = Text("已完成的比例", "share done")
_MIDDLE = Text("中位数 {median:g},四分位 {low:g}–{high:g}", "median {median:g}, quartiles {low:g} to {high:g}")


def day_boxes(rows: Sequence[tuple[str, Sequence[int]]], language: str, mode: Mode) -> Figure:
    """A box a row: median, quartiles, whiskers, and the points beyond them.

    rows: label and days, at least one, from the top down. The customdata of a box is the place of its row, of a point
    beyond the whiskers "place/days". The box itself cannot be clicked on in a dashboard: an unseen bar over it can.
    """
    colour = palette(mode).us
    boxes = [box(days) for _, days in rows]
    places = list(range(len(rows)))
    traces: list[Trace] = [
        {
            "type": "box",
            "q1": [one.low for one in boxes],
            "median": [one.median for one in boxes],
            "q3": [one.high for one in boxes],
            "lowerfence": [one.start for one in boxes],
            "upperfence": [one.end for one in boxes],
            "y": places,
            "orientation": "h",
            "width": _BOX,
            "line": {"color": colour, "width": 1.5},
            "hoverinfo": "skip",
        }
    ]
    words = _MIDDLE.in_language(language)
    traces.append(
        bar(
            x=[max(one.high - one.low, 0.5) for one in boxes],
            base=[one.low for one in boxes],
            y=places,
            orientation="h",
            width=_BOX,
            marker={"color": "rgba(0,0,0,0)", "line": {"width": 0}},
            customdata=[str(place) for place in places],
            hovertext=[
                f"{label}<br>{words.format(low=one.low, median=one.median, high=one.high)}"
                for (label, _), one in zip(rows, boxes, strict=True)
            ],
            hoverinfo="text",
        )
    )
    beyond = [
        (place, label, day, n)
        for place, ((label, _), one) in enumerate(zip(rows, boxes, strict=True))
        for day, n in one.beyond
    ]
    traces.append(
        scatter(
            x=[day for _, _, day, _ in beyond],
            y=[place for place, *_ in beyond],
            mode="markers",
            marker={"color": colour, "size": 6, "opacity": 0.8},
            customdata=[f"{place}/{day}" for place, _, day, _ in beyond],
            hovertext=[f"{label}<br>{_DAYS.in_language(language)} {day}: {n}" for _, label, day, n in beyond],
            hoverinfo="text",
        )
    )
    return drawing(
        mode,
        traces,
        _EDGES_PIXELS + _ROW_PIXELS * max(len(rows), 1),
        showlegend=False,
        barmode="overlay",
        xaxis=value_axis(end_past(day for _, days in rows for day in days), title=_DAYS.in_language(language)),
        yaxis=axis(
            tickmode="array",
            tickvals=places,
            ticktext=[f"{label}  " for label, _ in rows],
            range=[len(rows) - 0.5, -0.5],
            showgrid=False,
        ),
    )


def done_by_day(groups: Sequence[tuple[str, Sequence[int]]], language: str, mode: Mode) -> Figure:
    """The share done within so many days (empirical distribution), one step curve a group, the first in the accent.

    The customdata of a step is "group/days", groups counted from 0.
    """
    colours = palette(mode)
    traces: list[Trace] = []
    for place, (label, days) in enumerate(groups):
        if not days:
            continue
        so_far, done = {0: 0}, 0
        for day, n in sorted(Counter(days).items()):
            so_far[day] = done = done + n
        shares = {day: n / len(days) for day, n in so_far.items()}
        traces.append(
            scatter(
                x=list(shares),
                y=list(shares.values()),
                mode="lines+markers",
                name=label,
                line={
                    "color": colours.us if place == 0 else colours.rest,
                    "width": 3 if place == 0 else 2,
                    "shape": "hv",
                },
                marker={"size": 8, "opacity": 0},
                customdata=[f"{place}/{day}" if share else "" for day, share in shares.items()],
                hovertext=[  # of the curve's beginning there is nothing to say
                    f"{label}<br>{day} {_DAYS.in_language(language)}: {share:.1%}" if share else ""
                    for day, share in shares.items()
                ],
                hoverinfo="text",
            )
        )
    return drawing(
        mode,
        traces,
        300,
        showlegend=True,
        xaxis=value_axis(end_past(day for _, days in groups for day in days), title=_DAYS.in_language(language)),
        yaxis=value_axis(1.02, title=_DONE.in_language(language), percent=True),
    )
