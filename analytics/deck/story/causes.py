"""Causes: the few that make most mentions, categories against last year, and who differs in its mix."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from analytics.deck.brief import Brief
from analytics.deck.slides import Band, Chart, ChartKind, Line, Prose, Series, Slide, Table, Tone, beside, whole
from analytics.deck.story.cause_mix import by_branch, is_slight, mix_of, mix_table
from analytics.deck.story.first_place import first_place, second_place
from analytics.deck.story.stages import stages
from analytics.findings import Finding, Page
from analytics.findings.causes import share_findings
from analytics.measures import Scope
from analytics.measures.formats import count, percent
from analytics.statistics import ParetoItem, adjusted_residuals, pareto_items
from analytics.statistics.residuals import SMALL_EXPECTED_BELOW
from analytics.vocabulary import Dimension, Measure

M, D = Measure, Dimension
_MOST_BARS = 12


def causes(brief: Brief) -> list[Slide] | str:
    total = brief.total(M.COMPLAINTS, M.CAUSE_MENTIONS)
    if total is None or not total.value(M.COMPLAINTS):
        return brief.say("common.no_complaints")
    if not total.value(M.CAUSE_MENTIONS):
        return brief.say("causes.none")
    found = mix_of(brief)
    if found is not None and is_slight(found):  # too little for a slide: it stands under the categories
        return [_pareto(brief), _categories(brief, mix_table(brief, found)), *stages(brief)]
    return [_pareto(brief), _categories(brief), *stages(brief), *([by_branch(brief, found)] if found else [])]


def mentions(brief: Brief) -> dict[str, int]:
    """Cause -> how often it is named, the unclassified left out."""
    table = brief.ask((D.CAUSE,), M.CAUSE_MENTIONS, M.COMPLAINTS)
    return {
        row.key["cause"]: int(row.value(M.CAUSE_MENTIONS) or 0)
        for row in table.rows
        if row.key["cause"] is not None and row.value(M.CAUSE_MENTIONS)
    }


def both_counts(brief: Brief) -> str:
    """ "N complaints, M cause mentions": they are different counts, and a chart of causes says both."""
    total = brief.total(M.COMPLAINTS, M.CAUSE_MENTIONS)
    assert total is not None
    return brief.say("causes.both", n=count(total.value(M.COMPLAINTS)), m=count(total.value(M.CAUSE_MENTIONS)))


def first_two(brief: Brief, items: Sequence[ParetoItem]) -> tuple[str, str, str]:
    """(the cause named most, how often, what comes next with its count or "")."""
    counted = [(brief.name(D.CAUSE, item.label), item.count) for item in items]
    second = second_place(brief, counted)
    return *first_place(brief, counted), brief.say("causes.then", second=second[0], n=second[1]) if second else ""


def _pareto(brief: Brief) -> Slide:
    say = brief.say
    table = brief.ask((D.CAUSE,), M.CAUSE_MENTIONS, M.COMPLAINTS)
    total = brief.total(M.COMPLAINTS, M.CAUSE_MENTIONS)
    assert total is not None
    items = pareto_items(mentions(brief))
    vital = [item for item in items if item.vital]
    shown = items[:_MOST_BARS]
    few = len(vital) < len(items)
    first, most, then = first_two(brief, items)
    title = say(
        "causes.title" if few else "causes.title_all",
        k=len(vital),
        all=len(items),
        share=percent(vital[-1].cumulative_share if few else items[0].share),
        first=first,
        n=most,
        then=then,
    )
    unclassified = next((row for row in table.rows if row.key["cause"] is None), None)
    subtitle = both_counts(brief)
    if unclassified is not None and unclassified.value(M.COMPLAINTS):
        subtitle += say("causes.unclassified", n=count(unclassified.value(M.COMPLAINTS)))
    if left := items[len(shown) :]:
        subtitle += say("causes.more", n=len(left), m=count(sum(item.count for item in left)))
    chart = Chart(
        ChartKind.COLUMNS,
        tuple(brief.name(D.CAUSE, item.label) for item in shown),
        (
            Series(
                say("causes.mentions"),
                tuple(item.count for item in shown),
                labels=True,
                tones=tuple((n, Tone.REST) for n, item in enumerate(shown) if not item.vital),
            ),
            Series(
                say("causes.cumulative"),
                tuple(item.cumulative_share for item in shown),
                Tone.LIMIT,
                line=True,
                secondary=True,
                number_format="0%",
            ),
        ),
        say("unit.mentions"),
        title,
        secondary_unit=say("causes.cumulative"),
        secondary_max=1.0,
    )
    return Slide(
        key="causes.pareto",
        section="causes",
        title=title,
        subtitle=subtitle,
        bands=whole(chart),
        source=brief.frame_line(table.frame, total.value(M.COMPLAINTS)),
        notes=(
            *brief.notes(table.frame, total.figures[M.CAUSE_MENTIONS], total.figures[M.COMPLAINTS]),
            say("causes.mentions_note"),
        ),
    )


def _categories(brief: Brief, by_branches: Table | None = None) -> Slide:
    """Mentions by category beside the year before; what has changed is what the Causes page says has changed.

    by_branches: the mentions by branch, below it, where they are too few for a slide of their own.
    """
    say = brief.say
    table = brief.ask((D.CATEGORY,), M.CAUSE_MENTIONS)
    now = _named(brief)
    total = brief.total(M.COMPLAINTS, M.CAUSE_MENTIONS)
    assert total is not None
    order = sorted(now, key=lambda one: -now[one])
    names = [brief.name(D.CATEGORY, one) for one in order]
    drawn = [Series(str(brief.asked.year), tuple(now[one] for one in order), labels=True)]
    share = percent(now[order[0]] / sum(now.values()))
    first, most = first_place(brief, zip(names, (now[one] for one in order), strict=True))
    title = say("causes.categories_title", name=first, n=most, share=share)
    lines = []
    if brief.earlier:
        before = _named(brief, brief.earlier)
        drawn.append(
            Series(str(brief.asked.year - 1), tuple(before.get(one, 0) for one in order), Tone.REST, labels=True)
        )
        changed = list(share_findings(brief.facts, Page.CAUSES))
        lines += [Line(say("causes.most", title=title)), *(_changed(brief, one) for one in changed)]
        if changed:
            title = changed[0].text.in_language(brief.language)
        else:
            key = "causes.no_category_differs" if _testable(now, before) else "causes.too_few"
            lines.append(Line(say(key, n=count(sum(now.values())))))
        lines.append(Line(say("causes.share_test"), quiet=True))
    chart = Chart(ChartKind.BARS, tuple(names), tuple(drawn), say("unit.mentions"), title)
    bands = beside(chart, Prose(tuple(lines)), 0.66) if lines else whole(chart)
    subtitle = say("causes.by_mention", both=both_counts(brief))
    if by_branches is not None:
        subtitle = f"{both_counts(brief)} · {say('causes.mix_untested')}"
        bands = Band(0.55, bands[0].blocks), Band(0.45, ((1, by_branches),))
    return Slide(
        key="causes.categories",
        section="causes",
        title=title,
        subtitle=subtitle,
        bands=bands,
        source=brief.frame_line(table.frame, total.value(M.COMPLAINTS)),
        notes=(*brief.notes(table.frame, total.figures[M.CAUSE_MENTIONS]), say("causes.category_note")),
    )


def _testable(now: Mapping[str, int], before: Mapping[str, int]) -> bool:
    """Whether any category is large enough in both years for the test of shares."""
    names = sorted(now.keys() | before.keys())
    mixes = adjusted_residuals([[part.get(one, 0) for one in names] for part in (before, now)])
    return bool((mixes.expected >= SMALL_EXPECTED_BELOW).all(axis=0).any())


def _changed(brief: Brief, one: Finding) -> Line:
    said, test = (text.in_language(brief.language) for text in (one.text, one.test))
    return Line(brief.say("causes.changed", said=said, test=test))


def _named(brief: Brief, scope: Scope | None = None) -> dict[str, int]:
    """Category -> causes named."""
    rows = brief.ask((D.CATEGORY,), M.CAUSE_MENTIONS, scope=scope).rows
    return {
        row.key["category"]: int(row.value(M.CAUSE_MENTIONS) or 0)
        for row in rows
        if row.key["category"] is not None and row.value(M.CAUSE_MENTIONS)
    }
