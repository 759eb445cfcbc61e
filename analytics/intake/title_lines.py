"""What the lines above a table say: the unit of its figures, and the branch whose log it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from analytics.intake.values.blanks import fold
from analytics.intake.values.units import Family, family_of, is_strange_unit, unit_of

# 填报单位 names who reports; 单位, 金额单位 and 计量单位 the unit.
_UNIT = re.compile(
    r"(?<![报送制计位])(?:金额|货币|计量|保费|保单|数量)?单位\s*[:：]\s*([^\s;；。)）]+)|\(\s*in\s+([^)]+)\)", re.I
)
_UNITS_APART = re.compile(r"[、,，/和及]")

_KIND = "(?:中心支公司|支公司|分公司|营业部|营销服务部|中支)"
_COMPANY = re.compile(r"^.*?(?:保险|财险|产险)(?:股份|集团|有限|责任|公司)*|^.*?(?:股份)?有限(?:责任)?公司")
_NAMED = re.compile(rf"(?:[\u4e00-\u9fff]{{1,10}}?{_KIND})+")
_REPORTED_BY = re.compile(
    r"(?:填报|报送|上报|编制|统计|填表|所属|被投诉|承保)?(?:单位|机构|公司)(?:名称)?\s*[:：]\s*([^\s:：;；,，]{2,40})"
)
_DATES = re.compile(r"(?:(?:19|20)\d{2}\s*[年.\-_/]?\s*)?(?:\d{1,2}\s*月份?)?(?:\d{1,2}日)?")
# Words that make a name stand for several branches, or for something else than a branch.
_NOT_ONE = re.compile(
    rf"各|全(?:部|体|省|市|辖|公司)|所属|辖|下属|下级|以及|汇总|本公司|本机构|我司|我公司|关于|其他|总公司|{_KIND}[和与及、,，/]"
)
_PARTS_OF_TITLE = re.compile(r"[-—–_()（）\[\]【】]")


def lines_above(rows: Sequence[Sequence[str | None]], top: int) -> list[str]:
    """The texts above a header; a label and its value in cells of their own (填报单位: | 城东支公司) are one."""
    lines: list[str] = []
    for row in rows[:top]:
        label = ""
        for cell in filter(None, row):
            text = label + cell.strip()
            label = text if text.endswith((":", "：")) else ""
            if not label:
                lines.append(text)
    return lines


@dataclass(frozen=True, slots=True)
class StatedUnit:
    """factor: yuan or pieces in one; None where the unit is none of ours (万美元)."""

    text: str
    factor: float | None
    family: Family | None


def stated_units(lines: Sequence[str]) -> list[StatedUnit]:
    """The units of lines such as 单位:万元、千张."""
    found = []
    for line in lines:
        for match in _UNIT.finditer(fold(line)):
            for part in filter(None, _UNITS_APART.split(match[1] or match[2])):
                unit = unit_of(f"({part})")
                if unit:
                    found.append(StatedUnit(part, unit[0], family_of(part)))
                elif is_strange_unit(part):
                    found.append(StatedUnit(part, None, None))
    return found


def stated_branch(lines: Sequence[str], sheet_name: str, file_stem: str) -> str | None:
    """The one branch that title, 填报单位, sheet name or file name state; None where it could be another.

    Of a branch and the one above it (云岭分公司, 城东支公司) the lower is meant. A department (客户服务部) is no
    branch, and 各支公司 are many.
    """
    names: set[str] = set()
    for line in lines:
        names |= _reported_by(line)
    for text in (*lines, sheet_name, file_stem):
        names |= branches_named(text)
    lower = {name for name in names if not name.endswith("分公司")}
    candidates = lower or names
    return candidates.pop() if len(candidates) == 1 else None


def branches_named(title: str) -> set[str]:
    """The branches that parts of a title begin with, company and date left out: 安澜财险城东支公司2016年3月台账."""
    text = "".join(fold(title).split())
    if _NOT_ONE.search(text):
        return set()
    parts = (_own_name(_DATES.sub("", part)) for part in _PARTS_OF_TITLE.split(text))
    return {_lowest(match[0]) for part in parts if (match := _NAMED.match(part))}


def _reported_by(line: str) -> set[str]:
    named = (_own_name(match[1]) for match in _REPORTED_BY.finditer(fold(line)))
    return {name for name in named if name and _NAMED.fullmatch(name) and not _NOT_ONE.search(name)}


def _own_name(text: str) -> str:
    """Without the company's name before it."""
    return _COMPANY.sub("", text).lstrip("-_—–()（）") if _NAMED.search(_COMPANY.sub("", text)) else text


def _lowest(name: str) -> str:
    """云岭分公司城东支公司 is 城东支公司."""
    return re.findall(rf"[\u4e00-\u9fff]{{1,10}}?{_KIND}", name)[-1]  # type: ignore[no-any-return]
