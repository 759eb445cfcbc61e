"""Months of exposure workbooks. A premium booked to the wrong month makes a wrong ratio."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.intake.values import Context, parse
from analytics.vocabulary import ValueKind

MARCH = date(2016, 3, 1)
YEAR = Context(year=2016)


@pytest.mark.parametrize(
    "text",
    [
        *("2016-03", "2016-3", "2016/3", "2016/03", "2016.3", "2016.03", "2016年3月", "2016年03月份"),
        *("2016 年 3 月", "201603"),
        *("201603.0", "2016-03-01", "2016-03-01 00:00:00", "2016-03-31 00:00:00", "2016年3月15日", "20160315", "42430"),
        *("Mar 2016", "March 2016", "mar-2016", "2016 Mar", "3/2016", "03-2016", "二〇一六年三月", "民国105年3月"),
        "105年3月",
        *("105/3", "16年3月", "２０１６年３月"),
    ],
)
def test_one_month_in_many_shapes(text: str) -> None:
    value, fault, _ = parse(ValueKind.MONTH, text, Context())
    assert fault is None and value == MARCH


@pytest.mark.parametrize("text", ["3月", "3月份", "03月", "三月", "三月份", "3", "03", "3月15日"])
def test_a_month_without_a_year_takes_the_sheets(text: str) -> None:
    value, fault, note = parse(ValueKind.MONTH, text, YEAR)
    assert fault is None and value == MARCH
    assert note is not None and note.code == "year_from_sheet"
    _, fault, _ = parse(ValueKind.MONTH, text, Context())
    assert fault is not None and fault.code == "bad_month"


@pytest.mark.parametrize(
    "text",
    [
        *("2016-13", "2016-00", "201613", "13月", "2016年", "2016", "一季度", "2016年1-3月", "1-3月", "2016Q1"),
        *("合计", "全年"),
        *("2016-02-30", "Mar-16", "95年3月", "16/3", "16-03", "105.3", "14:05", "true"),
    ],
)
def test_what_is_no_month_is_refused(text: str) -> None:
    value, fault, _ = parse(ValueKind.MONTH, text, YEAR)
    assert value is None and fault is not None and fault.code in {"bad_month", "ambiguous_date"}


def test_2016_1_may_be_october() -> None:
    """A cell that shows 2016.10 holds the number 2016.1, and that is all that arrives."""
    _, fault, _ = parse(ValueKind.MONTH, "2016.1", Context())
    assert fault is not None and fault.code == "bad_month"
    assert parse(ValueKind.MONTH, "2016.01", Context())[0] == date(2016, 1, 1)
    assert parse(ValueKind.MONTH, "2016.10", Context())[0] == date(2016, 10, 1)
    assert parse(ValueKind.MONTH, "2016.1月", Context())[0] == date(2016, 1, 1)


def test_all_twelve_names() -> None:
    names = "一 二 三 四 五 六 七 八 九 十 十一 十二".split()
    assert [parse(ValueKind.MONTH, f"{name}月", YEAR)[0] for name in names] == [date(2016, m, 1) for m in range(1, 13)]


def test_the_credible_range() -> None:
    context = Context(latest=date(2016, 3, 15))
    assert parse(ValueKind.MONTH, "2016-03", context)[0] == MARCH
    for text in ("2016-04", "1989-12", "2101-01"):
        fault = parse(ValueKind.MONTH, text, context)[1]
        assert fault is not None and fault.code == "date_out_of_range"


def test_a_slash_date_follows_the_layout() -> None:
    assert parse(ValueKind.MONTH, "3/5/2016", Context(date_format="%m/%d/%Y"))[0] == MARCH
    fault = parse(ValueKind.MONTH, "3/5/2016", Context())[1]
    assert fault is not None and fault.code == "ambiguous_date"


@given(st.dates(date(1990, 1, 1), date(2100, 12, 31)))
def test_every_month_survives_every_shape(day: date) -> None:
    first = day.replace(day=1)
    shapes = [
        *(f"{day:%Y-%m}", f"{day:%Y/%m}", f"{day:%Y%m}", f"{day.year}年{day.month}月", day.isoformat(), f"{day:%B %Y}"),
        *(f"{day:%Y.%m}", f"{day.isoformat()} 00:00:00", f"民国{day.year - 1911}年{day.month}月"),
    ]
    for text in shapes:
        assert parse(ValueKind.MONTH, text, Context())[0] == first, text
