"""Control charts: is this month different from the months before, or the usual up and down?

Months come in time order, every calendar month in its place. A missing month is None or NaN, never zero: it
stays a gap, no moving range is taken across it, and no rule looks across it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from analytics.statistics import control_rules
from analytics.statistics.inputs import FloatArray, Many, as_counts, as_exposures, as_numbers

TRIAL_BELOW = 12  # with fewer points the limits are "trial limits" and must be called so
XMR_FACTOR = 2.66  # 3 / 1.128: three standard deviations, estimated from the mean moving range
XMR_NEAR_FACTOR = 1.773
MOVING_RANGE_TO_SIGMA = 1.128  # d2 for ranges of two
# With 0.05 expected a month, one complaint lies above the upper limit and seven empty months are the rule.
SPARSE_BELOW = 1.0


class ChartKind(StrEnum):
    XMR = "xmr"
    U = "u"
    LANEY_U = "laney_u"


class Rule(StrEnum):
    """The four rules, see `control_rules`."""

    OUTSIDE = "outside"
    RUN = "run"
    TREND = "trend"
    CLOSE = "close"


@dataclass(frozen=True, slots=True)
class ControlChart:
    """A chart ready to draw; all arrays have one value a month.

    values: NaN at a gap. centre: None without a single point. Limits: NaN where there are none (u-charts: at
    a gap; everywhere when fewer than two neighbouring months are known and moving ranges are needed).
    near_*: two thirds of the way to the limits. points: months with a value. trial: fewer than 12 of them.
    signals: the indices each rule marks. sigma_z: Laney's u' only, how many times wider than Poisson.
    sparse: u-charts only, an average month has fewer than 1 complaint: too few for these rules to mean much,
    so do not report their signals as changes.
    """

    kind: ChartKind
    values: FloatArray
    centre: float | None
    lower: FloatArray
    near_lower: FloatArray
    near_upper: FloatArray
    upper: FloatArray
    points: int
    trial: bool
    signals: dict[Rule, tuple[int, ...]]
    sigma_z: float | None = None
    sparse: bool = False


def xmr_chart(values: Many) -> ControlChart:
    """Individual values with limits mean +/- 2.66 x mean moving range, near limits at 1.773 x.

    For any measure in any unit. The lower limit is what the formula gives and may lie below zero.
    ValueError on an infinite value or a table.
    """
    series = _series(as_numbers(values, "values"))
    centre = _mean(series)
    moving_range = _mean(np.abs(np.diff(series)))
    middle = np.full(len(series), np.nan if centre is None else centre)
    step = np.nan if moving_range is None else moving_range
    return _chart(ChartKind.XMR, series, centre, middle, XMR_NEAR_FACTOR * step, XMR_FACTOR * step)


def u_chart(counts: Many, exposures: Many) -> ControlChart:
    """Rates over changing exposure: ubar +/- 3 sqrt(ubar / n_i), not below 0; near limits at 2.

    ubar = sum of counts / sum of exposures over the months that have both. A month without a count, without
    an exposure or with an exposure of zero has no rate and is a gap. Unit: that of counts / exposures.
    ValueError: lists of different length, a negative or broken count, a negative exposure.
    """
    rates, exposure, ubar = _rates(counts, exposures)
    return _u_chart(ChartKind.U, rates, exposure, ubar, widening=1.0)


def laney_u_chart(counts: Many, exposures: Many) -> ControlChart:
    """The u-chart widened by how much months really vary: ubar +/- 3 sigma_z sqrt(ubar / n_i).

    Laney 2002, Quality Engineering 14:531. z_i = (u_i - ubar) / sqrt(ubar / n_i) and
    sigma_z = mean |z_i - z_(i-1)| / 1.128, over neighbouring months that are both known; without any (or
    without a single complaint) sigma_z is None and there are no limits. Inputs and errors as `u_chart`.
    """
    rates, exposure, ubar = _rates(counts, exposures)
    sigma_z = _sigma_z(rates, exposure, ubar)
    return _u_chart(ChartKind.LANEY_U, rates, exposure, ubar, widening=sigma_z)


def rate_chart(counts: Many, exposures: Many) -> ControlChart:
    """The chart to show for a rate: u' where months vary more than Poisson (sigma_z > 1), else the u-chart.

    Never narrower than the u-chart: a quiet year is no reason to expect less than chance. Inputs and errors
    as `u_chart`.
    """
    rates, exposure, ubar = _rates(counts, exposures)
    sigma_z = _sigma_z(rates, exposure, ubar)
    if sigma_z is not None and sigma_z > 1:
        return _u_chart(ChartKind.LANEY_U, rates, exposure, ubar, widening=sigma_z)
    return _u_chart(ChartKind.U, rates, exposure, ubar, widening=1.0)


def _rates(counts: Many, exposures: Many) -> tuple[FloatArray, FloatArray, float | None]:
    """Rates and exposures with NaN at every gap, and ubar (None without a month that has both)."""
    count = _series(as_counts(counts, "counts"))
    exposure = _series(as_exposures(exposures, "exposures"))
    if count.shape != exposure.shape:
        raise ValueError("counts and exposures must be of one length")
    gap = np.isnan(count) | ~(exposure > 0)
    count, exposure = np.where(gap, np.nan, count), np.where(gap, np.nan, exposure)
    ubar = None if gap.all() else float(np.nansum(count) / np.nansum(exposure))
    return count / exposure, exposure, ubar


def _sigma_z(rates: FloatArray, exposure: FloatArray, ubar: float | None) -> float | None:
    if not ubar:
        return None
    moving_range = _mean(np.abs(np.diff((rates - ubar) / np.sqrt(ubar / exposure))))
    return None if moving_range is None else moving_range / MOVING_RANGE_TO_SIGMA


def _u_chart(
    kind: ChartKind, rates: FloatArray, exposure: FloatArray, ubar: float | None, widening: float | None
) -> ControlChart:
    middle = np.full(len(rates), np.nan if ubar is None else ubar)
    sigma = (np.nan if widening is None else widening) * np.sqrt(middle / exposure)
    complaints_a_month = _mean(rates * exposure)
    return _chart(
        kind,
        rates,
        ubar,
        middle,
        2 * sigma,
        3 * sigma,
        floor=0.0,
        sigma_z=widening if kind is ChartKind.LANEY_U else None,
        sparse=complaints_a_month is not None and complaints_a_month < SPARSE_BELOW,
    )


def _chart(
    kind: ChartKind,
    values: FloatArray,
    centre: float | None,
    middle: FloatArray,
    near: FloatArray | float,
    far: FloatArray | float,
    floor: float = -np.inf,
    sigma_z: float | None = None,
    sparse: bool = False,
) -> ControlChart:
    lower, upper = np.maximum(middle - far, floor), middle + far
    near_lower, near_upper = np.maximum(middle - near, floor), middle + near
    points = int(np.count_nonzero(~np.isnan(values)))
    return ControlChart(
        kind=kind,
        values=values,
        centre=centre,
        lower=lower,
        near_lower=near_lower,
        near_upper=near_upper,
        upper=upper,
        points=points,
        trial=points < TRIAL_BELOW,
        signals={
            Rule.OUTSIDE: control_rules.outside_limits(values, lower, upper),
            Rule.RUN: () if centre is None else control_rules.run_on_one_side(values, centre),
            Rule.TREND: control_rules.trend(values),
            Rule.CLOSE: control_rules.two_of_three_close(values, near_lower, near_upper),
        },
        sigma_z=sigma_z,
        sparse=sparse,
    )


def _series(values: FloatArray) -> FloatArray:
    if values.ndim != 1:
        raise ValueError("a control chart takes one series, one value a month")
    return values


def _mean(values: FloatArray) -> float | None:
    """Mean of what is known, None of nothing."""
    known = values[~np.isnan(values)]
    return float(known.mean()) if known.size else None
