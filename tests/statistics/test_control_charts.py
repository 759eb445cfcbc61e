"""Limits by hand, gaps that stay gaps, and rules wired to the right limits."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.statistics import ChartKind, Rule, laney_u_chart, rate_chart, u_chart, xmr_chart

NO_SIGNALS: dict[Rule, tuple[int, ...]] = dict.fromkeys(Rule, ())
TWELVE = [10, 12, 11, 13, 12, 14, 10, 11, 12, 13, 11, 15]


def close_to(*values: float) -> Any:
    return pytest.approx(values, rel=1e-4, nan_ok=True)


# --- XmR


def test_xmr_by_hand() -> None:
    # Sum 144, mean 12. Moving ranges 2 1 2 1 2 4 1 1 1 2 4: sum 21 over 11 = 1.90909.
    chart = xmr_chart(TWELVE)
    assert chart.kind is ChartKind.XMR
    assert chart.centre == 12.0
    assert chart.upper[0] == pytest.approx(12 + 2.66 * 21 / 11)
    assert chart.lower[0] == pytest.approx(12 - 2.66 * 21 / 11)
    assert chart.near_upper[0] == pytest.approx(12 + 1.773 * 21 / 11)
    assert chart.near_lower[0] == pytest.approx(12 - 1.773 * 21 / 11)
    assert (chart.points, chart.trial) == (12, False)
    assert chart.signals == NO_SIGNALS


def test_a_missing_month_is_no_zero_and_no_range_is_taken_across_it() -> None:
    # Without the sixth month: 130 over 11; ranges 2 1 2 1 | 1 1 1 2 4, not 12 -> 10 across the gap: 15 over 9.
    for missing in (None, math.nan):
        chart = xmr_chart([10, 12, 11, 13, 12, missing, 10, 11, 12, 13, 11, 15])
        assert chart.centre == pytest.approx(130 / 11)
        assert chart.upper[0] == pytest.approx(130 / 11 + 2.66 * 15 / 9)
        assert math.isnan(chart.values[5])
        assert (chart.points, chart.trial) == (11, True)


def test_fewer_than_twelve_points_are_trial_limits() -> None:
    assert xmr_chart(TWELVE[:11]).trial
    assert not xmr_chart(TWELVE).trial


def test_a_jump_is_marked_outside() -> None:
    # Sum 166, mean 12.77; ranges 0 ten times, 36, 36: mean 6. Upper limit 12.77 + 15.96 = 28.73.
    chart = xmr_chart([10] * 11 + [46] + [10])
    assert chart.centre == pytest.approx(166 / 13)
    assert chart.upper[11] == pytest.approx(166 / 13 + 2.66 * 6)
    assert chart.signals[Rule.OUTSIDE] == (11,)


def test_a_step_is_marked_as_two_runs() -> None:
    chart = xmr_chart([4, 5, 4, 5, 4, 5, 4, 8, 9, 8, 9, 8, 9, 8])
    assert chart.signals[Rule.RUN] == tuple(range(14))


def test_a_slope_is_marked_as_a_trend() -> None:
    assert xmr_chart([5, 3, 1, 2, 3, 4, 5, 6, 7, 3, 5, 4]).signals[Rule.TREND] == (2, 3, 4, 5, 6, 7, 8)


def test_two_close_to_the_limit_are_marked() -> None:
    # 4 6 4 6 4 6 9 9 5 4 6 4 6 5: sum 78, mean 5.571. Ranges 2 2 2 2 2 3 0 4 1 2 2 2 1: 25 over 13 = 1.923.
    # Near limit 5.571 + 3.410 = 8.981, outer limit 5.571 + 5.115 = 10.687: the two nines lie between.
    chart = xmr_chart([4, 6, 4, 6, 4, 6, 9, 9, 5, 4, 6, 4, 6, 5])
    assert chart.near_upper[0] == pytest.approx(78 / 14 + 1.773 * 25 / 13)
    assert chart.signals == {**NO_SIGNALS, Rule.CLOSE: (6, 7)}


@pytest.mark.parametrize("value", [0.0, 0.1, 1 / 3, 7.0, 1e-9, 123456.789])
def test_a_constant_series_signals_nothing(value: float) -> None:
    """Ten times 0.1 average 0.09999...; rounding must not look like ten points above the mean."""
    assert xmr_chart([value] * 30).signals == NO_SIGNALS


def test_too_little_for_limits() -> None:
    nothing, one, apart = xmr_chart([None, None]), xmr_chart([3, None]), xmr_chart([3, None, 9])
    assert (nothing.centre, nothing.points) == (None, 0)
    assert (one.centre, one.points) == (3.0, 1)
    assert apart.centre == 6.0
    for chart in (nothing, one, apart):
        assert np.isnan(chart.upper).all()
        assert chart.trial
        assert chart.signals == NO_SIGNALS
    assert xmr_chart([]).values.size == 0


@given(st.lists(st.one_of(st.none(), st.integers(0, 50)), max_size=40), st.integers(2, 9), st.integers(-50, 50))
def test_another_unit_moves_the_chart_and_keeps_its_signals(values: list[int | None], factor: int, shift: int) -> None:
    here = xmr_chart(values)
    there = xmr_chart([None if v is None else v * factor + shift for v in values])
    assert there.signals == here.signals
    np.testing.assert_allclose(there.upper, here.upper * factor + shift, rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose(there.near_lower, here.near_lower * factor + shift, rtol=1e-9, atol=1e-9)


@given(st.lists(st.one_of(st.none(), st.integers(0, 50)), max_size=30), st.integers(0, 3), st.integers(0, 3))
def test_gaps_at_the_ends_change_nothing(values: list[int | None], before: int, after: int) -> None:
    here = xmr_chart(values)
    padded = xmr_chart([None] * before + values + [None] * after)
    assert padded.centre == here.centre
    assert padded.points == here.points
    assert padded.signals == {rule: tuple(i + before for i in marks) for rule, marks in here.signals.items()}


# --- u-chart


def test_u_chart_by_hand() -> None:
    # ubar = 12 / 4 = 3. Limits 3 +/- 3 sqrt(3 / n): n = 1: -2.196 -> 0 and 8.196; n = 2: -0.674 -> 0 and 6.674.
    chart = u_chart([2, 4, 6], [1, 2, 1])
    assert chart.kind is ChartKind.U
    assert chart.centre == 3.0
    assert tuple(chart.values) == (2.0, 2.0, 6.0)
    assert tuple(chart.upper) == close_to(8.19615, 6.67423, 8.19615)
    assert tuple(chart.lower) == (0.0, 0.0, 0.0)
    # Near: 3 +/- 2 sqrt(3 / n).
    assert tuple(chart.near_upper) == close_to(6.46410, 5.44949, 6.46410)
    assert tuple(chart.near_lower) == close_to(0.0, 0.55051, 0.0)
    assert chart.sigma_z is None
    assert chart.trial


def test_laney_by_hand() -> None:
    # z = -1/sqrt 3, -1/sqrt 1.5, 3/sqrt 3 = -0.57735, -0.81650, 1.73205; ranges 0.23915, 2.54855;
    # sigma_z = 1.39385 / 1.128 = 1.23568; upper limit 3 + 3 x 1.23568 x 1.73205 = 9.42077.
    chart = laney_u_chart([2, 4, 6], [1, 2, 1])
    assert chart.kind is ChartKind.LANEY_U
    assert chart.sigma_z == pytest.approx(1.23568, rel=1e-4)
    assert tuple(chart.upper) == close_to(9.42077, 7.54014, 9.42077)


def test_the_centre_is_sum_over_sum_and_no_mean_of_rates() -> None:
    # Rates 10 and 1, but 11 exposures: 20 / 11.
    assert u_chart([10, 10], [1, 10]).centre == pytest.approx(20 / 11)


@pytest.mark.parametrize(
    ("count", "exposure"), [(None, 2.0), (math.nan, 2.0), (9, None), (9, math.nan), (9, 0.0), (None, None)]
)
def test_a_month_without_a_rate_is_a_gap_and_moves_no_limit(count: float | None, exposure: float | None) -> None:
    chart, without = u_chart([2, 4, count, 6], [1, 2, exposure, 1]), u_chart([2, 4, 6], [1, 2, 1])
    assert chart.centre == without.centre
    assert math.isnan(chart.values[2])
    assert math.isnan(chart.upper[2])
    np.testing.assert_array_equal(np.delete(chart.upper, 2), without.upper)
    # And Laney's ranges do not reach across it: only months 1-2 are neighbours, range 0.23915.
    assert laney_u_chart([2, 4, count, 6], [1, 2, exposure, 1]).sigma_z == pytest.approx(0.23915 / 1.128, rel=1e-4)


def test_a_known_zero_is_a_point() -> None:
    chart = u_chart([0, 6], [1, 1])
    assert chart.centre == 3.0
    assert tuple(chart.values) == (0.0, 6.0)


def test_a_rate_beyond_its_own_months_limit_is_outside() -> None:
    # ubar = 100 / 100 = 1. A rate of 3 over an exposure of 1: upper limit 4, inside. The same rate over 9: upper
    # limit 1 + 3 / 3 = 2, outside.
    assert u_chart([3, 97], [1, 99]).signals[Rule.OUTSIDE] == ()
    assert u_chart([27, 73], [9, 91]).signals[Rule.OUTSIDE] == (0,)


def test_no_complaint_at_all_is_a_quiet_chart() -> None:
    for chart in (u_chart([0] * 20, [5.0] * 20), rate_chart([0] * 20, [5.0] * 20)):
        assert chart.kind is ChartKind.U
        assert chart.centre == 0.0
        assert tuple(chart.upper) == (0.0,) * 20
        assert chart.signals == NO_SIGNALS
    laney = laney_u_chart([0] * 20, [5.0] * 20)
    assert laney.sigma_z is None
    assert np.isnan(laney.upper).all()


def test_no_month_with_both_is_no_chart() -> None:
    for build in (u_chart, laney_u_chart, rate_chart):
        chart = build([None, 3], [1.0, None])
        assert (chart.centre, chart.points, chart.sigma_z) == (None, 0, None)
        assert np.isnan(chart.upper).all()
        assert chart.signals == NO_SIGNALS


def test_the_rate_chart_widens_and_never_narrows() -> None:
    wild = rate_chart([2, 30] * 10, [10.0] * 20)
    calm = rate_chart([16, 16, 17, 16] * 5, [10.0] * 20)
    assert wild.kind is ChartKind.LANEY_U
    assert wild.sigma_z is not None
    assert wild.sigma_z > 1
    assert calm.kind is ChartKind.U
    np.testing.assert_array_equal(calm.upper, u_chart([16, 16, 17, 16] * 5, [10.0] * 20).upper)


def test_a_branch_with_a_complaint_every_two_years_is_sparse() -> None:
    """Its one complaint lies beyond three sigma, and that means nothing."""
    counts = [0] * 23 + [1]
    chart = u_chart(counts, [3.0] * 24)
    assert chart.signals[Rule.OUTSIDE] == (23,)
    assert chart.sparse
    assert not u_chart([1] * 24, [3.0] * 24).sparse
    assert not xmr_chart(counts).sparse


def test_bad_input_is_refused() -> None:
    with pytest.raises(ValueError, match="counts"):
        u_chart([-1, 2], [1, 1])
    with pytest.raises(ValueError, match="counts"):
        u_chart([0.5, 2], [1, 1])
    with pytest.raises(ValueError, match="exposures"):
        u_chart([1, 2], [1, -1])
    with pytest.raises(ValueError, match="length"):
        u_chart([1, 2], [1])
    with pytest.raises(ValueError, match="values"):
        xmr_chart([1, math.inf])
    with pytest.raises(ValueError, match="one series"):
        xmr_chart(np.zeros((2, 2)))


months = st.lists(
    st.tuples(st.one_of(st.none(), st.integers(0, 60)), st.one_of(st.none(), st.integers(1, 50).map(float))),
    max_size=36,
)


@given(months, st.sampled_from([0.25, 4.0, 1024.0]))
def test_the_unit_of_exposure_only_rescales_the_chart(
    pairs: list[tuple[int | None, float | None]], unit: float
) -> None:
    counts, exposures = [c for c, _ in pairs], [e for _, e in pairs]
    here = rate_chart(counts, exposures)
    there = rate_chart(counts, [None if e is None else e * unit for e in exposures])
    assert there.kind is here.kind
    assert there.signals == here.signals
    np.testing.assert_allclose(there.upper * unit, here.upper, rtol=1e-12)
    np.testing.assert_allclose(there.lower * unit, here.lower, rtol=1e-9, atol=1e-12)


@given(months)
def test_u_limits_narrow_with_exposure_and_never_go_below_zero(pairs: list[tuple[int | None, float | None]]) -> None:
    chart = u_chart([c for c, _ in pairs], [e for _, e in pairs])
    known = [i for i in range(len(pairs)) if not math.isnan(chart.upper[i])]
    assert chart.points == len(known)
    for i in known:
        assert chart.centre is not None
        assert 0 <= chart.lower[i] <= chart.near_lower[i] <= chart.centre
        assert chart.centre <= chart.near_upper[i] <= chart.upper[i]
        for j in known:
            if (pairs[i][1] or 0) < (pairs[j][1] or 0) and chart.centre > 0:
                assert chart.upper[i] > chart.upper[j]
