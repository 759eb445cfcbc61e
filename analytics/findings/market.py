"""Findings on the market: our ratios beside published ones, where the two are alike."""

from __future__ import annotations

from collections.abc import Iterator

from analytics.errors import Text
from analytics.findings.facts import Facts
from analytics.findings.finding import Code, Finding, Link, Page, Tone
from analytics.measures.formats import count, interval, ratio
from analytics.measures.market import MarketComparison, Standing, against_market
from analytics.measures.names import MEASURE_NAMES
from analytics.vocabulary import Measure

_NAMES = (Measure.PREMIUM_RATIO, Measure.POLICY_RATIO_10K)
_WORDS = {
    Standing.ABOVE: (Code.ABOVE_MARKET, Tone.ACTION, Text("高于", "above"), 88.0),
    Standing.BELOW: (Code.BELOW_MARKET, Tone.NOTE, Text("低于", "below"), 46.0),
    Standing.WITHIN: (Code.WITHIN, Tone.CONTEXT, Text("无法与之区分:", "not to be told from"), 14.0),
}


def market_findings(facts: Facts, page: Page) -> Iterator[Finding]:
    """The newest period of the market that is like ours, ratio by ratio; nothing where none is alike."""
    for name in _NAMES:
        alike = [
            one
            for one in against_market(facts.cursor, facts.scope, name)
            if one.figure and one.figure.value is not None
        ]
        if alike:
            yield _finding(page, name, max(alike, key=lambda one: (one.benchmark.last, one.benchmark.months)))


def _finding(page: Page, name: Measure, one: MarketComparison) -> Finding:
    assert one.figure is not None and one.standing is not None
    figure, market = one.figure, one.benchmark
    code, tone, word, rank = _WORDS[one.standing]
    label, what = MEASURE_NAMES[name], market.what()
    return Finding(
        code,
        page,
        tone,
        Text(
            f"{market.period} {label.zh} {ratio(figure.value)} {figure.unit.zh}({count(figure.numerator)} 件,"
            f"95% 区间 {interval(figure)}),{word.zh}{market.scope} {ratio(market.value)}",
            f"{label.en}, {market.period}: {ratio(figure.value)} ({count(figure.numerator)} complaints, 95% interval"
            f" {interval(figure)}), {word.en} the market's {ratio(market.value)}",
        ),
        Text(
            f"本公司的 95% 区间与公布值相比({what.zh};{market.source})",
            f"our 95% interval against the published figure ({what.en}; {market.source})",
        ),
        Link(Page.INDICATORS, None, name.value),
        rank=rank + (1.0 if name is Measure.PREMIUM_RATIO else 0.0),
        numbers={
            "measure": name.value,
            "ratio": figure.value,
            "low": figure.low,
            "high": figure.high,
            "market": market.value,
            "period": market.period,
        },
    )
