from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.measures import Figure
from analytics.measures.formats import month_span
from analytics.vocabulary import Measure
from ui import formats


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, "—"),
        (0.0, "0.00"),
        (1.084, "1.08"),
        (1234.5, "1,234.50"),
        (0.1, "0.10"),
        (0.0341, "0.034"),
        (0.00341, "0.0034"),
        (0.0000999, "0.00010"),
    ],
)
def test_a_ratio_that_is_not_zero_never_reads_as_zero(value: float | None, shown: str) -> None:
    assert formats.ratio(value) == shown


def test_missing_is_a_dash_and_zero_is_zero() -> None:
    assert formats.count(None) == "—"
    assert formats.count(0) == "0"
    assert formats.count(12345) == "12,345"
    assert formats.percent(None) == "—"
    assert formats.percent(0.9375) == "93.8%"


def test_an_interval_has_both_ends_or_none() -> None:
    assert formats.interval(Figure(Measure.PREMIUM_RATIO, 1.08, low=0.5, high=2.0)) == "0.50–2.00"
    assert formats.interval(Figure(Measure.TIMELY_RATE, 0.9, low=0.8, high=0.95)) == "80.0%–95.0%"
    assert formats.interval(Figure(Measure.PREMIUM_RATIO, None)) is None


def test_money_is_said_as_people_say_it() -> None:
    assert formats.yuan(1_234_000_000, "zh") == "12.34 亿元"
    assert formats.yuan(5_600_000, "zh") == "560.00 万元"
    assert formats.yuan(5_600_000, "en") == "5.60m yuan"


def test_months_are_named() -> None:
    assert formats.month_name("2016-09", "zh") == "2016 年 9 月"
    assert formats.month_name("2016-09", "en") == "Sep 2016"
    assert formats.month_name("2016-09", "zh", beside="2016-10") == "9 月"
    assert formats.month_name("2015-12", "en", beside="2016-01") == "Dec 2015"


def test_text_from_a_workbook_cannot_act_as_markdown() -> None:
    assert formats.plain("[x](http://a) **b** :red[c]\n#d") == (r"\[x\]\(http\://a\) \*\*b\*\* \:red\[c\] \#d")
    assert formats.plain("城东支公司") == "城东支公司"


def test_months_from_one_to_another() -> None:
    assert month_span("2016-08", "2016-09", "zh") == "2016 年 8 月至 9 月"
    assert month_span("2015-11", "2016-02", "zh", "2016-01") == "2015 年 11 月至 2016 年 2 月"
    assert month_span("2016-07", "2016-09", "zh", "2016-01") == "7 月至 9 月"
    assert month_span("2016-07", "2016-07", "en") == "Jul 2016"
    assert month_span("2015-12", "2016-01", "en") == "Dec 2015 to Jan 2016"


@given(st.text(alphabet="甲a1 \\`*_{}[]()#+!|<>~$:", max_size=20))
def test_words_of_a_workbook_are_the_same_again_where_nothing_reads_markdown(text: str) -> None:
    assert formats.bare(formats.plain(text)) == text
