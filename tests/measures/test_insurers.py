"""A list of insurers: the real table of 39, first half of 2012 (statistics.md)."""

from __future__ import annotations

from pathlib import Path

import pytest

from analytics.errors import RequestError
from analytics.imports import import_paths
from analytics.measures import insurer_lists, rank_insurers
from analytics.statistics import Position
from tests.tiny import Tiny

TABLE = Path(__file__).parents[1] / "statistics" / "data" / "insurers_2012h1.csv"


def test_the_39_insurers(tiny: Tiny) -> None:
    (report,) = import_paths(tiny.store, [TABLE]).files
    assert report.error is None and report.sheets[0].new == 39
    with tiny.store.cursor() as cursor:
        (one,) = insurer_lists(cursor)
        ranking = rank_insurers(cursor)
    assert one.insurers == 39
    assert sum(row.complaints for row in ranking.rows) == 2594
    assert ranking.overall_ratio == pytest.approx(0.943, abs=0.001)
    assert ranking.funnel.dispersion.phi == pytest.approx(7.4, abs=0.1)
    first = ranking.rows[0]
    assert (first.complaints, first.ratio, first.rank) == (6, 3.57, 1)
    assert first.poisson_position is Position.HIGH_95
    assert first.position is not Position.HIGH_998
    assert sum(row.share or 0 for row in ranking.rows) == pytest.approx(1.0)
    small = [row for row in ranking.rows if row.complaints < 5 and row.ratio is not None]
    assert small and all(row.rank is None and row.greyed for row in small)


def test_ranks_go_by_unrounded_ratios(tiny: Tiny) -> None:
    """甲 10 over 1,000.0m and 乙 10 over 1,000.1m: both print 1.00, and 甲's is the higher."""
    tiny.load(
        [
            {"保险公司": "乙财险", "投诉件数": "10", "亿元保费投诉量": "1.00", "公司保费收入(元)": "1000100000"},
            {"保险公司": "甲财险", "投诉件数": "10", "亿元保费投诉量": "1.00", "公司保费收入(元)": "1000000000"},
            {"保险公司": "丙财险", "投诉件数": "50", "亿元保费投诉量": "2.00", "公司保费收入(元)": "2500000000"},
        ]
    )
    with tiny.store.cursor() as cursor:
        rows = rank_insurers(cursor).rows
    assert [(row.name, row.rank) for row in rows] == [("丙财险", 1), ("甲财险", 2), ("乙财险", 3)]
    assert rows[0].share == pytest.approx(50 / 70)


def test_there_has_to_be_a_list(tiny: Tiny) -> None:
    with tiny.store.cursor() as cursor, pytest.raises(RequestError) as refused:
        rank_insurers(cursor)
    assert refused.value.code == "no_insurer_list"
