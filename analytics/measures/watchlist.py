"""The watch list: what turns valid next unless somebody acts, and what can still be cured this year.

Source: domain, "Handling steps" and "Limits": the steps of the rule book's ladder (contact, plan, report to the
regulator, stamped report) in their order, then the withdrawal, each by its last day.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

import duckdb

from analytics.errors import RequestError, Text
from analytics.measures.judged import Question, conditions, limits_join, settle, status
from analytics.measures.scope import Scope
from analytics.rules import Rules, Step, WorkingDays, rules_of, step_due
from analytics.rules.book import STEP_FIELDS, Limit
from analytics.vocabulary import Status

_DATED = ("contacted_at", "plan_at", "reported_on", "stamped_report_on", "closed_on")


class NextStep(StrEnum):
    """What is to be done: the first step of the ladder that is not done yet, or the withdrawal that is left."""

    CONTACT = Step.CONTACT.value
    PLAN = Step.PLAN.value
    REPORT = Step.REPORT.value
    STAMPED_REPORT = Step.STAMPED_REPORT.value
    WITHDRAW = "withdraw"
    WITHDRAW_TO_CURE = "withdraw_to_cure"  # valid already; until 31 December it can leave the year's net count


@dataclass(frozen=True, slots=True)
class WatchRow:
    """One complaint and the next thing to do about it.

    due: the last day on which the step is in time. days_left: calendar days from the as-of date, negative when
    overdue; working_days_left: the same in working days. limit_date: unless withdrawn by then it turns valid (or,
    under status valid, has turned). assumed: a day was counted in a year that the working-day table does not know.
    """

    complaint_no: str
    branch: str | None
    next_step: NextStep
    due: date
    days_left: int
    working_days_left: int
    status: Status
    limit_date: date
    channel: str
    form: str
    assumed: bool


@dataclass(frozen=True, slots=True)
class WatchList:
    """rows: soonest first, then those valid but curable. until: the last day looked ahead to. None: no data."""

    as_of: date | None
    until: date | None
    rulebook: str
    rows: list[WatchRow]

    @property
    def pending(self) -> list[WatchRow]:
        """Those whose next step or limit falls by `until`."""
        return [row for row in self.rows if row.status is Status.PENDING]

    @property
    def turning(self) -> int:
        """How many of them turn valid by `until` unless withdrawn: the question that `due` counts."""
        return sum(self.until is not None and row.limit_date <= self.until for row in self.pending)


def watchlist(
    cursor: duckdb.DuckDBPyConnection,
    as_of: date | None = None,
    days: int = 10,
    rulebook: str | None = None,
    branches: Sequence[str] = (),
) -> WatchList:
    """Counted complaints that are pending and due, or turn valid, within `days` working days after as-of.

    As-of means the end of that day (default: the last day the data knows). Sorted by due and number, so what is
    overdue comes first; then every complaint that is valid and still curable until 31 December of its year.
    A step is asked for only where a log that lists the complaint has a column for it: nobody knows otherwise.
    Raises RequestError (days below 0) and RuleError (unknown rule book).
    """
    if days < 0:
        raise RequestError(
            "bad_days",
            Text(f"天数不能为负:{days}", f"the number of days is negative: {days}"),
            Text("请给出 0 或更大的整数", "give 0 or more"),
        )
    question = settle(cursor, Scope(as_of=as_of, rulebook=rulebook, branches=tuple(branches)))
    if question is None:
        return WatchList(None, None, rulebook or "", [])
    rules = rules_of(cursor)
    until = rules.calendar.add(question.as_of, days) if days else question.as_of
    pending, curable = [], []
    for facts in _open_complaints(cursor, question):
        if facts["status"] == Status.PENDING:
            step, due, assumed = next_step(facts, rules)
            if min(due, facts["limit_date"]) <= until:
                pending.append(_row(facts, step, due, assumed, question.as_of, rules.calendar))
        else:
            year_end = date(facts["received_on"].year, 12, 31)
            step = NextStep.WITHDRAW_TO_CURE
            curable.append(_row(facts, step, year_end, facts["assumed"], question.as_of, rules.calendar))
    for part in (pending, curable):
        part.sort(key=lambda row: (row.due, row.complaint_no))
    return WatchList(question.as_of, until, question.rulebook_name, pending + curable)


def next_step(facts: dict[str, Any], rules: Rules) -> tuple[NextStep, date, bool]:
    """The step to take, its last day, and whether an unknown year had a say in that day.

    facts: judged_by, form, complexity, received_on, limit_date, assumed; each of contacted_at, plan_at,
    reported_on, stamped_report_on, closed_on (None: not by the as-of date) and <field>_known (a log that lists the
    complaint has a column for it). A step that is done settles those before it: who has reported has a plan.
    """
    book = rules.book(facts["judged_by"])
    to_do: list[tuple[Step, date, bool]] = []
    for step in Step:
        term = step_due(book, step, facts["received_on"], facts["form"], facts["complexity"], rules.calendar)
        if term is None:
            continue
        limit = book.steps[step][book.step_class(facts["form"], facts["complexity"])]
        fields = limit.fields if isinstance(limit, Limit) else (STEP_FIELDS[step],)
        if any(facts[name] is not None for name in fields):
            to_do = []
        elif any(facts[f"{name}_known"] for name in fields):
            to_do.append((step, term.due or facts["received_on"], term.assumed))
    if to_do:
        step, due, assumed = to_do[0]
        return NextStep(step.value), due, assumed
    return NextStep.WITHDRAW, facts["limit_date"], facts["assumed"]


def _open_complaints(cursor: duckdb.DuckDBPyConnection, question: Question) -> list[dict[str, Any]]:
    """Pending ones whose limit is to come, and valid ones that a withdrawal still cures, with what their logs say.

    Under a book that takes the log's word for the outcome neither limit nor withdrawal decides: a limit that has
    passed is no longer watched, and nothing is cured.
    """
    as_of = question.bind(question.as_of)
    computed = ", ".join(f"'{book.name}'" for book in question.books if book.outcome == "computed") or "''"
    visible = ", ".join(f"CASE WHEN c.{name}::DATE <= {as_of} THEN c.{name} END AS {name}" for name in _DATED)
    # What a sheet's columns hold is a JSON object, header -> field, with ": " between the two.
    known = ", ".join(f"bool_or(s.columns::VARCHAR LIKE '%: \"{name}\"%') AS {name}_known" for name in _DATED)
    cursor.execute(
        f"""WITH judged AS (
            SELECT c.complaint_no, c.branch_name AS branch, c.channel_code AS channel, c.form_code AS form,
                c.complexity_code AS complexity, c.received_on, l.judged_by, l.limit_date, l.assumed, {visible},
                {status(question)} AS status
            FROM complaint c {limits_join(question)} WHERE {" AND ".join(conditions(question))}),
        still_open AS (
            SELECT * FROM judged WHERE status = '{Status.PENDING}' AND limit_date > {as_of}
            OR status = '{Status.VALID}' AND judged_by IN ({computed})),
        logs AS (
            SELECT r.complaint_no, {known} FROM log_row r
            JOIN batch b ON b.batch_id = r.batch_id AND b.retracted_at IS NULL
            JOIN batch_sheet s ON s.batch_id = r.batch_id AND s.sheet_no = r.sheet_no
            WHERE r.complaint_no IN (SELECT complaint_no FROM still_open) GROUP BY r.complaint_no)
        SELECT o.*, {", ".join(f"coalesce(k.{name}_known, FALSE) AS {name}_known" for name in _DATED)}
        FROM still_open o LEFT JOIN logs k ON k.complaint_no = o.complaint_no""",
        question.params,
    )
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _row(
    facts: dict[str, Any], step: NextStep, due: date, assumed: bool, as_of: date, calendar: WorkingDays
) -> WatchRow:
    return WatchRow(
        complaint_no=facts["complaint_no"],
        branch=facts["branch"],
        next_step=step,
        due=due,
        days_left=(due - as_of).days,
        working_days_left=calendar.between(as_of, due) - calendar.between(due, as_of),
        status=Status(facts["status"]),
        limit_date=facts["limit_date"],
        channel=facts["channel"],
        form=facts["form"],
        assumed=assumed or not calendar.knows(min(as_of, due), max(as_of, due)),
    )
