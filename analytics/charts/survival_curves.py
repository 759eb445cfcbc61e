"""How many are still open after so many days: Kaplan-Meier curves as steps."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from analytics.charts.layout import quiet
from analytics.charts.palette import Mode, palette
from analytics.errors import Text
from analytics.statistics import SurvivalCurve

_DAYS = Text("收到后日历日", "calendar days from receipt")
_OPEN = Text("未撤诉的比例", "share not withdrawn")
_DASHES = ("solid", "dash", "dot")


def survival_curves(
    curves: Sequence[tuple[str, SurvivalCurve]], language: str, mode: Mode, limits: Sequence[tuple[str, int]] = ()
) -> go.Figure:
    """One step curve a group, told apart by dash as well as colour. limits: a name and a day, as a line each."""
    colours = palette(mode)
    shades = (colours.us, colours.limit, colours.rest)
    figure = go.Figure()
    for place, (name, curve) in enumerate(curves):
        times = [0.0, *(step.time for step in curve.steps)]
        shares = [1.0, *(step.survival for step in curve.steps)]
        if curve.last_time is not None and curve.last_time > times[-1]:
            times.append(curve.last_time)
            shares.append(shares[-1])
        figure.add_scatter(
            x=times,
            y=shares,
            mode="lines",
            name=name,
            line={
                "color": shades[place % len(shades)],
                "width": 2.5,
                "shape": "hv",
                "dash": _DASHES[place % len(_DASHES)],
            },
            hovertemplate=f"{name}<br>%{{x:.0f}}: %{{y:.0%}}<extra></extra>",
        )
    for label, day in limits:
        figure.add_vline(x=day, line={"color": colours.action, "width": 1, "dash": "dot"})
        figure.add_annotation(x=day, y=1, yref="paper", yanchor="bottom", text=label, showarrow=False)
    quiet(figure, height=300)
    figure.update_layout(showlegend=True)
    figure.update_xaxes(title=_DAYS.in_language(language), nticks=6, rangemode="tozero")
    figure.update_yaxes(title=_OPEN.in_language(language), range=[0, 1.02], tickformat=".0%", nticks=5)
    return figure
