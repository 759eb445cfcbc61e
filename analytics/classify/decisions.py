"""What people decide about the causes of complaints: kept by complaint number, the newest holds, and it wins over all.

A decision is about a complaint, not about a row of a log, so re-imports, undone batches and new taxonomies leave it
alone; a complaint that comes back finds its decision waiting.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import duckdb

from analytics.classify.claim_stages import ClaimStage
from analytics.classify.current import refresh_complaints
from analytics.classify.stored_taxonomy import current_taxonomy
from analytics.errors import RequestError, Text
from analytics.store import Store

LONGEST_WHY = 500

NEWEST = """SELECT * FROM cause_decision d
    WHERE decision = (SELECT max(e.decision) FROM cause_decision e WHERE e.complaint_no = d.complaint_no)"""


@dataclass(frozen=True, slots=True)
class Decision:
    """number: grows by one a decision. causes: () when an earlier decision was taken back."""

    number: int
    complaint_no: str
    causes: tuple[str, ...]
    claim_stage: str | None
    proposed: str | None
    decided_by: str
    decided_at: datetime
    why: str


def decide(
    store: Store,
    seen: Mapping[str, int | None],
    causes: Sequence[str],
    *,
    by: str,
    why: str = "",
    claim_stage: ClaimStage | None = None,
    proposed: Mapping[str, str | None] | None = None,
) -> int:
    """File complaints under these causes (primary first); how many.

    seen: complaint number -> the number of the decision that its decider saw, None where there was none. All or none
    are decided. Raises RequestError: nobody named, an unknown or retired cause, and `decided_meanwhile` where
    somebody else has decided one of them since it was shown.
    """
    by, why = by.strip(), " ".join(why.split())[:LONGEST_WHY]
    if not by:
        raise RequestError(
            "nobody",
            Text("请先填写您的姓名", "say who you are first"),
            Text("决定要记下是谁做的", "a decision is kept with the name of who made it"),
        )
    with store.write() as cursor:
        taxonomy = current_taxonomy(cursor)
        known = {cause.code for cause in taxonomy.active}
        for code in [*causes] or [""]:
            if code not in known:
                raise RequestError(
                    "unknown_cause",
                    Text(f"没有原因“{code}”,或已停用", f"there is no cause {code!r}, or it is retired"),
                    Text("请从列表中选择", "choose one of the list"),
                )
        _append(cursor, seen, list(dict.fromkeys(causes)), claim_stage, proposed or {}, by, why)
    return len(seen)


def take_back(store: Store, seen: Mapping[str, int | None], *, by: str) -> None:
    """Take decisions back: the label or the narrative speaks again. Raises RequestError as `decide`."""
    with store.write() as cursor:
        _append(cursor, seen, None, None, {}, by.strip() or "-", "")


def _append(
    cursor: duckdb.DuckDBPyConnection,
    seen: Mapping[str, int | None],
    causes: list[str] | None,
    claim_stage: ClaimStage | None,
    proposed: Mapping[str, str | None],
    by: str,
    why: str,
) -> None:
    numbers = list(seen)
    newest = {one.complaint_no: one for one in decisions_of(cursor, numbers)}
    for complaint_no, their in seen.items():
        now = newest.get(complaint_no)
        if now is not None and now.number != their:
            raise RequestError(
                "decided_meanwhile",
                Text(
                    f"{complaint_no} 刚刚已由 {now.decided_by} 处理({now.decided_at:%H:%M})",
                    f"{complaint_no} was decided by {now.decided_by} meanwhile ({now.decided_at:%H:%M})",
                ),
                Text(
                    "您的决定没有写入;请看对方的结果,需要时再改",
                    "yours was not kept; look at theirs, then change it if you must",
                ),
            )
    rows = cursor.execute("SELECT coalesce(max(decision), 0) FROM cause_decision").fetchall()
    first = int(rows[0][0]) + 1
    stage = claim_stage.value if claim_stage else None
    for number, complaint_no in enumerate(numbers, first):
        cursor.execute(
            "INSERT INTO cause_decision VALUES (?, ?, ?::VARCHAR[], ?, ?, ?, now()::TIMESTAMP, ?)",
            [number, complaint_no, causes, stage, proposed.get(complaint_no), by, why],
        )
    refresh_complaints(cursor, f"SELECT complaint_no FROM cause_decision WHERE decision >= {first}")


def decisions_of(cursor: duckdb.DuckDBPyConnection, numbers: Sequence[str] | None = None) -> list[Decision]:
    """The newest decision of each of these complaints (of all by default), oldest first."""
    only = "" if numbers is None else " AND complaint_no IN (SELECT unnest(?::VARCHAR[]))"
    rows = cursor.execute(
        f"SELECT * FROM ({NEWEST}) WHERE TRUE{only} ORDER BY decision", [] if numbers is None else [list(numbers)]
    ).fetchall()
    return [Decision(row[0], row[1], tuple(row[2] or ()), *row[3:]) for row in rows]
