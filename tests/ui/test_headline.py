"""What the Overview may say of the latest month, on hand-made series."""

from __future__ import annotations

from datetime import date

import pytest

from analytics.measures import month_range
from ui.headline import Verdict, largest, latest

YEAR = month_range("2016-01", "2016-12")
END = date(2016, 12, 31)


def records(complaints: list[int], valid: list[int] | None = None, pending: list[int] | None = None) -> list[dict]:
    n = len(complaints)
    return [
        {"month": month, "complaints": c, "valid": v, "pending": p}
        for month, c, v, p in zip(YEAR, complaints, valid or [0] * n, pending or [0] * n, strict=False)
    ]


def test_inside_the_limits_nothing_is_called_a_change() -> None:
    # mean 10.5, every moving range 1: limits 10.5 +/- 2.66
    now = latest(records([10, 11] * 6), "2016-12", END)
    assert (now.complaints.value, now.complaints.before) == (11, 10)
    assert now.complaints.verdict is Verdict.WITHIN
    assert now.complaints.lower == pytest.approx(7.84)
    assert now.complaints.upper == pytest.approx(13.16)
    assert now.complaints.months == 12


def test_a_month_outside_the_limits_is_called_above_or_below() -> None:
    # eleven times 10, then 30: mean 140/12 = 11.667, mean moving range 20/11 = 1.818, upper 16.50
    now = latest(records([10] * 11 + [30]), "2016-12", END)
    assert now.complaints.verdict is Verdict.ABOVE
    assert now.complaints.upper == pytest.approx(140 / 12 + 2.66 * 20 / 11)
    assert latest(records([30] * 11 + [10]), "2016-12", END).complaints.verdict is Verdict.BELOW


def test_a_long_run_on_one_side_is_not_called_within() -> None:
    assert latest(records([9, 10, 9, 10, 9, 12, 12, 13, 12, 13, 12, 12]), "2016-12", END).complaints.verdict in (
        Verdict.SHIFT,
        Verdict.ABOVE,
    )


def test_fewer_than_twelve_months_give_two_numbers_and_no_verdict() -> None:
    now = latest(records([1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 50]), "2016-11", date(2016, 11, 30))
    assert now.complaints.verdict is Verdict.FEW_MONTHS
    assert (now.complaints.value, now.complaints.before, now.complaints.months) == (50, 1, 11)


def test_a_month_that_is_not_over_is_not_compared() -> None:
    now = latest(records([10, 11] * 6), "2016-12", date(2016, 12, 30))
    assert now.complaints.verdict is Verdict.UNFINISHED
    assert now.valid.verdict is Verdict.UNFINISHED


def test_valid_is_not_compared_while_complaints_of_the_month_are_pending() -> None:
    now = latest(records([10, 11] * 6, [3] * 11 + [0], [0] * 11 + [9]), "2016-12", END)
    assert now.complaints.verdict is Verdict.WITHIN
    assert now.valid.verdict is Verdict.UNDECIDED
    assert (now.valid.value, now.pending) == (0, 9)


def test_months_with_pending_complaints_do_not_pull_the_limits_of_valid_down() -> None:
    # the undecided months 10 and 11 are gaps: ten settled months are too few for a verdict
    now = latest(records([10] * 12, [3] * 12, [0] * 9 + [5, 5, 0]), "2016-12", END)
    assert now.valid.verdict is Verdict.FEW_MONTHS
    assert now.valid.months == 10
    assert now.pending_before == 5


def test_a_month_without_a_record_is_a_gap_and_not_a_zero() -> None:
    given = [record for record in records([10, 11] * 6) if record["month"] != "2016-11"]
    now = latest(given, "2016-12", END)
    assert now.complaints.before is None
    assert now.complaints.months == 11
    assert now.complaints.verdict is Verdict.FEW_MONTHS


def test_a_latest_month_without_a_record_has_no_number() -> None:
    now = latest(records([10] * 11), "2016-12", END)
    assert now.complaints.value is None
    assert now.complaints.verdict is Verdict.FEW_MONTHS


def test_the_month_before_january_is_december() -> None:
    assert latest(records([5]), "2016-01", date(2016, 1, 31)).previous == "2015-12"


def test_all_that_share_the_largest_count_are_named() -> None:
    rows = [
        {"branch": "甲", "complaints": 4},
        {"branch": "乙", "complaints": 4},
        {"branch": None, "complaints": 9},
        {"branch": "丙", "complaints": 1},
    ]
    assert largest(rows, "branch", "complaints") == (["甲", "乙"], 4)
    assert largest([{"branch": "甲", "complaints": 0}], "branch", "complaints") == ([], 0)
