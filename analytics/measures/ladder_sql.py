"""The ladder as SQL: every complaint of a scope at every step that it has, with its state and how long it took."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import duckdb

from analytics.classify.clock_times import MIDNIGHT
from analytics.measures.judged import Question, conditions, counted, limits_join, per_book
from analytics.measures.keys import key_columns
from analytics.measures.known_columns import knows_sql
from analytics.rules.book import STEP_FIELDS, Limit, RuleBook, Step, StepLimit
from analytics.vocabulary import Dimension

Unit = Literal["minutes", "days"]
# A contact or a plan left blank may still have been made where something after it was done or the complaint was
# withdrawn, the ladder's last step: then it is not known, and nobody waits for it.
# A report may not: none in its term is late (domain, "Handled in time").
_LATER: dict[Step, tuple[str, ...]] = {
    Step.CONTACT: ("plan_at", "reported_on", "stamped_report_on", "closed_on"),
    Step.PLAN: ("reported_on", "stamped_report_on", "closed_on"),
}
_REPORTS = (Step.REPORT, Step.STAMPED_REPORT)  # withdrawn in their term and before them: none is needed
_DONE = ("contacted_at", "plan_at", "reported_on", "stamped_report_on", "closed_on")
# Of a step of a complaint. Late is either of late and overdue in a StepRow.
STEP_STATES = ("in_time", "late", "overdue", "not_due", "not_needed", "no_date")
# Over the facts of one complaint and step (see facts_sql). A term in minutes needs both clock times.
_MINUTES = "extract(epoch FROM done - received_at) / 60.0"
_DAYS = "CAST(done AS DATE) - received_on"
_STATE = f"""CASE
    WHEN not_needed THEN 'not_needed'
    WHEN done IS NOT NULL AND unclear THEN 'no_date'
    WHEN done IS NOT NULL AND minutes IS NOT NULL THEN CASE WHEN {_MINUTES} <= minutes THEN 'in_time' ELSE 'late' END
    WHEN done IS NOT NULL THEN CASE WHEN CAST(done AS DATE) <= due THEN 'in_time' ELSE 'late' END
    WHEN NOT known OR later THEN 'no_date'
    WHEN passed THEN 'overdue'
    ELSE 'not_due' END"""


def scope_sql(question: Question, by: Sequence[Dimension]) -> str:
    """The counted complaints of the scope with their keys, what was done by the as-of date, and how their limits are
    found."""
    as_of = question.bind(question.as_of)
    columns = [f"{sql} AS k{place}" for place, sql in enumerate(key_columns(question, by))]
    names = "complaint_no received_on received_at withdrawn_on form_code complexity_code"
    columns += [f"c.{name}" for name in names.split()]
    columns += [
        f"CASE WHEN CAST(c.{name} AS DATE) <= {as_of} THEN CAST(c.{name} AS TIMESTAMP) END AS {name}" for name in _DONE
    ]
    columns += [f"l.{name}" for name in "rulebook judged_by form complexity".split()]
    return f"""SELECT {", ".join(columns)} FROM complaint c {limits_join(question)}
        WHERE {counted(question)} AND {" AND ".join(conditions(question))}"""


def facts_sql(
    cursor: duckdb.DuckDBPyConnection, question: Question, units: dict[Step, Unit], keys: Sequence[str]
) -> str:
    """One row a complaint of `scope` and step that it has: its keys, its state and how long it took.

    All steps in one join with their limits: the same said once for each of them takes longer to plan than to do.
    done: when, by the as-of date; unclear: that says nothing (no clock time where one is needed, before receipt).
    """
    as_of = question.bind(question.as_of)

    def done(step: Step, book: RuleBook) -> str:
        limits = book.steps.get(step, {}).items()
        dates = {name: ", ".join(f"c.{one}" for one in _fields(step, limit)) for name, limit in limits}
        if len(set(dates.values())) == 1:  # only complaints of a class that has the step have its limit
            return f"coalesce({next(iter(dates.values()))}, NULL)"
        column = "c.form_code" if book.ladder == "form" else "c.complexity_code"
        whens = " ".join(f"WHEN '{name}' THEN coalesce({one}, NULL)" for name, one in dates.items())
        return f"CASE {column} {whens} END" if whens else "NULL"

    when, known, later, joins = {}, {}, {}, []
    for step in units:
        done_by = per_book(question, {book.name: done(step, book) for book in question.books})
        when[step] = done_by.replace("l.judged_by", "c.judged_by")
        limits = [limit for book in question.books for limit in book.steps.get(step, {}).values()]
        fields = {name for limit in limits for name in _fields(step, limit)}
        known[step], join = knows_sql(cursor, tuple(sorted(fields)), f"knows_{step.value}")
        joins.append(join)
        ended = [f"c.{name} IS NOT NULL" for name in _LATER.get(step, ())]
        later[step] = " OR ".join([*ended, f"coalesce(c.withdrawn_on <= {as_of}, FALSE)"]) if ended else "FALSE"
    steps, reports = (", ".join(f"'{one.value}'" for one in some) for some in (units, _REPORTS))
    took = _by_step({step: _MINUTES if unit == "minutes" else _DAYS for step, unit in units.items()})
    due = "coalesce(s.due, CAST(c.received_at + s.minutes * INTERVAL 1 MINUTE AS DATE), c.received_on)"
    withdrawn = f"CASE WHEN s.step IN ({reports}) AND c.withdrawn_on <= {as_of} THEN c.withdrawn_on END"
    group = "".join(f"{key}, " for key in keys)
    inner = "".join(f"c.{key}, " for key in keys)
    return f"""SELECT {group} step, assumed, {_STATE} AS state,
            CASE WHEN done IS NOT NULL AND NOT unclear AND NOT not_needed THEN {took} END AS took
        FROM (SELECT *, due <= {as_of} AS passed,
                coalesce(CAST(done AS DATE) < received_on OR minutes IS NOT NULL AND (received_at IS NULL
                    OR done < received_at OR CAST(done AS TIME) = {MIDNIGHT} OR CAST(received_at AS TIME) = {MIDNIGHT}),
                    FALSE) AS unclear,
                coalesce(withdrawn <= due AND (done IS NULL OR withdrawn < CAST(done AS DATE)), FALSE) AS not_needed
            FROM (SELECT {inner} s.step, c.received_on, c.received_at, {_by_step(when)} AS done, s.minutes,
                    {due} AS due, s.assumed, {withdrawn} AS withdrawn, {_by_step(known)} AS known,
                    {_by_step(later)} AS later
                FROM scope c JOIN step_limit s ON s.received_on = c.received_on AND s.form = c.form
                    AND s.complexity = c.complexity AND s.rulebook = c.rulebook AND s.step IN ({steps})
                {" ".join(joins)}) dated) clear"""


def _by_step(sql: dict[Step, str]) -> str:
    """What holds for the step of a row, said once where it is the same for all."""
    if len(set(sql.values())) == 1:
        return next(iter(sql.values()))
    whens = " ".join(f"WHEN '{step.value}' THEN {one}" for step, one in sql.items())
    return f"CASE step {whens} END"


def _fields(step: Step, limit: StepLimit) -> tuple[str, ...]:
    return limit.fields if isinstance(limit, Limit) and limit.fields else (STEP_FIELDS[step],)
