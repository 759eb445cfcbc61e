"""Intervals against published values, scipy.stats, and laws that hold for every count."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from analytics.statistics import Interval, poisson_interval, rate_interval, wilson_interval

counts = st.integers(min_value=0, max_value=100_000)
confidences = st.floats(min_value=0.5, max_value=0.999)


@pytest.mark.parametrize(
    ("count", "lower", "upper"),
    [
        (0, 0.0, 3.689),
        (1, 0.025, 5.572),
        (5, 1.623, 11.668),
        (10, 4.795, 18.390),
        (20, 12.217, 30.888),
        (50, 37.111, 65.919),
        (100, 81.364, 121.627),
    ],
)
def test_poisson_interval_matches_published_values(count: int, lower: float, upper: float) -> None:
    interval = poisson_interval(count)
    assert interval.lower == pytest.approx(lower, abs=5e-4)
    assert interval.upper == pytest.approx(upper, abs=5e-4)


@pytest.mark.parametrize("confidence", [0.8, 0.95, 0.998])
def test_poisson_interval_is_the_chi_square_formula(confidence: float) -> None:
    values = np.array([1, 2, 3, 7, 50, 1_000, 250_000])
    tail = (1 - confidence) / 2
    lower, upper = poisson_interval(values, confidence)
    np.testing.assert_allclose(lower, stats.chi2.ppf(tail, 2 * values) / 2, rtol=1e-9)
    np.testing.assert_allclose(upper, stats.chi2.ppf(1 - tail, 2 * values + 2) / 2, rtol=1e-9)


@given(counts, confidences)
def test_poisson_interval_contains_its_count_and_widens_with_confidence(count: int, confidence: float) -> None:
    narrow, wide = poisson_interval(count, confidence), poisson_interval(count, (1 + confidence) / 2)
    assert narrow.lower <= count < narrow.upper
    assert wide.lower <= narrow.lower
    assert narrow.upper < wide.upper


@given(counts)
def test_poisson_interval_rises_with_the_count(count: int) -> None:
    here, next_up = poisson_interval(count), poisson_interval(count + 1)
    assert here.lower < next_up.lower
    assert here.upper < next_up.upper


@given(st.integers(min_value=1, max_value=2_000))
def test_poisson_ends_are_where_the_tails_are_two_and_a_half_percent(count: int) -> None:
    interval = poisson_interval(count)
    assert stats.poisson.sf(count - 1, interval.lower) == pytest.approx(0.025, rel=1e-6)
    assert stats.poisson.cdf(count, interval.upper) == pytest.approx(0.025, rel=1e-6)


@given(st.lists(st.one_of(st.none(), counts), max_size=20))
def test_an_array_says_what_its_members_say(values: list[int | None]) -> None:
    lower, upper = poisson_interval(values)
    assert lower.shape == upper.shape == (len(values),)
    for i, value in enumerate(values):
        single = poisson_interval(value)
        if single is None:
            assert value is None
            assert math.isnan(lower[i])
            assert math.isnan(upper[i])
        else:
            assert (lower[i], upper[i]) == single


def test_a_table_of_branches_by_months_keeps_its_shape() -> None:
    table = np.arange(40 * 36).reshape(40, 36)
    lower, upper = poisson_interval(table)
    assert lower.shape == upper.shape == (40, 36)
    assert (lower[0, 5], upper[0, 5]) == poisson_interval(5)


def test_a_missing_count_has_no_interval() -> None:
    assert poisson_interval(None) is None
    assert poisson_interval(math.nan) is None


@pytest.mark.parametrize("count", [-1, 2.5, math.inf])
def test_what_is_no_count_is_refused(count: float) -> None:
    with pytest.raises(ValueError, match="count"):
        poisson_interval(count)


@pytest.mark.parametrize("confidence", [0, 1, 95, -0.1, math.nan])
def test_a_confidence_is_a_share(confidence: float) -> None:
    with pytest.raises(ValueError, match="confidence"):
        poisson_interval(3, confidence)


# --- rates


def test_rate_interval_by_hand() -> None:
    # 5 valid complaints over 2.5 hundred million yuan: the interval of 5, divided by 2.5.
    assert rate_interval(5, 2.5) == pytest.approx((1.623 / 2.5, 11.668 / 2.5), abs=5e-4)


def test_no_complaint_over_a_known_premium_is_zero_and_has_an_upper_end() -> None:
    assert rate_interval(0, 4) == pytest.approx((0.0, 3.689 / 4), abs=5e-4)


@pytest.mark.parametrize(("count", "exposure"), [(3, 0), (0, 0), (3, None), (None, 2.0), (3, math.nan)])
def test_a_rate_over_nothing_or_over_the_unknown_is_missing(count: int | None, exposure: float | None) -> None:
    assert rate_interval(count, exposure) is None


def test_rates_in_arrays_are_missing_one_by_one() -> None:
    lower, upper = rate_interval([5, 5, None, 0], [1.0, 0.0, 1.0, 1.0])
    np.testing.assert_array_equal(np.isnan(lower), [False, True, True, False])
    np.testing.assert_array_equal(np.isnan(upper), [False, True, True, False])


def test_one_exposure_serves_many_counts() -> None:
    lower, _ = rate_interval([1, 10], 2.0)
    np.testing.assert_allclose(lower, [0.0253178 / 2, 4.7953887 / 2], rtol=1e-6)


def test_negative_exposure_is_refused() -> None:
    with pytest.raises(ValueError, match="exposure"):
        rate_interval(3, -1.0)


@given(counts, st.floats(min_value=1e-3, max_value=1e6), st.floats(min_value=1e-4, max_value=1e8))
def test_the_unit_of_exposure_only_rescales_the_rate(count: int, exposure: float, unit: float) -> None:
    here, scaled = rate_interval(count, exposure), rate_interval(count, exposure * unit)
    assert here is not None
    assert scaled is not None
    assert scaled.lower * unit == pytest.approx(here.lower, rel=1e-12)
    assert scaled.upper * unit == pytest.approx(here.upper, rel=1e-12)


# --- proportions

trials_and_successes = st.integers(min_value=1, max_value=10_000).flatmap(
    lambda n: st.tuples(st.integers(min_value=0, max_value=n), st.just(n))
)


def test_wilson_by_hand() -> None:
    # 8 of 10 at 95%, z^2 = 3.841459: (19.841459 -/+ 1.959964 sqrt(3.841459 + 32 x 0.2)) / 27.682918
    assert wilson_interval(8, 10) == pytest.approx((0.490162, 0.943318), abs=1e-6)


@given(trials_and_successes, confidences)
def test_wilson_is_scipys(pair: tuple[int, int], confidence: float) -> None:
    successes, trials = pair
    theirs = stats.binomtest(successes, trials).proportion_ci(confidence, method="wilson")
    assert wilson_interval(successes, trials, confidence) == pytest.approx((theirs.low, theirs.high), abs=1e-9)


@given(trials_and_successes, confidences)
def test_wilson_contains_the_proportion_and_mirrors(pair: tuple[int, int], confidence: float) -> None:
    successes, trials = pair
    interval = wilson_interval(successes, trials, confidence)
    mirrored = wilson_interval(trials - successes, trials, confidence)
    wider = wilson_interval(successes, trials, (1 + confidence) / 2)
    assert interval is not None
    assert mirrored is not None
    assert wider is not None
    assert 0 <= interval.lower <= successes / trials <= interval.upper <= 1
    assert mirrored == pytest.approx((1 - interval.upper, 1 - interval.lower), abs=1e-9)
    assert wider.lower <= interval.lower
    assert interval.upper <= wider.upper


def test_wilson_ends_are_exact_at_none_and_all() -> None:
    none, everything = wilson_interval(0, 7), wilson_interval(7, 7)
    assert none is not None
    assert none.lower == 0.0
    assert 0 < none.upper < 1
    assert everything is not None
    assert everything.upper == 1.0
    assert 0 < everything.lower < 1


def test_wilson_without_trials_is_missing() -> None:
    assert wilson_interval(0, 0) is None
    assert wilson_interval(None, 5) is None
    assert wilson_interval(0, None) is None
    lower, upper = wilson_interval([0, 1], [0, 2])
    np.testing.assert_array_equal(np.isnan(lower), [True, False])
    np.testing.assert_array_equal(np.isnan(upper), [True, False])


def test_wilson_refuses_more_successes_than_trials() -> None:
    with pytest.raises(ValueError, match="successes"):
        wilson_interval(3, 2)


def test_an_interval_is_an_interval() -> None:
    assert isinstance(poisson_interval(3), Interval)
