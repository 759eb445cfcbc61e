"""Branches by the names they had when a link was made or a view was kept."""

from __future__ import annotations

from analytics.measures import choices
from ui.data import answer, known_now
from ui.formats import plain
from ui.language import words
from ui.refused import remark


def branch_of_today(name: str) -> str:
    """The name a branch has now, which is said where it is another; a name nobody knows stays as it is."""
    if not name or name in known_now().branches:
        return name
    now = answer(choices.branch_of_today, name)
    if now == name:
        return name
    remark(words()("common.refused.renamed", value=plain(name), now=plain(now)))
    return now
