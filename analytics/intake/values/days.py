"""The day that a text begins with, in the shapes people write: 2016-3-5, 3月5日, 民国105年3月5日, Mar 5, 2016."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

MONTH_NAMES = {
    name: number
    for number, names in enumerate(
        (
            *("january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul"),
            *("august aug", "september sept sep", "october oct", "november nov", "december dec"),
        ),
        start=1,
    )
    for name in names.split()
}
MONTH_NAME = "(?:" + "|".join(sorted(MONTH_NAMES, key=len, reverse=True)) + r")(?![a-z])\.?"
SEP = r"\s*[-/.,、。·_\\]\s*"
_DAY_SIGN = r"\s*[日号號]"
_NTH = r"(?:st|nd|rd|th)?"
_GAP = r"[\s,./-]*"


@dataclass(frozen=True, slots=True)
class Day:
    """The parts as written. `year` None: the text has none. `rest`: what follows the day."""

    year: int | None
    month: int
    day: int
    rest: str
    note: str | None = None
    packed: bool = False  # written as 20160305, so 1405 after it is a time


def read_day(text: str) -> Day | str | None:
    """The day at the start of the text, or why it cannot be told ("order", "short_year"), or None: no day.

    text: folded, in lower case, Chinese numerals as digits.
    """
    for pattern, build in _SHAPES:
        match = pattern.match(text)
        if match:
            found = build(match)
            if found is not None:
                return found
    return None


def _numbers(match: re.Match[str]) -> tuple[int, int, int]:
    first, second, third = match.group(1, 2, 3)
    return int(first), int(second), int(third)


def _rest(match: re.Match[str]) -> str:
    return match.string[match.end() :]


def _year_first(match: re.Match[str]) -> Day:
    year, month, day = _numbers(match)
    return Day(year, month, day, _rest(match))


def _packed(match: re.Match[str]) -> Day:
    year, month, day = _numbers(match)
    return Day(year, month, day, _rest(match), packed=True)


def minguo_year(number: int, named: bool, signed: bool) -> tuple[int, str] | str:
    """A year of one to three digits as (year, note), or why it cannot be told.

    named: 民国 stands before it. signed: 年 stands behind it. 民国1年 is 1912.
    """
    if named or 100 <= number <= 199:
        return number + 1911, "minguo_year"
    if signed and number <= 49:
        return number + 2000, "two_digit_year"
    return "short_year"


def _minguo(match: re.Match[str]) -> Day | str:
    named, year, signed, month, day = match.group("named", "y", "signed", "m", "d")
    read = minguo_year(int(year), bool(named), bool(signed))
    if isinstance(read, str):
        return read
    return Day(read[0], int(month), int(day), _rest(match), read[1])


def _year_last(match: re.Match[str]) -> Day | str:
    """3/5/2016 says nothing about its order; 13/5/2016 and 5/5/2016 do not need to."""
    first, second, year = _numbers(match)
    if first == second:
        return Day(year, first, second, _rest(match))
    if first <= 12 and second <= 12:
        return "order"
    month, day = (second, first) if first > 12 else (first, second)
    return Day(year, month, day, _rest(match), "day_first" if first > 12 else "month_first")


def _no_year(match: re.Match[str]) -> Day:
    return Day(None, int(match[1]), int(match[2]), _rest(match))


def _named(match: re.Match[str]) -> Day:
    year, month, day = match.group("y", "m", "d")
    return Day(int(year), MONTH_NAMES[month.rstrip(".")], int(day), _rest(match))


def _short(match: re.Match[str]) -> str:
    return "short_year"


_Build = Callable[[re.Match[str]], "Day | str | None"]
_SHAPES: tuple[tuple[re.Pattern[str], _Build], ...] = (
    (re.compile(rf"(\d{{4}})\s*年\s*(\d{{1,2}})(?:\s*月\s*|{SEP})(\d{{1,2}})(?:{_DAY_SIGN}|(?!\d))"), _year_first),
    (re.compile(rf"(\d{{4}}){SEP}(\d{{1,2}}){SEP}(\d{{1,2}})(?:{_DAY_SIGN}|(?!\d))"), _year_first),
    (re.compile(r"(\d{4})(\d{2})(\d{2})(?:\.0+)?(?=$|[\st]|\d{4}(?:\d{2})?$)"), _packed),
    (
        re.compile(
            rf"(?P<named>(?:中华|中華)?民[国國])?\s*(?P<y>\d{{1,3}})\s*(?P<signed>年)\s*"
            rf"(?P<m>\d{{1,2}})\s*月\s*(?P<d>\d{{1,2}})(?:{_DAY_SIGN}|(?!\d))"
        ),
        _minguo,
    ),
    (
        re.compile(
            rf"(?P<named>(?:中华|中華)?民[国國])\s*(?P<y>\d{{1,3}})(?P<signed>){SEP}"
            rf"(?P<m>\d{{1,2}}){SEP}(?P<d>\d{{1,2}})(?!\d)"
        ),
        _minguo,
    ),
    (
        re.compile(rf"(?P<named>)(?P<y>1\d{{2}})(?P<signed>){SEP}(?P<m>\d{{1,2}}){SEP}(?P<d>\d{{1,2}})(?!\d)"),
        _minguo,
    ),
    (re.compile(rf"(\d{{1,2}}){SEP}(\d{{1,2}}){SEP}(\d{{4}})(?!\d)"), _year_last),
    (re.compile(rf"\d{{1,2}}{SEP}\d{{1,2}}{SEP}\d{{1,2}}(?!\d)"), _short),
    (re.compile(rf"(\d{{1,2}})\s*月\s*(\d{{1,2}})(?:{_DAY_SIGN}|(?!\d))"), _no_year),
    (re.compile(rf"(?P<d>\d{{1,2}}){_NTH}{_GAP}(?:of\s+)?(?P<m>{MONTH_NAME}){_GAP}(?P<y>\d{{4}})(?!\d)"), _named),
    (re.compile(rf"(?P<m>{MONTH_NAME}){_GAP}(?P<d>\d{{1,2}}){_NTH}[\s,./-]+(?P<y>\d{{4}})(?!\d)"), _named),
    (re.compile(rf"(?P<y>\d{{4}}){_GAP}(?P<m>{MONTH_NAME}){_GAP}(?P<d>\d{{1,2}})(?!\d){_NTH}"), _named),
    (re.compile(rf"\d{{1,2}}{_GAP}{MONTH_NAME}{_GAP}\d{{2}}(?!\d)"), _short),
)

_ANY = re.compile(
    rf"\d{{4}}\s*年\s*\d{{1,2}}\s*月\s*\d{{1,2}}|\d{{4}}{SEP}\d{{1,2}}{SEP}\d{{1,2}}|\d{{1,2}}\s*月\s*\d{{1,2}}|"
    rf"\d{{1,2}}{SEP}\d{{1,2}}{SEP}\d{{4}}|(?<!\d)\d{{8}}(?!\d)|"
    rf"\d{{1,2}}{_NTH}{_GAP}{MONTH_NAME}{_GAP}\d{{4}}|{MONTH_NAME}{_GAP}\d{{1,2}}{_NTH}[\s,]+\d{{4}}"
)
_MORE = re.compile(r"\s*(?:[-~至到、;,&/]|及|和|与)\s*\d{1,2}\s*(?:[./月-]\s*\d{1,2}(?![\d:])|[日号號])")


def names_several(text: str) -> bool:
    """Whether the text names more than one day: 2016-03-05、2016-03-08, 3月5日-8日, 2016.3.5-3.8."""
    days = list(_ANY.finditer(text))
    if len(days) > 1:
        return True
    after = re.sub(r"^\s*[日号號]", "", text[days[0].end() :]) if days else ""
    return _MORE.match(after) is not None
