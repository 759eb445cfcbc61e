"""Restatement: what a scope was as reported after a batch, what it is today, and the complaints in between.

Both sides are counted by the same measures, on two states of the same tables.
"""

from __future__ import annotations

from datetime import date

import duckdb

from analytics.errors import RequestError, Text
from analytics.measures.as_reported import go_back
from analytics.measures.figure import Frame
from analytics.measures.judged import (
    FORM,
    Question,
    booked_on,
    conditions,
    known_until,
    limits_join,
    settle,
    status,
    valid_statuses,
)
from analytics.measures.known import known
from analytics.measures.reasons import Comparison, Side
from analytics.measures.restated import Change, Count, Counts, RestatedRow, Restatement
from analytics.measures.scope import Scope
from analytics.measures.table import measure
from analytics.store import snapshot
from analytics.vocabulary import Dimension, Measure, Status, View

# The label of a complaint's row, as the tables of measures print it.
_KEY: dict[Dimension, str] = {
    Dimension.MONTH: "strftime({booked}, '%Y-%m')",
    Dimension.QUARTER: "strftime({booked}, '%Y') || '-Q' || CAST(quarter({booked}) AS VARCHAR)",
    Dimension.YEAR: "strftime({booked}, '%Y')",
    Dimension.BRANCH: "c.branch_name",
    Dimension.CATEGORY: "c.category",
    Dimension.CHANNEL: "c.channel_code",
    Dimension.FORM: FORM,
    Dimension.PRODUCT_LINE: "c.product_line_name",
    Dimension.STATUS: "{status}",
    Dimension.TOTAL: "''",
}
_SIDE = (
    "key in_scope status received_on limit_date withdrawn_on finding stated_valid channel form branch product_line"
).split()


def restatement(
    cursor: duckdb.DuckDBPyConnection,
    scope: Scope,
    batch: int,
    by: Dimension = Dimension.MONTH,
    then_as_of: date | None = None,
) -> Restatement:
    """The scope as reported after `batch`, against today, by one dimension.

    Today is judged as of the scope's date (default: the last the data knows), then as of `then_as_of` (default: the
    last that was known then, and no later than today's). Both by today's rules.
    Raises RequestError: no such batch, by cause, no log by then, an as-of of then that lies after today's.
    """
    if by not in _KEY:
        raise RequestError(
            "not_restated_by_cause",
            Text("一件投诉可有多个原因,不能按原因比较", "a complaint names several causes: by cause nothing adds up"),
            Text("请按原因大类(category)", "ask by category"),
        )
    with snapshot(cursor) as one:
        question = settle(one, scope)
        if question is None:
            raise _nothing_then(batch)
        now, frame = _rows(one, scope, by)
        _say(one, "said_now", question, by)
        reported = go_back(one, batch)
        known_then = known_until(one)
        if known_then is None:
            raise _nothing_then(batch)
        as_of = then_as_of or min(known_then, question.as_of)
        if as_of > question.as_of:
            raise RequestError(
                "as_of_reversed",
                Text(
                    f"当时的截至日 {as_of} 晚于现在的 {question.as_of}",
                    f"then ({as_of}) is after now ({question.as_of})",
                ),
                Text("请交换两个日期", "swap the two dates"),
            )
        past = scope.with_(as_of=as_of)
        asked_then = settle(one, past, checked=False)  # a branch may not have been known yet
        assert asked_then is not None
        _say(one, "said_then", asked_then, by)
        then = _rows_then(one, past, by)
        stated = any(book.outcome == "stated" for book in (*question.books, *asked_then.books))
        comparison = Comparison(scope, by, as_of, question.as_of, stated)
        changes = _changes(one, comparison)
    keys = sorted(then.keys() | now.keys(), key=lambda key: (key is None, key or ""))
    rows = [RestatedRow(key, then.get(key), now.get(key)) for key in keys]
    return Restatement(reported, by, as_of, frame, rows, changes)


def _nothing_then(batch: int) -> RequestError:
    return RequestError(
        "nothing_reported_then",
        Text(f"到第 {batch} 批为止还没有台账", f"no log had been imported by batch {batch}"),
        Text("请选择之后的批次", "choose a later batch"),
    )


def _rows(one: duckdb.DuckDBPyConnection, scope: Scope, by: Dimension) -> tuple[dict[str | None, Counts], Frame]:
    gross = measure(one, scope.with_(view=View.MONTHLY), (by,), (Measure.COMPLAINTS, Measure.VALID))
    net = measure(one, scope.with_(view=View.ANNUAL), (by,), (Measure.VALID,))
    names = [None if by is Dimension.TOTAL else by.value]
    rows: dict[str | None, Counts] = {}
    for row, other in zip(gross.rows, net.rows, strict=True):
        assert row.key == other.key
        key = "" if names == [None] else row.key[by.value]
        rows[key] = {
            Count.COMPLAINTS: int(row.value(Measure.COMPLAINTS) or 0),
            Count.VALID_MONTHLY: int(row.value(Measure.VALID) or 0),
            Count.VALID_ANNUAL: int(other.value(Measure.VALID) or 0),
        }
    return rows, (gross if scope.view is View.MONTHLY else net).frame


def _rows_then(one: duckdb.DuckDBPyConnection, scope: Scope, by: Dimension) -> dict[str | None, Counts]:
    """As _rows, where a branch or product line of the filter may not have been known yet."""
    there = known(one)
    for field, names in (("branches", there.branches), ("product_lines", there.product_lines)):
        asked: tuple[str, ...] = getattr(scope, field)
        left = tuple(name for name in asked if name in names)
        if asked and not left:
            return {}
        scope = scope.with_(**{field: left})
    return _rows(one, scope, by)[0]


def _say(one: duckdb.DuckDBPyConnection, table: str, question: Question, by: Dimension) -> None:
    """Every complaint of one side with what it is judged by, in a temporary table."""
    as_of = question.bind(question.as_of)
    judged = status(question)
    key = _KEY[by].format(booked=booked_on(question), status=judged)
    one.execute(
        f"""CREATE TEMP TABLE {table} AS
        SELECT c.complaint_no, {key} AS key, coalesce({" AND ".join(conditions(question))}, FALSE) AS in_scope,
            {judged} AS status, c.received_on, l.limit_date,
            CASE WHEN c.withdrawn_on <= {as_of} THEN c.withdrawn_on END AS withdrawn_on,
            CASE WHEN coalesce(c.invalid_found_on, c.received_on) <= {as_of} THEN c.invalid_finding END AS finding,
            c.stated_valid, c.channel_code AS channel, c.form_code AS form, c.branch_name AS branch,
            c.product_line_name AS product_line
        FROM complaint c {limits_join(question)}""",
        question.params,
    )


def _changes(one: duckdb.DuckDBPyConnection, comparison: Comparison) -> list[Change]:
    def counted(side: str, view: View) -> str:
        return f"coalesce({side}.in_scope AND {side}.status IN ({valid_statuses(view)}), FALSE)"

    differs = " OR ".join(
        [
            "coalesce(t.in_scope, FALSE) <> coalesce(n.in_scope, FALSE)",
            "t.in_scope AND n.in_scope AND t.key IS DISTINCT FROM n.key",
        ]
        + [f"{counted('t', view)} <> {counted('n', view)}" for view in View]
    )
    columns = ", ".join(f"{side}.{name}" for side in "tn" for name in _SIDE)
    rows = one.execute(
        f"""SELECT coalesce(t.complaint_no, n.complaint_no), t.complaint_no IS NULL, n.complaint_no IS NULL, {columns}
        FROM said_then t FULL JOIN said_now n ON t.complaint_no = n.complaint_no WHERE {differs} ORDER BY 1"""
    ).fetchall()
    changes = []
    for number, no_then, no_now, *values in rows:
        then = None if no_then else _side(values[: len(_SIDE)])
        now = None if no_now else _side(values[len(_SIDE) :])
        changes.append(Change(number, comparison.reason(then, now), then, now))
    return changes


def _side(values: list[object]) -> Side:
    record = dict(zip(_SIDE, values, strict=True))
    return Side(**{**record, "status": Status(str(record["status"]))})  # type: ignore[arg-type]
