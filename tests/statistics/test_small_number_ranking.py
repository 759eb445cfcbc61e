"""No ratio is ranked on fewer than five valid complaints."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.statistics import Rank, rank_ratios


def test_small_numbers_are_shown_grey_and_take_no_rank() -> None:
    # The 3.57 stands on four complaints: it is not the first of the table.
    assert rank_ratios([3.57, 3.22, 0.68], [4, 11, 683]) == (Rank(None, True), Rank(1, False), Rank(2, False))


def test_five_are_enough() -> None:
    assert rank_ratios([1.0, 2.0], [5, 4]) == (Rank(1, False), Rank(None, True))


def test_zero_complaints_are_a_grey_zero_and_no_best_place() -> None:
    assert rank_ratios([0.0, 2.0], [0, 6]) == (Rank(None, True), Rank(1, False))


@pytest.mark.parametrize("missing", [None, math.nan])
def test_a_missing_ratio_is_neither_ranked_nor_grey(missing: float | None) -> None:
    assert rank_ratios([missing, 2.0], [50, 6]) == (Rank(None, False), Rank(1, False))


def test_an_unknown_number_of_complaints_is_too_few() -> None:
    assert rank_ratios([1.0], [None]) == (Rank(None, True),)


def test_ties_share_a_rank_and_the_next_is_skipped() -> None:
    ranks = rank_ratios([2.0, 3.0, 2.0, 1.0], [9, 9, 9, 9])
    assert [rank.rank for rank in ranks] == [2, 1, 2, 4]


def test_ratios_that_only_print_alike_are_no_tie() -> None:
    assert [rank.rank for rank in rank_ratios([0.9411, 0.9412], [9, 9])] == [2, 1]


def test_nothing_to_rank() -> None:
    assert rank_ratios([], []) == ()


@pytest.mark.parametrize(("ratios", "valid"), [([1.0], [1, 2]), ([math.inf], [6]), ([1.0], [-1]), ([1.0], [5.5])])
def test_bad_input_is_refused(ratios: list[float], valid: list[int]) -> None:
    with pytest.raises(ValueError, match=r"ratios|valid_complaints"):
        rank_ratios(ratios, valid)


rows = st.lists(st.tuples(st.one_of(st.none(), st.integers(0, 9).map(float)), st.integers(0, 12)), max_size=40)


@given(rows)
def test_a_rank_is_one_more_than_the_number_of_ranked_ratios_above(pairs: list[tuple[float | None, int]]) -> None:
    ranks = rank_ratios([ratio for ratio, _ in pairs], [valid for _, valid in pairs])
    field = [ratio for ratio, valid in pairs if ratio is not None and valid >= 5]
    for (ratio, valid), rank in zip(pairs, ranks, strict=True):
        if ratio is None:
            assert rank == Rank(None, False)
        elif valid < 5:
            assert rank == Rank(None, True)
        else:
            assert rank == Rank(1 + sum(other > ratio for other in field), False)
