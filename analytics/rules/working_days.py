"""Chinese working days: the State Council's holidays and make-up Saturdays and Sundays.

Source: the table reference/working_days_cn.csv, frozen from the chinesecalendar package whose version it
names. A year the table does not know counts weekends only, and says so: never a silent guess.
"""

from __future__ import annotations

import csv
from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

TABLE = Path(__file__).parents[1] / "reference" / "working_days_cn.csv"


@dataclass(frozen=True)
class WorkingDays:
    """The calendar of working days between the first and the last year of the table."""

    source: str
    first_year: int
    last_year: int
    exceptions: dict[date, bool]  # True: a weekend day that is worked; False: a weekday off

    def is_working(self, day: date) -> bool:
        worked = self.exceptions.get(day)
        return day.weekday() < 5 if worked is None else worked

    def knows(self, first: date, last: date) -> bool:
        """Whether every year from first to last is in the table."""
        return first.year >= self.first_year and last.year <= self.last_year

    def add(self, day: date, count: int) -> date:
        """The count-th working day after `day`, whatever day that was. count >= 1."""
        if count < 1:
            raise ValueError("a limit of working days is at least one")
        while count:
            day += timedelta(days=1)
            count -= self.is_working(day)
        return day

    def between(self, first: date, last: date) -> int:
        """Working days after `first` up to and including `last`; 0 when last is not after first."""
        days = self._sorted(first.year, max(first, last).year)
        return max(0, bisect_right(days, last) - bisect_right(days, first))

    @lru_cache(maxsize=64)  # noqa: B019 - the calendar lives as long as the process
    def _sorted(self, first_year: int, last_year: int) -> list[date]:
        day, days = date(first_year, 1, 1), []
        while day.year <= last_year:
            if self.is_working(day):
                days.append(day)
            day += timedelta(days=1)
        return days

    def __hash__(self) -> int:
        return id(self)


@lru_cache(maxsize=1)
def working_days() -> WorkingDays:
    """The calendar that ships with the product."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        source = file.readline().split(":", 1)[1].strip()
        first, last = file.readline().split(":", 1)[1].strip().split("-")
        exceptions = {date.fromisoformat(row["day"]): row["kind"] == "worked" for row in csv.DictReader(file)}
    return WorkingDays(source, int(first), int(last), exceptions)
