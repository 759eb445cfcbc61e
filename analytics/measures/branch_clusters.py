"""Branches whose share of the company's complaints was, for a month or two, beyond their share of the other months."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb

from analytics.measures.log_months import known_months
from analytics.measures.scope import Scope, month_range, months_before
from analytics.measures.table import first_known_month, measure
from analytics.statistics import find_share_clusters
from analytics.store import kept
from analytics.vocabulary import Dimension, Measure, View

FEWEST_MONTHS = 6
_FEWEST_COMPLAINTS = 5
_HISTORY = 12  # months before the period


@dataclass(frozen=True, slots=True)
class BranchCluster:
    """months: "YYYY-MM", of the period. count: the branch's complaints in them, of `company`.

    others, company_others: the same of the other months looked at. expected: at the branch's share of those.
    p_value: Fisher's exact test, corrected for the `branches` and windows looked at.
    """

    branch: str
    months: tuple[str, ...]
    count: int
    company: int
    others: int
    company_others: int
    expected: float
    p_value: float
    branches: int

    @property
    def share(self) -> float:
        return self.count / self.company

    @property
    def share_of_others(self) -> float:
        return self.others / self.company_others


def branch_clusters(cursor: duckdb.DuckDBPyConnection, scope: Scope) -> list[BranchCluster]:
    """The least likely first. The period is held against itself and the twelve months before it, where they have logs.

    A month in which every branch has more makes none: that is the control chart's to find. All branches are compared,
    whichever the filter chose, but those that send their own logs and lack one: what they did not send is not zero, nor
    the others' share. Only chosen ones are given. Raises as `measure`.
    """
    found = _clusters(cursor, scope.with_(view=View.ANNUAL, branches=()))
    return [one for one in found if not scope.branches or one.branch in scope.branches]


@kept
def _clusters(cursor: duckdb.DuckDBPyConnection, scope: Scope) -> list[BranchCluster]:
    known = first_known_month(cursor)
    first = scope.first or known
    if known is None or first is None or (scope.last and scope.last < known):
        return []
    table = measure(
        cursor,
        scope.with_(first=max(known, months_before(first, _HISTORY))),
        (Dimension.BRANCH, Dimension.MONTH),
        (Measure.COMPLAINTS,),
    )
    if table.frame.first is None or table.frame.last is None:
        return []
    axis = [one for one in month_range(table.frame.first, table.frame.last) if one not in table.frame.unlogged]
    place = {month: n for n, month in enumerate(axis)}
    begin = sum(month < first for month in axis)
    grid: dict[str | None, list[int]] = {}
    for row in table.rows:
        month, n = row.key["month"], row.value(Measure.COMPLAINTS)
        if month in place and n:
            grid.setdefault(row.key["branch"], [0] * len(axis))[place[month]] += int(n)
    grid = {branch: counts for branch, counts in grid.items() if _whole(cursor, scope, branch, axis)}
    branches = sorted(grid, key=lambda name: (name is None, name))
    if len(axis) < FEWEST_MONTHS or len(branches) < 2:
        return []
    total, company = [sum(one) for one in zip(*grid.values(), strict=True)], sum(map(sum, grid.values()))
    made = []
    for one in find_share_clusters([grid[name] for name in branches], begin):
        name, within = branches[one.row], sum(total[one.first : one.last + 1])
        if name is not None and one.count >= _FEWEST_COMPLAINTS:
            made.append(
                BranchCluster(
                    name,
                    tuple(axis[one.first : one.last + 1]),
                    one.count,
                    within,
                    sum(grid[name]) - one.count,
                    company - within,
                    one.expected,
                    one.p_value,
                    len(branches),
                )
            )
    return made


def _whole(cursor: duckdb.DuckDBPyConnection, scope: Scope, branch: str | None, months: Sequence[str]) -> bool:
    if branch is None:
        return True
    known = known_months(cursor, scope.with_(branches=(branch,)))
    return known is None or known.issuperset(months)
