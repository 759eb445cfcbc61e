"""A month effect is claimed only where months had the chance to repeat themselves, and did."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from analytics.statistics import MonthVerdict, month_effect

Counts = dict[tuple[int, int], int | None]


def calendar(*years: list[int | None], first: int = 2014) -> Counts:
    return {(first + i, month): year[month - 1] for i, year in enumerate(years) for month in range(1, 13)}


QUIET: list[int | None] = [20] * 12
BUSY_JANUARY: list[int | None] = [60, *[20] * 11]


def test_a_month_that_comes_back_is_an_effect() -> None:
    effect = month_effect(calendar(BUSY_JANUARY, BUSY_JANUARY))
    assert effect.verdict is MonthVerdict.EFFECT
    assert effect.years == (2014, 2015)
    # 560 complaints over 24 months: 23.333 a month; January 60 / 23.333.
    assert effect.month_index == pytest.approx((60 / (280 / 12), *[20 / (280 / 12)] * 11))


def test_p_value_by_hand_when_years_repeat_themselves() -> None:
    # Nothing is left over, so chance alone is the yardstick: between = 2 x sum (root - mean)^2, in quarters.
    high, low = math.sqrt(26.375), math.sqrt(20.375)
    mean = (high + 11 * low) / 12
    between = 2 * ((high - mean) ** 2 + 11 * (low - mean) ** 2)
    year: list[int | None] = [26, *[20] * 11]
    effect = month_effect(calendar(year, year))
    assert effect.p_value == pytest.approx(stats.chi2.sf(4 * between, 11), rel=1e-9)
    assert effect.verdict is MonthVerdict.NO_EFFECT


def test_p_value_against_a_regression() -> None:
    """F of months in year + month by least squares on dummies, the long way."""
    rng = np.random.default_rng(7)
    table = rng.poisson(30 * rng.gamma(8, 1 / 8, size=(3, 12)) * (1 + 0.8 * (np.arange(12) == 2)))
    roots = np.sqrt(table + 3 / 8).ravel()
    years, months = np.repeat(np.arange(3), 12), np.tile(np.arange(12), 3)
    year_dummies = (years[:, None] == np.arange(3)).astype(float)
    full = np.hstack([year_dummies, (months[:, None] == np.arange(1, 12)).astype(float)])

    def left_over(design: np.ndarray) -> float:
        return float(((roots - design @ np.linalg.lstsq(design, roots, rcond=None)[0]) ** 2).sum())

    between = left_over(year_dummies) - left_over(full)
    f_value = (between / 11) / (left_over(full) / 22)
    wanted = max(stats.f.sf(f_value, 11, 22), stats.chi2.sf(4 * between, 11))
    effect = month_effect(calendar(*[[int(count) for count in row] for row in table]))
    assert effect.p_value == pytest.approx(wanted, rel=1e-9)


@pytest.mark.parametrize("size", [60, 200, 5_000])
def test_one_bad_month_is_no_season(size: int) -> None:
    october: list[int | None] = [20] * 12
    october[9] = size
    effect = month_effect(calendar(QUIET, october))
    assert effect.verdict is MonthVerdict.NO_EFFECT
    assert effect.p_value == pytest.approx(0.5, abs=1e-6)


def test_growth_is_no_season() -> None:
    effect = month_effect(calendar([20] * 12, [40] * 12, [60] * 12))
    assert effect.verdict is MonthVerdict.NO_EFFECT
    assert effect.p_value == pytest.approx(1.0)
    assert effect.month_index == pytest.approx((1.0,) * 12)


@pytest.mark.parametrize("missing", [None, math.nan])
def test_a_missing_month_unmakes_a_full_year(missing: int | None) -> None:
    broken: list[int | None] = [*BUSY_JANUARY[:11], missing]
    effect = month_effect(calendar(BUSY_JANUARY, broken))
    assert effect.verdict is MonthVerdict.NOT_ENOUGH_YEARS
    assert effect.years == (2014,)
    assert (effect.month_index, effect.p_value) == (None, None)


def test_the_year_to_date_is_left_out() -> None:
    whole = calendar(BUSY_JANUARY, BUSY_JANUARY)
    to_date: Counts = {(2016, month): 500 for month in range(1, 11)}
    assert month_effect({**whole, **to_date}) == month_effect(whole)


def test_full_years_need_not_be_neighbours() -> None:
    assert month_effect({**calendar(QUIET), **calendar(QUIET, first=2016)}).years == (2014, 2016)


def test_a_month_of_zero_is_known() -> None:
    quiet_february: list[int | None] = [40, 0, *[40] * 10]
    effect = month_effect(calendar(quiet_february, quiet_february))
    assert effect.verdict is MonthVerdict.EFFECT
    assert effect.month_index is not None
    assert effect.month_index[1] == 0.0


def test_a_handful_of_complaints_has_no_seasons() -> None:
    # 59 complaints over two years: under 5 a calendar month.
    effect = month_effect(calendar([30, *[0] * 11], [29, *[0] * 11]))
    assert effect.verdict is MonthVerdict.TOO_FEW_COMPLAINTS
    assert effect.month_index is None
    assert month_effect(calendar([30, *[0] * 11], [30, *[0] * 11])).verdict is MonthVerdict.EFFECT


def test_no_data() -> None:
    assert month_effect({}).verdict is MonthVerdict.NOT_ENOUGH_YEARS
    assert month_effect({}).years == ()


def test_chance_is_called_a_season_no_more_than_one_time_in_twenty() -> None:
    rng = np.random.default_rng(2016)
    found = sum(
        month_effect(calendar(*rng.poisson(12, size=(3, 12)).tolist())).verdict is MonthVerdict.EFFECT
        for _ in range(400)
    )
    assert found <= 20


def test_bad_input_is_refused() -> None:
    with pytest.raises(ValueError, match="month"):
        month_effect({(2014, 13): 1})
    with pytest.raises(ValueError, match="counts"):
        month_effect({(2014, 1): -1})
