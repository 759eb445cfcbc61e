"""Our ratio beside the market's, where the two are alike; and why not, where they are not.

Source: domain, "Regulatory indicators": the 2016 ratio is of valid complaints net of withdrawals; medians of insurers
and the regulator's count from 2017 on are other statistics.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import duckdb

from analytics.errors import RequestError, Text
from analytics.intake.benchmark_words import Basis, Statistic
from analytics.measures.benchmarks import Benchmark, benchmarks
from analytics.measures.figure import Figure, Frame, MeasureTable
from analytics.measures.judged import settle
from analytics.measures.scope import Scope
from analytics.measures.table import measure
from analytics.vocabulary import Book, Dimension, Measure, View

COMPARED = (Measure.PREMIUM_RATIO, Measure.POLICY_RATIO, Measure.POLICY_RATIO_10K)
# Bulletins print two decimals: the market's true figure lies within half of the last of them.
PUBLISHED_WITHIN = 0.005
# A publication per 1,000 read as one per 10,000 is wrong tenfold: what differs by more is first a question of units.
FAR_APART = 10.0
_BASES = {View.ANNUAL: Basis.VALID_NET, View.MONTHLY: Basis.VALID_GROSS}


class Standing(StrEnum):
    ABOVE = "above"  # the whole 95% interval lies above the market's figure
    BELOW = "below"
    WITHIN = "within"
    UNKNOWN = "unknown"  # we have no ratio: the figure says what is missing


@dataclass(frozen=True, slots=True)
class MarketComparison:
    """A figure of the market and ours for the same period. figure, frame, standing: only where they are alike.

    why_not: why they may not be compared; None where they may.
    """

    benchmark: Benchmark
    why_not: Text | None
    figure: Figure | None = None
    frame: Frame | None = None
    standing: Standing | None = None

    @property
    def doubt(self) -> Text | None:
        """What to check before the two are believed; None where nothing is odd."""
        return None if self.figure is None else unit_doubt(self.figure, self.benchmark.value)


def against_market(
    cursor: duckdb.DuckDBPyConnection,
    scope: Scope,
    name: Measure = Measure.PREMIUM_RATIO,
    total: Callable[[Scope, Measure], MeasureTable] | None = None,
) -> list[MarketComparison]:
    """Every figure of the market for this ratio whose period touches the scope's, by period, alike or not.

    Ours is for the benchmark's own months, whatever part of them the scope chooses. total: who has counted some scopes
    already answers for them. Raises RequestError where the market has no such ratio.
    """
    if name not in COMPARED:
        raise RequestError(
            "no_market_ratio",
            Text(f"没有 {name.value} 的行业数据", f"the market publishes no {name.value}"),
            Text(
                f"可选:{'、'.join(one.value for one in COMPARED)}",
                f"choose of {', '.join(one.value for one in COMPARED)}",
            ),
        )
    question = settle(cursor, scope)
    if question is None:
        return []
    first, last = scope.first or "0000-00", min(scope.last or "9999-99", f"{question.as_of:%Y-%m}")
    ask = total or (lambda scope, name: measure(cursor, scope, (Dimension.TOTAL,), (name,)))
    return [
        _compared(ask, scope, name, one, question.as_of)
        for one in benchmarks(cursor)
        if one.metric.value == name.value and f"{one.first:%Y-%m}" <= last and f"{one.last:%Y-%m}" >= first
    ]


def _compared(
    total: Callable[[Scope, Measure], MeasureTable], scope: Scope, name: Measure, one: Benchmark, as_of: date
) -> MarketComparison:
    why_not = unlike(one, scope, as_of)
    if why_not is not None:
        return MarketComparison(one, why_not)
    ours = scope.with_(first=f"{one.first:%Y-%m}", last=f"{one.last:%Y-%m}")
    table = total(ours, name)
    figure = table.rows[0].figures[name]
    return MarketComparison(one, None, figure, table.frame, standing_of(figure, one.value))


def unlike(one: Benchmark, scope: Scope, as_of: date) -> Text | None:
    """Why a figure of the market is not like ours; None where it is."""
    if one.statistic is not Statistic.MEAN:
        return Text("是各公司的中位数,不是行业均值", "it is the median of insurers, not the market's mean")
    if one.basis is Basis.RECEIVED_NEW_BASIS:
        return Text("2017 年起监管统计基础改变,与有效投诉不可比", "the regulator counts otherwise from 2017 on")
    if one.basis is Basis.RECEIVED:
        return Text("按收到的投诉统计,不是有效投诉", "it is of complaints received, not of valid ones")
    if one.basis is not _BASES[scope.view]:
        return Text("有效口径不同(年度/月度)", "it is of the other view of valid (net or gross)")
    if scope.book is not Book.RECEIVED:
        return Text("行业数据按收到月统计", "the market is counted by month of receipt")
    if scope.product_lines or scope.channels or scope.categories or scope.causes or scope.forms:
        return Text("所选只是部分险种、渠道或原因", "only some lines, channels or causes are chosen")
    whole = one.first.day == 1 and one.last.day == monthrange(one.last.year, one.last.month)[1]
    if not whole:
        return Text("期间不是整月", "its period is not of whole months")
    if as_of < one.last:
        return Text("该期间尚未结束", "its period is not over")
    return None


def unit_doubt(figure: Figure, market: float) -> Text | None:
    """What to check before the two are believed, where one is more than tenfold the other; None where it is not."""
    if not figure.value or not market or 1 / FAR_APART <= figure.value / market <= FAR_APART:
        return None
    unit = figure.unit
    return Text(
        f"与公布值相差十倍以上:先核对单位(应同为{unit.zh})和导入的保费、保单",
        f"more than a factor of ten off the published figure: check the units first (both should be {unit.en})"
        " and the premium and policies imported",
    )


def standing_of(figure: Figure, market: float) -> Standing:
    """Where our ratio stands beside a published one, by its whole 95% interval."""
    if figure.low is None or figure.high is None:
        return Standing.UNKNOWN
    if figure.low > market + PUBLISHED_WITHIN:
        return Standing.ABOVE
    return Standing.BELOW if figure.high < market - PUBLISHED_WITHIN else Standing.WITHIN
