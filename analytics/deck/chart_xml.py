"""The XML of native charts (ECMA-376 part 1, section 21.2), elements in the order the schema asks for.

Written whole, because a second axis, lines over columns and labels of single points are not to be had otherwise.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite
from xml.sax.saxutils import escape

from analytics.deck.chart_axes import (
    axis_ids,
    category_axis,
    second_axes,
    text_properties,
    value_axis,
)
from analytics.deck.fit import shortened
from analytics.deck.placing import CHART_TEXT, Box, names_below
from analytics.deck.skin import Skin
from analytics.deck.slides import Chart, ChartKind, Series, Tone

_SPACES = (
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_LINE_EMU, _THIN_EMU = 28575, 9525


def column_letter(index: int) -> str:
    """0 -> A, 26 -> AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def chart_xml(chart: Chart, skin: Skin, box: Box) -> bytes:
    """Columns or bars, and lines over them, on one category axis."""
    numbered = list(enumerate(chart.series))
    bars = [(n, one) for n, one in numbered if not one.line]
    lines = [(n, one) for n, one in numbered if one.line and not one.secondary]
    right = [(n, one) for n, one in numbered if one.line and one.secondary]
    flat = chart.kind in (ChartKind.BARS, ChartKind.WATERFALL)
    stacked = chart.kind in (ChartKind.STACKED, ChartKind.WATERFALL)
    size = CHART_TEXT if flat else names_below(chart.categories, box.w, 2 if right else 1)
    room = box.w * 0.4 if flat else box.w if size else box.h * 0.45  # turned names go down and to the left
    names = tuple(shortened(name, CHART_TEXT, room) for name in chart.categories)
    plots = []
    if bars:
        over = bool(lines or right)
        drawn = "".join(_bar_series(n, one, names, skin, stacked=stacked, under_lines=over) for n, one in bars)
        overlap = 100 if stacked else (0 if len(bars) > 1 else -10)
        gap = max(45 if flat else 60, 330 - 60 * len(names))  # a lone bar is no wall
        plots.append(
            f'<c:barChart><c:barDir val="{"bar" if flat else "col"}"/>'
            f'<c:grouping val="{"stacked" if stacked else "clustered"}"/><c:varyColors val="0"/>{drawn}'
            f'<c:gapWidth val="{gap}"/><c:overlap val="{overlap}"/>{axis_ids(False)}</c:barChart>'
        )
    if lines:
        plots.append(_line_plot(lines, names, skin, second=False))
    if right:
        plots.append(_line_plot(right, names, skin, second=True))
    shown = [v for _, one in bars + lines for v in one.values if v is not None]
    if stacked:
        piled = bars[:2] if chart.kind is ChartKind.WATERFALL else bars
        heights = [sum(one.values[n] or 0 for _, one in piled) for n in range(len(names))]
        shown = [*heights, *(v for _, one in lines for v in one.values if v is not None)]
    whole_numbers = all(float(v).is_integer() for _, one in bars for v in one.values if v is not None)
    labelled = flat and (stacked or all(one.labels for _, one in bars))
    axes = category_axis(flat, skin, size) + value_axis(
        max(shown, default=0), whole_numbers, chart.unit, chart.series[0].number_format, flat, skin, hidden=labelled
    )
    if right:
        top = chart.secondary_max or max((v for _, one in right for v in one.values if v is not None), default=1)
        axes += second_axes(top, chart.secondary_unit, right[0][1].number_format, skin)
    legend = len(chart.series) > 1 and chart.kind is not ChartKind.WATERFALL
    return chart_space("".join(plots) + axes, skin, legend=legend, hidden=())


def chart_space(plot_area: str, skin: Skin, *, legend: bool, hidden: Sequence[int], layout: str = "") -> bytes:
    gone = "".join(f'<c:legendEntry><c:idx val="{n}"/><c:delete val="1"/></c:legendEntry>' for n in hidden)
    key = (
        f'<c:legend><c:legendPos val="t"/>{gone}<c:overlay val="0"/>{text_properties(skin)}</c:legend>'
        if legend
        else ""
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><c:chartSpace {_SPACES}><c:date1904 val="0"/>'
        '<c:roundedCorners val="0"/><c:chart><c:autoTitleDeleted val="1"/>'
        f"<c:plotArea>{layout or '<c:layout/>'}{plot_area}<c:spPr><a:noFill/></c:spPr></c:plotArea>{key}"
        '<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>'
        f"<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>{text_properties(skin)}</c:chartSpace>"
    ).encode()


def _bar_series(n: int, one: Series, names: Sequence[str], skin: Skin, *, stacked: bool, under_lines: bool) -> str:
    points = "".join(
        f'<c:dPt><c:idx val="{place}"/><c:invertIfNegative val="0"/><c:bubble3D val="0"/>'
        f"<c:spPr>{skin.fill(tone)}</c:spPr></c:dPt>"
        for place, tone in one.tones
    )
    where = "outEnd" if not stacked else "inBase" if one.tone is Tone.PLAIN else "ctr"
    labels = ""
    if one.labels:
        each = "".join(
            f'<c:dLbl><c:idx val="{place}"/>{_label(code, where, skin)}</c:dLbl>' for place, code in one.formats
        )
        labels = f"<c:dLbls>{each}{_label(one.number_format, where, skin, backed=under_lines)}</c:dLbls>"
    return (
        f'<c:ser><c:idx val="{n}"/><c:order val="{n}"/>{_name(n, one.name)}<c:spPr>{skin.fill(one.tone)}</c:spPr>'
        f'<c:invertIfNegative val="0"/>{points}{labels}{_categories(names)}{_values(n, one)}</c:ser>'
    )


def _line_plot(series: Sequence[tuple[int, Series]], names: Sequence[str], skin: Skin, *, second: bool) -> str:
    drawn = ""
    for n, one in series:
        labels = f"<c:dLbls>{_label(one.number_format, 't', skin)}</c:dLbls>" if one.labels else ""
        marker = (
            '<c:marker><c:symbol val="none"/></c:marker>'
            if one.dashed
            else '<c:marker><c:symbol val="circle"/><c:size val="5"/>'
            f"<c:spPr>{skin.fill(one.tone)}<a:ln><a:noFill/></a:ln></c:spPr></c:marker>"
        )
        drawn += (
            f'<c:ser><c:idx val="{n}"/><c:order val="{n}"/>{_name(n, one.name)}'
            f"<c:spPr>{stroke(one.tone, one.dashed, skin)}</c:spPr>{marker}{labels}{_categories(names)}"
            f'{_values(n, one)}<c:smooth val="0"/></c:ser>'
        )
    return (
        f'<c:lineChart><c:grouping val="standard"/><c:varyColors val="0"/>{drawn}<c:marker val="1"/>'
        f"{axis_ids(second)}</c:lineChart>"
    )


def numbers(letter: str, first: int, values: Sequence[float | int | None], code: str = "General") -> str:
    last = first + len(values) - 1
    cached = "".join(
        f'<c:pt idx="{n}"><c:v>{value!r}</c:v></c:pt>'
        for n, value in enumerate(values)
        if value is not None and isfinite(value)
    )
    return (
        f"<c:numRef><c:f>Sheet1!${letter}${first}:${letter}${last}</c:f><c:numCache><c:formatCode>{escape(code)}</c:formatCode>"
        f'<c:ptCount val="{len(values)}"/>{cached}</c:numCache></c:numRef>'
    )


def _name(n: int, name: str) -> str:
    return (
        f'<c:tx><c:strRef><c:f>Sheet1!${column_letter(n + 1)}$1</c:f><c:strCache><c:ptCount val="1"/>'
        f'<c:pt idx="0"><c:v>{escape(name)}</c:v></c:pt></c:strCache></c:strRef></c:tx>'
    )


def _categories(names: Sequence[str]) -> str:
    cached = "".join(f'<c:pt idx="{n}"><c:v>{escape(name)}</c:v></c:pt>' for n, name in enumerate(names))
    return (
        f"<c:cat><c:strRef><c:f>Sheet1!$A$2:$A${len(names) + 1}</c:f><c:strCache>"
        f'<c:ptCount val="{len(names)}"/>{cached}</c:strCache></c:strRef></c:cat>'
    )


def _values(n: int, one: Series) -> str:
    return f"<c:val>{numbers(column_letter(n + 1), 2, one.values, one.number_format)}</c:val>"


def _label(code: str, where: str, skin: Skin, *, backed: bool = False) -> str:
    """A value beside its mark. backed: on a pale ground, where a line may run behind it."""
    return (
        f'<c:numFmt formatCode="{escape(code, {chr(34): "&quot;"})}" sourceLinked="0"/>'
        f"<c:spPr>{skin.backing() if backed else '<a:noFill/>'}</c:spPr>"
        f'{text_properties(skin)}<c:dLblPos val="{where}"/>{shows(value=True)}'
    )


def shows(*, value: bool) -> str:
    return (
        f'<c:showLegendKey val="0"/><c:showVal val="{int(value)}"/><c:showCatName val="0"/><c:showSerName val="0"/>'
        '<c:showPercent val="0"/><c:showBubbleSize val="0"/>'
    )


def stroke(tone: Tone, dashed: bool, skin: Skin) -> str:
    dash = '<a:prstDash val="dash"/>' if dashed else ""
    width = _THIN_EMU * 2 if dashed else _LINE_EMU
    return f'<a:ln w="{width}" cap="rnd">{skin.fill(tone)}{dash}<a:round/></a:ln>'
