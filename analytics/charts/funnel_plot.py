"""Branches by size and rate, inside or outside the limits of chance: what stands in place of a league table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analytics.charts.layout import Figure, Trace, drawing, scatter, value_axis
from analytics.charts.palette import Mode, palette
from analytics.errors import Text
from analytics.measures.branch_funnel import BranchFunnel, BranchUnit
from analytics.statistics import Position

_EDGE = 0.15  # of the axis: half a long name on half a page
_YUAN = 100_000_000
_CURVE_POINTS = 60
_HIGH, _LOW = (Position.HIGH_95, Position.HIGH_998), (Position.LOW_95, Position.LOW_998)


@dataclass(frozen=True, slots=True)
class _Kind:
    name: Text
    symbol: str
    size: int


_INSIDE = _Kind(Text("限内", "inside the limits"), "circle", 10)
_ABOVE = _Kind(Text("高于限", "above the limits"), "diamond", 13)
_BELOW = _Kind(Text("低于限", "below the limits"), "square", 12)
_CHOSEN = _Kind(Text("本机构", "this branch"), "circle", 15)
_X = Text("期间保费(亿元)", "premium of the period (100m yuan)")
_Y = Text("件/亿元", "per 100m yuan")
_LIMITS = {"95": Text("95% 限", "95% limit"), "998": Text("99.8% 限", "99.8% limit")}
_HOVER = Text("{n} 件,按保费应为 {expected} 件<br>{rate} 件/亿元", "{n}, {expected} expected<br>{rate} per 100m yuan")


def funnel_plot(answer: BranchFunnel, language: str, mode: Mode, chosen: str | None = None) -> Figure:
    """A point a branch: premium across, complaints per 100m yuan up, with the common rate and the limits round it.

    chosen: one branch to pick out. Every point's customdata is its branch. Branches outside are named at the point.
    """
    colours, rate = palette(mode), answer.funnel.overall_rate or 0.0
    traces: list[Trace] = []
    largest = max((one.premium for one in answer.units), default=_YUAN)
    premiums = np.linspace(largest / _CURVE_POINTS, largest * 1.05, _CURVE_POINTS)
    top = max((one.rate or 0.0 for one in answer.units), default=1.0)
    if rate:
        limits = answer.funnel.limits_at(premiums * rate)
        for name, curve, dash in (
            ("95", limits.lower_95, "dash"),
            ("95", limits.upper_95, "dash"),
            ("998", limits.lower_998, "dot"),
            ("998", limits.upper_998, "dot"),
        ):
            traces.append(
                scatter(
                    x=(premiums / _YUAN).tolist(),
                    y=(curve * rate * _YUAN).tolist(),
                    mode="lines",
                    line={"color": colours.limit, "width": 1, "dash": dash},
                    name=_LIMITS[name].in_language(language),
                    legendgroup=name,
                    showlegend=curve is limits.upper_95 or curve is limits.upper_998,
                    hoverinfo="skip",
                )
            )
        traces.append(
            scatter(
                x=[0, float(premiums[-1] / _YUAN)],
                y=[rate * _YUAN] * 2,
                mode="lines",
                line={"color": colours.limit, "width": 1},
                showlegend=False,
                hoverinfo="skip",
            )
        )
    for kind, colour in (
        (_INSIDE, colours.us if chosen is None else colours.rest),
        (_BELOW, colours.us if chosen is None else colours.rest),
        (_ABOVE, colours.action),
        (_CHOSEN, colours.us),
    ):
        units = [one for one in answer.units if one.rate is not None and _kind(one, chosen) is kind]
        if units:
            traces.append(_points(units, kind, colour, language, float(premiums[-1])))
    return drawing(
        mode,
        traces,
        380,
        showlegend=True,
        xaxis=value_axis(float(premiums[-1] / _YUAN), title=_X.in_language(language)),
        yaxis=value_axis(top * 1.25 or 1, title=_Y.in_language(language)),
    )


def _kind(one: BranchUnit, chosen: str | None) -> _Kind:
    if chosen is not None and one.branch == chosen:
        return _CHOSEN
    if one.unit.position in _HIGH:
        return _ABOVE
    return _BELOW if one.unit.position in _LOW else _INSIDE


def _name_beside(share: float) -> str:
    """Where a name stands at a point, by its place on the axis: what is near an edge is written inwards."""
    if share > 1 - _EDGE:
        return "top left"
    return "top right" if share < _EDGE else "top center"


def _points(units: Sequence[BranchUnit], kind: _Kind, colour: str, language: str, widest: float) -> Trace:
    hover = _HOVER.in_language(language)
    return scatter(
        x=[one.premium / _YUAN for one in units],
        y=[one.rate for one in units],
        mode="markers" if kind is _INSIDE else "markers+text",
        text=[one.branch for one in units],
        textposition=[_name_beside(one.premium / widest) for one in units],
        cliponaxis=False,
        marker={"color": colour, "size": kind.size, "symbol": kind.symbol},
        name=kind.name.in_language(language),
        customdata=[one.branch for one in units],
        hovertext=[
            f"<b>{one.branch}</b><br>"
            + hover.format(n=one.unit.observed, expected=f"{one.unit.expected:.1f}", rate=f"{one.rate:.2f}")
            for one in units
        ],
        hoverinfo="text",
    )
