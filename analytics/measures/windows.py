"""Windows of time that an indicator is given for: month, quarter, year to date, year, rolling twelve months."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from analytics.measures.scope import month_range, quarter_of

ROLLING_MONTHS = 12


class Window(StrEnum):
    MONTH = "month"
    QUARTER = "quarter"
    YEAR_TO_DATE = "year_to_date"
    YEAR = "year"
    ROLLING_12 = "rolling_12"


@dataclass(frozen=True, slots=True)
class Span:
    """One window: its name, its months in order, and whether all of it lies within the period asked for.

    label: "2016-03", "2016-Q1", "2016" or, for windows that move, their last month.
    """

    label: str
    months: tuple[str, ...]
    whole: bool


def spans(window: Window, first: str, last: str) -> list[Span]:
    """The windows whose last month lies in [first, last], oldest first.

    A window that has begun by `last` is cut there, and is not whole. One that begins before `first` is not cut: a
    period chooses which windows are shown, not what is in them.
    """
    found = []
    for month in month_range(first, last):
        start, end = _ends(window, month)
        if end == month or month == last:
            found.append(Span(_label(window, month), tuple(month_range(start, month)), end == month))
    return found


def _ends(window: Window, month: str) -> tuple[str, str]:
    """First and last month of the window that `month` ends or lies in; of those that move, it is always the last."""
    year, number = month[:4], int(month[5:])
    if window is Window.QUARTER:
        quarter = (number - 1) // 3
        return f"{year}-{quarter * 3 + 1:02d}", f"{year}-{quarter * 3 + 3:02d}"
    if window is Window.YEAR:
        return f"{year}-01", f"{year}-12"
    if window is Window.YEAR_TO_DATE:
        return f"{year}-01", month
    if window is Window.ROLLING_12:
        count = int(year) * 12 + number - ROLLING_MONTHS  # months since year 0, January of year 0 being 0
        return f"{count // 12:04d}-{count % 12 + 1:02d}", month
    return month, month


def _label(window: Window, month: str) -> str:
    if window is Window.QUARTER:
        return quarter_of(month)
    return month[:4] if window is Window.YEAR else month
