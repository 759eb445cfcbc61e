"""Two people who write the same: the second is refused unless he has seen what the first one wrote."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import duckdb
import pytest

from analytics.errors import RequestError
from analytics.notes.cases import CaseStudy, cases, drop_case, keep_case
from analytics.notes.deck_edits import (
    DeckEdit,
    Outline,
    edits,
    keep_edits,
    keep_outline,
    keep_points,
    outline_of,
    points_of,
)
from analytics.notes.plans import PlannedMeasure, keep_plan, plan_of
from analytics.store import Store
from tests.tiny import Tiny


@dataclass(frozen=True)
class Thing:
    """write(store, what, seen); read: what is stored; nothing: of what nobody has written."""

    write: Callable[[Store, Any, Any], object]
    read: Callable[[duckdb.DuckDBPyConnection], Any]
    theirs: Any
    mine: Any
    nothing: Any = None


def _texts(cursor: duckdb.DuckDBPyConnection) -> dict[str, str]:
    return {place: edit.text for place, edit in edits(cursor, 2016, None, "zh").items()}


THINGS = {
    "case": Thing(
        lambda store, what, seen: keep_case(store, what, seen=seen),
        lambda cursor: cases(cursor).get("A"),
        CaseStudy("A", "甲写的经过", "定损", "", "", "", "甲"),
        CaseStudy("A", "乙写的经过", "定损", "", "", "", "乙"),
    ),
    "slide": Thing(
        lambda store, what, seen: keep_edits(
            store, 2016, None, "zh", [DeckEdit(place, text, "原句") for place, text in what.items()], seen=seen
        ),
        _texts,
        {"months#title": "甲的标题"},
        {"months#title": "乙的标题", "months.total": "乙的句子"},
        {},
    ),
    "outline": Thing(
        lambda store, what, seen: keep_outline(store, 2016, None, what, seen=seen),
        lambda cursor: outline_of(cursor, 2016, None),
        Outline(("months", "summary")),
        Outline(("summary",), ("A",), ()),
    ),
    "plan": Thing(
        lambda store, what, seen: keep_plan(store, 2016, None, what, seen=seen),
        lambda cursor: plan_of(cursor, 2016, None),
        [PlannedMeasure("甲的措施", "理赔部", "6 月", "减半")],
        [PlannedMeasure("乙的措施"), PlannedMeasure("再一项")],
        [],
    ),
    "points": Thing(
        lambda store, what, seen: keep_points(store, 2016, None, "zh", "accountability", what, seen=seen),
        lambda cursor: points_of(cursor, 2016, None, "zh", "accountability"),
        ["扣 5 分"],
        ["扣 3 分", "无过错不扣"],
        [],
    ),
}


@pytest.fixture
def one(tiny: Tiny) -> Tiny:
    tiny.logs({"投诉编号": "A", "受理时间": "2016-02-01"})
    return tiny


@pytest.mark.parametrize("name", THINGS)
def test_the_second_writer_is_refused_until_he_has_seen(one: Tiny, name: str) -> None:
    thing = THINGS[name]

    def stored() -> Any:
        with one.store.cursor() as cursor:
            return thing.read(cursor)

    began = stored()
    assert began == thing.nothing
    thing.write(one.store, thing.theirs, began)
    assert stored() == thing.theirs
    with pytest.raises(RequestError) as refused:
        thing.write(one.store, thing.mine, began)
    assert refused.value.code == "changed_meanwhile"
    assert stored() == thing.theirs  # nothing of it was written
    thing.write(one.store, thing.mine, stored())
    assert stored() == thing.mine


def test_a_case_that_was_rewritten_is_not_dropped_unseen(one: Tiny) -> None:
    first, second = THINGS["case"].theirs, THINGS["case"].mine
    keep_case(one.store, first, seen=None)
    keep_case(one.store, second, seen=first)
    with pytest.raises(RequestError, match="changed_meanwhile"):
        drop_case(one.store, "A", seen=first)
    with one.store.cursor() as cursor:
        assert cases(cursor)["A"] == second
    drop_case(one.store, "A", seen=second)
    with pytest.raises(RequestError, match="changed_meanwhile"):
        keep_case(one.store, first, seen=second)  # it was dropped, and whoever edits it is to know
    keep_case(one.store, first, seen=None)


def test_words_of_two_places_of_a_slide_do_not_meet(one: Tiny) -> None:
    """Each writes what he changed; that the other place has changed is no reason to refuse."""
    keep_edits(one.store, 2016, None, "zh", [DeckEdit("months#title", "甲的标题", "原句")], seen={})
    keep_edits(one.store, 2016, None, "zh", [DeckEdit("months.total", "乙的句子", "原句")], seen={})
    with one.store.cursor() as cursor:
        assert _texts(cursor) == {"months#title": "甲的标题", "months.total": "乙的句子"}
