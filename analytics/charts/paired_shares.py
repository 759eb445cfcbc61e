"""Two shares a row joined by a line: ours and the others'."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analytics.charts.layout import Figure, Trace, axis, drawing, end_past, scatter, value_axis
from analytics.charts.palette import Mode, palette

_ROW_PIXELS = 34
_EDGES_PIXELS = 70


@dataclass(frozen=True, slots=True)
class Pair:
    """Shares 0 to 1, None where there is nothing to take a share of. strong: the difference is beyond chance."""

    label: str
    ours: float | None
    others: float | None
    code: str
    strong: bool = False


def paired_shares(pairs: Sequence[Pair], ours: str, others: str, mode: Mode) -> Figure:
    """Rows from the top down; ours as a full mark (a diamond where beyond chance), the others' as a ring.

    The customdata is "ours/" or "others/" and the row's code, "" where there is nothing of it.
    """
    colours, places = palette(mode), list(range(len(pairs)))
    traces: list[Trace] = []
    for place, pair in enumerate(pairs):
        if pair.ours is not None and pair.others is not None:
            traces.append(
                scatter(
                    x=[pair.ours, pair.others],
                    y=[place, place],
                    mode="lines",
                    line={"color": colours.action if pair.strong else colours.rest, "width": 2},
                    hoverinfo="skip",
                    showlegend=False,
                )
            )
    traces.append(
        scatter(
            x=[pair.others for pair in pairs],
            y=places,
            mode="markers",
            name=others,
            marker={"symbol": "circle-open", "size": 11, "color": colours.limit, "line": {"width": 2}},
            customdata=[f"others/{pair.code}" if pair.others else "" for pair in pairs],
            hovertemplate="%{x:.1%}<extra>" + others + "</extra>",
        )
    )
    traces.append(
        scatter(
            x=[pair.ours for pair in pairs],
            y=places,
            mode="markers+text",
            name=ours,
            text=["" if pair.ours is None else f"{pair.ours:.1%}" for pair in pairs],
            textposition="top center",
            marker={
                "symbol": ["diamond" if pair.strong else "circle" for pair in pairs],
                "size": 12,
                "color": [colours.action if pair.strong else colours.us for pair in pairs],
            },
            customdata=[f"ours/{pair.code}" if pair.ours else "" for pair in pairs],
            hovertemplate="%{x:.1%}<extra>" + ours + "</extra>",
            cliponaxis=False,
        )
    )
    return drawing(
        mode,
        traces,
        _EDGES_PIXELS + _ROW_PIXELS * max(len(pairs), 1),
        showlegend=True,
        xaxis=value_axis(
            end_past(one for pair in pairs for one in (pair.ours, pair.others) if one is not None), percent=True
        ),
        yaxis=axis(
            tickmode="array",
            tickvals=places,
            ticktext=[f"{pair.label}  " for pair in pairs],
            range=[len(pairs) - 0.4, -0.7],
            showgrid=False,
        ),
    )
