"""What is drawn: the values of the records, nothing for what is not known, largest on top."""

from __future__ import annotations

import plotly.graph_objects as go
import pytest

from analytics.charts import MOST_BARS, UNKNOWN, counts_by_month, largest_first, palette, sorted_bars
from analytics.charts.layout import round_ticks
from analytics.charts.pins import pin_comments

RECORDS = [
    {"month": "2016-01", "complaints": 3, "valid": 1},
    {"month": "2016-03", "complaints": 1234, "valid": 0},
]


def test_a_month_without_a_record_has_no_bar_and_is_not_zero() -> None:
    figure = counts_by_month(RECORDS, ["2016-01", "2016-02", "2016-03"], "zh", "light")
    complaints, valid = figure.data
    assert list(complaints.y) == [3, None, 1234]
    assert list(valid.y) == [1, None, 0]
    assert list(complaints.text) == ["3", "", "1,234"]
    assert list(complaints.customdata) == ["2016-01/complaints", "2016-02/complaints", "2016-03/complaints"]
    assert next(iter(valid.customdata)) == "2016-01/valid"


def test_bars_start_at_zero_and_have_room_for_their_numbers() -> None:
    figure = counts_by_month(RECORDS, ["2016-01", "2016-02", "2016-03"], "zh", "light")
    low, high = figure.layout.yaxis.range
    assert low == 0
    assert high > 1234
    assert len(figure.layout.yaxis.tickvals) <= 5


def test_a_period_without_any_record_is_still_a_figure() -> None:
    figure = counts_by_month([], ["2016-01"], "en", "dark")
    assert list(figure.data[0].y) == [None]
    assert figure.layout.yaxis.range[1] > 0


def test_branches_are_sorted_by_value_and_keep_their_colour_and_code() -> None:
    records = [
        {"branch": "甲", "complaints": 2},
        {"branch": None, "complaints": 9},
        {"branch": "乙", "complaints": 5},
    ]
    colours = {"甲": "#111111", "乙": "#222222", None: "#333333"}
    figure = sorted_bars(records, "branch", "complaints", {None: "未注明"}, colours, "件", "light")
    bars = figure.data[0]
    assert list(bars.x) == [9, 5, 2]
    assert list(bars.y) == ["未注明", "乙", "甲"]
    assert list(bars.customdata) == [UNKNOWN, "乙", "甲"]
    assert list(bars.marker.color) == ["#333333", "#222222", "#111111"]
    assert list(figure.layout.yaxis.range) == [2.5, -0.5]  # the first is drawn on top
    assert figure.layout.xaxis.range[0] == 0


def test_only_the_largest_are_drawn() -> None:
    records = [{"branch": f"b{n}", "complaints": n} for n in range(30)]
    figure = sorted_bars(records, "branch", "complaints", {}, {f"b{n}": "#000000" for n in range(30)}, "", "light")
    assert len(figure.data[0].x) == MOST_BARS
    assert figure.data[0].x[0] == 29


def test_a_measure_that_is_missing_is_not_drawn() -> None:
    assert largest_first([{"x": 1, "n": None}, {"x": 2, "n": 0}], "n") == [{"x": 2, "n": 0}]


def test_colours_are_those_of_the_page() -> None:
    """Those of the other of light and dark could not be read."""
    for mode in ("light", "dark"):
        figure = counts_by_month(RECORDS, ["2016-01"], "zh", mode)  # type: ignore[arg-type]
        assert figure.layout.font.color == palette(mode).limit  # type: ignore[arg-type]
        assert figure.data[0].marker.color == palette(mode).rest  # type: ignore[arg-type]
        assert figure.data[1].marker.color == palette(mode).us  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("top", "multiple_of", "ticks"),
    [
        (10.2, 0, [0, 2.5, 5, 7.5, 10]),  # plotly, asked for five or six: 0, 2, 4, 6, 8, 10
        (10, 0, [0, 2.5, 5, 7.5, 10]),
        (117.66, 0, [0, 25, 50, 75, 100]),
        (1.02, 0.01, [0, 0.25, 0.5, 0.75, 1]),
        (0.0994, 0.01, [0, 0.02, 0.04, 0.06, 0.08]),
        (0.1, 0.01, [0, 0.05, 0.1]),  # not 2.5%, which would be written 3%
        (0.0004, 0.01, [0]),
        (0.0369, 0, [0, 0.01, 0.02, 0.03]),
        (7_100, 0, [0, 2_000, 4_000, 6_000]),
    ],
)
def test_at_most_five_round_ticks_up_to_the_end_of_an_axis(top: float, multiple_of: float, ticks: list[float]) -> None:
    assert round_ticks(top, multiple_of) == ticks


def test_a_comments_sign_has_room_below_the_legend() -> None:
    """14 pixels of sign between the marks and the words of the legend, and the marks are no smaller for it."""
    records = [{"month": "2016-01", "complaints": 3, "valid": 1}]
    bare, pinned = (counts_by_month(records, ["2016-01"], "zh", "light") for _ in "ab")
    pin_comments(pinned, {"2016-01": [(0, "新系统上线")]}, "light")

    def within(figure: go.Figure) -> float:
        layout = figure.layout
        return float(layout.height - layout.margin.t - layout.margin.b)

    assert within(pinned) == within(bare)
    assert (pinned.layout.legend.y - 1) * within(pinned) >= 14 > (bare.layout.legend.y - 1) * within(bare)
