"""Settings, the causes: the effect is shown before anything is saved; versions stay."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

import ui.taxonomy_effect
from analytics.classify import stored_taxonomy
from analytics.classify.stored_taxonomy import taxonomy_versions
from analytics.errors import StoreError, Text
from analytics.measures.names import value_name
from analytics.store import Store
from analytics.vocabulary import Dimension
from tests.pages.conftest import RunApp, everything_said
from tests.tiny import Tiny
from ui import work


@pytest.fixture
def causes_page(
    filled: Tiny, use_store: Callable[[Store], None], run_app: RunApp, monkeypatch: pytest.MonkeyPatch
) -> Callable[[str], object]:
    monkeypatch.setattr(stored_taxonomy, "_named_by", [])  # other tests have other names
    monkeypatch.setattr(work, "AT_ONCE_SECONDS", 30)  # a slow machine shows no bar either
    use_store(filled.store)

    def open_at(kind: str) -> object:
        app = run_app("settings", state={"settings_view": "causes", "who": "甲"})
        app.segmented_control(key="taxonomy_kind").select(kind).run()
        assert not app.exception
        return app

    return open_at


def versions(tiny: Tiny) -> int:
    with tiny.store.cursor() as cursor:
        return len(taxonomy_versions(cursor))


def test_a_merge_is_shown_then_saved_then_taken_back(filled: Tiny, causes_page: Callable[[str], object]) -> None:
    app = causes_page("merge")
    app.selectbox(key="taxonomy_from").select("claim_delay")
    app.selectbox(key="taxonomy_into").select("no_follow_up").run()
    app.button(key="taxonomy_effect_show").click().run()
    assert "2 件投诉会改变归类" in everything_said(app)  # two labelled 理赔时效
    assert versions(filled) == 1
    app.button(key="taxonomy_save").click().run()
    assert "第 1 版" in app.success[0].value
    assert {row["causes"][0] for row in filled.complaints() if row["causes"]} >= {"no_follow_up"}
    app.button(key="taxonomy_back_0").click().run()
    assert "2 件投诉会改变归类" in everything_said(app)
    app.button(key="taxonomy_save").click().run()
    assert versions(filled) == 3
    assert "claim_delay" in {row["causes"][0] for row in filled.complaints() if row["causes"]}


def test_a_new_name_is_the_name_everywhere(filled: Tiny, causes_page: Callable[[str], object], run_app: RunApp) -> None:
    app = causes_page("rename")
    app.segmented_control(key="taxonomy_level").select("category").run()
    app.selectbox(key="taxonomy_any_category").select("claim_service").run()
    app.text_input(key="taxonomy_zh_claim_service").input("服务类").run()
    app.button(key="taxonomy_effect_show").click().run()
    assert "没有投诉会改变归类" in everything_said(app)
    app.button(key="taxonomy_save").click().run()
    assert "服务类" in everything_said(run_app())
    assert value_name(Dimension.CATEGORY, "claim_service").zh == "服务类"


def test_what_cannot_be_is_said(filled: Tiny, causes_page: Callable[[str], object]) -> None:
    app = causes_page("add")
    app.text_input(key="taxonomy_new_zh").input("服务态度")
    app.text_input(key="taxonomy_new_en").input("Twice")
    app.text_input(key="taxonomy_new_code").input("twice").run()
    app.button(key="taxonomy_effect_show").click().run()
    assert "不能这样保存" in app.error[0].value
    assert versions(filled) == 1


def test_a_category_is_merged_and_the_effect_says_so(filled: Tiny, causes_page: Callable[[str], object]) -> None:
    app = causes_page("merge")
    app.segmented_control(key="taxonomy_level").select("category").run()
    app.selectbox(key="taxonomy_from_category").select("claim_service")
    app.selectbox(key="taxonomy_into_category").select("policy_service").run()
    app.button(key="taxonomy_effect_show").click().run()
    assert "3 件投诉会改变归类" in everything_said(app)  # two 理赔时效, one 服务态度
    app.button(key="taxonomy_save").click().run()
    assert "第 1 版" in app.success[0].value and "3 件" in app.success[0].value
    assert {row["category"] for row in filled.complaints()} >= {"policy_service"}
    assert "claim_service" not in {row["category"] for row in filled.complaints()}


def test_two_people_changing_the_causes_at_once(filled: Tiny, causes_page: Callable[[str], object]) -> None:
    one, other = causes_page("merge"), causes_page("retire")
    one.selectbox(key="taxonomy_from").select("claim_delay")
    one.selectbox(key="taxonomy_into").select("no_follow_up").run()
    one.button(key="taxonomy_effect_show").click().run()
    other.selectbox(key="taxonomy_retired").select("surrender_refund").run()
    other.button(key="taxonomy_effect_show").click().run()
    one.button(key="taxonomy_save").click().run()
    assert versions(filled) == 2
    other.session_state["who"] = "乙"
    other.button(key="taxonomy_save").click().run()
    assert "甲 刚刚保存了第 1 版" in other.error[0].value
    assert versions(filled) == 2  # refused; its change is shown on the new version, to be saved or not
    assert "1 件投诉会改变归类" in everything_said(other)
    other.button(key="taxonomy_save").click().run()
    assert "第 2 版" in other.success[0].value
    causes = {row["complaint_no"]: row["causes"] for row in filled.complaints()}
    assert causes["T00"] == ["no_follow_up"] and causes["T06"] == []  # both hold


def test_a_save_under_way_is_seen_by_all_and_stops_a_second(
    filled: Tiny, causes_page: Callable[[str], object], run_app: RunApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = causes_page("retire")
    app.selectbox(key="taxonomy_retired").select("surrender_refund").run()
    app.button(key="taxonomy_effect_show").click().run()
    monkeypatch.setattr(work, "AT_ONCE_SECONDS", 0.1)
    end = threading.Event()
    theirs = filled.store.start("again", lambda tell: (tell(500, 1000), end.wait(30)), by="乙")
    try:
        app.button(key="taxonomy_save").click().run()
        assert not app.exception
        assert "乙 启动的重新归类还在进行" in app.error[0].value
        bar = app.get("progress")[0].proto
        assert bar.value == 50 and "乙" in bar.text and "500 / 1,000" in bar.text
        assert "理赔时效" in everything_said(run_app("causes"))  # others go on reading
        assert app.button(key="taxonomy_save")  # the draft is still there
    finally:
        end.set()
        theirs.wait(30)
    monkeypatch.setattr(work, "AT_ONCE_SECONDS", 30)
    app.button(key="taxonomy_save").click().run()
    assert "第 1 版" in app.success[0].value


def test_a_change_that_cannot_be_kept_is_still_there_with_its_note(
    filled: Tiny, causes_page: Callable[[str], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    app = causes_page("merge")
    app.selectbox(key="taxonomy_from").select("claim_delay")
    app.selectbox(key="taxonomy_into").select("no_follow_up").run()
    app.button(key="taxonomy_effect_show").click().run()
    app.text_input(key="taxonomy_note").input("两项说的是一回事").run()
    honest, full = ui.taxonomy_effect.save_taxonomy, StoreError("full", Text("磁盘已满", "full"), Text("腾", "free"))

    def save(*_: object, **__: object) -> None:
        raise full

    monkeypatch.setattr(ui.taxonomy_effect, "save_taxonomy", save)
    app.button(key="taxonomy_save").click().run()
    assert not app.exception and "磁盘已满" in app.error[0].value and versions(filled) == 1
    assert "2 件投诉会改变归类" in everything_said(app)
    assert app.text_input(key="taxonomy_note").value == "两项说的是一回事"
    monkeypatch.setattr(ui.taxonomy_effect, "save_taxonomy", honest)
    app.button(key="taxonomy_save").click().run()
    assert "第 1 版" in app.success[0].value and not app.error
    with filled.store.cursor() as cursor:
        assert taxonomy_versions(cursor)[-1].note == "两项说的是一回事"
