"""Which months the logs cover, branch by branch: asked once for all slides that tell a zero from what is not known."""

from __future__ import annotations

from analytics.deck.brief import Brief
from analytics.measures import Covered, coverage


def covered(brief: Brief) -> list[Covered]:
    return coverage(brief.cursor, brief.scope.first)


def logged_months(brief: Brief, branch: str | None) -> set[str]:
    """The months whose logs cover a branch. One that stands in no coverage is covered where any is.

    Such are complaints without a branch, and one that only heads others.
    """
    grid = brief.told(covered)
    own = [one for one in grid if one.branch == branch] or grid
    return {one.month for one in own if one.logged}
