"""Over-dispersion by hand, and the laws it follows."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.statistics import measure_dispersion
from analytics.statistics.dispersion import winsorise


def test_two_units_by_hand() -> None:
    # z = 2(4 - 3) = 2 and 2(2 - 3) = -2. The 10% and 90% quantiles of (-2, 2) are -1.6 and 1.6, so phi = 2.56.
    # n phi = 5.12 > 1; w = 36 each; tau^2 = (5.12 - 1) / (72 - 2592/72) = 4.12 / 36.
    dispersion = measure_dispersion([16, 4], [9, 9])
    assert dispersion.units == 2
    assert dispersion.phi == pytest.approx(2.56, rel=1e-12)
    assert dispersion.tau_squared == pytest.approx(4.12 / 36, rel=1e-12)
    assert dispersion.over_dispersed


def test_eleven_units_by_hand() -> None:
    # With 11 values the 10% quantile is the second smallest: -6 and 6 are pulled in to -4 and 4.
    # E = 25 and O = (5 + z/2)^2 for z = -6 -4 -2 -2 0 0 0 2 2 4 6; sum of z^2 = 4 x 16 + 4 x 4 = 80.
    observed = [4, 9, 16, 16, 25, 25, 25, 36, 36, 49, 64]
    dispersion = measure_dispersion(observed, [25] * 11)
    assert dispersion.phi == pytest.approx(80 / 11, rel=1e-12)
    # w = 100 each: sum w - sum w^2 / sum w = 1100 - 100 = 1000.
    assert dispersion.tau_squared == pytest.approx((80 - 10) / 1000, rel=1e-12)


def test_chance_alone_leaves_no_variance_between_units() -> None:
    dispersion = measure_dispersion([10, 9, 11, 10], [10, 10, 10, 10])
    assert dispersion.phi is not None
    assert dispersion.phi < 1
    assert dispersion.tau_squared == 0.0
    assert not dispersion.over_dispersed


def test_one_unit_cannot_differ_from_others() -> None:
    dispersion = measure_dispersion([16], [9])
    assert dispersion.phi == pytest.approx(4.0)
    assert dispersion.tau_squared == 0.0


@pytest.mark.parametrize(("observed", "expected"), [([], []), ([0, 2], [0, 0])])
def test_without_anything_expected_there_is_no_phi(observed: list[int], expected: list[float]) -> None:
    dispersion = measure_dispersion(observed, expected)
    assert (dispersion.units, dispersion.phi, dispersion.tau_squared) == (0, None, 0.0)


def test_units_with_nothing_expected_are_left_out() -> None:
    assert measure_dispersion([16, 0, 4], [9, 0, 9]) == measure_dispersion([16, 4], [9, 9])


def test_winsorise_pulls_in_the_ends_only() -> None:
    pulled = winsorise(np.arange(11.0))
    np.testing.assert_array_equal(pulled, [1, 1, 2, 3, 4, 5, 6, 7, 8, 9, 9])
    assert winsorise(np.array([])).size == 0


@pytest.mark.parametrize(
    ("observed", "expected"), [([1, None], [1, 1]), ([1, 1], [1, math.nan]), ([1], [1, 1]), ([-1], [1]), ([1], [-1])]
)
def test_what_cannot_be_compared_is_refused(observed: list[int | None], expected: list[float]) -> None:
    with pytest.raises(ValueError, match=r"observed|expected"):
        measure_dispersion(observed, expected)


units = st.lists(
    st.tuples(st.integers(min_value=0, max_value=500), st.floats(min_value=0.1, max_value=300)), max_size=40
)


@given(units, st.randoms(use_true_random=False))
def test_the_order_of_units_does_not_matter(pairs: list[tuple[int, float]], random: object) -> None:
    shuffled = list(pairs)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    here = measure_dispersion([o for o, _ in pairs], [e for _, e in pairs])
    there = measure_dispersion([o for o, _ in shuffled], [e for _, e in shuffled])
    assert there.units == here.units
    assert there.phi == (None if here.phi is None else pytest.approx(here.phi, rel=1e-9))
    assert there.tau_squared == pytest.approx(here.tau_squared, rel=1e-9, abs=1e-12)


@given(units)
def test_there_is_variance_between_units_exactly_when_phi_asks_for_it(pairs: list[tuple[int, float]]) -> None:
    dispersion = measure_dispersion([o for o, _ in pairs], [e for _, e in pairs])
    n = dispersion.units
    if n > 1 and dispersion.phi is not None and n * dispersion.phi > n - 1:
        assert dispersion.tau_squared > 0
    else:
        assert dispersion.tau_squared == 0
