"""What the figures rest on, asked once for all slides: the months that the logs cover, by branch, to tell a zero from
what is not known, and what is uncertain in them."""

from __future__ import annotations

from analytics.deck.brief import Brief
from analytics.measures import Covered, DataQuality, coverage, data_quality


def covered(brief: Brief) -> list[Covered]:
    return coverage(brief.cursor, brief.scope.first)


def uncertain(brief: Brief) -> DataQuality:
    return data_quality(brief.cursor, brief.scope)


def logged_months(brief: Brief, branch: str | None) -> set[str]:
    """The months whose logs cover a branch. One that stands in no coverage is covered where any is.

    Such are complaints without a branch, and one that only heads others.
    """
    grid = brief.told(covered)
    own = [one for one in grid if one.branch == branch] or grid
    return {one.month for one in own if one.logged}
