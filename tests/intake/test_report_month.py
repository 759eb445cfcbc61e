"""The report month out of titles, sheet names and file names, each of which may say only a part of it."""

from __future__ import annotations

from datetime import date

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.intake.report_month import month_in, other_months, report_month, stated_in


@pytest.mark.parametrize(
    ("text", "year", "month"),
    [
        *(("2016年3月", 2016, 3), ("2016年03月份", 2016, 3), ("2016 年 3 月", 2016, 3), ("２０１６年３月", 2016, 3)),
        *(("201603", 2016, 3), ("2016-03", 2016, 3), ("2016/3", 2016, 3), ("2016.03", 2016, 3), ("2016_03", 2016, 3)),
        *(("二〇一六年三月", 2016, 3), ("16年3月", 2016, 3), ("民国105年3月", 2016, 3), ("105年3月", 2016, 3)),
        *(("Mar 2016", 2016, 3), ("2016 March", 2016, 3), ("Complaint log March 2016", 2016, 3), ("Mar", None, 3)),
        *(("3月", None, 3), ("三月份", None, 3), ("12月", None, 12), ("2016年", 2016, None), ("2016年度", 2016, None)),
        *(("安澜财产保险云岭分公司2015年1月投诉台账", 2015, 1), ("统计截止：2015年1月31日", 2015, 1)),
        *(("2016年3月1日至3月31日", 2016, 3), ("2016年3月1日至31日", 2016, 3), ("2016.3.1-2016.3.31", 2016, 3)),
        *(("2016.3.1-3.31", 2016, 3), ("20160301-20160331", 2016, 3), ("填报月份：2016年3月", 2016, 3)),
        ("2016年3月投诉台账（4月5日更新）", 2016, 3),
    ],
)
def test_a_month_is_stated(text: str, year: int | None, month: int | None) -> None:
    stated = stated_in(text)
    assert (stated.year, stated.month) == (year, month)


@pytest.mark.parametrize(
    "text",
    [
        *("2016年1-10月", "2016年1月-10月", "2016年1月至10月", "2016.1-2016.10", "2016.1-10", "2016年1～3月"),
        *("3、4月", "3月和4月", "2016年一季度(1-3月)", "2016年第1季度", "2016Q1", "2016年上半年", "2016年3月至今"),
        *("2015年12月-2016年2月", "2016年2月26日至2016年3月25日", "2016.3.1-4.30", "2016年3月以来"),
        *("制表日期：2016年4月5日", "导出时间:2016-04-02 10:33", "填报于2016年4月", "打印时间 2016-4-5"),
        *("2016年12件投诉", "保监消保〔2013〕162号", "根据2015年12月通知", "Sheet1", "4008667788", "第3页", "12个月"),
    ],
)
def test_no_month_is_stated(text: str) -> None:
    assert stated_in(text).month is None and month_in(text) is None


@given(
    st.integers(2000, 2030),
    st.integers(1, 12),
    st.sampled_from(["{}年{}月", "{}-{:02}", "{}{:02}", "{}.{:02}", "{}/{}"]),
)
def test_every_month_in_the_usual_shapes(year: int, month: int, shape: str) -> None:
    for text in (shape.format(year, month), f"某公司{shape.format(year, month)}投诉台账"):
        assert month_in(text) == date(year, month, 1)


@given(st.integers(1, 11), st.integers(1, 11), st.sampled_from(["-", "至", "~", "—", "到"]))
def test_no_range_is_a_month(first: int, more: int, dash: str) -> None:
    last = first + more
    if last <= 12:
        for text in (
            f"2016年{first}{dash}{last}月",
            f"2016年{first}月{dash}{last}月",
            f"2016年{first}月{dash}2016年{last}月",
        ):
            stated = stated_in(text)
            assert (stated.year, stated.month) == (2016, None), text


@pytest.mark.parametrize(
    ("titles", "sheet", "file", "month", "year"),
    [
        (["2016年3月投诉台账"], "Sheet1", "x", date(2016, 3, 1), 2016),
        ([], "3月", "2016年投诉台账", date(2016, 3, 1), 2016),
        (["2016年投诉台账"], "3月", "台账", date(2016, 3, 1), 2016),
        ([], "3月", "2016年12月", date(2016, 3, 1), 2016),  # the sheet is nearer than the file
        (["2016年1-12月投诉台账"], "3月", "台账", date(2016, 3, 1), 2016),
        (["2016年1-10月投诉台账"], "Sheet1", "台账", None, 2016),
        ([], "3月", "台账", None, None),  # no year anywhere
        ([], "台账", "投诉台账20160405", None, 2016),  # the day of an export
        ([], "台账", "投诉台账20160301-20160331", date(2016, 3, 1), 2016),
        (["根据2015年12月的通知,各支公司应于每月5日前报送。"], "201603", "台账", date(2016, 3, 1), 2016),
        ([], "Mar", "complaints 2016", date(2016, 3, 1), 2016),
    ],
)
def test_parts_from_several_places(
    titles: list[str], sheet: str, file: str, month: date | None, year: int | None
) -> None:
    found = report_month(titles, sheet, file)
    assert (found.month, found.year, found.differs) == (month, year, None)


@pytest.mark.parametrize(
    ("titles", "sheet", "file", "so_far"),
    [
        (["安澜财产保险2016年投诉台账", "填报单位:客服部 统计截止:2016年10月31日"], "台账", "台账", True),
        (["统计截止:2016年10月31日"], "Sheet1", "2016年投诉台账", True),
        (["2016年1-10月投诉台账", "截至2016-10-31"], "Sheet1", "台账", True),
        (["Complaint log 2016", "as of 2016-10-31"], "Sheet1", "log", True),
        (["2016年10月投诉台账", "统计截止:2016年10月31日"], "台账", "2016年投诉台账", False),
        (["2016年投诉台账", "统计截止:2016年10月31日"], "10月", "台账", False),
        (["2016年投诉月报", "统计截止:2016年10月31日"], "台账", "台账", False),
        (["统计截止:2016年10月31日"], "台账", "投诉台账20161101", False),  # a day of export is no year
        (["2015年投诉台账", "统计截止:2016年1月31日"], "台账", "台账", False),
        (["统计截止:2016年10月31日"], "台账", "台账", False),
        (["2016年投诉台账"], "台账", "台账", False),  # no month: its receipts say from when to when
    ],
)
def test_a_log_of_the_year_so_far(titles: list[str], sheet: str, file: str, so_far: bool) -> None:
    assert report_month(titles, sheet, file).year_so_far is so_far


def test_statements_that_differ() -> None:
    assert report_month(["2016年3月"], "4月", "2016年").differs is not None
    assert report_month(["2016年3月"], "Sheet1", "2016年4月").differs is not None
    # A yearly file of monthly sheets: its own name says nothing against them.
    assert report_month(["2016年3月"], "3月", "2016年12月").differs is None


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ([date(2016, 3, 1), date(2016, 2, 1)], False),
        ([date(2016, 3, 31), date(2016, 4, 1)], True),
        ([date(2016, 2, 1)] * 3, False),  # a month without complaints may list a few earlier ones again
        ([date(2016, 2, 1)] * 4, True),
        ([date(2016, 2, 1), date(2016, 1, 1)] * 4, False),
        ([], False),
    ],
)
def test_receipts_against_the_stated_month(days: list[date], said: bool) -> None:
    received = pa.chunked_array([pa.array(days, pa.date32()).cast(pa.timestamp("us"))])
    remarks = other_months("台账", received, date(2016, 3, 1))
    assert [remark.code for remark in remarks] == ["report_month_differs"] * said


def test_december_receipt_of_a_december_log() -> None:
    received = pa.chunked_array([pa.array([date(2016, 12, 31)], pa.date32()).cast(pa.timestamp("us"))])
    assert other_months("台账", received, date(2016, 12, 1)) == []
