"""A person's own words in place of the deck's, and which of them no longer match the numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from analytics.deck.slides import Band, Block, Deck, Prose, Slide
from analytics.deck.words import Say
from analytics.notes.deck_edits import DeckEdit


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
    return replace(deck, slides=tuple(slides))


def _edited(block: Block, put: Callable[[str, str], str]) -> Block:
    if not isinstance(block, Prose):
        return block
    return Prose(tuple(replace(line, text=put(line.key, line.text)) if line.key else line for line in block.lines))
