"""Findings on causes: which few make most of them, whose share has changed, how many are not known."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from analytics.errors import Text, counted
from analytics.findings.chance import SIGNIFICANT, corrected, p_of_score, p_text
from analytics.findings.facts import SUMMED, Facts
from analytics.findings.finding import Code, Finding, Link, Page, Tone
from analytics.measures.formats import count, percent
from analytics.measures.names import value_name
from analytics.measures.scope import Scope
from analytics.statistics import adjusted_residuals, pareto_items
from analytics.statistics.residuals import SMALL_EXPECTED_BELOW
from analytics.vocabulary import Dimension, Measure

_MANY_UNKNOWN = 0.1
_FEWEST_FOR_PARETO = 20


def pareto_finding(facts: Facts, page: Page) -> Iterator[Finding]:
    """The categories that together make 80% of the causes named: counts, not a verdict."""
    mentions = _mentions(facts, facts.scope)
    items = pareto_items(mentions)
    total = sum(mentions.values())
    vital = [item for item in items if item.vital]
    if total < _FEWEST_FOR_PARETO or len(items) < 3 or len(vital) == len(items):
        return
    names = [value_name(Dimension.CATEGORY, item.label) for item in vital]
    complaints = facts.table((Dimension.TOTAL,), SUMMED).rows[0].value(Measure.COMPLAINTS)
    parts_zh = "、".join(f"{name.zh}({count(item.count)} 项)" for name, item in zip(names, vital, strict=True))
    parts_en = ", ".join(f"{name.en} ({count(item.count)})" for name, item in zip(names, vital, strict=True))
    share = percent(vital[-1].cumulative_share)
    yield Finding(
        Code.PARETO,
        page,
        Tone.CONTEXT,
        Text(
            f"{parts_zh}合计占 {share};{count(complaints)} 件投诉,{count(total)} 项原因",
            f"{parts_en} make up {share} of the {counted(total, 'cause')} named in {counted(complaints, 'complaint')}",
        ),
        Text("帕累托:自大到小累计至 80%", "Pareto: from the largest down to 80%"),
        Link(Page.CAUSES, Dimension.CATEGORY, vital[0].label),
        rank=10.0,
        numbers={"categories": len(vital), "share": vital[-1].cumulative_share, "mentions": total},
    )


def share_findings(facts: Facts, page: Page) -> Iterator[Finding]:
    """Categories whose share of the causes named differs from the same months of the year before."""
    before_scope = facts.year_before()
    if before_scope is None or facts.scope.categories or facts.scope.causes:
        return
    now, before = _mentions(facts, facts.scope), _mentions(facts, before_scope)
    categories = sorted(now.keys() | before.keys())
    if len(categories) < 2 or not sum(now.values()) or not sum(before.values()):
        return
    counts = np.array([[part.get(one, 0) for one in categories] for part in (before, now)])
    mix = adjusted_residuals(counts)
    tested = int(np.count_nonzero((mix.expected >= SMALL_EXPECTED_BELOW).all(axis=0)))
    for j, category in enumerate(categories):
        residual = float(mix.residual[1, j])
        if not (mix.expected[:, j] >= SMALL_EXPECTED_BELOW).all() or np.isnan(residual):
            continue
        if (p := corrected(p_of_score(residual), tested)) >= SIGNIFICANT:
            continue
        more, name = residual > 0, value_name(Dimension.CATEGORY, category)
        shares = [float(counts[row, j]) / float(counts[row].sum()) for row in (0, 1)]
        yield Finding(
            Code.CAUSE_SHARE,
            page,
            Tone.ACTION if more else Tone.NOTE,
            Text(
                f"{name.zh}的占比由上年同期 {percent(shares[0])}({count(counts[0, j])} 项)"
                f"{'升' if more else '降'}至 {percent(shares[1])}({count(counts[1, j])} 项)",
                f"{name.en}: {'up' if more else 'down'} from {percent(shares[0])} of causes named"
                f" ({count(counts[0, j])}) in the same months a year before to {percent(shares[1])}"
                f" ({count(counts[1, j])})",
            ),
            Text(
                f"调整残差 {residual:.1f},{tested} 类同时比较后 {p_text(p)}",
                f"adjusted residual {residual:.1f}, {p_text(p)} after comparing {tested} categories",
            ),
            Link(Page.CAUSES, Dimension.CATEGORY, category),
            rank=(75.0 if more else 48.0) + min(4.0, abs(residual) / 2),
            numbers={
                "category": category,
                "now": int(counts[1, j]),
                "before": int(counts[0, j]),
                "share_now": shares[1],
                "share_before": shares[0],
                "residual": residual,
            },
        )


def unclassified_finding(facts: Facts, page: Page) -> Iterator[Finding]:
    """Complaints without a known cause: what is said of causes is said of the others only."""
    rows = facts.table((Dimension.CATEGORY,), (Measure.COMPLAINTS,)).rows
    unknown = sum(int(row.value(Measure.COMPLAINTS) or 0) for row in rows if row.key["category"] is None)
    total = sum(int(row.value(Measure.COMPLAINTS) or 0) for row in rows)
    if not unknown:
        return
    many = unknown / total >= _MANY_UNKNOWN
    yield Finding(
        Code.UNCLASSIFIED,
        page,
        Tone.ACTION if many else Tone.CONTEXT,
        Text(
            f"{count(unknown)} 件投诉({percent(unknown / total)})原因未分类,不在原因分析之内",
            f"{counted(unknown, 'complaint')} ({percent(unknown / total)}) without a known cause,"
            " left out of the figures on causes",
        ),
        Text("计数", "a count, not tested"),
        Link(Page.REVIEW),
        rank=60.0 if many else 15.0,
        numbers={"complaints": unknown, "share": unknown / total},
    )


def _mentions(facts: Facts, scope: Scope) -> dict[str, int]:
    """Causes named by category, those that occur."""
    found: dict[str, int] = {}
    for (_, category), n in facts.mentions(scope).items():
        if category is not None:
            found[category] = found.get(category, 0) + n
    return found
