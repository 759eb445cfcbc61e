from __future__ import annotations

import pytest

from analytics.errors import RequestError
from analytics.notes.views import forget_view, save_view, saved_views
from analytics.store import Store
from tests.tiny import Tiny


def names(store: Store, owner: str) -> list[tuple[str, str]]:
    with store.cursor() as cursor:
        return [(view.name, view.address) for view in saved_views(cursor, owner)]


def test_each_person_has_views_of_their_own(tiny: Tiny) -> None:
    save_view(tiny.store, "王", "城东 ", "trends", "branch=城东支公司")
    save_view(tiny.store, "王", "城东", "trends", "branch=城东支公司&view=monthly")
    save_view(tiny.store, "李", "城东", "overview", "")
    assert names(tiny.store, "王") == [("城东", "branch=城东支公司&view=monthly")]
    forget_view(tiny.store, "王", "城东")
    assert names(tiny.store, "王") == [] and names(tiny.store, "李") == [("城东", "")]


def test_a_view_needs_a_name(tiny: Tiny) -> None:
    with pytest.raises(RequestError):
        save_view(tiny.store, "王", "  ", "trends", "")
