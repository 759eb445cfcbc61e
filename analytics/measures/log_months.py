"""Months of a question that no imported log covers: their complaints are not known, whatever the counts say.

A log of head office covers all branches, one of a branch's own covers that branch: what is known of a month depends on
who is asked about. The company's month is known where head office's log covers it; where every branch sends its own,
where any of them does.

Where a month is missing among logs, what was counted lacks its complaints while its premium is there: a cell without a
complaint is not zero then, and a ratio over it would be too low, so there is none. Months before the first log and
after the last one are only said: zero complaints over a known premium is zero.

The log of a month is made when the month is over. The as-of day's own month lacks none where every log is of an earlier
one: it is open, its complaints are not known yet, and nothing is missing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

import duckdb

from analytics.measures.exposure import needed_branches
from analytics.measures.figure import LOG_PARTIAL, NOT_WHOLE, Note
from analytics.measures.scope import Scope, month_range
from analytics.rules.company_books import picked_book
from analytics.rules.stored import IN_FORCE
from analytics.store import kept
from analytics.vocabulary import Book

_SPEAKS = """s.kind = 'log' AND b.retracted_at IS NULL AND (s.rows_read = 0 OR s.rows_rejected < s.rows_read)"""


@dataclass(frozen=True, slots=True)
class Logs:
    """everywhere: months that head office's logs cover. own: branch -> months that only its own logs cover.

    listed: the branches that head office's logs list. One that they never do and that sends its own is none of theirs.
    """

    everywhere: frozenset[str] = frozenset()
    own: Mapping[str, frozenset[str]] = field(default_factory=dict)
    listed: frozenset[str] = frozenset()

    def of(self, branch: str) -> frozenset[str]:
        own = self.own.get(branch, frozenset())
        return own if own and branch not in self.listed else self.everywhere | own


@kept
def logs(cursor: duckdb.DuckDBPyConnection) -> Logs:
    """What the logs that speak cover, by branch; those that do not say their months cover none.

    A sheet that names several branches is head office's, as is one that names none and states no branch as its unit.
    One that names a single branch is that branch's own where branches do send their own: some sheet states its unit,
    or of some month there are files of several single ones, of which none corrects rows of another; and where no sheet
    ever names another branch. Else it is head office's, and no other branch had a complaint.
    """
    sheets: list[tuple[int, bool, str, str, list[str], str | None]] = cursor.execute(
        f"""SELECT s.batch_id, s.batch_id IN (SELECT batch_id FROM batch_remark WHERE severity = 'origin'),
            strftime(coalesce(s.first_month, s.report_month), '%Y-%m'), strftime(s.report_month, '%Y-%m'),
            coalesce(list(DISTINCT c.branch_name) FILTER (c.branch_name IS NOT NULL), []), min(u.value)
        FROM batch_sheet s JOIN batch b USING (batch_id)
        LEFT JOIN batch_remark u ON u.batch_id = s.batch_id AND u.sheet_no = s.sheet_no AND u.severity = 'unit'
        LEFT JOIN log_row l ON l.batch_id = s.batch_id AND l.sheet_no = s.sheet_no
        LEFT JOIN complaint c ON c.complaint_no = l.complaint_no
        WHERE {_SPEAKS} AND s.report_month IS NOT NULL
        GROUP BY s.batch_id, s.sheet_no, s.first_month, s.report_month"""
    ).fetchall()
    known = needed_branches(cursor)
    files: dict[tuple[str, int], set[str | None]] = {}
    apart = False
    for batch, corrects, _, last, branches, unit in sheets:
        apart = apart or (unit is not None and len(branches) < 2)
        if not corrects:
            files.setdefault((last, batch), set()).update(branches or [None])
    alone: dict[str, set[str | None]] = {}
    for (month, _), named in files.items():
        if len(named) == 1:
            alone.setdefault(month, set()).update(named - {None})
    names = {one for *_, branches, _ in sheets for one in branches}
    apart = apart or len(names) == 1 or any(len(branches) > 1 for branches in alone.values())
    everywhere: set[str] = set()
    own: dict[str, set[str]] = {}
    listed: set[str] = set()
    for _, _, first, last, branches, unit in sheets:
        whose = branches[0] if branches else unit if unit in known else None
        if whose is None or len(branches) > 1 or not apart:
            everywhere.update(month_range(first, last))
            listed.update(branches)
        else:
            own.setdefault(whose, set()).update(month_range(first, last))
    return Logs(frozenset(everywhere), {branch: frozenset(months) for branch, months in own.items()}, frozenset(listed))


def known_months(cursor: duckdb.DuckDBPyConnection, scope: Scope) -> frozenset[str] | None:
    """The months of which logs tell all: for every branch of the scope, or for the company where it chooses none. None
    where that cannot be told: there is no log, or one does not say its months.

    Branches that only head others, and names that nothing else knows, are covered where any is. What is booked to the
    month of its limit came in earlier: that month is known where those before it, as far as the longest limit reaches,
    have a log too.
    """
    known = _covered(cursor)
    if not known:
        return known
    if asked := set(scope.branches).intersection(needed_branches(cursor)):
        known = frozenset.intersection(*(logs(cursor).of(branch) for branch in asked))
    if scope.book is Book.RECEIVED:
        return known
    longest = timedelta(days=_longest_limit(cursor, scope.rulebook or picked_book(cursor) or IN_FORCE))
    return frozenset(month for month in known if known.issuperset(_came_in(month, longest)))


def _came_in(month: str, longest: timedelta) -> list[str]:
    return month_range((date.fromisoformat(f"{month}-01") - longest).strftime("%Y-%m"), month)


@kept
def _longest_limit(cursor: duckdb.DuckDBPyConnection, rulebook: str) -> int:
    """Days from receipt to limit, of all that the rule book gives."""
    ((days,),) = cursor.execute(
        "SELECT max(limit_date - received_on) FROM limit_day WHERE rulebook = ?", [rulebook]
    ).fetchall()
    return days or 0


def months_without_log(cursor: duckdb.DuckDBPyConnection, scope: Scope, months: Sequence[str]) -> tuple[str, ...]:
    """Those of `months` that lie in no log that speaks; () where some log does not say what months it covers."""
    known = known_months(cursor, scope)
    return () if known is None else tuple(month for month in months if month not in known)


def months_between_logs(cursor: duckdb.DuckDBPyConnection, scope: Scope, months: Sequence[str]) -> tuple[str, ...]:
    """Those of them that some log comes before and some log comes after."""
    known = known_months(cursor, scope) or frozenset()
    lacking = months_without_log(cursor, scope, months) if known else ()
    return tuple(month for month in lacking if min(known) < month < max(known))


@kept
def months_only_listed(cursor: duckdb.DuckDBPyConnection) -> tuple[str, ...]:
    """Months that no log covers, in which complaints were received that logs of other months list."""
    known = _covered(cursor)
    if not known:
        return ()
    months = cursor.execute("SELECT DISTINCT strftime(received_on, '%Y-%m') FROM complaint ORDER BY 1").fetchall()
    return tuple(month for (month,) in months if month not in known)


class Lacking:
    """The months between logs, of the whole scope and of single branches, each worked out once."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection, scope: Scope, months: Sequence[str]) -> None:
        self._cursor, self._scope, self._months = cursor, scope, months
        self._known: dict[str | None, frozenset[str]] = {}

    def of(self, branch: str | None) -> frozenset[str]:
        """Those of a branch; of the whole scope where it is None."""
        if branch not in self._known:
            scope = self._scope.with_(branches=(branch,)) if branch else self._scope
            self._known[branch] = frozenset(months_between_logs(self._cursor, scope, self._months))
        return self._known[branch]


def open_month(cursor: duckdb.DuckDBPyConnection, as_of: date) -> str | None:
    """The month of the as-of day, where it comes after those of all logs: its log cannot be there yet."""
    known, month = _covered(cursor), as_of.strftime("%Y-%m")
    return month if known and max(known) < month else None


def log_notes(cursor: duckdb.DuckDBPyConnection, scope: Scope, months: Sequence[str], as_of: date) -> tuple[Note, ...]:
    """What to say of months that no log covers: those whose log is missing, the open one, those that have a log though
    complaints booked to them came in before it, and of the company those that some branch sent none of."""
    lacking, still_open = months_without_log(cursor, scope, months), open_month(cursor, as_of)
    covered = known_months(cursor, scope.with_(book=Book.RECEIVED)) or frozenset()
    said: dict[str, list[str]] = {"log_missing": [], "log_open": [], NOT_WHOLE: []}
    for month in lacking:
        code = NOT_WHOLE if month in covered else "log_missing"
        said["log_open" if month == still_open else code].append(month)
    if not scope.branches:
        said[LOG_PARTIAL] = _not_sent(cursor, months, covered)
    return tuple(Note(code, tuple(places)) for code, places in said.items() if places)


def _not_sent(cursor: duckdb.DuckDBPyConnection, months: Sequence[str], covered: frozenset[str]) -> list[str]:
    """The company's months that a branch sent no log of, though it had sent its own before."""
    there = logs(cursor)
    return [
        f"{month} {branch}"
        for month in months
        for branch in sorted(there.own)
        if month in covered and month not in there.of(branch) and month > min(there.of(branch))
    ]


@kept
def _covered(cursor: duckdb.DuckDBPyConnection) -> frozenset[str] | None:
    """The months of which logs tell of the company; None where there is no log, or one does not say its months.

    Those of head office's logs. Where it sends some, what single branches sent of another month tells nothing of the
    branches that send none of their own; where every branch does, a month that any of them sent is known.
    """
    sheets = cursor.execute(
        f"""SELECT count(*), bool_and(s.report_month IS NOT NULL)
        FROM batch_sheet s JOIN batch b USING (batch_id) WHERE {_SPEAKS}"""
    ).fetchall()
    if not sheets[0][0] or not sheets[0][1]:
        return None
    there = logs(cursor)
    complained = cursor.execute("SELECT DISTINCT branch_name FROM complaint WHERE branch_name IS NOT NULL").fetchall()
    if there.everywhere and any(branch not in there.own for (branch,) in complained):
        return there.everywhere
    return there.everywhere.union(*there.own.values())
