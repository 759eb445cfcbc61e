"""Two years of invented complaints: how many, where, about what, and when each was handled."""

from __future__ import annotations

import math
from calendar import monthrange
from datetime import date, datetime, time, timedelta
from random import Random

from anlan.causes import CAUSE, CAUSES, OUTBREAK_CAUSE, OUTBREAK_HEADING, SECONDS
from anlan.complaint import OTHER_CHANNELS, REGULATOR, Complaint
from anlan.details import fill_details
from anlan.handling import fill_handling
from anlan.insurer import LEAF_BRANCHES, LINES, OUTBREAK_BRANCH, expected_share
from anlan.planted import planted
from anlan.workdays import HOLIDAYS, is_working_day, working_day_not_after, working_day_not_before

SEED = 20160030
COMPLAINTS_A_MONTH = 39.0
SEASON = (1.25, 0.85, 0.92, 0.86, 0.90, 1.00, 1.18, 1.28, 1.06, 0.86, 0.96, 1.24)
OUTBREAK = {(2016, 7): 12, (2016, 8): 18, (2016, 9): 13}
REGULATOR_SHARE = 0.365
_LINE_WEIGHTS = (0.80, 0.06, 0.08, 0.06)


def history() -> list[Complaint]:
    """All complaints in order of receipt, numbered TS2015-0001 ... by year. The same every time."""
    rng = Random(SEED)
    complaints = planted()
    for year in (2015, 2016):
        for month in range(1, 13):
            for branch in LEAF_BRANCHES:
                expected = COMPLAINTS_A_MONTH * SEASON[month - 1] * expected_share(branch)
                for _ in range(_poisson(rng, expected)):
                    complaints.append(_ordinary(rng, year, month, branch.name))
            for _ in range(OUTBREAK.get((year, month), 0)):
                complaints.append(_outbreak(rng, year, month))
    complaints.sort(key=lambda c: (c.received_at, c.branch, c.causes))
    turns = dict.fromkeys((2015, 2016), 0)
    for complaint in complaints:
        year = complaint.received_at.year
        turns[year] += 1
        complaint.number = f"TS{year}-{turns[year]:04d}"
        is_outbreak = OUTBREAK_HEADING in complaint.causes
        fill_handling(rng, complaint)
        fill_details(rng, complaint, OUTBREAK_HEADING if is_outbreak else complaint.causes[0])
    return complaints


def _ordinary(rng: Random, year: int, month: int, branch: str) -> Complaint:
    line = rng.choices(LINES, _LINE_WEIGHTS)[0]
    place = LINES.index(line)
    weights = [c.weights[place] * (2.0 if month in c.season else 1.0) for c in CAUSES]
    first = rng.choices(CAUSES, weights)[0].label
    return _complaint(rng, _moment(rng, year, month), branch, line, [first, *_further(rng, first, line)])


def _outbreak(rng: Random, year: int, month: int) -> Complaint:
    """From July to September 2016 the outbreak branch prices parts by a new list, and customers object."""
    causes = [OUTBREAK_HEADING, *_further(rng, OUTBREAK_CAUSE, "车险")]
    return _complaint(rng, _moment(rng, year, month), OUTBREAK_BRANCH, "车险", causes)


def _further(rng: Random, first: str, line: str) -> list[str]:
    """Second and third causes that go with the first and exist in the product line."""
    place = LINES.index(line)
    possible = [label for label in SECONDS.get(first, ()) if CAUSE[label].weights[place] > 0]
    count = rng.choices((0, 1, 2), (0.80, 0.175, 0.025))[0]
    return rng.sample(possible, min(count, len(possible)))


def _moment(rng: Random, year: int, month: int) -> datetime:
    """A receipt within the month, rarely on a weekend or holiday, in office hours or a little outside."""
    days = [date(year, month, d + 1) for d in range(monthrange(year, month)[1])]
    weights = [1.0 if is_working_day(d) else (0.12 if d in HOLIDAYS else 0.22) for d in days]
    # Nobody but the planted case complains on the last day of the data, whose date it gives.
    weights = [0.0 if d == date(2016, 12, 31) else w for d, w in zip(days, weights, strict=True)]
    day = rng.choices(days, weights)[0]
    minute = rng.randint(0, 9 * 60) if rng.random() < 0.93 else rng.randint(9 * 60, 12 * 60)
    return datetime.combine(day, time(8, 20)) + timedelta(minutes=minute)


def _complaint(rng: Random, received: datetime, branch: str, line: str, causes: list[str]) -> Complaint:
    if rng.random() >= REGULATOR_SHARE:
        channel = rng.choices(list(OTHER_CHANNELS), list(OTHER_CHANNELS.values()))[0]
        complaint = Complaint(received, channel, branch, line, causes)
        if rng.random() < 0.3:
            complaint.withdrawn_on = working_day_not_before((received + timedelta(rng.randint(1, 20))).date())
        return complaint
    channel = rng.choices(list(REGULATOR), [share for share, _ in REGULATOR.values()])[0]
    filing = rng.choice(REGULATOR[channel][1])
    complaint = Complaint(received, channel, branch, line, causes)
    if rng.random() < 0.96:  # the rest gives no form: assumed formal
        first, consents = rng.random() < 0.78, rng.random() < 0.80
        complaint.filing = filing
        complaint.first_contact = "是" if first else "否"
        complaint.consents = "是" if consents else "否"
        complaint.informal = filing == "电话" and first and consents
        complaint.__post_init__()
    _decide_fate(rng, complaint)
    return complaint


def _decide_fate(rng: Random, complaint: Complaint) -> None:
    """Withdrawn within the limit, withdrawn later, never withdrawn, or found invalid."""
    received, limit = complaint.received_on, complaint.limit
    fate = rng.choices(("in time", "late", "never", "ineligible", "committee"), (51, 17, 25, 4, 3))[0]
    if fate == "in time":
        some_day = received + timedelta(rng.randint(1, (limit - received).days))
        complaint.withdrawn_on = max(received, working_day_not_after(some_day))
    elif fate == "late":
        complaint.withdrawn_on = working_day_not_before(limit + timedelta(1 + int(rng.expovariate(1 / 28))))
    elif fate != "never":
        complaint.finding = {"ineligible": "投诉人无投诉资格", "committee": "协调委认定无效"}[fate]
        complaint.found_on = working_day_not_before(received + timedelta(rng.randint(4, 24)))


def _poisson(rng: Random, expected: float) -> int:
    """Knuth's product of uniforms; fine for the small means here."""
    count, product, floor = 0, rng.random(), math.exp(-expected)
    while product > floor:
        count += 1
        product *= rng.random()
    return count
