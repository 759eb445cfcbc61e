"""Is my branch's cause mix different: by hand, by scipy, by symmetry."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import stats

from analytics.statistics import adjusted_residuals

tables = arrays(np.int64, st.tuples(st.integers(1, 6), st.integers(1, 6)), elements=st.integers(0, 60))


def test_by_hand() -> None:
    # Row shares 0.3 and 0.7, column shares 0.4 and 0.6, total 100: E = 12 18 28 42.
    # (10 - 12) / sqrt(12 x 0.7 x 0.6) = -2 / 2.244994 = -0.890871; in a 2 x 2 table all four are alike.
    result = adjusted_residuals([[10, 20], [30, 40]])
    np.testing.assert_allclose(result.expected, [[12, 18], [28, 42]])
    np.testing.assert_allclose(result.residual, [[-0.890871, 0.890871], [0.890871, -0.890871]], rtol=1e-6)
    assert not result.notable.any()
    assert not result.small_expected.any()


def test_colour_from_two_on_and_few_expected_said() -> None:
    # Total 50. E(0, 0) = 10 x 12 / 50 = 2.4; (8 - 2.4) / sqrt(2.4 x 0.8 x 0.76) = 4.636.
    result = adjusted_residuals([[8, 2], [4, 36]])
    assert result.residual[0, 0] == pytest.approx(5.6 / math.sqrt(2.4 * 0.8 * 0.76))
    assert result.notable.all()
    np.testing.assert_array_equal(result.small_expected, [[True, False], [False, False]])


def test_exactly_two_is_notable_and_exactly_five_is_not_small() -> None:
    # 8 of 16: E = 4, variance 4 x 1/2 x 1/2 = 1, so O = 6 gives exactly 2.
    result = adjusted_residuals([[6, 2], [2, 6]])
    np.testing.assert_array_equal(result.residual, [[2, -2], [-2, 2]])
    assert result.notable.all()
    assert not adjusted_residuals([[5, 5], [5, 5]]).small_expected.any()


def test_two_by_two_is_the_chi_square_test() -> None:
    table = [[12, 5], [29, 51]]
    chi_square = stats.contingency.chi2_contingency(table, correction=False).statistic
    np.testing.assert_allclose(adjusted_residuals(table).residual ** 2, chi_square)


def test_empty_rows_and_columns_say_nothing() -> None:
    result = adjusted_residuals([[10, 20, 0], [0, 0, 0], [30, 40, 0]])
    np.testing.assert_array_equal(np.isnan(result.residual[1]), True)
    np.testing.assert_array_equal(np.isnan(result.residual[:, 2]), True)
    assert result.residual[0, 0] == pytest.approx(-0.890871, rel=1e-6)
    assert not result.notable[1].any()


@pytest.mark.parametrize("table", [[[3, 4, 5]], [[3], [4]], [[0, 0], [0, 0]], [[3, 4], [0, 0]]])
def test_one_row_or_column_has_nothing_to_differ_from(table: list[list[int]]) -> None:
    result = adjusted_residuals(table)
    assert np.isnan(result.residual).all()
    assert not result.notable.any()


@given(tables)
def test_scipys_expected_counts(table: np.ndarray) -> None:
    if (table.sum(axis=0) > 0).all() and (table.sum(axis=1) > 0).all():
        np.testing.assert_allclose(
            adjusted_residuals(table).expected, stats.contingency.expected_freq(table), rtol=1e-12
        )


@given(tables)
def test_branches_by_causes_is_causes_by_branches(table: np.ndarray) -> None:
    here, turned = adjusted_residuals(table), adjusted_residuals(table.T)
    np.testing.assert_allclose(turned.residual.T, here.residual, rtol=1e-9, atol=1e-9)


@given(tables, st.randoms(use_true_random=False))
def test_the_order_of_branches_does_not_matter(table: np.ndarray, random: object) -> None:
    order = list(range(len(table)))
    random.shuffle(order)  # type: ignore[attr-defined]
    here, there = adjusted_residuals(table), adjusted_residuals(table[order])
    np.testing.assert_allclose(there.residual, here.residual[order], rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("table", [[1, 2, 3], [[1, None], [2, 3]], [[1, -1], [2, 3]], [[1, 0.5], [2, 3]]])
def test_what_is_no_table_is_refused(table: list[list[int]]) -> None:
    with pytest.raises(ValueError, match="table"):
        adjusted_residuals(table)
