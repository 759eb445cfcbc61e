"""Decks that were made: the file itself, with the version of the data it shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import duckdb

from analytics.errors import RequestError, Text
from analytics.store import Store

# A year of weekly decks. The oldest goes when one more is made; a file is a few hundred kilobytes.
MOST_KEPT = 50


@dataclass(frozen=True, slots=True)
class DeckVersion:
    """branch: "" for the whole company. data_version: of the data it shows."""

    id: int
    made_at: datetime
    year: int
    branch: str
    language: str
    as_of: date | None
    data_version: int
    slides: int
    file_name: str


def keep_version(
    store: Store,
    *,
    year: int,
    branch: str | None,
    language: str,
    as_of: date | None,
    data_version: int,
    slides: int,
    file_name: str,
    file: bytes,
) -> int:
    """Keep a deck; its number. data_version: of the data it was made from, which may have gone on since."""
    with store.write(figures=False) as cursor:
        (number,) = cursor.execute("SELECT coalesce(max(id), 0) + 1 FROM deck_version").fetchall()[0]
        cursor.execute(
            "INSERT INTO deck_version VALUES (?, now()::TIMESTAMP, ?, ?, ?, ?, ?, ?, ?, ?)",
            [number, year, branch or "", language, as_of, data_version, slides, file_name, file],
        )
        cursor.execute("DELETE FROM deck_version WHERE id <= ?", [number - MOST_KEPT])
    return int(number)


def versions(cursor: duckdb.DuckDBPyConnection) -> list[DeckVersion]:
    """All decks that are kept, the newest first, without their files."""
    rows = cursor.execute(
        "SELECT id, made_at, year, branch, language, as_of, data_version, slides, file_name FROM deck_version"
        " ORDER BY id DESC"
    ).fetchall()
    return [DeckVersion(*row) for row in rows]


def version_file(cursor: duckdb.DuckDBPyConnection, number: int) -> bytes:
    """The file of one. Raises RequestError where it is not kept any more."""
    rows = cursor.execute("SELECT file FROM deck_version WHERE id = ?", [number]).fetchall()
    if not rows:
        raise RequestError(
            "unknown_version",
            Text(f"没有第 {number} 号报告", f"there is no deck number {number}"),
            Text("请刷新列表", "load the list again"),
        )
    return bytes(rows[0][0])
