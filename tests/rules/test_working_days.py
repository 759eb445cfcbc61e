"""Working days: the State Council's calendar, year by year, and what lies outside the table."""

from __future__ import annotations

from datetime import date, timedelta

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.reference import make_working_days
from analytics.rules import working_days

DAYS = st.dates(date(2004, 1, 1), date(2026, 11, 30))


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2016, 10, 8), True),  # a Saturday made up for the National Day week
        (date(2016, 10, 9), True),  # and its Sunday
        (date(2016, 10, 7), False),
        (date(2016, 10, 10), True),
        (date(2016, 2, 6), True),  # the Saturday before the Spring Festival
        (date(2016, 2, 8), False),
        (date(2016, 3, 5), False),  # a plain Saturday
        (date(2016, 12, 31), False),
        (date(2017, 1, 2), False),
    ],
)
def test_known_days(day: date, works: bool) -> None:
    assert working_days().is_working(day) is works


def test_the_table_is_the_package() -> None:
    """The frozen table says what the installed chinesecalendar says, exception by exception."""
    table = working_days()
    assert {day: kind == "worked" for day, kind in make_working_days.exceptions()} == table.exceptions
    assert (table.first_year, table.last_year) == (2004, 2026)


@given(DAYS, st.integers(1, 25))
def test_the_nth_working_day(day: date, count: int) -> None:
    """Counting one by one with the package itself gives the same day."""
    expected, left = day, count
    while left:
        expected += timedelta(days=1)
        left -= bool(chinese_calendar.is_workday(expected)) if expected.year <= 2026 else expected.weekday() < 5
    assert working_days().add(day, count) == expected


@given(DAYS, st.integers(1, 25))
def test_between_undoes_add(day: date, count: int) -> None:
    assert working_days().between(day, working_days().add(day, count)) == count


def test_a_year_outside_the_table_is_not_known() -> None:
    table = working_days()
    assert table.knows(date(2026, 1, 1), date(2026, 12, 31))
    assert not table.knows(date(2026, 12, 30), date(2027, 1, 3))
    assert not table.knows(date(2003, 12, 31), date(2004, 1, 5))
    assert table.add(date(2030, 10, 1), 1) == date(2030, 10, 2)  # weekends only, and said by knows()
