"""Premium and policies that can hardly be what they say: flagged at import and in the coverage, and counted all the
same. Which of two figures is wrong is for a person to say.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from statistics import median

import duckdb

from analytics.errors import Text
from analytics.intake.report import Remark

# Twenty times the usual month, or a twentieth: no season does that, 万元 read as 元 does.
UNUSUAL = 20.0
FEWEST_OTHER_MONTHS = 3
FALLEN_TO = 0.1  # of the month before: a stock of policies does not lose nine in ten within a month


@dataclass(frozen=True, slots=True, order=True)
class ExposureFlag:
    """Something odd about one month, branch and line ('' = all lines). value: what it says; usual: what it is held
    against. code: month_twice, premium_unusual or policies_fell. batch, sheet_no, row: where it stands."""

    month: str
    branch: str
    line: str
    code: str
    value: float | None
    usual: float | None
    batch: int
    sheet_no: int
    row: int

    def sentence(self) -> Text:
        where_zh, where_en = f"{self.month} {self.branch}{self.line and ' ' + self.line}", f"{self.month} {self.branch}"
        where_en += self.line and f" {self.line}"
        value, usual = _number(self.value), _number(self.usual)
        if self.code == "month_twice":
            return Text(
                f"{where_zh}在同一张表中出现两次且数字不同,按后一行 {value} 计(前一行 {usual})",
                f"{where_en} stands twice in the sheet, with different figures: the later {value} counts, not {usual}",
            )
        if self.code == "policies_fell":
            return Text(
                f"{where_zh}有效保单 {value} 张,比上月 {usual} 张少九成以上,请核对",
                f"{where_en}: {value} policies in force, less than a tenth of the {usual} the month before",
            )
        return Text(
            f"{where_zh}保费 {value} 元,与该机构其他月份的中位数 {usual} 元相差 20 倍以上,请核对单位",
            f"{where_en}: premium of {value} yuan, 20 times off the {usual} of its other months; check the unit",
        )


def _number(value: float | None) -> str:
    return "—" if value is None else f"{value:,.0f}"


_Row = tuple[str, float | None, float | None, int, int, int]


def exposure_flags(cursor: duckdb.DuckDBPyConnection) -> list[ExposureFlag]:
    """Everything odd about the exposure as it is now, sorted."""
    lines: dict[tuple[str, str], list[_Row]] = defaultdict(list)
    for branch, line, *row in cursor.execute(
        "SELECT branch_name, product_line_name, strftime(month, '%Y-%m'), premium_yuan, policies, batch_id, sheet_no,"
        " row_no FROM exposure ORDER BY month"
    ).fetchall():
        lines[branch, line].append((row[0], row[1], row[2], row[3], row[4], row[5]))
    flags = _twice(cursor)
    for (branch, line), rows in lines.items():
        flags += _unusual_premium(branch, line, rows)
        flags += _fallen_policies(branch, line, rows)
    return sorted(flags, key=lambda flag: (flag.month, flag.branch, flag.line, flag.code, flag.row))


def _unusual_premium(branch: str, line: str, rows: list[_Row]) -> list[ExposureFlag]:
    known = [(month, premium) for month, premium, *_ in rows if premium is not None]
    found = []
    for month, premium, _, batch, sheet_no, row in rows:
        others = [value for other, value in known if other != month and value > 0]
        if premium is None or len(others) < FEWEST_OTHER_MONTHS:
            continue
        usual = median(others)
        if not usual / UNUSUAL <= premium <= usual * UNUSUAL:
            found.append(ExposureFlag(month, branch, line, "premium_unusual", premium, usual, batch, sheet_no, row))
    return found


def _fallen_policies(branch: str, line: str, rows: list[_Row]) -> list[ExposureFlag]:
    known = [(month, policies, place) for month, _, policies, *place in rows if policies is not None]
    found = []
    for (earlier, before, _), (month, now, place) in pairwise(known):
        if _follows(earlier, month) and before > 0 and now <= before * FALLEN_TO:
            batch, sheet_no, row = place
            found.append(ExposureFlag(month, branch, line, "policies_fell", now, before, batch, sheet_no, row))
    return found


def _follows(earlier: str, later: str) -> bool:
    first, second = (date.fromisoformat(f"{month}-01") for month in (earlier, later))
    return (second.year - first.year) * 12 + second.month - first.month == 1


def _twice(cursor: duckdb.DuckDBPyConnection) -> list[ExposureFlag]:
    """A month, branch and line that stand twice in one sheet and say different things; the later row speaks."""
    rows = cursor.execute(
        """WITH spoken AS (
            SELECT e.*, b.branch_name FROM exposure_row e JOIN batch USING (batch_id)
            JOIN (SELECT DISTINCT batch_id, sheet_no, row_no, branch_name FROM exposure) b
                ON b.batch_id = e.batch_id AND b.sheet_no = e.sheet_no AND b.row_no = e.row_no
            WHERE batch.retracted_at IS NULL)
        SELECT strftime(last.month, '%Y-%m'), last.branch_name, coalesce(last.product_line, ''),
            coalesce(last.premium_yuan, last.policies), coalesce(first.premium_yuan, first.policies),
            last.batch_id, last.sheet_no, last.row_no
        FROM spoken last JOIN exposure_row first ON first.batch_id = last.batch_id AND first.sheet_no = last.sheet_no
            AND first.month = last.month AND first.branch = last.branch
            AND first.product_line IS NOT DISTINCT FROM last.product_line AND first.row_no < last.row_no
        WHERE first.premium_yuan <> last.premium_yuan OR first.policies <> last.policies"""
    ).fetchall()
    return [
        ExposureFlag(month, branch, line, "month_twice", value, usual, batch, sheet_no, row)
        for month, branch, line, value, usual, batch, sheet_no, row in rows
    ]


def exposure_warnings(cursor: duckdb.DuckDBPyConnection, sheet: str, batch: int, sheet_no: int) -> list[Remark]:
    """The flags of the rows that a sheet has just brought, as warnings of the import."""
    return [
        Remark(
            sheet,
            flag.row,
            flag.code,
            flag.sentence(),
            Text("请核对该行;若有误,改正后重新导入", "check the row; if it is wrong, correct it and import again"),
            field="policies" if flag.code == "policies_fell" else "premium_yuan",
        )
        for flag in exposure_flags(cursor)
        if (flag.batch, flag.sheet_no) == (batch, sheet_no)
    ]
