"""A table then and now: its rows, the complaints that make the difference, and the sentence that says it.

"March was 41 as reported on 5 April, is 39 today: two withdrawn, one added ..."
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from analytics.errors import Text
from analytics.measures.as_reported import ReportedBatch
from analytics.measures.figure import Frame
from analytics.measures.reasons import REASON_NAMES, Reason, Side
from analytics.vocabulary import Dimension, View


class Count(StrEnum):
    """What is counted of a row."""

    COMPLAINTS = "complaints"
    VALID_MONTHLY = "valid_monthly"
    VALID_ANNUAL = "valid_annual"


Counts = dict[Count, int]


@dataclass(frozen=True, slots=True)
class RestatedRow:
    """One row of the table then and now. None: the table had, or has, no such row; never a zero."""

    key: str | None
    then: Counts | None
    now: Counts | None


@dataclass(frozen=True, slots=True)
class Change:
    """A complaint that makes a difference. then, now: None where its number is in no log that speaks."""

    complaint_no: str
    reason: Reason
    then: Side | None
    now: Side | None

    def effect(self, key: str | None, count: Count) -> int:
        """By how much it moved the count of that row: -1, 0 or 1."""
        return _counts_in(self.now, key, count) - _counts_in(self.then, key, count)


def _counts_in(side: Side | None, key: str | None, count: Count) -> int:
    if side is None or not side.in_scope or side.key != key:
        return 0
    return 1 if count is Count.COMPLAINTS else int(getattr(side, count.value))


@dataclass(frozen=True, slots=True)
class Restatement:
    """The rows then and now, sorted by key, and the complaints between them: for each row and count, then plus the
    effects of its changes is now. frame: of today's side. batch: None of its later rows spoke then."""

    batch: ReportedBatch
    by: Dimension
    then_as_of: date
    frame: Frame
    rows: list[RestatedRow]
    changes: list[Change]

    def effects(self, key: str | None, count: Count) -> dict[tuple[Reason, int], int]:
        """(reason, +1 or -1) -> complaints, for one row."""
        found = Counter((one.reason, one.effect(key, count)) for one in self.changes)
        order = list(Reason)
        return {
            entry: found[entry]
            for entry in sorted(found, key=lambda entry: (order.index(entry[0]), -entry[1]))
            if entry[1]
        }

    def sentence(self, row: RestatedRow, count: Count | None = None) -> Text:
        """What the row was, what it is, and why. count: valid in the view of the question where none is given."""
        if count is None:
            count = Count.VALID_MONTHLY if self.frame.view is View.MONTHLY else Count.VALID_ANNUAL
        what = _COUNT_NAMES[count]
        signed = [
            (REASON_NAMES[reason], sign * number) for (reason, sign), number in self.effects(row.key, count).items()
        ]
        why_zh = "、".join(f"{name.zh} {number:+d}" for name, number in signed)
        why_en = ", ".join(f"{name.en} {number:+d}" for name, number in signed)
        label = (
            Text(row.key or "未注明", row.key or "not known")
            if self.by is not Dimension.TOTAL
            else Text("合计", "total")
        )
        then = Text("无", "nothing") if row.then is None else Text(f"{row.then[count]} 件", f"{row.then[count]}")
        now = Text("无", "nothing") if row.now is None else Text(f"{row.now[count]} 件", f"{row.now[count]}")
        number, today = self.batch.batch, self.frame.as_of
        return Text(
            f"{label.zh}:{what.zh},第 {number} 批(截至 {self.then_as_of})报 {then.zh},现(截至 {today}){now.zh}"
            f"{':' + why_zh if why_zh else ''}",
            f"{label.en}: {what.en} {then.en} as reported to {self.then_as_of} (batch {number}), {now.en} to {today}"
            f"{': ' + why_en if why_en else ''}",
        )


_COUNT_NAMES = {
    Count.COMPLAINTS: Text("投诉", "complaints"),
    Count.VALID_MONTHLY: Text("有效(月度口径)", "valid (monthly view, gross)"),
    Count.VALID_ANNUAL: Text("有效(年度口径)", "valid (annual view, net)"),
}
