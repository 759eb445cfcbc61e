"""Funnel limits: how far observed / expected may lie from 1 by chance, for a given expected count.

The Poisson limits are the exact ones. A ratio is above the upper limit when its count has a Poisson tail
P(X >= O | E) under 2.5% (or 0.1%), and below the lower one when P(X <= O | E) is; so a unit lies
outside the 95% limits exactly when the 95% interval of its count (`intervals.poisson_interval`) leaves out
what was expected. Between whole counts the curve runs on through the gamma function.

FunnelPlotR draws chi2(p; 2E)/(2E) and chi2(p; 2(E+1))/(2E) instead: the interval around E as if E had been
counted. That is not used, because for small counts it contradicts the test it stands for. With 1.58
expected, 6 complaints have a tail of 0.6%, which its 95% limit (6.6 complaints) calls ordinary; with 10
expected, 4 complaints have a tail of 2.9%, which its lower limit (4.8) calls low.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analytics.statistics.inputs import FloatArray, Many, as_exposures

TAIL_95 = 0.025
TAIL_998 = 0.001


@dataclass(frozen=True, slots=True)
class FunnelLimits:
    """Four curves as observed / expected, of the shape of the expected counts; NaN where nothing is expected."""

    lower_998: FloatArray
    lower_95: FloatArray
    upper_95: FloatArray
    upper_998: FloatArray


def poisson_limits(expected: Many) -> FunnelLimits:
    """Exact limits when units differ by chance alone. A lower limit of 0 cannot be undercut: with so little
    expected, not even zero complaints is unusual. ValueError on a negative expectation."""
    expectations = _positive(expected)
    return FunnelLimits(
        lower_998=_poisson_lower(expectations, TAIL_998),
        lower_95=_poisson_lower(expectations, TAIL_95),
        upper_95=_poisson_upper(expectations, TAIL_95),
        upper_998=_poisson_upper(expectations, TAIL_998),
    )


def inflated_limits(expected: Many, tau_squared: float) -> FunnelLimits:
    """Limits when units also differ among themselves: (1 +/- z sqrt(s^2 + tau^2))^2, s = 1/(2 sqrt E)
    (Spiegelhalter 2005), the lower root not below 0, and nowhere narrower than the Poisson limits.

    The last clause is ours. For few expected the square root's normal approximation is narrower than the
    exact limits and would call a branch with 1.5 expected and none observed (chance 22%) unusually good.
    ValueError on a negative expectation or tau_squared.
    """
    if not tau_squared >= 0:
        raise ValueError("tau_squared must not be negative")
    expectations = _positive(expected)
    exact = poisson_limits(expected)
    spread = np.sqrt(1 / (4 * expectations) + tau_squared)
    wide_95, wide_998 = _normal_quantile(TAIL_95) * spread, _normal_quantile(TAIL_998) * spread
    return FunnelLimits(
        lower_998=np.minimum(np.maximum(1 - wide_998, 0) ** 2, exact.lower_998),
        lower_95=np.minimum(np.maximum(1 - wide_95, 0) ** 2, exact.lower_95),
        upper_95=np.maximum((1 + wide_95) ** 2, exact.upper_95),
        upper_998=np.maximum((1 + wide_998) ** 2, exact.upper_998),
    )


def _positive(expected: Many) -> FloatArray:
    expectations = as_exposures(expected, "expected")
    return np.where(expectations > 0, expectations, np.nan)


def _poisson_upper(expectations: FloatArray, tail: float) -> FloatArray:
    """The O with P(X >= O | E) = tail, over E. P(X >= O | E) is the gamma distribution function of shape O."""
    from scipy import special

    return np.asarray(special.gdtrib(1.0, tail, expectations) / expectations, dtype=np.float64)


def _poisson_lower(expectations: FloatArray, tail: float) -> FloatArray:
    """The O with P(X <= O | E) = tail, over E; 0 where even P(X = 0) is larger."""
    from scipy import special

    observed = special.gdtrib(1.0, 1.0 - tail, expectations) - 1.0
    return np.asarray(np.maximum(observed, 0.0) / expectations, dtype=np.float64)


def _normal_quantile(tail: float) -> float:
    from scipy import special

    return -float(special.ndtri(tail))
