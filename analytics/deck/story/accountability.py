"""Who answers for a complaint and what the scheme deducts, as typed in: no log and no rule book says it."""

from __future__ import annotations

from analytics.deck.brief import Brief
from analytics.deck.slides import Cell, Slide, Table, whole
from analytics.masking import mask
from analytics.notes.deck_edits import points_of

SECTION = "accountability"


def accountability(brief: Brief) -> list[Slide] | str:
    say, asked = brief.say, brief.asked
    points = [mask(one) for one in points_of(brief.cursor, asked.year, asked.branch, asked.language, SECTION)]
    if not points:
        return say("accountability.none")
    rows = tuple((Cell(f"{n:02d}", bold=True), Cell(text)) for n, text in enumerate(points, start=1))
    return [
        Slide(
            key=SECTION,
            section=SECTION,
            title=say("accountability.title", n=len(points), first=points[0]),
            subtitle=say("accountability.subtitle"),
            bands=whole(Table(("#", say("accountability.point")), rows, (0.4, 8))),
            source=say("plan.source", whom=brief.whom()),
            notes=(say("plan.note"),),
        )
    ]
