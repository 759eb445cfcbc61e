"""A list in an address: whatever was clicked comes back, and nonsense comes back as nonsense."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.measures import Scope
from ui.drill import Drill, apart, pairs_of, read, written
from ui.labels import SEVERAL

NAMES = st.text(max_size=6)
PARTS = st.tuples(st.sampled_from(["branch", "cause", "claim_stage", "primary_cause"]), NAMES)
MARKS = st.builds(Drill, st.just("month"), st.just("2016-09"), st.lists(PARTS, max_size=2).map(tuple))


@given(st.lists(MARKS, min_size=1, max_size=3, unique=True))
def test_what_is_written_is_read_again(marks: list[Drill]) -> None:
    drill = Drill(marks[0].kind, marks[0].value, marks[0].also, tuple(marks[1:]))
    assert read(written(drill)) == (drill, [])


def test_several_branches_in_one_mark_come_back() -> None:
    below = Drill("branch", SEVERAL.join(["甲支公司", "a&b=c"]))
    assert read(written(below)) == (below, [])


@pytest.mark.parametrize(
    "odd",
    [
        "",
        "planet=mars",
        "month=99",
        "quarter=2016-Q5",
        "month=2016-01&planet=mars",
        "%00",
        "=",
        "step=report:soon",
        "withdrawn=-1",
        "month=0000-01",
        "month=9999-12",
        "month=２０１６-01",
        "year=0000",
        "days=closed_on:１-２",
        "channel=telepathy",
        "form=shapeless",
        "status=unheard_of",
        "months=2016-03/2016-02",
        "months=2016-03",
        "valid=perhaps",
        "rated=",
        "apart=claim_delay",
        "month=2016-01&as_of=2016-02-30",
    ],
)
def test_nonsense_is_named_and_the_rest_is_kept(odd: str) -> None:
    assert read([odd]) == (None, [odd])
    assert read(["month=2016-01", odd]) == (Drill("month", "2016-01"), [odd])


@given(
    st.lists(st.tuples(st.sampled_from(["", "claim_delay"]), st.sampled_from(["", "甲支公司", "a:b&c=d"])), min_size=1)
)
def test_all_but_some_come_back(pairs: list[tuple[str, str]]) -> None:
    rest = Drill("month", "2016-09", (("apart", apart(pairs)),))
    assert read(written(rest)) == (rest, [])
    assert pairs_of(rest.also[0][1]) == pairs


def test_codes_and_what_is_not_known_are_read() -> None:
    for mark in ("channel=website", "channel=", "form=formal", "status=valid_cured", "year=2016"):
        assert read([mark])[1] == []


def test_a_sensible_mark_never_breaks_a_scope() -> None:
    for mark in ("month=2016-13", "month=2016-00", "year=16"):
        assert read([mark])[0] is None
    assert Scope(first="2016-12").first  # what is let through is a month as a scope takes it
