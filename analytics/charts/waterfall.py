"""From what was usual to what came: the contributions between two totals, drawn to scale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analytics.charts.layout import Figure, axis, bar, count_ticks, drawing
from analytics.charts.palette import Mode, palette

_ROW_PIXELS = 34
_EDGES_PIXELS = 44
START, END = "start", "end"  # the customdata of the two totals


@dataclass(frozen=True, slots=True)
class Step:
    """code: the customdata of the bar. strong: this step alone is beyond chance and wears the colour of action."""

    label: str
    change: float
    code: str = ""
    strong: bool = False


def waterfall(
    start: tuple[str, float],
    steps: Sequence[Step],
    end: tuple[str, float],
    unit: str,
    mode: Mode,
    whole: bool = False,
) -> Figure:
    """Horizontal bars from the first total over every step to the last total, from zero.

    start, end: label and value (pieces; the start may be a mean). The steps must add up from one to the other.
    whole: the start is a count and no mean, so all is written whole. Every step's customdata is its code.
    """
    colours, decimals = palette(mode), 0 if whole else 1
    labels, bases, lengths, texts, fills, codes = (
        [start[0]],
        [0.0],
        [start[1]],
        [f"{start[1]:,.{decimals}f}"],
        [colours.rest],
        [START],
    )
    level = start[1]
    for step in steps:
        labels.append(step.label)
        bases.append(min(level, level + step.change))
        lengths.append(abs(step.change))
        texts.append(f"{step.change:+,.{decimals}f}")
        fills.append(colours.action if step.strong else colours.limit)
        codes.append(step.code)
        level += step.change
    labels.append(end[0])
    bases.append(0.0)
    lengths.append(end[1])
    texts.append(f"{end[1]:,.0f}")
    fills.append(colours.us)
    codes.append(END)
    traces = [
        bar(
            x=lengths,
            base=bases,
            y=list(range(len(labels))),
            orientation="h",
            marker={"color": fills, "line": {"width": 0}},
            customdata=codes,
            text=texts,
            textposition="outside",
            textangle=0,
            cliponaxis=False,
            hovertext=[f"{label}<br>{text} {unit}" for label, text in zip(labels, texts, strict=True)],
            hoverinfo="text",
        )
    ]
    reach = max((base + length for base, length in zip(bases, lengths, strict=True)), default=0.0)
    ticks = count_ticks(reach)
    return drawing(
        mode,
        traces,
        _EDGES_PIXELS + _ROW_PIXELS * len(labels),
        showlegend=False,
        xaxis=axis(tickmode="array", tickvals=ticks, tickformat=",d", range=[0, max(ticks[-1], 1) * 1.12]),
        yaxis=axis(
            tickmode="array",
            tickvals=list(range(len(labels))),
            ticktext=[f"{one}  " for one in labels],
            range=[len(labels) - 0.5, -0.5],
            showgrid=False,
        ),
    )
