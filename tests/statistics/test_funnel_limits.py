"""Funnel limits against the Poisson distribution itself."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import stats

from analytics.statistics import inflated_limits, poisson_interval, poisson_limits

expectations = st.floats(min_value=0.05, max_value=5_000)


@pytest.mark.parametrize("expected", [0.2, 1.58, 3.6, 3.7, 10.0, 25.3, 400.0])
def test_every_count_lies_where_its_tail_probability_says(expected: float) -> None:
    limits = poisson_limits([expected])
    for count in range(int(3 * expected) + 15):
        ratio, above, below = (
            count / expected,
            stats.poisson.sf(count - 1, expected),
            stats.poisson.cdf(count, expected),
        )
        assert (ratio > limits.upper_95[0]) == (above < 0.025)
        assert (ratio > limits.upper_998[0]) == (above < 0.001)
        assert (ratio < limits.lower_95[0]) == (below < 0.025)
        assert (ratio < limits.lower_998[0]) == (below < 0.001)


def test_values_by_hand() -> None:
    # e^-3.688879 = 0.025 and e^-6.907755 = 0.001: from there on, no complaint at all is unusually few.
    limits = poisson_limits([3.68, 3.70, 6.90, 6.91])
    np.testing.assert_array_equal(limits.lower_95 > 0, [False, True, True, True])
    np.testing.assert_array_equal(limits.lower_998 > 0, [False, False, False, True])
    # P(X >= 1) = 0.025 at E = -ln 0.975, so there the upper limit is just one complaint.
    expected = -np.log(0.975)
    assert poisson_limits([expected]).upper_95[0] * expected == pytest.approx(1.0, rel=1e-9)


@given(st.integers(min_value=0, max_value=500), expectations)
def test_limits_and_interval_never_contradict_each_other(count: int, expected: float) -> None:
    """Outside the funnel exactly when the count's own interval leaves out what was expected."""
    interval, limits = poisson_interval(count), poisson_limits([expected])
    assume(min(abs(interval.lower - expected), abs(interval.upper - expected)) > 1e-6 * expected)
    assert (count / expected > limits.upper_95[0]) == (interval.lower > expected)
    assert (count / expected < limits.lower_95[0]) == (interval.upper < expected)


@given(expectations, st.floats(min_value=1.01, max_value=3))
def test_the_funnel_narrows(expected: float, factor: float) -> None:
    limits = poisson_limits([expected, expected * factor])
    assert limits.upper_95[0] > limits.upper_95[1] > 1
    assert limits.upper_998[0] > limits.upper_998[1] > 1
    assert limits.lower_95[0] <= limits.lower_95[1] < 1
    assert limits.lower_998[0] <= limits.lower_998[1] < 1


@given(expectations, st.floats(min_value=0, max_value=0.5))
def test_limits_are_nested_and_over_dispersion_only_widens(expected: float, tau_squared: float) -> None:
    exact, wide = poisson_limits([expected]), inflated_limits([expected], tau_squared)
    for limits in (exact, wide):
        assert 0 <= limits.lower_998[0] <= limits.lower_95[0] < 1 < limits.upper_95[0] < limits.upper_998[0]
    assert wide.lower_998[0] <= exact.lower_998[0]
    assert wide.lower_95[0] <= exact.lower_95[0]
    assert wide.upper_95[0] >= exact.upper_95[0]
    assert wide.upper_998[0] >= exact.upper_998[0]


def test_inflated_by_hand() -> None:
    # E = 9: s^2 = 1/36; with tau^2 = 0.05, sqrt(1/36 + 0.05) = 0.2788867.
    # 95%: (1 +/- 1.959964 x 0.2788867)^2 = 1.5466079^2, 0.4533921^2; 99.8%: 3.090232 gives 1.8618247, 0.1381753.
    limits = inflated_limits([9.0], 0.05)
    assert limits.upper_95[0] == pytest.approx(1.5466079**2, rel=1e-6)
    assert limits.lower_95[0] == pytest.approx(0.4533921**2, rel=1e-6)
    assert limits.upper_998[0] == pytest.approx(1.8618247**2, rel=1e-6)
    assert limits.lower_998[0] == pytest.approx(0.1381753**2, rel=1e-5)


def test_a_negative_root_does_not_become_a_positive_limit() -> None:
    # 1 - 3.09 x sqrt(1/4 + 1) = -2.45; squared it would be a "lower" limit of 6.
    limits = inflated_limits([1.0], 1.0)
    assert limits.lower_998[0] == 0.0
    assert limits.lower_95[0] == 0.0
    # And where the Poisson limit does not hide the slip: 1 - 1.96 x 1.2 = -1.36, squared 1.84.
    limits = inflated_limits([100.0], 1.44)
    assert limits.lower_998[0] == 0.0
    assert limits.lower_95[0] == 0.0


def test_none_of_one_and_a_half_expected_is_not_unusually_good() -> None:
    # (1 - 1.96 sqrt(1/6 + 0.03))^2 = 0.017 would put 0 complaints below the limit; their chance is 22%.
    assert inflated_limits([1.5], 0.03).lower_95[0] == 0.0


def test_nothing_expected_has_no_limits() -> None:
    limits = poisson_limits([0.0, 1.0])
    np.testing.assert_array_equal(np.isnan(limits.upper_95), [True, False])
    np.testing.assert_array_equal(np.isnan(limits.lower_95), [True, False])
    assert np.isnan(inflated_limits([0.0], 0.1).upper_998[0])


def test_bad_input_is_refused() -> None:
    with pytest.raises(ValueError, match="expected"):
        poisson_limits([-1.0])
    with pytest.raises(ValueError, match="tau_squared"):
        inflated_limits([1.0], -0.1)
