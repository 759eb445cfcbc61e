"""Indicators over windows: sum over sum, policies of the last month, nothing given where something is missing."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from analytics.errors import RequestError
from analytics.measures import Scope, month_range
from analytics.measures.indicators import INDICATORS, IndicatorTable, Window, indicators
from analytics.measures.windows import spans
from analytics.vocabulary import Dimension, Measure
from tests.tiny import Tiny

AS_OF = date(2016, 12, 31)


def asked(tiny: Tiny, window: Window, *by: Dimension, **scope: Any) -> IndicatorTable:
    with tiny.store.cursor() as cursor:
        return indicators(cursor, Scope(**{"as_of": AS_OF, **scope}), window, by)


def by_label(table: IndicatorTable) -> dict[str, Any]:
    return {row.span.label: row for row in table.rows}


@pytest.fixture
def year(tiny: Tiny) -> Tiny:
    """甲 in 2016: one formal regulator complaint on the 1st of every month, never withdrawn; that of February and of
    November withdrawn after its limit, in the year. Premium 100m a month, policies 1,000 x the month's number.

    | window    | gross | net | premium | policies (last month) |
    |-----------|-------|-----|---------|-----------------------|
    | 2016-Q1   | 3     | 2   | 300m    | 3,000                 |
    | 2016      | 12    | 10  | 1,200m  | 12,000                |
    """
    rows = [
        {"投诉编号": f"T{n}", "受理时间": f"2016-{n:02d}-01", "投诉类别": "正式", "撤诉日期": ""} for n in range(1, 13)
    ]
    rows[1]["撤诉日期"] = "2016-06-01"
    rows[10]["撤诉日期"] = "2016-12-30"
    tiny.logs(*rows)
    tiny.exposure(*((f"2016-{n:02d}", "甲支公司", 1e8, 1000 * n) for n in range(1, 13)))
    return tiny


def test_a_window_is_sum_over_sum_and_the_stock_of_its_last_month(year: Tiny) -> None:
    quarter = by_label(asked(year, Window.QUARTER))["2016-Q1"]
    assert quarter.net[Measure.VALID].value == 2
    assert quarter.gross[Measure.VALID].value == 3
    assert quarter.net[Measure.PREMIUM_RATIO].value == pytest.approx(2 / 3)
    assert quarter.gross[Measure.PREMIUM_RATIO].value == pytest.approx(1.0)
    assert quarter.net[Measure.POLICY_RATIO].value == pytest.approx(2 / 3)  # 2 / 3,000 x 1,000
    assert quarter.net[Measure.POLICY_RATIO_10K].value == pytest.approx(20 / 3)
    (whole,) = asked(year, Window.YEAR).rows
    assert whole.span.label == "2016" and whole.whole
    # Received on 1 December, formal: its limit is 31 December, so all twelve limits have passed.
    assert whole.gross[Measure.VALID].value == 12
    assert whole.net[Measure.POLICY_RATIO].value == pytest.approx(10 / 12)
    low, high = 4.795 / 12, 18.390 / 12  # exact Poisson of 10, statistics.md
    assert whole.net[Measure.PREMIUM_RATIO].low == pytest.approx(low, rel=1e-3)
    assert whole.net[Measure.PREMIUM_RATIO].high == pytest.approx(high, rel=1e-3)


def test_year_to_date_and_rolling(year: Tiny) -> None:
    to_date = by_label(asked(year, Window.YEAR_TO_DATE, first="2016-06", last="2016-07"))
    assert list(to_date) == ["2016-06", "2016-07"]
    assert to_date["2016-06"].gross[Measure.VALID].value == 6  # reaches back before the period asked for
    assert to_date["2016-06"].net[Measure.PREMIUM_YUAN].value == 6e8
    rolling = by_label(asked(year, Window.ROLLING_12))
    assert rolling["2016-12"].gross[Measure.VALID].value == 12
    early = rolling["2016-11"].net
    assert all(early[name].missing and early[name].missing.code == "window_incomplete" for name in INDICATORS)
    assert early[Measure.VALID].value is None and not rolling["2016-11"].whole


def test_a_month_without_premium_leaves_every_window_with_it_without_ratio(tiny: Tiny) -> None:
    tiny.logs({"投诉编号": "T1", "受理时间": "2016-01-01", "投诉类别": "正式"})
    tiny.exposure(*((f"2016-{n:02d}", "甲支公司", "" if n == 2 else 1e8, 1000 * n) for n in range(1, 7)))
    table = asked(tiny, Window.QUARTER)
    first, second = by_label(table)["2016-Q1"], by_label(table)["2016-Q2"]
    missing = first.net[Measure.PREMIUM_RATIO].missing
    assert missing is not None and missing.places == ("2016-02 甲支公司",)
    assert first.net[Measure.POLICY_RATIO].value is not None  # policies of March are known
    assert second.net[Measure.PREMIUM_RATIO].value is not None


def test_a_window_that_is_not_over_is_not_whole(year: Tiny) -> None:
    rows = asked(year, Window.QUARTER, as_of=date(2016, 8, 15)).rows
    assert [(row.span.label, row.span.months[-1], row.whole) for row in rows] == [
        ("2016-Q1", "2016-03", True),
        ("2016-Q2", "2016-06", True),
        ("2016-Q3", "2016-08", False),
    ]


def test_by_branch_and_line_where_exposure_allows(tiny: Tiny) -> None:
    tiny.logs({"投诉编号": "T1", "受理时间": "2016-03-01", "投诉类别": "正式"})
    tiny.exposure(
        ("2016-03", "甲支公司", "车险", 1e8, 1000),
        ("2016-03", "乙支公司", "车险", 2e8, 1000),
        ("2016-03", "乙支公司", "责任险", 1e8, 1000),
    )
    rows = asked(tiny, Window.YEAR, Dimension.BRANCH, first="2016-03", last="2016-03").rows
    # 2016 begins before the first month of the data
    assert all(row.net[Measure.PREMIUM_RATIO].value is None for row in rows)
    rows = asked(tiny, Window.MONTH, Dimension.BRANCH, last="2016-03").rows
    assert [(row.key["branch"], row.net[Measure.PREMIUM_RATIO].value) for row in rows] == [
        ("乙支公司", 0.0),
        ("甲支公司", 1.0),
    ]
    lines = asked(tiny, Window.MONTH, Dimension.PRODUCT_LINE, last="2016-03").rows
    ratio = {row.key["product_line"]: row.net[Measure.PREMIUM_RATIO] for row in lines}
    # 甲 has no 责任险: for the line over all branches its premium is not known
    assert any(figure.missing and figure.missing.code == "premium_unknown" for figure in ratio.values())


def test_every_month_is_what_measure_says(year: Tiny) -> None:
    for view in ("annual", "monthly"):
        plain = year.measure("month", ",".join(INDICATORS), as_of=AS_OF, view=view)
        rows = asked(year, Window.MONTH).rows
        for row, expected in zip(rows, plain.rows, strict=True):
            figures = row.net if view == "annual" else row.gross
            for name in INDICATORS:
                one, other = figures[name], expected.figures[name]
                assert one._replace(origin=None) == other._replace(origin=None)
                assert one.origin is not None and other.origin is not None
                assert (one.origin.months, one.origin.by_status) == (other.origin.months, other.origin.by_status)


def test_questions_that_cannot_be_answered(year: Tiny) -> None:
    with pytest.raises(RequestError) as refused:
        asked(year, Window.MONTH, Dimension.CAUSE)
    assert refused.value.code == "no_exposure_by"
    with pytest.raises(RequestError):
        asked(year, Window.MONTH, branches=("无名支公司",))
    assert asked(year, Window.MONTH, as_of=date(2015, 1, 1)).net_frame.notes[0].code == "nothing_received_yet"


def test_an_empty_database_has_no_rows(tiny: Tiny) -> None:
    assert asked(tiny, Window.YEAR).rows == []


@pytest.mark.parametrize("window", Window)
def test_windows_end_in_the_period(window: Window) -> None:
    for span in spans(window, "2015-11", "2016-07"):
        assert "2015-11" <= span.months[-1] <= "2016-07"
        assert list(span.months) == month_range(span.months[0], span.months[-1])
        assert len(span.months) == (12 if window is Window.ROLLING_12 else len(span.months))
