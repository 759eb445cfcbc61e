"""Are two counts different, or is it noise?"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from analytics.statistics.inputs import as_counts, as_exposures

# Outcomes exactly as likely as the one seen count as "at least as extreme"; rounding must not drop them.
# The value is that of R's binom.test and scipy's binomtest.
TIE = 1 + 1e-7


@dataclass(frozen=True, slots=True)
class CountComparison:
    """Two rates (count / exposure), the second over the first, and how surprising the difference is."""

    first_rate: float
    second_rate: float
    ratio: float | None  # None when the first count is zero
    p_value: float


def compare_counts(
    first: int, second: int, first_exposure: float = 1.0, second_exposure: float = 1.0
) -> CountComparison:
    """Two Poisson counts over their exposures (same unit), compared by the exact conditional test.

    Given their sum, the second count is binomial with p = second_exposure / (sum of exposures) if the two
    rates are equal (Przyborowski and Wilenski 1940, Biometrika 31:313). Two-sided: all splits no likelier
    than the one seen. Without exposures the two are taken as equal. No complaints at all: p is 1.
    ValueError: a missing, negative or broken count; an exposure missing or not above zero.
    """
    counts = as_counts([first, second], "counts")
    exposures = as_exposures([first_exposure, second_exposure], "exposures")
    if np.isnan(counts).any():
        raise ValueError("counts must not be missing")
    if not (exposures > 0).all():
        raise ValueError("exposures must be above zero")
    first_rate, second_rate = (float(rate) for rate in counts / exposures)
    return CountComparison(
        first_rate=first_rate,
        second_rate=second_rate,
        ratio=second_rate / first_rate if first else None,
        p_value=_exact_binomial(int(first), int(second), *(float(e) for e in exposures)),
    )


def _exact_binomial(first: int, second: int, first_exposure: float, second_exposure: float) -> float:
    from scipy import special

    total = first + second
    exposures = first_exposure + second_exposure
    mean = total * (second_exposure / exposures)
    reach = telling_reach(mean * (first_exposure / exposures))
    low, high = max(0, math.floor(mean - reach)), min(total, math.ceil(mean + reach))
    if not low <= second <= high:
        return 0.0
    seconds = np.arange(low, high + 1.0)
    firsts = total - seconds
    log_likelihood = (
        special.xlogy(firsts, first_exposure / exposures)
        + special.xlogy(seconds, second_exposure / exposures)
        - special.gammaln(firsts + 1)
        - special.gammaln(seconds + 1)
    )
    # Divided by their own sum, the terms need no total! and keep their precision.
    likelihood = np.exp(log_likelihood - log_likelihood.max())
    as_extreme = likelihood <= likelihood[second - low] * TIE
    return min(1.0, float(likelihood[as_extreme].sum() / likelihood.sum()))


def telling_reach(variance: float) -> float:
    """How far from the mean a binomial or hypergeometric chance can still be told from 0 beside the largest.

    Farther away it is 0 to the last bit a float has (Bernstein's bound; Hoeffding 1963, JASA 58:13, section 6, for
    draws without replacement, with the variance of draws with it).
    """
    return 540 + 40 * math.sqrt(variance)
