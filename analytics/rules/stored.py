"""Limits in the store: one row a day of receipt, class of complaint and rule book."""

from __future__ import annotations

from datetime import date

import duckdb
import pyarrow as pa

from analytics.rules.limits import limit_day
from analytics.rules.rulebook import RuleBook, book_in_force, rulebook, rulebook_names
from analytics.vocabulary import Complexity, Form

IN_FORCE = "in_force"


def refresh_limits(cursor: duckdb.DuckDBPyConnection) -> None:
    """Compute the limits that are missing: for new days of receipt, or for a rule book whose text changed."""
    digests = {name: rulebook(name).digest for name in rulebook_names()}
    used = dict(cursor.execute("SELECT rulebook, digest FROM rulebook_used").fetchall())
    if used != digests:
        cursor.execute("DELETE FROM limit_day")
        cursor.execute("DELETE FROM rulebook_used")
        for name, digest in digests.items():
            cursor.execute("INSERT INTO rulebook_used VALUES (?, ?)", [name, digest])
    days = cursor.execute(
        "SELECT DISTINCT received_on FROM complaint WHERE received_on NOT IN (SELECT received_on FROM limit_day)"
    ).fetchall()
    rows = [row for (day,) in days for row in _rows_of(day)]
    if rows:
        names = "rulebook judged_by received_on form complexity limit_date report_due assumed".split()
        table = pa.table({name: [row[place] for row in rows] for place, name in enumerate(names)})
        cursor.register("incoming", table)
        cursor.execute("INSERT INTO limit_day SELECT * FROM incoming")
        cursor.unregister("incoming")


def _rows_of(day: date) -> list[tuple[str, str, date, str, str, date, date, bool]]:
    books: list[tuple[str, RuleBook]] = [(name, rulebook(name)) for name in rulebook_names()]
    books.append((IN_FORCE, book_in_force(day)))
    rows = []
    for name, book in books:
        for form in Form:
            for complexity in Complexity:
                limits = limit_day(book, day, form, complexity)
                rows.append(
                    (
                        name,
                        book.name,
                        day,
                        form.value,
                        complexity.value,
                        limits.limit_date,
                        limits.report_due,
                        limits.assumed,
                    )
                )
    return rows
