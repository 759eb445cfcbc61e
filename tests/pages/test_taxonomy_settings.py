"""Settings, the causes: the effect is shown before anything is saved; versions stay."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from analytics.classify import stored_taxonomy
from analytics.classify.stored_taxonomy import taxonomy_versions
from analytics.measures.names import value_name
from analytics.store import Store
from analytics.vocabulary import Dimension
from tests.pages.conftest import RunApp, everything_said
from tests.tiny import Tiny


@pytest.fixture
def causes_page(
    filled: Tiny, use_store: Callable[[Store], None], run_app: RunApp, monkeypatch: pytest.MonkeyPatch
) -> Callable[[str], object]:
    monkeypatch.setattr(stored_taxonomy, "_named_by", [])  # other tests have other names
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
    app.selectbox(key="taxonomy_any").select("claim_service").run()
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
