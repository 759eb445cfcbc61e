"""Findings on branches that had, for a month or two, far more of the company's complaints than their share."""

from __future__ import annotations

from collections.abc import Iterator

from analytics.errors import Text, counted
from analytics.findings.chance import p_text
from analytics.findings.facts import Facts
from analytics.findings.finding import Code, Finding, Link, Page, Tone
from analytics.measures.branch_clusters import branch_clusters
from analytics.measures.formats import count, month_span, percent
from analytics.vocabulary import Dimension

_MOST = 2


def cluster_findings(facts: Facts, page: Page) -> Iterator[Finding]:
    """The least likely; one that reaches into the latest month before the others."""
    found = branch_clusters(facts.cursor, facts.scope)
    for one in sorted(found, key=lambda one: facts.last not in one.months)[:_MOST]:
        n, share, others, expected = count(one.count), percent(one.share), percent(one.share_of_others), one.expected
        months = Text(*(month_span(one.months[0], one.months[-1], language) for language in ("zh", "en")))
        yield Finding(
            Code.BRANCH_CLUSTER,
            page,
            Tone.ACTION,
            Text(
                f"{one.branch} {months.zh}集中出现投诉 {n} 件,占全公司 {share};"
                f"其余月份占 {others},按此应有 {expected:.1f} 件",
                f"{one.branch}: {counted(one.count, 'complaint')} in {months.en}, {share} of the company's; at its"
                f" share of the other months ({others}) {expected:.1f} were to be expected",
            ),
            Text(
                f"精确检验(Fisher),{one.branches} 家机构的各月同时比较后 {p_text(one.p_value)}",
                f"Fisher's exact test, {p_text(one.p_value)} after comparing all months of {one.branches} branches",
            ),
            Link(Page.BRANCHES, Dimension.BRANCH, one.branch),
            rank=84.0 if facts.last in one.months else 76.0,
            numbers={
                "branch": one.branch,
                "first": one.months[0],
                "last": one.months[-1],
                "observed": one.count,
                "expected": expected,
                "company": one.company,
                "p_value": one.p_value,
            },
        )
