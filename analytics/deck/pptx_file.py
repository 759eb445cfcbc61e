"""A deck as a .pptx: native charts that can be edited, native tables, notes under each slide."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from pptx.enum.shapes import PP_PLACEHOLDER as KIND
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.util import Pt

from analytics.deck import placing
from analytics.deck.chart_parts import ChartPartSource
from analytics.deck.company_template import company_skin
from analytics.deck.fit import BOLD, LINE, fitted, lines
from analytics.deck.glyphs import MISSING, printable
from analytics.deck.placing import Box, placed, set_cards, set_prose, set_table, set_title
from analytics.deck.pptx_text import SPACES, fill_placeholder, paragraph_xml
from analytics.deck.skin import Skin
from analytics.deck.slides import Cards, Chart, Deck, Look, Prose, Scatter, Slide, Table, Tone
from analytics.deck.template import own_skin
from analytics.deck.words import speaker
from analytics.errors import Text

LOCALES = {"zh": "zh-CN", "en": "en-US"}
_TITLE_KINDS = (KIND.TITLE, KIND.CENTER_TITLE)
Progress = Callable[[int, int], None]


def write_deck(
    deck: Deck, template: Path | None = None, progress: Progress | None = None
) -> tuple[bytes, tuple[Text, ...]]:
    """The file's bytes, and what the template lacks. progress: called with (slides written, slides in all).

    Raises FileError for a template that cannot be used.
    """
    locale = LOCALES[deck.language]
    skin = company_skin(template, locale) if template else own_skin(locale)
    say = speaker(deck.language)
    for number, slide in enumerate(deck.slides, start=1):
        shown, lacking = printable(slide)
        if lacking:
            note = say("common.no_glyph", mark=MISSING, chars=", ".join(lacking))
            shown = replace(shown, notes=(*shown.notes, note))
        _Writer(skin, shown).write()
        if progress:
            progress(number, len(deck.slides))
    properties = skin.presentation.core_properties
    properties.title, properties.author, properties.language = deck.title, "", locale
    properties.subject = properties.keywords = properties.comments = properties.last_modified_by = ""
    file = io.BytesIO()
    skin.presentation.save(file)
    return file.getvalue(), tuple(skin.remarks)


class _Writer:
    """Writes one slide."""

    def __init__(self, skin: Skin, slide: Slide) -> None:
        # Text that we set on a company's cover is of the colour that can be read there.
        self.skin = replace(skin, text=skin.cover_text) if slide.look is Look.COVER else skin
        self.slide = slide
        self.page = skin.presentation.slides.add_slide(skin.layouts[slide.look])

    def write(self) -> None:
        cover = self.slide.look is Look.COVER
        self._heading(cover)
        self._clear_placeholders()
        for block, box in placed(self.slide, self.skin.canvas):
            if isinstance(block, Chart | Scatter):
                self._chart(block, box)
            elif isinstance(block, Table):
                self._table(block, box)
            elif isinstance(block, Cards):
                self._cards(block, box)
            elif isinstance(block, Prose):
                self._prose(block, box)
        if not cover:
            self._foot()
        if self.slide.notes:
            self._notes()

    def _heading(self, cover: bool) -> None:
        canvas = self.skin.canvas
        quiet = Tone.LIMIT if self.skin.ours or not cover else None  # a company's cover has colours of its own
        sizes = placing.COVER_TITLE if cover else placing.TITLE
        title = next((s for s in self.page.placeholders if s.placeholder_format.type in _TITLE_KINDS), None)
        if title is None:
            text = set_title(self.slide, canvas)
            self._text(canvas.title, [self._paragraph([(text.text, True)], text.size, heading=True)], "title")
        else:
            room = Box(0, 0, title.width / 12700 - 14 * (not self.skin.ours), title.height / 12700)
            text = fitted(self.slide.title, room.w / BOLD, room.h, sizes)
            fill_placeholder(title, text, self.skin)
        if cover:
            below = next((s for s in self.page.placeholders if s.placeholder_format.type is KIND.SUBTITLE), None)
            if below is not None:
                room_w, room_h = below.width / 12700 - 14 * (not self.skin.ours), below.height / 12700
                text = fitted(self.slide.subtitle, room_w, room_h, placing.COVER_SUBTITLE)
                fill_placeholder(below, text, self.skin, quiet)
                return
        if self.slide.subtitle:
            box = canvas.subtitle
            if cover:  # several lines, and nothing below them
                box = Box(box.x, box.y, box.w, canvas.body.h / 2)
            fit = placing.set_line(self.slide.subtitle, box, placing.COVER_SUBTITLE if cover else placing.SUBTITLE)
            said = [self._paragraph([(line, False)], fit.size, quiet or Tone.TEXT) for line in fit.text.split("\n")]
            self._text(box, said, "subtitle")

    def _clear_placeholders(self) -> None:
        """A placeholder nobody filled would say "click to add text" to the audience."""
        for shape in list(self.page.placeholders):
            if not shape.has_text_frame or not shape.text_frame.text.strip():
                shape._element.getparent().remove(shape._element)

    def _chart(self, chart: Chart | Scatter, box: Box) -> None:
        source = ChartPartSource(chart, self.skin, box)
        frame = self.page.shapes.add_chart(None, Pt(box.x), Pt(box.y), Pt(box.w), Pt(box.h), source)
        frame._element.nvGraphicFramePr.cNvPr.set("descr", chart.alt)

    def _table(self, table: Table, box: Box) -> None:
        fit = set_table(table, box)
        rows, columns = len(fit.rows) + 1, len(fit.widths)
        frame = self.page.shapes.add_table(rows, columns, Pt(box.x), Pt(box.y), Pt(box.w), Pt(sum(fit.heights)))
        frame._element.nvGraphicFramePr.cNvPr.set("descr", self.slide.title)
        grid = frame.table
        properties = grid._tbl.tblPr
        for name in list(properties.attrib):
            del properties.attrib[name]
        properties.set("firstRow", "1")
        for child in list(properties):
            properties.remove(child)
        for number, width in enumerate(fit.widths):
            grid.columns[number].width = Pt(width)
        for number, height in enumerate(fit.heights):
            grid.rows[number].height = Pt(height)
        cells = grid._tbl.findall(f".//{qn('a:tc')}")
        for number, text in enumerate(fit.head):
            self._cell(cells[number], text, fit.size, number in table.numeric, head=True)
        for row_number, row in enumerate(fit.rows, start=1):
            for number, cell in enumerate(row):
                self._cell(
                    cells[row_number * columns + number],
                    cell.text,
                    fit.size,
                    number in table.numeric,
                    fill=self.skin.fill(cell.tone, cell.strength),
                    bold=cell.bold,
                )

    def _cell(
        self,
        element: Any,
        text: str,
        size: float,
        numeric: bool,
        *,
        head: bool = False,
        fill: str = "<a:noFill/>",
        bold: bool = False,
    ) -> None:
        tone = Tone.LIMIT if head else Tone.TEXT
        paragraph = self._paragraph([(text, bold or head)], size, tone, align="r" if numeric else "l")
        pad_x, pad_y = (round(pad * 12700) for pad in (placing.CELL_PAD_X, placing.CELL_PAD_Y))
        none = "".join(f"<a:{side}><a:noFill/></a:{side}>" for side in ("lnL", "lnR"))
        below = self.skin.hairline().removeprefix('<a:ln w="6350">').removesuffix("</a:ln>")
        edge = f'<a:lnT><a:noFill/></a:lnT><a:lnB w="{12700 if head else 6350}">{below}</a:lnB>'
        new = parse_xml(
            f'<a:tc {SPACES}><a:txBody><a:bodyPr/><a:lstStyle/>{paragraph}</a:txBody><a:tcPr anchor="ctr"'
            f' marL="{pad_x}" marR="{pad_x}" marT="{pad_y}" marB="{pad_y}">{none}{edge}{fill}</a:tcPr></a:tc>'
        )
        element.getparent().replace(element, new)

    def _cards(self, cards: Cards, box: Box) -> None:
        for one in set_cards(cards, box):
            pad = placing.CARD_PAD
            self._shape(one.box, self.skin.panel())
            at, room = one.box, one.box.w - 2 * pad
            parts = (
                (Box(at.x + pad, at.y + 9, room, 17), one.name, False, Tone.LIMIT),
                (Box(at.x + pad, at.y + 28, room, 40), one.value, True, one.card.tone),
                (Box(at.x + pad, at.y + 68, room, at.h - 76), one.under, False, Tone.LIMIT),
            )
            for where, text, bold, tone in parts:
                if text.text:
                    said = text.text.split("\n")
                    self._text(where, [self._paragraph([(line, bold)], text.size, tone) for line in said], "card")

    def _prose(self, prose: Prose, box: Box) -> None:
        fit = set_prose(prose, box)
        paragraphs = [
            self._paragraph(
                [(line.lead, True), (line.text, False)],
                fit.size,
                Tone.LIMIT if line.quiet else Tone.TEXT,
                after=fit.size * placing.PARAGRAPH_GAP,
            )
            for line in fit.lines
        ]
        self._text(box, paragraphs, "text")

    def _foot(self) -> None:
        foot = self.skin.canvas.foot
        number = next(
            (s for s in self.page.slide_layout.placeholders if s.placeholder_format.type is KIND.SLIDE_NUMBER), None
        )
        if self.slide.source:
            room = foot.w - 60
            fit = placing.set_line(self.slide.source, Box(foot.x, foot.y, room, foot.h), placing.SOURCE)
            self._text(
                Box(foot.x, foot.y, room, foot.h),
                [self._paragraph([(fit.text, False)], fit.size, Tone.LIMIT)],
                "source",
            )
        if number is not None:
            index = number.placeholder_format.idx
            self.page.shapes._spTree.append(
                parse_xml(
                    f'<p:sp {SPACES}><p:nvSpPr><p:cNvPr id="{self._next_id()}" name="Slide number"/>'
                    '<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>'
                    f'<p:nvPr><p:ph type="sldNum" sz="quarter" idx="{index}"/></p:nvPr></p:nvSpPr><p:spPr/>'
                    '<p:txBody><a:bodyPr/><a:lstStyle/><a:p><a:fld id="{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}"'
                    f' type="slidenum"><a:rPr lang="{self.skin.locale}"/><a:t>{self._page_number()}</a:t></a:fld></a:p>'
                    "</p:txBody></p:sp>"
                )
            )

    def _page_number(self) -> int:
        return len(self.skin.presentation.slides)

    def _notes(self) -> None:
        """The notes in the largest size that keeps them on the notes page."""
        shape = self.page.notes_slide.notes_placeholder
        frame, said = shape.text_frame, "\n".join(self.slide.notes)
        frame.text = said
        room, height = shape.width / 12700 - 15, shape.height / 12700 - 8
        size = next(
            (one for one in placing.NOTES if len(lines(said, one, room)) * one * LINE <= height), placing.NOTES[-1]
        )
        for run in frame._txBody.iter(qn("a:r")):
            properties = run.get_or_add_rPr()
            properties.set("lang", self.skin.locale)
            properties.set("sz", str(round(size * 100)))

    def _next_id(self) -> int:
        return int(self.page.shapes._next_shape_id)

    def _text(self, box: Box, paragraphs: list[str], name: str) -> None:
        self._shape(box, "<a:noFill/>", "".join(paragraphs), name)

    def _shape(self, box: Box, fill: str, paragraphs: str = "", name: str = "panel") -> None:
        x, y, w, h = (round(value * 12700) for value in (box.x, box.y, box.w, box.h))
        is_text = ' txBox="1"' if paragraphs else ""
        inside = paragraphs or f'<a:p><a:endParaRPr lang="{self.skin.locale}"/></a:p>'
        self.page.shapes._spTree.append(
            parse_xml(
                f'<p:sp {SPACES}><p:nvSpPr><p:cNvPr id="{self._next_id()}" name="{name}"/><p:cNvSpPr{is_text}/>'
                f'<p:nvPr/></p:nvSpPr><p:spPr><a:xfrm><a:off x="{x}" y="{y}"/><a:ext cx="{w}" cy="{h}"/></a:xfrm>'
                f'<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>{fill}<a:ln><a:noFill/></a:ln></p:spPr><p:txBody>'
                f'<a:bodyPr wrap="square" lIns="0" tIns="0" rIns="0" bIns="0" anchor="t"/><a:lstStyle/>{inside}'
                "</p:txBody></p:sp>"
            )
        )

    def _paragraph(
        self,
        runs: list[tuple[str, bool]],
        size: float,
        tone: Tone = Tone.TEXT,
        *,
        align: str = "l",
        after: float = 0,
        heading: bool = False,
    ) -> str:
        return paragraph_xml(self.skin, runs, size, tone, align=align, after=after, heading=heading)
