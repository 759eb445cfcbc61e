"""Where things stand on a slide, in points. The .pptx, the preview and the test for overflow share it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from analytics.deck.fit import BOLD, LINE, Fitted, fitted, lines, longest_word, shortened, width
from analytics.deck.slides import Block, Card, Cards, Cell, Line, Prose, Slide, Table

# The typographic scale. A text takes the first size that it fits in.
TITLE = (24.0, 22.0, 20.0, 18.0, 16.0)
SUBTITLE = (13.0, 12.0, 11.0, 10.0)
COVER_TITLE = (36.0, 32.0, 28.0, 24.0, 20.0)
COVER_SUBTITLE = (16.0, 14.0, 12.0)
PROSE = (16.0, 15.0, 14.0, 13.0, 12.0, 11.0, 10.0, 9.0)
LARGE_CELL = (18.0, 16.0)  # for a table of few short rows
CELL = (14.0, 13.0, 12.0, 11.0, 10.0, 9.0, 8.0)
CARD_VALUE = (30.0, 26.0, 22.0, 18.0, 15.0, 12.0, 10.0)
CARD_NAME = (12.0, 11.0, 10.0, 9.0, 8.0)
SOURCE = (9.0, 8.0, 7.0)
NOTES = (12.0, 11.0, 10.0, 9.0, 8.0, 7.0)
CHART_TEXT = 10.0
NAMES_BELOW = (CHART_TEXT, 9.0, 8.0)  # of a chart's columns

GAP = 20.0
CELL_PAD_X, CELL_PAD_Y = 7.0, 2.5
PARAGRAPH_GAP = 0.6  # of the font size
MOST_ROW = 34.0
_SHORT_HEAD, _SHORT_NAME = 5, 8  # characters
_SURE = 0.9  # of the room: text that must not take a line more where another font stands in for Arial
_AXIS = 65.0  # what a value axis takes of a chart's width
CARD_PAD = 12.0


@dataclass(frozen=True, slots=True)
class Box:
    x: float
    y: float
    w: float
    h: float


@dataclass(frozen=True, slots=True)
class Canvas:
    """The slide of a template: its size, and where title, subtitle, body and foot go. Points."""

    width: float
    height: float
    title: Box
    subtitle: Box
    body: Box
    foot: Box


OURS = Canvas(
    width=960,
    height=540,
    title=Box(48, 28, 864, 66),
    subtitle=Box(48, 96, 864, 20),
    body=Box(48, 128, 864, 362),
    foot=Box(48, 504, 800, 18),
)


def placed(slide: Slide, canvas: Canvas = OURS) -> Iterator[tuple[Block, Box]]:
    """Each block with its box, from top to bottom and left to right."""
    area = canvas.body
    free = area.h - GAP * (len(slide.bands) - 1)
    total = sum(band.height for band in slide.bands)
    y = area.y
    for band in slide.bands:
        height = free * band.height / total
        across = area.w - GAP * (len(band.blocks) - 1)
        shares = sum(share for share, _ in band.blocks)
        x = area.x
        for share, block in band.blocks:
            yield block, Box(x, y, across * share / shares, height)
            x += across * share / shares + GAP
        y += height + GAP


@dataclass(frozen=True, slots=True)
class SetTable:
    """A table as it is set: font size, column widths, row heights (the head first), texts that fit."""

    size: float
    widths: tuple[float, ...]
    heights: tuple[float, ...]
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def set_table(table: Table, box: Box) -> SetTable:
    """The largest size in which all rows fit; at the smallest, long cells are shortened to one line."""
    texts = [table.head, *(tuple(cell.text for cell in row) for row in table.rows)]
    asked = tuple(box.w * one / sum(table.widths) for one in table.widths)
    widths = asked
    few = len(texts) * (LARGE_CELL[-1] * LINE + 2 * CELL_PAD_Y) <= box.h
    for size in (*LARGE_CELL, *CELL) if few else CELL:
        needed = [
            max(_unbroken(row[n], size, n in table.numeric) for row in texts) * BOLD + 2 * CELL_PAD_X
            for n in range(len(asked))
        ]
        widths = _balanced(asked, needed)
        heights = [_row_height(row, widths, size) for row in texts]
        if size in LARGE_CELL and max(heights) > size * LINE + 2 * CELL_PAD_Y:  # large, but not in several lines
            continue
        cut = size > CELL[-1] and any(one < least for one, least in zip(widths, needed, strict=True))
        if sum(heights) <= box.h and not cut:
            spare = box.h / len(texts)
            grown = tuple(max(height, min(MOST_ROW * max(1.0, size / CELL[0]), spare)) for height in heights)
            heights_set = grown if sum(grown) <= box.h else tuple(heights)
            return SetTable(size, widths, heights_set, table.head, table.rows)
    size = CELL[-1]
    line = size * LINE + 2 * CELL_PAD_Y
    most = max(1, int((box.h / len(texts) - 2 * CELL_PAD_Y) / (size * LINE)))
    room = [(one - 2 * CELL_PAD_X) / BOLD for one in widths]
    head = tuple(shortened(text, size, room[n], most) for n, text in enumerate(table.head))
    rows = tuple(
        tuple(
            Cell(shortened(cell.text, size, room[n], most), cell.tone, cell.strength, cell.bold)
            for n, cell in enumerate(row)
        )
        for row in table.rows
    )
    set_texts = [head, *(tuple(cell.text for cell in row) for row in rows)]
    return SetTable(size, widths, tuple(max(line, _row_height(row, widths, size)) for row in set_texts), head, rows)


def _unbroken(text: str, size: float, numeric: bool) -> float:
    """The width that a cell needs for its words to stay whole; short names and figures stay in one line, longer
    headings over figures in two."""
    whole = longest_word(text, size)
    if len(text) <= (_SHORT_HEAD if numeric else _SHORT_NAME):
        return max(whole, width(text, size) + size * 0.3)
    return max(whole, width(text, size) / 2 + size * 0.3) if numeric else whole


def _balanced(asked: Sequence[float], needed: Sequence[float]) -> tuple[float, ...]:
    """The widths asked for, those too narrow for their longest word widened at the cost of the others' spare room."""
    missing = sum(max(0.0, least - one) for one, least in zip(asked, needed, strict=True))
    spare = sum(max(0.0, one - least) for one, least in zip(asked, needed, strict=True))
    if not missing or spare < missing:
        return tuple(asked)
    return tuple(
        least if one < least else one - (one - least) * missing / spare
        for one, least in zip(asked, needed, strict=True)
    )


def _row_height(texts: Sequence[str], widths: Sequence[float], size: float) -> float:
    deepest = max(
        len(lines(text, size, (one - 2 * CELL_PAD_X) / BOLD)) if text else 1
        for text, one in zip(texts, widths, strict=True)
    )
    return deepest * size * LINE + 2 * CELL_PAD_Y


@dataclass(frozen=True, slots=True)
class SetProse:
    size: float
    lines: tuple[Line, ...]


def set_prose(prose: Prose, box: Box) -> SetProse:
    """The largest size in which all paragraphs fit; at the smallest the longest ones are shortened."""
    for size in PROSE:
        if prose_height(prose.lines, size, box.w * _SURE) <= box.h:
            return SetProse(size, prose.lines)
    size, kept, room = PROSE[-1], list(prose.lines), box.w * _SURE
    for most in (6, 4, 3, 2, 1):
        kept = [
            Line(
                shortened(line.text, size, room - width(line.lead, size), most),
                line.lead,
                line.key,
                line.quiet,
            )
            for line in prose.lines
        ]
        if prose_height(kept, size, room) <= box.h:
            break
    while len(kept) > 1 and prose_height(kept, size, room) > box.h:
        kept.pop()
    return SetProse(size, tuple(kept))


def prose_height(texts: Sequence[Line], size: float, room: float) -> float:
    total = sum(len(lines(line.lead + line.text, size, room)) * size * LINE for line in texts)
    return total + max(0, len(texts) - 1) * size * PARAGRAPH_GAP


@dataclass(frozen=True, slots=True)
class SetCard:
    box: Box
    name: Fitted
    value: Fitted
    under: Fitted
    card: Card


def set_cards(cards: Cards, box: Box) -> list[SetCard]:
    """Cards of one width; their values share one size, so that none shouts."""
    each = (box.w - GAP * 0.6 * (len(cards.cards) - 1)) / len(cards.cards)
    room = each - 2 * CARD_PAD
    height = min(box.h, 104.0)
    value_room = room / BOLD
    value_size = min(fitted(card.value, value_room, 42, CARD_VALUE).size for card in cards.cards)
    under_room = height - 2 * 9 - 16 - 40
    out = []
    for number, card in enumerate(cards.cards):
        at = Box(box.x + number * (each + GAP * 0.6), box.y, each, height)
        value = Fitted(shortened(card.value, value_size, value_room), value_size)
        out.append(
            SetCard(
                at,
                fitted(card.name, room * _SURE, 17, CARD_NAME),
                value,
                fitted(card.under, room * _SURE, under_room, (10.0, 9.0, 8.0)),
                card,
            )
        )
    return out


def set_line(text: str, box: Box, sizes: Sequence[float]) -> Fitted:
    """A subtitle or a source: one line, shortened where it is too long in the smallest size."""
    return fitted(text, box.w * _SURE, box.h, sizes)


def names_below(names: Sequence[str], width_: float, axes: int) -> float | None:
    """The size of the names below columns in which no word is wider than its column; None: turn them. axes: 1 or 2."""
    slot = (width_ - axes * _AXIS) / max(1, len(names))
    return next((one for one in NAMES_BELOW if all(longest_word(name, one) <= slot for name in names)), None)


def set_title(slide: Slide, canvas: Canvas = OURS) -> Fitted:
    return fitted(slide.title, canvas.title.w / BOLD, canvas.title.h, TITLE)
