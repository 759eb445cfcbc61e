"""Charts of the preview: the same series, axes from zero and labels as the native ones, drawn plainly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from analytics.deck.chart_axes import value_ticks
from analytics.deck.fit import shortened
from analytics.deck.placing import CHART_TEXT, Box
from analytics.deck.point_labels import axis_ends, label_sides, plot_box
from analytics.deck.slides import HIDDEN, Chart, ChartKind, Scatter, Series, Tone
from analytics.text_width import ems

Colours = Mapping[Tone, str]
_LEGEND, _FOOT, _LEFT, _RIGHT = 22.0, 34.0, 40.0, 36.0


def draw_chart(chart: Chart, box: Box, colours: Colours) -> str:
    """Columns, stacked columns or bars, with lines over them."""
    legend = [(one.name, colours[one.tone]) for one in chart.series]
    drawn = [_legend(legend, box)] if len(legend) > 1 else []
    inner = Box(box.x + _LEFT, box.y + _LEGEND, box.w - _LEFT - _RIGHT, box.h - _LEGEND - _FOOT)
    if chart.kind is ChartKind.WATERFALL:
        return _waterfall(chart, box, colours)
    if chart.kind is ChartKind.BARS:
        return "".join([*drawn, _bars(chart, Box(box.x, inner.y, box.w, box.h - _LEGEND), colours)])
    columns = [one for one in chart.series if not one.line]
    plain_lines = [one for one in chart.series if one.line and not one.secondary]
    values = [v for one in columns + plain_lines for v in one.values if v is not None]
    if chart.kind is ChartKind.STACKED:
        values += [sum(one.values[n] or 0 for one in columns) for n in range(len(chart.categories))]
    whole = all(float(v).is_integer() for one in columns for v in one.values if v)
    top, step = value_ticks(max(values, default=0), whole, chart.series[0].number_format)
    drawn += _grid(inner, top, step, chart.series[0].number_format)
    slot = inner.w / max(1, len(chart.categories))
    for n, name in enumerate(chart.categories):
        text = shortened(name, CHART_TEXT, slot + 6)
        drawn.append(_label(inner.x + (n + 0.5) * slot, inner.y + inner.h + 14, text, colours[Tone.LIMIT]))
    marks, labels = _columns(chart, columns, inner, slot, top, colours)
    drawn += marks
    for one in chart.series:
        if one.line:
            end = (chart.secondary_max or max(v for v in one.values if v is not None)) if one.secondary else top
            drawn.append(_line(one, inner, slot, end, colours[one.tone]))
    return "".join([*drawn, *labels])


def _columns(
    chart: Chart, columns: Sequence[Series], inner: Box, slot: float, top: float, colours: Colours
) -> tuple[list[str], list[str]]:
    """Columns, and the values to print over whatever is drawn next."""
    stacked = chart.kind is ChartKind.STACKED
    each = slot * 0.62 / (1 if stacked else max(1, len(columns)))
    drawn, labels, bases = [], [], [0.0] * len(chart.categories)
    for place, one in enumerate(columns):
        tones, formats = dict(one.tones), dict(one.formats)
        for n, value in enumerate(one.values):
            if value is None:
                continue
            height = value / top * inner.h
            x = inner.x + n * slot + slot * 0.19 + (0 if stacked else place * each)
            y = inner.y + inner.h - bases[n] - height
            colour = colours[tones.get(n, one.tone)]
            drawn.append(f'<rect x="{x:.1f}" y="{y:.1f}" width="{each:.1f}" height="{height:.1f}" fill="{colour}"/>')
            if one.labels and (value or not stacked) and formats.get(n) != HIDDEN:
                at = y + height / 2 + 4 if stacked else y - 4
                labels.append(_label(x + each / 2, at, formatted(value, one.number_format), colours[Tone.TEXT]))
            if stacked:
                bases[n] += height
    return drawn, labels


def _line(one: Series, inner: Box, slot: float, top: float, colour: str) -> str:
    points = [
        f"{inner.x + (n + 0.5) * slot:.1f},{inner.y + inner.h * (1 - value / (top or 1)):.1f}"
        for n, value in enumerate(one.values)
        if value is not None
    ]
    dash = ' stroke-dasharray="5 4"' if one.dashed else ""
    return f'<polyline points="{" ".join(points)}" fill="none" stroke="{colour}" stroke-width="2"{dash}/>'


def _bars(chart: Chart, box: Box, colours: Colours) -> str:
    drawn = []
    left = min(box.w * 0.4, max(len(name) for name in chart.categories) * CHART_TEXT * 1.05 + 10)
    most = max((v for one in chart.series for v in one.values if v is not None), default=0) or 1
    slot = box.h / len(chart.categories)
    each = min(46.0, slot * 0.68 / len(chart.series))
    for n, name in enumerate(chart.categories):
        middle = box.y + (n + 0.5) * slot
        text = shortened(name, CHART_TEXT, left - 8)
        drawn.append(_label(box.x + left - 8, middle + 4, text, colours[Tone.LIMIT], anchor="end"))
        for place, one in enumerate(chart.series):
            value = one.values[n]
            if value is None:
                continue
            y = middle - each * len(chart.series) / 2 + place * each
            width = (box.w - left - 44) * value / most
            colour = colours[dict(one.tones).get(n, one.tone)]
            drawn.append(
                f'<rect x="{box.x + left:.1f}" y="{y:.1f}" width="{width:.1f}" height="{each:.1f}" fill="{colour}"/>'
            )
            said = formatted(value, one.number_format)
            drawn.append(_label(box.x + left + width + 4, y + each / 2 + 4, said, colours[Tone.TEXT], anchor="start"))
    return "".join(drawn)


def _waterfall(chart: Chart, box: Box, colours: Colours) -> str:
    """Steps on an unseen base, each with the value that its carrier prints."""
    base, step, carrier = chart.series
    drawn = []
    left = min(box.w * 0.4, max(len(name) for name in chart.categories) * CHART_TEXT * 1.05 + 10)
    most = max((b or 0) + (v or 0) for b, v in zip(base.values, step.values, strict=True)) or 1
    slot, scale = box.h / len(chart.categories), (box.w - left - 44) / most
    each, tones, formats = min(46.0, slot * 0.68), dict(step.tones), dict(carrier.formats)
    for n, name in enumerate(chart.categories):
        start, length, said = base.values[n] or 0, step.values[n] or 0, carrier.values[n] or 0
        middle, x = box.y + (n + 0.5) * slot, box.x + left + start * scale
        text = shortened(name, CHART_TEXT, left - 8)
        drawn.append(_label(box.x + left - 8, middle + 4, text, colours[Tone.LIMIT], anchor="end"))
        drawn.append(
            f'<rect x="{x:.1f}" y="{middle - each / 2:.1f}" width="{length * scale:.1f}" height="{each:.1f}"'
            f' fill="{colours[tones.get(n, step.tone)]}"/>'
        )
        value = formatted(said, formats.get(n, carrier.number_format))
        drawn.append(_label(x + length * scale + 4, middle + 4, value, colours[Tone.TEXT], anchor="start"))
    return "".join(drawn)


def draw_scatter(scatter: Scatter, box: Box, colours: Colours) -> str:
    inner, sides = plot_box(box), label_sides(scatter, box)
    (right, across), (top, step) = axis_ends(scatter)
    drawn = [_legend([(one.name, colours[one.tone]) for one in scatter.series if one.legend], box)]
    drawn += _grid(inner, top, step, scatter.number_format)
    tick = 0.0
    while tick <= right + 1e-9:
        x = inner.x + inner.w * tick / right
        drawn.append(_label(x, inner.y + inner.h + 14, f"{tick:g}", colours[Tone.LIMIT]))
        tick += across
    drawn.append(_label(inner.x + inner.w / 2, inner.y + inner.h + 28, scatter.x_title, colours[Tone.LIMIT]))
    for place, one in enumerate(scatter.series):
        places = [
            (inner.x + inner.w * x / right, inner.y + inner.h * (1 - y / top))
            for x, y in zip(one.xs, one.ys, strict=True)
        ]
        colour = colours[one.tone]
        if one.line:
            dash = ' stroke-dasharray="5 4"' if one.dashed else ""
            points = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
            drawn.append(f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="1.6"{dash}/>')
            continue
        for n, (x, y) in enumerate(places):
            drawn.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4.5" fill="{colour}"/>')
            if (place, n) in sides:
                drawn.append(_beside_point(x, y, one.names[n], sides[place, n], colours[Tone.TEXT]))
    return "".join(drawn)


def _beside_point(x: float, y: float, name: str, side: str, colour: str) -> str:
    if side in "rl":
        return _label(x + (8 if side == "r" else -8), y + 4, name, colour, anchor="start" if side == "r" else "end")
    return _label(x, y + (-8 if side == "t" else 17), name, colour)


def formatted(value: float | int, code: str) -> str:
    """A value as its number format prints it."""
    if "%" in code:
        return f"{value * 100:.0f}%"
    decimals = len(code.split(";")[0].split(".")[1]) if "." in code.split(";")[0] else 0
    sign = code[0] if code[0] in "+-" else ""
    return f"{sign}{value:,.{decimals}f}"


def _grid(inner: Box, top: float, step: float, code: str) -> list[str]:
    drawn, tick = [], 0.0
    while tick <= top + 1e-9:
        y = inner.y + inner.h * (1 - tick / top)
        drawn.append(
            f'<line x1="{inner.x:.1f}" x2="{inner.x + inner.w:.1f}" y1="{y:.1f}" y2="{y:.1f}" stroke="#e4e8ed"/>'
        )
        drawn.append(_label(inner.x - 6, y + 4, formatted(tick, code), "#5f6b7a", anchor="end"))
        tick += step
    return drawn


def _legend(entries: Sequence[tuple[str, str]], box: Box) -> str:
    x, drawn = box.x + _LEFT, []
    for name, colour in entries:
        drawn.append(f'<rect x="{x:.1f}" y="{box.y + 2:.1f}" width="16" height="8" fill="{colour}"/>')
        drawn.append(_label(x + 20, box.y + 10, name, "#5f6b7a", anchor="start"))
        x += 36 + ems(name) * CHART_TEXT
    return "".join(drawn)


def _label(x: float, y: float, text: str, colour: str, *, anchor: str = "middle") -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{CHART_TEXT:g}" fill="{colour}" text-anchor="{anchor}"'
        f' stroke="#fff" stroke-width="3" stroke-opacity="0.85" paint-order="stroke">{escape(text)}</text>'
    )
