"""The months of the year before beside this year's: which can be compared, and why others cannot."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping, Sequence

from analytics.deck.brief import SIGNIFICANT, Brief
from analytics.deck.slides import Line
from analytics.measures.formats import count
from analytics.statistics import compare_counts


def months_before(
    brief: Brief, axis: Sequence[str], value: Mapping[str, int | None]
) -> tuple[list[int | None] | None, Line | None]:
    """(the same months of the year before, None where none is drawn; what to say where they are not a whole year).

    value: month -> complaints, None or absent where no log covers it. Where only some finished months have a log in
    both years, these are compared, by their days.
    """
    before = [value.get(earlier(one)) for one in axis]
    if brief.earlier is not None:
        return before, None
    both = [
        one
        for one, old in zip(axis, before, strict=True)
        if old is not None and value.get(one) is not None and not brief.is_open(one)
    ]
    if both:
        return before, Line(_compared(brief, both, value))
    first = brief.known.first_month
    if first is not None and first > earlier(axis[-1]):
        return None, Line(brief.say("months.no_data_before", first=first), quiet=True)
    key = "months.no_log_before" if all(one is None for one in before) else "months.no_month_of_both"
    return None, Line(brief.say(key), quiet=True)


def earlier(month: str) -> str:
    return f"{int(month[:4]) - 1}{month[4:]}"


def _compared(brief: Brief, both: Sequence[str], value: Mapping[str, int | None]) -> str:
    prior = [earlier(one) for one in both]
    new, old = (sum(value[month] or 0 for month in months) for months in (both, prior))
    days, days_before = (sum(_days(month) for month in months) for months in (both, prior))
    p = compare_counts(old, new, days_before, days).p_value
    verdict = "more" if new * days_before > old * days else "fewer"
    verdict = verdict if p < SIGNIFICANT else "chance"
    last = int(both[-1][5:]) - int(both[0][5:]) + 1
    months = brief.months(both)
    if len(both) > 1 and last == len(both):
        months = brief.span(both[0], both[-1])
    return brief.say(
        f"months.both_{verdict}", k=len(both), months=months, n=count(new), old=count(old), p=brief.p_value(p)
    )


def _days(month: str) -> int:
    return monthrange(int(month[:4]), int(month[5:]))[1]
