"""What may be said of a month, on hand-made series."""

from __future__ import annotations

import numpy as np
import pytest

from analytics.findings.judged_months import JudgedMonth, Verdict, judge
from analytics.findings.months import largest
from analytics.measures import month_range
from analytics.measures.figure import Figure, Frame
from analytics.measures.series import Open, Point, Series
from analytics.statistics import Rule, xmr_chart
from analytics.vocabulary import Book, Measure, View


def judged(values: list[int | None], *, still_open: Open | None = None, pending: int = 0) -> JudgedMonth:
    """The last month of a series of complaints that begins in 2015-01. None: a month nothing is known of."""
    months = month_range("2015-01", "2017-12")[: len(values)]
    points = [
        Point(month, None if value is None else Figure(Measure.COMPLAINTS, value))
        for month, value in zip(months, values, strict=True)
    ]
    if still_open:
        points[-1] = Point(months[-1], points[-1].figure, still_open, pending)
    chart = xmr_chart([None if p.value is None or p.open else float(p.value) for p in points])
    frame = Frame(months[0], months[-1], View.ANNUAL, Book.RECEIVED, None, "company-2016")
    return judge(Series(Measure.COMPLAINTS, frame, tuple(points), chart), months[-1])


def test_inside_the_limits_nothing_is_called_a_change() -> None:
    # mean 10, moving ranges 10: limits 10 +/- 26.6
    one = judged([5, 15] * 6)
    assert (one.value, one.before, one.verdict, one.months) == (15, 5, Verdict.WITHIN, 12)
    assert (one.lower, one.centre, one.upper) == (pytest.approx(-16.6), pytest.approx(10), pytest.approx(36.6))
    assert not one.widened


def test_a_month_outside_the_limits_is_called_above_or_below() -> None:
    # eleven months 5, 15, ..., then 60: mean (5 x 6 + 15 x 5 + 60)/12 = 13.75, ranges 10 x 10 + 55: upper 51.2
    one = judged([5, 15] * 5 + [5, 60])
    assert one.verdict is Verdict.ABOVE
    assert one.upper == pytest.approx(13.75 + 2.66 * 155 / 11)
    assert judged([10] * 11 + [30]).verdict is Verdict.ABOVE
    assert judged([40] * 11 + [5]).verdict is Verdict.BELOW


def test_limits_narrower_than_chance_make_no_verdict() -> None:
    # mean 124/12 = 10.33, moving ranges 4/11: XmR 11.3, and 14 lies above; Poisson allows 10.33 + 3 x 3.21 = 19.98
    one = judged([10] * 11 + [14])
    assert one.upper == pytest.approx(124 / 12 + 3 * (124 / 12) ** 0.5)
    assert one.verdict is Verdict.WITHIN and one.widened


def test_a_run_and_a_trend_say_which_and_how_long() -> None:
    run = judged([5, 6, 5, 6, 5, 6, 9, 10, 9, 10, 9, 10, 9])
    assert (run.verdict, run.rule, run.length, run.upward) == (Verdict.SHIFT, Rule.RUN, 7, True)
    fall = judged([20, 22, 20, 22, 20, 22, 21, 20, 19, 18, 17, 16, 15])
    assert fall.verdict is Verdict.SHIFT and fall.rule is Rule.TREND and not fall.upward


def test_fewer_than_twelve_months_give_two_numbers_and_no_verdict() -> None:
    one = judged([1] * 10 + [50])
    assert (one.verdict, one.value, one.before, one.months) == (Verdict.FEW_MONTHS, 50, 1, 11)


def test_a_month_that_is_open_is_not_judged() -> None:
    assert judged([10] * 12 + [40], still_open=Open.UNFINISHED).verdict is Verdict.UNFINISHED
    one = judged([10] * 12 + [40], still_open=Open.PENDING, pending=9)
    assert (one.verdict, one.pending) == (Verdict.PENDING, 9)


def test_a_month_nothing_is_known_of_has_no_number_and_is_no_zero() -> None:
    assert judged([10] * 12 + [None]).verdict is Verdict.UNKNOWN
    gap = judged([10, 11, None, 10, 11, 10, 11, 10, 11, 10, 11, 10])
    assert (gap.months, gap.verdict) == (11, Verdict.FEW_MONTHS)


def test_less_than_one_a_month_is_too_few_for_a_chart() -> None:
    assert judged([0] * 12 + [1, 0, 3]).verdict is Verdict.SPARSE


def test_pure_chance_is_seldom_called_a_change() -> None:
    """400 series of 24 months of Poisson noise: the latest month is called different in no more than one in twenty."""
    noise = np.random.default_rng(20161231)
    called = sum(
        judged([int(n) for n in noise.poisson(mean, 24)]).verdict in (Verdict.ABOVE, Verdict.BELOW, Verdict.SHIFT)
        for mean in noise.uniform(2, 40, 400)
    )
    assert called <= 20


def test_all_that_share_the_largest_count_are_named() -> None:
    rows = [
        {"branch": "甲", "complaints": 4},
        {"branch": "乙", "complaints": 4},
        {"branch": None, "complaints": 9},
        {"branch": "丙", "complaints": 1},
    ]
    assert largest(rows, "branch", "complaints") == (["甲", "乙"], 4)
    assert largest([{"branch": "甲", "complaints": 0}], "branch", "complaints") == ([], 0)
