"""Where in a claim it went wrong: causes named by claim stage, and what is named most at each of them."""

from __future__ import annotations

from analytics.classify.claim_stages import stage_name
from analytics.deck.brief import Brief
from analytics.deck.slides import Cell, Chart, ChartKind, Series, Slide, Table, beside
from analytics.deck.story.first_place import first_place
from analytics.measures.cause_tree import CauseTree, cause_tree
from analytics.measures.formats import count, percent
from analytics.vocabulary import Dimension

_MOST_ROWS = 9
_MOST_CAUSES = 2
_FEWEST = 5
_LEAST_SHARE = 0.1  # of the causes named: one of 364 says nothing about where claims go wrong


def stages(brief: Brief) -> list[Slide]:
    """One slide; none where too few causes are known by their stage to head a page. Years are not compared: not every
    year's log has it.
    """
    tree = cause_tree(brief.cursor, brief.scope)
    at = _by_stage(tree) if tree else {}
    known = sum(sum(causes.values()) for causes in at.values())
    if tree is None or known < max(_FEWEST, tree.mentions * _LEAST_SHARE):
        return []
    say = brief.say
    totals = {stage: sum(causes.values()) for stage, causes in at.items()}
    order = sorted(totals, key=lambda stage: (-totals[stage], stage))
    shown = order[:_MOST_ROWS]
    names = {stage: stage_name(stage).in_language(brief.language) for stage in shown}
    first, most = first_place(brief, [(names[stage], totals[stage]) for stage in shown])
    title = say(
        "stages.title",
        stage=first,
        n=most,
        known=count(known),
        share=percent(totals[shown[0]] / known),
    )
    named = [_most_named(brief, at[stage]) for stage in shown]
    columns = max(map(len, named))  # where all causes share the first place there is no second
    rows = tuple(
        (Cell(names[stage], bold=True), *map(Cell, (*said, *([""] * (columns - len(said))))))
        for stage, said in zip(shown, named, strict=True)
    )
    head = (say("stages.stage"), *(say(f"stages.most_{n}") for n in range(1, columns + 1)))
    chart = Chart(
        ChartKind.BARS,
        tuple(names.values()),
        (Series(say("causes.mentions"), tuple(totals[stage] for stage in shown), labels=True),),
        say("unit.mentions"),
        title,
    )
    both = say("causes.both", n=count(tree.complaints), m=count(tree.mentions))
    unknown = tree.mentions - known
    left = len(order) - len(shown)
    return [
        Slide(
            key="causes.stages",
            section="causes",
            title=title,
            subtitle=say("stages.subtitle", both=both) + (say("stages.unknown", n=count(unknown)) if unknown else ""),
            bands=beside(chart, Table(head, rows, (1.5, *([2.2] * columns))), 0.42),
            source=brief.frame_line(tree.frame, tree.complaints),
            notes=(
                *brief.notes(tree.frame),
                say("stages.note"),
                *([say("common.not_shown", n=left)] if left > 0 else []),
            ),
        )
    ]


def _by_stage(tree: CauseTree) -> dict[str, dict[str, int]]:
    """Stage -> cause -> how often it is named there; those without a stage left out."""
    at: dict[str, dict[str, int]] = {}
    for leaf in tree.leaves:
        if leaf.stage:
            causes = at.setdefault(leaf.stage, {})
            causes[leaf.cause] = causes.get(leaf.cause, 0) + leaf.mentions
    return at


def _most_named(brief: Brief, causes: dict[str, int]) -> list[str]:
    """The causes that are named most, and those named most after them; causes with one count stand together."""
    left: dict[str, int] = dict(causes)
    said: list[str] = []
    while left and len(said) < _MOST_CAUSES:
        most = max(left.values())
        first = sorted(cause for cause in left if left[cause] == most)
        names, n = first_place(brief, [(brief.name(Dimension.CAUSE, cause), most) for cause in first])
        said.append(brief.say("stages.cause", cause=names, n=n))
        left = {cause: n for cause, n in left.items() if n < most}
    return said
