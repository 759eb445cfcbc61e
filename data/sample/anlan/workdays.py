"""Chinese working days from 2015 to January 2017, written out, so that the sample needs no calendar package.

Source: the State Council's holiday notices for 2015, 2016 and 2017.
"""

from __future__ import annotations

from datetime import date, timedelta

_HOLIDAY_SPANS = (
    ("2015-01-01", "2015-01-03"),
    ("2015-02-18", "2015-02-24"),
    ("2015-04-04", "2015-04-06"),
    ("2015-05-01", "2015-05-03"),
    ("2015-06-20", "2015-06-22"),
    ("2015-09-03", "2015-09-05"),
    ("2015-09-26", "2015-09-27"),
    ("2015-10-01", "2015-10-07"),
    ("2016-01-01", "2016-01-03"),
    ("2016-02-07", "2016-02-13"),
    ("2016-04-02", "2016-04-04"),
    ("2016-04-30", "2016-05-02"),
    ("2016-06-09", "2016-06-11"),
    ("2016-09-15", "2016-09-17"),
    ("2016-10-01", "2016-10-07"),
    ("2016-12-31", "2017-01-02"),
    ("2017-01-27", "2017-02-02"),
)

MAKE_UP_DAYS = frozenset(
    date.fromisoformat(day)
    for day in (
        "2015-01-04",
        "2015-02-15",
        "2015-02-28",
        "2015-09-06",
        "2015-10-10",
        "2016-02-06",
        "2016-02-14",
        "2016-06-12",
        "2016-09-18",
        "2016-10-08",
        "2016-10-09",
        "2017-01-22",
        "2017-02-04",
    )
)

ONE_DAY = timedelta(days=1)


def _expand(spans: tuple[tuple[str, str], ...]) -> frozenset[date]:
    days: set[date] = set()
    for first, last in spans:
        day = date.fromisoformat(first)
        while day <= date.fromisoformat(last):
            days.add(day)
            day += ONE_DAY
    return frozenset(days)


HOLIDAYS = _expand(_HOLIDAY_SPANS)


def is_working_day(day: date) -> bool:
    """True on weekdays that are no holiday and on make-up Saturdays and Sundays."""
    return day in MAKE_UP_DAYS or (day.weekday() < 5 and day not in HOLIDAYS)


def working_days_after(day: date, count: int) -> date:
    """The count-th working day after `day`; the day itself is day 0, whatever day it was."""
    while count > 0:
        day += ONE_DAY
        count -= is_working_day(day)
    return day


def working_day_not_after(day: date) -> date:
    while not is_working_day(day):
        day -= ONE_DAY
    return day


def working_day_not_before(day: date) -> date:
    while not is_working_day(day):
        day += ONE_DAY
    return day


def withdrawal_limit(received: date, informal: bool) -> date:
    """Company rule book 2016: 8 working days for an informal complaint, 30 calendar days for a formal one."""
    return working_days_after(received, 8) if informal else received + timedelta(days=30)
