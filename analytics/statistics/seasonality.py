"""Does the calendar month matter? Only answered from two full years of months on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from analytics.statistics.inputs import FloatArray, as_counts

MINIMUM_FULL_YEARS = 2
# Below this the square root no longer evens out the variance.
MINIMUM_PER_CALENDAR_MONTH = 5
SIGNIFICANCE = 0.05
POISSON_ROOT_VARIANCE = 0.25


class MonthVerdict(StrEnum):
    NOT_ENOUGH_YEARS = "not_enough_years"
    TOO_FEW_COMPLAINTS = "too_few_complaints"
    NO_EFFECT = "no_effect"
    EFFECT = "effect"


@dataclass(frozen=True, slots=True)
class MonthEffect:
    """years: the full years looked at. month_index: January to December, 1 is the average month; None
    unless there is enough to look at. p_value: of months being alike; None likewise."""

    verdict: MonthVerdict
    years: tuple[int, ...]
    month_index: tuple[float, ...] | None = None
    p_value: float | None = None


def month_effect(counts: Mapping[tuple[int, int], int | None]) -> MonthEffect:
    """Month effect in counts by (year, month); a month not there, None or NaN is missing.

    Only years with all twelve months known are used: a year to date would make its months look large.
    Fewer than two: NOT_ENOUGH_YEARS. An average of under 5 complaints a calendar month over all these years:
    TOO_FEW_COMPLAINTS.

    Test: two-way analysis of variance, year + month, of sqrt(count + 3/8), whose Poisson variance is 1/4
    (Anscombe 1948, Biometrika 35:246). Months must differ both by more than Poisson chance, chi2(11), and by
    more than the same month differs from year to year, F(11, 11 (years - 1)); p is the larger of the two. So a
    month has to come back to count: a single outlier, however large, leaves F at 1. Months are compared as
    they are, February with its 28 days.
    ValueError: a negative or broken count, a month not within 1 to 12.
    """
    if any(not 1 <= month <= 12 for _, month in counts):
        raise ValueError("months run from 1 to 12")
    years, table = _full_years(counts)
    if len(years) < MINIMUM_FULL_YEARS:
        return MonthEffect(MonthVerdict.NOT_ENOUGH_YEARS, years)
    month_totals = table.sum(axis=0)
    average = float(month_totals.mean())
    if average < MINIMUM_PER_CALENDAR_MONTH:
        return MonthEffect(MonthVerdict.TOO_FEW_COMPLAINTS, years)
    p_value = _p_value(table)
    return MonthEffect(
        verdict=MonthVerdict.EFFECT if p_value < SIGNIFICANCE else MonthVerdict.NO_EFFECT,
        years=years,
        month_index=tuple(float(total / average) for total in month_totals),
        p_value=p_value,
    )


def _full_years(counts: Mapping[tuple[int, int], int | None]) -> tuple[tuple[int, ...], FloatArray]:
    """The years with twelve known months, and their counts as years x months."""
    years = sorted({year for year, _ in counts})
    cells = [[counts.get((year, month)) for month in range(1, 13)] for year in years]
    table = as_counts(cells, "counts").reshape(len(years), 12)
    full = [index for index, row in enumerate(table) if not np.isnan(row).any()]
    return tuple(years[index] for index in full), table[full]


def _p_value(table: FloatArray) -> float:
    from scipy import special

    roots = np.sqrt(table + 3 / 8)
    month_means, year_means = roots.mean(axis=0), roots.mean(axis=1, keepdims=True)
    left_over = roots - month_means - year_means + roots.mean()
    years = len(table)
    between = years * float(((month_means - roots.mean()) ** 2).sum())
    within = float((left_over**2).sum()) / (years - 1)  # both sums now stand for 11 degrees of freedom
    by_chance = float(special.chdtrc(11, between / POISSON_ROOT_VARIANCE))
    # Years that repeat each other to the last digit leave nothing over, and chance alone decides.
    by_year = float(special.fdtrc(11, 11 * (years - 1), between / within)) if within > 0 else 0.0
    return max(by_chance, by_year)
