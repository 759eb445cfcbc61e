"""The notes under a slide are of the period that its foot names; months are compared where both years know them."""

from __future__ import annotations

import re

import pytest

from analytics.deck.slides import Slide
from analytics.deck.story.monthly import monthly_brief
from analytics.statistics import compare_counts
from analytics.store import Store
from tests.deck.made import Opened, made
from tests.tiny import Tiny

_MONTH = r"\d{4}-\d{2}(?!-)"
_PERIOD = re.compile(rf"{_MONTH}(?: – {_MONTH})?")


def period(text: str) -> str | None:
    found = _PERIOD.search(text)
    return found.group() if found else None


def periods(slide: Slide) -> tuple[str | None, list[str | None]]:
    """That of the foot, and those of the lines of the notes that name the filters."""
    return period(slide.source), [period(line) for line in slide.notes if line.startswith(("筛选:", "Filters:"))]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_brief_is_of_its_month_everywhere(sample: Store, language: str) -> None:
    with sample.cursor() as cursor:
        deck = monthly_brief(cursor, "2016-09", language)
    assert [periods(slide) for slide in deck.slides] == [("2016-09", ["2016-09"])] * 2


def test_the_notes_of_a_year_are_of_its_feet(sample_deck: Opened, sample: Store) -> None:
    for deck in (sample_deck, Opened(made(sample, branch="城东支公司"))):
        said = {slide.key: periods(slide) for slide in deck.deck.slides}
        assert said["summary"] == ("2016-01 – 2016-12", ["2016-01 – 2016-12"])
        assert {key: both for key, both in said.items() if both[0] and both[1] not in ([], [both[0]])} == {}


def test_months_with_a_log_in_both_years_are_compared(tiny: Tiny) -> None:
    """Logs of July 2015 to December 2016, one complaint a month, in 2016 two from July on: 12 beside 6 in 184 days."""
    for year, first in ((2015, 7), (2016, 1)):
        for month in range(first, 13):
            each = 2 if (year, month) >= (2016, 7) else 1
            tiny.logs(*({"投诉编号": f"{year}{month}{n}", "受理时间": f"{year}-{month:02d}-05"} for n in range(each)))
    tiny.logs({"投诉编号": "Z", "受理时间": "2017-01-05"})  # by then December is over
    deck = Opened(made(tiny.store))
    said, p = deck.text("months"), compare_counts(6, 12, 184, 184).p_value
    assert f"两年都有台账的 6 个足月(7 月至 12 月):今年 12 件,上年同月 6 件,差异在偶然波动之内(p = {p:.2f})" in said
    assert "每月投诉件数,与上年同月及控制限相比" in said
    (chart,) = deck.charts("months")
    assert chart.series["2015"] == [None] * 6 + [1] * 6


def test_a_first_year_says_where_the_data_begins(tiny: Tiny) -> None:
    tiny.logs({"投诉编号": "A", "受理时间": "2016-03-02"}, {"投诉编号": "B", "受理时间": "2016-05-02"})
    deck = Opened(made(tiny.store))
    assert "没有可比的去年:数据自 2016-03 起。" in deck.text("months")
    assert "上年同月" not in deck.text("months") and set(deck.charts("months")[0].series) == {"2016"}


def test_a_whole_year_before_needs_no_reason(sample_deck: Opened) -> None:
    said = sample_deck.text("months")
    assert "与上年同月及控制限相比" in said and "两年都有台账" not in said and "没有可比" not in said


def test_a_run_that_began_in_the_year_before_is_told_from_there(tiny: Tiny) -> None:
    """
    2015-01 .. 2015-09   2 a month: a run below the mean
    2015-10 .. 2016-04   9 a month: a run above it, next to the other
    2016-05 .. 2016-12   1 or 10, month about: no run
    """
    n, rows = 0, []
    for place in range(24):
        year, month = 2015 + place // 12, place % 12 + 1
        each = 2 if place < 9 else 9 if place < 16 else (1, 10)[place % 2]
        for _ in range(each):
            n += 1
            rows.append({"投诉编号": f"N{n}", "受理时间": f"{year}-{month:02d}-05"})
    tiny.logs(*rows)
    tiny.logs({"投诉编号": "Z", "受理时间": "2017-01-05"})
    said = Opened(made(tiny.store)).text("months")
    assert "2015 年 10 月至 2016 年 4 月连续高于均值" in said
    assert "连续低于均值" not in said  # it ended in 2015
