"""A person's own words stand in the deck, and are marked in the notes once the numbers under them have moved."""

from __future__ import annotations

import pytest

from analytics.deck.brief import Asked
from analytics.deck.edited import editable, overtaken
from analytics.deck.story.headlines import TITLED_BY
from analytics.deck.story.whole import tell
from analytics.errors import RequestError
from analytics.notes.deck_edits import DeckEdit, Outline, edits, keep_edits, keep_outline, keep_points
from analytics.store import Store
from tests.deck.made import Opened, made
from tests.tiny import Tiny


def test_an_edit_takes_the_place_and_says_what_it_replaced(tiny: Tiny) -> None:
    tiny.logs({"投诉编号": "A", "受理时间": "2016-03-02"}, {"投诉编号": "B", "受理时间": "2016-05-02"})
    with tiny.store.cursor() as cursor:
        generated = {one.place: one.generated for one in editable(tell(cursor, Asked(2016)))}
    keep_edits(
        tiny.store, 2016, None, "zh", [DeckEdit("months#title", "三月与五月各一件", generated["months#title"])], seen={}
    )
    keep_edits(tiny.store, 2016, None, "zh", [DeckEdit("months.total", "共两件。", generated["months.total"])], seen={})
    deck = Opened(made(tiny.store))
    assert "三月与五月各一件" in deck.text("months") and "共两件。" in deck.text("months")
    assert generated["months#title"] not in deck.text("months")
    notes = deck.pages["months"].notes_slide.notes_text_frame.text
    assert "已由人工改写" in notes and "数字已变" not in notes

    tiny.logs({"投诉编号": "C", "受理时间": "2016-05-09"})
    with tiny.store.cursor() as cursor:
        assert overtaken(tell(cursor, Asked(2016)), edits(cursor, 2016, None, "zh")) == ["months#title", "months.total"]
    deck = Opened(made(tiny.store))
    assert "三月与五月各一件" in deck.text("months")
    assert "数字已变" in deck.pages["months"].notes_slide.notes_text_frame.text


def test_edits_of_one_deck_are_not_those_of_another(tiny: Tiny) -> None:
    tiny.logs({"投诉编号": "A", "受理时间": "2016-03-02"})
    keep_edits(tiny.store, 2016, None, "zh", [DeckEdit("cover#title", "我的封面", "2016 年投诉分析报告")], seen={})
    assert "我的封面" in Opened(made(tiny.store)).text("cover")
    assert "我的封面" not in Opened(made(tiny.store, language="en")).text("cover")
    assert "我的封面" not in Opened(made(tiny.store, branch="甲支公司")).text("cover")


def test_the_outline_is_followed(tiny: Tiny) -> None:
    tiny.logs({"投诉编号": "A", "受理时间": "2016-03-02"})
    keep_outline(tiny.store, 2016, None, Outline(("quality", "months")), seen=None)
    assert [slide.key for slide in made(tiny.store).deck.slides] == ["cover", "contents", "quality", "months"]


def test_the_accountability_scheme_is_typed_in_and_else_left_out(tiny: Tiny) -> None:
    tiny.logs({"投诉编号": "A", "受理时间": "2016-03-02"})
    assert "责任追究" in Opened(made(tiny.store)).text("left_out")
    points = ["每件监管投诉  扣 5 分", " ", "联系 13812345678"]
    keep_points(tiny.store, 2016, None, "zh", "accountability", points, seen=[])
    deck = Opened(made(tiny.store))
    assert "责任追究 2 条,首先:每件监管投诉 扣 5 分" in deck.text("accountability")
    assert "13812345678" not in deck.everything() and "accountability" not in Opened(made(tiny.store, 2015)).pages
    assert "accountability" not in Opened(made(tiny.store, language="en")).pages  # it is kept by language
    keep_points(tiny.store, 2016, None, "zh", "accountability", [], seen=["每件监管投诉 扣 5 分", "联系 13812345678"])
    assert "accountability" not in Opened(made(tiny.store)).pages


@pytest.mark.parametrize("points", [["一"] * 9, ["长" * 201]])
def test_more_points_than_a_slide_holds_are_refused(tiny: Tiny, points: list[str]) -> None:
    with pytest.raises(RequestError) as refused:
        keep_points(tiny.store, 2016, None, "zh", "accountability", points, seen=[])
    assert refused.value.code == "bad_points"


def test_the_page_of_the_year_says_an_edited_title(tiny: Tiny) -> None:
    """The deck says one thing of the months: the contents, the slide and the page of the year alike."""
    tiny.logs({"投诉编号": "A", "受理时间": "2016-03-02"}, {"投诉编号": "B", "受理时间": "2016-05-02"})
    with tiny.store.cursor() as cursor:
        generated = {one.place: one.generated for one in editable(tell(cursor, Asked(2016)))}
    was = generated["months#title"]
    assert generated["summary.months"] == was + "。"
    keep_edits(tiny.store, 2016, None, "zh", [DeckEdit("months#title", "三月与五月各一件", was)], seen={})
    deck = Opened(made(tiny.store))
    assert "月度:三月与五月各一件。" in deck.text("summary")
    assert was not in "\n".join(deck.text(key) for key in deck.pages)
    notes = deck.pages["summary"].notes_slide.notes_text_frame.text
    assert "已由人工改写" in notes and "数字已变" not in notes

    tiny.logs({"投诉编号": "C", "受理时间": "2016-05-09"})
    deck = Opened(made(tiny.store))
    assert "月度:三月与五月各一件。" in deck.text("summary")
    assert "数字已变" in deck.pages["summary"].notes_slide.notes_text_frame.text

    keep_edits(tiny.store, 2016, None, "zh", [DeckEdit("summary.months", "两个月有投诉。", was + "。")], seen={})
    said = Opened(made(tiny.store)).text("summary")
    assert "两个月有投诉。" in said and "三月与五月各一件" not in said


def test_every_headline_is_told_by_a_slide(sample: Store) -> None:
    """The page of the year names the slide whose title it tells, wherever both are there."""
    with sample.cursor() as cursor:
        deck = tell(cursor, Asked(2016))
    keys = {slide.key for slide in deck.slides}
    lines = {one.place.removeprefix("summary.") for one in editable(deck) if one.place.startswith("summary.")}
    told = {name: TITLED_BY[name] for name in lines - {"pending"}}
    assert len(told) >= 5 and set(told.values()) <= keys
