"""The whole story: which sections there are, in which order, and the deck that is made of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import duckdb

from analytics.deck.brief import Asked, Brief, Part
from analytics.deck.edited import with_edits
from analytics.deck.slides import Deck, LeftOut, Slide
from analytics.deck.story.accountability import accountability
from analytics.deck.story.branches import branches
from analytics.deck.story.cases import cases
from analytics.deck.story.causes import causes
from analytics.deck.story.closing import definitions, left_out, quality
from analytics.deck.story.concept import concept
from analytics.deck.story.forms import forms
from analytics.deck.story.lines import lines
from analytics.deck.story.opening import contents, cover, summary
from analytics.deck.story.outbreaks import outbreaks
from analytics.deck.story.outlook import outlook
from analytics.deck.story.plan import plan
from analytics.deck.story.ratios import ratios
from analytics.deck.story.recurring import recurring
from analytics.deck.story.timeliness import timeliness
from analytics.deck.story.volumes import channels, months
from analytics.deck.words import speaker
from analytics.notes.deck_edits import edits, outline_of

# The order in which the story is told. The cover, the contents and what is left out are always there.
SECTIONS: Mapping[str, Part] = {
    "summary": summary,
    "concept": concept,
    "months": months,
    "channels": channels,
    "forms": forms,
    "ratios": ratios,
    "timeliness": timeliness,
    "branches": branches,
    "lines": lines,
    "causes": causes,
    "outbreaks": outbreaks,
    "outlook": outlook,
    "cases": cases,
    "recurring": recurring,
    "accountability": accountability,
    "plan": plan,
    "definitions": definitions,
    "quality": quality,
}
Progress = Callable[[int, int], None]


def tell(
    cursor: duckdb.DuckDBPyConnection,
    asked: Asked,
    sections: Sequence[str] | None = None,
    chosen_cases: Sequence[str] | None = None,
    chosen_comments: Sequence[int] | None = None,
    progress: Progress | None = None,
) -> Deck:
    """The slides as generated. sections, chosen_cases, chosen_comments: None means as last arranged, else all.

    progress: called with (sections told, sections in all). A section without data is left out and named on the last
    slide. Raises RequestError (unknown branch, a year that is none) and RuleError.
    """
    kept = outline_of(cursor, asked.year, asked.branch)
    if sections is None:
        sections = kept.sections if kept else tuple(SECTIONS)
    if chosen_cases is None and kept:
        chosen_cases = kept.cases
    if chosen_comments is None and kept:
        chosen_comments = kept.comments
    brief = Brief.of(cursor, asked, chosen_cases, chosen_comments)
    told: list[Slide] = []
    absent: list[LeftOut] = []
    wanted = [one for one in sections if one in SECTIONS]
    for number, name in enumerate(wanted, start=1):
        answer = brief.told(SECTIONS[name])
        if isinstance(answer, str):
            absent.append(LeftOut(name, answer))
        else:
            told += [brief.full_names(slide) for slide in answer]
        if progress:
            progress(number, len(wanted))
    slides = (*cover(brief), *contents(brief, told), *told, *left_out(brief, absent))
    return Deck(brief.say("cover.title", year=asked.year), asked.language, slides, tuple(absent))


def build_deck(
    cursor: duckdb.DuckDBPyConnection,
    asked: Asked,
    chosen_comments: Sequence[int] | None = None,
    progress: Progress | None = None,
) -> Deck:
    """The deck as it was last arranged, with people's own words in place of the generated ones. Raises as `tell`."""
    deck = tell(cursor, asked, chosen_comments=chosen_comments, progress=progress)
    return with_edits(deck, edits(cursor, asked.year, asked.branch, asked.language), speaker(asked.language))
