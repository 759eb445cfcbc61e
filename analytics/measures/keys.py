"""The dimensions of an answer as SQL, and what people read of what it gives."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from analytics.measures.cell import STATUSES
from analytics.measures.judged import COMPLAINTS, FORM, Question, Rows, booked_on, status_code
from analytics.vocabulary import Dimension

CellKey = tuple[str | None, ...]

_SQL: dict[Dimension, str] = {
    Dimension.MONTH: "year({booked}) * 12 + month({booked}) - 1",
    Dimension.QUARTER: "year({booked}) * 4 + quarter({booked}) - 1",
    Dimension.YEAR: "year({booked})",
    Dimension.BRANCH: "c.branch_name",
    Dimension.CATEGORY: "{category}",
    Dimension.CAUSE: "{cause}",
    Dimension.CHANNEL: "c.channel_code",
    Dimension.FORM: FORM,
    Dimension.PRODUCT_LINE: "c.product_line_name",
    Dimension.STATUS: "{status}",
}
_LABEL: dict[Dimension, Callable[[int], str]] = {
    Dimension.MONTH: lambda n: f"{n // 12:04d}-{n % 12 + 1:02d}",
    Dimension.QUARTER: lambda n: f"{n // 4:04d}-Q{n % 4 + 1}",
    Dimension.YEAR: lambda n: f"{n:04d}",
    Dimension.STATUS: lambda n: STATUSES[n].value,
}


def key_columns(question: Question, by: Sequence[Dimension], rows: Rows = COMPLAINTS) -> list[str]:
    """The expressions that rows are grouped by: months, quarters, years and statuses as numbers (see key_labels)."""
    names = {"booked": booked_on(question), "category": rows.category, "cause": rows.cause}
    if Dimension.STATUS in by:
        names["status"] = status_code(question)
    return [_SQL[one].format(**names) for one in by]


def key_labels(by: Sequence[Dimension], keys: Iterable[tuple[Any, ...]]) -> dict[tuple[Any, ...], CellKey]:
    """From the values of key_columns to what people read."""
    shape = [_LABEL.get(one) for one in by]
    if not any(shape):
        return {key: key for key in keys}
    known: dict[tuple[int, Any], str | None] = {}

    def label(place: int, form: Callable[[int], str] | None, value: Any) -> str | None:
        if form is None or value is None:
            text: str | None = value
            return text
        if (place, value) not in known:
            known[place, value] = form(value)
        return known[place, value]

    return {key: tuple(label(place, form, key[place]) for place, form in enumerate(shape)) for key in keys}
