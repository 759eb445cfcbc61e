"""Keyness against scipy's own log-likelihood ratio, and by the laws a difference between two groups has."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from analytics.statistics import keyness, keyness_p

TABLES = st.tuples(st.integers(1, 60), st.integers(1, 60)).flatmap(
    lambda cases: st.tuples(st.integers(0, cases[0]), st.just(cases[0]), st.integers(0, cases[1]), st.just(cases[1]))
)


def of(hits: int, cases: int, other: int, others: int) -> float:
    return float(keyness(np.array([hits]), cases, np.array([other]), others)[0])


def test_against_scipy() -> None:
    for hits, cases, other, others in ((10, 100, 5, 200), (3, 9, 1, 400), (8, 8, 2, 40)):
        table = [[hits, cases - hits], [other, others - other]]
        expected = stats.chi2_contingency(table, correction=False, lambda_="log-likelihood")
        score = of(hits, cases, other, others)
        assert score == pytest.approx(expected.statistic)
        assert float(keyness_p(np.array([score]))[0]) == pytest.approx(expected.pvalue)


@given(TABLES)
def test_it_turns_round_with_the_groups(table: tuple[int, int, int, int]) -> None:
    hits, cases, other, others = table
    score = of(hits, cases, other, others)
    assert abs(score) == pytest.approx(abs(of(other, others, hits, cases)), abs=1e-9)
    assert score == pytest.approx(0, abs=1e-9) or (score > 0) == (hits / cases > other / others)


def test_nothing_to_compare_and_slips() -> None:
    assert of(0, 0, 3, 5) == 0 and of(3, 5, 0, 0) == 0 and of(0, 5, 0, 9) == 0
    with pytest.raises(ValueError):
        of(6, 5, 0, 9)
