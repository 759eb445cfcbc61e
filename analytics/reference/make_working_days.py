"""Freeze the chinesecalendar package into working_days_cn.csv: run it when a new version knows a new year.

    python analytics/reference/make_working_days.py

The table holds exceptions only: weekdays that are holidays, and Saturdays and Sundays that are worked.
"""

from __future__ import annotations

import csv
from datetime import date, timedelta
from importlib.metadata import version
from pathlib import Path

import chinese_calendar

TABLE = Path(__file__).with_name("working_days_cn.csv")


def exceptions() -> list[tuple[date, str]]:
    """Days that differ from Monday-to-Friday, over all years the package knows."""
    known = [*chinese_calendar.constants.holidays, *chinese_calendar.constants.workdays]
    day, last = date(min(known).year, 1, 1), date(max(known).year, 12, 31)
    rows = []
    while day <= last:
        works = chinese_calendar.is_workday(day)
        if works != (day.weekday() < 5):
            rows.append((day, "worked" if works else "holiday"))
        day += timedelta(days=1)
    return rows


def main() -> None:
    rows = exceptions()
    with TABLE.open("w", newline="", encoding="utf-8") as file:
        file.write(f"# source: chinesecalendar {version('chinesecalendar')}\n")
        file.write(f"# years: {rows[0][0].year}-{rows[-1][0].year}\n")
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["day", "kind"])
        writer.writerows((day.isoformat(), kind) for day, kind in rows)


if __name__ == "__main__":
    main()
