"""Timeliness of the steps of the ladder: in time, late, not due yet, or not known; and how long each step took.

Source: domain, "Limits"; the terms are the rule book's. A step decides nothing about validity.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import duckdb

from analytics.errors import RequestError, Text
from analytics.measures.figure import Frame
from analytics.measures.judged import Question, settle
from analytics.measures.keys import key_labels
from analytics.measures.ladder_sql import STEP_STATES, Unit, facts_sql, scope_sql
from analytics.measures.log_months import log_notes
from analytics.measures.names import FORM_NAMES
from analytics.measures.scope import Scope
from analytics.measures.table import frame_of, period_of
from analytics.rules.book import RuleBook, Step, StepLimit
from analytics.statistics.intervals import wilson_interval
from analytics.statistics.quantiles import MINIMUM_FOR_P90
from analytics.vocabulary import Complexity, Dimension, Form

LADDER_BY = (
    *(Dimension.MONTH, Dimension.QUARTER, Dimension.YEAR, Dimension.BRANCH, Dimension.PRODUCT_LINE),
    *(Dimension.FORM, Dimension.CATEGORY, Dimension.CHANNEL),
)
_COMPLEXITY_NAMES = {
    Complexity.SIMPLE: Text("一般", "simple"),
    Complexity.COMPLEX: Text("复杂", "complex"),
    Complexity.EXTENDED: Text("延长", "extended"),
}


@dataclass(frozen=True, slots=True)
class StepRow:
    """One step over one cell; counts are of counted complaints that have the step, and add up to `complaints`.

    late: done after its term, or not done though it has passed (`overdue` of them). not_needed: withdrawn within the
    term of a report and before there was one. no_date: no log has the column, a clock time is missing (00:00 is taken
    for a date alone: a cell does not tell them apart), the dates contradict each other, or contact or plan is blank
    and a later step is done or the complaint withdrawn. share, low, high: in time / (in time + late) with its Wilson
    interval, None where neither occurs. timed: needed and done steps whose time is known; median, p90: of these, in
    `unit` (calendar days from receipt, or minutes), p90 from ten on. limit: the rule book's term, for people.
    """

    step: Step
    key: dict[str, str | None]
    limit: Text
    unit: Unit
    complaints: int
    in_time: int
    late: int
    overdue: int
    not_due: int
    not_needed: int
    no_date: int
    assumed: int
    timed: int
    median: float | None
    p90: float | None
    share: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class LadderTable:
    """Rows by key, then step in the order of the ladder. A step that no rule book of the question has is not there."""

    by: tuple[str, ...]
    frame: Frame
    rows: list[StepRow] = field(default_factory=list)


def ladder(
    cursor: duckdb.DuckDBPyConnection, scope: Scope, by: Sequence[Dimension] = (), *, times: bool = True
) -> LadderTable:
    """Every step of the ladder over the counted complaints of a scope, as a whole or by LADDER_BY.

    times: medians and 90th percentiles as well, which cost a sort; without them both are None.
    Raises RequestError (unknown branch, a dimension that complaints have several of) and RuleError.
    """
    dimensions = [one for one in dict.fromkeys(by) if one is not Dimension.TOTAL]
    for one in dimensions:
        if one not in LADDER_BY:
            raise RequestError(
                "no_ladder_by",
                Text(f"时效不能按 {one.value} 分", f"the ladder cannot be divided by {one.value}"),
                Text(
                    f"可选:{'、'.join(d.value for d in LADDER_BY)}",
                    f"choose of {', '.join(d.value for d in LADDER_BY)}",
                ),
            )
    names = tuple(one.value for one in dimensions)
    question = settle(cursor, scope)
    if question is None:
        return LadderTable(names, Frame(scope.first, scope.last, scope.view, scope.book, None, scope.rulebook or ""))
    rows = _rows(cursor, question, dimensions, times)
    first, last = period_of(cursor, question)
    months = sorted({row.key["month"] or "" for row in rows}) if "month" in names else []
    notes = log_notes(cursor, scope, months, question.as_of)
    frame = frame_of(question, first, last, any(row.assumed for row in rows), notes)
    order = list(Step)
    rows.sort(key=lambda row: ([(row.key[n] is None, row.key[n] or "") for n in names], order.index(row.step)))
    return LadderTable(names, frame, rows)


def step_states(cursor: duckdb.DuckDBPyConnection, scope: Scope, step: Step) -> dict[str, str]:
    """What `ladder` counts at one step, complaint by complaint: its number and which of STEP_STATES it is.

    Raises RequestError (unknown branch) and RuleError.
    """
    question = settle(cursor, scope)
    books = _books(question).get(step) if question else None
    if question is None or not books:
        return {}
    question.params.clear()
    scoped = scope_sql(question, ())
    facts = facts_sql(cursor, question, {step: _unit(books, step)}, ["complaint_no"])
    found = cursor.execute(
        f"WITH scope AS MATERIALIZED ({scoped}) SELECT complaint_no, state FROM ({facts}) facts", question.params
    )
    return dict(found.fetchall())


def _books(question: Question) -> dict[Step, list[RuleBook]]:
    """The rule books that have a step; a step that none has is not there."""
    books = {step: [book for book in question.books if step in book.steps] for step in Step}
    return {step: found for step, found in books.items() if found}


def _rows(cursor: duckdb.DuckDBPyConnection, question: Question, by: Sequence[Dimension], times: bool) -> list[StepRow]:
    """All steps in one query: the complaints of the scope are looked for once."""
    books = _books(question)
    units: dict[Step, Unit] = {step: _unit(found, step) for step, found in books.items()}
    if not units:
        return []
    question.params.clear()
    keys = [f"k{place}" for place in range(len(by))]
    scope, facts = scope_sql(question, by), facts_sql(cursor, question, units, keys)
    counts = ", ".join(f"count(*) FILTER (state = '{one}')" for one in STEP_STATES)
    middle = "percentile_cont(0.5) WITHIN GROUP (ORDER BY took), percentile_cont(0.9) WITHIN GROUP (ORDER BY took)"
    group = ", ".join([*keys, "step"])
    found = cursor.execute(
        f"""WITH scope AS MATERIALIZED ({scope}), facts AS ({facts})
        SELECT {group}, count(*), {counts}, count(*) FILTER (assumed), count(took), {middle if times else "NULL, NULL"}
        FROM facts GROUP BY {group}""",
        question.params,
    ).fetchall()
    labels = key_labels(by, (row[: len(by)] for row in found))
    rows = []
    for row in found:
        step = Step(row[len(by)])
        key = dict(zip((one.value for one in by), labels[row[: len(by)]], strict=True))
        rows.append(_row(step, key, limit_text(books[step], step), units[step], row[len(by) + 1 :]))
    return rows


def _unit(books: Sequence[RuleBook], step: Step) -> Unit:
    by_the_clock = all(isinstance(limit, timedelta) for book in books for limit in book.steps[step].values())
    return "minutes" if by_the_clock else "days"


def add_up(parts: Sequence[StepRow]) -> StepRow:
    """One step over several cells of the same question. Times do not add up: they are None."""

    def total(name: str) -> int:
        return sum(getattr(one, name) for one in parts)

    first, counts = parts[0], [total(name) for name in ("complaints", "in_time")]
    counts += [total("late") - total("overdue")]
    counts += [total(name) for name in ("overdue", "not_due", "not_needed", "no_date", "assumed")]
    return _row(first.step, {}, first.limit, first.unit, (*counts, 0, None, None))


def _row(step: Step, key: dict[str, str | None], limit: Text, unit: Unit, numbers: tuple[Any, ...]) -> StepRow:
    complaints, in_time, late, overdue, not_due, not_needed, no_date, assumed, timed = map(int, numbers[:9])
    late += overdue
    interval = wilson_interval(in_time, in_time + late) if in_time + late else None
    return StepRow(
        step=step,
        key=key,
        limit=limit,
        unit=unit,
        complaints=complaints,
        in_time=in_time,
        late=late,
        overdue=overdue,
        not_due=not_due,
        not_needed=not_needed,
        no_date=no_date,
        assumed=assumed,
        timed=timed,
        median=numbers[9] if timed else None,
        p90=numbers[10] if timed >= MINIMUM_FOR_P90 else None,
        share=in_time / (in_time + late) if interval else None,
        low=interval.lower if interval else None,
        high=interval.upper if interval else None,
    )


def limit_text(books: Sequence[RuleBook], step: Step) -> Text:
    """A step's term in words: "15 分钟", or class by class where the classes of the ladder differ."""
    found: dict[tuple[str, str], list[Text]] = {}
    for book in books:
        for name, limit in book.steps[step].items():
            text = _term(limit)
            found.setdefault((text.zh, text.en), []).append(
                FORM_NAMES[Form(name)] if book.ladder == "form" else _COMPLEXITY_NAMES[Complexity(name)]
            )
    if len(found) == 1:
        return Text(*next(iter(found)))
    zh = ";".join(f"{'、'.join(dict.fromkeys(w.zh for w in who))} {term}" for (term, _), who in found.items())
    en = "; ".join(f"{', '.join(dict.fromkeys(w.en for w in who))}: {term}" for (_, term), who in found.items())
    return Text(zh, en)


def _term(limit: StepLimit) -> Text:
    if isinstance(limit, timedelta):
        minutes = int(limit.total_seconds()) // 60
        return Text(f"{minutes} 分钟", f"{minutes} minutes")
    if not limit.days:
        return Text("当天", "same day")
    if limit.unit == "working":
        return Text(f"{limit.days} 个工作日", f"{limit.days} working days")
    return Text(f"{limit.days} 天", f"{limit.days} days")
