"""What all figures have in common: quiet axes, whole-number ticks, month labels, and words of a grey that can
be read.

A figure says all of its look itself, from where to where its axes go as well. Streamlit hands every figure that
appears to plotly twice. What plotly was left to find out it would have to find out again, and draw again, or it would
go on without; a template (Streamlit's theme for plotly is one) it compares as an object, not by what it says.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import floor, log10
from typing import Any

import plotly.graph_objects as go

from analytics.charts.palette import Mode, palette
from analytics.charts.room import room
from analytics.measures.formats import ENGLISH_MONTHS

Trace = dict[str, Any]
MAX_TICKS = 5
_LABEL_EVERY_MONTH_UP_TO = 12
_LABEL_EVERY_QUARTER_UP_TO = 36
# Which months of which years a line's axis names, the densest first.
_TICKED = (
    (range(1, 13), 1),
    ((1, 4, 7, 10), 1),
    ((1, 7), 1),
    *(((1,), years) for years in (1, 2, 5, 10, 20)),
)
_ROOM_OF_A_TICK = 12  # of the axis: nearer to the next one the first is not named
_NOTHING = "rgba(0,0,0,0)"
_EDGES = {"l": 8, "r": 8, "t": 8, "b": 8, "pad": 7.5}
_STANDOFF = {"x": 18.75, "y": 22.5}  # pixels between an axis and its title
# The page's font and sizes: of .streamlit/config.toml, times what Streamlit's own theme has for figures.
FONT = "'Microsoft YaHei', 'PingFang SC', 'Noto Sans CJK SC', sans-serif"
SMALL, TITLE = 11.25, 13.125  # pixels
_LEGEND = {"orientation": "h", "x": 0, "xanchor": "left", "y": 1.02, "yanchor": "bottom", "title": {}}


class Figure(go.Figure):  # type: ignore[misc]
    """A figure that is drawn once and shown to many: from the first time it is shown it no longer changes."""

    _shown: dict[str, Any] | None = None

    def to_dict(self) -> dict[str, Any]:
        """As plotly sends it, without plotly's copy for each who asks: read it, never change it."""
        if self._shown is None:
            self._shown = super().to_dict()
            self._shown["layout"].pop("template", None)  # empty; without one plotly would put in its own
        return self._shown


def count_ticks(largest: float) -> list[int]:
    """At most five round whole numbers from 0 that reach at least `largest` (0 when there is nothing)."""
    if largest <= 0:
        return [0]
    steps = MAX_TICKS - 1
    rough = largest / steps
    power = 10 ** floor(log10(rough)) if rough >= 1 else 1
    step = next(int(factor * power) for factor in (1, 2, 2.5, 5, 10) if _whole(factor * power) >= rough)
    return [step * index for index in range(steps + 1) if step * (index - 1) < largest]


def _whole(step: float) -> float:
    """The step itself, or nothing usable when it would put ticks between two complaints."""
    return step if step == int(step) else -1


def round_ticks(top: float, multiple_of: float = 0.0) -> list[float]:
    """At most five round numbers from 0 up to `top`. multiple_of: none between these (0.01: whole percents).

    Plotly, asked for five, draws six where they end just at the top.
    """
    steps = MAX_TICKS - 1
    power = 10.0 ** floor(log10(top / steps))
    fitting = (
        factor * power
        for factor in (1, 2, 2.5, 5, 10)
        if top / (factor * power) < steps + 1 and not (multiple_of and _off(factor * power / multiple_of))
    )
    step = next(fitting, multiple_of)
    return [round(step * index, 10) for index in range(steps + 1) if step * index <= top * (1 + 1e-9)]


def _off(times: float) -> bool:
    return abs(times - round(times)) > 1e-6


def month_labels(months: Sequence[str], language: str) -> list[str]:
    """One label for each month's bar or column ("YYYY-MM"), with the year under the first and where it changes.

    Up to a year every month is named, up to three years every third, beyond that every January.
    """
    labels = []
    for index, month in enumerate(months):
        year, number = month[:4], int(month[5:])
        name = month_label(number, language)
        new_year = index == 0 or number == 1
        if not (new_year and index == 0) and not _named(number, len(months)):
            labels.append("")
        else:
            labels.append(f"{name}<br>{year}" if new_year else name)
    return labels


def time_labels(times: Sequence[str], language: str) -> list[str]:
    """One label a month ("YYYY-MM"), quarter ("YYYY-Q1") or year of a line's axis, at most five of them not empty.

    As many as that, with the year under the first and where it changes.
    """
    if not times:
        return []
    starts = [(int(time[:4]), _first_month(time)) for time in times]
    shown: list[int] = []
    for months, years in _TICKED:
        shown = [place for place, (year, month) in enumerate(starts) if month in months and year % years == 0]
        if not shown or shown[0] > len(times) / _ROOM_OF_A_TICK:
            shown.insert(0, 0)
        if len(shown) <= MAX_TICKS:
            break
    labels = [""] * len(times)
    for place in shown:
        year, month = starts[place]
        name = times[place][5:] if "Q" in times[place] else month_label(month, language)
        new_year = place == shown[0] or month == 1
        labels[place] = times[place] if len(times[place]) == 4 else f"{name}<br>{year}" if new_year else name
    return labels


def _first_month(time: str) -> int:
    return 3 * int(time[6:]) - 2 if "Q" in time else int(time[5:] or 1)


def month_label(number: int, language: str) -> str:
    return f"{number}月" if language == "zh" else ENGLISH_MONTHS[number - 1]


def _named(number: int, months: int) -> bool:
    if months <= _LABEL_EVERY_MONTH_UP_TO:
        return True
    return number in (1, 4, 7, 10) if months <= _LABEL_EVERY_QUARTER_UP_TO else number == 1


def bar(**parts: Any) -> Trace:
    """Bars. parts: as plotly names them, None for what is left to plotly."""
    return {"type": "bar", **_given(parts)}


def scatter(**parts: Any) -> Trace:
    """Points, lines or areas, likewise."""
    return {"type": "scatter", **_given(parts)}


def note(**parts: Any) -> dict[str, Any]:
    """Words at a place of the figure, without an arrow."""
    return {"showarrow": False, **_given(parts)}


def upright(x: float, line: dict[str, Any]) -> dict[str, Any]:
    """A line from the bottom to the top at this place of the x axis."""
    return {"type": "line", "x0": x, "x1": x, "xref": "x", "y0": 0, "y1": 1, "yref": "y domain", "line": line}


def area(path: str, colour: str, edge: str) -> dict[str, Any]:
    """A filled outline behind the marks. path: as SVG has it, in units of the axes. edge: its thin line."""
    line = {"color": edge, "width": 0.5}
    return {"type": "path", "path": path, "fillcolor": colour, "line": line, "layer": "below"}


def axis(*, title: str = "", **parts: Any) -> dict[str, Any]:
    """An axis that is not zoomed by accident."""
    quiet = {"fixedrange": True, "zeroline": False, "title": {"text": title} if title else {}}
    return quiet | _given(parts)


def value_axis(top: float, *, title: str = "", percent: bool = False) -> dict[str, Any]:
    """An axis of values from 0 to `top`, with at most five round ticks."""
    ticks = round_ticks(top, 0.01 if percent else 0.0)
    shape = {"tickformat": ".0%"} if percent else {"separatethousands": True}
    return axis(title=title, tickmode="array", tickvals=ticks, range=[0, top], **shape)


def places_range(n: int) -> list[float]:
    """From end to end of an axis with `n` names, with room for a mark on the first and on the last."""
    room_for_mark = max(0.06 * (n - 1), 0.5)
    return [-room_for_mark, max(n - 1, 0) + room_for_mark]


def end_past(values: Iterable[float]) -> float:
    """A little beyond the largest, and 1 where there is nothing."""
    return max(values, default=0) * 1.06 or 1


def share_axis(largest: float) -> dict[str, Any]:
    """An axis of shares (0 to 1), in percent: it ends at 100%, whatever a limit's formula gives."""
    return value_axis(largest * 1.1 if 0 < largest * 1.1 <= 1 else 1.04, percent=True)


def drawing(
    mode: Mode,
    traces: Sequence[Trace],
    height: int,
    *,
    xaxis: dict[str, Any],
    yaxis: dict[str, Any],
    legend: dict[str, Any] | None = None,
    margin: dict[str, Any] | None = None,
    **layout: Any,
) -> Figure:
    """The figure with the shared layout: transparent, numbers with thousands separators. height: in pixels.

    Its parts are plain and not checked by plotly here, which would cost a page more than all its numbers: the tests
    check every figure, on every page.
    """
    colours = palette(mode)
    words = {"color": colours.limit, "size": SMALL}
    whole = {
        "font": {"family": FONT, **words},
        "height": height,
        "separators": ".,",
        "dragmode": False,
        "hovermode": "closest",
        "clickmode": "event+select",
        "template": {},
        "datarevision": 1,  # a figure's data never change: plotly need not ask whether these are new
        "bargap": 0.25,
        "bargroupgap": 0.06,
        "legend": _LEGEND | {"font": {"color": colours.ink}} | (legend or {}),
        "hoverlabel": {
            "bgcolor": colours.background,
            "bordercolor": colours.edge,
            "font": {"family": FONT, "color": colours.ink, "size": SMALL},
        },
        # Plotly's own are faint, and it draws the black ring of the focus: seen on this grey in both modes.
        "modebar": {"bgcolor": colours.rest, "color": colours.background, "activecolor": colours.ink},
        "paper_bgcolor": _NOTHING,
        "plot_bgcolor": _NOTHING,
        "xaxis": xaxis,
        "yaxis": yaxis,
        **layout,
    }
    quiet = {"automargin": True, "tickfont": words, "gridcolor": colours.grid, "zerolinecolor": colours.grid}
    for name in [one for one in whole if one.startswith(("xaxis", "yaxis"))]:
        grid = quiet | ({"showgrid": False} if name.startswith("x") else {})
        title = {"font": words | {"size": TITLE}, "standoff": _STANDOFF[name[0]]}
        whole[name] = grid | whole[name] | {"title": title | whole[name].get("title", {})}
    whole["margin"] = _EDGES | room(whole, traces) | (margin or {})
    return Figure({"data": list(traces), "layout": _given(whole)}, _validate=False)


def _given(parts: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in parts.items() if value is not None}
