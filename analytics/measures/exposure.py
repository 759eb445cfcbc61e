"""Denominators: premium of a period (a flow, summed) and policies in force (a stock, of its last month).

A sum over months and branches needs every one of them: what is missing is named, and there is no sum.
Source: 保监消保〔2013〕162号; domain, "Regulatory indicators".
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

import duckdb

from analytics.measures.exposure_checks import find_line_gaps, find_totals
from analytics.measures.figure import Note
from analytics.measures.hierarchy import Hierarchy, hierarchy
from analytics.measures.scope import Scope
from analytics.store import kept

Key = tuple[str, str, str]  # month "YYYY-MM", branch, product line ('' = all lines)


class Amount(NamedTuple):
    """Premium (yuan) and policies in force; None: not known."""

    premium: float | None
    policies: float | None


@dataclass(frozen=True, slots=True)
class Exposure:
    """Known premium and policies by month and branch, and by line where lines are asked for.

    branches: those that a total needs. totals: parents whose own rows are the sum of their branches' (not counted), or
    that have no row beside their branches'.
    gaps: what is known to be missing though the rest of the branch's month is there -> the line.
    unlisted: names that the branch list does not have; what they lack is named last.
    """

    amounts: dict[Key, Amount] = field(default_factory=dict)
    branches: tuple[str, ...] = ()
    stock: Literal["last_month", "mean"] = "last_month"
    totals: frozenset[str] = frozenset()
    gaps: dict[Key, str] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()
    unlisted: frozenset[str] = frozenset()

    def premium(
        self, months: Sequence[str], branches: Iterable[str], lines: Iterable[str]
    ) -> tuple[float | None, tuple[str, ...]]:
        """(yuan of the period, ()) or (None, the places that lack a value)."""
        return self._sum(0, months, branches, lines)

    def policies(
        self, months: Sequence[str], branches: Iterable[str], lines: Iterable[str]
    ) -> tuple[float | None, tuple[str, ...]]:
        """(policies in force of the period, ()) or (None, the places that lack a value)."""
        taken = stock_months(self.stock, months)
        total, lacking = self._sum(1, taken, branches, lines)
        return (None if total is None else total / len(taken)), lacking

    def _sum(
        self, part: Literal[0, 1], months: Sequence[str], branches: Iterable[str], lines: Iterable[str]
    ) -> tuple[float | None, tuple[str, ...]]:
        total = 0.0
        lacking: list[tuple[bool, str]] = []
        branches, lines = list(branches), list(lines)
        for month in months:
            for branch in branches:
                for line in lines:
                    key = (month, branch, line)
                    amount = self.amounts.get(key)
                    value = None if amount is None else amount[part]
                    if value is None:
                        parts = (month, branch, line or self.gaps.get(key, ""))
                        lacking.append((branch in self.unlisted, " ".join(part for part in parts if part)))
                    else:
                        total += value
        lacking.sort(key=lambda one: one[0])  # stable: by month and branch within either part
        return (None, tuple(place for _, place in lacking)) if lacking else (total, ())

    def cells(self, months: set[str]) -> set[Key]:
        """The (month, branch, line) of the period whose exposure is known."""
        return {
            key
            for key, amount in self.amounts.items()
            if key[0] in months and (amount.premium is not None or amount.policies is not None)
        }


def stock_months(stock: Literal["last_month", "mean"], months: Sequence[str]) -> Sequence[str]:
    """The months whose policies in force stand for a period, by the rule book's word."""
    return months[-1:] if stock == "last_month" else months


@dataclass(frozen=True, slots=True)
class _Imported:
    """Premium and policies up to a month: as imported, and all lines of a branch together with what lacks of them."""

    rows: dict[Key, Amount]
    whole: dict[Key, Amount]
    gaps: dict[Key, str]
    totals: frozenset[str]
    notes: tuple[Note, ...]
    whole_notes: tuple[Note, ...]


def load_exposure(
    cursor: duckdb.DuckDBPyConnection, scope: Scope, by_line: bool, last: str, stock: Literal["last_month", "mean"]
) -> Exposure:
    """Exposure up to month `last`, for the branches and lines of the scope.

    Without a choice of lines the row for all lines counts, or the sum of the lines where there is none:
    never both. A line that a branch has in the month before and in the month after, but not in between, is missing
    there. The rows of a parent that equal the sum of its branches' are their total, not premium of its own: chosen
    with all of them it needs none besides theirs.
    """
    by_lines = by_line or bool(scope.product_lines)
    return _exposure(cursor, scope.branches, scope.product_lines, by_lines, last, stock)


@kept
def _exposure(
    cursor: duckdb.DuckDBPyConnection,
    branches: tuple[str, ...],
    lines: tuple[str, ...],
    by_lines: bool,
    last: str,
    stock: Literal["last_month", "mean"],
) -> Exposure:
    known = _imported(cursor, last)
    amounts = {
        key: amount
        for key, amount in (known.rows if by_lines else known.whole).items()
        if key[1] not in known.totals
        and (not branches or key[1] in branches)
        and (not by_lines or (key[2] and (not lines or key[2] in lines)))
    }
    return Exposure(
        amounts=amounts,
        branches=_needed(cursor, branches, known.totals),
        stock=stock,
        totals=known.totals,
        gaps={} if by_lines else known.gaps,
        notes=known.notes if by_lines else known.whole_notes + known.notes,
        unlisted=unlisted_branches(cursor),
    )


def _needed(cursor: duckdb.DuckDBPyConnection, chosen: tuple[str, ...], totals: frozenset[str]) -> tuple[str, ...]:
    """The branches whose premium a total adds up: those chosen, but for parents whose premium is that of others chosen.

    Of the whole company these are all with premium of their own, or a line in the branch list and none below them.
    """
    own = set(needed_branches(cursor)) - totals
    if not chosen:
        return tuple(sorted(own))
    tree = hierarchy(cursor)

    def is_theirs(name: str) -> bool:
        below = own.intersection(tree.whole(name))
        return name not in own and bool(below) and below.issubset(chosen)

    return tuple(sorted(name for name in chosen if not is_theirs(name)))


@kept
def _imported(cursor: duckdb.DuckDBPyConnection, last: str) -> _Imported:
    rows = {
        (month, branch, line): Amount(premium, policies)
        for month, branch, line, premium, policies in _rows(cursor)
        if month <= last
    }
    parents = dict(
        cursor.execute(
            "SELECT branch_name, parent FROM branch WHERE parent IS NOT NULL AND parent <> branch_name"
        ).fetchall()
    )
    whole, gaps, notes = _whole(rows)
    totals, more = find_totals({key[:2]: amount.premium for key, amount in whole.items()}, parents)
    insured, tree = {branch for _, branch, _ in whole}, Hierarchy(dict(parents))
    heads = {
        one for one in tree.parents.values() if one and one not in insured and insured.intersection(tree.whole(one))
    }
    return _Imported(rows, whole, gaps, totals | heads, more, notes)


@kept
def _rows(cursor: duckdb.DuckDBPyConnection) -> list[tuple[str, str, str, float | None, float | None]]:
    return cursor.execute(
        "SELECT strftime(month, '%Y-%m'), branch_name, product_line_name, premium_yuan, policies FROM exposure"
    ).fetchall()


def _whole(rows: dict[Key, Amount]) -> tuple[dict[Key, Amount], dict[Key, str], tuple[Note, ...]]:
    """All lines of each branch and month together; what is missing of them, and what to say about it."""
    whole = {key: amount for key, amount in rows.items() if not key[2]}
    split: dict[Key, list[Amount]] = {}
    listed: dict[tuple[str, str], set[str]] = {}
    for (month, branch, line), amount in rows.items():
        if line:
            listed.setdefault((branch, line), set()).add(month)
            if (key := (month, branch, "")) not in whole:
                split.setdefault(key, []).append(amount)
    months_split = {(month, branch) for month, branch, _ in split}
    gaps, notes = find_line_gaps(listed, months_split)
    for key, parts in split.items():
        if key in gaps:
            whole[key] = Amount(None, None)
        else:
            whole[key] = Amount(*map(_sum, zip(*parts, strict=True)))
    return whole, gaps, notes


def _sum(values: Sequence[float | None]) -> float | None:
    return None if None in values else sum(value for value in values if value is not None)


def needed_branches(cursor: duckdb.DuckDBPyConnection, chosen: Sequence[str] = ()) -> tuple[str, ...]:
    """The branches a total needs premium from: those chosen, else every branch known anywhere.

    A branch that only heads others in the branch list is not asked for premium of its own: its branches' is its.
    """
    return tuple(sorted(chosen)) or _known_branches(cursor)


@kept
def unlisted_branches(cursor: duckdb.DuckDBPyConnection) -> frozenset[str]:
    """Names of branches that logs or exposure have and the branch list has not; none where there is no list."""
    rows = cursor.execute(
        """SELECT branch_name FROM (SELECT branch_name FROM complaint UNION SELECT branch_name FROM exposure)
        WHERE branch_name NOT IN (SELECT branch_name FROM branch) AND EXISTS (FROM branch)"""
    ).fetchall()
    return frozenset(name for (name,) in rows)


@kept
def _known_branches(cursor: duckdb.DuckDBPyConnection) -> tuple[str, ...]:
    rows = cursor.execute(
        """SELECT branch_name FROM exposure
        UNION SELECT branch_name FROM complaint WHERE branch_name IS NOT NULL AND branch_name NOT IN
            (SELECT parent FROM branch WHERE parent IS NOT NULL)
        UNION SELECT branch_name FROM branch WHERE branch_name NOT IN
            (SELECT parent FROM branch WHERE parent IS NOT NULL)
        ORDER BY 1"""
    ).fetchall()
    return tuple(name for (name,) in rows)
