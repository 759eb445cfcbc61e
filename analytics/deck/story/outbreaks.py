"""Outbreaks: a branch, or a branch and a cause, that came together in a few months, and the year without them."""

from __future__ import annotations

from dataclasses import dataclass

from analytics.deck.brief import Brief
from analytics.deck.slides import Line, Prose, Slide, beside
from analytics.deck.story.branch_clusters import branch_slide
from analytics.deck.story.jump import jump
from analytics.deck.story.standing_out import on_the_rest, sentence
from analytics.deck.story.volumes import striking
from analytics.measures import month_range
from analytics.measures.branch_clusters import BranchCluster, branch_clusters
from analytics.measures.counting import mentions
from analytics.measures.formats import count
from analytics.measures.log_months import months_without_log
from analytics.statistics import Cluster, find_clusters
from analytics.vocabulary import Dimension, Measure

M, D = Measure, Dimension
_MOST = 2
_FEWEST_MONTHS = 6
_FEWEST_MENTIONS = 5


@dataclass(frozen=True, slots=True)
class Outbreak:
    """months: "YYYY-MM" from first to last. by_month: mentions of the pair, for every month looked at."""

    branch: str
    cause: str
    months: tuple[str, ...]
    by_month: dict[str, int]
    cluster: Cluster


def found(brief: Brief) -> list[Outbreak]:
    """Pairs of branch and cause with months in a row beyond chance, the least likely first."""
    first = brief.earlier.first if brief.earlier else brief.scope.first
    scope = brief.scope.with_(first=first)
    frame = brief.ask((D.MONTH,), M.COMPLAINTS, M.VALID).frame
    if frame.last is None or first is None:
        return []
    months = month_range(first, frame.last)
    unknown = set(months_without_log(brief.cursor, scope, months))
    axis = [month for month in months if month not in unknown]
    place = {month: n for n, month in enumerate(axis)}
    grid: dict[tuple[str, str], list[int]] = {}
    for (branch, cause, month), n in mentions(brief.cursor, scope, (D.BRANCH, D.CAUSE, D.MONTH)).items():
        if branch and cause and month in place:
            grid.setdefault((branch, cause), [0] * len(axis))[place[month]] += n
    if not grid or len(axis) < _FEWEST_MONTHS:
        return []
    begin = place.get(f"{brief.asked.year}-01", 0)
    pairs = sorted(grid)
    return [
        Outbreak(
            *pairs[one.row],
            tuple(axis[one.first : one.last + 1]),
            dict(zip(axis, grid[pairs[one.row]], strict=True)),
            one,
        )
        for one in find_clusters([grid[pair] for pair in pairs], begin)
        if one.count >= _FEWEST_MENTIONS
    ]


def said(brief: Brief, one: Outbreak) -> str:
    """The outbreak in one sentence with its numbers."""
    cause, cluster = brief.name(D.CAUSE, one.cause), one.cluster
    return sentence(brief, "outbreaks.title", one.branch, one.months, cluster.count, cluster.expected, cause=cause)


def outbreaks(brief: Brief) -> list[Slide] | str:
    all_found, of_branches = brief.told(found), brief.told(of_branch)
    slides = [branch_slide(brief, one, n) for n, one in enumerate(of_branches[:_MOST])]
    total = brief.total(M.CAUSE_MENTIONS)
    if total is None or not total.value(M.CAUSE_MENTIONS):
        return slides or brief.say("causes.none")
    month = striking(brief) or (_peak(all_found[0]) if all_found else None)
    if month is None and of_branches:
        month = of_branches[0].months[0]
    slides += [_slide(brief, one, n) for n, one in enumerate(all_found[:_MOST])]
    slides += jump(brief, month) if month else []
    return slides or brief.say("outbreaks.none")


def of_branch(brief: Brief) -> list[BranchCluster]:
    """Branches with more of some months than their share, but for those months that one of their causes explains."""
    explained = brief.told(found)
    return [
        one
        for one in branch_clusters(brief.cursor, brief.scope)
        if not any(one.branch == pair.branch and set(one.months) & set(pair.months) for pair in explained)
    ]


def _peak(one: Outbreak) -> str:
    return max(one.months, key=lambda month: one.by_month[month])


def _slide(brief: Brief, one: Outbreak, number: int) -> Slide:
    say = brief.say
    axis = month_range(f"{brief.asked.year}-01", f"{brief.asked.year}-12")
    table = brief.ask((D.MONTH,), M.CAUSE_MENTIONS)
    everything = {row.key["month"]: int(row.value(M.CAUSE_MENTIONS) or 0) for row in table.rows}
    pair = tuple(one.by_month.get(month) for month in axis)
    rest = tuple(everything[month] - (one.by_month.get(month) or 0) if month in everything else None for month in axis)
    title = said(brief, one)
    in_year = sum(value or 0 for value in pair)
    lines = [
        Line(say("outbreaks.test", p=brief.p_value(one.cluster.p_value)), say("outbreaks.test_lead")),
        Line(
            say("outbreaks.share", n=count(in_year), all=count(sum(everything.values()))), say("outbreaks.share_lead")
        ),
    ]
    if brief.earlier:
        old = brief.total(M.CAUSE_MENTIONS, scope=brief.earlier)
        without = sum(everything.values()) - one.cluster.count
        before = int(old.value(M.CAUSE_MENTIONS) or 0) if old else 0
        p = brief.p_against_earlier(before, without)
        verdict = say("outbreaks.still" if p < 0.05 else "outbreaks.explained")
        lines.append(
            Line(
                say("outbreaks.without", n=count(without), old=count(before), p=brief.p_value(p), verdict=verdict),
                say("outbreaks.without_lead"),
            )
        )
    named = f"{brief.branch(one.branch)} · {brief.name(D.CAUSE, one.cause)}"
    chart = on_the_rest(brief, axis, (named, pair), (say("outbreaks.rest"), rest), say("unit.mentions"), title)
    return Slide(
        key=f"outbreaks.{number + 1}",
        section="outbreaks",
        title=title,
        subtitle=say("outbreaks.subtitle"),
        bands=beside(chart, Prose(tuple(lines)), 0.66),
        source=brief.frame_line(table.frame),
        notes=(*brief.notes(table.frame), say("outbreaks.note")),
    )
