"""Is my branch's mix of causes different? Adjusted Pearson residuals of a table of counts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from analytics.statistics.inputs import FloatArray, Table, as_counts

NOTABLE_FROM = 2.0
SMALL_EXPECTED_BELOW = 5.0


@dataclass(frozen=True, slots=True)
class MixResiduals:
    """Arrays of the table's shape.

    expected: what the cell would hold if every row had the same mix. residual: about standard normal then;
    NaN where a row or column is empty or makes up the whole table. notable: |residual| >= 2, the cells to
    colour. small_expected: fewer than 5 expected, the residual is then only a hint, and that must be said.
    """

    expected: FloatArray
    residual: FloatArray
    notable: npt.NDArray[np.bool_]
    small_expected: npt.NDArray[np.bool_]


def adjusted_residuals(table: Table) -> MixResiduals:
    """(O - E) / sqrt(E (1 - row share)(1 - column share)) for every cell (Haberman 1973, Biometrics 29:205).

    table: counts, rows x columns, such as branches x causes. Counts of causes, not complaints: a complaint
    with two causes stands in two cells, so cells are slightly less independent than the formula assumes.
    ValueError: not two-dimensional; a missing, negative or broken count.
    """
    observed = as_counts(table, "table")
    if observed.ndim != 2:
        raise ValueError("table must have rows and columns")
    if np.isnan(observed).any():
        raise ValueError("table must have no missing cells; no complaint is 0")
    total = observed.sum()
    with np.errstate(invalid="ignore", divide="ignore"):
        row_share = observed.sum(axis=1, keepdims=True) / total
        column_share = observed.sum(axis=0, keepdims=True) / total
        expected = np.nan_to_num(row_share * column_share * total)
        variance = expected * (1 - row_share) * (1 - column_share)
        residual = np.where(variance > 0, (observed - expected) / np.sqrt(variance), np.nan)
    return MixResiduals(
        expected=expected,
        residual=residual,
        notable=np.abs(residual) >= NOTABLE_FROM,
        small_expected=expected < SMALL_EXPECTED_BELOW,
    )
