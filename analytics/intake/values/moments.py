"""One cell's date, with its time of day where one is written. Nothing rolls over, nothing is guessed silently."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from analytics.intake.values.blanks import fold, is_not_yet
from analytics.intake.values.clock import Clock, read_clock
from analytics.intake.values.date_faults import EARLIEST, LAST, date_fault, date_note, range_fault
from analytics.intake.values.days import MONTH_NAME, Day, names_several, read_day
from analytics.intake.values.numerals import with_digits
from analytics.intake.values.outcome import BLANK, Context, Parsed

EXCEL_EPOCH = date(1899, 12, 30)
DAYS_1904 = 1462
CHINA = timedelta(hours=8)
_NO_DAY = (date(1899, 12, 30), date(1899, 12, 31))  # how a bare time, or a zero, arrives from a date cell
_FAR_AHEAD, _AHEAD = 6, 3  # months after the report month: surely last year's; perhaps

_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
_DASHES = str.maketrans("‐‑‒–—―−﹣／．", "--------/.")
_WEEKDAY = re.compile(
    r"\(?(?:星期|周|礼拜)([一二三四五六日天])\)?|"
    r"\(?\b(mon|tue|wed|thu|fri|sat|sun)(?:s|nes|rs|ur)?(?:day)?\b[.,]?\)?"
)
_WEEKDAYS = {c: i for i, c in enumerate("一二三四五六日")} | {"天": 6}
_WEEKDAYS |= {name: i for i, name in enumerate(("mon", "tue", "wed", "thu", "fri", "sat", "sun"))}
_EDGES = re.compile(r"^[\s.,;。、]+|[\s.,;。、]+$")
_MONTH_ONLY = re.compile(
    rf"\d{{4}}(?:\s*年\s*|\s*[-/.]\s*)\d{{1,2}}\s*(?:月份?)?|\d{{6}}|\d{{1,2}}\s*月份?|{MONTH_NAME}[\s,-]*\d{{4}}"
)


def read_moment(text: str, context: Context) -> Parsed:
    """A datetime without zone, in China time; without a time of day it is 00:00.

    Faults: bad_date, ambiguous_date, several_dates, date_out_of_range.
    """
    folded = fold(text)
    if is_not_yet(folded):
        return BLANK
    read = _by_format(folded, context.date_format) if context.date_format else None
    read = read or _serial(folded, context) or _written(folded, context)
    if isinstance(read, str):
        return date_fault(read, text)
    moment, how = read
    return range_fault(moment.date(), text, context) or (moment, None, date_note(how, text))


def read_date(text: str, context: Context) -> Parsed:
    """The day of `read_moment`."""
    value, fault, note = read_moment(text, context)
    return (value.date() if isinstance(value, datetime) else None), fault, note


_Read = tuple[datetime, str | None]


def _by_format(folded: str, layout: str) -> _Read | str | None:
    """The layout's own format, alone or with a time of day behind it. None: another shape may do."""
    for text, rest in [(folded, ""), *_split_clock(folded)]:
        try:
            moment = datetime.strptime(text, layout)
        except (ValueError, re.error):  # strptime lets a directive given twice through to `re`
            continue
        # Without separators strptime reads 2016111 as 1 November: only the full width is safe.
        if re.search(r"%[a-zA-Z]%", layout) and moment.strftime(layout) != text:
            continue
        if moment.tzinfo is not None:
            offset = moment.utcoffset() or timedelta()
            return _in_china(moment.replace(tzinfo=None), offset, None)
        return _at(moment, read_clock(rest.lower()), None) if rest else (moment, None)
    # A slash date that is not the layout's must not be read by another rule.
    loose = isinstance(read_day(folded.lower()), str) or re.match(r"\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}", folded)
    return "format" if loose else None


def _split_clock(folded: str) -> list[tuple[str, str]]:
    day, gap, rest = folded.partition(" ")
    return [(day, rest.strip())] if gap else []


def _in_china(moment: datetime, offset: timedelta, how: str | None) -> _Read | str:
    if offset == CHINA:
        return moment, how
    try:
        return moment - offset + CHINA, how or "time_zone"
    except OverflowError:
        return "impossible"


def _serial(folded: str, context: Context) -> _Read | None:
    """Excel's count of days, if it falls between 1990 and 2100."""
    if not _SERIAL.fullmatch(folded):
        return None
    whole, _, fraction = folded.partition(".")
    days = int(whole) + (DAYS_1904 if context.date1904 else 0)
    day = EXCEL_EPOCH + timedelta(days=days)
    if not EARLIEST <= day <= LAST:
        return None
    # Rounding up to midnight would move the date.
    seconds = min(round(float(f"0.{fraction or 0}") * 86400), 86399)
    return datetime.combine(day, time()) + timedelta(seconds=seconds), "serial_date"


def _written(folded: str, context: Context) -> _Read | str:
    text = folded.lower().translate(_DASHES)
    bare, weekday = _without_weekday(text)
    bare = _EDGES.sub("", with_digits(bare))
    found = read_day(bare)
    if found is None:
        return _why_not(bare)
    if names_several(bare):
        return "several"
    if isinstance(found, str):
        return found
    day = _date_of(found, context)
    if isinstance(day, str):
        return day
    if day in _NO_DAY:
        return "time_only"
    if weekday is not None and weekday != day.weekday():
        return "weekday"
    how = found.note
    if found.year is None:
        how = "year_from_sheet" if day.year == context.year else "year_before_sheet"
    start = datetime.combine(day, time())
    rest = re.sub(r"^(?:[\s,]|t(?=\d))+", "", found.rest)
    return _at(start, read_clock(rest, found.packed), how) if rest else (start, how)


def _at(day: datetime, clock: Clock | str, how: str | None) -> _Read | str:
    if isinstance(clock, str):
        return clock
    moment = datetime.combine(day.date(), clock.time)
    if clock.zone is not None:
        return _in_china(moment, clock.zone, how)
    return moment, how or clock.note


def _date_of(found: Day, context: Context) -> date | str:
    try:
        if found.year is not None:
            return date(found.year, found.month, found.day)
        if context.year is None:
            return "no_year"
        return _without_year(found, context.year, context)
    except ValueError:
        return "impossible"


def _without_year(found: Day, year: int, context: Context) -> date | str:
    """The sheet's year, or the one before where the month lies far after the report month."""
    ahead = found.month - context.month if context.month else 0
    if ahead >= _FAR_AHEAD:
        return date(year - 1, found.month, found.day)
    same = date(year, found.month, found.day)
    if ahead < _AHEAD:
        return same
    if context.latest and same > context.latest:
        return date(year - 1, found.month, found.day)
    return "which_year"


def _without_weekday(text: str) -> tuple[str, int | None]:
    match = _WEEKDAY.search(text)
    if match is None:
        return text, None
    return f"{text[: match.start()]} {text[match.end() :]}", _WEEKDAYS[match[1] or match[2]]


def _why_not(bare: str) -> str:
    if _MONTH_ONLY.fullmatch(bare):
        return "no_day"
    if not isinstance(read_clock(bare), str) and any(c.isdigit() for c in bare):
        return "time_only"
    return "several" if names_several(bare) else "unclear"
