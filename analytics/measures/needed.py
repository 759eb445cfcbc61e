"""The other way round: how many complaints must be withdrawn by 31 December for a ratio to reach a target."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import floor, isfinite

import duckdb

from analytics.errors import RequestError, Text
from analytics.measures.curable import curable_of, one_year, open_complaints, with_fewer
from analytics.measures.figure import Figure, Frame
from analytics.measures.names import MEASURE_NAMES
from analytics.measures.ratios import PER
from analytics.measures.scope import Scope
from analytics.measures.table import measure
from analytics.vocabulary import Dimension, Measure


@dataclass(frozen=True, slots=True)
class Needed:
    """How many valid complaints must be withdrawn by 31 December for a ratio to be at most `target`.

    needed: None when even all `curable` ones are too few; `misses_by` (in the ratio's unit) and `short_of`
    (complaints) then say by how much. after: the ratio with `needed` withdrawn, or with all of them.
    pending: complaints that may still turn valid and would come on top.
    """

    frame: Frame
    target: float
    needed: int | None
    curable: int
    pending: int
    before: Figure
    after: Figure
    misses_by: float | None
    short_of: int | None

    def sentence(self) -> Text:
        unit, name = self.before.unit, MEASURE_NAMES[self.before.measure].zh  # in English the unit says which ratio
        if self.needed is None:
            return Text(
                f"可撤诉的 {self.curable} 件全部撤诉,{name}仍高出目标 {self.target} {unit.zh} {self.misses_by:.4g}"
                f"(还差 {self.short_of} 件)",
                f"with all {self.curable} curable complaints withdrawn the ratio still misses {self.target} {unit.en}"
                f" by {self.misses_by:.4g}: {self.short_of} too many",
            )
        return Text(
            f"须有 {self.needed} 件(可撤诉 {self.curable} 件)在年底前撤诉,{name}才不高于 {self.target} {unit.zh};"
            f"另有待定 {self.pending} 件可能成为有效",
            f"{self.needed} of {self.curable} curable complaints must be withdrawn by 31 December for the ratio to be"
            f" at most {self.target} {unit.en}; {self.pending} pending may still turn valid",
        )


def needed_withdrawals(
    cursor: duckdb.DuckDBPyConnection,
    scope: Scope,
    target_ratio: float | Decimal,
    measure_name: Measure = Measure.PREMIUM_RATIO,
) -> Needed:
    """How many curable complaints must be withdrawn for the ratio to be at most the target, in the ratio's unit.

    Exact: counted in whole complaints from the target as it is written (1.08 means 1.08), never from a rounded ratio.
    Raises RequestError: no such ratio, a target that is no number from 0, a ratio that cannot be given.
    """
    if measure_name not in PER:
        known = ", ".join(name.value for name in PER)
        raise RequestError(
            "not_a_complaint_ratio",
            Text(f"{measure_name.value} 不能设定目标", f"{measure_name.value} is no ratio that withdrawals lower"),
            Text(f"可选:{known}", f"choose one of {known}"),
        )
    if not isfinite(target_ratio) or target_ratio < 0:
        raise RequestError(
            "bad_target",
            Text(f"目标 {target_ratio} 不是 0 或以上的数", f"the target {target_ratio} is no number from 0 up"),
            Text("请给出与指标同单位的数", "give a number in the unit of the ratio"),
        )
    question, scope = one_year(cursor, scope)
    table = measure(cursor, scope, (Dimension.TOTAL,), (Measure.VALID, Measure.PENDING, measure_name))
    before = table.rows[0].figures[measure_name]
    if before.missing or before.denominator is None:
        why = before.missing.sentence() if before.missing else Text("", "")
        raise RequestError(
            "no_ratio",
            Text(f"{measure_name.value} 无法计算:{why.zh}", f"{measure_name.value} cannot be given: {why.en}"),
            Text("请先导入所缺的数据", "import what is missing first"),
        )
    valid = int(table.rows[0].figures[Measure.VALID].value or 0)
    curable = len(curable_of(open_complaints(cursor, question, ())))
    allowed = floor(Fraction(str(target_ratio)) * Fraction(before.denominator) / PER[measure_name])
    needed = max(0, valid - allowed)
    fewer = min(needed, curable)
    after = with_fewer(before, fewer) if fewer else before
    too_few = needed > curable
    return Needed(
        frame=table.frame,
        target=float(target_ratio),
        needed=None if too_few else needed,
        curable=curable,
        pending=int(table.rows[0].figures[Measure.PENDING].value or 0),
        before=before,
        after=after,
        misses_by=float(after.value or 0) - float(target_ratio) if too_few else None,
        short_of=needed - curable if too_few else None,
    )
