"""Middle and tail of a handful of durations. Missing ones (None, NaN) are left out, never read as zero."""

from __future__ import annotations

import numpy as np

from analytics.statistics.inputs import Many, as_numbers

MINIMUM_FOR_P90 = 10


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
