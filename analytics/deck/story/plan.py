"""What the company means to do next year, as typed in."""

from __future__ import annotations

from analytics.deck.brief import Brief
from analytics.deck.slides import Cell, Slide, Table, whole
from analytics.masking import mask
from analytics.notes.plans import plan_of


def plan(brief: Brief) -> list[Slide] | str:
    say, year = brief.say, brief.asked.year
    measures = plan_of(brief.cursor, year, brief.asked.branch)
    if not measures:
        return say("plan.none", year=year + 1)
    rows = tuple(
        (
            Cell(str(n)),
            *(
                Cell(mask(text), bold=place == 0)
                for place, text in enumerate((one.measure, one.owner, one.target, one.due))
            ),
        )
        for n, one in enumerate(measures, start=1)
    )
    head = ("#", *(say(f"plan.{one}") for one in ("measure", "owner", "target", "due")))
    return [
        Slide(
            key="plan",
            section="plan",
            title=say("plan.title", year=year + 1, n=len(measures), first=mask(measures[0].measure)),
            subtitle=say("plan.subtitle"),
            bands=whole(Table(head, rows, (0.3, 3.2, 1.4, 1.8, 1))),
            source=say("plan.source", whom=brief.whom()),
            notes=(say("plan.note"),),
        )
    ]
