"""Kaplan-Meier against Freireich's published trial, scipy, and counting by hand."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from analytics.statistics import kaplan_meier

# Freireich et al. 1963, Blood 21:699, weeks in remission under 6-MP; 1: relapse, 0: still in remission.
WEEKS = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]
RELAPSED = [flag == "1" for flag in "111010100110001100000"]

observations = st.lists(st.tuples(st.integers(0, 40), st.booleans()), max_size=40)


def test_published_trial() -> None:
    curve = kaplan_meier(WEEKS, RELAPSED)
    assert (curve.subjects, curve.events, curve.last_time) == (21, 9, 35.0)
    assert [step.time for step in curve.steps] == [6, 7, 10, 13, 16, 22, 23]
    assert [step.at_risk for step in curve.steps] == [21, 17, 15, 12, 11, 7, 6]
    published = [0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448]
    assert [round(step.survival, 3) for step in curve.steps] == published
    assert curve.median == 23.0


def test_four_complaints_by_hand() -> None:
    # Withdrawn on day 2, still open on day 3, withdrawn on 5, still open on 8: 3/4, then 3/4 x 1/2.
    curve = kaplan_meier([2, 3, 5, 8], [True, False, True, False])
    assert [(step.time, step.at_risk, step.events, step.survival) for step in curve.steps] == [
        (2, 4, 1, 0.75),
        (5, 2, 1, 0.375),
    ]
    # Greenwood at 2: 1/(4 x 3); log(-log) ends 0.75^exp(+/- 1.959964 sqrt(1/12) / log 0.75).
    widening = math.exp(1.959963985 * math.sqrt(1 / 12) / -math.log(0.75))
    assert curve.steps[0].lower == pytest.approx(0.75**widening)
    assert curve.steps[0].upper == pytest.approx(0.75 ** (1 / widening))
    assert curve.median == 5.0


def test_open_at_the_very_time_of_an_event_is_still_at_risk() -> None:
    (step,) = kaplan_meier([5, 5], [True, False]).steps
    assert (step.at_risk, step.survival) == (2, 0.5)


def test_leaving_out_the_open_ones_would_look_faster() -> None:
    # Two of four withdrawn on day 3: half are still open. Of the withdrawn alone, all were gone by day 3.
    assert kaplan_meier([3, 3, 10, 10], [True, True, False, False]).survival_at(3) == 0.5


def test_median_not_reached() -> None:
    assert kaplan_meier([1, 9, 9], [True, False, False]).median is None
    assert kaplan_meier([9, 9], [False, False]).median is None


def test_one_half_is_one_half_in_spite_of_rounding() -> None:
    # 6/7 x 5/6 x 4/5 x 7/8 is one half, in floating point perhaps a hair more.
    for n in range(2, 60, 2):
        assert kaplan_meier(list(range(1, n + 1)), [True] * n).median == n / 2


def test_survival_at() -> None:
    curve = kaplan_meier([2, 3, 5, 8], [True, False, True, False])
    assert [curve.survival_at(day) for day in (0, 1.9, 2, 4, 5, 8)] == [1.0, 1.0, 0.75, 0.75, 0.375, 0.375]
    assert curve.survival_at(9) is None  # nobody was watched for nine days
    assert kaplan_meier([2, 3], [True, True]).survival_at(9) == 0.0  # all withdrawn: none can be open


def test_when_none_is_left_there_is_no_interval() -> None:
    last = kaplan_meier([1, 2], [True, True]).steps[-1]
    assert (last.survival, last.lower, last.upper) == (0.0, None, None)


def test_withdrawn_on_the_day_of_receipt() -> None:
    assert kaplan_meier([0, 4], [True, False]).survival_at(0) == 0.5


def test_no_subjects() -> None:
    curve = kaplan_meier([], [])
    assert (curve.subjects, curve.events, curve.steps, curve.last_time, curve.median) == (0, 0, (), None, None)
    assert curve.survival_at(0) is None


@pytest.mark.filterwarnings("ignore:The confidence interval is undefined")
@given(observations)
def test_scipy_agrees(pairs: list[tuple[int, bool]]) -> None:
    curve = kaplan_meier([time for time, _ in pairs], [flag for _, flag in pairs])
    if not curve.steps:
        return
    censored = stats.CensoredData.right_censored([float(t) for t, _ in pairs], [not flag for _, flag in pairs])
    theirs = stats.ecdf(censored).sf
    for step in curve.steps:
        assert step.survival == pytest.approx(float(theirs.evaluate(step.time)), abs=1e-12)
    interval = theirs.confidence_interval(method="log-log")
    for step in curve.steps:
        if step.lower is not None:
            assert step.lower == pytest.approx(float(interval.low.evaluate(step.time)), abs=1e-9)
            assert step.upper == pytest.approx(float(interval.high.evaluate(step.time)), abs=1e-9)


@given(observations)
def test_laws(pairs: list[tuple[int, bool]]) -> None:
    curve = kaplan_meier([time for time, _ in pairs], [flag for _, flag in pairs])
    wider = kaplan_meier([time for time, _ in pairs], [flag for _, flag in pairs], confidence=0.99)
    before = 1.0
    for step, wide in zip(curve.steps, wider.steps, strict=True):
        assert 0 <= step.survival < before
        before = step.survival
        if step.lower is not None and step.upper is not None:
            assert wide.lower is not None
            assert wide.upper is not None
            assert 0 <= wide.lower < step.lower < step.survival < step.upper < wide.upper <= 1
    assert sum(step.events for step in curve.steps) == curve.events


@given(st.lists(st.integers(0, 40), min_size=1, max_size=40))
def test_without_open_ones_it_is_the_share_still_open(times: list[int]) -> None:
    curve = kaplan_meier(times, [True] * len(times))
    for day in range(41):
        assert curve.survival_at(day) == pytest.approx(sum(t > day for t in times) / len(times), abs=1e-12)


@given(observations)
def test_the_order_of_subjects_and_the_unit_of_time_do_not_matter(pairs: list[tuple[int, bool]]) -> None:
    here = kaplan_meier([time for time, _ in pairs], [flag for _, flag in pairs])
    back = kaplan_meier([time * 24 for time, _ in pairs[::-1]], [flag for _, flag in pairs[::-1]])
    assert [s.survival for s in back.steps] == [s.survival for s in here.steps]
    assert back.median == (None if here.median is None else here.median * 24)


@pytest.mark.parametrize(("times", "happened"), [([1, None], [True, True]), ([-1], [True]), ([1, 2], [True])])
def test_bad_input_is_refused(times: list[float | None], happened: list[bool]) -> None:
    with pytest.raises(ValueError, match="times"):
        kaplan_meier(times, happened)
