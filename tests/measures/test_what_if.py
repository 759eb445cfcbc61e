"""What withdrawals by 31 December would change, worked out by hand, and held against really importing them."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analytics.errors import RequestError
from analytics.measures import Needed, Scope, WhatIf, needed_withdrawals, what_if
from analytics.measures.ratios import PER
from analytics.vocabulary import Measure
from tests.measures.test_laws import AS_OF, BRANCHES, LOG
from tests.tiny import Tiny

JUNE = date(2016, 6, 30)
RATIOS = (Measure.PREMIUM_RATIO, Measure.POLICY_RATIO, Measure.POLICY_RATIO_10K)


def asked(tiny: Tiny, withdrawn: Sequence[str] | Mapping[str, int], as_of: date = JUNE, **scope: Any) -> WhatIf:
    with tiny.store.cursor() as cursor:
        return what_if(cursor, Scope(as_of=as_of, **scope), withdrawn)


def needed(
    tiny: Tiny, target: float | Decimal, measure: Measure = Measure.PREMIUM_RATIO, as_of: date = JUNE, **scope: Any
) -> Needed:
    with tiny.store.cursor() as cursor:
        return needed_withdrawals(cursor, Scope(as_of=as_of, **scope), target, measure)


@pytest.fixture
def half_year(tiny: Tiny) -> Tiny:
    """
    As of 30 June 2016, all formal (30 calendar days):
    no  branch  received    withdrawn   status
    V1  甲      5 Jan       -           valid
    V2  甲      1 Feb       -           valid
    V3  乙      1 Mar       -           valid
    P1  甲      20 June     -           pending, limit 20 July
    W   甲      1 Mar       20 Mar      invalid
    C   甲      10 Jan      15 Mar      cured: gross, not net
    O   甲      20 Dec 2015 -           permanent: of another year
    Premium 50m yuan a month and branch: 600m by June. Policies in June: 1,000 and 2,000.
    Net 3: 3 / 6 = 0.5 per 100m yuan, 3 / 3,000 = 1 per 1,000 policies.
    """
    formal = {"投诉类别": "正式"}
    tiny.logs(
        {"投诉编号": "V1", "受理时间": "2016-01-05", **formal},
        {"投诉编号": "V2", "受理时间": "2016-02-01", **formal},
        {"投诉编号": "V3", "受理时间": "2016-03-01", **formal, "被投诉机构": "乙支公司"},
        {"投诉编号": "P1", "受理时间": "2016-06-20", **formal},
        {"投诉编号": "W", "受理时间": "2016-03-01", **formal, "撤诉日期": "2016-03-20"},
        {"投诉编号": "C", "受理时间": "2016-01-10", **formal, "撤诉日期": "2016-03-15"},
        {"投诉编号": "O", "受理时间": "2015-12-20", **formal},
    )
    months = [f"2016-{month:02d}" for month in range(1, 7)]
    tiny.exposure(
        *((month, "甲支公司", 50_000_000, 1000) for month in months),
        *((month, "乙支公司", 50_000_000, 2000) for month in months),
    )
    return tiny


def test_one_valid_and_one_pending_withdrawn(half_year: Tiny) -> None:
    answer = asked(half_year, ["V1", "P1", "V1"])  # naming one twice does not withdraw it twice
    assert (answer.cured, answer.prevented, answer.curable) == (1, 1, 3)
    assert (answer.frame.first, answer.frame.last, answer.frame.as_of) == ("2016-01", "2016-06", JUNE)

    def values(figures: dict[Measure, Any]) -> list[Any]:
        return [figures[name].value for name in (Measure.VALID, Measure.PENDING, *RATIOS)]

    assert values(answer.before) == pytest.approx([3, 1, 0.5, 1.0, 10.0])
    assert values(answer.after) == pytest.approx([2, 0, 2 / 6, 2 / 3, 20 / 3])
    ratio = answer.after[Measure.PREMIUM_RATIO]
    assert (ratio.numerator, ratio.denominator, ratio.unit.en) == (2, 6e8, "per 100m yuan")
    # Exact Poisson 95% of 2: 0.2422 to 7.2247 (statistics.md), over 6 x 100m yuan.
    assert (ratio.low, ratio.high) == pytest.approx((0.2422 / 6, 7.2247 / 6), abs=1e-4)
    sentence = answer.sentence()
    assert "3 to 2 (1 cured)" in sentence.en and "1 pending" in sentence.en and "3 件变为 2 件" in sentence.zh


def test_pending_ones_do_not_lower_the_count_as_it_stands(half_year: Tiny) -> None:
    answer = asked(half_year, ["P1"])
    assert (answer.cured, answer.prevented) == (0, 1)
    assert answer.after[Measure.VALID].value == 3 and answer.after[Measure.PREMIUM_RATIO].value == 0.5


def test_a_number_of_each_branch(half_year: Tiny) -> None:
    answer = asked(half_year, {"甲支公司": 2, "乙支公司": 0})
    assert (answer.cured, answer.prevented, answer.after[Measure.VALID].value) == (2, 0, 1)
    own = asked(half_year, {"甲支公司": 1}, branches=("甲支公司",))
    assert own.curable == 2 and own.after[Measure.PREMIUM_RATIO].value == pytest.approx(1 / 3)


def test_nothing_chosen_changes_nothing(half_year: Tiny) -> None:
    for nothing in ([], {}, {"甲支公司": 0}):
        answer = asked(half_year, nothing)
        assert answer.after == answer.before and (answer.cured, answer.prevented) == (0, 0)


def test_a_ratio_that_cannot_be_given_stays_missing(half_year: Tiny) -> None:
    half_year.logs({"投诉编号": "N", "受理时间": "2016-01-05", "被投诉机构": "丙支公司"})
    answer = asked(half_year, ["V1"])
    assert answer.after[Measure.VALID].value == 3  # N is valid as well
    figure = answer.after[Measure.PREMIUM_RATIO]
    assert figure.value is None and figure.missing is not None and "丙支公司" in figure.missing.sentence().en
    with pytest.raises(RequestError, match=r"no_ratio.*丙支公司"):
        needed(half_year, 0.1)


@pytest.mark.parametrize(
    ("withdrawn", "scope", "code"),
    [
        (["X"], {}, "unknown_complaint"),
        (["W"], {}, "not_curable"),
        (["C"], {}, "not_curable"),
        (["O"], {}, "not_curable"),
        (["V3"], {"branches": ("甲支公司",)}, "outside_scope"),
        (["V1"], {"first": "2016-02"}, "outside_scope"),
        (["V1"], {"as_of": date(2016, 1, 4)}, "unknown_complaint"),  # not received yet
        (["V1"], {"as_of": date(2016, 12, 31)}, "not_curable"),  # the year is over
        ({"甲支公司": 3}, {}, "too_many_withdrawals"),
        ({"无此支公司": 1}, {}, "too_many_withdrawals"),
        ({"甲支公司": -1}, {}, "bad_count"),
        ({"甲支公司": True}, {}, "bad_count"),
        ([], {"view": "monthly"}, "net_only"),
        ([], {"rulebook": "stated"}, "outcome_stated"),
        ([], {"first": "2015-12", "last": "2016-06"}, "one_year_only"),
        ([], {"branches": ("无此支公司",)}, "unknown_branch"),
    ],
)
def test_what_cannot_be_withdrawn_is_refused(half_year: Tiny, withdrawn: Any, scope: dict[str, Any], code: str) -> None:
    with pytest.raises(RequestError, match=code):
        asked(half_year, withdrawn, **scope)


def test_without_data_there_is_nothing_to_ask(tiny: Tiny) -> None:
    with tiny.store.cursor() as cursor, pytest.raises(RequestError, match="no_data"):
        what_if(cursor, Scope(), [])


@pytest.mark.parametrize(
    ("target", "measure", "expected", "left"),
    [
        (0.5, Measure.PREMIUM_RATIO, 0, 3),  # at most: what is equal is enough
        (0.4999, Measure.PREMIUM_RATIO, 1, 2),
        (0.34, Measure.PREMIUM_RATIO, 1, 2),
        (0.3333, Measure.PREMIUM_RATIO, 2, 1),
        (0, Measure.PREMIUM_RATIO, 3, 0),
        (7, Measure.PREMIUM_RATIO, 0, 3),
        (0.5, Measure.POLICY_RATIO, 2, 1),
        (0.5, Measure.POLICY_RATIO_10K, 3, 0),  # the unit is tenfold: 0.5 per 10,000 is less than one complaint
    ],
)
def test_how_many_are_needed(half_year: Tiny, target: float, measure: Measure, expected: int, left: int) -> None:
    answer = needed(half_year, target, measure)
    assert (answer.needed, answer.curable, answer.pending) == (expected, 3, 1)
    assert (answer.before.numerator, answer.after.numerator) == (3, left)
    assert (answer.misses_by, answer.short_of) == (None, None)
    assert f"{expected} of 3 curable" in answer.sentence().en


def test_too_few_are_curable(half_year: Tiny) -> None:
    """Booked by limit date O (received in December, limit 19 January) is January's, and permanent: 4 / 6."""
    answer = needed(half_year, 0.1, book="determined")
    assert answer.needed is None and (answer.curable, answer.short_of) == (3, 1)
    assert answer.before.value == pytest.approx(4 / 6) and answer.after.value == pytest.approx(1 / 6)
    assert answer.misses_by == pytest.approx(1 / 6 - 0.1)
    assert "1 too many" in answer.sentence().en and "还差 1 件" in answer.sentence().zh
    assert "亿元保费投诉量仍高出" in answer.sentence().zh and "_" not in answer.sentence().en + answer.sentence().zh
    over = needed(half_year, 0.4, as_of=date(2016, 12, 31), last="2016-06")  # P1 has turned valid: 4 for good
    assert over.needed is None and (over.curable, over.short_of) == (0, 2)


def test_counted_exactly_where_a_product_of_floats_is_not(tiny: Tiny) -> None:
    """30 valid over 10,000m yuan: 0.29 x 100 is 29, and 28.999999999999996 in floating point."""
    tiny.logs(*({"投诉编号": f"T{n}", "受理时间": "2016-01-05", "投诉类别": "正式"} for n in range(30)))
    tiny.exposure(("2016-01", "甲支公司", 1e10, 1000))
    for target in (0.29, Decimal("0.29")):
        answer = needed(tiny, target, last="2016-01")
        assert answer.needed == 1 and answer.after.numerator == 29


@pytest.mark.parametrize(
    ("target", "measure", "code"),
    [
        (-0.1, Measure.PREMIUM_RATIO, "bad_target"),
        (float("nan"), Measure.PREMIUM_RATIO, "bad_target"),
        (float("inf"), Measure.PREMIUM_RATIO, "bad_target"),
        (0.9, Measure.TIMELY_RATE, "not_a_complaint_ratio"),
        (3, Measure.VALID, "not_a_complaint_ratio"),
    ],
)
def test_targets_that_make_no_sense(half_year: Tiny, target: float, measure: Measure, code: str) -> None:
    with pytest.raises(RequestError, match=code):
        needed(half_year, target, measure)


def _of_2016(as_of: date) -> bool:
    return as_of.year == 2016


SLOW = settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@SLOW
@given(rows=LOG, as_of=AS_OF.filter(_of_2016), target=st.decimals(0, 12, places=2), data=st.data())
def test_it_is_what_importing_the_withdrawals_gives(
    tmp_path: Path, rows: list[dict[str, Any]], as_of: date, target: Decimal, data: st.DataObject
) -> None:
    tiny = Tiny(Path(tempfile.mkdtemp(dir=tmp_path)))
    tiny.load(rows, "2017年11月.csv")  # no month lies between it and the log of the withdrawals
    months = [f"2016-{month:02d}" for month in range(1, 13)]
    tiny.exposure(*((month, branch, 10_000_000, 100) for month in months for branch in BRANCHES))
    scope = {"first": "2016-01", "last": "2016-12", "rulebook": "company-2016"}
    open_ones = [
        row["complaint_no"] for row in tiny.complaints(as_of=as_of, **scope) if row["status"] in ("valid", "pending")
    ]
    chosen = data.draw(st.lists(st.sampled_from(open_ones), unique=True) if open_ones else st.just([]))
    predicted = asked(tiny, chosen, as_of, **scope)
    exact = needed(tiny, target, as_of=as_of, **scope)

    # The fewest that reach the target, or the miss when all of them are withdrawn.
    valid, amount = exact.before.numerator, exact.before.denominator
    assert valid is not None and amount is not None

    def ratio(fewer: int) -> Fraction:
        return Fraction(int(valid) - fewer) * PER[Measure.PREMIUM_RATIO] / Fraction(amount)

    if exact.needed is None:
        assert ratio(exact.curable) > target and exact.short_of is not None
        assert ratio(exact.curable + exact.short_of) <= target < ratio(exact.curable + exact.short_of - 1)
    else:
        assert ratio(exact.needed) <= target
        assert exact.needed == 0 or ratio(exact.needed - 1) > target

    withdrawn = [{**row, "撤诉日期": as_of.isoformat()} for row in rows if row["投诉编号"] in chosen]
    if withdrawn:
        tiny.load(withdrawn, "2017年12月.csv")  # the latest report month: it speaks last
    names = "valid,pending,premium_ratio,policy_ratio,policy_ratio_10k"
    table = tiny.measure("total", names, as_of=as_of, **scope)
    assert {name: figure.value for name, figure in table.rows[0].figures.items()} == {
        name: figure.value for name, figure in predicted.after.items()
    }
    tiny.store.close()
