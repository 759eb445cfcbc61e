"""The two workbooks beside the logs: the branch list, and premium and policies."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from anlan.insurer import Branch, Exposure
from anlan.sheets import Column, Value, save, write_table

_BRANCH_COLUMNS = (
    Column("机构代码", "code", "no"),
    Column("机构名称", "name", "text"),
    Column("上级机构", "parent", "text"),
    Column("别名", "aliases", "long"),
)

_EXPOSURE_COLUMNS = (
    Column("月份", "month", "day", "yyyy-mm"),
    Column("机构", "branch", "text"),
    Column("险种", "line", "flag"),
    Column("保费收入(万元)", "premium", "number", "#,##0.00"),
    Column("有效保单(千张)", "policies", "number", "#,##0.000"),
)


def write_branches(path: Path, title: str, branches: Sequence[Branch]) -> Path:
    rows = [
        {"code": b.code, "name": b.name, "parent": b.parent, "aliases": b.separator.join(b.aliases)} for b in branches
    ]
    return save(write_table("机构清单", [title], _BRANCH_COLUMNS, rows), path)


def write_exposure(path: Path, title: str, exposures: Sequence[Exposure]) -> Path:
    rows: list[dict[str, Value]] = [
        {
            "month": date(e.year, e.month, 1),
            "branch": e.branch,
            "line": e.line,
            "premium": e.premium_10k_yuan,
            "policies": e.policies_thousand,
        }
        for e in exposures
    ]
    note = "保费收入为当月数；有效保单为月末数。"
    return save(write_table("保费与保单", [title, note], _EXPOSURE_COLUMNS, rows, frozen_columns=3), path)
