"""One cell's month, as the first of it: 2016-03, 2016年3月, 201603, 三月, Mar 2016, or any day of the month."""

from __future__ import annotations

import re
from datetime import date

from analytics.intake.values.blanks import fold, is_not_yet
from analytics.intake.values.date_faults import date_note, range_fault
from analytics.intake.values.days import MONTH_NAME, MONTH_NAMES, minguo_year
from analytics.intake.values.moments import read_date
from analytics.intake.values.numerals import with_digits
from analytics.intake.values.outcome import BLANK, Context, Parsed, fault

_YEAR_MONTH = re.compile(
    r"(\d{4})\s*年\s*(\d{1,2})\s*(?:月份?)?|(\d{4})\s*[-/.]\s*(\d{1,2})\s*(?:月份?)?|(\d{4})(\d{2})(?:\.0+)?"
)
_MINGUO = re.compile(
    r"(?P<named>(?:中华|中華)?民[国國])?\s*(?P<y>\d{1,3})\s*(?:(?P<signed>年)\s*|[-/.])(?P<m>\d{1,2})\s*(?P<sign>月份?)?"
)
_MONTH_YEAR = re.compile(r"(\d{1,2})\s*[-/]\s*(\d{4})")
_NAMED = re.compile(
    rf"(?P<m>{MONTH_NAME})[\s,./-]*(?P<y>\d{{4}})|(?P<y2>\d{{4}})[\s,./-]*(?P<m2>{MONTH_NAME})", re.IGNORECASE
)
_MONTH = re.compile(r"(\d{1,2})\s*(?:月份?)?")

_REMEDY = ("请写成 2016-03", "type it as 2016-03")
_REASONS = {
    "unclear": ("不是可识别的月份", "is not a month that can be read"),
    "impossible": ("：没有这个月", "names a month that does not exist"),
    "no_year": ("没有年份，工作表也没有写明年份", "has no year, and the sheet names none"),
    "short_year": ("的年份不足四位，无法确定", "does not give its year in four digits"),
    # A cell that shows 2016.10 holds the number 2016.1.
    "lost_zero": ("可能是1月，也可能是丢了0的10月", "may be January, or October without its zero"),
}


def read_month(text: str, context: Context) -> Parsed:
    """The first day of the month. Faults: bad_month; of a full date also those of `read_moment`."""
    folded = fold(text)
    if is_not_yet(folded):
        return BLANK
    read = _month(with_digits(folded), context)
    if read is None:
        return _of_day(text, context)
    if isinstance(read, str):
        return fault("bad_month", text, _REASONS[read], _REMEDY)
    (year, month), how = read
    if not (1 <= month <= 12 and year >= 1):
        return fault("bad_month", text, _REASONS["impossible"], _REMEDY)
    first = date(year, month, 1)
    return range_fault(first, text, context) or (first, None, date_note(how, text))


def _of_day(text: str, context: Context) -> Parsed:
    value, why, note = read_date(text, context)
    if isinstance(value, date):
        return value.replace(day=1), None, note
    if why is not None and why.code == "bad_date":
        return fault("bad_month", text, _REASONS["unclear"], _REMEDY)
    return None, why, None


def _month(text: str, context: Context) -> tuple[tuple[int, int], str | None] | str | None:
    """(year, month) and how it was read, or why not, or None: not a month by itself."""
    if match := _YEAR_MONTH.fullmatch(text):
        year, month = (part for part in match.groups() if part is not None)
        if re.fullmatch(r"\d{4}\.1", text):
            return "lost_zero"
        return (int(year), int(month)), None
    if match := _NAMED.fullmatch(text):
        name = (match["m"] or match["m2"]).rstrip(".").lower()
        return (int(match["y"] or match["y2"]), MONTH_NAMES[name]), None
    if match := _MONTH_YEAR.fullmatch(text):
        return (int(match[2]), int(match[1])), None
    if match := _MONTH.fullmatch(text):
        return ((context.year, int(match[1])), "year_from_sheet") if context.year else "no_year"
    if match := _MINGUO.fullmatch(text):
        return _short_year(match)
    return None


def _short_year(match: re.Match[str]) -> tuple[tuple[int, int], str | None] | str:
    year = minguo_year(int(match["y"]), bool(match["named"]), bool(match["signed"]))
    # 105.3 is as likely a number as a month.
    if isinstance(year, str) or ("." in match[0] and not match["named"] and not match["sign"]):
        return "short_year"
    return (year[0], int(match["m"])), year[1]
