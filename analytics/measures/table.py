"""The answer to a question: measures by dimensions, sum over sum, with what is missing said."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import duckdb

from analytics.measures.cell import Cell
from analytics.measures.counting import By, count_cells, is_judged
from analytics.measures.exposure import Key, load_exposure, needed_branches
from analytics.measures.figure import Frame, MeasureTable, Note, Origin, Row
from analytics.measures.judged import Question, settle
from analytics.measures.keys import CellKey
from analytics.measures.log_months import Lacking, known_months, log_notes, open_month
from analytics.measures.ratios import Amounts, figures_of
from analytics.measures.scope import Scope, month_range, months_before, quarter_of
from analytics.measures.unreported import Unreported
from analytics.store import kept
from analytics.vocabulary import Book, Dimension, Measure, View

# The dimensions that exposure knows, of its (month, branch, line).
_EXPOSED_KEY: dict[Dimension, Callable[[Key], str]] = {
    Dimension.MONTH: lambda key: key[0],
    Dimension.QUARTER: lambda key: quarter_of(key[0]),
    Dimension.YEAR: lambda key: key[0][:4],
    Dimension.BRANCH: lambda key: key[1],
    Dimension.PRODUCT_LINE: lambda key: key[2],
}
# The same of logs, which do not know what lines there are.
_LOGGED_KEY: dict[Dimension, Callable[[Key], str]] = {
    one: part for one, part in _EXPOSED_KEY.items() if one is not Dimension.PRODUCT_LINE
}
_EXPOSED = {
    Measure.PREMIUM_YUAN,
    Measure.POLICIES,
    Measure.PREMIUM_RATIO,
    Measure.POLICY_RATIO,
    Measure.POLICY_RATIO_10K,
}


def measure(
    cursor: duckdb.DuckDBPyConnection,
    scope: Scope,
    by: Sequence[Dimension] = (Dimension.TOTAL,),
    measures: Sequence[Measure] = (Measure.COMPLAINTS, Measure.VALID),
) -> MeasureTable:
    """Measures by dimensions over a scope.

    Counts are of complaints, except cause_mentions; by cause a complaint stands in the row of each cause it
    names, by category in that of its primary cause. Cells without a complaint are present with 0 where
    their exposure is known, or logs cover all their months; a month without a log, between months that have one, is
    absent, never zero, and a ratio over it is not given.
    Raises RequestError (unknown branch, period reversed) and RuleError (unknown rule book).
    """
    asked = tuple(by)
    return count_together(cursor, scope, {asked: tuple(measures)}).table(asked)


@dataclass(frozen=True, slots=True)
class Counted:
    """The counts of several tables over one scope. question: None where there is no data."""

    cursor: duckdb.DuckDBPyConnection
    scope: Scope
    question: Question | None
    asked: Mapping[By, tuple[Measure, ...]]
    cells: Mapping[By, dict[CellKey, Cell]]

    def table(self, by: By, view: View | None = None) -> MeasureTable:
        """One of those that were asked for, as `measure` gives it. view: None for the scope's own."""
        scope = self.scope.with_(view=view or self.scope.view)
        measures, dimensions, question = self.asked[by], _dimensions(by), self.question
        names = tuple(one.value for one in dimensions)
        if question is None:
            frame = Frame(scope.first, scope.last, scope.view, scope.book, None, scope.rulebook or "")
            return MeasureTable(names, measures, frame)
        question = replace(question, scope=scope)
        first, last = period_of(self.cursor, question)
        months = month_range(first, last) if first and last else []
        cells, exposure, exposed = self.cells[dimensions], None, not _EXPOSED.isdisjoint(measures)
        lacking = Lacking(self.cursor, scope, months)
        if last and (dimensions or exposed):
            by_line = Dimension.PRODUCT_LINE in dimensions
            exposure = load_exposure(self.cursor, scope, by_line, last, question.books[-1].policies)
        if dimensions:
            known = exposure.cells(set(months)) if exposure else set()
            exposed_keys = {_place(dimensions, key, _EXPOSED_KEY) for key in known if key[0] not in lacking.of(key[1])}
            _add_zeros(cells, dimensions, exposed_keys, _EXPOSED_KEY)
            _add_zeros(cells, dimensions, self._logged(dimensions, months), _LOGGED_KEY)
        else:
            cells.setdefault((), Cell())
        notes = log_notes(self.cursor, scope, months, question.as_of)
        if exposure and exposed:
            notes += exposure.notes
        frame = frame_of(question, first, last, any(cell.assumed for cell in cells.values()), notes)
        table = MeasureTable(names, measures, frame)
        judged, within = is_judged(dimensions, measures), _Within(months)
        unreported = Unreported(self.cursor, question, dimensions)
        for key in sorted(cells, key=lambda key: [(part is None, part or "") for part in key]):
            labels, cell = dict(zip(names, key, strict=True)), cells[key]
            origin = Origin(labels, within(labels), scope.view, cell, judged)
            amounts = Amounts(exposure, scope.product_lines, lacking.of(labels.get(Dimension.BRANCH.value)))
            table.rows.append(Row(labels, figures_of(cell, measures, origin, amounts, unreported)))
        return table

    def _logged(self, by: By, months: Sequence[str]) -> set[CellKey]:
        """The cells of time and branch whose every month is covered by a log: what it does not list is zero."""
        chosen = self.scope.branches
        each = [(one,) for one in chosen or needed_branches(self.cursor)] if Dimension.BRANCH in by else [chosen]
        whole: dict[CellKey, bool] = {}
        for branches in each:
            known = known_months(self.cursor, self.scope.with_(branches=branches)) or frozenset()
            for month in months:
                key = _place(by, (month, branches[0] if branches else "", ""), _LOGGED_KEY)
                whole[key] = whole.get(key, True) and month in known
        return {key for key, is_whole in whole.items() if is_whole}


def count_together(cursor: duckdb.DuckDBPyConnection, scope: Scope, asked: Mapping[By, tuple[Measure, ...]]) -> Counted:
    """The counts of several tables, each `by` with its measures, for little more than those of the dearest.

    Raises as `measure`.
    """
    question = settle(cursor, scope)
    if question is None:
        return Counted(cursor, scope, None, asked, {})
    cells = count_cells(cursor, question, {_dimensions(by): measures for by, measures in asked.items()})
    return Counted(cursor, scope, question, asked, cells)


def measure_each(
    cursor: duckdb.DuckDBPyConnection, scope: Scope, *asked: tuple[By, tuple[Measure, ...]]
) -> dict[By, MeasureTable]:
    """Several tables over one scope, by their dimensions, each as `measure` gives it; errors likewise."""
    counted = count_together(cursor, scope, dict(asked))
    return {by: counted.table(by) for by, _ in asked}


def _dimensions(by: By) -> By:
    return tuple(one for one in dict.fromkeys(by) if one is not Dimension.TOTAL)


def frame_of(question: Question, first: str | None, last: str | None, assumed: bool, notes: tuple[Note, ...]) -> Frame:
    """What all figures of an answer have in common, with what a reader must know of the data."""
    scope = question.scope
    if not question.received_any:
        notes = (Note("nothing_received_yet", (question.as_of.isoformat(),)), *notes)
    elif first is None:
        notes = (Note("no_data_in_period"), *notes)
    elif scope.last and last and last < scope.last:
        notes = (Note("period_cut", (last,)), *notes)
    return Frame(
        first,
        last,
        scope.view,
        scope.book,
        question.as_of,
        question.rulebook_name,
        calendar_assumed=assumed,
        books=question.books,
        notes=notes,
    )


def period_of(cursor: duckdb.DuckDBPyConnection, question: Question) -> tuple[str | None, str | None]:
    """The months the answer covers: as asked, else all that data is known for; none after the as-of date.

    Where nobody asks for it, the month that is still open is none of them unless something was received in it.
    """
    scope, last = question.scope, question.as_of.strftime("%Y-%m")
    first, last_known = scope.first or first_known_month(cursor), _known_months(cursor)[1] or last
    if scope.last:
        last = min(scope.last, last)
    elif scope.book is Book.RECEIVED and last_known < last and open_month(cursor, question.as_of):
        last = months_before(last, 1)
    return (first, last) if first and first <= last else (None, None)


def anything_known(cursor: duckdb.DuckDBPyConnection, scope: Scope) -> bool:
    """Whether the period of a scope has a month of which anything can be known. Raises as `measure`."""
    question = settle(cursor, scope)
    return question is not None and period_of(cursor, question)[0] is not None


def first_known_month(cursor: duckdb.DuckDBPyConnection) -> str | None:
    """The first month that a complaint was received in, or that exposure is known of."""
    return _known_months(cursor)[0]


@kept
def _known_months(cursor: duckdb.DuckDBPyConnection) -> tuple[str | None, str | None]:
    """The first and the last of the months that a complaint was received in, or that exposure is known of."""
    ((first, last),) = cursor.execute(
        "SELECT strftime(min(day), '%Y-%m'), strftime(max(day), '%Y-%m') FROM"
        " (SELECT received_on AS day FROM complaint UNION ALL SELECT month FROM exposure)"
    ).fetchall()
    return first, last


class _Within:
    """The months of the period that a cell covers; the same few keys of time come up again and again."""

    def __init__(self, months: list[str]) -> None:
        self._months = months
        self._known: dict[tuple[str | None, ...], tuple[str, ...]] = {}

    def __call__(self, key: dict[str, str | None]) -> tuple[str, ...]:
        time = (key.get("month"), key.get("quarter"), key.get("year"))
        if time not in self._known:
            month, quarter, year = time
            self._known[time] = tuple(
                one
                for one in self._months
                if month in (None, one) and quarter in (None, quarter_of(one)) and year in (None, one[:4])
            )
        return self._known[time]


def _place(by: Sequence[Dimension], key: Key, of: Mapping[Dimension, Callable[[Key], str]]) -> CellKey:
    return tuple(of[one](key) for one in by if one in of)


def _add_zeros(
    cells: dict[CellKey, Cell],
    by: Sequence[Dimension],
    known: set[CellKey],
    of: Mapping[Dimension, Callable[[Key], str]],
) -> None:
    """Add the cells that have no complaint though they are known: nobody complained is a fact.

    Dimensions that are not in `of` (cause, channel ...) take the values that the scope has seen.
    """
    others = [place for place, one in enumerate(by) if one not in of]
    seen = [sorted({str(key[place]) for key in cells if key[place] is not None}) for place in others]
    for place_of, combination in itertools.product(known, itertools.product(*seen)):
        places, chosen = iter(place_of), iter(combination)
        key = tuple(next(places) if one in of else next(chosen) for one in by)
        if key not in cells:
            cells[key] = Cell()
