"""Titles, sentences and points of a deck in a person's own words, and its outline; kept for the next run."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import duckdb

from analytics.errors import RequestError, Text
from analytics.store import Store, check_seen

LONGEST = 400
_POINT = ".point."  # in the place of a point, between its section and its number


@dataclass(frozen=True, slots=True)
class DeckEdit:
    """place: key of the title or line. generated: what the deck said there when it was replaced."""

    place: str
    text: str
    generated: str
    written_by: str = ""


def keep_edits(
    store: Store, year: int, branch: str | None, language: str, new: Sequence[DeckEdit], *, seen: Mapping[str, str]
) -> None:
    """Keep edits in the places of earlier ones, all or none; an empty text takes one back.

    seen: place -> its own words when the writer began; nothing where there were none. Raises RequestError: too long,
    and `changed_meanwhile`.
    """
    said = {edit.place: " ".join(edit.text.split()) for edit in new}
    if any(len(text) > LONGEST for text in said.values()):
        raise RequestError(
            "edit_too_long",
            Text(f"一句话不超过 {LONGEST} 字", f"a sentence has at most {LONGEST} characters"),
            Text("请改短", "shorten it"),
        )
    with store.write(figures=False) as cursor:
        now = edits(cursor, year, branch, language)
        for edit in new:
            check_seen(now[edit.place].text if edit.place in now else None, seen.get(edit.place))
            key, text = [year, branch or "", language, edit.place], said[edit.place]
            cursor.execute("DELETE FROM deck_edit WHERE year = ? AND branch = ? AND language = ? AND place = ?", key)
            if text and text != edit.generated:
                cursor.execute(
                    "INSERT INTO deck_edit VALUES (?, ?, ?, ?, ?, ?, ?, now()::TIMESTAMP)",
                    [*key, text, edit.generated, edit.written_by],
                )


def edits(cursor: duckdb.DuckDBPyConnection, year: int, branch: str | None, language: str) -> dict[str, DeckEdit]:
    """The edits of one deck by place."""
    rows = cursor.execute(
        "SELECT place, text, generated, written_by FROM deck_edit WHERE year = ? AND branch = ? AND language = ?",
        [year, branch or "", language],
    ).fetchall()
    return {row[0]: DeckEdit(*row) for row in rows}


@dataclass(frozen=True, slots=True)
class Outline:
    """sections: keys in the order in which they stand. cases: complaint numbers in order; comments: their numbers.

    None: all of the year and the scope.
    """

    sections: tuple[str, ...]
    cases: tuple[str, ...] | None = None
    comments: tuple[int, ...] | None = None


def keep_outline(store: Store, year: int, branch: str | None, outline: Outline, *, seen: Outline | None) -> None:
    """Keep which sections, cases and comments a deck has, in their order.

    seen: as it was arranged when the writer began, None where nobody had. Raises RequestError `changed_meanwhile`.
    """
    chosen = json.dumps({"cases": outline.cases, "comments": outline.comments})
    with store.write(figures=False) as cursor:
        check_seen(outline_of(cursor, year, branch), seen)
        cursor.execute("DELETE FROM deck_outline WHERE year = ? AND branch = ?", [year, branch or ""])
        cursor.execute(
            "INSERT INTO deck_outline VALUES (?, ?, ?, ?)", [year, branch or "", json.dumps(outline.sections), chosen]
        )


def outline_of(cursor: duckdb.DuckDBPyConnection, year: int, branch: str | None) -> Outline | None:
    """What was chosen for a deck, None where nobody chose."""
    rows = cursor.execute(
        "SELECT sections, cases FROM deck_outline WHERE year = ? AND branch = ?", [year, branch or ""]
    ).fetchall()
    if not rows:
        return None
    sections, chosen = rows[0]
    kept = json.loads(chosen) if chosen else {}
    if isinstance(kept, list):  # as it was kept before comments could be chosen
        kept = {"cases": kept}
    numbers, comments = kept.get("cases"), kept.get("comments")
    return Outline(
        tuple(json.loads(sections)),
        None if numbers is None else tuple(numbers),
        None if comments is None else tuple(comments),
    )


MOST_POINTS, LONGEST_POINT = 8, 200


def keep_points(
    store: Store,
    year: int,
    branch: str | None,
    language: str,
    section: str,
    points: Sequence[str],
    *,
    seen: Sequence[str],
) -> None:
    """Keep what only a person can say of a section, a point a line, in the place of what was there; blank ones go.

    seen: the points when the writer began. Raises RequestError: more points than a slide holds, one too long, and
    `changed_meanwhile`.
    """
    kept = [text for one in points if (text := " ".join(one.split()))]
    if len(kept) > MOST_POINTS or any(len(text) > LONGEST_POINT for text in kept):
        raise RequestError(
            "bad_points",
            Text(
                f"最多 {MOST_POINTS} 条,每条不超过 {LONGEST_POINT} 字",
                f"at most {MOST_POINTS} points of {LONGEST_POINT} characters each",
            ),
            Text("请合并或改短", "merge some, or shorten them"),
        )
    key = [year, branch or "", language]
    with store.write(figures=False) as cursor:
        check_seen(points_of(cursor, year, branch, language, section), list(seen))
        cursor.execute(
            "DELETE FROM deck_edit WHERE year = ? AND branch = ? AND language = ? AND starts_with(place, ?)",
            [*key, f"{section}{_POINT}"],
        )
        for number, text in enumerate(kept):
            cursor.execute(
                "INSERT INTO deck_edit VALUES (?, ?, ?, ?, ?, '', '', now()::TIMESTAMP)",
                [*key, f"{section}{_POINT}{number:02d}", text],
            )


def points_of(
    cursor: duckdb.DuckDBPyConnection, year: int, branch: str | None, language: str, section: str
) -> list[str]:
    """The points of a section, in order."""
    rows = cursor.execute(
        "SELECT text FROM deck_edit WHERE year = ? AND branch = ? AND language = ? AND starts_with(place, ?)"
        " ORDER BY place",
        [year, branch or "", language, f"{section}{_POINT}"],
    ).fetchall()
    return [text for (text,) in rows]
