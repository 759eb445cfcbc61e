"""The question a session asks: between the address (codes), the engine's Scope and what the data knows.

A Scope here keeps what the user left open as None (the newest month, what `default_first` says, the data's own
as-of), so that the next import moves it along; `as_asked` fills that in for the engine.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import TypeVar

from analytics.errors import RequestError
from analytics.measures import Known, Scope, month_range
from analytics.vocabulary import Book, Channel, View

NAMES = ("from", "to", "branch", "product_line", "channel", "category", "view", "book", "as_of")
_MANY = {
    "branch": "branches",
    "product_line": "product_lines",
    "channel": "channels",
    "category": "categories",
}


class Fault(StrEnum):
    VALUE = "value"
    REVERSED = "reversed"
    AFTER_AS_OF = "after_as_of"
    AS_OF_LATE = "as_of_late"


_SPEAKS_FROM = 3  # the month by which a year has a quarter to show
T = TypeVar("T")
Problem = tuple[Fault, str, str]  # what is wrong, the parameter, its value


def choices(known: Known, categories: Iterable[str]) -> dict[str, list[str]]:
    """What the filters with several values may hold, by their name in the address."""
    return {
        "branch": list(known.branches),
        "product_line": list(known.product_lines),
        "channel": [str(channel) for channel in Channel if channel in known.channels],
        "category": list(categories),
    }


def months(known: Known) -> list[str]:
    """Every month that a period may begin or end in: a limit may pass in a month nothing was received in."""
    if known.first_month is None or known.last_month is None:
        return []
    last = max(known.last_month, f"{known.as_of:%Y-%m}") if known.as_of else known.last_month
    return month_range(known.first_month, last)


def read(
    parameters: Mapping[str, Sequence[str]], known: Known, allowed: Mapping[str, Sequence[str]]
) -> tuple[Scope, list[Problem]]:
    """The question in an address. What makes no sense is left open and reported, never raised."""
    problems: list[Problem] = []

    def one(name: str, of: Callable[[str], T]) -> T | None:
        """The first value; it cannot be several."""
        values = list(dict.fromkeys(parameters.get(name, ())))
        problems.extend((Fault.VALUE, name, value) for value in values[1:])
        for value in values[:1]:
            try:
                return of(value)
            except ValueError:
                problems.append((Fault.VALUE, name, value))
        return None

    def month(value: str) -> str:
        if value not in months(known):
            raise ValueError
        return value

    many = {
        field: tuple(dict.fromkeys(v for v in parameters.get(name, ()) if v in allowed[name]))
        for name, field in _MANY.items()
    }
    for name in _MANY:
        problems += [(Fault.VALUE, name, v) for v in parameters.get(name, ()) if v not in allowed[name]]
    first, last = one("from", month), one("to", month)
    try:
        scope = Scope(first=first, last=last)
    except RequestError:
        problems.append((Fault.REVERSED, "from", f"{first} – {last}"))
        scope = Scope()
    scope = scope.with_(
        **many,
        view=one("view", View) or View.ANNUAL,
        book=one("book", Book) or Book.RECEIVED,
        as_of=one("as_of", date.fromisoformat),
    )
    if scope.as_of and not _inside(scope.as_of, known):
        problems.append((Fault.AS_OF_LATE, "as_of", scope.as_of.isoformat()))
        scope = scope.with_(as_of=None)
    if scope.as_of and scope.first and scope.first > f"{scope.as_of:%Y-%m}":
        problems.append((Fault.AFTER_AS_OF, "from", f"{scope.first} – {scope.as_of.isoformat()}"))
        scope = scope.with_(first=None, last=None)
    return scope, problems


def _inside(day: date, known: Known) -> bool:
    first = date.fromisoformat(f"{known.first_month}-01") if known.first_month else date.min
    return first <= day <= (known.as_of or date.max)


def written(scope: Scope) -> dict[str, list[str]]:
    """The question as an address holds it; what follows the data is left out, the basis always stands."""
    parameters: dict[str, list[str]] = {name: list(getattr(scope, field)) for name, field in _MANY.items()}
    parameters["from"] = [scope.first] if scope.first else []
    parameters["to"] = [scope.last] if scope.last else []
    parameters["view"], parameters["book"] = [scope.view.value], [scope.book.value]
    parameters["as_of"] = [scope.as_of.isoformat()] if scope.as_of else []
    return parameters


def _newest(known: Known, as_of: date | None) -> str | None:
    if as_of is None or known.last_month is None:
        return known.last_month
    return min(known.last_month, f"{as_of:%Y-%m}")


def default_first(known: Known, last: str | None) -> str | None:
    """January of the last month's year, or the first month of the data where that is later.

    A year in its first two months says little by itself: the period then begins with the year before.
    """
    end = last or known.last_month
    if end is None or known.first_month is None:
        return None
    year = int(end[:4]) - (int(end[5:]) < _SPEAKS_FROM)
    return max(f"{year:04d}-01", min(known.first_month, end))


def as_asked(scope: Scope, known: Known) -> Scope:
    """The question with its open ends filled in: to the last month known on the as-of date, from `default_first`."""
    last = scope.last or _newest(known, scope.as_of)
    return scope.with_(first=scope.first or default_first(known, last), last=last)


def year_before(scope: Scope, known: Known) -> Scope | None:
    """The same months a year earlier as they stood on the same day then, or None where the data does not reach back.

    What is still open today was open then as well: a finished year beside an unfinished one would flatter this one.
    """
    if scope.first is None or scope.last is None:
        return None
    first, last = (f"{int(month[:4]) - 1:04d}{month[4:]}" for month in (scope.first, scope.last))
    if known.first_month is None or first < known.first_month:
        return None
    as_of = scope.as_of or known.as_of
    return scope.with_(first=first, last=last, as_of=_a_year_before(as_of) if as_of else None)


def _a_year_before(day: date) -> date:
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)
