"""A branch that had, for a month or two, far more of the complaints than its share: a slide and its sentence."""

from __future__ import annotations

from analytics.deck.brief import Brief
from analytics.deck.slides import Line, Prose, Slide, beside
from analytics.deck.story.standing_out import on_the_rest, sentence
from analytics.measures import month_range
from analytics.measures.branch_clusters import BranchCluster
from analytics.measures.formats import count, percent
from analytics.vocabulary import Dimension, Measure

M, D = Measure, Dimension


def branch_said(brief: Brief, one: BranchCluster) -> str:
    """The cluster in one sentence with its numbers."""
    return sentence(brief, "clusters.title", one.branch, one.months, one.count, one.expected)


def branch_slide(brief: Brief, one: BranchCluster, number: int) -> Slide:
    """The branch's complaints by month on those of all others, and how unlikely its share is."""
    say, title = brief.say, branch_said(brief, one)
    axis = month_range(f"{brief.asked.year}-01", f"{brief.asked.year}-12")
    company = brief.scope.with_(branches=())
    table = brief.ask((D.BRANCH, D.MONTH), M.COMPLAINTS, scope=company)
    own, everything = dict.fromkeys(axis, 0), dict.fromkeys(axis, 0)
    for row in table.rows:
        month, n = row.key["month"], int(row.value(M.COMPLAINTS) or 0)
        if month in everything:
            everything[month] += n
            own[month] += n if row.key["branch"] == one.branch else 0
    first, last = table.frame.first or axis[0], table.frame.last or axis[-1]
    known = {month for month in axis if first <= month <= last and month not in table.frame.unlogged}
    part = tuple(own[month] if month in known else None for month in axis)
    rest = tuple(everything[month] - own[month] if month in known else None for month in axis)
    named, others_named = brief.branch(one.branch), say("clusters.rest")
    chart = on_the_rest(brief, axis, (named, part), (others_named, rest), say("unit.complaints"), title)
    numbers = {"n": count(one.count), "company": count(one.company), "share": percent(one.share)}
    others = {"n": count(one.others), "company": count(one.company_others), "share": percent(one.share_of_others)}
    lines = (
        Line(say("clusters.share", **numbers), say("clusters.share_lead")),
        Line(say("clusters.share", **others), say("clusters.others_lead")),
        Line(say("clusters.test", p=brief.p_value(one.p_value), n=one.branches), say("outbreaks.test_lead")),
    )
    return Slide(
        key=f"clusters.{number + 1}",
        section="outbreaks",
        title=title,
        subtitle=say("clusters.subtitle"),
        bands=beside(chart, Prose(lines), 0.66),
        source=brief.frame_line(table.frame),
        notes=(*brief.notes(table.frame), say("clusters.note")),
    )
