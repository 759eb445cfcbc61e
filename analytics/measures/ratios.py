"""Figures of one cell: counts, and ratios as sum over sum with their 95% interval or the reason there is none."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from functools import lru_cache

from analytics.measures.cell import Cell
from analytics.measures.exposure import Exposure
from analytics.measures.figure import Figure, Missing, Origin
from analytics.statistics.intervals import Interval, poisson_interval, wilson_interval
from analytics.vocabulary import Measure, Status

# Per so many yuan or policies (保监消保〔2013〕162号; per 10,000 policies in bulletins from 2016 on).
PER = {Measure.PREMIUM_RATIO: 100_000_000, Measure.POLICY_RATIO: 1_000, Measure.POLICY_RATIO_10K: 10_000}
OF_POLICIES = frozenset((Measure.POLICIES, Measure.POLICY_RATIO, Measure.POLICY_RATIO_10K))
_PER_EXPOSURE = frozenset((Measure.PREMIUM_YUAN, Measure.PREMIUM_RATIO, *OF_POLICIES))
_COUNTED: dict[Measure, Callable[[Cell], int]] = {
    Measure.COMPLAINTS: lambda cell: cell.complaints,
    Measure.REGULATOR_COMPLAINTS: lambda cell: cell.regulator,
    Measure.PENDING: lambda cell: cell.of_status(Status.PENDING),
    Measure.CAUSE_MENTIONS: lambda cell: cell.cause_mentions,
}
_UNKNOWN = {"branch": "branch_unknown", "product_line": "product_line_unknown"}

# The same small counts come up in cell after cell.
_poisson = lru_cache(maxsize=4096)(poisson_interval)
_wilson = lru_cache(maxsize=4096)(wilson_interval)


def figures_of(
    cell: Cell,
    measures: Sequence[Measure],
    origin: Origin,
    amounts: Amounts,
    unreported: Callable[[Origin], tuple[str, ...]],
) -> dict[Measure, Figure]:
    """The asked figures of a cell, in the view of its origin. unreported: where reports of a cell are not told."""
    figures: dict[Measure, Figure] = {}
    valid, unlogged = cell.valid(origin.view), amounts.unlogged(origin)
    nothing_known = unlogged == origin.months != () and not cell.complaints
    for name in measures:
        if nothing_known and name not in (Measure.PREMIUM_YUAN, Measure.POLICIES):
            figures[name] = Figure(name, None, missing=Missing(name, "log_missing", unlogged), origin=origin)
        elif name in _PER_EXPOSURE:
            figures[name] = _exposed(name, valid, origin, unlogged, *amounts.of(name in OF_POLICIES, origin))
        elif name is Measure.TIMELY_RATE:
            figures[name] = _timely(cell, origin, unreported)
        else:
            counted = valid if name is Measure.VALID else _COUNTED[name](cell)
            figures[name] = Figure(name, counted, origin=origin)
    return figures


class Amounts:
    """The denominators of one cell, each looked up once.

    exposure: None where nothing is known of it. lines: those of the scope, where it chooses any.
    unlogged: the months of the question that no log covers.
    """

    __slots__ = ("_exposure", "_found", "_lines", "_unlogged")

    def __init__(
        self, exposure: Exposure | None, lines: Sequence[str] = (), unlogged: Collection[str] = frozenset()
    ) -> None:
        self._exposure, self._lines, self._unlogged = exposure, lines, unlogged
        self._found: dict[bool, tuple[float | None, str, tuple[str, ...]]] = {}

    def of(self, of_policies: bool, origin: Origin) -> tuple[float | None, str, tuple[str, ...]]:
        """(premium or policies, '', ()) or (None, why there is none, the places concerned)."""
        if of_policies not in self._found:
            self._found[of_policies] = _amount(of_policies, origin, self._exposure, self._lines)
        return self._found[of_policies]

    def unlogged(self, origin: Origin) -> tuple[str, ...]:
        """The months of the cell that no log covers: what was counted lacks theirs."""
        return tuple(month for month in origin.months if month in self._unlogged) if self._unlogged else ()


def _timely(cell: Cell, origin: Origin, unreported: Callable[[Origin], tuple[str, ...]]) -> Figure:
    name, reported = Measure.TIMELY_RATE, cell.reported(origin.view)
    if reported.unknown:
        return Figure(name, None, missing=Missing(name, "report_dates_unknown", unreported(origin)), origin=origin)
    rated = reported.in_time + reported.late
    if not rated:
        return Figure(name, None, missing=Missing(name, "no_valid_complaints"), origin=origin)
    share = _wilson(reported.in_time, rated)
    assert isinstance(share, Interval)  # there are valid complaints
    return Figure(name, reported.in_time / rated, reported.in_time, rated, share.lower, share.upper, None, origin)


def _amount(
    of_policies: bool, origin: Origin, exposure: Exposure | None, lines: Sequence[str]
) -> tuple[float | None, str, tuple[str, ...]]:
    """(the denominator, '', ()) or (None, why there is none, the places concerned)."""
    key = origin.key
    for dimension in ("month", "quarter", "year", "branch", "product_line"):
        if dimension in key and key[dimension] is None:
            return None, _UNKNOWN.get(dimension, "month_unknown"), ()
    unknown = "policies_unknown" if of_policies else "premium_unknown"
    if exposure is None or not origin.months:
        # A month outside the period (booked to a limit date after the as-of date) has no exposure yet.
        place = key.get("month") or key.get("quarter") or key.get("year")
        return None, unknown, (place,) if place else ()
    branch, line = key.get("branch"), key.get("product_line")
    branches = [branch] if branch else exposure.branches
    if totals := tuple(one for one in branches if one in exposure.totals):
        return None, "total_of_branches", totals
    taken = [line] if line else list(lines) or [""]
    total = exposure.policies if of_policies else exposure.premium
    amount, lacking = total(origin.months, branches, taken)
    return (None, unknown, lacking) if amount is None or not branches else (amount, "", ())


def _exposed(
    name: Measure,
    valid: int,
    origin: Origin,
    unlogged: tuple[str, ...],
    amount: float | None,
    code: str,
    places: tuple[str, ...],
) -> Figure:
    if amount is None:
        return Figure(name, None, missing=Missing(name, code, places), origin=origin)
    if name in (Measure.PREMIUM_YUAN, Measure.POLICIES):
        return Figure(name, amount, origin=origin)
    if unlogged:
        return Figure(name, None, missing=Missing(name, "log_missing", unlogged), origin=origin)
    if amount <= 0:
        missing = Missing(name, "zero_denominator")
        return Figure(name, None, valid, amount, missing=missing, origin=origin)
    low, high = _poisson(valid)
    scale = PER[name] / amount
    return Figure(name, valid * scale, valid, amount, low * scale, high * scale, None, origin)
