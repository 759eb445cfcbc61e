"""Titles, sentences, cards, tables and notes: no slide states a number that the engine does not give."""

from __future__ import annotations

import pytest

from analytics.store import Store
from tests.deck.every_number import Universe, numbers, unexplained
from tests.deck.made import Opened, made


@pytest.mark.parametrize(("of", "branch"), [("sample", None), ("sample", "城东支公司"), ("ten", None)])
def test_every_number_of_every_slide_is_one_of_the_engine(
    of: str, branch: str | None, request: pytest.FixtureRequest
) -> None:
    store: Store = request.getfixturevalue(of)
    universe = Universe(store, branch)
    for language in ("zh", "en"):
        assert unexplained(Opened(made(store, branch=branch, language=language)), universe) == {}, language


def test_what_is_a_number_and_what_is_a_date() -> None:
    said = "截至 2016-12-31,8 月 1,234 件,占 14.4%(p = 0.15);2016 年 9 月 0.028 件/千张"
    assert numbers(said) == {"1,234", "14.4%", "0.028"}
