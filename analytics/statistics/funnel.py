"""Funnel plot: units of different size held against one common rate, in place of a league table.

Spiegelhalter 2005, Statistics in Medicine 24:1185. What is plotted: O/E against E.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from analytics.statistics.dispersion import Dispersion, measure_dispersion
from analytics.statistics.funnel_limits import FunnelLimits, inflated_limits, poisson_limits
from analytics.statistics.inputs import FloatArray, Many, as_counts, as_exposures


class Position(StrEnum):
    """Where a unit lies. `*_95`: beyond the 95% limit and within the 99.8% one; `*_998`: beyond both."""

    LOW_998 = "low_998"
    LOW_95 = "low_95"
    INSIDE = "inside"
    HIGH_95 = "high_95"
    HIGH_998 = "high_998"
    NOT_PLACED = "not_placed"  # nothing was to be expected, so nothing can be said


@dataclass(frozen=True, slots=True)
class FunnelUnit:
    """One unit: complaints observed and expected, their ratio, and where it lies.

    position: against the limits to be read (widened when the units are over-dispersed).
    poisson_position: against chance alone. ratio: None when nothing is expected.
    """

    observed: int
    expected: float
    ratio: float | None
    position: Position
    poisson_position: Position


@dataclass(frozen=True, slots=True)
class Funnel:
    """All units, in the order given.

    overall_rate: sum of counts / sum of exposures, None over no exposure. limits: those `position` was
    read against, one value a unit; `limits_at` gives the curves to draw.
    """

    overall_rate: float | None
    dispersion: Dispersion
    units: tuple[FunnelUnit, ...]
    limits: FunnelLimits

    def limits_at(self, expected: Many) -> FunnelLimits:
        """The limits to be read, at any expected counts."""
        return _limits(expected, self.dispersion)


def build_funnel(observed: Many, exposure: Many) -> Funnel:
    """Place units by their counts and exposures (two lists of one length; any unit of exposure).

    E = exposure x overall rate. A unit without exposure counts in the overall rate and is not placed.
    ValueError: lists of different length; a missing count or exposure (a total over units needs all of
    them: leave the unit out of both lists and say so); a negative or broken count; a negative exposure.
    """
    counts, exposures = as_counts(observed, "observed"), as_exposures(exposure, "exposure")
    if counts.shape != exposures.shape or counts.ndim != 1:
        raise ValueError("observed and exposure must be lists of one length")
    if np.isnan(counts).any() or np.isnan(exposures).any():
        raise ValueError("observed and exposure must not be missing")
    total_exposure = float(exposures.sum())
    overall_rate = float(counts.sum()) / total_exposure if total_exposure > 0 else None
    expected = exposures * (overall_rate or 0.0)
    ratios = np.full(len(counts), np.nan)
    np.divide(counts, expected, out=ratios, where=expected > 0)

    dispersion = measure_dispersion(counts, expected)
    limits = _limits(expected, dispersion)
    positions = _place(ratios, limits)
    poisson_positions = _place(ratios, poisson_limits(expected))
    units = tuple(
        FunnelUnit(
            observed=int(counts[i]),
            expected=float(expected[i]),
            ratio=None if np.isnan(ratios[i]) else float(ratios[i]),
            position=positions[i],
            poisson_position=poisson_positions[i],
        )
        for i in range(len(counts))
    )
    return Funnel(overall_rate=overall_rate, dispersion=dispersion, units=units, limits=limits)


def _limits(expected: Many, dispersion: Dispersion) -> FunnelLimits:
    if dispersion.over_dispersed:
        return inflated_limits(expected, dispersion.tau_squared)
    return poisson_limits(expected)


def _place(ratios: FloatArray, limits: FunnelLimits) -> Sequence[Position]:
    # np.select takes the first condition that holds; comparisons with NaN never do.
    conditions = [
        ratios < limits.lower_998,
        ratios < limits.lower_95,
        ratios > limits.upper_998,
        ratios > limits.upper_95,
        np.isnan(ratios),
    ]
    choices = [Position.LOW_998, Position.LOW_95, Position.HIGH_998, Position.HIGH_95, Position.NOT_PLACED]
    names = np.select(conditions, [c.value for c in choices], default=Position.INSIDE.value)
    return [Position(str(name)) for name in names]
