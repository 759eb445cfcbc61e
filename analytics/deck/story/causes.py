"""Causes: the few that make most mentions, categories against last year, and who differs in its mix."""

from __future__ import annotations

from collections.abc import Mapping

from analytics.deck.brief import Brief
from analytics.deck.slides import Cell, Chart, ChartKind, Line, Prose, Series, Slide, Table, Tone, beside, whole
from analytics.deck.story.first_place import first_place
from analytics.deck.story.stages import stages
from analytics.findings import Finding, Page
from analytics.findings.causes import share_findings
from analytics.findings.chance import SIGNIFICANT, corrected, p_of_score
from analytics.measures import Scope
from analytics.measures.formats import count, percent
from analytics.measures.mix import Mix, MixCell, mix
from analytics.statistics import adjusted_residuals, pareto_items
from analytics.statistics.residuals import SMALL_EXPECTED_BELOW
from analytics.vocabulary import Dimension, Measure

M, D = Measure, Dimension
_MOST_BARS = 12
_MOST_BRANCHES = 14


def causes(brief: Brief) -> list[Slide] | str:
    total = brief.total(M.COMPLAINTS, M.CAUSE_MENTIONS)
    if total is None or not total.value(M.COMPLAINTS):
        return brief.say("common.no_complaints")
    if not total.value(M.CAUSE_MENTIONS):
        return brief.say("causes.none")
    return [_pareto(brief), _categories(brief), *stages(brief), *_by_branch(brief)]


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


def _pareto(brief: Brief) -> Slide:
    say = brief.say
    table = brief.ask((D.CAUSE,), M.CAUSE_MENTIONS, M.COMPLAINTS)
    total = brief.total(M.COMPLAINTS, M.CAUSE_MENTIONS)
    assert total is not None
    items = pareto_items(mentions(brief))
    vital = [item for item in items if item.vital]
    shown = items[:_MOST_BARS]
    few = len(vital) < len(items)
    first, most = first_place(brief, [(brief.name(D.CAUSE, item.label), item.count) for item in items])
    title = say(
        "causes.title" if few else "causes.title_all",
        k=len(vital),
        all=len(items),
        share=percent(vital[-1].cumulative_share if few else items[0].share),
        first=first,
        n=most,
    )
    unclassified = next((row for row in table.rows if row.key["cause"] is None), None)
    notes = [say("causes.mentions_note")]
    if len(items) > len(shown):
        notes.append(
            say("causes.more", n=len(items) - len(shown), m=count(sum(item.count for item in items[len(shown) :])))
        )
    subtitle = both_counts(brief)
    if unclassified is not None and unclassified.value(M.COMPLAINTS):
        subtitle += say("causes.unclassified", n=count(unclassified.value(M.COMPLAINTS)))
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
        notes=(*brief.notes(table.frame, total.figures[M.CAUSE_MENTIONS], total.figures[M.COMPLAINTS]), *notes),
    )


def _categories(brief: Brief) -> Slide:
    """Mentions by category beside the year before; what has changed is what the Causes page says has changed."""
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
    return Slide(
        key="causes.categories",
        section="causes",
        title=title,
        subtitle=say("causes.by_mention", both=both_counts(brief)),
        bands=beside(chart, Prose(tuple(lines)), 0.66) if lines else whole(chart),
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


def _by_branch(brief: Brief) -> list[Slide]:
    """Mentions by branch and category, those coloured that depart from the company's mix, all cells considered."""
    if brief.asked.branch:
        return []
    found = mix(brief.cursor, brief.scope, D.BRANCH, D.CATEGORY)
    if len(found.rows) < 2 or len(found.columns) < 2:
        return []
    say, width = brief.say, len(found.columns)
    by_row = {
        row: found.cells[place * width : (place + 1) * width] for place, row in enumerate(found.rows) if row is not None
    }
    tested = sum(not one.small for one in found.cells)
    beyond = [one for one in found.cells if _beyond_chance(one, tested)]
    cells = [
        (
            Cell(brief.branch(row)),
            *(_coloured(one, one in beyond) for one in line),
            Cell(count(sum(one.count for one in line)), bold=True),
        )
        for row, line in by_row.items()
    ]
    more = sorted((one for one in beyond if (one.residual or 0) > 0), key=lambda one: -(one.residual or 0))
    partly = tested < len(found.cells)
    compared = say("causes.compared_some" if partly else "causes.compared_all", tested=tested, all=len(found.cells))
    title = say("causes.mix_same", compared=compared) if tested else say("causes.mix_untested")
    if beyond:
        title = say("causes.mix_less", n=len(beyond))
    if more:
        title = say(
            "causes.mix_title",
            branch=brief.name(D.BRANCH, more[0].row),
            name=brief.name(D.CATEGORY, more[0].column),
            n=count(more[0].count),
            expected=f"{_expected(found, more[0]):,.1f}",
        )
    head = (say("branches.branch"), *(brief.name(D.CATEGORY, one) for one in found.columns), say("common.total"))
    kept = cells[:_MOST_BRANCHES]
    notes = [say("causes.mix_note", compared=compared)]
    if len(cells) > len(kept):
        notes.append(say("common.not_shown", n=len(cells) - len(kept)))
    both = say("causes.both", n=count(found.complaints), m=count(found.mentions))
    return [
        Slide(
            key="causes.branches",
            section="causes",
            title=title,
            subtitle=say("causes.mix_subtitle", both=both) + (f" · {notes[-1]}" if len(notes) > 1 else ""),
            bands=whole(Table(head, tuple(kept), (2.4, *([1.2] * (len(head) - 1))), tuple(range(1, len(head))))),
            source=brief.frame_line(found.frame, found.complaints),
            notes=(*brief.notes(found.frame), *notes),
        )
    ]


def _beyond_chance(one: MixCell, tested: int) -> bool:
    return (
        one.residual is not None
        and not one.small
        and corrected(p_of_score(one.residual), tested) < SIGNIFICANT
        and None not in (one.row, one.column)
    )


def _coloured(one: MixCell, beyond: bool) -> Cell:
    if not beyond:
        return Cell(count(one.count))
    strength = abs(one.residual or 0)
    return Cell(count(one.count), Tone.ACTION if (one.residual or 0) > 0 else Tone.US, min(0.6, strength / 10))


def _expected(found: Mix, cell: MixCell) -> float:
    across = sum(one.count for one in found.cells if one.row == cell.row)
    down = sum(one.count for one in found.cells if one.column == cell.column)
    return across * down / sum(one.count for one in found.cells)
