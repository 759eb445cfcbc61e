"""What stands out of some months: its sentence, and its months on those of all the rest."""

from __future__ import annotations

from collections.abc import Sequence

from analytics.deck.brief import Brief
from analytics.deck.slides import HIDDEN, Chart, ChartKind, Series, Tone
from analytics.measures.formats import count

Counts = Sequence[int | None]  # a month each; None where nothing is known of it


def sentence(brief: Brief, key: str, branch: str, months: Sequence[str], n: int, expected: float, **named: str) -> str:
    """The words of `key` with the branch, the months from first to last, the count and what was to be expected."""
    said = brief.span(months[0], months[-1])
    return brief.say(key, branch=brief.branch(branch), months=said, n=count(n), expected=f"{expected:,.1f}", **named)


def on_the_rest(
    brief: Brief, axis: Sequence[str], part: tuple[str, Counts], rest: tuple[str, Counts], unit: str, title: str
) -> Chart:
    """Columns by month: the part in colour, its numbers where a column has room for them, the rest on it."""
    whole = [(one or 0) + (other or 0) for one, other in zip(part[1], rest[1], strict=True)]
    least = max(1, round(0.05 * max(whole, default=0)))
    hidden = tuple((n, HIDDEN) for n, value in enumerate(part[1]) if (value or 0) < least)
    return Chart(
        ChartKind.STACKED,
        tuple(brief.axis_month(month) for month in axis),
        (
            Series(part[0], tuple(part[1]), Tone.ACTION, labels=True, formats=hidden),
            Series(rest[0], tuple(rest[1]), Tone.REST),
        ),
        unit,
        title,
    )
