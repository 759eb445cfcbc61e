"""Which findings a page has, in which order: few and right before many."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import duckdb

from analytics.findings.branches import funnel_findings, mix_findings
from analytics.findings.causes import pareto_finding, share_findings, unclassified_finding
from analytics.findings.clusters import cluster_findings
from analytics.findings.data import missing_data, pending_due, stated_differs, unlisted
from analytics.findings.facts import Facts, OverviewFacts
from analytics.findings.finding import Code, Finding, Page, Tone
from analytics.findings.market import market_findings
from analytics.findings.month_counts import month_counts
from analytics.findings.months import earlier_signals, largest_of_month, latest_verdicts
from analytics.findings.ratios import ratio_findings
from analytics.findings.steps import branch_steps, step_findings
from analytics.measures.scope import Scope
from analytics.vocabulary import Measure

# What the Overview takes from the other pages: at most so many, those that ask for something first.
MOST_FROM_ELSEWHERE = 4
_OVERVIEW_ALWAYS = (
    *(Code.MONTH_COUNTS, Code.LARGEST, Code.WITHIN, Code.NOT_JUDGED),
    *(Code.ABOVE_LIMITS, Code.BELOW_LIMITS, Code.SHIFT, Code.PENDING_DUE),
)


def findings(cursor: duckdb.DuckDBPyConnection, scope: Scope, page: Page) -> list[Finding]:
    """The findings of a page for a scope, the highest rank first; [] where nothing is known of the period.

    The last month of the period is the latest; its history is all that is known before it. Raises as `measure`.
    """
    facts = OverviewFacts(cursor, scope) if page is Page.OVERVIEW else Facts(cursor, scope)
    if facts.first is None:
        return []
    found = sorted(_PAGES[page](facts, page), key=lambda one: -one.rank)
    return found if page is not Page.OVERVIEW else _few(found)


def _overview(facts: Facts, page: Page) -> Iterator[Finding]:
    yield from month_counts(facts, page)
    yield from latest_verdicts(facts, page, (Measure.COMPLAINTS, Measure.VALID))
    yield from pending_due(facts, page)
    yield from largest_of_month(facts, page)
    yield from missing_data(facts, page)
    yield from stated_differs(facts, page)
    yield from cluster_findings(facts, page)
    yield from _telling(funnel_findings(facts, page))
    yield from _telling(mix_findings(facts, page))
    yield from _telling(share_findings(facts, page))
    yield from _telling(ratio_findings(facts, page))
    yield from _telling(market_findings(facts, page))
    yield from _telling(step_findings(facts, page))
    yield from branch_steps(facts, page)


def _telling(found: Iterable[Finding]) -> Iterator[Finding]:
    """Those that passed a test: that something is within chance is said on its own page."""
    return (one for one in found if one.tone is not Tone.CONTEXT)


def _few(found: list[Finding]) -> list[Finding]:
    others = [one for one in found if one.code not in _OVERVIEW_ALWAYS][:MOST_FROM_ELSEWHERE]
    return [one for one in found if one.code in _OVERVIEW_ALWAYS or one in others]


def _trends(facts: Facts, page: Page) -> Iterator[Finding]:
    yield from month_counts(facts, page)
    yield from latest_verdicts(facts, page, (Measure.COMPLAINTS, Measure.VALID, Measure.PREMIUM_RATIO))
    yield from earlier_signals(facts, page, Measure.COMPLAINTS)
    yield from earlier_signals(facts, page, Measure.VALID)
    yield from cluster_findings(facts, page)


def _branches(facts: Facts, page: Page) -> Iterator[Finding]:
    yield from funnel_findings(facts, page)
    yield from cluster_findings(facts, page)
    yield from mix_findings(facts, page)
    yield from branch_steps(facts, page)
    yield from missing_data(facts, page)


def _causes(facts: Facts, page: Page) -> Iterator[Finding]:
    yield from pareto_finding(facts, page)
    yield from share_findings(facts, page)
    yield from mix_findings(facts, page)
    yield from unclassified_finding(facts, page)


def _indicators(facts: Facts, page: Page) -> Iterator[Finding]:
    yield from ratio_findings(facts, page)
    yield from market_findings(facts, page)
    yield from step_findings(facts, page)
    yield from branch_steps(facts, page)
    yield from missing_data(facts, page)


def _deadlines(facts: Facts, page: Page) -> Iterator[Finding]:
    yield from pending_due(facts, page)
    yield from step_findings(facts, page)


def _import(facts: Facts, page: Page) -> Iterator[Finding]:
    yield from unlisted(facts, page)
    yield from missing_data(facts, page)


_PAGES: dict[Page, Callable[[Facts, Page], Iterator[Finding]]] = {
    Page.OVERVIEW: _overview,
    Page.TRENDS: _trends,
    Page.BRANCHES: _branches,
    Page.CAUSES: _causes,
    Page.INDICATORS: _indicators,
    Page.DEADLINES: _deadlines,
    Page.IMPORT: _import,
    Page.REVIEW: unclassified_finding,
}
