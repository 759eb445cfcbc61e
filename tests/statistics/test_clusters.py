"""Clusters in time against numbers worked out by hand, and quiet where there is only chance."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from analytics.statistics import find_clusters, find_share_clusters


def test_a_cluster_with_its_numbers() -> None:
    """Twelve months, one each, and twelve in the sixth: 12 of 23 in one month of twelve."""
    row = [1] * 12
    row[5] = 12
    (one,) = find_clusters([row])
    assert (one.row, one.first, one.last, one.count) == (0, 5, 5, 12)
    assert one.expected == pytest.approx(1.0)  # 11 in eleven other months
    windows = 12 + 11 + 10 + 9
    assert one.p_value == pytest.approx(stats.binom.sf(11, 23, 1 / 12) * windows)


def test_three_months_are_found_as_one_window() -> None:
    (one,) = find_clusters([[0, 1, 0, 0, 9, 11, 8, 0, 1, 0, 0, 0], [2] * 12])
    assert (one.row, one.first, one.last, one.count) == (0, 4, 6, 28)


def test_only_windows_that_begin_late_enough_count() -> None:
    row = [15, *[1] * 23]
    assert find_clusters([row])
    assert find_clusters([row], begin=12) == []


def test_even_months_have_none() -> None:
    assert find_clusters([[5] * 12, [0] * 12]) == []


def test_chance_alone_rarely_raises_it() -> None:
    chance = np.random.default_rng(162)
    raised = sum(bool(find_clusters(chance.poisson(2.0, (30, 24)))) for _ in range(200))
    assert raised <= 6  # at most 1% by Bonferroni, with room for luck


@pytest.mark.parametrize("table", [[1, 2, 3], [[1, None, 2]], [[1, -1]]])
def test_what_is_no_table_of_counts_is_refused(table: list) -> None:
    with pytest.raises(ValueError):
        find_clusters(table)


def test_a_share_beyond_that_of_the_other_months() -> None:
    """One branch of two has 5 of 10 in each of eleven months and 40 of 44 in the sixth: 55 of 110 elsewhere."""
    own, others = [5] * 12, [5] * 12
    own[5], others[5] = 40, 4
    (one,) = find_share_clusters([own, others])
    assert (one.row, one.first, one.last, one.count) == (0, 5, 5, 40)
    assert one.expected == pytest.approx(22.0)  # half of 44
    exact = stats.fisher_exact([[40, 4], [55, 55]]).pvalue
    assert one.p_value == pytest.approx(exact * (12 + 11) * 2)


def test_a_month_in_which_all_have_more_is_no_share_cluster() -> None:
    row = [10, 10, 10, 60, 10, 10, 10, 10]
    assert find_clusters([row, row, row])
    assert find_share_clusters([row, row, row]) == []


def test_chance_alone_rarely_raises_a_share_cluster() -> None:
    chance = np.random.default_rng(163)
    raised = sum(bool(find_share_clusters(chance.poisson(3.0, (12, 24)))) for _ in range(100))
    assert raised <= 4  # each table at most 1 in 100, and the exact test is cautious
