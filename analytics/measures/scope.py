"""What a question is about: period, filters, view, booking month, as-of date and rule book."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from analytics.errors import RequestError, Text
from analytics.vocabulary import Book, View

_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")


@dataclass(frozen=True, slots=True)
class Scope:
    """One question's frame. Empty filters mean everything; hashable, so that it can key a cache.

    first, last: months "YYYY-MM", both included; None means as far as the data goes.
    as_of: None means the last date the imported data knows of.
    rulebook: None means the one that the company has picked, else the book in force on the day each complaint was
    received; "in_force" means that in any case.
    """

    first: str | None = None
    last: str | None = None
    branches: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    causes: tuple[str, ...] = ()
    product_lines: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    view: View = View.ANNUAL
    book: Book = Book.RECEIVED
    as_of: date | None = None
    rulebook: str | None = None

    def __post_init__(self) -> None:
        # A plain "monthly" from an address or a test is as good as the enum; anything else is refused here.
        object.__setattr__(self, "view", View(self.view))
        object.__setattr__(self, "book", Book(self.book))
        for month in (self.first, self.last):
            if month is not None and not _MONTH.fullmatch(month):
                raise RequestError(
                    "bad_month",
                    Text(f"“{month}”不是月份", f"{month!r} is not a month"),
                    Text("请写成 YYYY-MM,例如 2016-03", "write it as YYYY-MM, for instance 2016-03"),
                )
        if self.first and self.last and self.first > self.last:
            raise RequestError(
                "period_reversed",
                Text(
                    f"期间的开始 {self.first} 晚于结束 {self.last}",
                    f"the period begins in {self.first}, after its end in {self.last}",
                ),
                Text("请交换起止月份", "swap the two months"),
            )

    def with_(self, **changes: object) -> Scope:
        """The same question with something changed."""
        return replace(self, **changes)  # type: ignore[arg-type]


def month_range(first: str, last: str) -> list[str]:
    """All months from first to last, both included; empty when first is after last."""
    year, month = int(first[:4]), int(first[5:7])
    months = []
    while f"{year:04d}-{month:02d}" <= last:
        months.append(f"{year:04d}-{month:02d}")
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return months


def months_before(month: str, count: int = 1) -> str:
    """The month `count` months before a month "YYYY-MM"."""
    number = int(month[:4]) * 12 + int(month[5:7]) - 1 - count
    return f"{number // 12:04d}-{number % 12 + 1:02d}"


def year_earlier(day: date) -> date:
    """The same day of the year before; 29 February becomes 28."""
    return day.replace(year=day.year - 1, day=28) if (day.month, day.day) == (2, 29) else day.replace(year=day.year - 1)


def quarter_of(month: str) -> str:
    """The quarter "YYYY-Qn" of a month "YYYY-MM"."""
    return f"{month[:4]}-Q{(int(month[5:]) + 2) // 3}"
