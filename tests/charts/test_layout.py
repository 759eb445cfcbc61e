from __future__ import annotations

import itertools
import json

import plotly.graph_objects as go
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.charts.layout import MAX_TICKS, Figure, count_ticks, month_labels, time_labels
from analytics.measures import month_range


@given(st.integers(0, 2_000_000))
def test_at_most_five_whole_ticks_from_zero_that_reach_the_largest_bar(largest: int) -> None:
    ticks = count_ticks(largest)
    assert ticks[0] == 0
    assert len(ticks) <= MAX_TICKS
    assert all(isinstance(tick, int) for tick in ticks)
    assert ticks[-1] >= largest
    steps = {after - before for before, after in itertools.pairwise(ticks)}
    assert len(steps) <= 1  # evenly spaced


def test_ticks_never_stand_between_two_complaints() -> None:
    assert count_ticks(1) == [0, 1]
    assert count_ticks(3) == [0, 1, 2, 3]


def test_a_year_names_every_month_and_the_year_once() -> None:
    labels = month_labels(month_range("2016-01", "2016-12"), "zh")
    assert labels[0] == "1月<br>2016"
    assert labels[1:] == [f"{n}月" for n in range(2, 13)]


def test_the_year_stands_under_the_first_month_and_where_it_changes() -> None:
    labels = month_labels(month_range("2015-11", "2016-02"), "en")
    assert labels == ["Nov<br>2015", "Dec", "Jan<br>2016", "Feb"]


def test_two_years_name_every_third_month_and_any_first_one() -> None:
    labels = month_labels(month_range("2015-02", "2016-12"), "zh")
    assert labels[0] == "2月<br>2015"
    assert [label for label in labels if label] == (
        ["2月<br>2015", "4月", "7月", "10月", "1月<br>2016", "4月", "7月", "10月"]
    )


def test_many_years_name_january_only() -> None:
    labels = month_labels(month_range("2010-01", "2016-12"), "zh")
    assert [label for label in labels if label] == [f"1月<br>{year}" for year in range(2010, 2017)]


@pytest.mark.parametrize(
    ("times", "shown"),
    [
        (month_range("2015-11", "2016-02"), ["Nov<br>2015", "Dec", "Jan<br>2016", "Feb"]),
        (month_range("2016-01", "2016-12"), ["Jan<br>2016", "Apr", "Jul", "Oct"]),
        (month_range("2015-02", "2016-01"), ["Feb<br>2015", "Apr", "Jul", "Oct", "Jan<br>2016"]),
        (month_range("2015-01", "2016-12"), ["Jan<br>2015", "Jul", "Jan<br>2016", "Jul"]),
        # December 2014 and January 2015 would stand in each other
        (month_range("2014-12", "2016-12"), ["Jan<br>2015", "Jul", "Jan<br>2016", "Jul"]),
        (month_range("2010-01", "2016-12"), ["Jan<br>2010", "Jan<br>2012", "Jan<br>2014", "Jan<br>2016"]),
        (["2015-Q4", "2016-Q1", "2016-Q2"], ["Q4<br>2015", "Q1<br>2016", "Q2"]),
        ([f"{year}-Q{n}" for year in (2015, 2016) for n in (1, 2, 3, 4)], ["Q1<br>2015", "Q3", "Q1<br>2016", "Q3"]),
        (["2014", "2015", "2016"], ["2014", "2015", "2016"]),
        ([], []),
    ],
)
def test_a_lines_axis_names_at_most_five_times_and_the_year_where_it_changes(
    times: list[str], shown: list[str]
) -> None:
    labels = time_labels(times, "en")
    assert len(labels) == len(times)
    assert [label for label in labels if label] == shown


@given(st.integers(0, 400), st.integers(1, 400))
def test_however_long_a_line_is_its_axis_has_at_most_five_ticks(first: int, months: int) -> None:
    times = [f"{1990 + n // 12}-{n % 12 + 1:02d}" for n in range(first, first + months)]
    shown = [label for label in time_labels(times, "zh") if label]
    assert 1 <= len(shown) <= MAX_TICKS
    assert "<br>" in shown[0]  # whose year it is


def test_a_figure_is_sent_as_it_is_without_a_copy_for_each_who_looks() -> None:
    drawn = Figure({"data": [{"type": "bar", "x": [1, 2]}], "layout": {"height": 300}}, _validate=False)
    assert drawn.to_dict() is drawn.to_dict()
    theirs = json.loads(go.Figure(drawn.data, drawn.layout).to_json())
    del theirs["layout"]["template"]
    assert json.loads(drawn.to_json()) == theirs
