"""The judged complaints of a scope, as SQL: each with its status at the end of the as-of date.

This is `rules.validity.status_of` for a million rows: a join with the small table of limits and one CASE.
Values are bound; names come from enums and validated rule books only. Plain SQL: it runs on other engines.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import duckdb

from analytics.measures.choices import check_filters
from analytics.measures.scope import Scope
from analytics.rules.book import RuleBook
from analytics.rules.company_books import picked_book
from analytics.rules.rulebook import rules_of
from analytics.rules.stored import IN_FORCE, refuse_stale
from analytics.store import kept
from analytics.vocabulary import (
    VALID_ANNUAL,
    VALID_MONTHLY,
    Book,
    Channel,
    FormSource,
    InvalidFinding,
    Status,
    View,
)


@dataclass(slots=True)
class Question:
    """A scope with its as-of date and rule books settled, and the values that its SQL binds.

    books: those that judge a complaint received by the as-of date, oldest first.
    received_any: some complaint had been received by then.
    calendar_assumed: some limit of theirs fell in a year that the working-day table does not know; whether it is
    one of a complaint of the scope is for the query to find out.
    """

    scope: Scope
    as_of: date
    books: tuple[RuleBook, ...]
    stored_book: str
    received_any: bool = True
    calendar_assumed: bool = False
    params: dict[str, Any] = field(default_factory=dict)

    @property
    def rulebook_name(self) -> str:
        return "+".join(book.name for book in self.books)

    def bind(self, value: Any) -> str:
        """The name of a value; an equal one has the same, so that what is said of it twice is worked out once."""
        same = (name for name, one in self.params.items() if type(one) is type(value) and one == value)
        name = next(same, f"p{len(self.params)}")
        self.params[name] = value
        return f"${name}"

    def bind_all(self, values: tuple[str, ...]) -> str:
        return ", ".join(self.bind(value) for value in values)


def settle(cursor: duckdb.DuckDBPyConnection, scope: Scope, *, checked: bool = True) -> Question | None:
    """Fill in the as-of date (the last date the data knows) and the rule books. None where there is no data.

    The rule book: the one asked for, else the one that the company has picked, else those in force at receipt.

    checked: whether what the filters name must be there (an unknown branch raises RequestError).
    Raises RuleError: no such rule book, a company's file that is not valid, limits older than the rules.
    """
    if checked:
        check_filters(cursor, scope)
    rules = rules_of(cursor)
    name = scope.rulebook or picked_book(cursor)
    chosen = rules.book(name) if name and name != IN_FORCE else None
    as_of = scope.as_of or known_until(cursor)
    if as_of is None:
        return None
    refuse_stale(cursor, rules)
    stored = chosen.name if chosen else IN_FORCE
    judges = _judges(cursor, stored, as_of)
    books = sorted((rules.book(name) for name, _ in judges), key=lambda book: book.in_force_from)
    if not books:  # nothing was received by then
        books = [chosen or rules.in_force(as_of)]
    assumed = any(assumed for _, assumed in judges)
    return Question(scope, as_of, tuple(books), stored, received_any=bool(judges), calendar_assumed=assumed)


@kept
def _judges(cursor: duckdb.DuckDBPyConnection, stored: str, as_of: date) -> list[tuple[str, bool]]:
    """The books that judge a complaint received by then, and whether a limit of theirs is assumed."""
    return cursor.execute(
        "SELECT judged_by, bool_or(assumed) FROM limit_day WHERE rulebook = ? AND received_on <= ? GROUP BY judged_by",
        [stored, as_of],
    ).fetchall()


@kept
def known_until(cursor: duckdb.DuckDBPyConnection) -> date | None:
    """The last date that the imported logs know of: the default as-of date."""
    row = cursor.execute("SELECT value FROM setting WHERE key = 'known_until'").fetchone()
    return date.fromisoformat(row[0]) if row else None


def per_book(question: Question, expression: dict[str, str]) -> str:
    """One expression where all books agree, else a CASE over the book that judged the row."""
    if len(set(expression.values())) == 1:
        return next(iter(expression.values()))
    whens = " ".join(f"WHEN '{name}' THEN {sql}" for name, sql in expression.items())
    return f"CASE l.judged_by {whens} END"


def counted(question: Question) -> str:
    """Whether a complaint came by a channel that can count."""

    def channels(book: RuleBook) -> str:
        names = ", ".join(f"'{Channel(name).value}'" for name in book.counted_channels)
        return f"coalesce(c.channel_code IN ({names}), FALSE)"

    return per_book(question, {book.name: channels(book) for book in question.books})


def status(question: Question) -> str:
    """The status at the end of the as-of date. Mirrors rules.validity.status_of, which a test holds it to."""
    return _status(question, {one: f"'{one.value}'" for one in Status})


def status_code(question: Question) -> str:
    """The same as a small number, the status's place in `Status`: much faster to group by."""
    return _status(question, {one: f"{place}::TINYINT" for place, one in enumerate(Status)})


def _status(question: Question, says: dict[Status, str]) -> str:
    as_of = question.bind(question.as_of)
    year_end = "make_date(year(c.received_on), 12, 31)"
    found = f"c.invalid_finding IS NOT NULL AND coalesce(c.invalid_found_on, c.received_on) <= {as_of}"
    finding = (
        f"CASE WHEN c.invalid_finding = '{InvalidFinding.INELIGIBLE}' THEN {says[Status.INVALID_INELIGIBLE]}"
        f" ELSE {says[Status.INVALID_COMMITTEE]} END"
    )
    standing = f"CASE WHEN {year_end} <= {as_of} THEN {says[Status.VALID_PERMANENT]} ELSE {says[Status.VALID]} END"
    computed = f"""CASE
        WHEN {found} THEN {finding}
        WHEN c.withdrawn_on <= {as_of} AND c.withdrawn_on <= l.limit_date THEN {says[Status.INVALID_WITHDRAWN]}
        WHEN {as_of} < l.limit_date THEN {says[Status.PENDING]}
        WHEN c.withdrawn_on <= {as_of} AND c.withdrawn_on <= {year_end} THEN {says[Status.VALID_CURED]}
        ELSE {standing} END"""
    stated = f"""CASE
        WHEN c.stated_valid IS NULL THEN {says[Status.PENDING]}
        WHEN c.stated_valid THEN {standing}
        WHEN {found} THEN {finding}
        WHEN c.withdrawn_on <= {as_of} THEN {says[Status.INVALID_WITHDRAWN]}
        ELSE {says[Status.INVALID_STATED]} END"""
    outcome = per_book(
        question, {book.name: stated if book.outcome == "stated" else computed for book in question.books}
    )
    return f"CASE WHEN NOT {counted(question)} THEN {says[Status.NOT_COUNTED]} ELSE {outcome} END"


def reported_on(question: Question) -> str:
    """The day of the report back that counts: the first of the book's fields that is filled by the as-of date."""
    as_of = question.bind(question.as_of)

    def first_filled(fields: tuple[str, ...]) -> str:
        known = (f"CASE WHEN c.{name} <= {as_of} THEN c.{name} END" for name in fields)
        return f"coalesce({', '.join(known)}, NULL)"

    expressions = {}
    for book in question.books:
        column = "c.form_code" if book.ladder == "form" else "c.complexity_code"
        whens = " ".join(f"WHEN '{key}' THEN {first_filled(limit.fields)}" for key, limit in book.report.items())
        expressions[book.name] = f"CASE {column} {whens} END"
    return per_book(question, expressions)


# A form is the regulator's: elsewhere it is only what the log itself says.
FORM = (
    f"CASE WHEN c.channel_code = '{Channel.REGULATOR}' OR c.form_source <> '{FormSource.ASSUMED}' THEN c.form_code END"
)

# The stage that a person, the log's own label or, failing both, the narrative says; a label that names none as it is.
CLAIM_STAGE = "coalesce(c.claim_stage_code, c.claim_stage)"


def valid_statuses(view: View) -> str:
    """The statuses that the view counts as valid, as an SQL list."""
    return ", ".join(f"'{one}'" for one in (VALID_MONTHLY if view is View.MONTHLY else VALID_ANNUAL))


def booked_on(question: Question) -> str:
    """The date whose month a complaint is booked to; NULL when it has none (not counted, booked by limit)."""
    if question.scope.book is Book.RECEIVED:
        return "c.received_on"
    return f"CASE WHEN {counted(question)} THEN l.limit_date END"


def limits_join(question: Question) -> str:
    return (
        "JOIN limit_day l ON l.received_on = c.received_on AND l.form = c.form_code"
        f" AND l.complexity = c.complexity_code AND l.rulebook = {question.bind(question.stored_book)}"
    )


@dataclass(frozen=True, slots=True)
class Rows:
    """What is counted: complaints `c`, or the causes they name.

    A complaint carries the cause it names first, and whether it names others; to those, which few have, it must be
    joined. So all causes named are FIRST_NAMED and NAMED_AFTER together, at a fraction of what a join with all costs.
    cause: its column; None where a row is a complaint whatever it names.
    """

    cause: str | None = None
    category: str = "c.category"
    join: str = ""
    tests: tuple[str, ...] = ()


COMPLAINTS = Rows()
FIRST_OR_NONE = Rows("c.primary_cause")
FIRST_NAMED = Rows("c.primary_cause", tests=("c.primary_cause IS NOT NULL",))
NAMED_AFTER = Rows(
    "m.cause",
    "m.category",
    "JOIN complaint_cause m ON m.complaint_no = c.complaint_no",
    ("m.position > 0", "c.names_several"),
)


def conditions(question: Question, rows: Rows = COMPLAINTS) -> list[str]:
    """What a complaint, or a cause it names, must be to belong to the scope."""
    scope = question.scope
    tests = [*rows.tests, f"c.received_on <= {question.bind(question.as_of)}"]
    for values, column in (
        (scope.branches, "c.branch_name"),
        (scope.channels, "c.channel_code"),
        (scope.product_lines, "c.product_line_name"),
        (scope.forms, FORM),
        (scope.categories, rows.category),
    ):
        if values:
            tests.append(f"{column} IN ({question.bind_all(values)})")
    if scope.causes:
        causes = question.bind_all(scope.causes)
        if rows.cause:
            tests.append(f"{rows.cause} IN ({causes})")
        else:
            tests.append(f"c.complaint_no IN (SELECT complaint_no FROM complaint_cause WHERE cause IN ({causes}))")
    booked = booked_on(question)
    if scope.first:
        tests.append(f"{booked} >= {question.bind(date.fromisoformat(scope.first + '-01'))}")
    if scope.last:
        year, month = int(scope.last[:4]), int(scope.last[5:])
        following = date(year + month // 12, month % 12 + 1, 1)
        tests.append(f"{booked} < {question.bind(following)}")
    return tests
