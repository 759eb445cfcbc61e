"""年度报告: is the deck ready? Slides before the file, own words kept and marked, versions."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date

import pytest
from pptx import Presentation
from streamlit.testing.v1 import AppTest

from analytics.deck.brief import Asked
from analytics.deck.story.whole import tell
from analytics.notes.comments import add_comment
from analytics.notes.deck_edits import DeckEdit, Outline, edits, keep_edits, keep_outline, outline_of, points_of
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
    keep_edits(
        filled.store, 2016, None, "zh", [DeckEdit("summary#title", "我的标题", "全年投诉 1 件,其中有效 1 件")], seen={}
    )
    app = run_app("report")
    assert "数字变了" in everything_said(app)
    said = [one.value for one in app.warning]
    assert "有 1 处人工改写之后数字变了,请核对第 3 页。" in said  # after the cover and the contents
    with filled.store.cursor() as cursor:
        assert edits(cursor, 2016, None, "zh")["summary#title"].text == "我的标题"


def test_sections_left_out_by_choice_are_not_there(filled: Tiny, use_store: Use, run_app: RunApp) -> None:
    use_store(filled.store)
    before = len(shown(run_app("report")))
    keep_outline(filled.store, 2016, None, Outline(("months", "summary")), seen=None)
    app = run_app("report")
    assert len(shown(app)) == 4 < before  # cover, contents, months, summary


def test_a_plan_becomes_a_slide(filled: Tiny, use_store: Use, run_app: RunApp) -> None:
    use_store(filled.store)
    keep_plan(filled.store, 2016, None, [PlannedMeasure("定损时限短信告知", "理赔部", "2017-03", "超时减半")], seen=[])
    app = run_app("report")
    assert not app.exception
    assert "下一年度措施" not in app.caption[1].value


def test_the_accountability_scheme_is_typed_in_a_line_a_point(filled: Tiny, use_store: Use, run_app: RunApp) -> None:
    use_store(filled.store)
    app = run_app("report")
    before = len(shown(app))
    app.text_area(key="accountability_1").set_value("责任人扣 5 分\n\n无过错不扣分")
    next(one for one in app.button if one.label == "保存责任追究办法").click()
    app.run()
    assert not app.exception and len(shown(app)) == before + 1
    with filled.store.cursor() as cursor:
        assert points_of(cursor, 2016, None, "zh", "accountability") == ["责任人扣 5 分", "无过错不扣分"]
    assert "没有列入这份报告" not in everything_said(app)
    keep_outline(filled.store, 2016, None, Outline(("months",)), seen=None)
    assert "没有列入这份报告" in everything_said(run_app("report"))


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


def test_comments_left_out_by_choice_are_not_on_the_slide(filled: Tiny, use_store: Use, run_app: RunApp) -> None:
    use_store(filled.store)
    add_comment(filled.store, "新系统上线", month="2016-03", author="客服部")
    add_comment(filled.store, "电话改号", month="2016-04", author="客服部")
    app = run_app("report")
    chosen = app.multiselect[-1]
    assert chosen.value == ["1 · 2016-03 · 新系统上线", "2 · 2016-04 · 电话改号"]
    chosen.unselect("1 · 2016-03 · 新系统上线")
    next(one for one in app.button if one.label == "保存章节").click().run()
    assert not app.exception
    with filled.store.cursor() as cursor:
        kept = outline_of(cursor, 2016, None)
        assert kept is not None and kept.comments == (2,)
        slide = next(one for one in tell(cursor, Asked(2016)).slides if one.key == "months")
    assert "电话改号" in str(slide.bands) and "新系统上线" not in str(slide.bands)


def test_a_deck_as_of_an_earlier_day(filled: Tiny, use_store: Use, run_app: RunApp) -> None:
    use_store(filled.store)
    app = run_app("report", year="2016", deck_as_of="2016-03-15")
    assert not app.exception and app.session_state["report_asked"] == Asked(2016, "zh", None, date(2016, 3, 15))
    app.button(key="report_build").click().run()
    assert not app.exception and "截至 2016-03-15" in everything_said(app)
    for late in ("2030-01-01", "1999-01-01", "soon"):
        app = run_app("report", year="2016", deck_as_of=late)
        assert not app.exception and app.session_state["report_asked"] == Asked(2016), late


def test_the_newest_year_is_the_last_one_that_complaints_came_in(tiny: Tiny, use_store: Use, run_app: RunApp) -> None:
    """What is known of the year after is a withdrawal alone."""
    tiny.logs({"投诉编号": "A", "受理时间": "2016-12-20", "撤诉日期": "2017-01-31"})
    use_store(tiny.store)
    app = run_app("report")
    assert not app.exception and app.session_state["report_asked"] == Asked(2016, "zh", None)
    assert run_app("report", year="2017").session_state["report_asked"] == Asked(2017, "zh", None)


def test_in_january_the_report_is_of_the_year_that_has_just_ended(tiny: Tiny, use_store: Use, run_app: RunApp) -> None:
    tiny.logs({"投诉编号": "A", "受理时间": "2016-12-20"}, {"投诉编号": "B", "受理时间": "2017-01-20"})
    use_store(tiny.store)
    assert run_app("report").session_state["report_asked"] == Asked(2016, "zh", None)


def test_the_deck_speaks_the_screens_language_until_one_is_chosen(
    filled: Tiny, use_store: Use, run_app: RunApp
) -> None:
    use_store(filled.store)
    app = run_app("report", lang="zh")
    app.button_group(key="language_widget").set_value("en").run()
    assert app.session_state["report_asked"].language == "en"
    app.button_group(key=f"report_language_{app.session_state['report_asked']}").set_value("zh").run()
    assert app.session_state["report_asked"].language == "zh" and app.session_state["language"] == "en"
    app.button_group(key="language_widget").set_value("zh").run()
    app.button_group(key="language_widget").set_value("en").run()
    assert not app.exception and app.session_state["report_asked"].language == "zh"
