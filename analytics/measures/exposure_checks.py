"""Exposure that would be counted silently wrong: a line that is missing for a month, a parent that is a total."""

from __future__ import annotations

from itertools import pairwise

from analytics.measures.figure import Note
from analytics.measures.scope import month_range, months_before

Key = tuple[str, str, str]
SAME_WITHIN = 0.005


def find_line_gaps(
    listed: dict[tuple[str, str], set[str]], months_split: set[tuple[str, str]]
) -> tuple[dict[Key, str], tuple[Note, ...]]:
    """Months in which a branch's lines are listed, but not one that it had before and has again after.

    listed: (branch, line) -> its months. months_split: the (month, branch) whose premium is the sum of lines.
    Returns (month, branch, '') -> the lines that are missing there, for gaps of one month: such a sum is not known.
    A longer gap may be a line that is not always sold: the sum stands, and a note says so.
    """
    gaps: dict[Key, str] = {}
    long_gaps = []
    for (branch, line), months in sorted(listed.items()):
        ordered = sorted(months)
        for before, after in pairwise(ordered):
            if months_before(after) == before:
                continue  # the usual case, and by far the most
            between = month_range(before, after)[1:-1]
            open_months = [month for month in between if (month, branch) in months_split]
            if len(between) == 1 and open_months:
                key = (between[0], branch, "")
                gaps[key] = f"{gaps[key]}、{line}" if key in gaps else line
            elif open_months:
                long_gaps.append(f"{branch} {line} {between[0]}–{between[-1]}")
    return gaps, (Note("line_gap", tuple(long_gaps)),) if long_gaps else ()


def find_totals(
    premium: dict[tuple[str, str], float | None], parents: dict[str, str]
) -> tuple[frozenset[str], tuple[Note, ...]]:
    """Parents whose own premium is the sum of their branches' (within 0.5%) in at least half of the months.

    premium: (month, branch) -> yuan. parents: branch -> the one above it. Only months in which the parent and all
    its branches that ever have premium are known can tell. A parent that is no such total has business of its own.
    """
    children: dict[str, list[str]] = {}
    for child, parent in sorted(parents.items()):
        children.setdefault(parent, []).append(child)
    own: dict[str, dict[str, float]] = {}
    for (month, branch), value in premium.items():
        if value is not None:
            own.setdefault(branch, {})[month] = value

    def below(branch: str, month: str, seen: frozenset[str]) -> float | None:
        """The sum of the branches below; None where one that has premium in some month has none in this one."""
        parts = [of(child, month, seen | {branch}) for child in children.get(branch, []) if writes(child, seen)]
        known = [part for part in parts if part is not None]
        return sum(known) if parts and len(known) == len(parts) else None

    def of(branch: str, month: str, seen: frozenset[str]) -> float | None:
        value = own.get(branch, {}).get(month)
        return value if value is not None else below(branch, month, seen)

    def writes(branch: str, seen: frozenset[str]) -> bool:
        if branch in seen:  # a list that goes in a circle
            return False
        return branch in own or any(writes(child, seen | {branch}) for child in children.get(branch, []))

    totals, besides, differ = [], [], []
    for parent in sorted(children.keys() & own.keys()):
        sums = {month: below(parent, month, frozenset()) for month in sorted(own[parent])}
        told = {month: total for month, total in sums.items() if total}
        other = [month for month, total in told.items() if not _same(own[parent][month], total)]
        if told and 2 * len(other) <= len(told):
            totals.append(parent)
            differ += [f"{parent} {month}" for month in other]
        elif told:
            besides.append(parent)
    notes = {"parent_is_total": totals, "parent_total_differs": differ, "parent_has_its_own": besides}
    return frozenset(totals), tuple(Note(code, tuple(places)) for code, places in notes.items() if places)


def _same(one: float, other: float) -> bool:
    return abs(one - other) <= SAME_WITHIN * max(abs(one), abs(other))
