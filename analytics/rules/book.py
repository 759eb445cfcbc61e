"""Rule books: data that decides limits, what counts and who speaks. Read by `book_file`, found by `rulebook`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Literal

from analytics.errors import RuleError, Text


class Step(StrEnum):
    """A step of the handling of a complaint that has a term of its own; what it decides is timeliness, not validity."""

    CONTACT = "contact"
    PLAN = "plan"
    REPORT = "report"
    STAMPED_REPORT = "stamped_report"


# The field of a log that says when a step was done.
STEP_FIELDS: dict[Step, str] = {
    Step.CONTACT: "contacted_at",
    Step.PLAN: "plan_at",
    Step.REPORT: "reported_on",
    Step.STAMPED_REPORT: "stamped_report_on",
}
STEP_NAMES: dict[Step, Text] = {
    Step.CONTACT: Text("联系投诉人", "contact the complainant"),
    Step.PLAN: Text("商定处理方案", "agree the plan"),
    Step.REPORT: Text("反馈报告", "report to the regulator"),
    Step.STAMPED_REPORT: Text("红头报告", "stamped report"),
}


@dataclass(frozen=True, slots=True)
class Limit:
    """A term that begins the day after receipt: so many working or calendar days, the last one included.

    0 days: the day of receipt itself (steps only). fields: what counts as done, the first one filled speaks.
    """

    days: int
    unit: Literal["working", "calendar"]
    fields: tuple[str, ...] = ()


# A step may also be timed by the clock, from the moment of receipt.
StepLimit = Limit | timedelta


@dataclass(frozen=True, slots=True)
class RuleBook:
    """One rule book. `withdrawal`, `report` and each of `steps` are keyed by form or complexity, as `ladder` says.

    company: it is the company's own; on days when it is in force, no book that ships is.
    steps: a class that a step does not name has no such step.
    """

    name: str
    label: Text
    source: str
    in_force_from: date
    in_force_to: date
    chosen_only: bool
    counted_channels: tuple[str, ...]
    outcome: Literal["computed", "stated"]
    ladder: Literal["form", "complexity"]
    policies: Literal["last_month", "mean"]
    withdrawal: dict[str, Limit]
    report: dict[str, Limit]
    digest: str
    steps: dict[Step, dict[str, StepLimit]] = field(default_factory=dict)
    company: bool = False

    def step_class(self, form: str, complexity: str) -> str:
        return form if self.ladder == "form" else complexity

    def applies_on(self, day: date) -> bool:
        """Whether it is in force by itself for complaints received that day."""
        return not self.chosen_only and self.in_force_from <= day <= self.in_force_to


def book_in_force(day: date, books: Iterable[RuleBook]) -> RuleBook:
    """The book in force on the day a complaint was received, the company's own before those that ship.

    Raises RuleError where none is.
    """
    for book in sorted(books, key=lambda book: not book.company):
        if book.applies_on(day):
            return book
    raise RuleError(
        "no_rulebook_in_force",
        Text(f"{day} 没有生效的规则", f"no rule book is in force on {day}"),
        Text("请检查各规则文件的生效期间", "check the periods in the rule book files"),
    )
