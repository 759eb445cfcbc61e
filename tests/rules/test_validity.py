"""Each status around the days where it changes, by hand.

A formal complaint received 2016-09-01 has its limit on 2016-10-01; an informal one received 2016-12-27
on 2017-01-09. As-of means the end of the day.
"""

from __future__ import annotations

from datetime import date

import pytest

from analytics.rules import Judged, rulebook, status_of
from analytics.vocabulary import InvalidFinding, Status

BOOK, STATED = rulebook("company-2016"), rulebook("stated")
RECEIVED, LIMIT = date(2016, 9, 1), date(2016, 10, 1)
S = Status


def judged(**changes: object) -> Judged:
    facts: dict[str, object] = {"received_on": RECEIVED, "channel": "regulator", "limit_date": LIMIT, **changes}
    return Judged(**facts)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("withdrawn", "as_of", "status"),
    [
        (None, date(2016, 8, 31), None),  # not received yet
        (None, date(2016, 9, 1), S.PENDING),
        (None, date(2016, 9, 30), S.PENDING),  # the last day is still to come
        (None, date(2016, 10, 1), S.VALID),  # at the end of the last day it has passed
        (None, date(2016, 10, 2), S.VALID),
        (None, date(2016, 12, 30), S.VALID),
        (None, date(2016, 12, 31), S.VALID_PERMANENT),  # on 31 December the year is over
        (None, date(2017, 1, 1), S.VALID_PERMANENT),
        (date(2016, 10, 1), date(2016, 10, 1), S.INVALID_WITHDRAWN),  # on the limit is in time
        (date(2016, 10, 1), date(2018, 1, 1), S.INVALID_WITHDRAWN),
        (date(2016, 10, 1), date(2016, 9, 30), S.PENDING),  # the withdrawal has not happened yet
        (date(2016, 10, 2), date(2016, 10, 1), S.VALID),
        (date(2016, 10, 2), date(2016, 10, 2), S.VALID_CURED),  # a day late: valid that month, cured for the year
        (date(2016, 12, 31), date(2017, 6, 1), S.VALID_CURED),  # the last day of the year cures
        (date(2017, 1, 1), date(2017, 6, 1), S.VALID_PERMANENT),  # the day after does not
    ],
)
def test_a_formal_complaint_of_september(withdrawn: date | None, as_of: date, status: Status | None) -> None:
    assert status_of(judged(withdrawn_on=withdrawn), BOOK, as_of) is status


@pytest.mark.parametrize(
    ("withdrawn", "as_of", "status"),
    [
        (None, date(2016, 12, 31), S.PENDING),  # the limit falls in the next year
        (None, date(2017, 1, 8), S.PENDING),
        (None, date(2017, 1, 9), S.VALID_PERMANENT),  # permanent at once
        (date(2017, 1, 9), date(2017, 2, 1), S.INVALID_WITHDRAWN),
        (date(2017, 1, 10), date(2017, 2, 1), S.VALID_PERMANENT),  # in January after its limit cures nothing
    ],
)
def test_a_limit_in_the_next_year(withdrawn: date | None, as_of: date, status: Status) -> None:
    complaint = judged(received_on=date(2016, 12, 27), limit_date=date(2017, 1, 9), withdrawn_on=withdrawn)
    assert status_of(complaint, BOOK, as_of) is status


def test_a_finding_counts_from_its_date_or_from_receipt() -> None:
    late = judged(finding=InvalidFinding.COMMITTEE, finding_on=date(2016, 11, 1))
    assert status_of(late, BOOK, date(2016, 10, 31)) is S.VALID
    assert status_of(late, BOOK, date(2016, 11, 1)) is S.INVALID_COMMITTEE
    undated = judged(finding=InvalidFinding.INELIGIBLE)
    assert status_of(undated, BOOK, RECEIVED) is S.INVALID_INELIGIBLE


@pytest.mark.parametrize("channel", ["call_centre", "website", "association", "other", None])
def test_other_channels_do_not_count(channel: str | None) -> None:
    assert status_of(judged(channel=channel), BOOK, date(2017, 1, 1)) is S.NOT_COUNTED


@pytest.mark.parametrize(
    ("stated", "as_of", "status"),
    [
        (True, date(2016, 9, 2), S.VALID),
        (True, date(2016, 12, 31), S.VALID_PERMANENT),
        (False, date(2016, 12, 31), S.INVALID_STATED),
        (None, date(2016, 12, 31), S.PENDING),
    ],
)
def test_the_stated_book_takes_the_log_at_its_word(stated: bool | None, as_of: date, status: Status) -> None:
    assert status_of(judged(stated_valid=stated), STATED, as_of) is status
    # Under any other book the statement changes nothing.
    assert status_of(judged(stated_valid=stated), BOOK, as_of) is status_of(judged(), BOOK, as_of)
