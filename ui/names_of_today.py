"""Branches, causes and categories by the names and codes they had when a link was made or a view was kept."""

from __future__ import annotations

from analytics.measures import choices
from ui.data import answer, known_now, taxonomy
from ui.formats import plain
from ui.labels import label
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


def cause_of_today(code: str) -> str:
    """The cause that a merged one went into, which is said; any other code stays as it is."""
    return _merged("cause", code, taxonomy().now(code))


def category_of_today(code: str) -> str:
    """As of a cause."""
    return _merged("category", code, taxonomy().category_now(code))


def _merged(kind: str, code: str, now: str | None) -> str:
    if now is None or now == code:
        return code
    remark(words()("common.refused.merged", value=plain(label(kind, code)), now=plain(label(kind, now))))
    return now
