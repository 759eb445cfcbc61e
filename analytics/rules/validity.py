"""The status of one complaint as of a date: the definition, in plain Python.

The measures compute the same in SQL for a million complaints; a property test holds the two together.
Source: domain, "Valid". As-of means the end of that day: what ends on the day has ended, so a limit
whose last day is the as-of date has passed, and on 31 December the year is over.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from analytics.rules.book import RuleBook
from analytics.vocabulary import InvalidFinding, Status


@dataclass(frozen=True, slots=True)
class Judged:
    """What the status depends on."""

    received_on: date
    channel: str | None
    limit_date: date
    withdrawn_on: date | None = None
    finding: InvalidFinding | None = None
    finding_on: date | None = None
    stated_valid: bool | None = None


def status_of(complaint: Judged, book: RuleBook, as_of: date) -> Status | None:
    """The status at the end of `as_of`; None when the complaint did not exist yet."""
    if complaint.received_on > as_of:
        return None
    if complaint.channel not in book.counted_channels:
        return Status.NOT_COUNTED
    found = complaint.finding is not None and (complaint.finding_on or complaint.received_on) <= as_of
    withdrawn = complaint.withdrawn_on if complaint.withdrawn_on and complaint.withdrawn_on <= as_of else None
    year_end = date(complaint.received_on.year, 12, 31)
    if book.outcome == "stated":
        if complaint.stated_valid is None:
            return Status.PENDING
        if complaint.stated_valid:
            return Status.VALID_PERMANENT if year_end <= as_of else Status.VALID
    if found:
        ineligible = complaint.finding is InvalidFinding.INELIGIBLE
        return Status.INVALID_INELIGIBLE if ineligible else Status.INVALID_COMMITTEE
    if book.outcome == "stated":
        return Status.INVALID_WITHDRAWN if withdrawn else Status.INVALID_STATED
    if withdrawn and withdrawn <= complaint.limit_date:
        return Status.INVALID_WITHDRAWN
    if as_of < complaint.limit_date:
        return Status.PENDING
    if withdrawn and withdrawn <= year_end:
        return Status.VALID_CURED
    return Status.VALID_PERMANENT if year_end <= as_of else Status.VALID
