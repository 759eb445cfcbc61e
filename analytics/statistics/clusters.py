"""Clusters in time: months in a row with far more of something than the other months let expect."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analytics.statistics.inputs import FloatArray, Table, as_counts
from analytics.statistics.proportions import compare_proportions

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

    counts = _whole(table)
    rows, months = counts.shape
    sums = counts.sum(axis=1)
    running = np.concatenate([np.zeros((rows, 1)), counts.cumsum(axis=1)], axis=1)
    windows = _windows(months, begin, longest)
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


def find_share_clusters(table: Table, begin: int = 0, longest: int = 2, at_most: float = 0.01) -> list[Cluster]:
    """The best window of each row whose share of all rows is beyond its share of the other months, least likely first.

    As find_clusters, but a month in which all rows have more raises none: under one share for all months the count of
    a window is hypergeometric given the sums (Fisher's exact test, two-sided, Bonferroni for the windows).
    expected: at the row's share of the other months.
    """
    counts = _whole(table)
    running = np.concatenate([np.zeros((counts.shape[0], 1)), counts.cumsum(axis=1)], axis=1)
    sums, everything = counts.sum(axis=1), float(counts.sum())
    windows = _windows(counts.shape[1], begin, longest)
    looked_at = len(windows) * int((sums > 0).sum())
    best: dict[int, Cluster] = {}
    for first, length in windows:
        inside = running[:, first + length] - running[:, first]
        of_window = float(inside.sum())
        if not 0 < of_window < everything:
            continue
        expected = (sums - inside) / (everything - of_window) * of_window
        # Far fewer are tested exactly than looked at: what is not even twice its noise above is never beyond chance.
        for row in np.flatnonzero(inside > expected + 2 * np.sqrt(expected)):
            seen, others = int(inside[row]), int(sums[row] - inside[row])
            p = compare_proportions(seen, int(of_window), others, int(everything - of_window)) * looked_at
            if p < at_most and (int(row) not in best or p < best[int(row)].p_value):
                best[int(row)] = Cluster(int(row), first, first + length - 1, seen, float(expected[row]), p)
    return sorted(best.values(), key=lambda one: (one.p_value, -one.count, one.row))


def _whole(table: Table) -> FloatArray:
    counts = as_counts(table, "table")
    if counts.ndim != 2:
        raise ValueError("table must have rows and months")
    if np.isnan(counts).any():
        raise ValueError("counts must not be missing")
    return counts


def _windows(months: int, begin: int, longest: int) -> list[tuple[int, int]]:
    """The first month of each and its length."""
    return [
        (first, length)
        for length in range(1, longest + 1)
        for first in range(begin, months - length + 1)
        if length < months
    ]
