"""Axes, their titles and the look of text in a chart's XML."""

from __future__ import annotations

from math import floor, log10
from xml.sax.saxutils import escape

from analytics.deck.placing import CHART_TEXT, NAMES_BELOW
from analytics.deck.skin import Skin
from analytics.deck.slides import Tone

CATEGORY_AXIS, VALUE_AXIS, CATEGORY_AXIS_2, VALUE_AXIS_2 = 111, 112, 113, 114
_MOST_TICKS = 5
_TURNED = -45 * 60000  # sixty-thousandths of a degree


def ticks_to(largest: float, whole: bool) -> tuple[float, float]:
    """(upper end, step) of an axis from 0 with at most five ticks; steps of whole numbers where `whole`."""
    if largest <= 0:
        return 1.0, 1.0
    rough = largest / (_MOST_TICKS - 1)
    power = 10.0 ** floor(log10(rough))
    steps = [factor * power for factor in (1, 2, 2.5, 5, 10)]
    step = next(one for one in steps if one >= rough and (not whole or one == int(one) or one >= 1 == power))
    step = max(1.0, float(round(step))) if whole else step
    count = 1
    while count * step < largest * 1.0001:
        count += 1
    return count * step, step


def value_ticks(largest: float, whole: bool, code: str) -> tuple[float, float]:
    """The same for values printed by a number format: a share's ticks end at 100%, with room for labels above it."""
    if code.endswith("%") and 0.9 < largest <= 1:
        return 1.1, 0.25
    return ticks_to(largest, whole)


def axis_ids(second: bool) -> str:
    """The two axes that a plot is drawn against."""
    pair = (CATEGORY_AXIS_2, VALUE_AXIS_2) if second else (CATEGORY_AXIS, VALUE_AXIS)
    return "".join(f'<c:axId val="{one}"/>' for one in pair)


def scaling(top: float | None = None) -> str:
    """From 0 to `top`, or as the program likes."""
    ends = "" if top is None else f'<c:max val="{top!r}"/><c:min val="0"/>'
    return f'<c:scaling><c:orientation val="minMax"/>{ends}</c:scaling>'


def category_axis(flat: bool, skin: Skin, size: float | None = CHART_TEXT) -> str:
    """Names along the foot in lines of a size, or turned (None); or down the left side for bars."""
    turned = "maxMin" if flat else "minMax"
    look = axis_look(skin, line=True, size=size or NAMES_BELOW[-1], turn=0 if size else _TURNED)
    return (
        f'<c:catAx><c:axId val="{CATEGORY_AXIS}"/><c:scaling><c:orientation val="{turned}"/></c:scaling>'
        f'<c:delete val="0"/><c:axPos val="{"l" if flat else "b"}"/><c:numFmt formatCode="General" sourceLinked="0"/>'
        f'{look}<c:crossAx val="{VALUE_AXIS}"/><c:crosses val="autoZero"/>'
        '<c:auto val="0"/>'
        '<c:lblAlgn val="ctr"/><c:lblOffset val="100"/><c:noMultiLvlLbl val="1"/></c:catAx>'
    )


def value_axis(
    largest: float,
    whole: bool,
    title: str,
    code: str,
    flat: bool,
    skin: Skin,
    *,
    hidden: bool = False,
    between: str = "between",
) -> str:
    """From 0 with at most five ticks, whole ones where all values are. hidden: the bars carry their numbers."""
    top, step = value_ticks(largest, whole, code)
    lines = "" if hidden else f"<c:majorGridlines><c:spPr>{skin.hairline()}</c:spPr></c:majorGridlines>"
    named = "" if hidden else axis_title(title, skin)
    return (
        f'<c:valAx><c:axId val="{VALUE_AXIS}"/>{scaling(top)}<c:delete val="{int(hidden)}"/>'
        f'<c:axPos val="{"b" if flat else "l"}"/>{lines}{named}<c:numFmt formatCode="{escape(code)}" sourceLinked="0"/>'
        f'{axis_look(skin, line=False)}<c:crossAx val="{CATEGORY_AXIS}"/>'
        f'<c:crosses val="{"max" if flat else "autoZero"}"/>'
        f'<c:crossBetween val="{between}"/><c:majorUnit val="{step!r}"/></c:valAx>'
    )


def second_axes(top: float, title: str, code: str, skin: Skin) -> str:
    """The right value axis, with the hidden category axis that it needs."""
    return (
        f'<c:catAx><c:axId val="{CATEGORY_AXIS_2}"/>{scaling()}<c:delete val="1"/><c:axPos val="b"/>'
        f'<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/>'
        f'<c:crossAx val="{VALUE_AXIS_2}"/><c:crosses val="autoZero"/><c:auto val="0"/><c:lblAlgn val="ctr"/>'
        '<c:lblOffset val="100"/><c:noMultiLvlLbl val="1"/></c:catAx>'
        f'<c:valAx><c:axId val="{VALUE_AXIS_2}"/>{scaling(top)}<c:delete val="0"/><c:axPos val="r"/>'
        f'{axis_title(title, skin)}<c:numFmt formatCode="{escape(code)}" sourceLinked="0"/>'
        f'{axis_look(skin, line=False)}<c:crossAx val="{CATEGORY_AXIS_2}"/><c:crosses val="max"/>'
        f'<c:crossBetween val="between"/><c:majorUnit val="{top / 4!r}"/></c:valAx>'
    )


def axis_title(text: str, skin: Skin) -> str:
    """Nothing for no title."""
    if not text:
        return ""
    return (
        "<c:title><c:tx><c:rich><a:bodyPr/><a:p><a:pPr>"
        f"{skin.run_properties(CHART_TEXT, Tone.LIMIT, tag='a:defRPr')}</a:pPr><a:r>"
        f"{skin.run_properties(CHART_TEXT, Tone.LIMIT, tag='a:rPr')}<a:t>{escape(text)}</a:t></a:r></a:p></c:rich>"
        '</c:tx><c:overlay val="0"/></c:title>'
    )


def axis_look(skin: Skin, *, line: bool, size: float = CHART_TEXT, turn: int | None = None) -> str:
    """No tick marks; a hairline or nothing. turn: of the names; None as the program likes, 0 broken into lines."""
    stroke = skin.hairline() if line else "<a:ln><a:noFill/></a:ln>"
    return (
        '<c:majorTickMark val="none"/><c:minorTickMark val="none"/>'
        f'<c:tickLblPos val="{"low" if line else "nextTo"}"/><c:spPr>{stroke}</c:spPr>'
        f"{text_properties(skin, Tone.LIMIT, size=size, turn=turn)}"
    )


def text_properties(skin: Skin, tone: Tone = Tone.TEXT, *, size: float = CHART_TEXT, turn: int | None = None) -> str:
    """The text of a chart or of a part of it."""
    turned = "" if turn is None else f' rot="{turn}" vert="horz"'
    return (
        f"<c:txPr><a:bodyPr{turned}/><a:lstStyle/><a:p><a:pPr>"
        f"{skin.run_properties(size, tone, tag='a:defRPr')}</a:pPr>"
        f'<a:endParaRPr lang="{skin.locale}"/></a:p></c:txPr>'
    )
