"""The figures of the analysis pages: what is drawn is what was given; gaps stay gaps; marks carry their codes."""

from __future__ import annotations

import re
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.charts import (
    Block,
    GridCell,
    IntervalRow,
    Node,
    Pair,
    Panel,
    RatioPoint,
    Step,
    cell_grid,
    control_chart,
    day_boxes,
    done_by_day,
    flow,
    icicle,
    interval_rows,
    paired_shares,
    palette,
    pareto_chart,
    ratio_lines,
    small_multiples,
    survival_curves,
    waterfall,
    year_lines,
)
from analytics.charts.cell_grid import mixed
from analytics.measures.figure import Figure, Frame
from analytics.measures.series import Open, Point, Series
from analytics.statistics import Rule, kaplan_meier, pareto_items, xmr_chart
from analytics.vocabulary import Book, Measure, View


def a_series(values: list[int | None], last_open: Open | None = None) -> Series:
    months = [f"{2015 + n // 12}-{n % 12 + 1:02d}" for n in range(max(24, len(values)))]
    points = [
        Point(month, None if value is None else Figure(Measure.COMPLAINTS, value))
        for month, value in zip(months, values, strict=False)
    ]
    if last_open:
        points[-1] = Point(points[-1].time, points[-1].figure, last_open)
    chart = xmr_chart([None if p.open else p.value for p in points])
    frame = Frame(points[0].time, points[-1].time, View.ANNUAL, Book.RECEIVED, None, "company-2016")
    return Series(Measure.COMPLAINTS, frame, tuple(points), chart)


def test_a_control_chart_marks_the_point_outside_by_shape_and_words() -> None:
    one = a_series([10, 12, 11, 9, 10, None, 11, 12, 10, 9, 11, 10, 12, 40])
    figure = control_chart(one, "投诉", "件", "zh", "light")
    marked = next(trace for trace in figure.data if trace.name == "超出控制限")
    assert list(marked.x) == ["2016-02"]
    assert marked.marker.symbol == "diamond"
    assert marked.customdata == ("2016-02",)
    # the mean of the 13 known months is 167 / 13
    told = marked.hovertext[0].split("<br>")
    assert told[:2] == ["2016-02", "投诉 40 件"]
    assert "均值 12.8" in told[2] and "上限 " in told[2]
    assert told[3:] == ["<b>超出控制限</b>:偶然发生的机会很小,应查明当期发生了什么"]
    usual = next(trace for trace in figure.data if trace.name == "正常")
    assert "2015-06" not in usual.x  # nothing is known of June: no point, no zero
    line = next(trace for trace in figure.data if trace.mode == "lines" and trace.line.width == 2)
    assert line.y[5] is None
    assert Rule.OUTSIDE in one.signals()


def test_numbers_beside_many_points_outside_the_limits_keep_apart() -> None:
    """Of 90 points a number takes the room of three: beside the last, then beside the farthest out."""
    values = [0, 20] * 40 + [90, 91, 92, 93, 94, 95, 96, 97, 98, 89]
    figure = control_chart(a_series(values), "n", "", "en", "light")
    marked = next(trace for trace in figure.data if trace.name == "outside the limits")
    assert list(marked.y) == [90, 91, 92, 93, 94, 95, 96, 97, 98, 89]
    # 89 is the last; 98, 97 and 96 stand too near to it, 95 not
    assert list(marked.text) == ["", "91", "", "", "", "95", "", "", "", "89"]
    assert "98" in marked.hovertext[8]


@pytest.mark.parametrize(
    "values", [[21, 20, 22, 21], [10, 12, 11, 9, 10, 11, 40], [1, 0, 1, 0, 1], [0, 0, 0], [2010, 1990]]
)
def test_the_axis_of_a_control_chart_ends_a_little_above_what_it_shows(values: list[int | None]) -> None:
    series = a_series(values)
    axis = control_chart(series, "n", "", "en", "light").layout.yaxis
    highest = max([*(value or 0 for value in values), *(one for one in series.chart.upper if one == one), 1])
    assert highest * 1.05 <= axis.range[1] <= highest * 1.15
    assert 0 in axis.tickvals and max(axis.tickvals) <= axis.range[1]


def test_an_open_month_is_hollow_and_says_why() -> None:
    figure = control_chart(a_series([10, 12, 11, 9, 3], Open.UNFINISHED), "n", "", "en", "dark")
    last = next(trace for trace in figure.data if trace.name == "still open")
    assert last.marker.symbol == "circle-open"
    assert "not over" in last.hovertext[0]


def test_a_waterfall_runs_from_the_start_to_the_end() -> None:
    figure = waterfall(
        ("usual", 4.5), [Step("a", 15, "0", True), Step("b", -2, "1"), Step("rest", 3.5)], ("now", 21), "", "light"
    )
    bars = figure.data[0]
    assert list(bars.x) == [4.5, 15, 2, 3.5, 21]
    assert list(bars.base) == [0, 4.5, 17.5, 17.5, 0]
    assert bars.base[3] + bars.x[3] == 21
    assert bars.marker.color[1] == palette("light").action
    assert list(bars.text)[1:4] == ["+15.0", "-2.0", "+3.5"]


def test_years_keep_their_gaps_and_the_target_is_a_line() -> None:
    values = [1, None, 3, *[None] * 9]
    figure = year_lines(Measure.COMPLAINTS, [("2015", [5] * 12), ("2016", values)], "", "zh", "light", target=60)
    assert list(figure.data[1].y) == values
    assert figure.data[1].customdata[2] == "2016-03"
    assert list(figure.data[2].y) == [60] * 12
    assert figure.layout.yaxis.range[0] == 0


@pytest.mark.parametrize(("before", "now"), [(30, 27), (27, 30), (5, 5), (0, 60)])
def test_the_names_of_two_years_that_end_close_do_not_meet(before: int, now: int) -> None:
    years = [("2015", [before] * 12), ("2016", [now] * 12)]
    notes = year_lines(Measure.COMPLAINTS, years, "件", "zh", "light").layout.annotations
    above, below = sorted(notes, key=lambda one: (one.y, one.yshift), reverse=True)
    assert above.yshift - below.yshift >= 16  # a line of text


def test_cells_stand_in_their_row_and_column_and_an_unknown_one_is_not_drawn() -> None:
    figure = cell_grid([GridCell(1, 2, "7", 0.5, "b/3", "hover")], ["甲", "乙"], ["1", "2", "3"], "light")
    bar = figure.data[0]
    assert (bar.y[0], round(bar.base[0] + bar.x[0] / 2, 6), bar.text[0], bar.customdata[0]) == (1, 2.0, "7", "b/3")
    assert len(bar.x) == 1


def test_no_strength_is_the_background_and_full_strength_the_colour() -> None:
    assert mixed("#FFFFFF", "#1B5E9E", 0) == "#FFFFFF"
    assert mixed("#FFFFFF", "#1B5E9E", 1) == "#1B5E9E"


def test_pareto_bars_are_the_counts_and_the_line_ends_at_all() -> None:
    items = pareto_items({"a": 8, "b": 2, "c": 1})
    figure = pareto_chart(items, {"a": "A", "b": "B", "c": "C"}, dict.fromkeys("abc", "#123456"), "zh", "light")
    assert list(figure.data[0].x) == [8, 2, 1]
    assert figure.data[1].x[-1] == 1.0
    assert list(figure.data[2].x) == [0.8, 0.8]
    assert figure.layout.yaxis.ticktext[0].startswith("<b>A")
    assert not figure.layout.yaxis.ticktext[2].startswith("<b>")


def test_blocks_of_a_level_stand_on_each_other() -> None:
    blocks = [Block(0, "x", 6, "0", "#112233"), Block(1, "y", 4, "1", "#112233"), Block(1, "z", 2, "2", "#112233")]
    bars = icicle(blocks, ["A", "B"], 6, "light").data[0]
    assert list(bars.base) == [0, 0, 4]
    assert list(bars.customdata) == ["0", "1", "2"]


def test_a_flow_keeps_its_counts() -> None:
    nodes = [Node("a", "A", 0, "#9AA6B5"), Node("b", "B", 1, "#0D6723"), Node("c", "C", 2, "#9AA6B5")]
    figure = flow(nodes, [("a", "b", 3), ("b", "c", 3)], "", "light")
    bars, targets = figure.data
    assert dict(zip(bars.customdata, bars.y, strict=True)) == {"a": 3, "b": 3, "c": 3}
    for band in figure.layout.shapes:
        edge = [float(y) for y in re.findall(r",([-\d.]+)", band.path)]  # along the upper one, and back by the lower
        assert [low - high for high, low in zip(edge[:4], reversed(edge[4:]), strict=True)] == pytest.approx([3] * 4)
    assert len(figure.layout.shapes) == 2
    assert set(targets.customdata) == {"a>b", "b>c"}


def test_a_flow_of_many_bands_is_light() -> None:
    """One browser after the other waits for it: 20 causes between 5 channels and 9 outcomes are well under 64 KB."""
    names = [[f"{column}/{n}" for n in range(size)] for column, size in enumerate((5, 20, 9))]
    nodes = [Node(name, name, column, "#9AA6B5") for column, some in enumerate(names) for name in some]
    bands = [(start, end, 1 + n) for n, (start, end) in enumerate(product(names[0], names[1]))]
    bands += [(start, end, 1 + n) for n, (start, end) in enumerate(product(names[1], names[2]))]
    assert len(bands) == 280
    assert len(flow(nodes, bands, "件", "light").to_json()) < 280 * 700


def test_many_columns_have_their_long_names_on_several_lines() -> None:
    names = ["北麓中心支公司", "Loss assessment dispute", "其他", "1月<br>2016", "a", "b", "c"]
    shown = cell_grid([], ["甲"], names, "light").layout.xaxis.ticktext
    assert shown[:4] == ("北麓中心<br>支公司", "Loss<br>assessment<br>dispute", "其他", "1月<br>2016")
    assert list(cell_grid([], ["甲"], names[:5], "light").layout.xaxis.ticktext) == names[:5]


@given(st.lists(st.text("内蒙古自治区A", min_size=1, max_size=40), min_size=1, max_size=14))
def test_the_names_of_columns_keep_to_their_columns(names: list[str]) -> None:
    room = max(4, 44 // len(names))
    for name, shown in zip(names, cell_grid([], ["甲"], names, "light").layout.xaxis.ticktext, strict=True):
        lines = shown.split("<br>")
        if name.isascii():
            continue
        assert len(lines) <= 4 and max(map(len, lines)) <= room
        whole = "".join(lines)
        assert whole == name or (whole.endswith("…") and name.startswith(whole[:-1]) and len(name) > 4 * room)


def test_rows_without_a_value_have_no_mark_and_few_are_grey() -> None:
    rows = [IntervalRow("a", 1.0, 0.5, 2.0, "1.00", "a", 1.5), IntervalRow("b", None, None, None, "", "b", grey=True)]
    marks = interval_rows(rows, ("net", "gross"), "light").data[-1]
    assert list(marks.x) == [1.0, None]
    assert marks.marker.color[1] == palette("light").rest


def test_a_long_name_of_a_row_breaks_where_a_person_would_break_it() -> None:
    long = "反馈报告 (非正式、正式 5 个工作日;一般 15 天;复杂 30 天;延长 60 天)"
    rows = [IntervalRow(name, value, None, None, "", name) for name, value in ((long, 0.02), ("总部", 0.9))]
    figure = interval_rows(rows, ("n", ""), "light", percent=True)
    first, second = figure.layout.yaxis.ticktext
    assert first.count("<br>") == 2 and second.count("<br>") == 0
    assert first.replace("  <br>", "").replace(" ", "") == long.replace(" ", "")
    # beside the name's end a number goes to the right of its mark
    assert list(figure.data[-1].textposition) == ["top right", "top center"]


def test_a_ratio_that_is_missing_is_a_gap() -> None:
    points = [
        RatioPoint("2016-01", 1.0, 0.5, 2.0, 1.5, True, ""),
        RatioPoint("2016-02", None, None, None, None, True, ""),
        RatioPoint("2016-03", 0.2, 0.0, 1.0, 0.2, False, ""),
    ]
    line = ratio_lines(points, "en", "light").data[-1]
    assert list(line.y) == [1.0, None, 0.2]
    assert list(line.marker.symbol) == ["circle", "circle", "circle-open"]


def test_shares_of_a_branch_and_the_others() -> None:
    figure = paired_shares([Pair("x", 0.6, 0.2, "x", True), Pair("y", None, 0.1, "y")], "ours", "others", "light")
    assert list(figure.data[-1].x) == [0.6, None]
    assert figure.data[-1].marker.symbol[0] == "diamond"


def test_small_multiples_share_one_scale() -> None:
    panels = [
        Panel("a", "#111111", (0.5, 0.1), ("", ""), ("", ""), ("", "")),
        Panel("b", "#222222", (0.2, None), ("", ""), ("", ""), ("", "")),
    ]
    layout = small_multiples(panels, ["甲", "乙"], "light").layout
    assert layout.xaxis.range == layout.xaxis2.range


def test_times_as_boxes_and_as_a_distribution() -> None:
    # R's type 7 of 1 to 8 and 60: quartiles 3 and 7, so that whiskers reach from 1 to at most 13
    box, over, beyond = day_boxes([("甲", [*range(1, 9), 60])], "zh", "light").data
    assert (box.q1[0], box.median[0], box.q3[0]) == (3, 5, 7)
    assert (box.lowerfence[0], box.upperfence[0]) == (1, 8)
    assert (over.customdata[0], over.base[0], over.x[0]) == ("0", 3, 4)
    assert (list(beyond.x), list(beyond.customdata)) == ([60], ["0/60"])
    curve = done_by_day([("甲", [1, 1, 3, 9])], "zh", "light").data[0]
    assert dict(zip(curve.x, curve.y, strict=True)) == {0: 0.0, 1: 0.5, 3: 0.75, 9: 1.0}


def test_a_withdrawal_step_says_how_many_and_leads_to_them() -> None:
    # Withdrawn on days 2 and 5, one still open on day 9: two thirds left, then one third.
    figure = survival_curves([("非正式", kaplan_meier([2, 5, 9], [True, True, False]))], "zh", "light")
    assert list(figure.data[0].customdata) == ["", "0/2", "0/5", "0/9"]
    assert list(figure.data[0].hovertext)[1:] == [
        "非正式<br>2 天:66.7%;已撤诉 1",
        "非正式<br>5 天:33.3%;已撤诉 2",
        "非正式<br>9 天:33.3%;已撤诉 2",
    ]


def test_an_axis_of_shares_ends_at_all_of_them() -> None:
    """Shares near 100% have an upper limit of more than that by its formula: neither it nor the axis says so."""
    values = [0.9, 1.0] * 7
    points = tuple(
        Point(f"2015-{n + 1:02d}" if n < 12 else f"2016-{n - 11:02d}", Figure(Measure.TIMELY_RATE, value))
        for n, value in enumerate(values)
    )
    frame = Frame("2015-01", "2016-02", View.ANNUAL, Book.RECEIVED, None, "company-2016")
    chart = xmr_chart(values)
    assert float(chart.upper[0]) > 1
    figure = control_chart(Series(Measure.TIMELY_RATE, frame, points, chart), "n", "", "en", "light")
    assert figure.layout.yaxis.range[1] < 1.1 and max(figure.layout.yaxis.tickvals) == 1
    assert max(y for trace in figure.data for y in trace.y if y is not None) == 1
    assert [note.text for note in figure.layout.annotations if "upper" in note.text] == []
