"""Clusters in time: months in a row with far more of something than the other months let expect."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analytics.statistics.inputs import Table, as_counts

LONGEST_WINDOW = 4


@dataclass(frozen=True, slots=True)
class Cluster:
    """Row `row` of the table, months first to last (indices, both included).

    count: in those months. expected: what as many months hold at the rate of the row's other months.
    p_value: one-sided exact binomial, multiplied by the number of windows looked at (Bonferroni).
    """

    row: int
    first: int
    last: int
    count: int
    expected: float
    p_value: float


def find_clusters(table: Table, begin: int = 0, longest: int = LONGEST_WINDOW, at_most: float = 0.01) -> list[Cluster]:
    """The best window of each row that is beyond chance after Bonferroni, the least likely first.

    table: counts, rows x months, every month known. Windows of 1 to `longest` months that begin in month `begin` or
    later. Under an even spread over the months the count of a window, given the row's sum, is binomial with the
    window's share of the months (as in a scan statistic, Naus 1965, JASA 60:532, with Bonferroni for its maximum).
    ValueError: not two-dimensional; a missing, negative or broken count.
    """
    from scipy import special

    counts = as_counts(table, "table")
    if counts.ndim != 2:
        raise ValueError("table must have rows and months")
    if np.isnan(counts).any():
        raise ValueError("counts must not be missing")
    rows, months = counts.shape
    sums = counts.sum(axis=1)
    running = np.concatenate([np.zeros((rows, 1)), counts.cumsum(axis=1)], axis=1)
    windows = [
        (first, length)
        for length in range(1, longest + 1)
        for first in range(begin, months - length + 1)
        if length < months
    ]
    looked_at = len(windows) * int((sums > 0).sum())
    best: dict[int, Cluster] = {}
    for first, length in windows:
        inside = running[:, first + length] - running[:, first]
        share = length / months
        p_values = np.minimum(special.bdtrc(inside - 1, sums, share) * looked_at, 1.0)
        p_values = np.where(inside > 0, p_values, 1.0)
        for row in np.flatnonzero(p_values < at_most):
            if int(row) not in best or p_values[row] < best[int(row)].p_value:
                expected = float(sums[row] - inside[row]) / (months - length) * length
                best[int(row)] = Cluster(
                    int(row), first, first + length - 1, int(inside[row]), expected, float(p_values[row])
                )
    return sorted(best.values(), key=lambda one: (one.p_value, -one.count, one.row))
