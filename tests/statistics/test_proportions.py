"""Fisher's exact test against published tables and against counting by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from analytics.statistics import compare_proportions


def test_the_lady_tasting_tea() -> None:
    # Fisher 1935: 3 of 4 cups right in either row: (16 + 1) / 70 one-sided, 34 / 70 two-sided
    assert compare_proportions(3, 4, 1, 4) == pytest.approx(34 / 70)
    assert compare_proportions(4, 4, 0, 4) == pytest.approx(2 / 70)


def test_nothing_to_compare() -> None:
    assert compare_proportions(0, 0, 3, 5) == 1.0
    assert compare_proportions(0, 4, 0, 9) == 1.0
    assert compare_proportions(4, 4, 9, 9) == 1.0


@pytest.mark.parametrize("numbers", [(-1, 4, 1, 4), (5, 4, 1, 4), (1, 4, 5, 4)])
def test_slips_are_refused(numbers: tuple[int, int, int, int]) -> None:
    with pytest.raises(ValueError):
        compare_proportions(*numbers)


SIDE = st.integers(0, 60).flatmap(lambda cases: st.tuples(st.integers(0, cases), st.just(cases)))


@given(SIDE, SIDE)
def test_it_is_scipys(first: tuple[int, int], second: tuple[int, int]) -> None:
    table = [[first[0], first[1] - first[0]], [second[0], second[1] - second[0]]]
    assert compare_proportions(*first, *second) == pytest.approx(stats.fisher_exact(table)[1], abs=1e-9)
    assert compare_proportions(*first, *second) == pytest.approx(compare_proportions(*second, *first), abs=1e-9)


@pytest.mark.parametrize("table", [(5_210, 55_000, 61_000, 605_000), (3, 700_000, 9, 300_000), (900, 1_000, 1, 65_536)])
def test_it_is_scipys_of_many_cases(table: tuple[int, int, int, int]) -> None:
    hits, cases, others, all_others = table
    expected = stats.fisher_exact([[hits, cases - hits], [others, all_others - others]])[1]
    assert compare_proportions(*table) == pytest.approx(expected, rel=1e-6)
