"""The header of each column, where it is written in one row, or in two or three with what stands above joined."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from analytics.intake.headers import normalise
from analytics.intake.sheet import Merge
from analytics.intake.values.units import unit_of

Row = Sequence[str | None]

# Headers that say nothing without what they are about: 投诉人 over 姓名 and 电话 is not 被保险人 over them.
_BARE = frozenset(
    "姓名 名称 电话 电话号码 手机 手机号 手机号码 号码 联系方式 联系电话 身份 类型 编号 代码 日期 时间 金额 机构 部门"
    " 原因 结果 情况 内容 措施 name phone telephone tel mobile date time no number amount branch type role".split()
)
# What groups columns without saying whose they are: 投诉信息, 基本情况, 客户信息.
_GROUPING = re.compile(r"信息|情况|资料|基本|要素|内容|部分|登记|相关|记录|过程|details|information|info|basic")
_OF_COMPLAINT = frozenset(
    ["", "投诉", "投诉件", "投诉案件", "案件", "受理", "客户", "来电", "complaint", "case", "general"]
)
_OF_TIMES = re.compile(r"时效|时间|时限|日期|节点|进度|time|date")
_TIME = re.compile(r"时间|日期|time|date")
_NOT_A_GROUP = re.compile(r"[:：。]|台账|登记簿|明细表|统计表|汇总表|报表|\d{4}|公司$")
LONGEST_GROUP = 14

_HINT = re.compile(
    r"(?:必填|选填|必录|可空|文本|日期|数字|下拉选择|yyyy[-/年].*|格式.*|required|optional)", re.IGNORECASE
)
_COLUMN_NUMBER = re.compile(r"[(（]?(\d{1,2}|[甲乙丙丁戊己庚辛])[)）]?(?:\s*=.*)?")


def is_group_row(rows: Sequence[Row], at: int, merges: Sequence[Merge]) -> bool:
    """Whether a row groups the headers of the next, by its merged cells: 投诉信息 over 投诉编号 and 受理时间."""
    if at + 1 >= len(rows):
        return False
    if not _of_groups(rows[at]):
        return False
    below = rows[at + 1]
    for first, left, last, right in merges:
        across = first == last == at and right > left
        if across and sum(bool(cell) for cell in below[left : right + 1]) >= 2:
            return True
    return False


def reaches_right(upper: Row, lower: Row) -> bool:
    """The same of a file without merged cells: a group stands over its first column and leaves the next one empty."""
    beside = zip(upper, upper[1:], lower, lower[1:], strict=False)
    return _of_groups(upper) and any(group and not gap and below and right for group, gap, below, right in beside)


def _of_groups(row: Row) -> bool:
    texts = [cell for cell in row if cell]
    return len(texts) >= 2 and not any(len(text) > LONGEST_GROUP or _NOT_A_GROUP.search(text) for text in texts)


def header_texts(rows: Sequence[Row], top: int, bottom: int, merges: Sequence[Merge]) -> dict[int, list[str]]:
    """Column -> its header's parts from the top down. Merged cells speak for all they cover.

    Without merges (a .csv), a group reaches over the empty cells to its right that have a header below.
    """
    width = max(map(len, rows[top : bottom + 1]))
    grid = [[_cell(rows[row], column) for column in range(width)] for row in range(top, bottom + 1)]
    covered: set[tuple[int, int]] = set()
    for first, left, last, right in merges:
        if top <= first <= bottom and left < width and (text := grid[first - top][left]):
            for row in range(first, min(last, bottom) + 1):
                for column in range(left, min(right, width - 1) + 1):
                    covered.add((row - top, column))
                    if column == left or last < bottom:  # a header over several columns and none below is the first's
                        grid[row - top][column] = text
    for row in range(bottom - top):
        for column in range(1, width):
            reach = not grid[row][column] and grid[row + 1][column] and (row, column - 1) not in covered
            if reach and not _stands_alone(grid, row, column - 1):
                grid[row][column] = grid[row][column - 1]
    texts = {}
    for column in range(width):
        parts = list(dict.fromkeys(filter(None, (line[column].strip() for line in grid))))
        repeats = column and not grid[-1][column] and all(line[column] == line[column - 1] for line in grid[:-1])
        if parts and not (repeats and (0, column) in covered):
            texts[column] = parts
    return texts


def _cell(row: Row, column: int) -> str:
    return (row[column] if column < len(row) else None) or ""


def _stands_alone(grid: list[list[str]], row: int, column: int) -> bool:
    """A header written in the upper row with nothing below it is of its own column only."""
    return not any(grid[below][column] for below in range(row + 1, len(grid)))


def shown(parts: Sequence[str]) -> str:
    """A header as the report names it: one row's text as written, parts of several rows joined by a slash."""
    return parts[0] if len(parts) == 1 else "/".join(" ".join(part.split()) for part in parts)


def numbered(headers: Sequence[str]) -> list[str]:
    """The headers, each further one that says the same with its number: 时间, 时间#2. So a layout names either."""
    names, seen = [], Counter[str]()
    for header in headers:
        name = normalise(header)
        seen[name] += 1
        names.append(header if seen[name] == 1 else f"{header}#{seen[name]}")
    return names


def readings(parts: Sequence[str]) -> list[str]:
    """The ways to read a header, best first: 撤诉 over 日期 is 撤诉日期, 保费收入 over 累计 is 累计保费收入,
    处理时效 over 联系 is 联系时间.
    """
    if len(parts) == 1:
        return [parts[0]]
    *above, own = parts
    group = _GROUPING.sub("", normalise(above[-1]))
    ways = [f"{group}{own}", f"{above[-1]}{own}", f"{own}{group}"]
    if _OF_TIMES.search(normalise(above[-1])) and not _TIME.search(normalise(own)):
        ways += [f"{own}时间", f"{own}日期", f"{own} date"]
    if normalise(own) not in _BARE or group in _OF_COMPLAINT or _OF_TIMES.fullmatch(group):
        ways.append(own)
    return ways


def unit_row(row: Row) -> bool:
    """Whether a row under a header holds units or hints on how to fill it in, and nothing else."""
    cells = [cell.strip() for cell in row if cell and cell.strip()]
    return bool(cells) and all(_is_unit(cell) or _HINT.fullmatch(_unbracketed(cell)) for cell in cells)


def with_units(parts: Mapping[int, list[str]], row: Row) -> dict[int, list[str]]:
    """Headers with the unit below each: 保费收入 over 万元 is 保费收入(万元)."""
    headed = {}
    for column, texts in parts.items():
        cell = _cell(row, column).strip()
        unit = f"({_unbracketed(cell)})" if cell and _is_unit(cell) else ""
        headed[column] = [*texts[:-1], f"{texts[-1]}{unit}"]
    return headed


def column_number_row(row: Row) -> bool:
    """Whether a row only numbers the columns: 甲 乙 1 2 3, or (1) (2) (3=1+2)."""
    matches = [_COLUMN_NUMBER.fullmatch(cell.strip()) for cell in row if cell and cell.strip()]
    numbers = [int(match[1]) for match in matches if match and match[1].isdigit()]
    return len(matches) >= 3 and all(matches) and numbers == list(range(1, len(numbers) + 1))


def _is_unit(cell: str) -> bool:
    return unit_of(f"({_unbracketed(cell)})") is not None or _unbracketed(cell) in ("%", "‰")


def _unbracketed(cell: str) -> str:
    return re.sub(r"^[(（\[【]|[)）\]】]$", "", cell).removeprefix("单位:").removeprefix("单位：")
