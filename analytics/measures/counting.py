"""Grouped queries over the complaints of a scope: the counts of every cell, by status where they are judged."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, TypeVar

import duckdb

from analytics.measures.cell import STATUSES, Cell, Report
from analytics.measures.judged import (
    COMPLAINTS,
    FIRST_NAMED,
    FIRST_OR_NONE,
    NAMED_AFTER,
    Question,
    Rows,
    conditions,
    counted,
    limits_join,
    reported_on,
    settle,
    status_code,
)
from analytics.measures.keys import CellKey, key_columns, key_labels
from analytics.measures.scope import Scope
from analytics.store import kept
from analytics.vocabulary import Book, Channel, Dimension, Measure, Status, View

By = tuple[Dimension, ...]
Count = TypeVar("Count", Cell, int)

_JUDGED = {
    Measure.VALID,
    Measure.PENDING,
    Measure.PREMIUM_RATIO,
    Measure.POLICY_RATIO,
    Measure.POLICY_RATIO_10K,
    Measure.TIMELY_RATE,
}
# So many months are one of them, from month 0 of year 0 on.
_MONTHS = {Dimension.QUARTER: 3, Dimension.YEAR: 12}


def is_judged(by: Sequence[Dimension], measures: Collection[Measure]) -> bool:
    """Whether the answer rests on the status of complaints."""
    return Dimension.STATUS in by or not _JUDGED.isdisjoint(measures)


def count_cells(
    cursor: duckdb.DuckDBPyConnection, question: Question, asked: Mapping[By, Collection[Measure]]
) -> dict[By, dict[CellKey, Cell]]:
    """For each `by` the cells that hold a complaint, by their keys in its order, counted for the measures asked of it.

    By cause a complaint stands in the cell of each cause it names; mentions stand where they belong. One look at the
    complaints serves them all: it costs far more than another division of what it finds.
    """
    found: dict[By, dict[tuple[Any, ...], Cell]] = {by: {} for by in asked}
    of_causes = {by: measures for by, measures in asked.items() if Dimension.CAUSE in by}
    of_complaints = {by: measures for by, measures in asked.items() if by not in of_causes}
    if of_complaints:
        _count(cursor, question, of_complaints, found, exploded=False)
    naming = [by for by, measures in of_complaints.items() if Measure.CAUSE_MENTIONS in measures]
    if of_causes:
        of_causes |= dict.fromkeys(naming, (Measure.CAUSE_MENTIONS,))
        _count(cursor, question, of_causes, found, exploded=True)
    elif naming:
        for by, cells in _mentions(cursor, question.scope.with_(view=View.ANNUAL), tuple(naming)).items():
            for key, n in cells.items():
                found[by].setdefault(key, Cell()).add_mentions(n)
    return {by: _labelled(by, cells) for by, cells in found.items()}


def mentions(cursor: duckdb.DuckDBPyConnection, scope: Scope, by: Sequence[Dimension]) -> dict[CellKey, int]:
    """Causes named by the complaints of a scope, by cell, and nothing of the complaints beside them; cells that name
    none are not there. By cause and by category they stand where they belong. Raises as `measure`.
    """
    return _labelled(by, _mentions(cursor, scope.with_(view=View.ANNUAL), (tuple(by),))[tuple(by)])


@kept
def _mentions(
    cursor: duckdb.DuckDBPyConnection, scope: Scope, asked: tuple[By, ...]
) -> dict[By, dict[tuple[Any, ...], int]]:
    """For each `by` by the keys of its cells. What a complaint names does not depend on the view: who changes it waits
    for none of this.
    """
    found: dict[By, dict[tuple[Any, ...], int]] = {by: {} for by in asked}
    question = settle(cursor, scope)
    if question is None:
        return found
    groups = dict.fromkeys(asked, False)
    for by, key, (n, _) in _query(cursor, question, groups, [], [], rows=(FIRST_NAMED, NAMED_AFTER)):
        found[by][key] = found[by].get(key, 0) + n
    return found


def _labelled(by: Sequence[Dimension], cells: Mapping[tuple[Any, ...], Count]) -> dict[CellKey, Count]:
    labels = key_labels(by, cells)
    return {labels[key]: cell for key, cell in cells.items()}


def _count(
    cursor: duckdb.DuckDBPyConnection,
    question: Question,
    asked: Mapping[By, Collection[Measure]],
    found: Mapping[By, dict[tuple[Any, ...], Cell]],
    *,
    exploded: bool,
) -> None:
    """Add what the complaints have to the cells found; exploded: what the causes they name have.

    Of causes named, whoever is not divided by cause gets the mentions alone: its complaints are counted as such.
    """
    question.params.clear()
    groups = {by: is_judged(by, measures) for by, measures in asked.items()}
    judged = any(groups.values())
    tests = [f"c.channel_code = '{Channel.REGULATOR}'"]
    by_limit = question.scope.book is Book.DETERMINED
    assumed = question.calendar_assumed and (judged or by_limit)
    tests.append(f"l.assumed AND {counted(question)}" if assumed else "FALSE")
    parts = []
    if judged:
        timely = any(Measure.TIMELY_RATE in measures for measures in asked.values())
        parts = [status_code(question), report_code(question) if timely else f"{Report.NOT_ASKED:d}::TINYINT"]
    rows = (FIRST_OR_NONE, NAMED_AFTER) if exploded else (COMPLAINTS,)
    naming = {by for by, measures in asked.items() if exploded and Measure.CAUSE_MENTIONS in measures}
    only_named = {by for by in asked if exploded and Dimension.CAUSE not in by}
    for by, key, (*divided, complaints, regulator, limits_assumed, mentions) in _query(
        cursor, question, groups, parts, tests, rows=rows
    ):
        if by in only_named and not mentions:
            continue
        cell = found[by].get(key)
        if cell is None:
            cell = found[by][key] = Cell()
        if by in naming:
            cell.add_mentions(mentions)
        if by in only_named:
            continue
        # A limit says nothing of a count that neither judges by it nor books by it.
        cell.add(complaints, regulator, limits_assumed if groups[by] or by_limit else 0)
        if groups[by]:
            cell.add_judged(divided[0], divided[1], complaints)


def count_unreported(
    cursor: duckdb.DuckDBPyConnection, question: Question, by: Sequence[Dimension]
) -> list[tuple[CellKey, str | None, Status, str, int]]:
    """Cells of complaints whose logs have no column for the report to the regulator.

    (key in the order of `by`, month booked to, status, month received in, batch) of each; `by` has no month.
    """
    question.params.clear()
    rows = (FIRST_OR_NONE, NAMED_AFTER) if Dimension.CAUSE in by else (COMPLAINTS,)
    keys = (*by, Dimension.MONTH)
    parts = [status_code(question), report_code(question), "strftime(c.received_on, '%Y-%m')", "c.batch_id"]
    groups = _query(cursor, question, {keys: True}, parts, [], rows=rows)
    found = [(key, counts) for _, key, counts in groups if counts[1] == Report.UNKNOWN]
    labels = key_labels(keys, [key for key, _ in found])
    return [
        (labels[key][:-1], labels[key][-1], STATUSES[status], month, batch)
        for key, (status, _, month, batch, *_) in found
    ]


def report_code(question: Question) -> str:
    """The Report of a complaint, as a number. Each expression stands as seldom as can be: this is most of the time."""
    reported = reported_on(question)
    return f"""CASE WHEN c.channel_code IS DISTINCT FROM '{Channel.REGULATOR}' THEN {Report.NOT_ASKED:d}
        WHEN {reported} <= l.report_due THEN {Report.IN_TIME:d}
        WHEN {reported} IS NOT NULL THEN {Report.LATE:d}
        WHEN NOT c.report_known THEN {Report.UNKNOWN:d}
        WHEN l.report_due <= {question.bind(question.as_of)} THEN {Report.LATE:d}
        ELSE {Report.NOT_DUE:d} END::TINYINT"""


def _query(
    cursor: duckdb.DuckDBPyConnection,
    question: Question,
    groups: Mapping[By, bool],
    parts: list[str],
    tests: list[str],
    *,
    rows: Sequence[Rows],
) -> Iterator[tuple[By, tuple[Any, ...], tuple[Any, ...]]]:
    """Of every group its `by`, its key (see key_columns), and the parts it is divided by, how many rows it has, how
    many of them pass each test and how many name a cause. A key may come several times: what it has is the sum.

    groups: what to group by, and whether that is divided by the parts as well. parts: the status is the first.
    """
    sources = _sources(groups)
    dimensions = list(dict.fromkeys(one for source in sources for one in source))
    divided = {source: any(groups[by] for by in asked) for source, asked in sources.items()}
    sql = " UNION ALL ".join(_select(question, dimensions, divided, parts, tests, one) for one in rows)
    # GROUPING_ID: a bit for each dimension, set where the line is not of it, that of the first dimension the highest.
    bits = {one: 1 << place for place, one in enumerate(reversed(dimensions))}
    width = 1 + len(dimensions)

    def place(one: Dimension, source: By) -> tuple[int, int]:
        """Where a line has it, and how many of what stands there are one of it."""
        if one in source:
            return 1 + dimensions.index(one), 1
        return (1 + dimensions.index(Dimension.MONTH), _MONTHS[one]) if one in _MONTHS else (width, 1)

    served = {
        (sum(bits[one] for one in dimensions if one not in source) if len(sources) > 1 else 0): [
            (by, [place(one, source) for one in by]) for by in asked
        ]
        for source, asked in sources.items()
    }
    for row in cursor.execute(sql, question.params).fetchall():
        for by, places in served[row[0]]:
            key = [row[at] if of_one == 1 or row[at] is None else row[at] // of_one for at, of_one in places]
            yield by, tuple(key), row[width:]


def _sources(groups: Mapping[By, bool]) -> dict[By, list[By]]:
    """What to group by, and which of the groups are its sums: those that it divides further or are its own.

    Every grouping costs the database about as much as looking at the complaints does.
    """
    found: dict[By, list[By]] = {}
    for by in sorted(groups, key=lambda by: (-len(by), Dimension.MONTH not in by)):
        own = tuple(one for one in by if one is not Dimension.STATUS or not groups[by])
        finer = [
            source
            for source, asked in found.items()
            if any(groups[other] for other in asked) >= groups[by]
            and all(one in source or (one in _MONTHS and Dimension.MONTH in source) for one in own)
        ]
        found.setdefault(finer[-1] if finer else own, []).append(by)
    return found


def _select(
    question: Question,
    dimensions: Sequence[Dimension],
    groups: Mapping[By, bool],
    parts: list[str],
    tests: list[str],
    rows: Rows,
) -> str:
    keys, divided, passed = (_names(*of) for of in (("k", dimensions), ("p", parts), ("t", tests)))
    columns = [*key_columns(question, dimensions, rows), *parts, *tests]
    named = [f"{sql} AS {name}" for sql, name in zip(columns, [*keys, *divided, *passed], strict=True)]
    named += [f"{rows.cause} AS named"] if rows.cause else []
    source = ["complaint c"]
    if parts or question.scope.book is Book.DETERMINED or Dimension.STATUS in dimensions:
        source.append(limits_join(question))
    source.append(rows.join)
    where = " AND ".join(conditions(question, rows))
    # Named one level down: else every set of groups works each expression out again.
    looked_at = f"(SELECT {', '.join(named) or '1'} FROM {' '.join(source)} WHERE {where}) looked_at"
    name_of = dict(zip(dimensions, keys, strict=True))
    sets = [", ".join([*(name_of[one] for one in by), *(divided if judged else [])]) for by, judged in groups.items()]
    if len(sets) == 1:  # grouped as plainly as it is, months find their places without hashing
        which, group = "0", f"GROUP BY {sets[0]}" if sets[0] else ""
    else:
        which = f"GROUPING_ID({', '.join(keys)})"
        group = f"GROUP BY GROUPING SETS ({', '.join(f'({one})' for one in sets)})"
    sums = ["count(*)", *(f"count(*) FILTER ({one})" for one in passed), "count(named)" if rows.cause else "0"]
    return f"SELECT {', '.join([which, *keys, *divided, *sums])} FROM {looked_at} {group}"


def _names(letter: str, of: Sequence[object]) -> list[str]:
    return [f"{letter}{place}" for place in range(len(of))]
