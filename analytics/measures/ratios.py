"""Figures of one cell: counts, and ratios as sum over sum with their 95% interval or the reason there is none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analytics.measures.exposure import Exposure
from analytics.measures.figure import Figure, Missing
from analytics.measures.judged import Question
from analytics.measures.scope import quarter_of
from analytics.statistics.intervals import poisson_interval, wilson_interval
from analytics.vocabulary import Measure

# Per so many yuan or policies (保监消保〔2013〕162号; per 10,000 policies in bulletins from 2016 on).
PER = {Measure.PREMIUM_RATIO: 100_000_000, Measure.POLICY_RATIO: 1_000, Measure.POLICY_RATIO_10K: 10_000}


@dataclass(slots=True)
class Cell:
    """The counts of one cell, as the query returns them."""

    complaints: int = 0
    regulator: int = 0
    valid: int = 0
    pending: int = 0
    timely: int = 0
    timely_of: int = 0
    report_unknown: int = 0
    cause_mentions: int = 0


def figures_of(
    cell: Cell,
    measures: Sequence[Measure],
    key: dict[str, str | None],
    months: list[str],
    exposure: Exposure | None,
    question: Question,
) -> dict[Measure, Figure]:
    """The asked figures of a cell whose key is `key`, over the scope's months."""
    counts = {
        Measure.COMPLAINTS: cell.complaints,
        Measure.REGULATOR_COMPLAINTS: cell.regulator,
        Measure.VALID: cell.valid,
        Measure.PENDING: cell.pending,
        Measure.CAUSE_MENTIONS: cell.cause_mentions,
    }
    figures = {}
    for name in measures:
        if name in counts:
            figures[name] = Figure(name, counts[name])
        elif name is Measure.TIMELY_RATE:
            figures[name] = _timely(cell)
        else:
            figures[name] = _exposed(name, cell, key, months, exposure, question)
    return figures


def _timely(cell: Cell) -> Figure:
    name = Measure.TIMELY_RATE
    if cell.report_unknown:
        return Figure(name, None, missing=Missing(name, "report_dates_unknown"))
    if not cell.timely_of:
        return Figure(name, None, missing=Missing(name, "no_valid_complaints"))
    share = wilson_interval(cell.timely, cell.timely_of)
    assert share is not None  # there are valid complaints
    return Figure(name, cell.timely / cell.timely_of, cell.timely, cell.timely_of, share.lower, share.upper)


def _exposed(
    name: Measure,
    cell: Cell,
    key: dict[str, str | None],
    months: list[str],
    exposure: Exposure | None,
    question: Question,
) -> Figure:
    of_policies = name in (Measure.POLICIES, Measure.POLICY_RATIO, Measure.POLICY_RATIO_10K)
    for dimension in ("month", "quarter", "year", "branch", "product_line"):
        if dimension in key and key[dimension] is None:
            code = {"branch": "branch_unknown", "product_line": "product_line_unknown"}.get(dimension, "month_unknown")
            return Figure(name, None, missing=Missing(name, code))
    period = [month for month in months if _within(month, key)]
    if exposure is None or not period:
        # A month outside the period (booked to a limit date after the as-of date) has no exposure yet.
        place = key.get("month") or key.get("quarter") or key.get("year")
        code = "policies_unknown" if of_policies else "premium_unknown"
        return Figure(name, None, missing=Missing(name, code, (place,) if place else ()))
    branch, line = key.get("branch"), key.get("product_line")
    branches = [branch] if branch else exposure.branches
    lines = [line] if line else list(question.scope.product_lines) or [""]
    if of_policies:
        stock = exposure.stock_months(period)
        amount, lacking = exposure.total(exposure.policies, stock, branches, lines)
        amount = amount / len(stock) if amount is not None else None
    else:
        amount, lacking = exposure.total(exposure.premium, period, branches, lines)
    if amount is None or not branches:
        code = "policies_unknown" if of_policies else "premium_unknown"
        return Figure(name, None, missing=Missing(name, code, lacking))
    if name in (Measure.PREMIUM_YUAN, Measure.POLICIES):
        return Figure(name, amount)
    if amount <= 0:
        missing = Missing(name, "zero_denominator")
        return Figure(name, None, cell.valid, amount, missing=missing)
    per = PER[name]
    low, high = poisson_interval(cell.valid)
    scale = per / amount
    return Figure(name, cell.valid * scale, cell.valid, amount, low * scale, high * scale)


def _within(month: str, key: dict[str, str | None]) -> bool:
    return (
        key.get("month") in (None, month)
        and key.get("quarter") in (None, quarter_of(month))
        and key.get("year") in (None, month[:4])
    )
