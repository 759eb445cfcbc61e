"""Which few make up most: bars by falling count, and the share of all bars so far against the 80% line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from analytics.charts.cell_grid import mixed
from analytics.charts.layout import Figure, Trace, axis, bar, count_ticks, drawing, scatter
from analytics.charts.palette import Mode, palette
from analytics.errors import Text
from analytics.statistics.pareto import VITAL_SHARE, ParetoItem

_ROW_PIXELS = 26
_EDGES_PIXELS = 110
_ABOVE_PIXELS = 52  # the legend, and below it the ticks of the shares
SO_FAR = "<="  # before an item: all up to it
_NAME_SO_FAR = Text("累计占比", "share so far")


def pareto_chart(
    items: Sequence[ParetoItem], labels: Mapping[str, str], colours: Mapping[str, str], language: str, mode: Mode
) -> Figure:
    """items: as `pareto_items` orders them. labels, colours: by item. Those that make the first 80% are full and bold.

    Every bar's customdata is its item; that of the share so far has SO_FAR before it.
    """
    shades, places = palette(mode), list(range(len(items)))
    traces: list[Trace] = []
    traces.append(
        bar(
            x=[one.count for one in items],
            y=places,
            orientation="h",
            marker={
                "color": [
                    colours[one.label] if one.vital else mixed(shades.background, colours[one.label], 0.3)
                    for one in items
                ],
                "line": {"width": 0},
            },
            customdata=[one.label for one in items],
            hovertext=[f"{labels[one.label]}<br>{one.count:,} · {one.share:.1%}" for one in items],
            hoverinfo="text",
            showlegend=False,
        )
    )
    so_far = _NAME_SO_FAR.in_language(language)
    traces.append(
        scatter(
            x=[one.cumulative_share for one in items],
            y=places,
            xaxis="x2",
            mode="lines+markers",
            name=so_far,
            line={"color": shades.ink, "width": 1.5},
            marker={"size": 7, "color": shades.ink, "line": {"color": shades.background, "width": 1.5}},  # seen on bars
            customdata=[f"{SO_FAR}{one.label}" for one in items],
            hovertemplate=f"{so_far} %{{x:.1%}}<extra></extra>",
        )
    )
    traces.append(
        scatter(
            x=[VITAL_SHARE, VITAL_SHARE],
            y=[-0.6, len(items) - 0.4],
            xaxis="x2",
            mode="lines",
            name=f"{VITAL_SHARE:.0%}",
            line={"color": shades.action, "width": 1.5, "dash": "dash"},
            hoverinfo="skip",
        )
    )
    ticks = count_ticks(max((one.count for one in items), default=0))
    return drawing(
        mode,
        traces,
        _EDGES_PIXELS + _ROW_PIXELS * max(len(items), 1),
        showlegend=True,
        xaxis2={
            "overlaying": "x",
            "side": "top",
            "range": [0, 1.02],
            "tickformat": ".0%",
            "tickvals": [0, 0.25, 0.5, 0.75, 1],
            "showgrid": False,
            "fixedrange": True,
            "zeroline": False,
        },
        legend={"yref": "container", "y": 1, "yanchor": "top"},
        margin={"t": _ABOVE_PIXELS},
        xaxis=axis(tickmode="array", tickvals=ticks, tickformat=",d", range=[0, max(ticks[-1], 1) * 1.15]),
        yaxis=axis(
            tickmode="array",
            tickvals=places,
            ticktext=[_tick(one, labels[one.label]) for one in items],
            range=[len(items) - 0.4, -0.6],
            showgrid=False,
        ),
    )


def _tick(item: ParetoItem, label: str) -> str:
    """The number stands beside the name: at the end of its bar the line would run through it."""
    name = f"<b>{label}</b>" if item.vital else label
    return f"{name}  {item.count:,} · {item.share:.1%}  "
