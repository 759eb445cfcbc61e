"""Two dimensions crossed: counts of causes, with the adjusted residual that says which cells differ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

import duckdb

from analytics.measures.exposure import unlisted_branches
from analytics.measures.figure import Frame, MeasureTable
from analytics.measures.scope import Scope
from analytics.measures.table import count_together
from analytics.statistics import adjusted_residuals
from analytics.vocabulary import Dimension, Measure


@dataclass(frozen=True, slots=True)
class MixCell:
    """count: causes named (a complaint with two stands in two cells). share: of its row, 0 to 1. residual: None where
    there is none; notable: 2 or more either way; small: fewer than 5 expected, the residual is then only a hint."""

    row: str | None
    column: str | None
    count: int
    share: float
    residual: float | None
    notable: bool
    small: bool


@dataclass(frozen=True, slots=True)
class Mix:
    """by: the two dimensions. rows, columns: their codes, the largest first, not known last. cells: row by row.

    unlisted: names of branches that the branch list does not have; of them, those here come after the branches.
    complaints, mentions: of all rows together: a chart of causes says both.
    """

    by: tuple[str, str]
    frame: Frame
    rows: tuple[str | None, ...]
    columns: tuple[str | None, ...]
    cells: tuple[MixCell, ...]
    complaints: int
    mentions: int
    unlisted: frozenset[str | None] = frozenset()

    @property
    def notable(self) -> tuple[MixCell, ...]:
        """Not as expected, and enough of it to say so, of branches that are some: those of which there are more first,
        then those of which there are fewer; the strongest of each first."""
        found = [
            one for one in self.cells if one.notable and not one.small and not {one.row, one.column} & self.unlisted
        ]
        return tuple(sorted(found, key=lambda one: ((one.residual or 0) < 0, -abs(one.residual or 0))))


def mix(cursor: duckdb.DuckDBPyConnection, scope: Scope, rows: Dimension, columns: Dimension) -> Mix:
    """Causes named by two dimensions, of which one must be category or cause. Errors as `measure`."""
    all_of_it = (Dimension.TOTAL,)
    mentions_of = {(rows, columns): (Measure.CAUSE_MENTIONS,), all_of_it: (Measure.COMPLAINTS, Measure.CAUSE_MENTIONS)}
    counted = count_together(cursor, scope, mentions_of)
    return mix_of(counted.table((rows, columns)), counted.table(all_of_it), unlisted_branches(cursor))


def mix_of(table: MeasureTable, whole: MeasureTable, unlisted: Collection[str]) -> Mix:
    """The same of what was counted: causes named by two dimensions, whole with the complaints behind them.

    unlisted: as `Mix` has them.
    """
    rows, columns = table.by
    counts = {
        (row.key[rows], row.key[columns]): n for row in table.rows if (n := int(row.value(Measure.CAUSE_MENTIONS) or 0))
    }
    apart = frozenset[str | None](unlisted) if Dimension.BRANCH in table.by else frozenset[str | None]()
    names, others = _by_size(counts, 0, apart), _by_size(counts, 1, apart)
    cells: list[MixCell] = []
    if names:
        grid = [[counts.get((name, other), 0) for other in others] for name in names]
        found = adjusted_residuals(grid)
        for r, name in enumerate(names):
            total = sum(grid[r])
            for c, other in enumerate(others):
                residual = float(found.residual[r, c])
                known = residual == residual  # not NaN
                cells.append(
                    MixCell(
                        name,
                        other,
                        grid[r][c],
                        grid[r][c] / total if total else 0.0,
                        residual if known else None,
                        known and bool(found.notable[r, c]),
                        bool(found.small_expected[r, c]),
                    )
                )
    complaints = int(whole.rows[0].value(Measure.COMPLAINTS) or 0) if whole.rows else 0
    mentions = int(whole.rows[0].value(Measure.CAUSE_MENTIONS) or 0) if whole.rows else 0
    return Mix((rows, columns), table.frame, names, others, tuple(cells), complaints, mentions, apart)


def _by_size(
    counts: dict[tuple[str | None, str | None], int], part: int, apart: Collection[str | None]
) -> tuple[str | None, ...]:
    size: Counter[str | None] = Counter()
    for key, n in counts.items():
        size[key[part]] += n
    return tuple(sorted(size, key=lambda code: (code is None, code in apart, -size[code], code or "")))
