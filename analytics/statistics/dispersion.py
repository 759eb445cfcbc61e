"""Do units differ more than chance alone would make them? (Spiegelhalter 2005, Statistics in Medicine 24:1185)"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analytics.statistics.inputs import FloatArray, Many, as_counts, as_exposures

WINSORISED_TAIL = 0.1


@dataclass(frozen=True, slots=True)
class Dispersion:
    """How far apart units are, measured in what Poisson chance explains.

    units: how many were compared. phi: mean squared z-score, 1 under pure chance; None without units.
    tau_squared: variance between units on the scale of sqrt(O/E), 0 when chance explains it all.
    """

    units: int
    phi: float | None
    tau_squared: float

    @property
    def over_dispersed(self) -> bool:
        return self.tau_squared > 0


def winsorise(values: FloatArray, tail: float = WINSORISED_TAIL) -> FloatArray:
    """Values beyond the tail's quantile at either end pulled in to it, so that a few outliers do not set
    the yardstick they are measured by. Quantiles interpolate linearly (R's type 7, as in FunnelPlotR)."""
    if not values.size:
        return values
    low, high = np.quantile(values, [tail, 1 - tail])
    return np.clip(values, low, high)


def measure_dispersion(observed: Many, expected: Many) -> Dispersion:
    """phi and tau^2 of counts against their expected counts (arrays of one length).

    z = 2(sqrt O - sqrt E), winsorised; phi = mean z^2. If n phi > n - 1, tau^2 = (n phi - (n - 1)) /
    (sum w - sum w^2 / sum w) with w = 4E. Units with nothing expected say nothing and are left out.
    ValueError: a missing, negative or broken count; a missing or negative expectation.
    """
    counts, expectations = as_counts(observed, "observed"), as_exposures(expected, "expected")
    if np.isnan(counts).any() or np.isnan(expectations).any():
        raise ValueError("observed and expected must not be missing")
    if counts.shape != expectations.shape or counts.ndim != 1:
        raise ValueError("observed and expected must be lists of one length")
    comparable = expectations > 0
    counts, expectations = counts[comparable], expectations[comparable]
    units = len(counts)
    if units == 0:
        return Dispersion(units=0, phi=None, tau_squared=0.0)
    z = winsorise(2 * (np.sqrt(counts) - np.sqrt(expectations)))
    phi = float(np.mean(z**2))
    excess = units * phi - (units - 1)
    if units == 1 or excess <= 0:
        return Dispersion(units=units, phi=phi, tau_squared=0.0)
    weights = 4 * expectations
    spread = float(weights.sum() - (weights**2).sum() / weights.sum())
    return Dispersion(units=units, phi=phi, tau_squared=excess / spread)
