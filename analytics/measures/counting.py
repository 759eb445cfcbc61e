"""One grouped query over the complaints of a scope: the counts of every cell, by status where they are judged."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import duckdb

from analytics.measures.cell import STATUSES, Cell, Report
from analytics.measures.judged import (
    COMPLAINTS,
    FIRST_NAMED,
    FIRST_OR_NONE,
    FORM,
    NAMED_AFTER,
    Question,
    Rows,
    booked_on,
    conditions,
    counted,
    limits_join,
    reported_on,
    status_code,
)
from analytics.vocabulary import Book, Channel, Dimension, Measure, Status

CellKey = tuple[str | None, ...]

_JUDGED = {
    Measure.VALID,
    Measure.PENDING,
    Measure.PREMIUM_RATIO,
    Measure.POLICY_RATIO,
    Measure.POLICY_RATIO_10K,
    Measure.TIMELY_RATE,
}
_SQL: dict[Dimension, str] = {
    Dimension.MONTH: "year({booked}) * 12 + month({booked}) - 1",
    Dimension.QUARTER: "year({booked}) * 4 + quarter({booked}) - 1",
    Dimension.YEAR: "year({booked})",
    Dimension.BRANCH: "c.branch_name",
    Dimension.CATEGORY: "{category}",
    Dimension.CAUSE: "{cause}",
    Dimension.CHANNEL: "c.channel_code",
    Dimension.FORM: FORM,
    Dimension.PRODUCT_LINE: "c.product_line_name",
    Dimension.STATUS: "{status}",
}
_LABEL: dict[Dimension, Callable[[int], str]] = {
    Dimension.MONTH: lambda n: f"{n // 12:04d}-{n % 12 + 1:02d}",
    Dimension.QUARTER: lambda n: f"{n // 4:04d}-Q{n % 4 + 1}",
    Dimension.YEAR: lambda n: f"{n:04d}",
    Dimension.STATUS: lambda n: STATUSES[n].value,
}


def is_judged(by: Sequence[Dimension], measures: Sequence[Measure]) -> bool:
    """Whether the answer rests on the status of complaints."""
    return Dimension.STATUS in by or not _JUDGED.isdisjoint(measures)


def count_cells(
    cursor: duckdb.DuckDBPyConnection, question: Question, by: Sequence[Dimension], measures: Sequence[Measure]
) -> dict[CellKey, Cell]:
    """The cells that hold a complaint, by their keys in the order of `by`.

    By cause a complaint stands in the cell of each cause it names; mentions stand where they belong.
    """
    cells = _count_complaints(cursor, question, by, measures)
    if Measure.CAUSE_MENTIONS in measures and Dimension.CAUSE in by:
        # A complaint names a cause once: in the cell of a cause its complaints are its mentions.
        place = list(by).index(Dimension.CAUSE)
        for key, cell in cells.items():
            if key[place] is not None:
                cell.add_mentions(cell.complaints)
    elif Measure.CAUSE_MENTIONS in measures:
        for key, mentions in _count_mentions(cursor, question, by).items():
            cells.setdefault(key, Cell()).add_mentions(mentions)
    labels = key_labels(by, cells)
    return {labels[key]: cell for key, cell in cells.items()}


def count_mentions(
    cursor: duckdb.DuckDBPyConnection, question: Question, by: Sequence[Dimension]
) -> dict[CellKey, int]:
    """Causes named by cell; by cause and by category they stand where they belong."""
    counted_ones = _count_mentions(cursor, question, by)
    labels = key_labels(by, counted_ones)
    return {labels[key]: n for key, n in counted_ones.items()}


def _count_mentions(
    cursor: duckdb.DuckDBPyConnection, question: Question, by: Sequence[Dimension]
) -> dict[tuple[Any, ...], int]:
    question.params.clear()
    found: dict[tuple[Any, ...], int] = {}
    for row in _query(cursor, question, by, [], ["count(*)"], rows=(FIRST_NAMED, NAMED_AFTER)):
        found[row[:-1]] = found.get(row[:-1], 0) + row[-1]
    return found


def _count_complaints(
    cursor: duckdb.DuckDBPyConnection, question: Question, by: Sequence[Dimension], measures: Sequence[Measure]
) -> dict[tuple[Any, ...], Cell]:
    question.params.clear()
    exploded = Dimension.CAUSE in by
    judged = is_judged(by, measures)
    sums = ["count(*)", f"count(*) FILTER (c.channel_code = '{Channel.REGULATOR}')"]
    assumed = question.calendar_assumed and (judged or question.scope.book is Book.DETERMINED)
    sums.append(f"count(*) FILTER (l.assumed AND {counted(question)})" if assumed else "0")
    parts = []
    if judged:
        parts.append(status_code(question))
        parts.append(_report(question) if Measure.TIMELY_RATE in measures else f"{Report.NOT_ASKED:d}::TINYINT")
    rows = (FIRST_OR_NONE, NAMED_AFTER) if exploded else (COMPLAINTS,)
    cells: dict[tuple[Any, ...], Cell] = {}
    for row in _query(cursor, question, by, parts, sums, rows=rows):
        key = row[: len(by)]
        cell = cells.get(key)
        if cell is None:
            cell = cells[key] = Cell()
        complaints, regulator, limits_assumed = row[-3:]
        cell.add(complaints, regulator, limits_assumed)
        if judged:
            cell.add_judged(row[len(by)], row[len(by) + 1], complaints)
    return cells


def count_unreported(
    cursor: duckdb.DuckDBPyConnection, question: Question, by: Sequence[Dimension]
) -> list[tuple[CellKey, str | None, Status, str, int]]:
    """Cells of complaints whose logs have no column for the report to the regulator.

    (key in the order of `by`, month booked to, status, month received in, batch) of each; `by` has no month.
    """
    question.params.clear()
    rows = (FIRST_OR_NONE, NAMED_AFTER) if Dimension.CAUSE in by else (COMPLAINTS,)
    keys = [*by, Dimension.MONTH]
    parts = [status_code(question), _report(question), "strftime(c.received_on, '%Y-%m')", "c.batch_id"]
    found = [row for row in _query(cursor, question, keys, parts, ["count(*)"], rows=rows) if row[-4] == Report.UNKNOWN]
    labels = key_labels(keys, [row[: len(keys)] for row in found])
    return [
        (labels[row[: len(keys)]][:-1], labels[row[: len(keys)]][-1], STATUSES[row[-5]], row[-3], row[-2])
        for row in found
    ]


def _report(question: Question) -> str:
    """The Report of a complaint, as a number. Each expression stands as seldom as can be: this is most of the time."""
    reported = reported_on(question)
    return f"""CASE WHEN c.channel_code IS DISTINCT FROM '{Channel.REGULATOR}' THEN {Report.NOT_ASKED:d}
        WHEN {reported} <= l.report_due THEN {Report.IN_TIME:d}
        WHEN {reported} IS NOT NULL THEN {Report.LATE:d}
        WHEN NOT c.report_known THEN {Report.UNKNOWN:d}
        WHEN l.report_due <= {question.bind(question.as_of)} THEN {Report.LATE:d}
        ELSE {Report.NOT_DUE:d} END::TINYINT"""


def key_columns(question: Question, by: Sequence[Dimension], rows: Rows = COMPLAINTS) -> list[str]:
    """The expressions that rows are grouped by: months, quarters, years and statuses as numbers (see key_labels)."""
    names = {"booked": booked_on(question), "category": rows.category, "cause": rows.cause}
    if Dimension.STATUS in by:
        names["status"] = status_code(question)
    return [_SQL[one].format(**names) for one in by]


def key_labels(by: Sequence[Dimension], keys: Iterable[tuple[Any, ...]]) -> dict[tuple[Any, ...], CellKey]:
    """From the values of key_columns to what people read."""
    shape = [_LABEL.get(one) for one in by]
    if not any(shape):
        return {key: key for key in keys}
    known: dict[tuple[int, Any], str | None] = {}

    def label(place: int, form: Callable[[int], str] | None, value: Any) -> str | None:
        if form is None or value is None:
            text: str | None = value
            return text
        if (place, value) not in known:
            known[place, value] = form(value)
        return known[place, value]

    return {key: tuple(label(place, form, key[place]) for place, form in enumerate(shape)) for key in keys}


def _query(
    cursor: duckdb.DuckDBPyConnection,
    question: Question,
    by: Sequence[Dimension],
    parts: list[str],
    sums: list[str],
    *,
    rows: Sequence[Rows],
) -> list[tuple[Any, ...]]:
    """Every group's key (see key_columns), the parts it is divided by, and its sums; one line for each of `rows`."""
    return cursor.execute(
        " UNION ALL ".join(_select(question, by, parts, sums, one) for one in rows), question.params
    ).fetchall()


def _select(question: Question, by: Sequence[Dimension], parts: list[str], sums: list[str], rows: Rows) -> str:
    keys = [*key_columns(question, by, rows), *parts]
    source = ["complaint c"]
    if parts or question.scope.book is Book.DETERMINED or Dimension.STATUS in by:
        source.append(limits_join(question))
    source.append(rows.join)
    where = " AND ".join(conditions(question, rows))
    group = f" GROUP BY {', '.join(str(place + 1) for place in range(len(keys)))}" if keys else ""
    return f"SELECT {', '.join([*keys, *sums])} FROM {' '.join(source)} WHERE {where}{group}"
