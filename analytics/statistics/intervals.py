"""Intervals for a count, for a rate over an exposure, and for a proportion.

Every function takes one number and answers an `Interval`, or arrays (broadcast together) and answers
`Intervals` of their shape. What has no interval is None for one number and NaN in an array.
"""

from __future__ import annotations

from typing import NamedTuple, overload

import numpy as np

from analytics.statistics.inputs import FloatArray, Many, as_counts, as_exposures, tail_of


class Interval(NamedTuple):
    """Both ends of one interval, in the unit of what it is for."""

    lower: float
    upper: float


class Intervals(NamedTuple):
    """Ends of many intervals: two arrays of one shape, NaN where there is none."""

    lower: FloatArray
    upper: FloatArray


@overload
def poisson_interval(count: int, confidence: float = 0.95) -> Interval: ...
@overload
def poisson_interval(count: float | None, confidence: float = 0.95) -> Interval | None: ...
@overload
def poisson_interval(count: Many, confidence: float = 0.95) -> Intervals: ...
def poisson_interval(count: float | Many | None, confidence: float = 0.95) -> Interval | Intervals | None:
    """Exact interval for the mean of a Poisson count (Garwood 1936, Biometrika 28:437).

    chi2(a/2; 2x)/2 to chi2(1-a/2; 2x+2)/2, the lower end 0 at x = 0. The same numbers are gamma
    quantiles, which `scipy.special` gives without the slow import of `scipy.stats`.
    None for a missing count. ValueError: negative or broken count, confidence not in (0, 1).
    """
    counts = as_counts(count, "count")
    return _answer(_garwood(counts, tail_of(confidence)))


@overload
def rate_interval(count: float | None, exposure: float | None, confidence: float = 0.95) -> Interval | None: ...
@overload
def rate_interval(count: Many, exposure: Many | float, confidence: float = 0.95) -> Intervals: ...
def rate_interval(
    count: float | Many | None, exposure: float | Many | None, confidence: float = 0.95
) -> Interval | Intervals | None:
    """Exact interval for count / exposure; the exposure is taken as known without error.

    The unit is that of count / exposure: for a ratio per 100m yuan, hand over premium in 100m yuan.
    None when the count or the exposure is missing or the exposure is zero: a rate over nothing is not a rate.
    ValueError: negative or broken count, negative exposure, confidence not in (0, 1).
    """
    counts, exposures = np.broadcast_arrays(as_counts(count, "count"), as_exposures(exposure, "exposure"))
    divisor = np.where(exposures > 0, exposures, np.nan)
    lower, upper = _garwood(counts, tail_of(confidence))
    return _answer(Intervals(lower / divisor, upper / divisor))


@overload
def wilson_interval(successes: float | None, trials: float | None, confidence: float = 0.95) -> Interval | None: ...
@overload
def wilson_interval(successes: Many, trials: Many | float, confidence: float = 0.95) -> Intervals: ...
def wilson_interval(
    successes: float | Many | None, trials: float | Many | None, confidence: float = 0.95
) -> Interval | Intervals | None:
    """Score interval for the proportion successes / trials, between 0 and 1 (Wilson 1927, JASA 22:209).

    None when either is missing or there are no trials.
    ValueError: negative or broken numbers, more successes than trials, confidence not in (0, 1).
    """
    from scipy import special

    x, n = np.broadcast_arrays(as_counts(successes, "successes"), as_counts(trials, "trials"))
    if (x > n).any():
        raise ValueError("successes must not exceed trials")
    z = -float(special.ndtri(tail_of(confidence)))
    n = np.where(n > 0, n, np.nan)
    centre = 2 * x + z**2
    half_width = z * np.sqrt(z**2 + 4 * x * (1 - x / n))
    divisor = 2 * (n + z**2)
    lower = (centre - half_width) / divisor
    # At all of the trials the end is 1 by algebra; rounding must not make it more.
    upper = np.where(x == n, 1.0, (centre + half_width) / divisor)
    return _answer(Intervals(lower, upper))


def _garwood(counts: FloatArray, tail: float) -> Intervals:
    from scipy import special

    with np.errstate(invalid="ignore"):
        lower = np.where(counts == 0, 0.0, special.gammaincinv(counts, tail))
        upper = np.asarray(special.gammainccinv(counts + 1, tail))
    return Intervals(lower, upper)


def _answer(intervals: Intervals) -> Interval | Intervals | None:
    """One interval where one number was asked about, arrays for arrays."""
    if intervals.lower.ndim:
        return intervals
    lower, upper = float(intervals.lower), float(intervals.upper)
    return None if np.isnan(lower) or np.isnan(upper) else Interval(lower, upper)
