"""Median and p90 of a few durations."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.statistics import median, p90

days = st.lists(st.one_of(st.none(), st.integers(0, 90)), max_size=40)


@pytest.mark.parametrize(
    ("values", "middle"), [([], None), ([None], None), ([7], 7.0), ([1, 9], 5.0), ([9, 1, 2], 2.0), ([1, None, 9], 5.0)]
)
def test_median(values: list[float | None], middle: float | None) -> None:
    assert median(values) == middle


def test_p90_needs_ten_values() -> None:
    assert p90(list(range(1, 10))) is None
    # Nine of ten steps from 1 to 10: the position 1 + 0.9 x 9 = 9.1.
    assert p90(list(range(1, 11))) == pytest.approx(9.1)
    assert p90([*range(1, 10), None, math.nan]) is None


@given(days)
def test_missing_durations_are_left_out(values: list[int | None]) -> None:
    known = [value for value in values if value is not None]
    assert median(values) == median(known)
    assert p90(values) == p90(known)


@given(days)
def test_median_lies_within_and_below_p90(values: list[int | None]) -> None:
    known = sorted(value for value in values if value is not None)
    middle, high = median(values), p90(values)
    if middle is not None:
        assert known[0] <= middle <= known[-1]
        if high is not None:
            assert middle <= high <= known[-1]


def test_infinity_is_refused() -> None:
    with pytest.raises(ValueError, match="values"):
        median([1.0, math.inf])
