"""The XML of a native scatter with curves, its points named where there is room."""

from __future__ import annotations

from collections.abc import Mapping
from xml.sax.saxutils import escape

from analytics.deck.chart_axes import CATEGORY_AXIS, VALUE_AXIS, axis_ids, axis_look, axis_title, scaling, value_axis
from analytics.deck.chart_xml import chart_space, numbers, shows, stroke
from analytics.deck.placing import CHART_TEXT, Box
from analytics.deck.point_labels import axis_ends, label_sides, plot_box
from analytics.deck.skin import Skin
from analytics.deck.slides import Points, Scatter


def scatter_xml(scatter: Scatter, skin: Skin, box: Box) -> bytes:
    """Points and curves in the plane, from zero."""
    rows, sides = scatter_rows(scatter), label_sides(scatter, box)
    drawn = "".join(
        _points(n, one, rows[n], skin, {m: side for (series, m), side in sides.items() if series == n})
        for n, one in enumerate(scatter.series)
    )
    plot = f'<c:scatterChart><c:scatterStyle val="lineMarker"/><c:varyColors val="0"/>{drawn}'
    plot += f"{axis_ids(False)}</c:scatterChart>"
    (right, step), _ = axis_ends(scatter)
    across = (
        f'<c:valAx><c:axId val="{CATEGORY_AXIS}"/>{scaling(right)}<c:delete val="0"/><c:axPos val="b"/>'
        f'{axis_title(scatter.x_title, skin)}<c:numFmt formatCode="General" sourceLinked="0"/>'
        f'{axis_look(skin, line=True)}<c:crossAx val="{VALUE_AXIS}"/><c:crosses val="autoZero"/>'
        f'<c:crossBetween val="midCat"/><c:majorUnit val="{step!r}"/></c:valAx>'
    )
    highest = max((y for one in scatter.series for y in one.ys), default=1)
    up = value_axis(highest, False, scatter.y_title, scatter.number_format, False, skin, between="midCat")
    hidden = [n for n, one in enumerate(scatter.series) if not one.legend]
    return chart_space(plot + across + up, skin, legend=True, hidden=hidden, layout=_layout(box))


def _layout(box: Box) -> str:
    """The plot where `plot_box` says, so that names stand where they were found to cross nothing."""
    plot = plot_box(box)
    shares = (
        ("x", (plot.x - box.x) / box.w),
        ("y", (plot.y - box.y) / box.h),
        ("w", plot.w / box.w),
        ("h", plot.h / box.h),
    )
    ends = "".join(f'<c:{name} val="{share:.5f}"/>' for name, share in shares)
    return (
        '<c:layout><c:manualLayout><c:layoutTarget val="inner"/><c:xMode val="edge"/><c:yMode val="edge"/>'
        f"{ends}</c:manualLayout></c:layout>"
    )


def scatter_rows(scatter: Scatter) -> list[int]:
    """The sheet row that each series begins in, with its name; below each other in columns A and B, as Excel likes."""
    rows, at = [], 1
    for one in scatter.series:
        rows.append(at)
        at += len(one.xs) + 2
    return rows


def _points(n: int, one: Points, row: int, skin: Skin, sides: Mapping[int, str]) -> str:
    look = (
        f'<c:spPr>{stroke(one.tone, one.dashed, skin)}</c:spPr><c:marker><c:symbol val="none"/></c:marker>'
        if one.line
        else '<c:spPr><a:ln w="19050"><a:noFill/></a:ln></c:spPr><c:marker><c:symbol val="circle"/><c:size val="8"/>'
        f"<c:spPr>{skin.fill(one.tone)}<a:ln><a:noFill/></a:ln></c:spPr></c:marker>"
    )
    labels = ""
    if any(one.names):
        each = "".join(
            f'<c:dLbl><c:idx val="{place}"/><c:tx><c:rich><a:bodyPr wrap="none"/><a:p><a:r>'
            f"{skin.run_properties(CHART_TEXT, tag='a:rPr')}<a:t>{escape(name)}</a:t></a:r></a:p></c:rich></c:tx>"
            f'<c:dLblPos val="{sides[place]}"/>{shows(value=True)}</c:dLbl>'
            for place, name in enumerate(one.names)
            if name and place in sides
        )
        labels = f"<c:dLbls>{each}{shows(value=False)}</c:dLbls>"
    return (
        f'<c:ser><c:idx val="{n}"/><c:order val="{n}"/><c:tx><c:strRef><c:f>Sheet1!$B${row}</c:f><c:strCache>'
        f'<c:ptCount val="1"/><c:pt idx="0"><c:v>{escape(one.name)}</c:v></c:pt></c:strCache></c:strRef></c:tx>'
        f"{look}{labels}<c:xVal>{numbers('A', row + 1, one.xs)}</c:xVal>"
        f"<c:yVal>{numbers('B', row + 1, one.ys)}</c:yVal>"
        '<c:smooth val="0"/></c:ser>'
    )
