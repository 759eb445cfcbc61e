"""Next year's measures, typed in for a deck and kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb

from analytics.errors import RequestError, Text
from analytics.store import Store, check_seen

LONGEST = 200
MOST = 12


@dataclass(frozen=True, slots=True)
class PlannedMeasure:
    """What is to be done, by whom, until when, and what it is to reach; the last three may be empty."""

    measure: str
    owner: str = ""
    due: str = ""
    target: str = ""


def keep_plan(
    store: Store, year: int, branch: str | None, plan: Sequence[PlannedMeasure], *, seen: Sequence[PlannedMeasure]
) -> None:
    """Keep the measures of one deck in this order, in the place of what was there. Lines without a measure go.

    seen: the measures when the writer began. Raises RequestError: more measures than a slide holds, a text too long,
    and `changed_meanwhile`.
    """
    kept = [one for one in plan if one.measure.strip()]
    if len(kept) > MOST or any(
        len(text) > LONGEST for one in kept for text in (one.measure, one.owner, one.due, one.target)
    ):
        raise RequestError(
            "bad_plan",
            Text(
                f"最多 {MOST} 项措施,每格不超过 {LONGEST} 字", f"at most {MOST} measures of {LONGEST} characters a cell"
            ),
            Text("请合并或改短", "merge some, or shorten them"),
        )
    with store.write(figures=False) as cursor:
        check_seen(plan_of(cursor, year, branch), list(seen))
        cursor.execute("DELETE FROM planned_measure WHERE year = ? AND branch = ?", [year, branch or ""])
        for position, one in enumerate(kept):
            cursor.execute(
                "INSERT INTO planned_measure VALUES (?, ?, ?, ?, ?, ?, ?)",
                [
                    year,
                    branch or "",
                    position,
                    *(text.strip() for text in (one.measure, one.owner, one.due, one.target)),
                ],
            )


def plan_of(cursor: duckdb.DuckDBPyConnection, year: int, branch: str | None) -> list[PlannedMeasure]:
    """The measures of one deck, in order."""
    rows = cursor.execute(
        "SELECT measure, owner, due, target FROM planned_measure WHERE year = ? AND branch = ? ORDER BY position",
        [year, branch or ""],
    ).fetchall()
    return [PlannedMeasure(*row) for row in rows]
