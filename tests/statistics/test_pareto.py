"""Which few causes make up most of the total."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.statistics import pareto_items

counts = st.dictionaries(st.text("abcdefgh", max_size=3), st.integers(min_value=0, max_value=500), max_size=25)


def vital(items: dict[str, int]) -> list[str]:
    return [item.label for item in pareto_items(items) if item.vital]


def test_the_source_decks_twelve_causes() -> None:
    # 4 3 2 1 1 1 of 12: 4, 7, 9, 10 of 12 = 33%, 58%, 75%, 83%. Four reach 80%, and the last of them, with 1,
    # is no larger than the other two with 1.
    deck = {"coverage": 2, "doubtful": 1, "standard": 4, "assistance": 1, "not_paying": 3, "uncooperative": 1}
    items = pareto_items(deck)
    assert [item.label for item in items] == [
        "standard",
        "not_paying",
        "coverage",
        "assistance",
        "doubtful",
        "uncooperative",
    ]
    assert [item.count for item in items] == [4, 3, 2, 1, 1, 1]
    assert [item.share for item in items] == [4 / 12, 3 / 12, 2 / 12, 1 / 12, 1 / 12, 1 / 12]
    assert [item.cumulative_share for item in items] == [4 / 12, 7 / 12, 9 / 12, 10 / 12, 11 / 12, 1.0]
    assert all(item.vital for item in items)


def test_the_first_eighty_percent() -> None:
    assert vital({"a": 50, "b": 31, "c": 10, "d": 9}) == ["a", "b"]


def test_exactly_eighty_percent_is_enough() -> None:
    assert vital({"a": 8, "b": 1, "c": 1}) == ["a"]
    assert vital({"a": 3, "b": 1, "c": 1}) == ["a", "b", "c"]
    assert vital({"a": 7, "b": 5, "c": 3}) == ["a", "b"]  # 12 of 15


def test_one_cause_is_everything() -> None:
    (only,) = pareto_items({"a": 3})
    assert (only.share, only.cumulative_share, only.vital) == (1.0, 1.0, True)


def test_causes_nobody_named_are_never_vital() -> None:
    assert vital({"a": 1, "b": 0}) == ["a"]


def test_nothing_counted_is_no_chart() -> None:
    assert pareto_items({}) == ()
    assert pareto_items({"a": 0, "b": 0}) == ()


@given(counts)
def test_laws(items: dict[str, int]) -> None:
    result = pareto_items(items)
    total = sum(items.values())
    if total == 0:
        assert result == ()
        return
    assert {item.label: item.count for item in result} == items
    assert [item.count for item in result] == sorted(items.values(), reverse=True)
    assert result[-1].cumulative_share == 1.0
    chosen = [item.count for item in result if item.vital]
    rest = [item.count for item in result if not item.vital]
    assert 10 * sum(chosen) >= 8 * total  # together they reach 80%
    without_the_smallest = [count for count in chosen if count > min(chosen)]
    assert 10 * sum(without_the_smallest) < 8 * total  # and without the last group they do not
    assert not rest or max(rest) < min(chosen)


@given(counts)
def test_the_order_given_does_not_matter(items: dict[str, int]) -> None:
    assert pareto_items(dict(reversed(items.items()))) == pareto_items(items)


@pytest.mark.parametrize("bad", [-1, 1.5, None])
def test_what_is_no_count_is_refused(bad: int) -> None:
    with pytest.raises(ValueError, match="counts"):
        pareto_items({"a": bad})
