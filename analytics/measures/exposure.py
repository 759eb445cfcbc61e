"""Denominators: premium of a period (a flow, summed) and policies in force (a stock, of its last month).

A sum over months and branches needs every one of them: what is missing is named, and there is no sum.
Source: 保监消保〔2013〕162号; domain, "Regulatory indicators".
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import duckdb

from analytics.measures.scope import Scope

Key = tuple[str, str, str]  # month "YYYY-MM", branch, product line ('' = all lines)


@dataclass(slots=True)
class Exposure:
    """Known premium (yuan) and policies by month and branch, and by line where lines are asked for."""

    premium: dict[Key, float | None] = field(default_factory=dict)
    policies: dict[Key, float | None] = field(default_factory=dict)
    branches: list[str] = field(default_factory=list)  # those a total needs
    stock: str = "last_month"

    def total(
        self, values: dict[Key, float | None], months: Iterable[str], branches: Iterable[str], lines: Iterable[str]
    ) -> tuple[float | None, tuple[str, ...]]:
        """(sum, ()) or (None, the places that lack a value)."""
        total, lacking = 0.0, []
        branches, lines = list(branches), list(lines)
        for month in months:
            for branch in branches:
                for line in lines:
                    value = values.get((month, branch, line))
                    if value is None:
                        lacking.append(" ".join(part for part in (month, branch, line) if part))
                    else:
                        total += value
        return (None, tuple(lacking)) if lacking else (total, ())

    def stock_months(self, months: list[str]) -> list[str]:
        return months[-1:] if self.stock == "last_month" else months

    def cells(self, months: set[str]) -> set[Key]:
        """The (month, branch, line) of the period whose exposure is known."""
        known = {key for key, value in self.premium.items() if value is not None}
        known |= {key for key, value in self.policies.items() if value is not None}
        return {key for key in known if key[0] in months}


def load_exposure(cursor: duckdb.DuckDBPyConnection, scope: Scope, by_line: bool, last: str, stock: str) -> Exposure:
    """Exposure up to month `last`, for the branches and lines of the scope.

    Without a choice of lines the row for all lines counts, or the sum of the lines where there is none:
    never both.
    """
    exposure = Exposure(stock=stock, branches=needed_branches(cursor, scope))
    rows = cursor.execute(
        "SELECT strftime(month, '%Y-%m'), branch_name, product_line_name, premium_yuan, policies FROM exposure"
    ).fetchall()
    split: dict[Key, list[tuple[float | None, float | None]]] = {}
    whole: dict[Key, tuple[float | None, float | None]] = {}
    for month, branch, line, premium, policies in rows:
        if month > last or (scope.branches and branch not in scope.branches):
            continue
        if by_line or scope.product_lines:
            if line and (not scope.product_lines or line in scope.product_lines):
                whole[(month, branch, line)] = (premium, policies)
        elif line == "":
            whole[(month, branch, "")] = (premium, policies)
        else:
            split.setdefault((month, branch, ""), []).append((premium, policies))
    for key, parts in split.items():
        if key not in whole:
            whole[key] = (_sum(p for p, _ in parts), _sum(n for _, n in parts))
    exposure.premium = {key: value[0] for key, value in whole.items()}
    exposure.policies = {key: value[1] for key, value in whole.items()}
    return exposure


def _sum(values: Iterable[float | None]) -> float | None:
    found = list(values)
    return None if any(value is None for value in found) else sum(value for value in found if value is not None)


def needed_branches(cursor: duckdb.DuckDBPyConnection, scope: Scope) -> list[str]:
    """The branches a total needs premium from: those chosen, else every branch known anywhere.

    A branch that only heads others in the branch list is not asked for premium of its own: its branches' is its.
    """
    if scope.branches:
        return sorted(scope.branches)
    rows = cursor.execute(
        """SELECT branch_name FROM exposure
        UNION SELECT branch_name FROM complaint WHERE branch_name IS NOT NULL AND branch_name NOT IN
            (SELECT parent FROM branch WHERE parent IS NOT NULL)
        UNION SELECT branch_name FROM branch WHERE branch_name NOT IN
            (SELECT parent FROM branch WHERE parent IS NOT NULL)
        ORDER BY 1"""
    ).fetchall()
    return [name for (name,) in rows]
