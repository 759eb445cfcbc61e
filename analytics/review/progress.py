"""How the judging goes: what was decided, by whom, and how often the software's proposal was right."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import duckdb

from analytics.classify.decisions import NEWEST


@dataclass(frozen=True, slots=True)
class ReviewProgress:
    """decided: complaints with a decision that stands. agreed, compared: of those for which the software had a
    proposal, how often it is what the person decided. differing: complaints that two people decided differently.
    """

    decided: int
    compared: int
    agreed: int
    differing: int


@dataclass(frozen=True, slots=True)
class Taken:
    """A decision, for the list of the latest."""

    number: int
    complaint_no: str
    causes: tuple[str, ...]
    proposed: str | None
    decided_by: str
    decided_at: datetime
    why: str


def review_progress(cursor: duckdb.DuckDBPyConnection) -> ReviewProgress:
    rows = cursor.execute(
        f"""SELECT count(*), count(proposed), count(*) FILTER (proposed = causes[1]),
            (SELECT count(*) FROM (SELECT complaint_no FROM cause_decision WHERE causes IS NOT NULL
                GROUP BY complaint_no HAVING count(DISTINCT decided_by) > 1 AND count(DISTINCT causes[1]) > 1))
        FROM ({NEWEST}) WHERE causes IS NOT NULL"""
    ).fetchall()
    return ReviewProgress(*rows[0])


def recent_decisions(cursor: duckdb.DuckDBPyConnection, most: int = 20) -> list[Taken]:
    """The latest decisions that stand, newest first."""
    rows = cursor.execute(
        f"""SELECT decision, complaint_no, causes, proposed, decided_by, decided_at, why
        FROM ({NEWEST}) WHERE causes IS NOT NULL ORDER BY decision DESC LIMIT {int(most)}"""
    ).fetchall()
    return [Taken(row[0], row[1], tuple(row[2]), *row[3:]) for row in rows]
