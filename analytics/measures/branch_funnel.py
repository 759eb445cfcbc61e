"""Branches held against one common rate: complaints over premium, with funnel limits in place of a league table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import duckdb

from analytics.errors import RequestError, Text
from analytics.measures.exposure import needed_branches, unlisted_branches
from analytics.measures.figure import LOGGED_PREMIUM, Frame, MeasureTable, Missing, Note, Row
from analytics.measures.log_months import Lacking
from analytics.measures.scope import Scope, month_range
from analytics.measures.table import measure
from analytics.statistics import Funnel, FunnelUnit, Position, build_funnel
from analytics.vocabulary import Dimension, Measure

COUNTS = (Measure.COMPLAINTS, Measure.VALID)
_OUTSIDE_HIGH = (Position.HIGH_95, Position.HIGH_998)
_OUTSIDE_LOW = (Position.LOW_95, Position.LOW_998)


@dataclass(frozen=True, slots=True)
class BranchUnit:
    """One branch. premium: yuan of those months of the period that have a log.

    unit: observed in those months, expected at the common rate, and where it lies.
    """

    branch: str
    premium: float
    unit: FunnelUnit

    @property
    def rate(self) -> float | None:
        """Complaints per 100m yuan."""
        return self.unit.observed / self.premium * 1e8 if self.premium > 0 else None


@dataclass(frozen=True, slots=True)
class BranchFunnel:
    """units: by falling rate; left_out: branches without a premium to hold their count against, and why.

    unlisted: names that the branch list does not have, with their counts: they may be branches that are there already.
    unstated: complaints that name no branch. Neither are in a unit or in the common rate.
    """

    counted: Measure
    frame: Frame
    funnel: Funnel
    units: tuple[BranchUnit, ...]
    left_out: tuple[tuple[str, int, Missing], ...]
    unlisted: tuple[tuple[str, int], ...]
    unstated: int

    @property
    def high(self) -> tuple[BranchUnit, ...]:
        return tuple(one for one in self.units if one.unit.position in _OUTSIDE_HIGH)

    @property
    def low(self) -> tuple[BranchUnit, ...]:
        return tuple(one for one in self.units if one.unit.position in _OUTSIDE_LOW)

    @property
    def branches(self) -> tuple[str, ...]:
        """Those with a premium or a complaint of their own: a branch that only heads others is none of them."""
        return tuple(sorted([one.branch for one in self.units] + [name for name, _, _ in self.left_out]))

    def of(self, branch: str) -> BranchUnit | None:
        return next((one for one in self.units if one.branch == branch), None)


def branch_funnel(cursor: duckdb.DuckDBPyConnection, scope: Scope, counted: Measure) -> BranchFunnel:
    """complaints or valid (in the scope's view) of each branch against its premium of the period.

    Raises RequestError for another measure, and what `measure` raises.
    """
    if counted not in COUNTS:
        raise RequestError(
            "not_a_count",
            Text(f"{counted} 不能作漏斗图", f"there is no funnel of {counted}"),
            Text("可选投诉或有效投诉", "choose complaints or valid"),
        )
    return funnel_of(
        cursor, scope, measure(cursor, scope, (Dimension.BRANCH,), (counted, Measure.PREMIUM_YUAN)), counted
    )


def funnel_of(cursor: duckdb.DuckDBPyConnection, scope: Scope, table: MeasureTable, counted: Measure) -> BranchFunnel:
    """The funnel of a table by branch that has been counted: the scope's, with `counted` and the premium."""
    logged, frame = with_logs(cursor, scope, table, Dimension.BRANCH, (counted,))
    names = unlisted_branches(cursor)
    placed, left_out, unlisted, unstated = [], [], [], 0
    for row in table.rows:
        branch, count = row.key["branch"], int(row.value(counted) or 0)
        premium = row.figures[Measure.PREMIUM_YUAN]
        if branch is None:
            unstated += count
        elif branch in names:
            if count:
                unlisted.append((branch, count))
        elif premium.value is None or premium.missing:
            if count and premium.missing:
                left_out.append((branch, count, premium.missing))
        else:
            one = logged.get(branch, Logged())
            placed.append((branch, one.counts.get(counted, 0), one.premium))
    funnel = build_funnel([count for _, count, _ in placed], [premium for _, _, premium in placed])
    units = [BranchUnit(branch, premium, unit) for (branch, _, premium), unit in zip(placed, funnel.units, strict=True)]
    units.sort(key=lambda one: (-(one.unit.ratio or 0.0), one.branch))
    return BranchFunnel(counted, frame, funnel, tuple(units), tuple(left_out), tuple(unlisted), unstated)


def months_lacking(cursor: duckdb.DuckDBPyConnection, scope: Scope, branch: str) -> frozenset[str]:
    """The months of the scope's period that are missing among a branch's logs: its rate leaves them out."""
    months = month_range(scope.first, scope.last) if scope.first and scope.last else []
    return Lacking(cursor, scope, months).of(branch)


@dataclass(slots=True)
class Logged:
    """What a rate is made of, in the months that a log covers. premium: yuan."""

    premium: float = 0.0
    counts: Counter[Measure] = field(default_factory=Counter)

    def add(self, row: Row, counted: Sequence[Measure]) -> None:
        self.premium += float(row.value(Measure.PREMIUM_YUAN) or 0.0)
        self.counts.update({one: int(row.value(one) or 0) for one in counted})


def with_logs(
    cursor: duckdb.DuckDBPyConnection, scope: Scope, table: MeasureTable, by: Dimension, counted: Sequence[Measure]
) -> tuple[dict[str | None, Logged], Frame]:
    """What rates are made of, by branch (or for Dimension.TOTAL under None), and the frame that says so.

    table: of the scope, with its premium and what is counted. Of a month that is missing among a branch's logs only
    those complaints are known that other logs list again: a rate has neither them nor the month's premium.
    """
    frame = table.frame
    months = month_range(frame.first, frame.last) if frame.first and frame.last else []
    lacking = Lacking(cursor, scope, months)
    branches = scope.branches or needed_branches(cursor)
    found: dict[str | None, Logged] = {}
    if not any(lacking.of(branch) for branch in branches):
        for row in table.rows:
            found.setdefault(row.key.get(by.value), Logged()).add(row, counted)
        return found, frame
    monthly = measure(cursor, scope, (Dimension.BRANCH, Dimension.MONTH), (*counted, Measure.PREMIUM_YUAN))
    for row in monthly.rows:
        if row.key["month"] not in lacking.of(row.key["branch"]):
            found.setdefault(row.key.get(by.value), Logged()).add(row, counted)
    everyone = lacking.of(None)
    alone = sorted(f"{month} {branch}" for branch in branches for month in lacking.of(branch) if month not in everyone)
    return found, replace(frame, notes=(*frame.notes, Note(LOGGED_PREMIUM, (*sorted(everyone), *alone))))
