"""Limits by hand: day 0 is the day of receipt, the last day counts as in time."""

from __future__ import annotations

from datetime import date

import pytest

from analytics.rules import limit_day, rulebook

COMPANY, ORDER = rulebook("company-2016"), rulebook("cbirc-2020-3")


@pytest.mark.parametrize(
    ("received", "limit", "report"),
    [
        # Tue 27 Sep 2016: 28, 29, 30 Sep, then 8 and 9 Oct (made up), 10, 11, 12 Oct
        (date(2016, 9, 27), date(2016, 10, 12), date(2016, 10, 9)),
        # received on the made-up Saturday itself: 9 Oct is the first day
        (date(2016, 10, 8), date(2016, 10, 18), date(2016, 10, 13)),
        # received within the holiday: the count begins on 8 Oct all the same
        (date(2016, 10, 3), date(2016, 10, 17), date(2016, 10, 12)),
        # over the year end: 28, 29, 30 Dec, 3, 4, 5, 6, 9 Jan (2 Jan 2017 was a holiday)
        (date(2016, 12, 27), date(2017, 1, 9), date(2017, 1, 4)),
    ],
)
def test_informal_is_in_working_days(received: date, limit: date, report: date) -> None:
    limits = limit_day(COMPANY, received, "informal", "simple")
    assert (limits.limit_date, limits.report_due) == (limit, report)


def test_formal_is_in_calendar_days() -> None:
    limits = limit_day(COMPANY, date(2016, 1, 31), "formal", "simple")
    assert (limits.limit_date, limits.report_due) == (date(2016, 3, 1), date(2016, 3, 1))  # 2016 is a leap year


@pytest.mark.parametrize(("complexity", "days"), [("simple", 15), ("complex", 30), ("extended", 60)])
def test_the_order_of_2020_goes_by_complexity(complexity: str, days: int) -> None:
    for form in ("formal", "informal"):
        limit = limit_day(ORDER, date(2020, 3, 1), form, complexity).limit_date
        assert (limit - date(2020, 3, 1)).days == days


def test_a_year_that_the_table_does_not_know_is_said() -> None:
    assert limit_day(COMPANY, date(2026, 12, 30), "informal", "simple").assumed
    assert not limit_day(COMPANY, date(2026, 12, 1), "informal", "simple").assumed
    assert not limit_day(ORDER, date(2030, 1, 1), "formal", "simple").assumed  # calendar days need no table
