"""The lists of what is pending and of what the log says otherwise are those of the whole list, no more and no less."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from analytics.measures import Scope, Which, complaints, outstanding
from analytics.store import Store
from tests.tiny import Tiny


@pytest.mark.parametrize("as_of", [None, date(2016, 3, 10), date(2015, 12, 31), date(2016, 8, 15)])
@pytest.mark.parametrize("branches", [(), ("城东支公司",)])
def test_parts_of_the_whole_list(demo: Store, as_of: date | None, branches: tuple[str, ...]) -> None:
    scope = Scope(as_of=as_of, branches=branches)
    with demo.cursor() as cursor:
        everything = complaints(cursor, scope)
        pending = complaints(cursor, scope, Which.PENDING)
        differing = complaints(cursor, scope, Which.DIFFERING)
        sizes = {which: outstanding(cursor, scope, which) for which in Which}
    assert [sizes[which].number for which in Which] == [len(everything), len(pending), len(differing)]
    if pending:
        soonest = pending[0]["limit_date"]
        assert sizes[Which.PENDING].next_limit == date.fromisoformat(soonest)
        assert sizes[Which.PENDING].at_next == sum(row["limit_date"] == soonest for row in pending)
    assert differing == [row for row in everything if row["differs_from_stated"]]
    expected = [row for row in everything if row["status"] == "pending"]
    assert pending == sorted(expected, key=lambda row: (row["limit_date"], row["complaint_no"]))


def test_they_are_there_at_all(demo: Store) -> None:
    with demo.cursor() as cursor:
        assert complaints(cursor, Scope(), Which.PENDING) and complaints(cursor, Scope(), Which.DIFFERING)


def test_only_the_newest_and_only_some_numbers(tiny: Tiny) -> None:
    """N3 was received last, though its number is not the largest; the order stays by receipt."""
    tiny.logs(
        {"投诉编号": "N1", "受理时间": "2016-03-01"},
        {"投诉编号": "N9", "受理时间": "2016-03-02"},
        {"投诉编号": "N3", "受理时间": "2016-03-03"},
    )
    with tiny.store.cursor() as cursor:

        def numbers(**asked: Any) -> list[str]:
            return [row["complaint_no"] for row in complaints(cursor, Scope(), **asked)]

        assert numbers(newest=2) == ["N9", "N3"]
        assert numbers(among=["N9", "N1", "X"]) == ["N1", "N9"]
        assert numbers(among=[]) == []
