"""The complaints behind a figure, each with its status, its causes and the cell it came from. No personal data."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Any

import duckdb

from analytics.measures.judged import (
    CLAIM_STAGE,
    FORM,
    Question,
    booked_on,
    conditions,
    counted,
    limits_join,
    settle,
    status,
)
from analytics.measures.scope import Scope
from analytics.vocabulary import LOG_FIELDS, VALID_ANNUAL, VALID_MONTHLY, Status


class Which(StrEnum):
    """Which complaints of a scope. PENDING: not decided yet, the next limit first. DIFFERING: the log's own 是否有效
    is not what the rule book says (monthly view).
    """

    ALL = "all"
    PENDING = "pending"
    DIFFERING = "differing"


PERSONAL = tuple(name for name, field in LOG_FIELDS.items() if field.personal)


def complaints(
    cursor: duckdb.DuckDBPyConnection,
    scope: Scope,
    which: Which = Which.ALL,
    *,
    among: Sequence[str] | None = None,
    newest: int | None = None,
    with_personal_data: bool = False,
) -> list[dict[str, Any]]:
    """One dict a complaint of the scope, sorted by receipt and number (those pending by limit and number).

    among: only those with these numbers; newest: only so many, those received last. Keys as in the command line's
    contract; `differs_from_stated` is True where the log's own 是否有效 is not what the rule book says (monthly
    view; None where the log states nothing or the outcome is still open). Personal fields are left out of the query
    unless asked for.
    """
    question = settle(cursor, scope)
    if question is None:
        return []
    booked = booked_on(question)
    judged = status(question)
    tests = [*conditions(question), *only(which, question)]
    if among is not None:
        tests.append(f"c.complaint_no IN (SELECT unnest({question.bind(list(among))}::VARCHAR[]))")
    where = " AND ".join(tests)
    order = "limit_date" if which is Which.PENDING else "received_at"
    as_of = question.bind(question.as_of)
    said = {
        "complaint_no": "c.complaint_no",
        "received_at": "c.received_at",
        "month": f"strftime({booked}, '%Y-%m')",
        "branch": "c.branch_name",
        "channel": "c.channel_code",
        "form": FORM,
        "form_source": f"CASE WHEN {FORM} IS NOT NULL THEN c.form_source END",
        "product_line": "c.product_line_name",
        "causes": None,
        "category": "c.category",
        "claim_stage": CLAIM_STAGE,
        "cause_source": "c.cause_source",
        "cause_confidence": "c.cause_confidence",
        "status": judged,
        "limit_date": f"CASE WHEN {counted(question)} THEN l.limit_date END",
        "withdrawn_on": f"CASE WHEN c.withdrawn_on <= {as_of} THEN c.withdrawn_on END",
        "determined_month": f"CASE WHEN {counted(question)} THEN strftime(l.limit_date, '%Y-%m') END",
        **{
            name: f"CASE WHEN c.{name}::DATE <= {as_of} THEN c.{name} END"
            for name in ("reported_on", "stamped_report_on", "closed_on")
        },
        "stated_valid": "c.stated_valid",
        "rulebook": "l.judged_by",
        "file": "b.file",
        "sheet": "s.sheet",
        "row_no": "c.row_no",
        **{name: f"c.{name}" for name in PERSONAL if with_personal_data},
    }
    # Causes are gathered for the complaints that are listed, not for all there are.
    cursor.execute(
        f"""WITH listed AS (
            SELECT {", ".join(f"{sql} AS {name}" for name, sql in said.items() if sql)}
            FROM complaint c {limits_join(question)}
            JOIN batch b ON b.batch_id = c.batch_id
            JOIN batch_sheet s ON s.batch_id = c.batch_id AND s.sheet_no = c.sheet_no
            WHERE {where} {f"ORDER BY c.received_at DESC, c.complaint_no DESC LIMIT {int(newest)}" if newest else ""}
        ), mentioned AS (
            SELECT complaint_no, list(cause ORDER BY position) AS causes FROM complaint_cause
            WHERE complaint_no IN (SELECT complaint_no FROM listed) GROUP BY complaint_no
        )
        SELECT {", ".join(f"{'mentioned' if name == 'causes' else 'listed'}.{name}" for name in said)}
        FROM listed LEFT JOIN mentioned ON mentioned.complaint_no = listed.complaint_no
        ORDER BY listed.{order}, listed.complaint_no""",
        question.params,
    )
    names = [column[0] for column in cursor.description]
    return [_record(dict(zip(names, row, strict=True))) for row in cursor.fetchall()]


def only(which: Which, question: Question) -> list[str]:
    """The conditions under which a complaint is on the list."""
    if which is Which.ALL:
        return []
    judged = status(question)
    if which is Which.PENDING:
        # The limit is asked first: it is cheap, and few have one that is still to come.
        return [f"l.limit_date > {question.bind(question.as_of)}", f"{judged} = '{Status.PENDING}'"]
    still_open = f"('{Status.PENDING}', '{Status.NOT_COUNTED}')"
    valid = ", ".join(f"'{one}'" for one in VALID_MONTHLY)
    return ["c.stated_valid IS NOT NULL", f"{judged} NOT IN {still_open}", f"c.stated_valid <> ({judged} IN ({valid}))"]


def _record(row: dict[str, Any]) -> dict[str, Any]:
    one = Status(row["status"])
    row["status"] = one.value
    row["causes"] = row["causes"] or []
    row["valid_monthly"] = one in VALID_MONTHLY
    row["valid_annual"] = one in VALID_ANNUAL
    open_still = one in (Status.PENDING, Status.NOT_COUNTED) or row["stated_valid"] is None
    row["differs_from_stated"] = None if open_still else row["stated_valid"] is not row["valid_monthly"]
    row["source"] = {"file": row.pop("file"), "sheet": row.pop("sheet"), "row": row.pop("row_no")}
    return {key: _plain(value) for key, value in row.items()}


def _plain(value: Any) -> Any:
    """ISO 8601; a receipt without a time of day is a date."""
    if isinstance(value, datetime):
        midnight = (value.hour, value.minute, value.second) == (0, 0, 0)
        return value.date().isoformat() if midnight else value.isoformat(timespec="seconds")
    return value.isoformat() if isinstance(value, date) else value
