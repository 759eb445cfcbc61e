"""Names of a scatter's points stand where nothing runs through them."""

from __future__ import annotations

from analytics.deck.brief import Asked, Brief
from analytics.deck.placing import Box
from analytics.deck.point_labels import label_sides
from analytics.deck.slides import Points, Scatter
from analytics.deck.story.branches import branches
from analytics.store import Store

BOX = Box(0, 0, 500, 360)


def scatter(*series: Points) -> Scatter:
    return Scatter(series, "x", "y", "alt")


def test_a_name_with_nothing_around_it_stands_to_the_right() -> None:
    assert label_sides(scatter(Points("a", (50, 100), (1, 2), names=("甲支公司", ""))), BOX) == {(0, 0): "r"}


def test_a_curve_through_the_right_side_sends_the_name_elsewhere() -> None:
    level = Points("limit", (0, 100), (1.0, 1.0), line=True)
    (side,) = label_sides(scatter(level, Points("a", (50,), (1.0,), names=("甲支公司",))), BOX).values()
    assert side in "tb"


def test_a_point_at_the_right_edge_is_named_on_its_left() -> None:
    (side,) = label_sides(scatter(Points("a", (148, 1), (1, 2), names=("一个名字很长的支公司", ""))), BOX).values()
    assert side == "l"


def test_two_points_side_by_side_do_not_write_over_each_other() -> None:
    sides = label_sides(scatter(Points("a", (50, 54), (1, 1), names=("甲支公司", "乙支公司"))), BOX)
    assert sides[0, 0] != sides[0, 1]


def test_the_samples_funnel_has_a_free_side_for_every_name(sample: Store) -> None:
    with sample.cursor() as cursor:
        slides = branches(Brief.of(cursor, Asked(2016)))
    assert isinstance(slides, list)
    chart = next(block for block in slides[0].blocks() if isinstance(block, Scatter))
    sides = label_sides(chart, Box(48, 128, 520, 362))
    named = {chart.series[n].names[m]: side for (n, m), side in sides.items()}
    # On the 95% limit and just under it: beside the point the curve runs through the name.
    assert named["城东支公司"] in "tb" and named["白鹭支公司"] == "l"


def test_a_heap_of_points_is_not_covered_with_names() -> None:
    heap = Points(
        "a", (50, 51, 52, 53, 54), (1, 1, 1, 1, 1), names=("甲支公司", "乙支公司", "丙支公司", "丁支公司", "戊支公司")
    )
    assert len(label_sides(scatter(heap, Points("b", (100,), (2,))), BOX)) < 5
