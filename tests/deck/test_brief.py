"""This year beside last: the months that are known, and the days of each."""

from __future__ import annotations

from datetime import date

import pytest

from analytics.deck.brief import Asked, Brief
from analytics.errors import RequestError
from analytics.statistics import compare_counts
from tests.deck.made import Opened, made
from tests.tiny import Tiny


@pytest.fixture
def two_years(tiny: Tiny) -> Tiny:
    tiny.logs(
        *({"投诉编号": f"A{n}", "受理时间": f"2015-{n:02d}-05"} for n in range(1, 13)),
        *({"投诉编号": f"B{n}", "受理时间": f"2016-{n:02d}-10"} for n in range(1, 5)),
    )
    return tiny


def brief(tiny: Tiny, year: int, as_of: date | None = None) -> Brief:
    with tiny.store.cursor() as cursor:
        return Brief.of(cursor, Asked(year, as_of=as_of))


def test_a_year_that_is_not_over_is_held_against_the_same_months(two_years: Tiny) -> None:
    now = brief(two_years, 2016)  # the data knows of 2016-04-10
    assert now.earlier is not None and (now.earlier.first, now.earlier.last) == ("2015-01", "2015-04")
    # As it stood on the same day of the year before, which is how the pages compare: 100 days of 2015, 101 of 2016.
    assert now.earlier.as_of == date(2015, 4, 10)
    assert now.p_against_earlier(4, 9) == pytest.approx(compare_counts(4, 9, 100, 101).p_value)


def test_a_whole_year_counts_its_days(two_years: Tiny) -> None:
    two_years.logs({"投诉编号": "C1", "受理时间": "2016-05-10"}, {"投诉编号": "C2", "受理时间": "2016-12-31"})
    now = brief(two_years, 2016, date(2017, 3, 1))
    assert now.earlier is not None and now.earlier.last == "2015-12"
    assert now.p_against_earlier(40, 60) == pytest.approx(compare_counts(40, 60, 365, 366).p_value)


def test_what_came_later_in_the_year_before_is_not_compared(tiny: Tiny) -> None:
    tiny.logs(
        {"投诉编号": "A", "受理时间": "2015-01-05"},
        {"投诉编号": "B", "受理时间": "2015-04-08"},
        {"投诉编号": "C", "受理时间": "2015-04-25"},
        {"投诉编号": "D", "受理时间": "2016-04-10"},
    )
    deck = Opened(made(tiny.store))
    assert "上年同期 2 件" in deck.text("summary")


def test_without_a_year_before_there_is_none(two_years: Tiny) -> None:
    assert brief(two_years, 2015).earlier is None


def test_a_year_that_is_none() -> None:
    with pytest.raises(RequestError, match="bad_year"):
        Asked(20160)


def test_a_month_without_a_log_is_no_zero_on_the_heat_map(tiny: Tiny) -> None:
    """January and March have logs, February only premium: its cells are dashes, not zeros."""
    for month in ("01", "03"):
        rows = [
            {"投诉编号": f"{month}{branch}", "受理时间": f"2016-{month}-05", "投诉来源": "12378", "被投诉机构": branch}
            for branch in ("甲支公司", "乙支公司")
        ]
        tiny.load(rows, f"2016年{int(month)}月投诉台账.csv")
    tiny.exposure(
        *((f"2016-{month}", branch, 1e7, 1000) for month in ("01", "02", "03") for branch in ("甲支公司", "乙支公司"))
    )
    (table,) = Opened(made(tiny.store)).tables("branches.heat")
    assert [row[1:4] for row in table[1:]] == [["1", "—", "1"], ["1", "—", "1"]]


def test_a_year_that_lacks_a_month_is_not_held_against_a_whole_one(tiny: Tiny) -> None:
    """Logs of every month but May 2016: four months of 2016 up to April may be compared, the year may not."""
    for month in [*(f"2015-{n:02d}" for n in range(1, 13)), *(f"2016-{n:02d}" for n in range(1, 13) if n != 5)]:
        tiny.logs({"投诉编号": month, "受理时间": f"{month}-28"})
    assert brief(tiny, 2016).earlier is None
    before = brief(tiny, 2016, date(2016, 4, 30)).earlier
    assert before is not None and before.last == "2015-04"
    assert "上年同期" not in Opened(made(tiny.store)).text("summary")
