"""The company's own rule books, as Settings keeps them: copied, edited, refused with a line, picked, removed."""

from __future__ import annotations

from datetime import date

import pytest

from analytics.errors import RequestError, RuleError
from analytics.rules import rulebook_names
from analytics.rules.company_books import (
    book_files,
    copied,
    pick_book,
    picked_book,
    remove_book,
    save_book,
    text_of_book,
)
from tests.tiny import Tiny


def shipped(tiny: Tiny, name: str = "company-2016") -> str:
    return next(file.text for file in book_files(tiny.store) if file.name == name)


def kept(tiny: Tiny, name: str = "ours") -> str | None:
    return text_of_book(tiny.store, name)


def valid(tiny: Tiny, **scope: object) -> object:
    return tiny.measure(as_of=date(2016, 2, 28), **scope).rows[0].value("valid")


@pytest.fixture
def one(tiny: Tiny) -> Tiny:
    """One formal complaint of 2016-01-05, withdrawn 2016-02-05: after 31 calendar days, a day over the limit."""
    tiny.logs({"投诉编号": "A1", "受理时间": "2016-01-05", "投诉类别": "正式", "撤诉日期": "2016-02-05"})
    return tiny


def with_forty_days(text: str) -> str:
    old = '[withdrawal]\ninformal = { days = 8, unit = "working" }\nformal = { days = 30, unit = "calendar" }'
    assert old in text
    return text.replace(old, old.replace("30", "40"))


def test_a_copy_changes_no_figure_until_it_is_picked(one: Tiny) -> None:
    save_book(one.store, with_forty_days(copied(shipped(one), "ours")))
    assert valid(one, view="monthly") == 1
    assert valid(one, view="monthly", rulebook="ours") == 0
    pick_book(one.store, "ours", seen=None)
    assert valid(one, view="monthly") == 0 and one.measure().frame.rulebook == "ours"
    assert valid(one, view="monthly", rulebook="company-2016") == 1  # one that is asked for still speaks first
    pick_book(one.store, None, seen="ours")
    assert valid(one, view="monthly") == 1


def test_an_edit_counts_at_once(one: Tiny) -> None:
    save_book(one.store, copied(shipped(one), "ours"))
    pick_book(one.store, "ours", seen=None)
    assert valid(one, view="monthly") == 1
    save_book(one.store, with_forty_days(copied(shipped(one), "ours")), replaces="ours", seen=kept(one))
    assert valid(one, view="monthly") == 0


@pytest.mark.parametrize("name", rulebook_names())
def test_a_copy_of_any_book_that_ships_can_be_kept(tiny: Tiny, name: str) -> None:
    book = save_book(tiny.store, copied(shipped(tiny, name), "我们的规则"))
    assert (book.name, book.chosen_only, book.company) == ("我们的规则", True, True)
    assert [file.name for file in book_files(tiny.store) if file.company] == ["我们的规则"]


def test_what_is_wrong_is_refused_with_its_line_and_nothing_is_kept(tiny: Tiny) -> None:
    text = copied(shipped(tiny), "ours").replace("days = 8", "days = 0", 1)
    line = next(n for n, one in enumerate(text.splitlines(), 1) if "days = 0" in one)
    with pytest.raises(RuleError) as caught:
        save_book(tiny.store, text)
    assert f"ours.toml, line {line}" in caught.value.message.en
    assert not [file for file in book_files(tiny.store) if file.company]


def test_a_failed_edit_leaves_the_book_as_it_was(tiny: Tiny) -> None:
    save_book(tiny.store, copied(shipped(tiny), "ours"))
    before = [file.text for file in book_files(tiny.store) if file.company]
    with pytest.raises(RuleError):
        save_book(tiny.store, "name = ", replaces="ours", seen=kept(tiny))
    assert [file.text for file in book_files(tiny.store) if file.company] == before


@pytest.mark.parametrize("name", ["company-2016", "ours"])
def test_a_name_is_given_once(tiny: Tiny, name: str) -> None:
    save_book(tiny.store, copied(shipped(tiny), "ours"))
    with pytest.raises(RuleError, match="taken"):
        save_book(tiny.store, copied(shipped(tiny), name))


@pytest.mark.parametrize("name", ["../up", "a/b", "in_force", ""])
def test_a_name_is_no_path(tiny: Tiny, name: str) -> None:
    with pytest.raises(RuleError):
        save_book(tiny.store, copied(shipped(tiny), name))


def test_the_book_in_use_stays(tiny: Tiny) -> None:
    save_book(tiny.store, copied(shipped(tiny), "ours"))
    pick_book(tiny.store, "ours", seen=None)
    with pytest.raises(RequestError, match="in use"):
        remove_book(tiny.store, "ours", seen=kept(tiny))
    with pytest.raises(RequestError, match="in use"):
        save_book(tiny.store, copied(shipped(tiny), "renamed"), replaces="ours", seen=kept(tiny))
    pick_book(tiny.store, None, seen="ours")
    remove_book(tiny.store, "ours", seen=kept(tiny))
    assert not [file for file in book_files(tiny.store) if file.company]
    with tiny.store.cursor() as cursor:
        assert picked_book(cursor) is None


def test_what_ships_is_neither_removed_nor_overwritten(tiny: Tiny) -> None:
    with pytest.raises(RequestError):
        remove_book(tiny.store, "company-2016", seen=shipped(tiny))
    with pytest.raises(RuleError, match="no rule book"):
        pick_book(tiny.store, "nobody's", seen=None)


def test_a_file_with_a_fault_is_listed_with_it(tiny: Tiny) -> None:
    folder = tiny.folder / "rulebooks"
    folder.mkdir()
    (folder / "broken.toml").write_text('name = "broken"\nzz = 1\n', encoding="utf-8")
    broken = book_files(tiny.store)[0]
    assert broken.name == "broken" and broken.fault is not None and "line 2" in broken.fault.message.en
    with pytest.raises(RequestError):  # once it is gone the others can be used again
        remove_book(tiny.store, "unknown", seen=None)
    remove_book(tiny.store, "broken", seen=kept(tiny, "broken"))
    assert all(file.fault is None for file in book_files(tiny.store))


def test_two_people_with_one_book(one: Tiny) -> None:
    """What was not seen is neither written over nor removed; what was, is."""
    save_book(one.store, copied(shipped(one), "ours"))
    began = kept(one)
    save_book(one.store, with_forty_days(copied(shipped(one), "ours")), replaces="ours", seen=began)
    theirs = kept(one)
    with pytest.raises(RequestError, match="changed_meanwhile"):
        save_book(one.store, began or "", replaces="ours", seen=began)
    with pytest.raises(RequestError, match="changed_meanwhile"):
        remove_book(one.store, "ours", seen=began)
    assert kept(one) == theirs
    save_book(one.store, began or "", replaces="ours", seen=theirs)
    assert kept(one) == began
    remove_book(one.store, "ours", seen=began)
    with pytest.raises(RequestError, match="changed_meanwhile"):
        save_book(one.store, began or "", replaces="ours", seen=began)
    save_book(one.store, began or "", replaces="ours", seen=None)  # who knows that it was removed brings it back
    assert kept(one) == began


def test_two_people_picking_a_book(tiny: Tiny) -> None:
    pick_book(tiny.store, "stated", seen=None)
    with pytest.raises(RequestError, match="changed_meanwhile"):
        pick_book(tiny.store, "cbirc-2020-3", seen=None)
    with tiny.store.cursor() as cursor:
        assert picked_book(cursor) == "stated"
    pick_book(tiny.store, "cbirc-2020-3", seen="stated")
    with tiny.store.cursor() as cursor:
        assert picked_book(cursor) == "cbirc-2020-3"
