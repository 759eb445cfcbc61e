"""Where the name of a point of a scatter stands: on the side where it crosses no curve, no point and no other name."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import hypot

from analytics.deck.chart_axes import ticks_to
from analytics.deck.fit import width
from analytics.deck.placing import CHART_TEXT, Box
from analytics.deck.slides import Scatter

_LEGEND, _FOOT, _LEFT, _RIGHT = 26.0, 40.0, 44.0, 24.0
_SIDES = ("r", "l", "t", "b")  # of equal sides the first
_APART, _HIGH, _DOT = 7.0, CHART_TEXT * 1.25, 5.0
_STEP = 3.0  # curves are looked at every so many points of length
_CURVE, _OFF = 1.0, 40.0  # a point of a curve behind a name; a name that leaves the plot or covers another


def plot_box(box: Box) -> Box:
    """The plot inside a chart's box: room for legend, axis titles and ticks around it."""
    return Box(box.x + _LEFT, box.y + _LEGEND, box.w - _LEFT - _RIGHT, box.h - _LEGEND - _FOOT)


def axis_ends(scatter: Scatter) -> tuple[tuple[float, float], tuple[float, float]]:
    """(end, step) of the axis across and of the one up, both from 0."""
    widest = max((x for one in scatter.series for x in one.xs), default=1)
    highest = max((y for one in scatter.series for y in one.ys), default=1)
    return ticks_to(widest, whole=False), ticks_to(highest, whole=False)


def label_sides(scatter: Scatter, box: Box) -> dict[tuple[int, int], str]:
    """(series, point) -> "r", "l", "t" or "b" for the named points of a chart of this box.

    A point with no free side is not there: a table beside the chart names it, a heap of names would not.
    """
    plot = plot_box(box)
    (right, _), (top, _) = axis_ends(scatter)

    def at(x: float, y: float) -> tuple[float, float]:
        return plot.x + plot.w * x / right, plot.y + plot.h * (1 - y / top)

    marks, curves, named = [], [], []
    for n, one in enumerate(scatter.series):
        places = [at(x, y) for x, y in zip(one.xs, one.ys, strict=True)]
        if one.line:
            curves += _dense(places)
            continue
        marks += places
        named += [((n, m), places[m], one.names[m]) for m in range(len(one.names)) if one.names[m]]
    sides: dict[tuple[int, int], str] = {}
    taken: list[Box] = []
    # Names in the thick of it choose first: the others have room elsewhere.
    for key, place, name in sorted(named, key=lambda one: -_crowd(one[1], marks)):
        others = [one for one in marks if one != place]
        boxes = [_name_box(place, side, width(name, CHART_TEXT)) for side in _SIDES]
        costs = [_cost(one, plot, curves, others, taken) for one in boxes]
        best = costs.index(min(costs))
        if costs[best] >= _OFF:
            continue
        sides[key] = _SIDES[best]
        taken.append(boxes[best])
    return sides


def _dense(places: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Points along a curve, close enough to each other that none slips through a name."""
    found = list(places[:1])
    for (x, y), (u, v) in pairwise(places):
        parts = max(1, int(hypot(u - x, v - y) / _STEP))
        found += [(x + (u - x) * n / parts, y + (v - y) * n / parts) for n in range(1, parts + 1)]
    return found


def _crowd(place: tuple[float, float], marks: Sequence[tuple[float, float]]) -> int:
    return sum(abs(place[0] - x) < 90 and abs(place[1] - y) < 30 for x, y in marks)


def _name_box(place: tuple[float, float], side: str, wide: float) -> Box:
    x, y = place
    if side in "rl":
        return Box(x + _APART if side == "r" else x - _APART - wide, y - _HIGH / 2, wide, _HIGH)
    return Box(x - wide / 2, y - _APART - _HIGH if side == "t" else y + _APART, wide, _HIGH)


def _cost(
    name: Box,
    plot: Box,
    curves: Sequence[tuple[float, float]],
    marks: Sequence[tuple[float, float]],
    taken: Sequence[Box],
) -> float:
    outside = name.x < plot.x or name.x + name.w > plot.x + plot.w + _RIGHT or name.y < plot.y
    outside = outside or name.y + name.h > plot.y + plot.h
    cost = _OFF * outside + _CURVE * sum(_inside(one, name, 1.0) for one in curves)
    cost += _OFF * sum(_inside(one, name, _DOT) for one in marks)
    return cost + _OFF * sum(_overlap(one, name) for one in taken)


def _inside(point: tuple[float, float], name: Box, margin: float) -> bool:
    x, y = point
    return name.x - margin < x < name.x + name.w + margin and name.y - margin < y < name.y + name.h + margin


def _overlap(one: Box, other: Box) -> bool:
    return (
        one.x < other.x + other.w and other.x < one.x + one.w and one.y < other.y + other.h and other.y < one.y + one.h
    )
