"""What is left for labels before plotly measures them, in pixels at a font of 12."""

from __future__ import annotations

from typing import Any

import pytest

from analytics.charts.layout import axis, bar, drawing


def margins(**parts: Any) -> dict[str, float]:
    axes = {"xaxis": axis(), "yaxis": axis()} | parts.pop("axes")
    axes = {name: {"range": [0, 1]} | part for name, part in axes.items()}
    figure = drawing("light", parts.pop("traces", []), 300, showlegend=False, **axes, **parts)
    margin: dict[str, float] = figure.to_dict()["layout"]["margin"]
    return margin


@pytest.mark.parametrize(
    ("labels", "left"),
    # A Chinese character takes the whole 12, and 17 go to the tick and the edge: 12 x 5 + 17.
    [(["城东支公司", "总部"], 77), (["一<br>城东支公司"], 77), (["<b>城东支公司</b>"], 77), (["长" * 60], 260)],
)
def test_the_longest_line_of_a_label_has_room(labels: list[str], left: int) -> None:
    named = axis(tickmode="array", tickvals=list(range(len(labels))), ticktext=labels)
    assert margins(axes={"yaxis": named})["l"] == left


def test_bars_name_their_axis() -> None:
    """The longest of the categories, not the first, and one line below for the ticks: 15.5 + 15."""
    traces = [bar(x=[1, 2], y=["总部", "城东支公司"], orientation="h", marker={"color": "#123456"})]
    found = margins(traces=traces, axes={"yaxis": axis(type="category"), "xaxis": axis(tickvals=[0, 2])})
    assert (found["l"], found["b"], found["r"], found["t"]) == (77, 30, 8, 8)


@pytest.mark.parametrize(("last", "right"), [(1.0, 21), (0.5, 8)])
def test_a_label_at_the_end_of_the_scale_has_room(last: float, right: int) -> None:
    """Three figures of 0.585 and a sign of 1, times 12, of which half stands beyond the end, and 4 to the edge."""
    shares = axis(tickvals=[0, last], tickformat=".0%", range=[0, 1.02])
    assert margins(axes={"xaxis": shares})["r"] == right


def test_what_plotly_alone_knows_is_left_to_it() -> None:
    """Ticks it chooses itself, a title beside them, an axis without words or on the other side."""
    hidden = axis(tickvals=[0, 1], showticklabels=False)
    above = axis(tickvals=[0], ticktext=["一<br>二"], side="top")
    for yaxis, xaxis in ((axis(), axis()), (axis(title="件", tickvals=[1]), above), (hidden, hidden)):
        found = margins(axes={"yaxis": yaxis, "xaxis": xaxis})
        assert (found["l"], found["b"]) == (8, 8)


def test_a_margin_that_a_figure_asks_for_holds() -> None:
    assert margins(axes={}, margin={"t": 54})["t"] == 54
