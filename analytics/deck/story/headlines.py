"""The few findings that the page of the year says, in order of weight."""

from __future__ import annotations

from analytics.deck.brief import Brief, Part
from analytics.deck.story import causes as cause_slides
from analytics.deck.story import outbreaks
from analytics.deck.story.branch_clusters import branch_said
from analytics.deck.story.branches import branches
from analytics.deck.story.plan import plan
from analytics.deck.story.ratios import ratios
from analytics.deck.story.timeliness import timeliness
from analytics.deck.story.volumes import months
from analytics.measures.formats import percent
from analytics.statistics import pareto_items
from analytics.vocabulary import Dimension, Measure

M, D = Measure, Dimension


# The slide whose title each of them tells: who puts the title otherwise means the sentence too.
TITLED_BY = {
    "ratios": "ratios",
    "outbreak": "outbreaks.1",
    "months": "months",
    "branches": "branches.funnel",
    "causes": "causes.pareto",
    "timeliness": "timeliness",
    "plan": "plan",
}


def headlines(brief: Brief) -> list[tuple[str, str, str]]:
    """(name, lead, sentence) of each; a part that has nothing to say is left out."""
    say, told = brief.say, []

    def title_of(name: str, part: Part, key: str) -> None:
        slides = brief.told(part)
        if isinstance(slides, list) and slides[0].key == key:
            told.append((name, say(f"headlines.{name}"), slides[0].title + say("common.stop")))

    title_of("ratios", ratios, "ratios")
    found = brief.told(outbreaks.found)
    if found:
        told.append(("outbreak", say("headlines.outbreak"), outbreaks.said(brief, found[0]) + say("common.stop")))
    of_branches = brief.told(outbreaks.of_branch)
    if of_branches:
        sentence = branch_said(brief, of_branches[0]) + say("common.stop")
        told.append(("cluster", say("headlines.cluster"), sentence))
    title_of("months", months, "months")
    title_of("branches", branches, "branches.funnel")
    items = pareto_items(cause_slides.mentions(brief))
    if items:
        first, most, then = cause_slides.first_two(brief, items)
        sentence = say(
            "headlines.cause",
            first=first,
            n=most,
            then=then,
            share=percent(items[0].share),
            both=cause_slides.both_counts(brief),
        )
        told.append(("causes", say("headlines.causes"), sentence))
    title_of("timeliness", timeliness, "timeliness")
    title_of("plan", plan, "plan")
    return told
