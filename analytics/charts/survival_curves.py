"""How many are still open after so many days: Kaplan-Meier curves as steps."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from analytics.charts.layout import Figure, Trace, drawing, end_past, note, scatter, upright, value_axis
from analytics.charts.palette import Mode, palette
from analytics.errors import Text
from analytics.statistics import SurvivalCurve

_DAYS = Text("收到后日历日", "calendar days from receipt")
_OPEN = Text("未撤诉的比例", "share not withdrawn")
_SO_FAR = Text("{day:.0f} 天:{share:.1%};已撤诉 {n}", "{day:.0f} days: {share:.1%}; withdrawn {n}")
_DASHES = ("solid", "dash", "dot")


def survival_curves(
    curves: Sequence[tuple[str, SurvivalCurve]], language: str, mode: Mode, limits: Sequence[tuple[str, int]] = ()
) -> Figure:
    """One step curve a group, told apart by dash as well as colour. limits: a name and a day, as a line each.

    The customdata of a step is "group/days", groups counted from 0; "" where nobody is withdrawn yet.
    """
    colours = palette(mode)
    shades = (colours.us, colours.limit, colours.rest)
    traces: list[Trace] = []
    for place, (name, curve) in enumerate(curves):
        so_far = accumulate(step.events for step in curve.steps)
        marks = [(0.0, 1.0, 0), *((step.time, step.survival, n) for step, n in zip(curve.steps, so_far, strict=True))]
        if curve.last_time is not None and curve.last_time > marks[-1][0]:
            marks.append((curve.last_time, *marks[-1][1:]))
        said = _SO_FAR.in_language(language)
        traces.append(
            scatter(
                x=[day for day, *_ in marks],
                y=[share for _, share, _ in marks],
                mode="lines+markers",
                marker={"size": 8, "opacity": 0},
                customdata=[f"{place}/{day:.0f}" if n else "" for day, _, n in marks],
                hovertext=[  # of the curve's beginning there is nothing to say
                    f"{name}<br>{said.format(day=day, share=share, n=n)}" if day or n else "" for day, share, n in marks
                ],
                hoverinfo="text",
                name=name,
                line={
                    "color": shades[place % len(shades)],
                    "width": 2.5,
                    "shape": "hv",
                    "dash": _DASHES[place % len(_DASHES)],
                },
            )
        )
    shapes, notes = [], []
    for label, day in limits:
        shapes.append(upright(day, {"color": colours.action, "width": 1, "dash": "dot"}))
        notes.append(note(x=day, y=1, yref="paper", yanchor="bottom", text=label))
    return drawing(
        mode,
        traces,
        300,
        showlegend=True,
        shapes=shapes or None,
        annotations=notes or None,
        xaxis=value_axis(
            end_past([day for trace in traces for day in trace["x"]] + [day for _, day in limits]),
            title=_DAYS.in_language(language),
        ),
        yaxis=value_axis(1.02, title=_OPEN.in_language(language), percent=True),
    )
