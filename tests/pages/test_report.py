"""年度报告: is the deck ready? Slides before the file, own words kept and marked, versions."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from pptx import Presentation
from streamlit.testing.v1 import AppTest

from analytics.deck.brief import Asked
from analytics.notes.deck_edits import DeckEdit, Outline, edits, keep_edit, keep_outline
from analytics.notes.deck_versions import version_file, versions
from analytics.notes.plans import PlannedMeasure, keep_plan
from analytics.store import Store
from tests.pages.conftest import RunApp, everything_said
from tests.tiny import Tiny

Use = Callable[[Store], None]


def shown(app: AppTest) -> list[str]:
    """The keys of the slides on the page: each has a button to edit it."""
    return [str(button.key).removeprefix("edit_") for button in app.button if str(button.key).startswith("edit_")]


@pytest.mark.parametrize(("lang", "said"), [("zh", "还没有投诉数据"), ("en", "No complaints yet")])
def test_without_data_it_says_where_to_get_some(
    lang: str, said: str, tiny: Tiny, use_store: Use, run_app: RunApp
) -> None:
    use_store(tiny.store)
    app = run_app("report", lang=lang)
    assert not app.exception and app.header[0].value == said


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_slide_is_shown(lang: str, filled: Tiny, use_store: Use, run_app: RunApp) -> None:
    use_store(filled.store)
    app = run_app("report", lang=lang)
    assert not app.exception and not app.error
    count = int("".join(char for char in app.header[0].value.split(";")[0] if char.isdigit()))
    assert len(shown(app)) == count > 10


def test_building_makes_a_version_that_can_be_opened(filled: Tiny, use_store: Use, run_app: RunApp) -> None:
    use_store(filled.store)
    app = run_app("report")
    app.button(key="report_build").click().run()
    assert not app.exception and not app.error
    with filled.store.cursor() as cursor:
        (kept,) = versions(cursor)
        deck = Presentation(io.BytesIO(version_file(cursor, kept.id)))
    assert (kept.year, kept.branch, kept.language) == (2016, "", "zh")
    assert kept.data_version == filled.store.data_version()
    assert len(deck.slides) == kept.slides
    assert "第 1 号" in everything_said(app)


def test_an_edit_is_kept_and_marked_once_the_numbers_move(filled: Tiny, use_store: Use, run_app: RunApp) -> None:
    use_store(filled.store)
    keep_edit(filled.store, 2016, None, "zh", DeckEdit("summary#title", "我的标题", "全年投诉 1 件,其中有效 1 件"))
    app = run_app("report")
    assert "数字变了" in everything_said(app)
    with filled.store.cursor() as cursor:
        assert edits(cursor, 2016, None, "zh")["summary#title"].text == "我的标题"


def test_sections_left_out_by_choice_are_not_there(filled: Tiny, use_store: Use, run_app: RunApp) -> None:
    use_store(filled.store)
    before = len(shown(run_app("report")))
    keep_outline(filled.store, 2016, None, Outline(("months", "summary")))
    app = run_app("report")
    assert len(shown(app)) == 4 < before  # cover, contents, months, summary


def test_a_plan_becomes_a_slide(filled: Tiny, use_store: Use, run_app: RunApp) -> None:
    use_store(filled.store)
    keep_plan(filled.store, 2016, None, [PlannedMeasure("定损时限短信告知", "理赔部", "2017-03", "超时减半")])
    app = run_app("report")
    assert not app.exception
    assert "下一年度措施" not in app.caption[1].value


def test_a_branch_in_the_address(filled: Tiny, use_store: Use, run_app: RunApp) -> None:
    use_store(filled.store)
    app = run_app("report", unit="甲支公司", year="2016")
    assert not app.exception and not app.error
    assert app.session_state["report_asked"] == Asked(2016, "zh", "甲支公司")


def test_nonsense_in_the_address_is_passed_over(filled: Tiny, use_store: Use, run_app: RunApp) -> None:
    use_store(filled.store)
    app = run_app("report", unit="没有", year="19x6", deck_lang="fr")
    assert not app.exception and not app.error
    assert app.session_state["report_asked"] == Asked(2016, "zh", None)
