"""Category -> cause -> claim stage: how often each is named, and what the complaints behind a cause had in common."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from analytics.measures.figure import Frame
from analytics.measures.judged import (
    CLAIM_STAGE,
    COMPLAINTS,
    FIRST_NAMED,
    NAMED_AFTER,
    Rows,
    booked_on,
    conditions,
    limits_join,
    settle,
)
from analytics.measures.scope import Scope
from analytics.measures.table import frame_of, period_of
from analytics.vocabulary import Book


@dataclass(frozen=True, slots=True)
class Leaf:
    """One cause at one claim stage (a code; None: neither the log nor its narrative says).

    mentions: causes named, not complaints.
    """

    category: str
    cause: str
    stage: str | None
    mentions: int


@dataclass(frozen=True, slots=True)
class CauseTree:
    """leaves: the largest category first, in it the largest cause, in it the largest stage, not stated last.

    complaints: all of the scope; unnamed: those of them that name no cause and stand in no leaf.
    """

    frame: Frame
    leaves: tuple[Leaf, ...]
    complaints: int
    unnamed: int

    @property
    def mentions(self) -> int:
        return sum(leaf.mentions for leaf in self.leaves)

    def by_cause(self) -> dict[str, int]:
        counts: dict[str, int] = {}
        for leaf in self.leaves:
            counts[leaf.cause] = counts.get(leaf.cause, 0) + leaf.mentions
        return counts

    def category_of(self, cause: str) -> str:
        return next(leaf.category for leaf in self.leaves if leaf.cause == cause)


def cause_tree(cursor: duckdb.DuckDBPyConnection, scope: Scope) -> CauseTree | None:
    """The causes named in a scope by category, cause and claim stage; None where nothing is imported."""
    question = settle(cursor, scope)
    if question is None:
        return None
    first, last = period_of(cursor, question)
    question.params.clear()

    def select(columns: str, rows: Rows, group: str = "") -> str:
        limits = limits_join(question) if scope.book is Book.DETERMINED else ""
        where = " AND ".join([*conditions(question, rows), f"{booked_on(question)} IS NOT NULL"])
        return f"SELECT {columns} FROM complaint c {limits} {rows.join} WHERE {where} {group}"

    leaf = f"{{0.category}} AS category, {{0.cause}} AS cause, {CLAIM_STAGE} AS stage, count(*) AS n"
    named = " UNION ALL ".join(select(leaf.format(rows), rows, "GROUP BY ALL") for rows in (FIRST_NAMED, NAMED_AFTER))
    leaves = [
        Leaf(*row)
        for row in cursor.execute(
            f"SELECT category, cause, stage, sum(n)::BIGINT FROM ({named}) GROUP BY ALL", question.params
        ).fetchall()
    ]
    question.params.clear()
    counts = select("count(*), count(*) FILTER (c.primary_cause IS NULL)", COMPLAINTS)
    ((complaints, unnamed),) = cursor.execute(counts, question.params).fetchall()
    return CauseTree(frame_of(question, first, last, False, ()), _ordered(leaves), complaints, unnamed)


def _ordered(leaves: list[Leaf]) -> tuple[Leaf, ...]:
    categories: dict[str, int] = {}
    causes: dict[str, int] = {}
    for leaf in leaves:
        categories[leaf.category] = categories.get(leaf.category, 0) + leaf.mentions
        causes[leaf.cause] = causes.get(leaf.cause, 0) + leaf.mentions
    return tuple(
        sorted(
            leaves,
            key=lambda leaf: (
                -categories[leaf.category],
                leaf.category,
                -causes[leaf.cause],
                leaf.cause,
                leaf.stage is None,
                -leaf.mentions,
                leaf.stage or "",
            ),
        )
    )
