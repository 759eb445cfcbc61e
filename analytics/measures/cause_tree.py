"""Category -> cause -> claim stage: how often each is named, and what the complaints behind a cause had in common."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from analytics.measures.figure import Frame
from analytics.measures.judged import booked_on, conditions, limits_join, settle
from analytics.measures.scope import Scope
from analytics.measures.table import frame_of, period_of
from analytics.vocabulary import Book


@dataclass(frozen=True, slots=True)
class Leaf:
    """One cause at one claim stage (None: the log does not say). mentions: causes named, not complaints."""

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
    rows = []
    for mentions in (True, False):
        question.params.clear()
        category = "m.category" if mentions else "c.category"
        tests = conditions(question, category=category, mentions=mentions)
        where = " AND ".join([*tests, f"{booked_on(question)} IS NOT NULL"])
        limits = limits_join(question) if scope.book is Book.DETERMINED else ""
        if mentions:
            select = "SELECT m.category, m.cause, c.claim_stage, count(*)"
            source = "JOIN complaint_cause m ON m.complaint_no = c.complaint_no"
            group = "GROUP BY 1, 2, 3"
        else:
            select = "SELECT count(*), count(*) FILTER (c.primary_cause IS NULL)"
            source, group = "", ""
        rows.append(
            cursor.execute(
                f"{select} FROM complaint c {limits} {source} WHERE {where} {group}", question.params
            ).fetchall()
        )
    (complaints, unnamed), leaves = rows[1][0], [Leaf(*row) for row in rows[0]]
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
