"""One branch against all others: am I different, in what, or is it noise?"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import duckdb

from analytics.measures.branch_funnel import COUNTS, Logged, with_logs
from analytics.measures.counting import mentions
from analytics.measures.exposure import load_exposure
from analytics.measures.figure import Figure, Frame, MeasureTable
from analytics.measures.hierarchy import hierarchy
from analytics.measures.ratios import PER
from analytics.measures.scope import Scope
from analytics.measures.table import measure
from analytics.statistics import adjusted_residuals, compare_counts
from analytics.vocabulary import Dimension, Measure

ASKED = (
    Measure.COMPLAINTS,
    Measure.VALID,
    Measure.PREMIUM_YUAN,
    Measure.PREMIUM_RATIO,
    Measure.POLICY_RATIO_10K,
    Measure.TIMELY_RATE,
    Measure.CAUSE_MENTIONS,
)


@dataclass(frozen=True, slots=True)
class Part:
    """One category of causes. Shares are of all causes named there, 0 to 1; None where none are named.

    residual: adjusted residual of the branch's cell, None where there is none; notable: 2 or more either way;
    small: fewer than 5 expected, so that the residual is only a hint.
    """

    category: str | None
    ours: int
    others: int
    our_share: float | None
    other_share: float | None
    residual: float | None
    notable: bool
    small: bool


@dataclass(frozen=True, slots=True)
class BranchComparison:
    """ours, others: figures of ASKED. p_complaints, p_valid: exact test of the rates per premium, None without them.

    logged, other_logged: of the months that have a log, what the rates are made of; None without a premium.
    """

    branches: tuple[str, ...]
    against: tuple[str, ...]
    frame: Frame
    ours: dict[Measure, Figure]
    others: dict[Measure, Figure]
    logged: Logged | None
    other_logged: Logged | None
    p_complaints: float | None
    p_valid: float | None
    mix: tuple[Part, ...]

    def rate(self, counted: Measure) -> float | None:
        """Complaints (or valid ones) of the branch per 100m yuan; None without a premium."""
        return _rate(self.logged, counted)

    def other_rate(self, counted: Measure) -> float | None:
        return _rate(self.other_logged, counted)


def _rate(logged: Logged | None, counted: Measure) -> float | None:
    return logged.counts[counted] / logged.premium * PER[Measure.PREMIUM_RATIO] if logged and logged.premium else None


@dataclass(frozen=True, slots=True)
class Sides:
    """ours: the branch and all below it; others: all the rest of the company, or of the filter.

    left_out: branches that stay out, with their complaints: they only head others, whose premium holds theirs.
    unstated: complaints that name no branch. Ours, others, left_out and unstated together are the company.
    """

    ours: tuple[str, ...]
    others: tuple[str, ...]
    left_out: tuple[tuple[str, int], ...]
    unstated: int


def sides(cursor: duckdb.DuckDBPyConnection, scope: Scope, branch: str) -> Sides:
    """Who is held against whom. A filter that leaves no others is no filter of them.

    A parent with business of its own is one of the others of those below it: its name means what is booked at it.
    """
    company = scope.with_(branches=())
    table = measure(cursor, company, (Dimension.BRANCH,), (Measure.COMPLAINTS,))
    counts = {row.key["branch"]: int(row.value(Measure.COMPLAINTS) or 0) for row in table.rows}
    unstated = counts.pop(None, 0)
    exposure = load_exposure(cursor, company, False, table.frame.last or "", "last_month")
    needed = set(exposure.branches)
    known = needed | {name for name, n in counts.items() if name and n}
    ours = known.intersection(hierarchy(cursor).whole(branch)) or {branch}
    rest = known - ours
    heads = {name for name in rest if name not in needed} if exposure.amounts else set()
    within = rest.intersection(scope.branches) - heads or rest - heads
    left_out = tuple((name, counts[name]) for name in sorted(heads))
    return Sides(tuple(sorted(ours)), tuple(sorted(within)), left_out, unstated)


def compare_branch(
    cursor: duckdb.DuckDBPyConnection, scope: Scope, branches: tuple[str, ...], against: tuple[str, ...]
) -> BranchComparison:
    """The branches (one, or one with all below it) against the others, over the rest of the scope."""
    asked, other_asked = scope.with_(branches=branches), scope.with_(branches=against)
    ours, others = (measure(cursor, one, (Dimension.TOTAL,), ASKED) for one in (asked, other_asked))
    first, second = ours.rows[0].figures, others.rows[0].figures
    (logged, frame), (other, _) = _logged(cursor, asked, ours), _logged(cursor, other_asked, others)

    def p_value(counted: Measure) -> float | None:
        if not logged or not other or not logged.premium or not other.premium:
            return None
        return compare_counts(other.counts[counted], logged.counts[counted], other.premium, logged.premium).p_value

    return BranchComparison(
        branches,
        against,
        frame,
        first,
        second,
        logged,
        other,
        p_value(Measure.COMPLAINTS),
        p_value(Measure.VALID),
        _mix(_by_category(cursor, scope, branches), _by_category(cursor, scope, against)),
    )


def _logged(cursor: duckdb.DuckDBPyConnection, scope: Scope, table: MeasureTable) -> tuple[Logged | None, Frame]:
    if table.rows[0].value(Measure.PREMIUM_YUAN) is None:
        return None, table.frame
    found, frame = with_logs(cursor, scope, table, Dimension.TOTAL, COUNTS)
    return found.get(None, Logged()), frame


def _by_category(cursor: duckdb.DuckDBPyConnection, scope: Scope, branches: tuple[str, ...]) -> Counter[str]:
    found = mentions(cursor, scope.with_(branches=branches), (Dimension.CATEGORY,))
    return Counter({category: n for (category,), n in found.items() if category is not None})


def _mix(ours: Counter[str], others: Counter[str]) -> tuple[Part, ...]:
    categories = sorted((ours + others).keys(), key=lambda code: (-(ours + others)[code], code))
    if not categories:
        return ()
    table = [[ours[code] for code in categories], [others[code] for code in categories]]
    residuals = adjusted_residuals(table)
    our_total, other_total = ours.total(), others.total()
    parts = []
    for place, code in enumerate(categories):
        residual = float(residuals.residual[0, place])
        parts.append(
            Part(
                code,
                ours[code],
                others[code],
                ours[code] / our_total if our_total else None,
                others[code] / other_total if other_total else None,
                None if residual != residual else residual,
                bool(residuals.notable[0, place]),
                bool(residuals.small_expected[0, place]),
            )
        )
    return tuple(parts)
