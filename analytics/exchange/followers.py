"""Accepted rows that must follow a corrected one, so that the later row still speaks last."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from analytics.exchange.gap import Gap
from analytics.intake.values import Value
from analytics.vocabulary import SheetKind

Identity = tuple[Value | None, ...]


def add_followers(gaps: Sequence[Gap]) -> None:
    """Accepted rows that stand behind a rejected row of the same complaint (exposure, branch) and overrule it.

    A later report month overrules an earlier one whenever it was imported: only the same month matters.
    """
    first: dict[tuple[date | None, Identity], tuple[int, int]] = {}
    if not any(gap.faults for gap in gaps):
        return
    identities = [_identities(gap) for gap in gaps]
    months = [gap.month if gap.plan.kind is SheetKind.LOG else None for gap in gaps]
    for place, gap in enumerate(gaps):
        for row in sorted(gap.faults):
            if row in identities[place]:
                first.setdefault((months[place], identities[place][row]), (place, row))
    if not first:
        return
    for place, gap in enumerate(gaps):
        for row, identity in identities[place].items():
            rejected = first.get((months[place], identity))
            if rejected and rejected < (place, row) and row not in gap.faults and row not in gap.continued:
                gap.followers.add(row)


def _identities(gap: Gap) -> dict[int, Identity]:
    """By row, what tells its complaint (exposure, branch) from others, where the row says it readably."""
    found: Iterable[Identity | None]
    if gap.plan.kind is SheetKind.LOG:
        found = _log_identities(gap)
    elif gap.plan.kind is SheetKind.EXPOSURE:
        columns = (gap.column(name) for name in ("month", "branch", "product_line"))
        found = (key if key[0] and key[1] else None for key in zip(*columns, strict=True))
    else:
        found = ((name,) if name else None for name in gap.column("branch_name"))
    start = gap.plan.body_row
    return {start + place: identity for place, identity in enumerate(found) if identity is not None}


def _log_identities(gap: Gap) -> list[Identity | None]:
    """The complaint number, or the parts that the key of a complaint without one is made of."""
    received = gap.column("received_at")
    if gap.plan.key_columns:
        parts = [gap.labelled.columns[place].slice(gap.plan.body_row).to_pylist() for place in gap.plan.key_columns]
        return [tuple((part or "").strip() for part in row) for row in zip(*parts, strict=True)]
    numbers = gap.column("complaint_no") if gap.blank_column is None else [None] * len(received)
    others = (gap.column(name) for name in ("branch", "policy_no", "claim_no", "complainant"))
    identities: list[Identity | None] = []
    for number, moment, branch, policy, claim, complainant in zip(numbers, received, *others, strict=True):
        if number is not None:
            identities.append((number,))
        elif isinstance(moment, datetime):
            place = "".join(str(branch or "").split())
            identities.append((moment.replace(second=0), place, policy or claim, complainant))
        else:
            identities.append(None)
    return identities
