"""Which complaints wait for a judgement, how many, and what is known of their order without reading them.

Narratives say how doubtful an unclassified complaint is, and reading is what costs: of many that wait, only those
that may stand at the head of the queue are read (`queue.py`). What makes one consequential is stored or computed here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

import duckdb

from analytics.classify.contradicted import Compared, compared_with_labels, keep_compared
from analytics.measures import Scope
from analytics.measures.judged import conditions, limits_join, settle, status
from analytics.store import Store, kept
from analytics.vocabulary import VALID_ANNUAL, VALID_MONTHLY, CauseSource, Channel, Status

PERSONAL = "complainant phone plate policy_no claim_no responsible_person handler".split()
_WEIGHT = {Status.PENDING: 3.0, Status.VALID: 2.5, Status.VALID_PERMANENT: 2.0, Status.VALID_CURED: 1.5}


class Reason(StrEnum):
    """UNCLASSIFIED: nothing tells the cause. CONTRADICTION: the label says one thing, the narrative another."""

    UNCLASSIFIED = "unclassified"
    CONTRADICTION = "contradiction"


@dataclass(frozen=True, slots=True)
class Waiting:
    """Complaints that wait for a judgement; of those, how many by a label that the narrative contradicts, and how
    many that came from the regulator and are pending or valid.
    """

    complaints: int
    contradictions: int
    urgent: int


def waiting(cursor: duckdb.DuckDBPyConnection, as_of: date | None = None) -> Waiting:
    """How many wait: of what had been received by as-of."""
    asked = _those_that_wait(cursor, as_of)
    if asked is None:
        return Waiting(0, 0, 0)
    sql, params = asked
    urgent = ", ".join(f"'{one}'" for one in (Status.PENDING, *VALID_ANNUAL))
    rows = cursor.execute(
        f"""SELECT count(*), count(*) FILTER (reason = '{Reason.CONTRADICTION}'),
            count(*) FILTER (channel_code = '{Channel.REGULATOR}' AND status IN ({urgent})) FROM ({sql})""",
        params,
    ).fetchall()
    return Waiting(*rows[0])


def first_waiting(cursor: duckdb.DuckDBPyConnection, as_of: date | None, most: int) -> list[dict[str, Any]]:
    """Those that may stand at the head of the queue, with their narratives, not masked: by consequence and, among
    equals, what is surely doubtful (no text to read), what must be read, what is surely less so (contradictions).
    """
    surely = f"CASE WHEN reason = '{Reason.CONTRADICTION}' THEN 2 WHEN no_text THEN 0 ELSE 1 END"
    order = f"consequence DESC, {surely}, limit_date NULLS LAST, complaint_no"
    return _with_text(cursor, as_of, f"ORDER BY {order} LIMIT {int(most)}", {})


def one_waiting(cursor: duckdb.DuckDBPyConnection, as_of: date | None, complaint_no: str) -> list[dict[str, Any]]:
    """The same of one complaint, wherever it stands in the queue; [] where it does not wait."""
    return _with_text(cursor, as_of, "WHERE complaint_no = $wanted", {"wanted": complaint_no})


def _with_text(
    cursor: duckdb.DuckDBPyConnection, as_of: date | None, which: str, named: dict[str, Any]
) -> list[dict[str, Any]]:
    asked = _those_that_wait(cursor, as_of)
    if asked is None:
        return []
    sql, params = asked
    more = "received_on branch_name product_line_name cause_label narrative primary_cause category claim_stage_code"
    columns = ", ".join(f"c.{name}" for name in (*more.split(), *PERSONAL))
    # Texts are fetched for the few that are asked for, not carried through the sorting of all.
    cursor.execute(
        f"""WITH chosen AS (SELECT * FROM ({sql}) {which})
        SELECT chosen.*, {columns},
            (SELECT max(d.decision) FROM cause_decision d WHERE d.complaint_no = c.complaint_no) AS decision
        FROM complaint c JOIN chosen USING (complaint_no)""",
        {**params, **named},
    )
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _those_that_wait(cursor: duckdb.DuckDBPyConnection, as_of: date | None) -> tuple[str, dict[str, Any]] | None:
    """All that wait, as SQL with what it binds. None without data."""
    question = settle(cursor, Scope(as_of=as_of))
    if question is None:
        return None
    against = f"c.complaint_no IN (SELECT unnest({question.bind(list(labels_compared(cursor).against))}::VARCHAR[]))"
    weights = " ".join(f"WHEN '{one}' THEN {weight}" for one, weight in _WEIGHT.items())
    limited = ", ".join(f"'{one}'" for one in (Status.PENDING, *VALID_MONTHLY))
    sql = f"""SELECT complaint_no, channel_code, status, reason, no_text,
            CASE WHEN status IN ({limited}) THEN limit_date END AS limit_date,
            CASE WHEN channel_code = '{Channel.REGULATOR}' THEN CASE status {weights} ELSE 1.0 END ELSE 0.5 END
                AS consequence
        FROM (SELECT c.complaint_no, c.channel_code, l.limit_date, {status(question)} AS status,
                coalesce(c.narrative, '') = '' AS no_text, CASE WHEN c.cause_source = '{CauseSource.NONE}'
                    THEN '{Reason.UNCLASSIFIED}' ELSE '{Reason.CONTRADICTION}' END AS reason
            FROM complaint c {limits_join(question)} WHERE {" AND ".join(conditions(question))}
                AND (c.cause_source = '{CauseSource.NONE}' OR {against}))"""
    return sql, question.params


@kept
def labels_compared(cursor: duckdb.DuckDBPyConnection) -> Compared:
    """Every label beside its narrative; what was not kept must be read for it."""
    return compared_with_labels(cursor)


def keep_labels_compared(store: Store) -> None:
    """What had to be read is kept for the next process: the first Review of many complaints reads for long.

    Not while something is being imported or classified again: whoever looks at a page would wait for its end.
    """
    if store.writing:
        return
    with store.cursor() as cursor:
        compared = labels_compared(cursor)
    keep_compared(store, [compared])
