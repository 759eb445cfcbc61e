"""Premium and policies that stand under several names of one branch: parts of it, added up.

A branch that another was merged into has, for the months before, its own figure and that of the other. A later sheet
that gives the branch under its own name, or one that no list has had as a branch, states the whole of it: what earlier
sheets say is in it. A part whose figure is not known leaves the branch without one: half of a denominator is none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

Place = tuple[int, int]  # batch, sheet


class Said(NamedTuple):
    """One row of exposure under the branch of today. part: the name it is written under; line '' = all lines.

    was_branch: the part was a branch of its own in an earlier list, and has figures of its own.
    """

    month: date
    branch: str
    line: str
    part: str
    premium: float | None
    policies: float | None
    batch: int
    sheet_no: int
    row_no: int
    was_branch: bool

    @property
    def place(self) -> Place:
        return self.batch, self.sheet_no


@dataclass(frozen=True, slots=True)
class Summed:
    """A month, branch and line. parts: the rows added up; replaced: rows whose part a later sheet's whole includes;
    lacking: parts that are not known, so that there is no sum. row: as the table of exposure has it."""

    row: tuple[Any, ...]
    parts: tuple[Said, ...]
    replaced: tuple[Said, ...]
    lacking: tuple[str, ...]


def add_parts(rows: Iterable[Said]) -> list[Summed]:
    """The sums of branches with parts, by month, branch and line; rows: all of theirs, the newest last."""
    by_branch: dict[str, list[Said]] = defaultdict(list)
    for row in rows:
        by_branch[row.branch].append(row)
    found = []
    for branch, said in by_branch.items():
        spans = _spans(branch, said)
        by_month: dict[date, list[Said]] = defaultdict(list)
        for row in said:
            by_month[row.month].append(row)
        for month, here in by_month.items():
            needed = {part: place for part, (first, last, place) in spans.items() if first <= month <= last}
            for line in dict.fromkeys(row.line for row in here):
                found.append(_sum(branch, line, here, needed))
    return found


def _spans(branch: str, said: Sequence[Said]) -> dict[str, tuple[date, date, Place]]:
    """The parts that stand beside others in some month: first and last month, and the last sheet of each.

    The branch itself is needed as long as one of the others is: nothing says how much of it there was.
    """
    by_month: dict[date, list[Said]] = defaultdict(list)
    for row in said:
        by_month[row.month].append(row)
    standing = [{row.part for row in here if row.place >= _restated(here)} for here in by_month.values()]
    beside = {part for parts in standing if len(parts) > 1 for part in parts}
    spans = {}
    for part in beside - {branch}:
        own = [row for row in said if row.part == part]
        spans[part] = (min(row.month for row in own), max(row.month for row in own), max(row.place for row in own))
    if branch in beside:
        first, last = min(span[0] for span in spans.values()), max(span[1] for span in spans.values())
        spans[branch] = (first, last, max(row.place for row in said))
    return spans


def _sum(branch: str, line: str, here: Sequence[Said], needed: dict[str, Place]) -> Summed:
    """One month and line. here: the month's rows of all lines; needed: parts that must be known, with their place."""
    figures: list[float | None] = []
    counted: dict[Said, None] = {}
    replaced: dict[Said, None] = {}
    lacking: dict[str, None] = {}
    for field in ("premium", "policies"):
        newest = {row.part: row for row in here if row.line == line and getattr(row, field) is not None}
        last = needed | {row.part: row.place for row in here}
        restated = _restated(newest.values())
        total, known = 0.0, bool(newest)
        for part, place in last.items():
            row = newest.get(part)
            if (row.place if row else place) < restated:
                if row:
                    replaced[row] = None
            elif row is not None:
                total += getattr(row, field)
                counted[row] = None
            elif newest and _must_be_known(part, line, here, needed):
                lacking[part] = None
                known = False
        figures.append(total if known else None)
    latest = max((row for row in here if row.line == line), key=lambda row: (row.place, row.row_no))
    whole = (latest.month, branch, line, *figures, latest.batch, latest.sheet_no, latest.row_no)
    parts = sorted(counted, key=lambda one: (one.place, one.row_no))
    return Summed(whole, tuple(parts), tuple(one for one in replaced if one not in counted), tuple(lacking))


def _restated(rows: Iterable[Said]) -> Place:
    """The last sheet that states a branch as a whole; before any sheet where none does."""
    return max((row.place for row in rows if not row.was_branch), default=(0, 0))


def _must_be_known(part: str, line: str, here: Sequence[Said], needed: dict[str, Place]) -> bool:
    """Whether a part without a figure for the line has one that is not known: a line it merely has not is none."""
    own = [row for row in here if row.part == part]
    if any(row.line == line for row in own):
        return True  # its row is there, and blank
    if not own:
        return part in needed
    return not any(bool(row.line) == bool(line) for row in own)  # all lines together here, line by line there
