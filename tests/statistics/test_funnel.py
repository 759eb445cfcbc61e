"""The funnel on 39 insurers' real figures, on tiny tables, and under rearrangement."""

from __future__ import annotations

import csv
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from analytics.statistics import Funnel, Position, build_funnel

DATA = Path(__file__).parent / "data" / "insurers_2012h1.csv"


@pytest.fixture(scope="module")
def insurers() -> list[tuple[str, int, float]]:
    """Name, complaints and published complaints per 100m yuan of premium, first half of 2012."""
    with DATA.open(encoding="utf-8") as file:
        return [
            (row["insurer"], int(row["complaints"]), float(row["per_100m_premium"])) for row in csv.DictReader(file)
        ]


@pytest.fixture(scope="module")
def market(insurers: list[tuple[str, int, float]]) -> Funnel:
    """Premium follows from the published complaints and rate."""
    return build_funnel([c for _, c, _ in insurers], [c / rate for _, c, rate in insurers])


def test_market_totals(insurers: list[tuple[str, int, float]], market: Funnel) -> None:
    assert len(market.units) == 39
    assert sum(unit.observed for unit in market.units) == 2594
    assert market.overall_rate == pytest.approx(0.943, abs=5e-4)
    assert sum(unit.expected for unit in market.units) == pytest.approx(2594, rel=1e-12)


def test_market_is_over_dispersed(insurers: list[tuple[str, int, float]], market: Funnel) -> None:
    assert market.dispersion.phi == pytest.approx(7.4, abs=0.05)
    # tau^2 again, step by step and without numpy, so that a slip in one is not a slip in both.
    overall = sum(c for _, c, _ in insurers) / sum(c / rate for _, c, rate in insurers)
    expected = [c / rate * overall for _, c, rate in insurers]
    z = sorted(2 * (math.sqrt(c) - math.sqrt(e)) for (_, c, _), e in zip(insurers, expected, strict=True))
    low = z[3] + 0.8 * (z[4] - z[3])  # 38 x 0.1 = 3.8 steps from the smallest
    high = z[34] + 0.2 * (z[35] - z[34])  # 38 x 0.9 = 34.2
    sum_of_squares = sum(min(max(value, low), high) ** 2 for value in z)
    weights = [4 * e for e in expected]
    tau_squared = (sum_of_squares - 38) / (sum(weights) - sum(w * w for w in weights) / sum(weights))
    assert market.dispersion.phi == pytest.approx(sum_of_squares / 39, rel=1e-12)
    assert market.dispersion.tau_squared == pytest.approx(tau_squared, rel=1e-12)


def test_first_of_the_league_table(insurers: list[tuple[str, int, float]], market: Funnel) -> None:
    first = max(range(39), key=lambda i: insurers[i][2])
    assert insurers[first] == ("华农", 6, 3.57)
    unit = market.units[first]
    assert unit.expected == pytest.approx(6 / 3.57 * 0.94265, rel=1e-4)
    assert unit.ratio == pytest.approx(3.57 / 0.94265, rel=1e-4)
    # Outside the 95% Poisson limit and inside the 99.8% one.
    assert unit.poisson_position is Position.HIGH_95


def test_poisson_positions_are_those_of_the_tail_probabilities(market: Funnel) -> None:
    for unit in market.units:
        above = stats.poisson.sf(unit.observed - 1, unit.expected)
        below = stats.poisson.cdf(unit.observed, unit.expected)
        expected_position = Position.INSIDE
        if min(above, below) < 0.001:
            expected_position = Position.HIGH_998 if above < below else Position.LOW_998
        elif min(above, below) < 0.025:
            expected_position = Position.HIGH_95 if above < below else Position.LOW_95
        assert unit.poisson_position is expected_position


def test_over_dispersion_calls_fewer_insurers_different(market: Funnel) -> None:
    beyond_chance = sum(unit.poisson_position is not Position.INSIDE for unit in market.units)
    beyond_others = sum(unit.position is not Position.INSIDE for unit in market.units)
    assert beyond_others < beyond_chance
    spread = math.sqrt(1 / (4 * market.units[0].expected) + market.dispersion.tau_squared)
    assert market.limits.upper_95[0] == pytest.approx((1 + 1.959964 * spread) ** 2, rel=1e-6)


def test_tiny_table_by_hand() -> None:
    # 40 complaints over 8: rate 5. E = 5, 5, 10, 20. Chance alone: z = 2(sqrt O - sqrt E).
    funnel = build_funnel([5, 4, 11, 20], [1, 1, 2, 4])
    assert funnel.overall_rate == 5.0
    assert [unit.expected for unit in funnel.units] == [5, 5, 10, 20]
    assert [unit.ratio for unit in funnel.units] == [1.0, 0.8, 1.1, 1.0]
    assert [unit.position for unit in funnel.units] == [Position.INSIDE] * 4
    assert not funnel.dispersion.over_dispersed


def test_all_five_places() -> None:
    # Forty ordinary units keep the rate at 1 and, winsorised, the dispersion at nothing.
    # P(X >= 18 | 10) = 1.4%, P(X >= 25) = 0.005%, P(X <= 3) = 1.0%, P(X <= 1) = 0.05%.
    funnel = build_funnel([10] * 40 + [18, 25, 3, 1] + [3], [10] * 45)
    assert funnel.overall_rate == 1.0
    assert [unit.position for unit in funnel.units[39:]] == [
        Position.INSIDE,
        Position.HIGH_95,
        Position.HIGH_998,
        Position.LOW_95,
        Position.LOW_998,
        Position.LOW_95,
    ]


def test_a_unit_without_exposure_counts_but_is_not_placed() -> None:
    funnel = build_funnel([3, 7, 2], [1, 1, 0])
    assert funnel.overall_rate == 6.0
    last = funnel.units[2]
    assert (last.expected, last.ratio, last.position) == (0.0, None, Position.NOT_PLACED)
    assert funnel.dispersion.units == 2


def test_no_complaint_anywhere_places_nobody() -> None:
    funnel = build_funnel([0, 0], [1, 2])
    assert funnel.overall_rate == 0.0
    assert [unit.position for unit in funnel.units] == [Position.NOT_PLACED] * 2


def test_no_exposure_and_no_units() -> None:
    assert build_funnel([1], [0]).overall_rate is None
    empty = build_funnel([], [])
    assert (empty.overall_rate, empty.units) == (None, ())


def test_the_curve_to_draw_passes_through_the_units_limits(market: Funnel) -> None:
    curve = market.limits_at([unit.expected for unit in market.units])
    np.testing.assert_array_equal(curve.upper_998, market.limits.upper_998)
    np.testing.assert_array_equal(curve.lower_95, market.limits.lower_95)


@pytest.mark.parametrize(
    ("observed", "exposure"),
    [([1, None], [1, 1]), ([1, 1], [1, None]), ([1], [1, 1]), ([1], [-1]), ([-1], [1]), ([0.5], [1])],
)
def test_what_cannot_be_placed_is_refused(observed: list[int | None], exposure: list[float | None]) -> None:
    with pytest.raises(ValueError, match=r"observed|exposure"):
        build_funnel(observed, exposure)


branches = st.lists(
    st.tuples(st.integers(min_value=0, max_value=200), st.floats(min_value=0.01, max_value=100)),
    min_size=1,
    max_size=40,
)


@given(branches, st.sampled_from([0.0009765625, 4.0, 1024.0, 1048576.0]))
def test_the_unit_of_exposure_does_not_matter(pairs: list[tuple[int, float]], unit: float) -> None:
    """Powers of two, so that not even rounding differs."""
    here = build_funnel([o for o, _ in pairs], [e for _, e in pairs])
    there = build_funnel([o for o, _ in pairs], [e * unit for _, e in pairs])
    assert there.units == here.units
    assert there.dispersion == here.dispersion


@given(branches)
def test_the_order_of_units_does_not_matter(pairs: list[tuple[int, float]]) -> None:
    here = build_funnel([o for o, _ in pairs], [e for _, e in pairs])
    back = build_funnel([o for o, _ in pairs[::-1]], [e for _, e in pairs[::-1]])
    for one, other in zip(here.units, back.units[::-1], strict=True):
        assert other.observed == one.observed
        assert other.ratio == (None if one.ratio is None else pytest.approx(one.ratio, rel=1e-9))
    assert back.dispersion.tau_squared == pytest.approx(here.dispersion.tau_squared, rel=1e-6, abs=1e-12)


@given(branches)
def test_what_was_expected_adds_up_to_what_was_observed(pairs: list[tuple[int, float]]) -> None:
    funnel = build_funnel([o for o, _ in pairs], [e for _, e in pairs])
    assert sum(u.expected for u in funnel.units) == pytest.approx(sum(u.observed for u in funnel.units), rel=1e-9)


@given(st.integers(min_value=0, max_value=100), st.floats(min_value=0.1, max_value=10), st.integers(1, 30))
def test_equal_units_are_all_inside(count: int, exposure: float, units: int) -> None:
    funnel = build_funnel([count] * units, [exposure] * units)
    wanted = Position.INSIDE if count else Position.NOT_PLACED
    assert {unit.position for unit in funnel.units} == {wanted}
