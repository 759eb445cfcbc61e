"""What if: the year's net valid count and ratios, were some complaints withdrawn by 31 December."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import duckdb

from analytics.errors import RequestError, Text
from analytics.measures.curable import OpenComplaint, curable_of, one_year, open_complaints, with_fewer
from analytics.measures.figure import Figure, Frame
from analytics.measures.ratios import PER
from analytics.measures.scope import Scope
from analytics.measures.table import measure
from analytics.vocabulary import Dimension, Measure, Status


@dataclass(frozen=True, slots=True)
class WhatIf:
    """The year's net figures before and after (valid, pending and the three ratios).

    cured: chosen complaints that are valid now and leave the net count. prevented: chosen ones still pending, which
    then never turn valid; the net count as it stands does not change by them. curable: all that could be chosen
    among the valid ones.
    """

    frame: Frame
    before: dict[Measure, Figure]
    after: dict[Measure, Figure]
    cured: int
    prevented: int
    curable: int

    def sentence(self) -> Text:
        before, after = self.before[Measure.VALID].value, self.after[Measure.VALID].value
        left = self.after[Measure.PENDING].value
        return Text(
            f"年底前撤诉后:年度有效由 {before} 件变为 {after} 件(有效转撤诉 {self.cured} 件);"
            f"另有待定 {self.prevented} 件限内撤诉,不会成为有效,仍待定 {left} 件",
            f"If withdrawn by 31 December: net valid goes from {before} to {after} ({self.cured} cured);"
            f" {self.prevented} pending never turn valid, {left} stay pending",
        )


def what_if(cursor: duckdb.DuckDBPyConnection, scope: Scope, withdrawn: Sequence[str] | Mapping[str, int]) -> WhatIf:
    """The net figures if these were withdrawn: complaint numbers (valid or pending), or a count of valid ones a branch.

    The scope is one year or part of it (default: the year of the as-of date), net view. Raises RequestError for
    what cannot be withdrawn: a complaint that is not there, not in the scope or not curable, more than a branch has.
    """
    question, scope = one_year(cursor, scope)
    table = measure(cursor, scope, (Dimension.TOTAL,), (Measure.VALID, Measure.PENDING, *PER))
    if isinstance(withdrawn, Mapping):
        open_ones = open_complaints(cursor, question, ())
        cured, prevented = _cured_of_branches(open_ones, withdrawn), 0
    else:
        chosen = tuple(dict.fromkeys(withdrawn))
        open_ones = open_complaints(cursor, question, chosen)
        statuses = Counter(_curable_status(number, open_ones.get(number)) for number in chosen)
        cured, prevented = statuses[Status.VALID], statuses[Status.PENDING]
    before = table.rows[0].figures
    after = before
    if cured or prevented:
        after = {name: with_fewer(before[name], prevented if name is Measure.PENDING else cured) for name in before}
    return WhatIf(table.frame, before, after, cured, prevented, len(curable_of(open_ones)))


def _curable_status(number: str, found: OpenComplaint | None) -> Status:
    """The status of a chosen complaint. Raises RequestError where a withdrawal would change nothing here."""
    if found is None:
        raise RequestError(
            "unknown_complaint",
            Text(f"截至该日没有投诉 {number}", f"there is no complaint {number!r} as of that day"),
            Text("请核对编号", "check the number"),
        )
    if found.status not in (Status.VALID, Status.PENDING):
        raise RequestError(
            "not_curable",
            Text(
                f"{number} 的状态是 {found.status},撤诉不改变它",
                f"{number} is {found.status}: withdrawing it changes nothing",
            ),
            Text("只能选择有效或待定的投诉", "choose complaints that are valid or pending"),
        )
    if not found.in_scope:
        raise RequestError(
            "outside_scope",
            Text(f"{number} 不在所选范围内", f"{number} is outside the question's period or filters"),
            Text("请放宽筛选,或去掉该投诉", "widen the filters, or leave it out"),
        )
    return found.status


def _cured_of_branches(open_ones: dict[str, OpenComplaint], counts: Mapping[str, int]) -> int:
    curable = Counter(one.branch for one in curable_of(open_ones))
    for branch, count in counts.items():
        if isinstance(count, bool) or not isinstance(count, int) or count < 0:
            raise RequestError(
                "bad_count",
                Text(f"{branch}:{count} 不是 0 或以上的整数", f"{branch}: {count} is no whole number from 0 up"),
                Text("请给出件数", "give a number of complaints"),
            )
        if count > curable[branch]:
            raise RequestError(
                "too_many_withdrawals",
                Text(
                    f"{branch} 可撤诉的有效投诉只有 {curable[branch]} 件,少于 {count} 件",
                    f"{branch} has {curable[branch]} curable complaints in this question, fewer than {count}",
                ),
                Text("请减少件数,或核对机构名称", "choose fewer, or check the branch's name"),
            )
    return sum(counts.values())
