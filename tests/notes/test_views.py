from __future__ import annotations

import pytest

from analytics.errors import RequestError
from analytics.notes.views import SavedView, forget_view, save_view, saved_views
from analytics.store import Store
from tests.tiny import Tiny


def listed(store: Store, owner: str) -> list[SavedView]:
    with store.cursor() as cursor:
        return saved_views(cursor, owner)


def names(store: Store, owner: str) -> list[tuple[str, str]]:
    return [(view.name, view.address) for view in listed(store, owner)]


def test_each_person_has_views_of_their_own(tiny: Tiny) -> None:
    save_view(tiny.store, "王", "城东 ", "trends", "branch=城东支公司", seen=[])
    save_view(tiny.store, "王", "城东", "trends", "branch=城东支公司&view=monthly", seen=listed(tiny.store, "王"))
    save_view(tiny.store, "李", "城东", "overview", "", seen=[])
    assert names(tiny.store, "王") == [("城东", "branch=城东支公司&view=monthly")]
    forget_view(tiny.store, "王", *listed(tiny.store, "王"))
    assert names(tiny.store, "王") == [] and names(tiny.store, "李") == [("城东", "")]


def test_a_view_needs_a_name(tiny: Tiny) -> None:
    with pytest.raises(RequestError):
        save_view(tiny.store, "王", "  ", "trends", "", seen=[])


def test_a_view_that_was_kept_anew_is_not_replaced_nor_forgotten_unseen(tiny: Tiny) -> None:
    save_view(tiny.store, "王", "月报", "trends", "from=2016-01", seen=[])
    save_view(tiny.store, "王", "季报", "trends", "", seen=[])  # others of the list do not matter
    seen = listed(tiny.store, "王")
    save_view(tiny.store, "王", "月报", "branches", "from=2016-02", seen=seen)
    with pytest.raises(RequestError, match="changed_meanwhile"):
        save_view(tiny.store, "王", "月报", "overview", "", seen=seen)
    with pytest.raises(RequestError, match="changed_meanwhile"):
        forget_view(tiny.store, "王", next(view for view in seen if view.name == "月报"))
    assert ("月报", "from=2016-02") in names(tiny.store, "王")
    save_view(tiny.store, "王", "月报", "overview", "", seen=listed(tiny.store, "王"))
    assert ("月报", "") in names(tiny.store, "王")
