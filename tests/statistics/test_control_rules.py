"""Each rule alone, on series short enough to read."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.statistics.control_rules import outside_limits, run_on_one_side, spells, trend, two_of_three_close
from analytics.statistics.inputs import FloatArray

GAP = math.nan


def series(*values: float) -> FloatArray:
    return np.array(values, dtype=np.float64)


def flat(value: float, length: int) -> FloatArray:
    return np.full(length, value)


def outside(values: FloatArray, lower: float, upper: float) -> tuple[int, ...]:
    return outside_limits(values, flat(lower, len(values)), flat(upper, len(values)))


def close(values: FloatArray, near_lower: float, near_upper: float) -> tuple[int, ...]:
    return two_of_three_close(values, flat(near_lower, len(values)), flat(near_upper, len(values)))


# --- a point outside


@pytest.mark.parametrize(
    ("places", "stretches"),
    [([], []), ([4], [(4, 4)]), ([3, 4, 7, 8], [(3, 4), (7, 8)]), ([3, 5], [(3, 5)]), ([3, 6], [(3, 3), (6, 6)])],
)
def test_signals_that_lie_apart_are_told_apart(places: list[int], stretches: list[tuple[int, int]]) -> None:
    assert spells(places) == stretches


def test_points_beyond_either_limit_and_not_on_it() -> None:
    assert outside(series(0, 1, 5, 9, 10, GAP), 1, 9) == (0, 4)


def test_each_point_has_its_own_limits() -> None:
    assert outside_limits(series(5, 5), series(0, 0), series(4, 6)) == (0,)


def test_no_limits_no_points_outside() -> None:
    assert outside(series(1, 100), math.nan, math.nan) == ()


def test_rounding_is_not_a_breach() -> None:
    assert outside(series(0.1 + 0.2), 0.0, 0.3) == ()


# --- seven on one side


def test_seven_on_one_side_and_not_six() -> None:
    assert run_on_one_side(series(9, 1, 1, 1, 1, 1, 1, 9), 5) == ()
    assert run_on_one_side(series(9, 1, 1, 1, 1, 1, 1, 1, 9), 5) == (1, 2, 3, 4, 5, 6, 7)


def test_a_longer_run_is_marked_whole() -> None:
    assert run_on_one_side(flat(9, 10), 5) == tuple(range(10))


def test_two_runs_on_opposite_sides() -> None:
    assert run_on_one_side(np.concatenate([flat(9, 7), flat(1, 7)]), 5) == tuple(range(14))
    assert run_on_one_side(np.concatenate([flat(9, 7), flat(1, 6)]), 5) == tuple(range(7))


def test_a_point_on_the_centre_ends_a_run() -> None:
    assert run_on_one_side(series(9, 9, 9, 5, 9, 9, 9, 9), 5) == ()


def test_a_gap_ends_a_run() -> None:
    assert run_on_one_side(series(9, 9, 9, GAP, 9, 9, 9, 9), 5) == ()
    assert run_on_one_side(series(GAP, 9, 9, 9, 9, 9, 9, 9, GAP), 5) == (1, 2, 3, 4, 5, 6, 7)


# --- seven-point trend


def test_six_rises_make_a_trend_of_seven_points_and_five_do_not() -> None:
    assert trend(series(5, 1, 2, 3, 4, 5, 6, 6)) == ()
    assert trend(series(5, 1, 2, 3, 4, 5, 6, 7, 7)) == (1, 2, 3, 4, 5, 6, 7)


def test_falls_too() -> None:
    assert trend(series(7, 6, 5, 4, 3, 2, 1)) == tuple(range(7))


def test_equal_neighbours_end_a_trend() -> None:
    assert trend(series(1, 2, 3, 4, 4, 5, 6, 7)) == ()


def test_a_gap_ends_a_trend() -> None:
    assert trend(series(1, 2, 3, 4, GAP, 5, 6, 7, 8)) == ()


def test_a_peak_belongs_to_the_rise_and_the_fall() -> None:
    assert trend(series(1, 2, 3, 4, 5, 6, 7, 6, 5, 4, 3, 2, 1)) == tuple(range(13))


@pytest.mark.parametrize("length", range(7))
def test_short_series_have_no_trend(length: int) -> None:
    assert trend(np.arange(float(length))) == ()


# --- two of three close to a limit


def test_two_of_three_in_the_close_zone() -> None:
    assert close(series(0, 8, 0, 8, 0), -7, 7) == (1, 3)
    assert close(series(0, 8, 8, 0), -7, 7) == (1, 2)
    assert close(series(0, 8, 0, 0, 8), -7, 7) == ()


def test_both_must_be_on_one_side() -> None:
    assert close(series(8, -8, 0), -7, 7) == ()
    assert close(series(-8, 8, -8), -7, 7) == (0, 2)


def test_on_the_near_limit_is_not_close() -> None:
    assert close(series(7, 7, 7), -7, 7) == ()


def test_a_gap_between_two_close_points_says_nothing() -> None:
    assert close(series(8, GAP, 8), -7, 7) == ()
    assert close(series(8, 8, GAP), -7, 7) == ()
    assert close(series(GAP, 8, 8, 0), -7, 7) == (1, 2)


def test_two_points_are_not_three() -> None:
    assert close(series(8, 8), -7, 7) == ()


# --- laws

months = st.lists(st.one_of(st.just(GAP), st.integers(min_value=-20, max_value=20).map(float)), max_size=40)


@given(months)
def test_upside_down_marks_the_same_points(values: list[float]) -> None:
    up, down = np.array(values), -np.array(values)
    assert run_on_one_side(up, 0.5) == run_on_one_side(down, -0.5)
    assert trend(up) == trend(down)
    assert outside(up, -15, 12) == outside(down, -12, 15)
    assert close(up, -10, 7) == close(down, -7, 10)


@given(months)
def test_backwards_marks_the_same_points(values: list[float]) -> None:
    there, back = np.array(values), np.array(values[::-1])

    def mirrored(marks: tuple[int, ...]) -> tuple[int, ...]:
        return tuple(len(values) - 1 - index for index in reversed(marks))

    assert run_on_one_side(there, 0.5) == mirrored(run_on_one_side(back, 0.5))
    assert trend(there) == mirrored(trend(back))
    assert close(there, -10, 7) == mirrored(close(back, -10, 7))


@given(months, months)
def test_what_lies_beyond_a_gap_changes_nothing(before: list[float], after: list[float]) -> None:
    whole = np.array([*before, GAP, *after])
    offset = len(before) + 1
    for rule in (trend, lambda v: run_on_one_side(v, 0.5), lambda v: close(v, -10, 7)):
        apart = rule(np.array(before)) + tuple(offset + index for index in rule(np.array(after)))
        assert rule(whole) == apart
