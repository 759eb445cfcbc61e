"""A person's own words in place of the deck's, and which of them no longer match the numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from analytics.deck.slides import Band, Block, Deck, Prose, Slide, Table
from analytics.deck.story.headlines import TITLED_BY
from analytics.deck.words import Say
from analytics.notes.deck_edits import DeckEdit

_STOPS = ("。", ".", "!", "!", "?", "?")


@dataclass(frozen=True, slots=True)
class Editable:
    """A title or sentence that can be put otherwise. generated: what the deck itself says there, now."""

    place: str
    slide: str
    generated: str


def title_place(slide: Slide) -> str:
    return f"{slide.key}#title"


def editable(deck: Deck) -> list[Editable]:
    """All titles and sentences of a deck as generated, in order."""
    found = []
    for slide in deck.slides:
        found.append(Editable(title_place(slide), slide.key, slide.title))
        for block in slide.blocks():
            if isinstance(block, Prose):
                found += [Editable(line.key, slide.key, line.text) for line in block.lines if line.key]
    return found


def overtaken(deck: Deck, kept: Mapping[str, DeckEdit]) -> list[str]:
    """Places whose edit was written over another sentence than the deck would say now: the numbers have changed."""
    return [one.place for one in editable(deck) if one.place in kept and kept[one.place].generated != one.generated]


def with_edits(deck: Deck, kept: Mapping[str, DeckEdit], say: Say) -> Deck:
    """The deck with the edits in place; the notes under a slide say what was changed, and whether it is overtaken."""
    if not kept:
        return deck
    stale = set(overtaken(deck, kept))
    slides = []
    for slide in deck.slides:
        notes = list(slide.notes)

        def put(place: str, generated: str, notes: list[str] = notes) -> str:
            edit = kept.get(place)
            if edit is None:
                return generated
            key = "edited.overtaken" if place in stale else "edited.changed"
            notes.append(say(key, was=edit.generated, now=generated))
            return edit.text

        title = put(title_place(slide), slide.title)
        bands = tuple(
            Band(band.height, tuple((share, _edited(block, put)) for share, block in band.blocks))
            for band in slide.bands
        )
        slides.append(replace(slide, title=title, bands=bands, notes=tuple(notes)))
    told = {f"summary.{name}": kept[place] for name, key in TITLED_BY.items() if (place := f"{key}#title") in kept}
    slides = [_summary(one, told, kept, stale, say) if one.key == "summary" else one for one in slides]
    titles = {old.title: new.title for old, new in zip(deck.slides, slides, strict=True) if old.title != new.title}
    return replace(deck, slides=tuple(_retitled(one, titles) if one.key == "contents" else one for one in slides))


def _summary(
    summary: Slide, titles: Mapping[str, DeckEdit], kept: Mapping[str, DeckEdit], stale: set[str], say: Say
) -> Slide:
    """The page of the year says what the slides say: titles put otherwise take the place of its own sentences.

    titles: by the key of the line. A line that was itself put otherwise stays so.
    """
    notes = list(summary.notes)

    def put(key: str, generated: str) -> str:
        edit = titles.get(key)
        if edit is None or key in kept:
            return generated
        mark = "edited.overtaken" if edit.place in stale else "edited.changed"
        notes.append(say(mark, was=edit.generated, now=generated))
        return edit.text if edit.text.endswith(_STOPS) else edit.text + say("common.stop")

    bands = tuple(
        Band(band.height, tuple((share, _edited(block, put)) for share, block in band.blocks)) for band in summary.bands
    )
    return replace(summary, bands=bands, notes=tuple(notes))


def _retitled(contents: Slide, titles: Mapping[str, str]) -> Slide:
    """The contents quote titles: those that were put otherwise are quoted as they are now."""
    bands = tuple(
        Band(band.height, tuple((share, _requoted(block, titles)) for share, block in band.blocks))
        for band in contents.bands
    )
    return replace(contents, bands=bands)


def _requoted(block: Block, titles: Mapping[str, str]) -> Block:
    if not isinstance(block, Table):
        return block
    rows = tuple(tuple(replace(cell, text=titles.get(cell.text, cell.text)) for cell in row) for row in block.rows)
    return replace(block, rows=rows)


def _edited(block: Block, put: Callable[[str, str], str]) -> Block:
    if not isinstance(block, Prose):
        return block
    return Prose(tuple(replace(line, text=put(line.key, line.text)) if line.key else line for line in block.lines))
