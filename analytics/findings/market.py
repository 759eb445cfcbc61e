"""Findings on the market: our ratios beside published ones, where the two are alike."""

from __future__ import annotations

from collections.abc import Iterator

from analytics.errors import Text, counted
from analytics.findings.facts import SUMMED, Facts
from analytics.findings.finding import Code, Finding, Link, Page, Tone
from analytics.measures.benchmarks import Benchmark, benchmarks
from analytics.measures.figure import Figure
from analytics.measures.formats import count, interval, ratio
from analytics.measures.market import Standing, standing_of, unit_doubt, unlike
from analytics.measures.names import MEASURE_NAMES
from analytics.vocabulary import Dimension, Measure

_NAMES = (Measure.PREMIUM_RATIO, Measure.POLICY_RATIO_10K)
_WORDS = {
    Standing.ABOVE: (Code.ABOVE_MARKET, Tone.ACTION, Text("高于", "above"), 88.0),
    Standing.BELOW: (Code.BELOW_MARKET, Tone.NOTE, Text("低于", "below"), 46.0),
    Standing.WITHIN: (Code.WITHIN, Tone.CONTEXT, Text("无法与之区分:", "within chance of"), 14.0),
}


def market_findings(facts: Facts, page: Page) -> Iterator[Finding]:
    """The newest period of the market that is like ours and touches the scope's; nothing where none is alike."""
    if facts.first is None or facts.last is None or facts.as_of is None:
        return
    published = [
        one
        for one in benchmarks(facts.cursor)
        if f"{one.first:%Y-%m}" <= facts.last
        and f"{one.last:%Y-%m}" >= facts.first
        and unlike(one, facts.scope, facts.as_of) is None
    ]
    for name in _NAMES:
        alike = [one for one in published if one.metric.value == name.value]
        if not alike:
            continue
        market = max(alike, key=lambda one: (one.last, one.months))
        ours = facts.scope.with_(first=f"{market.first:%Y-%m}", last=f"{market.last:%Y-%m}")
        figure = facts.table((Dimension.TOTAL,), SUMMED, ours).rows[0].figures[name]
        if figure.value is not None:
            yield _finding(page, name, market, figure)


def _finding(page: Page, name: Measure, market: Benchmark, figure: Figure) -> Finding:
    code, tone, word, rank = _WORDS[standing_of(figure, market.value)]
    label, what, doubt = MEASURE_NAMES[name], market.what(), unit_doubt(figure, market.value)
    check = Text(f";{doubt.zh}", f"; {doubt.en}") if doubt else Text("", "")
    return Finding(
        code,
        page,
        tone,
        Text(
            f"{market.period} {label.zh} {ratio(figure.value)} {figure.unit.zh}({count(figure.numerator)} 件,"
            f"95% 区间 {interval(figure)}),{word.zh}{market.market.zh} {market.published}{check.zh}",
            f"{label.en}, {market.period}: {ratio(figure.value)} ({counted(figure.numerator, 'complaint')}, 95%"
            f" interval {interval(figure)}), {word.en} the {market.market.en}'s {market.published}{check.en}",
        ),
        Text(
            f"本公司的 95% 区间与公布值相比({what.zh};{market.origin.zh})",
            f"our 95% interval against the published figure ({what.en}; {market.origin.en})",
        ),
        Link(Page.INDICATORS, None, name.value),
        rank=rank if name is Measure.PREMIUM_RATIO else rank / 2,
        numbers={
            "measure": name.value,
            "ratio": figure.value,
            "low": figure.low,
            "high": figure.high,
            "market": market.value,
            "period": market.period,
        },
    )
