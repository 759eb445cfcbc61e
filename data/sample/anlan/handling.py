"""When an invented complaint is contacted, planned, reported and closed: mostly in time."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from random import Random

from anlan.complaint import Complaint
from anlan.insurer import SLIPPING_BRANCH
from anlan.workdays import (
    working_day_not_after,
    working_day_not_before,
    working_days_after,
)

SLIPPING_FROM = date(2016, 8, 1)
IN_TIME, IN_TIME_SLIPPING = 0.92, 0.35


def fill_handling(rng: Random, complaint: Complaint) -> None:
    """Sets the handling dates. One branch slips from August 2016 on; the others keep their habits."""
    slipping = complaint.branch == SLIPPING_BRANCH and complaint.received_on >= SLIPPING_FROM
    share = IN_TIME_SLIPPING if slipping else IN_TIME
    received = complaint.received_at
    if not complaint.regulator:
        if rng.random() < 0.85:
            complaint.contacted_at = received + timedelta(minutes=rng.randint(5, 300))
        _close(rng, complaint)
        return
    late_contact = rng.randint(18, 400)
    complaint.contacted_at = received + timedelta(minutes=rng.randint(2, 14) if rng.random() < share else late_contact)
    complaint.plan_at = _plan(rng, complaint.contacted_at, same_day=rng.random() < share)
    _report(rng, complaint, share)
    _close(rng, complaint)


def _plan(rng: Random, contacted: datetime, same_day: bool) -> datetime:
    if same_day:
        latest = datetime.combine(contacted.date(), time(23, 30))
        return max(contacted, min(contacted + timedelta(minutes=rng.randint(20, 150)), latest))
    next_day = working_days_after(contacted.date(), 1)
    return datetime.combine(next_day, time(9, 0)) + timedelta(minutes=rng.randint(0, 420))


def _report(rng: Random, complaint: Complaint, share: float) -> None:
    """The report after 5 working days and, for a formal complaint, the stamped one within 30 days.

    A complaint settled before needs neither.
    """
    settled = min((d for d in (complaint.withdrawn_on, complaint.found_on) if d), default=date.max)
    received = complaint.received_on
    in_time = rng.random() < share
    reported = working_days_after(received, rng.randint(3, 5) if in_time else rng.randint(6, 10))
    if settled >= reported:
        complaint.reported_on = reported
    if complaint.informal:
        return
    in_time, never = rng.random() < share, rng.random() < 0.04
    if in_time:
        stamped = working_day_not_after(received + timedelta(rng.randint(19, 30)))
    else:
        stamped = working_day_not_before(received + timedelta(rng.randint(31, 44)))
    if settled >= stamped and not never:
        complaint.stamped_report_on = stamped


def _close(rng: Random, complaint: Complaint) -> None:
    """Closed when withdrawn or found invalid; otherwise after some weeks, hardest cases after months."""
    settled = complaint.withdrawn_on or complaint.found_on
    longest = 65 if complaint.regulator else 32
    planned = working_day_not_before(complaint.received_on + timedelta(rng.randint(3, longest)))
    complaint.closed_on = settled or planned
    if complaint.stamped_report_on and not settled:
        complaint.closed_on = max(planned, complaint.stamped_report_on)
