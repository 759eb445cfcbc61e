"""Comments pinned to a month or a branch ("new system went live"): on the charts, and in the deck."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime

import duckdb

from analytics.errors import RequestError, Text
from analytics.measures.choices import branch_of_today
from analytics.store import Store

LONGEST = 300
_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")


@dataclass(frozen=True, slots=True)
class Comment:
    """month: "YYYY-MM", None for no month in particular. branch: None for the whole company."""

    id: int
    month: str | None
    branch: str | None
    text: str
    author: str
    written_at: datetime


def add_comment(store: Store, text: str, *, month: str | None = None, branch: str | None = None, author: str) -> int:
    """Pin a comment; its number. Raises RequestError: nothing said, too long, pinned to nothing, no such month."""
    text = " ".join(text.split())
    if not text or len(text) > LONGEST:
        raise RequestError(
            "bad_comment",
            Text(f"批注应为 1 至 {LONGEST} 字", f"a comment has 1 to {LONGEST} characters"),
            Text("请改短或补充文字", "shorten it, or say something"),
        )
    if (month is None and branch is None) or (month is not None and not _MONTH.fullmatch(month)):
        raise RequestError(
            "comment_unpinned",
            Text("批注要挂在一个月份或一个机构上", "a comment is pinned to a month (YYYY-MM) or a branch"),
            Text("请选择月份或机构", "choose a month or a branch"),
        )
    with store.write(figures=False) as cursor:
        (number,) = cursor.execute("SELECT coalesce(max(id), 0) + 1 FROM comment").fetchall()[0]
        cursor.execute(
            "INSERT INTO comment VALUES (?, ?, ?, ?, ?, now()::TIMESTAMP, NULL)",
            [number, month, branch, text, author.strip()],
        )
    return int(number)


def remove_comment(store: Store, number: int) -> None:
    """Take a comment back. Raises RequestError where there is none of that number."""
    with store.write(figures=False) as cursor:
        taken = cursor.execute(
            "UPDATE comment SET removed_at = now()::TIMESTAMP WHERE id = ? AND removed_at IS NULL RETURNING id",
            [number],
        ).fetchall()
        if not taken:
            raise RequestError(
                "unknown_comment",
                Text("这条批注已不在", "this comment is not there any more"),
                Text("请刷新页面", "load the page again"),
            )


def comments(
    cursor: duckdb.DuckDBPyConnection,
    *,
    first: str | None = None,
    last: str | None = None,
    branches: tuple[str, ...] = (),
) -> list[Comment]:
    """Those of a period (and those about no month) by month, oldest first; with branches, the whole company's too.

    A branch is called as it is called now: it may have been renamed since.
    """
    rows = cursor.execute(
        "SELECT id, month, branch, text, author, written_at FROM comment WHERE removed_at IS NULL"
        " AND (month IS NULL OR (month >= coalesce($first, month) AND month <= coalesce($last, month)))"
        " ORDER BY month NULLS LAST, id",
        {"first": first, "last": last},
    ).fetchall()
    written = [Comment(*row) for row in rows]
    now = {name: branch_of_today(cursor, name) for name in {one.branch for one in written if one.branch}}
    said = [replace(one, branch=now[one.branch]) if one.branch else one for one in written]
    return [one for one in said if not branches or one.branch is None or one.branch in branches]


def comments_of(cursor: duckdb.DuckDBPyConnection, year: int, branch: str | None) -> list[Comment]:
    """The comments that a deck of a year, and of one branch if so asked, can show."""
    return comments(cursor, first=f"{year}-01", last=f"{year}-12", branches=(branch,) if branch else ())
