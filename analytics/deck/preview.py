"""A slide as a picture (SVG), drawn from the same object and the same places as the .pptx, to look at before."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from analytics.charts.palette import palette
from analytics.deck import placing
from analytics.deck.fit import LINE, fitted, lines
from analytics.deck.glyphs import printable
from analytics.deck.placing import OURS, Box, placed, set_cards, set_prose, set_table, set_title
from analytics.deck.preview_charts import draw_chart, draw_scatter
from analytics.deck.slides import Block, Cards, Chart, Look, Prose, Scatter, Slide, Table, Tone
from analytics.deck.template import COVER_BOXES, INK

_SCREEN = palette("light")
COLOURS = {
    Tone.US: _SCREEN.us,
    Tone.REST: _SCREEN.rest,
    Tone.ACTION: _SCREEN.action,
    Tone.LIMIT: _SCREEN.limit,
    Tone.TEXT: f"#{INK}",
    Tone.PLAIN: "none",
}
_FONTS = "Arial, 'Microsoft YaHei', 'PingFang SC', 'Noto Sans CJK SC', sans-serif"


def preview(slide: Slide, number: int) -> str:
    """The slide in our own look, as an SVG of 960 x 540; all text in it is escaped. number: its page."""
    slide, _ = printable(slide)
    drawn = [f'<rect width="960" height="540" fill="#fff"/><rect width="10" height="540" fill="{COLOURS[Tone.US]}"/>']
    if slide.look is Look.COVER:
        drawn += _cover(slide)
    else:
        title = set_title(slide)
        rows = lines(title.text, title.size, OURS.title.w)
        top = OURS.title.y + OURS.title.h - len(rows) * title.size * LINE
        drawn.append(_text(Box(OURS.title.x, top, OURS.title.w, 0), rows, title.size, Tone.TEXT, bold=True))
        sub = placing.set_line(slide.subtitle, OURS.subtitle, placing.SUBTITLE)
        drawn.append(_text(OURS.subtitle, [sub.text], sub.size, Tone.LIMIT))
        drawn += [_block(block, box) for block, box in placed(slide)]
        foot = placing.set_line(slide.source, Box(0, 0, OURS.foot.w - 60, OURS.foot.h), placing.SOURCE)
        drawn.append(_text(OURS.foot, [foot.text], foot.size, Tone.LIMIT))
        drawn.append(_text(Box(OURS.foot.x + OURS.foot.w, OURS.foot.y, 64, 0), [str(number)], 10, Tone.LIMIT, end=True))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 960 540" width="960" height="540" role="img"'
        f' font-family="{_FONTS}"><title>{escape(slide.title)}</title>{"".join(drawn)}</svg>'
    )


def _cover(slide: Slide) -> list[str]:
    title_box, below = COVER_BOXES
    title = fitted(slide.title, title_box.w, title_box.h, placing.COVER_TITLE)
    rows = lines(title.text, title.size, title_box.w)
    top = title_box.y + title_box.h - len(rows) * title.size * LINE
    sub = fitted(slide.subtitle, below.w, below.h, placing.COVER_SUBTITLE)
    return [
        f'<rect x="876" width="84" height="540" fill="{COLOURS[Tone.US]}"/>',
        f'<rect x="72" y="294" width="96" height="4" fill="{COLOURS[Tone.ACTION]}"/>',
        _text(Box(title_box.x, top, title_box.w, 0), rows, title.size, Tone.TEXT, bold=True),
        _text(below, sub.text.split("\n"), sub.size, Tone.LIMIT),
    ]


def _block(block: Block, box: Box) -> str:
    if isinstance(block, Chart):
        return draw_chart(block, box, COLOURS)
    if isinstance(block, Scatter):
        return draw_scatter(block, box, COLOURS)
    if isinstance(block, Table):
        return _table(block, box)
    if isinstance(block, Cards):
        return _cards(block, box)
    return _prose(block, box)


def _table(table: Table, box: Box) -> str:
    fit = set_table(table, box)
    drawn, y = [], box.y
    texts = [(fit.head, None), *((tuple(cell.text for cell in row), row) for row in fit.rows)]
    for height, (row, cells) in zip(fit.heights, texts, strict=True):
        x = box.x
        for n, (text, width) in enumerate(zip(row, fit.widths, strict=True)):
            cell = cells[n] if cells else None
            if cell and cell.tone is not Tone.PLAIN and cell.strength > 0:
                drawn.append(
                    f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}"'
                    f' fill="{COLOURS[cell.tone]}" fill-opacity="{cell.strength:.2f}"/>'
                )
            rows = lines(text, fit.size, width - 2 * placing.CELL_PAD_X)
            inside = Box(
                x + placing.CELL_PAD_X,
                y + (height - len(rows) * fit.size * LINE) / 2,
                width - 2 * placing.CELL_PAD_X,
                0,
            )
            tone = Tone.TEXT if cell else Tone.LIMIT
            bold = cell.bold if cell else True
            drawn.append(_text(inside, rows, fit.size, tone, bold=bold, end=n in table.numeric))
            x += width
        y += height
        drawn.append(f'<line x1="{box.x:.1f}" x2="{x:.1f}" y1="{y:.1f}" y2="{y:.1f}" stroke="#dde2e8"/>')
    return "".join(drawn)


def _cards(cards: Cards, box: Box) -> str:
    drawn = []
    for one in set_cards(cards, box):
        at, pad = one.box, placing.CARD_PAD
        drawn.append(f'<rect x="{at.x:.1f}" y="{at.y:.1f}" width="{at.w:.1f}" height="{at.h:.1f}" fill="#f3f4f6"/>')
        for top, text, bold, tone in (
            (9, one.name, False, Tone.LIMIT),
            (28, one.value, True, one.card.tone),
            (68, one.under, False, Tone.LIMIT),
        ):
            room = at.w - 2 * pad
            rows = lines(text.text, text.size, room) if text.text else []
            drawn.append(_text(Box(at.x + pad, at.y + top, room, 0), rows, text.size, tone, bold=bold))
    return "".join(drawn)


def _prose(prose: Prose, box: Box) -> str:
    fit = set_prose(prose, box)
    drawn, y = [], box.y
    for line in fit.lines:
        rows = lines(line.lead + line.text, fit.size, box.w)
        tone = Tone.LIMIT if line.quiet else Tone.TEXT
        drawn.append(_text(Box(box.x, y, box.w, 0), rows, fit.size, tone, lead=line.lead))
        y += (len(rows) * LINE + placing.PARAGRAPH_GAP) * fit.size
    return "".join(drawn)


def _text(
    box: Box, rows: Sequence[str], size: float, tone: Tone, *, bold: bool = False, end: bool = False, lead: str = ""
) -> str:
    """Lines of text from the top of a box; `lead`, where the first line begins with it, in bold."""
    x = box.x + box.w if end else box.x
    weight = ' font-weight="700"' if bold else ""
    anchor = ' text-anchor="end"' if end else ""
    drawn = []
    for n, row in enumerate(rows):
        said = escape(row)
        if n == 0 and lead and row.startswith(lead.rstrip()):
            cut = len(lead.rstrip())
            said = f'<tspan font-weight="700">{escape(row[:cut])}</tspan>{escape(row[cut:])}'
        drawn.append(
            f'<text x="{x:.1f}" y="{box.y + (n * LINE + 1.02) * size:.1f}" font-size="{size:g}" fill="{COLOURS[tone]}"'
            f"{weight}{anchor}"
            f' xml:space="preserve">{said}</text>'
        )
    return "".join(drawn)
