"""The sample workbooks as rows, read with openpyxl alone and merged the plain way: the newest filled cell wins."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import chinese_calendar
from openpyxl import load_workbook

ROOT = Path(__file__).resolve().parents[1]
SAMPLE, DECK = ROOT / "data" / "sample", ROOT / "data" / "source-deck-2016"
MONTHS = [(year, month) for year in (2015, 2016) for month in range(1, 13)]
AS_OF = date(2016, 12, 31)
REGULATOR = {"12378", "保监局转办", "保监绿通", "信访", "来访"}
# The 2016 template renames these columns.
RENAMED = {
    "工单号": "投诉编号",
    "接收时间": "受理时间",
    "投诉渠道": "投诉来源",
    "所属机构": "被投诉机构",
    "险类": "险种",
    "赔案号": "报案号",
    "姓名": "投诉人",
    "原因分类": "投诉原因",
    "投诉事由": "投诉内容",
    "撤诉时间": "撤诉日期",
}
DAY_COLUMNS = (
    "撤诉日期",
    "办结日期",
    "反馈报告日期",
    "红头报告日期",
    "无效认定日期",
    "受理时间",
    "联系时间",
    "会商时间",
)
Row = dict[str, Any]


def grid(path: Path) -> list[list[Any]]:
    return [[cell.value for cell in row] for row in load_workbook(path).worksheets[0].iter_rows()]


def table(path: Path, first_header: str) -> list[Row]:
    cells = grid(path)
    start = next(i for i, row in enumerate(cells) if first_header in row)
    header = [RENAMED.get(name, name) for name in cells[start]]
    return [dict(zip(header, row, strict=True)) for row in cells[start + 1 :]]


def moment(value: Any) -> datetime | None:
    """A date cell, whether a real date or the text of one."""
    return datetime.fromisoformat(value) if isinstance(value, str) else value


def day(value: Any) -> date | None:
    return None if value is None else moment(value).date()


def log_path(year: int, month: int) -> Path:
    return SAMPLE / f"{year}年{month:02d}月投诉台账.xlsx"


@cache
def logs() -> dict[tuple[int, int], list[Row]]:
    return {key: table(log_path(*key), "序号") for key in MONTHS}


@cache
def branches() -> list[Row]:
    return table(SAMPLE / "机构清单.xlsx", "机构代码")


@cache
def complaints() -> list[Row]:
    """One row a complaint: the newest filled cell of each column, the branch by its official name."""
    official = {row["机构名称"]: row["机构名称"] for row in branches()}
    for row in branches():
        official |= dict.fromkeys(re.split("[、;]", row["别名"]), row["机构名称"])
    merged: dict[str, Row] = {}
    for key in MONTHS:
        for row in logs()[key]:
            filled = {name: value for name, value in row.items() if value is not None}
            merged[row["投诉编号"]] = merged.get(row["投诉编号"], {}) | filled
    for row in merged.values():
        row["被投诉机构"] = official[row["被投诉机构"]]
        row["received"], row["withdrawn"] = day(row["受理时间"]), day(row.get("撤诉日期"))
        row["limit"] = limit(row["received"], informal(row))
        row["regulator"] = row["投诉来源"] in REGULATOR
    return list(merged.values())


@cache
def exposure() -> list[Row]:
    return table(SAMPLE / "保费与保单.xlsx", "月份")


def informal(row: Row) -> bool:
    if "投诉类别" in row:
        return bool(row["投诉类别"] == "非正式")
    return all((row.get("投诉形式") == "电话", row.get("是否首次") == "是", row.get("是否同意协商") == "是"))


def limit(received: date, is_informal: bool) -> date:
    """The rule book's limit, counted with the package's calendar and not the sample's own."""
    if not is_informal:
        return received + timedelta(days=30)
    end, left = received, 8
    while left:
        end += timedelta(days=1)
        left -= chinese_calendar.is_workday(end)
    return end


def ending(row: Row) -> str:
    """What became of a regulator complaint by the end of 2016, in the annual view."""
    if "无效认定" in row:
        return "found invalid"
    received, end, withdrawn = row["received"], row["limit"], row["withdrawn"]
    if withdrawn is None:
        return "pending" if end > AS_OF else "never withdrawn"
    if withdrawn <= end:
        return "in time"
    return "cured" if withdrawn.year == received.year else "too late to cure"
