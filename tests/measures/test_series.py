"""Series, years and contributions, held against tables small enough to count by hand."""

from __future__ import annotations

from datetime import date

import pytest

from analytics.errors import RequestError
from analytics.measures import Scope, measure
from analytics.measures.cause_series import cause_series
from analytics.measures.contributions import Baseline, contributions
from analytics.measures.series import Open, Series, series
from analytics.measures.years import ToDate, Year, by_year, two_years, year_on_year
from analytics.statistics import Rule
from analytics.vocabulary import Dimension, Measure
from tests.tiny import Tiny


def log(number: int, received: str, **more: str) -> dict[str, str]:
    return {"投诉编号": f"S{number:03d}", "受理时间": received, "投诉类别": "正式", **more}


def of_month(month: str, n: int, start: int, **more: str) -> list[dict[str, str]]:
    return [log(start + place, f"{month}-{place % 28 + 1:02d}", **more) for place in range(n)]


def ask(tiny: Tiny, measure: Measure, grain: Dimension = Dimension.MONTH, **scope: str) -> Series:
    with tiny.store.cursor() as cursor:
        return series(cursor, Scope(**scope), measure, grain)  # type: ignore[arg-type]


def test_a_month_without_a_log_is_a_gap_and_no_zero(tiny: Tiny) -> None:
    tiny.logs(*of_month("2016-01", 2, 0))
    tiny.logs(*of_month("2016-03", 1, 10), log(99, "2016-04-30"))
    one = ask(tiny, Measure.COMPLAINTS)
    assert [(point.time, point.value) for point in one.points] == [
        ("2016-01", 2),
        ("2016-02", None),
        ("2016-03", 1),
        ("2016-04", 1),
    ]
    assert one.chart.points == 3
    assert one.chart.centre == pytest.approx(4 / 3)


def test_an_unfinished_month_is_drawn_and_not_judged(tiny: Tiny) -> None:
    tiny.logs(*of_month("2016-01", 3, 0), log(50, "2016-02-10"))  # the data knows until 10 February
    last = ask(tiny, Measure.COMPLAINTS).points[-1]
    assert (last.time, last.value, last.open) == ("2016-02", 1, Open.UNFINISHED)
    assert ask(tiny, Measure.COMPLAINTS).chart.points == 1


def test_a_valid_count_with_pending_complaints_is_open(tiny: Tiny) -> None:
    # as of 31 March: January's limit (30 days) has passed, March's has not
    tiny.logs(log(1, "2016-01-05"), log(2, "2016-03-20"), log(3, "2016-03-31", 投诉来源="公司网站"))
    january, _, march = ask(tiny, Measure.VALID).points
    assert (january.value, january.open) == (1, None)
    assert (march.value, march.open, march.pending) == (0, Open.PENDING, 1)
    assert ask(tiny, Measure.COMPLAINTS).points[-1].open is None


def test_a_month_far_out_is_marked_by_its_rule(tiny: Tiny) -> None:
    rows = [row for n in range(1, 13) for row in of_month(f"2015-{n:02d}", 4 + n % 2, n * 100)]
    tiny.logs(*rows, *of_month("2016-01", 20, 9000), log(9999, "2016-01-31"))
    one = ask(tiny, Measure.COMPLAINTS)
    assert not one.chart.trial
    assert one.signals()[Rule.OUTSIDE] == ("2016-01",)
    assert Rule.OUTSIDE not in one.signals(first="2016-02")


def test_a_quarter_that_the_period_cuts_is_drawn_and_not_judged(tiny: Tiny) -> None:
    """Logs of February to September, a period to August: of the first and the third quarter two months each."""
    months = [f"2016-{number:02d}" for number in range(2, 10)]
    tiny.logs(*(row for place, month in enumerate(months) for row in of_month(month, 2, 10 * place)))
    tiny.logs(log(99, "2016-10-31"))
    cut = ask(tiny, Measure.COMPLAINTS, Dimension.QUARTER, last="2016-08")
    assert [(point.time, point.value, point.open) for point in cut.points] == [
        ("2016-Q1", 4, Open.CUT),
        ("2016-Q2", 6, None),
        ("2016-Q3", 4, Open.CUT),
    ]
    assert (cut.chart.points, cut.chart.centre) == (1, 6)
    whole = ask(tiny, Measure.COMPLAINTS, Dimension.QUARTER, last="2016-09")
    assert [(point.value, point.open) for point in whole.points[1:]] == [(6, None), (6, None)]


def test_quarters_add_up_their_months(tiny: Tiny) -> None:
    tiny.logs(
        *of_month("2016-01", 2, 0), *of_month("2016-03", 3, 20), *of_month("2016-04", 1, 40), log(60, "2016-06-30")
    )
    one = ask(tiny, Measure.COMPLAINTS, Dimension.QUARTER)
    assert [(point.time, point.value) for point in one.points] == [("2016-Q1", 5), ("2016-Q2", 2)]


def test_a_ratio_to_date_is_sum_over_sum(tiny: Tiny) -> None:
    tiny.logs(
        log(1, "2015-01-05"), log(2, "2016-01-05"), log(3, "2016-02-05"), log(4, "2016-06-30", 投诉来源="公司网站")
    )
    tiny.exposure(
        ("2015-01", "甲支公司", 100_000_000, 1000),
        ("2015-02", "甲支公司", 100_000_000, 1000),
        ("2016-01", "甲支公司", 50_000_000, 1000),
        ("2016-02", "甲支公司", 150_000_000, 4000),
    )
    before, now = by_year(ask(tiny, Measure.PREMIUM_RATIO))
    assert now.months[:3] == (2.0, pytest.approx(2 / 3), None)
    assert now.running[1] is not None and now.running[1].value == pytest.approx(1.0)  # 2 over 200m, not the mean 1.33
    assert now.running[2] is None  # March has no premium: from there on no sum
    compared = year_on_year((before, now), Measure.PREMIUM_RATIO)
    assert compared is not None
    assert (compared.month, compared.now, compared.before) == (2, pytest.approx(1.0), pytest.approx(0.5))
    # 1 and 2 complaints over equal premium: the exact test of 1 against 2 cannot tell them apart
    assert compared.p_value == pytest.approx(1.0)
    policies = by_year(ask(tiny, Measure.POLICY_RATIO))[-1]
    assert policies.running[1] is not None
    assert policies.running[1].value == pytest.approx(2 / 4000 * 1000)  # the stock of the last month


def test_last_year_is_as_it_stood_on_the_same_day(tiny: Tiny) -> None:
    """Formal complaints, limit 30 days on, net. As of 2016-06-30, and of 2015 as of 2015-06-30:

    2015-01   2 valid then; one withdrawn that October, so 1 is valid in the end    2016-01   1
    2015-06   1 then pending, valid in the end                                      2016-06   1 pending
    2015-08   1, later than the same day
    """
    tiny.logs(log(1, "2015-01-05"), log(2, "2015-01-06", 撤诉日期="2015-10-01"), log(3, "2015-06-20"))
    tiny.logs(*(log(10 + n, f"2015-0{n}-02", 投诉来源="公司网站") for n in (2, 3, 4, 5, 7)), log(4, "2015-08-05"))
    tiny.logs(log(5, "2016-01-05"), *(log(20 + n, f"2016-0{n}-02", 投诉来源="公司网站") for n in (2, 3, 4, 5)))
    tiny.logs(log(6, "2016-06-20"), log(7, "2016-06-30", 投诉来源="公司网站"))
    asked = Scope(as_of=date(2016, 6, 30))
    with tiny.store.cursor() as cursor:
        before, now = two_years(cursor, asked, Measure.VALID)
        received = two_years(cursor, asked, Measure.COMPLAINTS)
    assert before.months == (2, 0, 0, 0, 0, 0, *[None] * 6)
    assert now.months == (1, 0, 0, 0, 0, 0, *[None] * 6)
    assert (before.as_of, now.as_of) == (date(2015, 6, 30), date(2016, 6, 30))
    compared = year_on_year((before, now), Measure.VALID)
    assert compared is not None and (compared.month, compared.now, compared.before) == (6, 1, 2)
    assert received[0].months[:8] == (2, 1, 1, 1, 1, 1, 1, 1)  # what was received is known to its end
    with tiny.store.cursor() as cursor:
        card = measure(cursor, Scope(first="2015-01", last="2015-06", as_of=date(2015, 6, 30)))  # of the Overview
    assert card.rows[0].value(Measure.VALID) == compared.before


def test_contributions_add_up_and_count_each_complaint_once(tiny: Tiny) -> None:
    tiny.logs(
        *of_month("2016-01", 1, 0, 投诉原因="理赔时效"),
        *of_month("2016-02", 1, 10, 投诉原因="理赔时效"),
        *of_month("2016-03", 4, 20, 投诉原因="服务态度、理赔时效"),  # two causes, one complaint
        *of_month("2016-03", 2, 40, 投诉原因="理赔时效", 被投诉机构="乙支公司"),
    )
    with tiny.store.cursor() as cursor:
        made = contributions(cursor, Scope(), "2016-03", Baseline.YEAR_BEFORE)
        assert made.baseline == ("2016-01", "2016-02")  # months without data are no zeros
        assert (made.now, made.before, made.change) == (6, 1.0, 5.0)
        cells = {(row.branch, row.cause): (row.now, row.before, row.change) for row in made.rows}
        assert cells == {
            ("甲支公司", "staff_attitude"): (4, 0.0, 4.0),
            ("乙支公司", "claim_delay"): (2, 0.0, 2.0),
            ("甲支公司", "claim_delay"): (0, 1.0, -1.0),
        }
        shown, rest = made.largest(1)
        assert (shown[0].branch, rest) == ("甲支公司", 1.0)
        assert contributions(cursor, Scope(), "2016-02", Baseline.MONTH_BEFORE).change == 0.0
        for month, against in (("2016-01", Baseline.YEAR_BEFORE), ("2016-03", Baseline.SAME_MONTH)):
            with pytest.raises(RequestError) as refused:
                contributions(cursor, Scope(), month, against)
            assert refused.value.code == "nothing_to_compare"


def test_a_handful_in_one_cell_is_not_called_beyond_chance(tiny: Tiny) -> None:
    tiny.logs(
        *[row for n in range(1, 13) for row in of_month(f"2015-{n:02d}", 2, n * 10, 投诉原因="理赔时效")],
        *of_month("2016-01", 4, 900, 投诉原因="理赔时效"),
        *of_month("2016-01", 15, 950, 投诉原因="服务态度", 被投诉机构="乙支公司"),
    )
    with tiny.store.cursor() as cursor:
        made = contributions(cursor, Scope(), "2016-01")
    verdicts = {row.branch: row.beyond_chance for row in made.rows}
    assert verdicts == {"甲支公司": False, "乙支公司": True}


def test_a_quiet_count_has_limits_no_narrower_than_chance(tiny: Tiny) -> None:
    # 11 months of 10 and one of 14: moving ranges alone would put 14 outside; chance allows 124/12 + 3 x sqrt(124/12)
    rows = [row for n in range(1, 12) for row in of_month(f"2015-{n:02d}", 10, n * 100)]
    tiny.logs(*rows, *of_month("2015-12", 13, 5000), log(9999, "2015-12-31"))
    chart = ask(tiny, Measure.COMPLAINTS).chart
    assert chart.upper[0] == pytest.approx(124 / 12 + 3 * (124 / 12) ** 0.5)
    assert chart.signals[Rule.OUTSIDE] == ()


def test_all_causes_at_once_are_the_causes_one_by_one(tiny: Tiny) -> None:
    tiny.logs(*of_month("2016-01", 3, 0, 投诉原因="理赔时效、服务态度"))
    tiny.logs(*of_month("2016-03", 2, 20, 投诉原因="理赔时效"), log(99, "2016-03-31", 投诉原因=""))
    with tiny.store.cursor() as cursor:
        together = cause_series(cursor, Scope())
        alone = series(cursor, Scope(causes=("claim_delay",)), Measure.CAUSE_MENTIONS)
    assert sorted(together) == ["claim_delay", "staff_attitude"]
    values = [(point.time, point.value) for point in together["claim_delay"].points]
    assert values == [("2016-01", 3), ("2016-02", None), ("2016-03", 2)]
    assert values == [(point.time, point.value) for point in alone.points]


def test_a_month_without_a_log_is_no_part_of_the_mean(tiny: Tiny) -> None:
    """Logs of January, February and May; April's one complaint came with May's log, and March has premium only."""
    tiny.load(of_month("2016-01", 4, 0, 被投诉机构="甲支公司"), "2016年1月.csv")
    tiny.load(of_month("2016-02", 6, 10, 被投诉机构="甲支公司"), "2016年2月.csv")
    may = [*of_month("2016-05", 8, 30, 被投诉机构="甲支公司"), log(50, "2016-04-09", 被投诉机构="甲支公司")]
    tiny.load(may, "2016年5月.csv")
    tiny.exposure(*[(f"2016-{n:02d}", "甲支公司", 1e8, 1000) for n in range(1, 6)])
    with tiny.store.cursor() as cursor:
        made = contributions(cursor, Scope(), "2016-05")
        assert made.baseline == ("2016-01", "2016-02")
        assert (made.now, made.before, made.change) == (8, 5.0, 3.0)  # (4 + 6) / 2, and not (4 + 6 + 0 + 1) / 4
        assert [(row.now, row.before) for row in made.rows] == [(8, 5.0)]
        assert made.unfinished  # the data knows until 8 May
        assert not contributions(cursor, Scope(as_of=date(2016, 5, 31)), "2016-05").unfinished
        for month, against in (("2016-04", Baseline.YEAR_BEFORE), ("2016-05", Baseline.MONTH_BEFORE)):
            with pytest.raises(RequestError) as refused:
                contributions(cursor, Scope(), month, against)
            assert refused.value.code == "nothing_to_compare"


def test_part_of_a_month_is_not_held_against_the_whole_of_it(tiny: Tiny) -> None:
    """January 3 and 3; February 4 of the whole month beside 1 until the 10th."""
    tiny.logs(*of_month("2015-01", 3, 0), *of_month("2015-02", 4, 10), *of_month("2016-01", 3, 20))
    tiny.logs(log(99, "2016-02-10"))
    compared = year_on_year(by_year(ask(tiny, Measure.COMPLAINTS)), Measure.COMPLAINTS)
    assert compared is None or (compared.month, compared.now, compared.before) == (1, 3, 3)
    assert compared is not None


def test_a_leap_year_has_a_day_more_of_complaints() -> None:
    """Six complaints to the end of February 2015 (59 days), none in 2016 (60 days): if alike, each falls into 2015 with
    59/119. No split is as unlikely but this one: all six in 2016 is likelier, with 60/119 each."""
    first = Year("2015", (3.0, 3.0), (ToDate(3, 3, 1), ToDate(6, 6, 1), *[None] * 10))
    second = Year("2016", (0.0, 0.0), (ToDate(0, 0, 1), ToDate(0, 0, 1), *[None] * 10))
    compared = year_on_year((first, second), Measure.COMPLAINTS)
    assert compared is not None and compared.p_value == pytest.approx((59 / 119) ** 6)
