"""Chinese working days: the State Council's holidays and make-up Saturdays and Sundays.

Source: the table reference/working_days_cn.csv, frozen from the chinesecalendar package whose version it
names. A year the table does not know counts weekends only, and says so: never a silent guess. A company may
overrule single days with a table of its own (`overruled`).
"""

from __future__ import annotations

import csv
import re
from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

from analytics.errors import RuleError, Text

TABLE = Path(__file__).parents[1] / "reference" / "working_days_cn.csv"
KINDS = {"worked": True, "holiday": False}
_DAY = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_YEARS = re.compile(r"#\s*years\s*:\s*(\d{4})(?:\s*-\s*(\d{4}))?\s*")


@dataclass(frozen=True, eq=False)
class WorkingDays:
    """The calendar of working days. Compared by identity: there is one for each table that was read.

    years: those whose holidays are known. source: where they come from, for people.
    """

    source: str
    years: frozenset[int]
    exceptions: dict[date, bool]  # True: a weekend day that is worked; False: a weekday off

    @property
    def first_year(self) -> int:
        return min(self.years)

    @property
    def last_year(self) -> int:
        return max(self.years)

    def is_working(self, day: date) -> bool:
        worked = self.exceptions.get(day)
        return day.weekday() < 5 if worked is None else worked

    def knows(self, first: date, last: date) -> bool:
        """Whether every year from first to last is known."""
        return all(year in self.years for year in range(first.year, last.year + 1))

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

    @lru_cache(maxsize=64)  # noqa: B019 - there are few calendars, and few spans of years
    def _sorted(self, first_year: int, last_year: int) -> list[date]:
        day, days = date(first_year, 1, 1), []
        while day.year <= last_year:
            if self.is_working(day):
                days.append(day)
            day += timedelta(days=1)
        return days


@lru_cache(maxsize=1)
def working_days() -> WorkingDays:
    """The calendar that ships with the product."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        source = file.readline().split(":", 1)[1].strip()
        first, last = file.readline().split(":", 1)[1].strip().split("-")
        exceptions = {date.fromisoformat(row["day"]): KINDS[row["kind"]] for row in csv.DictReader(file)}
    return WorkingDays(source, frozenset(range(int(first), int(last) + 1)), exceptions)


def overruled(calendar: WorkingDays, path: Path) -> WorkingDays:
    """The calendar with a company's own days over it.

    The file: `day,kind` with kind worked or holiday, a line a day, UTF-8 or GB18030. Further columns are notes.
    A line `# years: 2027` (or 2027-2028) above says that the file lists all exceptions of those years; without
    it a year that the table does not know stays unknown, however many of its days are listed.
    Raises RuleError `bad_working_days` with the line and the reason.
    """
    years: set[int] = set()
    days: dict[date, bool] = {}
    header = False
    for number, line in enumerate(_lines(path), 1):
        if not line.strip(" ,;\t"):
            continue
        if line.lstrip().startswith("#"):
            if found := _YEARS.fullmatch(line.strip(' ,;\t"')):
                years.update(range(int(found[1]), int(found[2] or found[1]) + 1))
            continue
        cells = [cell.strip() for cell in next(csv.reader([line]))]
        if not header:
            if [cell.lower() for cell in cells[:2]] != ["day", "kind"]:
                raise _bad(
                    path,
                    number,
                    f"标题行应为 day,kind,而不是“{line.strip()}”",
                    f"the header must be day,kind, not {line.strip()!r}",
                )
            header = True
            continue
        day, worked = _override(path, number, cells)
        if day in days:
            raise _bad(path, number, f"{day} 已经列过", f"{day} is listed already")
        days[day] = worked
    source = f"{calendar.source} + {path.name}"
    return WorkingDays(source, calendar.years | years, {**calendar.exceptions, **days})


def _lines(path: Path) -> list[str]:
    """The text of a table as spreadsheets in China save it."""
    raw = path.read_bytes()
    try:
        return raw.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError:
        return raw.decode("gb18030", errors="replace").splitlines()


def _override(path: Path, number: int, cells: list[str]) -> tuple[date, bool]:
    found = _DAY.fullmatch(cells[0])
    try:
        if found is None:
            raise ValueError
        day = date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        raise _bad(
            path, number, f"“{cells[0]}”不是日期,请写成 2027-10-08", f"{cells[0]!r} is no date; write 2027-10-08"
        ) from None
    kind = cells[1].lower() if len(cells) > 1 else ""
    if kind not in KINDS:
        raise _bad(path, number, f"kind “{kind}”应为 worked 或 holiday", f"kind {kind!r} must be worked or holiday")
    return day, KINDS[kind]


def _bad(path: Path, line: int, zh: str, en: str) -> RuleError:
    return RuleError(
        "bad_working_days",
        Text(f"工作日文件 {path.name} 第 {line} 行:{zh}", f"working-day file {path.name}, line {line}: {en}"),
        Text("请按 day,kind 每行一天填写", "write one day a line, as day,kind"),
    )
