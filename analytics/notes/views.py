"""Named views: a page with its question, kept for the person who saved it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import duckdb

from analytics.errors import RequestError, Text
from analytics.store import Store, check_seen

LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class SavedView:
    """page: the page's name. address: its question as in a link, without the leading "?"."""

    name: str
    page: str
    address: str
    saved_at: datetime


def save_view(store: Store, owner: str, name: str, page: str, address: str, *, seen: Sequence[SavedView]) -> None:
    """Keep a view; one of the same owner and name is replaced.

    seen: the owner's views as they were listed. Raises RequestError: an empty or overlong name, `changed_meanwhile`
    where one of this name is not as it was listed.
    """
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME:
        raise RequestError(
            "bad_view_name",
            Text(f"视图名称应为 1 至 {LONGEST_NAME} 字", f"the name of a view has 1 to {LONGEST_NAME} characters"),
            Text("请另取名称", "give it another name"),
        )
    with store.write(figures=False) as cursor:
        check_seen(*([one for one in views if one.name == name] for views in (saved_views(cursor, owner), seen)))
        cursor.execute("DELETE FROM saved_view WHERE owner = ? AND name = ?", [owner, name])
        cursor.execute("INSERT INTO saved_view VALUES (?, ?, ?, ?, now()::TIMESTAMP)", [owner, name, page, address])


def forget_view(store: Store, owner: str, view: SavedView) -> None:
    """Raises RequestError `changed_meanwhile` where it is not as it was seen."""
    with store.write(figures=False) as cursor:
        check_seen([one for one in saved_views(cursor, owner) if one.name == view.name], [view])
        cursor.execute("DELETE FROM saved_view WHERE owner = ? AND name = ?", [owner, view.name])


def saved_views(cursor: duckdb.DuckDBPyConnection, owner: str) -> list[SavedView]:
    """The owner's views by name."""
    rows = cursor.execute(
        "SELECT name, page, address, saved_at FROM saved_view WHERE owner = ? ORDER BY name", [owner]
    ).fetchall()
    return [SavedView(*row) for row in rows]
