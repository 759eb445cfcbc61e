"""The four signs that a series has changed, one function each (NHS Making Data Count).

Each takes the values in time order and answers the indices it marks, ascending. A gap (NaN) marks nothing
and ends every run, trend and window: what the missing month would have shown is not known. A value on the
centre line ends a run, two equal neighbours end a trend.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np

from analytics.statistics.inputs import FloatArray

RUN_LENGTH = 7
TREND_POINTS = 7
# Differences smaller than this part of the values are rounding: ten months at 0.1 average 0.0999...
_ROUNDING = 1e-9


def outside_limits(values: FloatArray, lower: FloatArray, upper: FloatArray) -> tuple[int, ...]:
    """Points beyond either limit. One limit a point; a NaN limit is never crossed."""
    return _indices((_side(values, upper) > 0) | (_side(values, lower) < 0))


def run_on_one_side(values: FloatArray, centre: float) -> tuple[int, ...]:
    """All points of every run of 7 or more on one side of the centre."""
    sides = _side(values, np.full(len(values), centre))
    return tuple(index for start, end in _stretches(sides) if end - start >= RUN_LENGTH for index in range(start, end))


def trend(values: FloatArray) -> tuple[int, ...]:
    """All points of every 7-point trend: 6 or more successive rises, or falls."""
    steps = _side(values[1:], values[:-1])
    marked: set[int] = set()
    for start, end in _stretches(steps):
        if end - start >= TREND_POINTS - 1:
            marked.update(range(start, end + 1))  # n steps join n + 1 points
    return tuple(sorted(marked))


def two_of_three_close(values: FloatArray, near_lower: FloatArray, near_upper: FloatArray) -> tuple[int, ...]:
    """Of three successive points, two or three beyond the near limit on the same side; marks those.

    The third may lie anywhere, as in the Western Electric rule. A point beyond the outer limit is beyond the
    near one too.
    """
    marked: set[int] = set()
    for close in (_side(values, near_upper) > 0, _side(values, near_lower) < 0):
        for start in range(len(values) - 2):
            window = range(start, start + 3)
            inside = [index for index in window if close[index]]
            if len(inside) >= 2 and not np.isnan(values[list(window)]).any():
                marked.update(inside)
    return tuple(sorted(marked))


def _side(values: FloatArray, reference: FloatArray) -> FloatArray:
    """1 above the reference, -1 below, 0 on it (within rounding) or where either is missing."""
    difference = values - reference
    rounding = _ROUNDING * np.maximum(np.abs(values), np.abs(reference))
    return np.where(np.abs(difference) > rounding, np.sign(difference), 0.0)


def _stretches(signs: FloatArray) -> list[tuple[int, int]]:
    """Start and end (exclusive) of every longest stretch of one sign, zeros left out."""
    stretches, start = [], 0
    for sign, members in itertools.groupby(signs.tolist()):
        end = start + len(list(members))
        if sign:
            stretches.append((start, end))
        start = end
    return stretches


def _indices(mask: np.typing.NDArray[np.bool_]) -> tuple[int, ...]:
    return tuple(int(index) for index in np.flatnonzero(mask))


def spells(places: Sequence[int], apart: int = 2) -> list[tuple[int, int]]:
    """Signalled points, as (first, last) of each stretch: points of one signal lie at most two apart (2 of 3)."""
    found: list[tuple[int, int]] = []
    for place in sorted(places):
        if found and place - found[-1][1] <= apart:
            found[-1] = (found[-1][0], place)
        else:
            found.append((place, place))
    return found
