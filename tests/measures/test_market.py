"""The market's figures: never joined where they are not alike, compared only with what is like them."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from analytics.errors import RequestError
from analytics.findings import Code, Page, findings
from analytics.imports import import_paths, undo
from analytics.intake.benchmark_words import Basis, Metric
from analytics.measures import MarketComparison, Scope, Standing, against_market, benchmarks
from analytics.vocabulary import Measure
from tests.tiny import Tiny

YEAR_END = date(2016, 12, 31)


def compared(tiny: Tiny, name: Measure = Measure.PREMIUM_RATIO, **scope: Any) -> dict[str, MarketComparison]:
    asked = Scope(**{"first": "2016-01", "last": "2016-12", "as_of": YEAR_END, **scope})
    with tiny.store.cursor() as cursor:
        return {one.benchmark.period: one for one in against_market(cursor, asked, name)}


def test_the_shipped_table_is_whole_and_says_its_source(tiny: Tiny) -> None:
    with tiny.store.cursor() as cursor:
        table = benchmarks(cursor)
    assert len(table) == 47
    assert all(one.source and one.first < one.last and not one.imported for one in table)
    (net,) = [o for o in table if o.metric is Metric.PREMIUM_RATIO and o.basis is Basis.VALID_NET]
    assert (net.value, net.unit, net.months) == (1.08, "件/亿元", 12)


@pytest.fixture
def year(tiny: Tiny) -> Tiny:
    """20 valid complaints (formal, 2016-03-01, never withdrawn) over 1,000m yuan: 2.00, interval 1.22-3.09; those of
    2016 net were 1.08 over the market."""
    tiny.logs(*({"投诉编号": f"T{n}", "受理时间": "2016-03-01", "投诉类别": "正式"} for n in range(20)))
    tiny.exposure(*((f"2016-{n:02d}", "甲支公司", 1e9 / 12, 1_000_000) for n in range(1, 13)))
    return tiny


def test_like_is_compared_with_like(year: Tiny) -> None:
    one = compared(year)["2016-01–2016-12"]
    assert one.why_not is None and one.figure is not None
    assert one.figure.value == pytest.approx(2.0)
    assert one.standing is Standing.ABOVE
    # Asked for March, the market's year is still held against our year.
    assert compared(year, first="2016-03", last="2016-03")["2016-01–2016-12"].figure == one.figure


@pytest.mark.parametrize(
    ("scope", "says"),
    [
        ({"view": "monthly"}, "口径"),
        ({"book": "determined"}, "收到月"),
        ({"product_lines": ("车险",)}, "险种"),
        ({"as_of": date(2016, 11, 30)}, "尚未结束"),
    ],
)
def test_what_is_not_alike_is_not_compared_and_says_why(year: Tiny, scope: dict[str, Any], says: str) -> None:
    one = compared(year, **scope)["2016-01–2016-12"]
    assert one.figure is None and one.standing is None
    assert one.why_not is not None and says in one.why_not.zh


def test_other_statistics_are_never_compared(year: Tiny) -> None:
    found = compared(year, first="2014-01", last="2023-12", as_of=date(2023, 12, 31))
    alike = {period for period, one in found.items() if one.why_not is None}
    assert alike == {"2016-01–2016-12"}


def test_the_unit_is_tenfold(year: Tiny) -> None:
    """20 over 1,000,000 policies: 0.02 per 1,000 and 0.2 per 10,000; the market printed 0.01 per 10,000 for 2016."""
    one = compared(year, Measure.POLICY_RATIO_10K)["2016-01–2016-12"]
    assert one.figure is not None and one.figure.value == pytest.approx(0.2)
    assert one.benchmark.unit == "件/万张" and one.standing is Standing.ABOVE


def test_more_than_tenfold_is_a_question_of_units(year: Tiny) -> None:
    """0.2 per 10,000 against a published 0.01 is twentyfold; 2.00 per 100m against 1.08 is not twofold."""
    odd = compared(year, Measure.POLICY_RATIO_10K)["2016-01–2016-12"].doubt
    assert odd is not None and "核对单位" in odd.zh and "件/万张" in odd.zh
    assert compared(year)["2016-01–2016-12"].doubt is None
    with year.store.cursor() as cursor:
        found = findings(cursor, Scope(first="2016-01", last="2016-12", as_of=YEAR_END), Page.INDICATORS)
    told = {one.numbers["measure"]: one.text.zh for one in found if one.code is Code.ABOVE_MARKET}
    assert "核对单位" in told["policy_ratio_10k"] and "核对单位" not in told["premium_ratio"]


def test_there_has_to_be_a_market_ratio(year: Tiny) -> None:
    with pytest.raises(RequestError) as refused:
        compared(year, Measure.TIMELY_RATE)
    assert refused.value.code == "no_market_ratio"


@pytest.mark.parametrize(("valid", "standing"), [(3, Standing.BELOW), (11, Standing.WITHIN), (20, Standing.ABOVE)])
def test_above_and_below_are_of_the_whole_interval(tiny: Tiny, valid: int, standing: Standing) -> None:
    """Over 1,000m yuan: 3 are 0.30 (0.06-0.88), 11 are 1.10 (0.55-1.97), 20 are 2.00 (1.22-3.09); market 1.08."""
    tiny.logs(*({"投诉编号": f"T{n}", "受理时间": "2016-03-01", "投诉类别": "正式"} for n in range(valid)))
    tiny.exposure(*((f"2016-{n:02d}", "甲支公司", 1e9 / 12, 1000) for n in range(1, 13)))
    assert compared(tiny)["2016-01–2016-12"].standing is standing


def write(folder: Path, text: str, name: str = "行业数据.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


HEAD = "期间开始,期间结束,指标,统计量,指标值,指标单位,统计基础,数据出处\n"


def test_a_company_imports_more_and_can_take_it_back(year: Tiny, tmp_path: Path) -> None:
    path = write(
        tmp_path,
        HEAD
        + "2016-01-01,2016-12-31,亿元保费投诉量,均值,1.10,件/亿元,年度口径,更正通报\n"
        + "2015-01-01,2015-12-31,亿元保费投诉量,均值,1.50,件/亿元,年度口径,内部资料\n",
    )
    (report,) = import_paths(year.store, [path]).files
    assert report.error is None and [s.kind for s in report.sheets] == ["benchmark"]
    assert (report.sheets[0].new, report.rejects) == (2, [])
    with year.store.cursor() as cursor:
        table = benchmarks(cursor)
        assert len(table) == 49  # its own scope name differs from "P&C market": both are shown
    assert report.batch is not None
    undo(year.store, report.batch)
    with year.store.cursor() as cursor:
        assert len(benchmarks(cursor)) == 47


def test_a_row_that_cannot_be_placed_is_set_aside_with_every_fault(year: Tiny, tmp_path: Path) -> None:
    path = write(
        tmp_path,
        HEAD
        + "2016-01-01,2016-12-31,千张保单投诉量,均值,0.1,件/万张,年度口径,\n"
        + "2016-12-31,2016-01-01,没听说过,众数,-1,,年度口径,\n"
        + "2016-01-01,2016-03-31,亿元保费投诉量,均值,1.2,件/亿元,年度口径,通报\n",
    )
    (report,) = import_paths(year.store, [path]).files
    assert report.sheets[0].new == 1
    assert {(fault.row, fault.code) for fault in report.rejects} == {
        (2, "other_unit"),
        (3, "unknown_metric"),
        (3, "unknown_statistic"),
        (3, "negative_figure"),
        (3, "period_reversed"),
    }
