"""The room a figure's labels take, so that plotly finds it there.

Plotly measures the labels as well (automargin) and has the last word: where they need more than was left for them it
draws the figure a second time, which costs a browser a third of what the figure takes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from analytics.text_width import ems

_FONT = 12  # pixels: slightly more than figures have
_LINE = 15.5  # pixels a line below the axis
_BESIDE = 17  # pixels: the tick, and what plotly keeps between labels and the edge
_BELOW = 15
_LEGEND = 41  # a legend of one line above the figure
_EDGE, _AT_THE_END = 4, 0.06
_MOST = 260  # longer labels are measured by plotly alone
_PERCENT = ".0%"


def room(layout: Mapping[str, Any], traces: Sequence[Mapping[str, Any]]) -> dict[str, float]:
    """Margins in pixels for those sides whose labels are known before the figure is drawn."""
    margins: dict[str, float] = {}
    if _labelled(layout["yaxis"], "left") and (names := list(_names(layout["yaxis"], "y", traces))):
        margins["l"] = min(round(max(map(_width, names)) + _BESIDE), _MOST)
    if _labelled(layout["xaxis"], "bottom") and (names := list(_names(layout["xaxis"], "x", traces))):
        margins["b"] = round(max(1 + name.count("<br>") for name in names) * _LINE + _BELOW)
        if past := _past_the_end(layout["xaxis"], names):
            margins["r"] = past
    if layout.get("showlegend") and "yref" not in layout["legend"]:
        margins["t"] = _LEGEND
    return margins


def _past_the_end(axis: Mapping[str, Any], names: Sequence[str]) -> int:
    """What a label at the very end of the axis needs beyond it: plotly leaves out one that stands over the edge."""
    ticks, (start, end) = axis.get("tickvals", ()), axis["range"]
    if not ticks or axis.get("type") == "category" or (end - ticks[-1]) > _AT_THE_END * (end - start):
        return 0
    return round(_width(names[-1]) / 2) + _EDGE


def _labelled(axis: Mapping[str, Any], side: str) -> bool:
    """Whether words stand on that side, and nothing but the labels of its ticks."""
    shown = axis.get("visible", True) and axis.get("showticklabels", True)
    return bool(shown) and axis.get("side", side) == side and not axis["title"].get("text")


def _names(axis: Mapping[str, Any], letter: str, traces: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    after = axis.get("ticksuffix", "")
    if "ticktext" in axis:
        yield from axis["ticktext"]
    elif "tickvals" in axis:
        for value in axis["tickvals"]:
            yield _said(value, axis.get("tickformat")) + after
    elif axis.get("type") == "category":
        for trace in traces:
            yield from (f"{value}{after}" for value in trace.get(letter, ()))


def _said(value: object, tickformat: str | None) -> str:
    if isinstance(value, str):
        return value
    return f"{value:.0%}" if tickformat == _PERCENT else f"{value:,}"


def _width(name: str) -> float:
    return max(ems(line) for line in name.replace("<b>", "").replace("</b>", "").split("<br>")) * _FONT
