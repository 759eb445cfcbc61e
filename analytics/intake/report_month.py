"""The report month: what titles, the sheet's name and the file's name say of it, each perhaps only a part.

A sheet 3月 in a file 2016年投诉台账.xlsx is of March 2016. A range (2016年1-10月), a quarter or a year states no
month, but may state the year. The date on which a form was printed or handed in states nothing.

A title of a year (2016年投诉台账) whose only month is that of a closing date (统计截止 2016年10月31日) states a log of
the year so far: its report month is October, and it covers the months before, too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from analytics.errors import Text
from analytics.intake.report import Remark
from analytics.intake.values.blanks import fold
from analytics.intake.values.days import MONTH_NAME, MONTH_NAMES
from analytics.intake.values.numerals import with_digits

LONGEST = 60  # characters: a longer line above a table is an instruction, and its dates are about something else

_DASH = r"\s*(?:-|–|—|~|～|至|到)\s*"
_DATE = (
    r"(?:\d{4}\s*(?:年|[-._/])\s*)?\d{1,2}\s*(?:月|[-._/])?\s*(?:\d{1,2}\s*日?)?(?:\s*\d{1,2}:\d{2}(?::\d{2})?)?|\d{8}"
)
_MADE = (
    "(?:制表|填表|填报|打印|导出|生成|编制|报送|上报|更新|下载|提交|签字|审核|制作|创建|印发|printed|exported|created"
    "|updated|generated)"
)
_MADE_ON = re.compile(
    rf"{_MADE}\s*(?:日期|时间|日|于|on|at|:)\s*:?\s*(?:{_DATE})|(?:\d{{4}}\s*年\s*)?\d{{1,2}}\s*月\s*\d{{1,2}}\s*日\s*{_MADE}"
)
_ABOUT_RULES = re.compile(r"根据|依据|按照|通知|规定|印发|文件|办法|〔\d{4}〕")
_CLOSING = re.compile(r"截止|截至|as of|until|up to")
_MONTHLY = re.compile(r"月报|月度|当月|本月|monthly")
_NO_MONTH = re.compile(r"季度|(?<![a-z])q[1-4](?!\d)|半年|全年|\d\s*月份?\s*(?:以来|至今|起|前|后|内|以上)")

_YEAR = r"(?:19|20)\d{2}"
_DAY = r"(?P<day>(?P=sep)\d{1,2}(?!\d)|\s*\d{1,2}\s*[日号])?"
_MENTIONS = (
    re.compile(rf"(?<!\d)(?P<y>{_YEAR})(?P<m>0[1-9]|1[0-2])(?P<day>[0-3]\d)?(?!\d)"),
    re.compile(
        rf"(?<!\d)(?P<y>{_YEAR})\s*(?P<sep>年度?\s*|[-._/])(?P<m>1[0-2]|0?[1-9])(?!\d|\s*[件个条家笔天日户])"
        rf"(?:\s*月份?)?{_DAY}"
    ),
    re.compile(r"(?<!\d)(?P<short>\d{2})\s*年\s*(?P<m>1[0-2]|0?[1-9])\s*月(?P<day>\s*\d{1,2}\s*日)?"),
    re.compile(
        r"(?:民国|(?<!\d)(?=1\d\d))(?P<minguo>\d{2,3})\s*年\s*(?P<m>1[0-2]|0?[1-9])\s*月(?P<day>\s*\d{1,2}\s*日)?"
    ),
    re.compile(rf"(?<![a-z])(?P<name>{MONTH_NAME})[\s,._-]*(?P<y>{_YEAR})(?!\d)"),
    re.compile(rf"(?<!\d)(?P<y>{_YEAR})[\s,._-]*(?P<name>{MONTH_NAME})"),
    re.compile(r"(?<![\d.])(?P<m>1[0-2]|0?[1-9])\s*月(?P<day>\s*\d{1,2}\s*[日号])?"),
    re.compile(rf"(?<![\d〔])(?P<y>{_YEAR})(?!\d|\s*[号件条元家])"),
)
# The first month of 1-10月, 1月至10月, 3、4月, and the last of 2016.1-10, which has no month sign.
_FIRST_OF_SEVERAL = re.compile(rf"(?<!\d)(1[0-2]|0?[1-9])(?:{_DASH}|\s*[、,和及与]\s*)(?=(?:1[0-2]|0?[1-9])\s*月)")
_LAST_OF_RANGE = re.compile(rf"{_YEAR}[年._/](?:1[0-2]|0?[1-9])\s*(?:[-–—~～至到])\s*(1[0-2]|0?[1-9])(?![\d日号])")
# 2016.3.1-3.31, 2016年3月1日至31日: the last day, with its month where one is written.
_LAST_DAY = re.compile(
    rf"{_YEAR}\s*[年./]\s*\d{{1,2}}\s*[月./]\s*\d{{1,2}}\s*日?{_DASH}(?:(1[0-2]|0?[1-9])\s*[月./]\s*)?\d{{1,2}}\s*日?(?![\d年./月])"
)
_MONTH_ALONE = re.compile(rf"({MONTH_NAME})")


@dataclass(frozen=True, slots=True)
class Stated:
    """What one text says: a year, a month, or both. dated: the month comes from one full date (31 March 2016).

    closing: that date is the one on which the counting ended. monthly: it calls itself a report of a month.
    """

    year: int | None = None
    month: int | None = None
    dated: bool = False
    closing: bool = False
    monthly: bool = False

    @property
    def of_a_year(self) -> bool:
        return self.year is not None and self.month is None and not self.dated


@dataclass(frozen=True, slots=True)
class ReportMonth:
    """month: the first of the report month, if it is stated. year: the year of dates written without one.

    year_so_far: the log is one of the year up to that month.
    differs: what other statements say, in words, where they contradict the month taken.
    """

    month: date | None = None
    year: int | None = None
    year_so_far: bool = False
    differs: Text | None = None


def stated_in(text: str) -> Stated:
    """The year and the month that a title or name states; of several months or years, none."""
    text = with_digits(fold(text)).lower()
    if _ABOUT_RULES.search(text):
        return Stated()
    text = _MADE_ON.sub(" ", text)
    spans, said_closing, said_monthly = (one.search(text) is not None for one in (_NO_MONTH, _CLOSING, _MONTHLY))
    last_days = list(_LAST_DAY.finditer(text))
    years: set[int] = set()
    months = {int(match[1]) for match in (*_FIRST_OF_SEVERAL.finditer(text), *_LAST_OF_RANGE.finditer(text))}
    months |= {int(match[1]) for match in last_days if match[1]}
    days = wholes = 0
    if alone := _MONTH_ALONE.fullmatch(text.strip()):
        months.add(MONTH_NAMES[alone[1].rstrip(".")])
    for pattern in _MENTIONS:
        for match in pattern.finditer(text):
            parts = match.groupdict()
            if year := _year(parts):
                years.add(year)
            if month := _month(parts):
                months.add(month)
                days += parts.get("day") is not None
                wholes += parts.get("day") is None
        text = pattern.sub(lambda match: " " * len(match[0]), text)  # what was read once is not read again
    dated = days == 1 and not wholes and not last_days
    return Stated(
        years.pop() if len(years) == 1 else None,
        months.pop() if len(months) == 1 and not spans else None,
        dated=dated,
        closing=dated and said_closing,
        monthly=said_monthly,
    )


def _year(parts: dict[str, str | None]) -> int | None:
    if year := parts.get("y"):
        return int(year)
    if short := parts.get("short"):
        return 2000 + int(short)
    return 1911 + int(parts["minguo"]) if parts.get("minguo") else None  # type: ignore[arg-type]


def _month(parts: dict[str, str | None]) -> int | None:
    if name := parts.get("name"):
        return MONTH_NAMES[name.rstrip(".")]
    return int(parts["m"]) if parts.get("m") else None  # type: ignore[arg-type]


def report_month(titles: Sequence[str], sheet_name: str, file_stem: str) -> ReportMonth:
    """The report month from the lines above a table, then the sheet's name, then the file's.

    The first that names a month decides; the year may come from another. A lone full date in a name is a day of
    export, and names no month.
    """
    lines = [stated_in(title) for title in titles if len(title) <= LONGEST]
    names = [stated_in(name) for name in (sheet_name, file_stem)]
    so_far = _year_so_far([*lines, *names])
    sheet, file = map(_of_name, names)
    everything = [*lines, sheet, file]
    year = next((stated.year for stated in everything if stated.year), None)
    first = next((stated for stated in everything if stated.month), None)
    if first is None:
        return ReportMonth(None, year)
    taken = _whole(first, year)
    if taken is None:
        return ReportMonth()
    # The file's name speaks for all its sheets: it contradicts a sheet only where the sheet's own name is silent.
    others = [*lines, sheet] if sheet.month else everything
    differing = {month for month in (_whole(stated, year) for stated in others) if month and month != taken}
    return ReportMonth(taken, taken.year, so_far, _differs(taken, min(differing)) if differing else None)


def _year_so_far(everything: Sequence[Stated]) -> bool:
    """Whether a year is stated and no month but in closing dates of it."""
    months = [one for one in everything if one.month]
    return (
        bool(months)
        and all(one.closing for one in months)
        and not any(one.monthly for one in everything)
        and {one.year for one in everything if one.of_a_year} == {one.year for one in months}
    )


def month_in(text: str) -> date | None:
    """The first of the month that one text states whole: 2016年3月, 2016-03, 201603."""
    return _whole(stated_in(text), None)


def _of_name(stated: Stated) -> Stated:
    return Stated(stated.year) if stated.dated else stated


def _whole(stated: Stated, year: int | None) -> date | None:
    year = stated.year or year
    return date(year, stated.month, 1) if year and stated.month else None


def _differs(taken: date, other: date) -> Text:
    return Text(
        f"标题、表名和文件名所写的月份不一致({taken:%Y-%m} 与 {other:%Y-%m}),按 {taken:%Y-%m} 读取",
        f"title and names state different months ({taken:%Y-%m} and {other:%Y-%m}): {taken:%Y-%m} is taken",
    )


_FEW = 3  # so few receipts in another month may be earlier complaints, listed again in a month without new ones


def other_months(sheet: str, received: pa.ChunkedArray, stated: date) -> list[Remark]:
    """A warning where a log knows of receipts after its report month, or has all of them in one other month."""
    if not len(received):
        return []
    following = date(stated.year + stated.month // 12, stated.month % 12 + 1, 1)
    latest, earliest = pc.max(received).as_py().date(), pc.min(received).as_py().date()
    if latest >= following:
        later = pc.sum(pc.greater_equal(received.cast(pa.date32()), pa.scalar(following))).as_py()
        text = Text(
            f"写明的月份是 {stated:%Y-%m},但有 {later} 件的受理时间在其后,最晚 {latest}",
            f"the month stated is {stated:%Y-%m}, but {later} receipts are later, the last on {latest}",
        )
    elif latest < stated and (latest.year, latest.month) == (earliest.year, earliest.month) and len(received) > _FEW:
        text = Text(
            f"写明的月份是 {stated:%Y-%m},但 {len(received)} 件的受理时间都在 {latest:%Y-%m}",
            f"the month stated is {stated:%Y-%m}, but all {len(received)} receipts are in {latest:%Y-%m}",
        )
    else:
        return []
    return [
        Remark(sheet, None, "report_month_differs", text, Text("请核对标题、表名和文件名", "check title and names"))
    ]
