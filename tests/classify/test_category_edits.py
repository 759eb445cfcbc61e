"""Categories: added, merged, retired, brought back, put in order. What moves is shown before it is saved."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from analytics.classify.category_edits import (
    add_category,
    merge_category,
    place_category,
    rename_category,
    retire_category,
    revive_category,
    with_category_words,
)
from analytics.classify.decisions import decide
from analytics.classify.reclassify import Effect, Moved, effect_of, save_taxonomy
from analytics.classify.stored_taxonomy import current_taxonomy
from analytics.classify.taxonomy import Taxonomy
from analytics.classify.taxonomy_draft import restore
from analytics.classify.taxonomy_edits import add, merge, move, rename, revive
from analytics.errors import RequestError
from tests.tiny import Tiny

# By hand: 理赔时效 and 无人跟踪 are in claim_service, 退保退费 is in policy_service; 理赔服务差 says only the category.
ROWS = [
    {"投诉编号": "A1", "受理时间": "2016-03-01", "投诉原因": "理赔时效"},
    {"投诉编号": "A2", "受理时间": "2016-03-02", "投诉原因": "无人跟踪"},
    {"投诉编号": "A3", "受理时间": "2016-03-03", "投诉原因": "退保退费、理赔时效"},
    {"投诉编号": "A4", "受理时间": "2016-03-04", "投诉原因": "理赔服务差"},
]


@pytest.fixture
def four(tiny: Tiny) -> Tiny:
    tiny.logs(*ROWS)
    return tiny


def now(tiny: Tiny) -> Taxonomy:
    with tiny.store.cursor() as cursor:
        return current_taxonomy(cursor)


def filed(tiny: Tiny) -> dict[str, tuple[str | None, str | None]]:
    with tiny.store.cursor() as cursor:
        rows = cursor.execute("SELECT complaint_no, primary_cause, category FROM complaint").fetchall()
    return {number: (cause, category) for number, cause, category in rows}


def test_merged_its_causes_and_its_labels_go_along(four: Tiny) -> None:
    draft = merge_category(now(four), "claim_service", "policy_service")
    effect = effect_of(four.store, draft)
    assert effect.complaints == 3
    assert set(effect.moved) == {
        Moved("claim_delay", "claim_delay", "claim_service", "policy_service", 1),
        Moved("no_follow_up", "no_follow_up", "claim_service", "policy_service", 1),
        Moved(None, None, "claim_service", "policy_service", 1),
    }
    assert filed(four)["A1"] == ("claim_delay", "claim_service")  # shown, not done
    save_taxonomy(four.store, draft, by="甲")
    assert filed(four) == {
        "A1": ("claim_delay", "policy_service"),
        "A2": ("no_follow_up", "policy_service"),
        "A3": ("surrender_refund", "policy_service"),
        "A4": (None, "policy_service"),
    }


def test_retired_with_its_causes_decisions_stand(four: Tiny) -> None:
    decide(four.store, {"A2": None}, ["no_follow_up"], by="甲")
    draft = retire_category(now(four), "claim_service")
    # A1 and A4 lose theirs; A3 keeps its primary cause and no longer names 理赔时效 beside it
    assert effect_of(four.store, draft) == Effect(
        [Moved("claim_delay", None, "claim_service", None, 1), Moved(None, None, "claim_service", None, 1)], beside=1
    )
    save_taxonomy(four.store, draft, by="甲")
    assert filed(four) == {
        "A1": (None, None),
        "A2": ("no_follow_up", "claim_service"),
        "A3": ("surrender_refund", "policy_service"),
        "A4": (None, None),
    }
    with pytest.raises(RequestError, match="bad_taxonomy"):
        revive(now(four), "claim_delay")
    save_taxonomy(four.store, revive(revive_category(now(four), "claim_service"), "claim_delay"), by="甲")
    assert filed(four)["A1"] == ("claim_delay", "claim_service")
    assert filed(four)["A4"] == (None, "claim_service")
    save_taxonomy(four.store, restore(now(four), _shipped(four)), by="甲")
    assert filed(four)["A1"] == ("claim_delay", "claim_service")
    assert not any(cause.retired for cause in now(four).causes)


def _shipped(tiny: Tiny) -> Taxonomy:
    from analytics.classify.stored_taxonomy import taxonomy_of

    with tiny.store.cursor() as cursor:
        return taxonomy_of(cursor, 0)


def test_added_named_and_filled(four: Tiny) -> None:
    draft = add_category(now(four), "speed", zh="时效类", en="Speed", synonyms=["太慢了"])
    assert effect_of(four.store, draft) == Effect([], 0)
    assert [one.code for one in draft.categories][-2:] == ["speed", "other"]
    save_taxonomy(four.store, move(draft, "claim_delay", "speed"), by="甲")
    four.logs({"投诉编号": "A5", "受理时间": "2016-03-05", "投诉原因": "太慢了"})
    assert filed(four)["A1"] == ("claim_delay", "speed")
    assert filed(four)["A5"] == (None, "speed")


def test_renamed_it_is_found_by_both_names(four: Tiny) -> None:
    save_taxonomy(four.store, rename_category(now(four), "claim_service", zh="服务类", en="Service"), by="甲")
    four.logs(
        {"投诉编号": "B1", "受理时间": "2016-03-05", "投诉原因": "服务类"},
        {"投诉编号": "B2", "受理时间": "2016-03-05", "投诉原因": "理赔服务"},
    )
    assert filed(four)["B1"] == filed(four)["B2"] == (None, "claim_service")


def test_order(four: Tiny) -> None:
    def order(draft: Taxonomy) -> list[str]:
        return [one.code for one in draft.categories]

    shipped = order(now(four))
    first = place_category(now(four), "claim_service", shipped[0])
    assert order(first) == ["claim_service", *(code for code in shipped if code != "claim_service")]
    assert order(place_category(first, "claim_service", None))[-1] == "claim_service"
    assert order(place_category(first, "claim_service", "claim_service")) == order(first)
    assert effect_of(four.store, first) == Effect([], 0)
    save_taxonomy(four.store, first, by="甲")
    assert order(now(four)) == order(first)


def test_words_of_a_category(four: Tiny) -> None:
    words = [word for word in now(four).category_by_code["claim_service"].synonyms if word != "理赔服务差"]
    save_taxonomy(four.store, with_category_words(now(four), "claim_service", synonyms=words), by="甲")
    assert filed(four)["A1"] == ("claim_delay", "claim_service")


def test_the_last_resort_has_one_name(four: Tiny) -> None:
    """其他 is a category with one cause of the same name: both are renamed."""
    draft = rename(now(four), "other", zh="其它类", en="Others")
    save_taxonomy(four.store, draft, by="甲")
    assert now(four).category_by_code["other"].zh == now(four).cause_by_code["other"].zh == "其它类"


@pytest.mark.parametrize(
    "change",
    [
        lambda one: merge_category(one, "other", "claim_service"),
        lambda one: merge_category(one, "claim_service", "claim_service"),
        lambda one: merge_category(one, "claim_service", "nowhere"),
        lambda one: retire_category(one, "other"),
        lambda one: add_category(one, "claim_delay", zh="新", en="New"),
        lambda one: add_category(one, "New", zh="新", en="New"),
        lambda one: add_category(one, "new_one", zh=" ", en="New"),
        lambda one: move(retire_category(one, "policy_service"), "claim_delay", "policy_service"),
        lambda one: add(
            retire_category(one, "policy_service"), "new_one", zh="新", en="New", category="policy_service"
        ),
        lambda one: merge_category(retire_category(one, "policy_service"), "claim_service", "policy_service"),
    ],
)
def test_what_cannot_be_said(four: Tiny, change: Callable[[Taxonomy], Taxonomy]) -> None:
    with pytest.raises(RequestError, match="bad_taxonomy"):
        change(now(four))


def test_a_cause_beside_the_primary_one_is_an_effect_too(four: Tiny) -> None:
    """A3 names 理赔时效 behind 退保退费: it stays where it is, and what it names changes."""
    assert effect_of(four.store, merge(now(four), "claim_delay", "no_follow_up")) == Effect(
        [Moved("claim_delay", "no_follow_up", "claim_service", "claim_service", 1)], beside=1
    )


def test_whoever_saves_second_is_told(four: Tiny) -> None:
    mine, theirs = now(four), now(four)
    save_taxonomy(four.store, rename_category(theirs, "claim_service", zh="服务类", en="Service"), by="乙", note="改名")
    draft = merge(mine, "claim_delay", "no_follow_up")
    with pytest.raises(RequestError, match="taxonomy_changed_meanwhile") as late:
        save_taxonomy(four.store, draft, by="甲")
    assert "乙" in late.value.message.zh and "第 1 版" in late.value.message.zh and "改名" in late.value.message.zh
    assert filed(four)["A1"] == ("claim_delay", "claim_service")
    version, _ = save_taxonomy(four.store, merge(now(four), "claim_delay", "no_follow_up"), by="甲")
    assert version == 2
    assert now(four).category_by_code["claim_service"].zh == "服务类"  # theirs is still there
    assert filed(four)["A1"] == ("no_follow_up", "claim_service")
