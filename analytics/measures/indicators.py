"""The regulator's indicators over windows of time, gross beside net, each a figure with interval, unit and origin.

Source: 保监消保〔2013〕162号; domain, "Regulatory indicators". A window is sum over sum, with the policies in force of
its last month (or what the rule book says); what is missing of any of its months and branches leaves no ratio.
"""

from __future__ import annotations

import calendar
import gc
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

import duckdb
import numpy as np

from analytics.errors import RequestError, Text
from analytics.measures.cell import SIZE, Cell
from analytics.measures.counting import count_cells
from analytics.measures.exposure import Exposure, load_exposure
from analytics.measures.figure import Figure, Frame, Missing, Origin
from analytics.measures.judged import Question, settle
from analytics.measures.log_months import Lacking, log_notes
from analytics.measures.ratios import Amounts, figures_of
from analytics.measures.scope import Scope
from analytics.measures.table import first_known_month, frame_of, period_of
from analytics.measures.unreported import Unreported
from analytics.measures.windows import Span, Window, spans
from analytics.vocabulary import Dimension, Measure, View

INDICATORS = (Measure.PREMIUM_RATIO, Measure.POLICY_RATIO, Measure.POLICY_RATIO_10K, Measure.TIMELY_RATE)
# What the ratios are made of stands beside them.
MEASURES = (Measure.VALID, Measure.PENDING, Measure.PREMIUM_YUAN, Measure.POLICIES, *INDICATORS)
OF_A_VIEW = (Measure.VALID, *INDICATORS)  # the others are the same gross and net
SPLIT_BY = (Dimension.BRANCH, Dimension.PRODUCT_LINE)


class IndicatorRow(NamedTuple):
    """One window of one branch and line. key: by dimension, empty for the whole.

    whole: its last month is over, nothing of it is cut off and no month of it lacks a log. net, gross: MEASURES in
    the annual and in the monthly view; counts, premium and policies do not differ between the two but for `valid`.
    """

    span: Span
    key: dict[str, str | None]
    whole: bool
    net: dict[Measure, Figure]
    gross: dict[Measure, Figure]


@dataclass(frozen=True, slots=True)
class IndicatorTable:
    """Rows by key, then time. net_frame, gross_frame: what the figures of either view have in common."""

    window: Window
    by: tuple[str, ...]
    net_frame: Frame
    gross_frame: Frame
    rows: list[IndicatorRow] = field(default_factory=list)

    def records(self) -> list[dict[str, Any]]:
        """Plain rows: window, its first and last month, keys; each measure as `<measure>` (net) and
        `<measure>_gross`, ratios with `_low` and `_high`, and `missing`."""
        return [_record(self.window, row) for row in self.rows]


def indicators(
    cursor: duckdb.DuckDBPyConnection,
    scope: Scope,
    window: Window = Window.MONTH,
    by: Sequence[Dimension] = (),
) -> IndicatorTable:
    """The four indicators for every window that ends in the period, for the whole or by branch and product line.

    A window that reaches back before the first month of the data has no figures and says so. The view of the scope
    has no say: both are given. Raises RequestError (unknown branch, a dimension that has no exposure) and RuleError.
    """
    dimensions = [one for one in dict.fromkeys(by) if one is not Dimension.TOTAL]
    for one in dimensions:
        if one not in SPLIT_BY:
            raise RequestError(
                "no_exposure_by",
                Text(f"保费与保单不分 {one.value}", f"premium and policies are not known by {one.value}"),
                Text("可按机构或险种", "choose branch or product_line"),
            )
    names = tuple(one.value for one in dimensions)
    question = settle(cursor, scope)
    first, last = period_of(cursor, question) if question else (None, None)
    if question is None or first is None or last is None:
        net, gross = (_empty_frame(scope, view, question, first, last) for view in (View.ANNUAL, View.MONTHLY))
        return IndicatorTable(window, names, net, gross)
    chosen = spans(window, first, last)
    whole_question = settle(cursor, scope.with_(first=min(span.months[0] for span in chosen), last=last))
    assert whole_question is not None
    months_by = (Dimension.MONTH, *dimensions)
    cells = count_cells(cursor, whole_question, {months_by: MEASURES})[months_by]
    exposure = load_exposure(cursor, scope, Dimension.PRODUCT_LINE in dimensions, last, question.books[-1].policies)
    known_from = first if scope.first is None else first_known_month(cursor) or first
    assumed = any(cell.assumed for cell in cells.values())
    months = sorted({month for span in chosen for month in span.months})
    lacking = Lacking(cursor, scope, months)
    notes = (*log_notes(cursor, scope, months, question.as_of), *exposure.notes)
    net, gross = (
        frame_of(_viewed(question, view), first, last, assumed, notes) for view in (View.ANNUAL, View.MONTHLY)
    )
    table = IndicatorTable(window, names, net, gross)
    unreported = Unreported(cursor, whole_question, dimensions)
    over = {span.label: _is_whole(span, question.as_of, lacking.of(None)) for span in chosen}
    by_key = _by_key(cells)
    with _no_collection():
        for key in _keys(by_key, dimensions, exposure):
            labels, summed = dict(zip(names, key, strict=True)), _Summed(by_key.get(key, {}))
            for span in chosen:
                if span.months[0] < known_from:
                    table.rows.append(_incomplete(labels, span, known_from))
                else:
                    cell = summed.over(span.months)
                    amounts = Amounts(exposure, scope.product_lines, lacking.of(labels.get(Dimension.BRANCH.value)))
                    table.rows.append(_row(labels, span, cell, over[span.label], amounts, unreported))
    return table


@contextmanager
def _no_collection() -> Iterator[None]:
    """Thousands of figures are made at once and all are kept: the collector would go over them for nothing, which
    is a tenth of the time of a table by branch and month."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _is_whole(span: Span, as_of: date, unlogged: Collection[str]) -> bool:
    return span.whole and as_of >= _last_day(span.months[-1]) and not any(month in unlogged for month in span.months)


def _row(
    labels: dict[str, str | None], span: Span, cell: Cell, whole: bool, amounts: Amounts, unreported: Unreported
) -> IndicatorRow:
    net_origin, gross_origin = (Origin(labels, span.months, view, cell, True) for view in (View.ANNUAL, View.MONTHLY))
    net = figures_of(cell, MEASURES, net_origin, amounts, unreported)
    return IndicatorRow(span, labels, whole, net, net | figures_of(cell, OF_A_VIEW, gross_origin, amounts, unreported))


def _incomplete(labels: dict[str, str | None], span: Span, known_from: str) -> IndicatorRow:
    """A window that begins before the data does: its sums would be of fewer months than its name says."""
    origin = Origin(labels, span.months)
    figures = {
        name: Figure(name, None, missing=Missing(name, "window_incomplete", (known_from,)), origin=origin)
        for name in MEASURES
    }
    return IndicatorRow(span, labels, False, figures, figures)


class _Summed:
    """The cells of one key by month, added up over windows by way of their running sums."""

    def __init__(self, own: dict[str, list[int]]) -> None:
        self._months = sorted(own)
        table = np.array([own[month] for month in self._months], dtype=np.int64).reshape(len(self._months), SIZE)
        self._running = np.vstack([np.zeros((1, SIZE), dtype=np.int64), np.cumsum(table, axis=0)])

    def over(self, months: tuple[str, ...]) -> Cell:
        first, after = bisect_left(self._months, months[0]), bisect_right(self._months, months[-1])
        counts: list[int] = (self._running[after] - self._running[first]).tolist()
        return Cell(counts)


def _by_key(cells: dict[tuple[str | None, ...], Cell]) -> dict[tuple[str | None, ...], dict[str, list[int]]]:
    """Key -> month -> counts. Complaints without a month keep their key and are in no window."""
    found: dict[tuple[str | None, ...], dict[str, list[int]]] = {}
    for (month, *key), cell in cells.items():
        months = found.setdefault(tuple(key), {})
        if month is not None:
            months[month] = cell.counts
    return found


def _keys(
    by_key: Iterable[tuple[str | None, ...]], dimensions: Sequence[Dimension], exposure: Exposure
) -> list[tuple[str | None, ...]]:
    """The branches and lines that occur, with those that only have exposure: nobody complaining is a fact."""
    if not dimensions:
        return [()]
    found = set(by_key)
    for _, branch, line in exposure.amounts:
        place = {Dimension.BRANCH: branch, Dimension.PRODUCT_LINE: line}
        found.add(tuple(place[one] for one in dimensions))
    return sorted(found, key=lambda key: [(part is None, part or "") for part in key])


def _viewed(question: Question, view: View) -> Question:
    return Question(
        question.scope.with_(view=view), question.as_of, question.books, question.stored_book, question.received_any
    )


def _empty_frame(scope: Scope, view: View, question: Question | None, first: str | None, last: str | None) -> Frame:
    if question is None:
        return Frame(scope.first, scope.last, view, scope.book, None, scope.rulebook or "")
    return frame_of(_viewed(question, view), first, last, False, ())


def _last_day(month: str) -> date:
    year, number = int(month[:4]), int(month[5:])
    return date(year, number, calendar.monthrange(year, number)[1])


def _record(window: Window, row: IndicatorRow) -> dict[str, Any]:
    record: dict[str, Any] = {
        "window": window.value,
        "label": row.span.label,
        "first": row.span.months[0],
        "last": row.span.months[-1],
        "whole": row.whole,
        **row.key,
    }
    missing: dict[str, None] = {}
    for suffix, figures in (("", row.net), ("_gross", row.gross)):
        for name, figure in figures.items():
            if suffix and name not in OF_A_VIEW:
                continue
            record[f"{name.value}{suffix}"] = figure.value
            if name in INDICATORS:
                record[f"{name.value}{suffix}_low"], record[f"{name.value}{suffix}_high"] = figure.low, figure.high
            if figure.missing:
                missing[str(figure.missing)] = None
    record["missing"] = list(missing)
    return record
