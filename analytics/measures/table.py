"""The answer to a question: measures by dimensions, sum over sum, with what is missing said."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Any

import duckdb

from analytics.errors import RequestError, Text
from analytics.measures.exposure import Key, load_exposure
from analytics.measures.figure import Frame, MeasureTable, Row
from analytics.measures.judged import (
    FORM,
    Question,
    booked_on,
    conditions,
    limits_join,
    reported_on,
    settle,
    status,
    valid_statuses,
)
from analytics.measures.ratios import Cell, figures_of
from analytics.measures.scope import Scope, month_range, quarter_of
from analytics.vocabulary import Book, Channel, Dimension, Measure, Status

_TIME = (Dimension.MONTH, Dimension.QUARTER, Dimension.YEAR)
_SQL: dict[Dimension, str] = {
    Dimension.MONTH: "year({booked}) * 12 + month({booked}) - 1",
    Dimension.QUARTER: "year({booked}) * 4 + quarter({booked}) - 1",
    Dimension.YEAR: "year({booked})",
    Dimension.BRANCH: "c.branch_name",
    Dimension.CATEGORY: "{category}",
    Dimension.CAUSE: "m.cause",
    Dimension.CHANNEL: "c.channel_code",
    Dimension.FORM: FORM,
    Dimension.PRODUCT_LINE: "c.product_line_name",
    Dimension.STATUS: "{status}",
}
_JUDGED = (
    Measure.VALID,
    Measure.PENDING,
    Measure.PREMIUM_RATIO,
    Measure.POLICY_RATIO,
    Measure.POLICY_RATIO_10K,
    Measure.TIMELY_RATE,
)
_EXPOSED = (
    Measure.PREMIUM_YUAN,
    Measure.POLICIES,
    Measure.PREMIUM_RATIO,
    Measure.POLICY_RATIO,
    Measure.POLICY_RATIO_10K,
)


def measure(
    cursor: duckdb.DuckDBPyConnection,
    scope: Scope,
    by: Sequence[Dimension] = (Dimension.TOTAL,),
    measures: Sequence[Measure] = (Measure.COMPLAINTS, Measure.VALID),
) -> MeasureTable:
    """Measures by dimensions over a scope.

    Counts are of complaints, except cause_mentions; by cause a complaint stands in the row of each cause it
    names, by category in that of its primary cause. Cells without a complaint are present with 0 where
    their exposure is known; a month without a log and without exposure is absent, never zero.
    Raises RequestError (unknown branch, period reversed) and RuleError (unknown rule book).
    """
    dimensions: list[Dimension] = [one for one in dict.fromkeys(by) if one is not Dimension.TOTAL]
    _check_branches(cursor, scope)
    question = settle(cursor, scope)
    names = tuple(one.value for one in dimensions)
    if question is None:
        frame = Frame(scope.first, scope.last, scope.view, scope.book, None, scope.rulebook or "")
        return MeasureTable(names, tuple(measures), frame)
    first, last = _period(cursor, question)
    months = month_range(first, last) if first and last else []
    cells = _count(cursor, question, dimensions, measures)
    exposure = None
    if last and (dimensions or set(measures) & {*_EXPOSED}):
        by_line = Dimension.PRODUCT_LINE in dimensions
        exposure = load_exposure(cursor, scope, by_line, last, question.books[-1].policies)
        _add_zeros(cells, dimensions, exposure.cells(set(months)))
    frame = Frame(
        first,
        last,
        scope.view,
        scope.book,
        question.as_of,
        question.rulebook_name,
        calendar_assumed=_assumed(cursor, question),
    )
    table = MeasureTable(names, tuple(measures), frame)
    for key in sorted(cells, key=lambda key: [(part is None, part or "") for part in key]):
        labels = dict(zip(names, key, strict=True))
        table.rows.append(Row(labels, figures_of(cells[key], measures, labels, months, exposure, question)))
    return table


def _check_branches(cursor: duckdb.DuckDBPyConnection, scope: Scope) -> None:
    for branch in scope.branches:
        found = cursor.execute(
            "SELECT 1 FROM complaint WHERE branch_name = $1 UNION ALL SELECT 1 FROM branch WHERE branch_name = $1"
            " UNION ALL SELECT 1 FROM exposure WHERE branch_name = $1 LIMIT 1",
            [branch],
        ).fetchone()
        if not found:
            raise RequestError(
                "unknown_branch",
                Text(f"没有名为“{branch}”的机构", f"there is no branch {branch!r}"),
                Text("请核对机构名称", "check the name"),
            )


def _period(cursor: duckdb.DuckDBPyConnection, question: Question) -> tuple[str | None, str | None]:
    """The months the answer covers: as asked, else all that data is known for; none after the as-of date."""
    scope, as_of_month = question.scope, question.as_of.strftime("%Y-%m")
    first, last = scope.first, scope.last
    if first is None:
        row = cursor.execute(
            "SELECT strftime(min(day), '%Y-%m') FROM"
            " (SELECT min(received_on) AS day FROM complaint UNION ALL SELECT min(month) FROM exposure)"
        ).fetchone()
        first = row[0] if row else None
    last = min(last or as_of_month, as_of_month)
    return (first, last) if first and first <= last else (None, None)


def _count(
    cursor: duckdb.DuckDBPyConnection, question: Question, by: list[Dimension], measures: Sequence[Measure]
) -> dict[tuple[str | None, ...], Cell]:
    cells: dict[tuple[str | None, ...], Cell] = {}
    exploded = Dimension.CAUSE in by
    for key, values in _query(cursor, question, by, measures, exploded=exploded):
        cells[key] = Cell(*values)
    if Measure.CAUSE_MENTIONS in measures:
        for key, values in _query(cursor, question, by, (), exploded=True, mentions_only=True):
            cells.setdefault(key, Cell()).cause_mentions = values[0]
    return cells


def _query(
    cursor: duckdb.DuckDBPyConnection,
    question: Question,
    by: list[Dimension],
    measures: Sequence[Measure],
    *,
    exploded: bool,
    mentions_only: bool = False,
) -> list[tuple[tuple[str | None, ...], list[Any]]]:
    """One grouped query. exploded: a row a cause mention (`m`), so that a complaint stands under each cause."""
    question.params.clear()
    category = "m.category" if mentions_only else "coalesce(m.category, c.category)" if exploded else "c.category"
    with_status = bool(set(measures) & {*_JUDGED}) or Dimension.STATUS in by
    names = {"booked": booked_on(question), "category": category}
    if with_status:
        names["status"] = status(question)
    keys = [_SQL[one].format(**names) for one in by]
    aggregates = ["count(*)"] if mentions_only else _aggregates(question, measures, names.get("status", ""))
    source = ["complaint c"]
    if with_status or question.scope.book is Book.DETERMINED:
        source.append(limits_join(question))
    if exploded:
        source.append(f"{'' if mentions_only else 'LEFT '}JOIN complaint_cause m ON m.complaint_no = c.complaint_no")
    where = " AND ".join(conditions(question, category=category, mentions=exploded))
    columns = ", ".join([*keys, *aggregates])
    group = f" GROUP BY {', '.join(str(n + 1) for n in range(len(keys)))}" if keys else ""
    sql = f"SELECT {columns} FROM {' '.join(source)} WHERE {where}{group}"
    rows = cursor.execute(sql, question.params).fetchall()
    shape = [_LABEL.get(one, lambda part: part) for one in by]
    return [
        (tuple(form(part) for form, part in zip(shape, row[: len(by)], strict=True)), list(row[len(by) :]))
        for row in rows
    ]


_LABEL: dict[Dimension, Any] = {
    Dimension.MONTH: lambda n: None if n is None else f"{n // 12:04d}-{n % 12 + 1:02d}",
    Dimension.QUARTER: lambda n: None if n is None else f"{n // 4:04d}-Q{n % 4 + 1}",
    Dimension.YEAR: lambda n: None if n is None else f"{n:04d}",
}


def _aggregates(question: Question, measures: Sequence[Measure], status_sql: str) -> list[str]:
    """In the order of Cell's fields; what was not asked for costs nothing."""
    valid = f"{status_sql} IN ({valid_statuses(question.scope.view)})" if status_sql else "FALSE"
    wanted = set(measures)
    sums = ["count(*)", f"count(*) FILTER (c.channel_code = '{Channel.REGULATOR}')"]
    counted_valid = bool(wanted & {*_JUDGED} - {Measure.PENDING})
    sums.append(f"count(*) FILTER ({valid})" if counted_valid else "0")
    sums.append(f"count(*) FILTER ({status_sql} = '{Status.PENDING}')" if Measure.PENDING in wanted else "0")
    if Measure.TIMELY_RATE in wanted:
        reported = reported_on(question)
        of_regulator = f"c.channel_code = '{Channel.REGULATOR}' AND {valid}"
        passed = f"l.report_due <= {question.bind(question.as_of)}"
        known = f"({reported} IS NOT NULL OR c.report_known)"
        sums.append(f"count(*) FILTER ({of_regulator} AND {reported} <= l.report_due)")
        sums.append(f"count(*) FILTER ({of_regulator} AND {known} AND ({reported} IS NOT NULL OR {passed}))")
        sums.append(f"count(*) FILTER ({of_regulator} AND NOT {known})")
    return sums


def _add_zeros(cells: dict[tuple[str | None, ...], Cell], by: list[Dimension], known: set[Key]) -> None:
    """Add the cells that have no complaint though their exposure is known: nobody complained is a fact.

    Dimensions that exposure does not know (cause, channel ...) take the values that the scope has seen.
    """
    if not by:
        return
    exposed = (*_TIME, Dimension.BRANCH, Dimension.PRODUCT_LINE)
    others = [place for place, one in enumerate(by) if one not in exposed]
    seen = [sorted({str(key[place]) for key in cells if key[place] is not None}) for place in others]
    for month, branch, line in known:
        place_of: dict[Dimension, str] = {
            Dimension.MONTH: month,
            Dimension.QUARTER: quarter_of(month),
            Dimension.YEAR: month[:4],
            Dimension.BRANCH: branch,
            Dimension.PRODUCT_LINE: line,
        }
        for combination in itertools.product(*seen):
            chosen = iter(combination)
            cells.setdefault(tuple(place_of[one] if one in exposed else next(chosen) for one in by), Cell())


def _assumed(cursor: duckdb.DuckDBPyConnection, question: Question) -> bool:
    """Whether a limit of the scope's days needed a year that the working-day table does not know."""
    row = cursor.execute(
        "SELECT bool_or(assumed) FROM limit_day WHERE rulebook = ? AND received_on <= ?",
        [question.stored_book, question.as_of],
    ).fetchone()
    return bool(row and row[0])
