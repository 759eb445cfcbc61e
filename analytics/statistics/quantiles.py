"""Middle and tail of a handful of durations. Missing ones (None, NaN) are left out, never read as zero."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from analytics.statistics.inputs import Many, as_numbers

MINIMUM_FOR_P90 = 10
_WHISKERS = 1.5  # times the box: Tukey 1977, Exploratory Data Analysis


class Box(NamedTuple):
    """low, median, high: the quartiles (linear interpolation, R's type 7). start, end: of the whiskers.

    beyond: the values outside them, ascending, each with how often it occurs.
    """

    low: float
    median: float
    high: float
    start: int
    end: int
    beyond: tuple[tuple[int, int], ...]


def box(values: Sequence[int]) -> Box:
    """A box plot of at least one value."""
    low, middle, high = (float(one) for one in np.quantile(values, (0.25, 0.5, 0.75)))
    reach = _WHISKERS * (high - low)
    inside = [one for one in values if low - reach <= one <= high + reach]
    start, end = min(inside), max(inside)
    beyond = Counter(one for one in values if not start <= one <= end)
    return Box(low, middle, high, start, end, tuple(sorted(beyond.items())))


def median(values: Many) -> float | None:
    """The middle value, of two middle ones their mean, in the unit of the values. None without values."""
    return _quantile(values, 0.5, at_least=1)


def p90(values: Many) -> float | None:
    """The value nine in ten do not exceed (linear interpolation, R's type 7).

    None with fewer than 10 values: the slowest tenth would be less than one of them.
    """
    return _quantile(values, 0.9, at_least=MINIMUM_FOR_P90)


def _quantile(values: Many, share: float, at_least: int) -> float | None:
    numbers = as_numbers(values, "values")
    known = numbers[~np.isnan(numbers)]
    return float(np.quantile(known, share)) if known.size >= at_least else None
