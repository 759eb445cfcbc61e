"""Limits in the store: by day of receipt, class of complaint and rule book; in step with the rules that made them."""

from __future__ import annotations

from datetime import date
from typing import Any

import duckdb
import pyarrow as pa

from analytics.errors import RuleError, Text
from analytics.rules.book import RuleBook, Step
from analytics.rules.limits import LimitDay, StepDue, limit_day, step_due
from analytics.rules.rulebook import Rules, rules_of
from analytics.rules.working_days import WorkingDays
from analytics.store import Store, kept
from analytics.vocabulary import Complexity, Form

IN_FORCE = "in_force"
_CLASSES = [(form, complexity) for form in Form for complexity in Complexity]
_Terms = tuple[str, str, LimitDay, list[tuple[str, StepDue]]]
_CLASS = {"rulebook": pa.string(), "judged_by": pa.string(), "received_on": pa.date32()} | {
    name: pa.string() for name in ("form", "complexity")
}
_LIMIT_DAY = pa.schema(_CLASS | {"limit_date": pa.date32(), "report_due": pa.date32(), "assumed": pa.bool_()})
_STEP_LIMIT = pa.schema(
    _CLASS | {"step": pa.string(), "minutes": pa.int32(), "due": pa.date32(), "assumed": pa.bool_()}
)


def refresh_limits(cursor: duckdb.DuckDBPyConnection) -> None:
    """Compute the limits that are missing: of new days of receipt, or all of them where a rule has changed.

    Raises RuleError for a company's file that is not valid.
    """
    rules = rules_of(cursor)
    if _digests_used(cursor) != rules.digests:
        for table in ("limit_day", "step_limit", "rulebook_used"):
            cursor.execute(f"DELETE FROM {table}")
        for name, digest in rules.digests.items():
            cursor.execute("INSERT INTO rulebook_used VALUES (?, ?)", [name, digest])
    said, known = _days(cursor, "complaint"), _days(cursor, "limit_day")
    if gone := known - said:
        for table in ("limit_day", "step_limit"):
            cursor.execute(f"DELETE FROM {table} WHERE received_on IN (SELECT unnest(?::DATE[]))", [sorted(gone)])
    limits: list[tuple[Any, ...]] = []
    steps: list[tuple[Any, ...]] = []
    for day in sorted(said - known):
        terms = {name: _terms(book, day, rules.calendar) for name, book in rules.books.items()}
        judged_by = {name: name for name in terms} | {IN_FORCE: rules.in_force(day).name}
        for name, book in judged_by.items():
            for form, complexity, own, due in terms[book]:
                key = (name, book, day, form, complexity)
                limits.append((*key, own.limit_date, own.report_due, own.assumed))
                steps += [(*key, step, one.minutes, one.due, one.assumed) for step, one in due]
    _insert(cursor, "limit_day", _LIMIT_DAY, limits)
    _insert(cursor, "step_limit", _STEP_LIMIT, steps)


def bring_up_to_date(store: Store) -> bool:
    """Compute the limits again where a rule book or a working day has changed since. Whether that was so.

    For whoever opens a database, and after a rule has been changed. Raises as refresh_limits.
    """
    with store.cursor() as cursor:
        if not is_stale(cursor, rules_of(cursor)):
            return False
    with store.write() as cursor:
        refresh_limits(cursor)
    return True


def is_stale(cursor: duckdb.DuckDBPyConnection, rules: Rules) -> bool:
    """Whether there are complaints whose limits were computed under other rules than those that hold now."""
    if _digests_used(cursor) == rules.digests:
        return False
    return bool(cursor.execute("SELECT 1 FROM complaint LIMIT 1").fetchone())


def refuse_stale(cursor: duckdb.DuckDBPyConnection, rules: Rules) -> None:
    """Raise RuleError rather than mix old limits with new rules in one figure."""
    if is_stale(cursor, rules):
        raise RuleError(
            "rules_changed",
            Text(
                "规则文件或工作日文件在上次计算期限之后改过",
                "a rule book or the working days have changed since the limits were computed",
            ),
            Text("请重新打开程序,期限会按新规则重算", "open the program again: the limits are then computed anew"),
        )


@kept
def _digests_used(cursor: duckdb.DuckDBPyConnection) -> dict[str, str]:
    return dict(cursor.execute("SELECT rulebook, digest FROM rulebook_used").fetchall())


def _days(cursor: duckdb.DuckDBPyConnection, table: str) -> set[date]:
    return {day for (day,) in cursor.execute(f"SELECT DISTINCT received_on FROM {table}").fetchall()}


def _terms(book: RuleBook, day: date, calendar: WorkingDays) -> list[_Terms]:
    """The limits and steps of every class of complaint; once for the classes that a book does not tell apart."""
    found: dict[str, tuple[LimitDay, list[tuple[str, StepDue]]]] = {}
    terms = []
    for form, complexity in _CLASSES:
        own = book.step_class(form, complexity)
        if own not in found:
            due = [(step.value, step_due(book, step, day, form, complexity, calendar)) for step in Step]
            steps = [(step, one) for step, one in due if one is not None]
            found[own] = limit_day(book, day, form, complexity, calendar), steps
        terms.append((form.value, complexity.value, *found[own]))
    return terms


def _insert(cursor: duckdb.DuckDBPyConnection, table: str, schema: pa.Schema, rows: list[tuple[Any, ...]]) -> None:
    if not rows:
        return
    columns = [pa.array([row[place] for row in rows], one.type) for place, one in enumerate(schema)]
    cursor.register("incoming", pa.table(columns, schema=schema))
    cursor.execute(f"INSERT INTO {table} SELECT * FROM incoming")
    cursor.unregister("incoming")
