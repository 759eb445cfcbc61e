"""What comes first by a count: nothing leads that shares its place, so those that share it are named together."""

from __future__ import annotations

from collections.abc import Iterable

from analytics.deck.brief import Brief
from analytics.measures.formats import count

MOST_NAMED = 3


def first_place(brief: Brief, counted: Iterable[tuple[str, int]]) -> tuple[str, str]:
    """(names, count) of the largest: several that share it joined, their count said to be of each.

    Of more than three the first three are named and how many they are. Raises ValueError where nothing is counted.
    """
    parts = list(counted)
    most = max(n for _, n in parts)
    tied = [name for name, n in parts if n == most]
    return named(brief, tied), count(most) if len(tied) == 1 else brief.say("common.each", n=count(most))


def second_place(brief: Brief, counted: Iterable[tuple[str, int]]) -> tuple[str, str] | None:
    """(names, count) of those that come next, so that a first place is not told without how close they are.

    None where the first place is shared, or nothing comes after it.
    """
    parts = list(counted)
    most = max(n for _, n in parts)
    rest = [(name, n) for name, n in parts if 0 < n < most]
    return first_place(brief, rest) if len(rest) >= 1 and sum(n == most for _, n in parts) == 1 else None


def named(brief: Brief, names: list[str]) -> str:
    """Names one after the other; of many the first three and how many they are."""
    listed = brief.say("common.and").join(names[:MOST_NAMED])
    return listed if len(names) <= MOST_NAMED else brief.say("common.names_more", names=listed, k=len(names))
