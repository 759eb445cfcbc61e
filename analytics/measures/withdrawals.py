"""Time to withdrawal, as a survival curve: many complaints are not withdrawn yet, and leaving them out would flatter.

Source: Kaplan and Meier 1958 (statistics/survival); domain, "Handling steps".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import duckdb
import numpy as np

from analytics.measures.figure import Frame
from analytics.measures.judged import Question, conditions, counted, limits_join, settle
from analytics.measures.keys import key_columns, key_labels
from analytics.measures.scope import Scope
from analytics.measures.table import frame_of, period_of
from analytics.statistics.survival import SurvivalCurve, kaplan_meier
from analytics.vocabulary import Dimension


@dataclass(frozen=True, slots=True)
class WithdrawalCurve:
    """Share of the complaints of one cell that is not withdrawn, by calendar days from receipt."""

    key: dict[str, str | None]
    curve: SurvivalCurve


@dataclass(frozen=True, slots=True)
class WithdrawalTable:
    by: tuple[str, ...]
    frame: Frame
    rows: list[WithdrawalCurve] = field(default_factory=list)


def withdrawal_curves(
    cursor: duckdb.DuckDBPyConnection, scope: Scope, by: Sequence[Dimension] = (Dimension.FORM,)
) -> WithdrawalTable:
    """One curve a cell, over the counted complaints of the scope; sorted by key.

    A complaint is watched from its receipt to its withdrawal, else to the day it was found invalid or to the as-of
    date, whichever comes first. A withdrawal dated before receipt is a slip of the log and is left out.
    By default by form: informal and formal complaints have different limits, and one curve over both hides them.
    Raises RequestError (unknown branch) and RuleError. by: dimensions of complaints, not causes.
    """
    dimensions = [one for one in dict.fromkeys(by) if one is not Dimension.TOTAL]
    names = tuple(one.value for one in dimensions)
    question = settle(cursor, scope)
    if question is None:
        return WithdrawalTable(
            names, Frame(scope.first, scope.last, scope.view, scope.book, None, scope.rulebook or "")
        )
    question.params.clear()
    keys = key_columns(question, dimensions)
    columns = "".join(f"{sql} AS k{place}, " for place, sql in enumerate(keys))
    group = "".join(f"k{place}, " for place in range(len(keys)))
    rows = cursor.execute(
        f"""SELECT {group} happened, days, count(*) FROM ({_watched_sql(question, columns)}) watched
        WHERE days >= 0 GROUP BY {group} happened, days""",
        question.params,
    ).fetchall()
    width = len(keys)
    labels = key_labels(dimensions, (row[:width] for row in rows))
    cells: dict[tuple[str | None, ...], list[tuple[bool, int, int]]] = {}
    for row in rows:
        cells.setdefault(labels[row[:width]], []).append(row[width:])
    first, last = period_of(cursor, question)
    table = WithdrawalTable(names, frame_of(question, first, last, False, ()))
    for key in sorted(cells, key=lambda key: [(part is None, part or "") for part in key]):
        happened, days, counts = (np.array(part) for part in zip(*cells[key], strict=True))
        curve = kaplan_meier(np.repeat(days, counts), np.repeat(happened, counts))
        table.rows.append(WithdrawalCurve(dict(zip(names, key, strict=True)), curve))
    return table


def withdrawn_within(cursor: duckdb.DuckDBPyConnection, scope: Scope, days: int) -> frozenset[str]:
    """The numbers of the complaints that a curve over the scope counts as withdrawn by this day.

    Raises RequestError (unknown branch) and RuleError.
    """
    question = settle(cursor, scope)
    if question is None:
        return frozenset()
    question.params.clear()
    found = cursor.execute(
        f"""SELECT complaint_no FROM ({_watched_sql(question, "c.complaint_no, ")}) watched
        WHERE happened AND days BETWEEN 0 AND {question.bind(days)}""",
        question.params,
    )
    return frozenset(number for (number,) in found.fetchall())


def _watched_sql(question: Question, columns: str) -> str:
    """One row a counted complaint: `columns`, whether it was withdrawn, and for how many days it was watched."""
    as_of = question.bind(question.as_of)
    found_on = "CASE WHEN c.invalid_finding IS NOT NULL THEN coalesce(c.invalid_found_on, c.received_on) END"
    until = f"least({as_of}, coalesce({found_on}, {as_of}))"
    return f"""SELECT {columns}coalesce(c.withdrawn_on <= {until}, FALSE) AS happened,
            CASE WHEN c.withdrawn_on <= {until} THEN c.withdrawn_on - c.received_on
                ELSE {until} - c.received_on END AS days
        FROM complaint c {limits_join(question)}
        WHERE {counted(question)} AND {" AND ".join(conditions(question))}"""
