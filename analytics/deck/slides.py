"""A slide as plain data: what it says and shows. Both the .pptx and the preview on the screen are drawn from it.

Nothing here knows python-pptx. Values come from figures of `measures` and are drawn as they are.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

HIDDEN = ";;;"  # the number format of a value that is not printed


class Tone(StrEnum):
    """What a colour means; the template decides which colour that is."""

    US = "us"
    REST = "rest"
    ACTION = "action"
    LIMIT = "limit"
    TEXT = "text"
    PLAIN = "plain"  # no fill


@dataclass(frozen=True, slots=True)
class Series:
    """One series of a chart with categories. None: not known, drawn as a gap.

    line: drawn as a line over the columns; secondary: against the right axis (lines only).
    tones, formats: the tone and number format of single points, by their place; labels: whether values are printed at
    the marks. A series in Tone.PLAIN is not seen; its labels are.
    """

    name: str
    values: tuple[float | int | None, ...]
    tone: Tone = Tone.US
    line: bool = False
    secondary: bool = False
    dashed: bool = False
    labels: bool = False
    tones: tuple[tuple[int, Tone], ...] = ()
    number_format: str = "#,##0"
    formats: tuple[tuple[int, str], ...] = ()


class ChartKind(StrEnum):
    COLUMNS = "columns"
    BARS = "bars"  # horizontal, the first category on top
    STACKED = "stacked"  # columns on top of each other
    WATERFALL = "waterfall"  # bars on an unseen base: the series are base, step and the unseen carrier of the labels


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart with categories, columns or bars from zero and lines over them.

    unit, secondary_unit: titles of the value axes. alt: what a reader who cannot see it is told.
    """

    kind: ChartKind
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    unit: str
    alt: str
    secondary_unit: str = ""
    secondary_max: float | None = None


@dataclass(frozen=True, slots=True)
class Points:
    """One series of a scatter. line: joined and without markers. names: labels printed beside points, "" for none."""

    name: str
    xs: tuple[float, ...]
    ys: tuple[float, ...]
    tone: Tone = Tone.REST
    line: bool = False
    dashed: bool = False
    names: tuple[str, ...] = ()
    legend: bool = True


@dataclass(frozen=True, slots=True)
class Scatter:
    """Points in the plane with titled axes, from zero."""

    series: tuple[Points, ...]
    x_title: str
    y_title: str
    alt: str
    number_format: str = "0.0"


@dataclass(frozen=True, slots=True)
class Cell:
    """text: as printed. strength: how strong its fill is, 0 to 1, in `tone` (0: none)."""

    text: str
    tone: Tone = Tone.PLAIN
    strength: float = 0.0
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """head: one text a column. widths: relative. numeric: columns set to the right."""

    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[float, ...]
    numeric: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph. key: under which a person's edit of it is kept, "" where it cannot be edited."""

    text: str
    lead: str = ""  # in bold before the text
    key: str = ""
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Prose:
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """A number with its name and what stands under it."""

    name: str
    value: str
    under: str = ""
    tone: Tone = Tone.TEXT


@dataclass(frozen=True, slots=True)
class Cards:
    cards: tuple[Card, ...]


Block = Chart | Scatter | Table | Prose | Cards


@dataclass(frozen=True, slots=True)
class Band:
    """Blocks side by side, each with its share of the width; `height` is the band's share of the slide's body."""

    height: float
    blocks: tuple[tuple[float, Block], ...]


class Look(StrEnum):
    COVER = "cover"
    CONTENT = "content"


@dataclass(frozen=True, slots=True)
class Slide:
    """One slide.

    key: stable name, unique in a deck. section: whose slide it is. title: its finding, in one sentence.
    notes: what is said under it: definition, filters, numerator, denominator. source: the line at its foot.
    """

    key: str
    section: str
    title: str
    bands: tuple[Band, ...] = ()
    subtitle: str = ""
    source: str = ""
    notes: tuple[str, ...] = ()
    look: Look = Look.CONTENT

    def blocks(self) -> Iterator[Block]:
        for band in self.bands:
            for _, block in band.blocks:
                yield block

    def texts(self) -> list[str]:
        """What a reader of the slide reads: title, subtitle, sentences, cells, names in charts."""
        said = [self.title, self.subtitle]
        for block in self.blocks():
            if isinstance(block, Table):
                said += [*block.head, *(cell.text for row in block.rows for cell in row)]
            elif isinstance(block, Prose):
                said += [line.lead + line.text for line in block.lines]
            elif isinstance(block, Cards):
                said += [text for card in block.cards for text in (card.name, card.value, card.under)]
            elif isinstance(block, Chart):
                said += [*block.categories, *(one.name for one in block.series)]
            else:
                said += [name for one in block.series for name in (one.name, *one.names)]
        return said


def whole(block: Block) -> tuple[Band, ...]:
    """One block over the whole body."""
    return (Band(1, ((1, block),)),)


def beside(left: Block, right: Block, share: float = 0.64) -> tuple[Band, ...]:
    """Two blocks side by side, the left one with `share` of the width."""
    return (Band(1, ((share, left), (1 - share, right))),)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A section that has no slide, and why."""

    section: str
    reason: str


@dataclass(frozen=True, slots=True)
class Deck:
    """Slides in order, what was left out, and what the reader must know of the build."""

    title: str
    language: str
    slides: tuple[Slide, ...]
    left_out: tuple[LeftOut, ...] = ()
