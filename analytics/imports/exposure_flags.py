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

from analytics.classify.current_lists import EXPOSURE_SAID, name_exposure_labels
from analytics.errors import Text
from analytics.intake.report import Remark

# Twenty times the usual month, or a twentieth: no season does that, 万元 read as 元 does.
UNUSUAL = 20.0
FEWEST_OTHER_MONTHS = 3
# A month's premium of one branch: a tenth of all property premium of the country in a year.
ABSURD_YUAN = 1e11
FALLEN_TO = 0.1  # of the month before: a stock of policies does not lose nine in ten within a month


_FIELDS = {"policies_fell": "policies", "unknown_branch": "branch"}


@dataclass(frozen=True, slots=True, order=True)
class ExposureFlag:
    """Something odd about one month, branch and line ('' = all lines). value: what it says; usual: what it is held
    against. code: month_twice, premium_unusual, policies_fell or unknown_branch. batch, sheet_no, row: where it stands.
    """

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
                f"{where_zh}在同一文件中出现两次且数字不同,按后一行 {value} 计(前一行 {usual})",
                f"{where_en} stands twice in the file, with different figures: the later {value} counts, not {usual}",
            )
        if self.code == "policies_fell":
            return Text(
                f"{where_zh}有效保单 {value} 张,比上月 {usual} 张少九成以上,请核对",
                f"{where_en}: {value} policies in force, less than a tenth of the {usual} the month before",
            )
        if self.code == "unknown_branch":
            return Text(
                f"“{self.branch}”有保费或保单,但不在机构清单中(没有清单时:不在任何台账中),请核对机构名称",
                f"{self.branch!r} has premium or policies and is not in the branch list (without a list: in no log)",
            )
        if self.usual is None:
            return Text(
                f"{where_zh}保费 {value} 元,一家机构一个月不会有这么多,请核对单位",
                f"{where_en}: premium of {value} yuan is more than a branch writes in a month; check the unit",
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
    flags = _twice(cursor) + _unknown_branches(cursor)
    for (branch, line), rows in lines.items():
        flags += _unusual_premium(branch, line, rows)
        flags += _fallen_policies(branch, line, rows)
    return sorted(flags, key=lambda flag: (flag.month, flag.branch, flag.line, flag.code, flag.row))


def _unknown_branches(cursor: duckdb.DuckDBPyConnection) -> list[ExposureFlag]:
    """Branches that the branch list does not name; without a list, those that no log does, once there are logs."""
    listed = cursor.execute("SELECT 1 FROM branch LIMIT 1").fetchall()
    if not listed and not cursor.execute("SELECT 1 FROM complaint LIMIT 1").fetchall():
        return []
    rows = cursor.execute(
        "SELECT strftime(month, '%Y-%m'), branch_name, product_line_name, batch_id, sheet_no, row_no FROM exposure"
        f" ANTI JOIN (SELECT DISTINCT branch_name FROM {'branch' if listed else 'complaint'}) USING (branch_name)"
    ).fetchall()
    return [
        ExposureFlag(month, branch, line, "unknown_branch", None, None, batch, sheet_no, row)
        for month, branch, line, batch, sheet_no, row in rows
    ]


def _unusual_premium(branch: str, line: str, rows: list[_Row]) -> list[ExposureFlag]:
    known = [(month, premium) for month, premium, *_ in rows if premium is not None]
    lowest, highest = (of((premium for _, premium in known), default=0.0) for of in (min, max))
    if lowest > 0 and highest < min(lowest * UNUSUAL, ABSURD_YUAN):  # nor is any far from a median of the others
        return []
    found = []
    for month, premium, _, batch, sheet_no, row in rows:
        others = [value for other, value in known if other != month and value > 0]
        if premium is not None and premium > ABSURD_YUAN:
            found.append(ExposureFlag(month, branch, line, "premium_unusual", premium, None, batch, sheet_no, row))
        elif premium is None or len(others) < FEWEST_OTHER_MONTHS:
            continue
        elif not (usual := median(others)) / UNUSUAL <= premium <= usual * UNUSUAL:
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
    """A month, branch and line that stand twice in one file under one name and say different things; the later row
    speaks."""
    name_exposure_labels(cursor)
    rows = cursor.execute(
        f"""WITH said AS {EXPOSURE_SAID}
        SELECT strftime(last.month, '%Y-%m'), last.branch_name, last.line,
            coalesce(last.premium_yuan, last.policies), coalesce(first.premium_yuan, first.policies),
            last.batch_id, last.sheet_no, last.row_no
        FROM (FROM said QUALIFY rank = max(rank) OVER (PARTITION BY month, branch_name, line, part)) last
        JOIN said first ON first.batch_id = last.batch_id AND first.month = last.month
            AND first.branch_name = last.branch_name AND first.line = last.line AND first.part = last.part
            AND (first.sheet_no, first.row_no) < (last.sheet_no, last.row_no)
        WHERE first.premium_yuan <> last.premium_yuan OR first.policies <> last.policies"""
    ).fetchall()
    return [
        ExposureFlag(month, branch, line, "month_twice", value, usual, batch, sheet_no, row)
        for month, branch, line, value, usual, batch, sheet_no, row in rows
    ]


def exposure_warnings(cursor: duckdb.DuckDBPyConnection, sheet: str, batch: int, sheet_no: int) -> list[Remark]:
    """The flags of the rows that a sheet has just brought, as warnings of the import."""
    found = [flag for flag in exposure_flags(cursor) if (flag.batch, flag.sheet_no) == (batch, sheet_no)]
    # An unknown branch is so in each of its months: said once, at its first row.
    unknown = sorted((flag.row, flag) for flag in found if flag.code == "unknown_branch")
    once = {flag.branch: flag for _, flag in reversed(unknown)}
    kept = [flag for flag in found if flag.code != "unknown_branch"] + list(once.values())
    return [
        Remark(
            sheet,
            flag.row,
            flag.code,
            flag.sentence(),
            Text("请核对该行;若有误,改正后重新导入", "check the row; if it is wrong, correct it and import again"),
            field=_FIELDS.get(flag.code, "premium_yuan"),
            value=flag.branch if flag.code == "unknown_branch" else None,
        )
        for flag in sorted(kept, key=lambda flag: flag.row)
    ]
