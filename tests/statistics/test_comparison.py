"""Two counts: the published p-values, scipy's, and symmetry."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from analytics.statistics import compare_counts

counts = st.integers(min_value=0, max_value=400)
exposures = st.floats(min_value=0.01, max_value=1_000)


@pytest.mark.parametrize(
    ("first", "second", "p_value", "digits"),
    [(5, 10, 0.30, 2), (10, 20, 0.10, 2), (20, 30, 0.20, 2), (40, 60, 0.057, 3), (100, 130, 0.056, 3)],
)
def test_published_values(first: int, second: int, p_value: float, digits: int) -> None:
    assert round(compare_counts(first, second).p_value, digits) == p_value


def test_five_to_ten_by_hand() -> None:
    # P(X <= 5) for 15 fair coins is (1 + 15 + 105 + 455 + 1365 + 3003) / 32768; both tails: twice that.
    assert compare_counts(5, 10).p_value == pytest.approx(2 * 4944 / 32768, rel=1e-12)


def test_unequal_exposure_by_hand() -> None:
    # 3 complaints, all in the second period, which has two thirds of the exposure: (2/3)^3 = 8/27.
    # As unlikely or unlikelier: none in the second (1/27) and one (6/27); two (12/27) is likelier.
    assert compare_counts(0, 3, 1.0, 2.0).p_value == pytest.approx(15 / 27, rel=1e-12)


@given(counts, counts, exposures, exposures)
def test_scipy_agrees(first: int, second: int, first_exposure: float, second_exposure: float) -> None:
    ours = compare_counts(first, second, first_exposure, second_exposure).p_value
    if first + second == 0:
        assert ours == 1.0
        return
    share = second_exposure / (first_exposure + second_exposure)
    theirs = stats.binomtest(second, first + second, share).pvalue
    assert ours == pytest.approx(theirs, rel=1e-7, abs=1e-12)


@given(counts, counts, exposures, exposures)
def test_the_order_does_not_matter(first: int, second: int, first_exposure: float, second_exposure: float) -> None:
    there = compare_counts(first, second, first_exposure, second_exposure)
    back = compare_counts(second, first, second_exposure, first_exposure)
    assert back.p_value == pytest.approx(there.p_value, rel=1e-9)
    assert 0 <= there.p_value <= 1
    assert (back.first_rate, back.second_rate) == (there.second_rate, there.first_rate)


@given(counts, counts, exposures, exposures, st.sampled_from([1e-8, 1e-4, 10.0, 1e8]))
def test_the_unit_of_exposure_does_not_matter(
    first: int, second: int, first_exposure: float, second_exposure: float, unit: float
) -> None:
    here = compare_counts(first, second, first_exposure, second_exposure)
    scaled = compare_counts(first, second, first_exposure * unit, second_exposure * unit)
    assert scaled.p_value == pytest.approx(here.p_value, rel=1e-6)
    assert scaled.ratio == (None if here.ratio is None else pytest.approx(here.ratio, rel=1e-9))


@given(counts, st.integers(min_value=1, max_value=200))
def test_moving_further_apart_is_never_less_surprising(smaller: int, gap: int) -> None:
    total = 2 * smaller + gap
    near = compare_counts(smaller, total - smaller).p_value
    if smaller > 0:
        assert compare_counts(smaller - 1, total - smaller + 1).p_value <= near


def test_big_counts_keep_their_precision() -> None:
    ours = compare_counts(50_000, 50_600).p_value
    assert ours == pytest.approx(stats.binomtest(50_600, 100_600, 0.5).pvalue, rel=1e-6)


def test_rates_and_ratio() -> None:
    comparison = compare_counts(4, 9, 2.0, 3.0)
    assert (comparison.first_rate, comparison.second_rate) == (2.0, 3.0)
    assert comparison.ratio == 1.5
    assert compare_counts(0, 3).ratio is None
    assert compare_counts(3, 0).ratio == 0.0


@pytest.mark.parametrize("bad", [-1, 1.5, math.nan, None])
def test_what_is_no_count_is_refused(bad: int) -> None:
    with pytest.raises(ValueError, match="counts"):
        compare_counts(bad, 3)


@pytest.mark.parametrize("bad", [0.0, -1.0, math.nan, None])
def test_what_is_no_exposure_is_refused(bad: float) -> None:
    with pytest.raises(ValueError, match="exposures"):
        compare_counts(1, 3, bad, 1.0)


@pytest.mark.parametrize(
    ("first", "second", "exposures"),
    [(60_000, 60_500, (365, 366)), (166_000, 168_000, (1, 1)), (120_000, 55, (2_000, 1)), (300_000, 298_000, (1, 1))],
)
def test_many_complaints_are_compared_like_few(first: int, second: int, exposures: tuple[int, int]) -> None:
    """Only the splits near the expected one are looked at: the others are nothing, however lopsided."""
    theirs = stats.binomtest(second, first + second, exposures[1] / sum(exposures)).pvalue
    assert compare_counts(first, second, *exposures).p_value == pytest.approx(theirs, rel=1e-6)


def test_a_split_that_cannot_be_chance_has_no_probability() -> None:
    assert compare_counts(300_000, 100).p_value == 0.0
    assert compare_counts(100, 300_000).p_value == 0.0
