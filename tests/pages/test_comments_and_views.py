"""Comments stand on the chart and below it; a saved view brings back its page and its question, and only that."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

import ui.comments
from analytics.errors import StoreError, Text
from analytics.notes.comments import add_comment, comments
from analytics.notes.views import save_view, saved_views
from analytics.store import Store
from tests.pages.conftest import RunApp, everything_said, spec_of
from tests.tiny import Tiny


def test_a_comment_is_on_the_chart_and_below_it(
    filled: Tiny, use_store: Callable[[Store], None], run_app: RunApp
) -> None:
    add_comment(filled.store, "新系统*上线*", month="2016-02", author="王某")
    add_comment(filled.store, "去年的事", month="2015-11", author="")
    use_store(filled.store)
    app = run_app()
    (chart,) = [one for one in app.get("plotly_chart") if "chart_month" in one.proto.id]
    figure = json.loads(chart.proto.spec)
    marks = figure["layout"]["annotations"]
    assert [(mark["x"], mark["text"], mark["hovertext"]) for mark in marks] == [("2016-02", "①", "新系统*上线*")]
    assert "新系统\\*上线\\*" in everything_said(app) and "去年的事" not in everything_said(app)


def test_a_comment_on_a_branch_is_at_the_branch_on_every_page_that_draws_it(
    filled: Tiny, use_store: Callable[[Store], None], run_app: RunApp
) -> None:
    add_comment(filled.store, "新系统上线", month="2016-02", author="")
    add_comment(filled.store, "换了负责人", branch="乙支公司", author="王某")
    add_comment(filled.store, "搬了家", month="2016-01", branch="甲支公司", author="")
    use_store(filled.store)
    # in the order of their months: ① moved house, ② new system, ③ of no month
    names = spec_of(run_app(), "chart_branch")["data"][0]["y"]
    assert names == ["甲支公司 ①", "乙支公司 ③", "丙支公司"]

    app = run_app("branches")
    points = {
        name: (x, y)
        for one in spec_of(app, "funnel")["data"]
        if "customdata" in one
        for name, x, y in zip(one["customdata"], one["x"], one["y"], strict=True)
    }
    marks = {mark["text"]: mark for mark in spec_of(app, "funnel")["layout"]["annotations"]}
    assert {text: (mark["x"], mark["y"]) for text, mark in marks.items()} == {
        "①": points["甲支公司"],
        "②": points["乙支公司"],
    }
    assert marks["②"]["hovertext"] == "换了负责人"
    said = everything_said(app)
    assert "① 搬了家" in said and "② 换了负责人" in said and "新系统上线" not in said

    app = run_app("branch", unit="甲支公司")
    marked = {mark["x"]: mark["text"] for mark in spec_of(app, "branch_months")["layout"]["annotations"]}
    assert marked["2016-01"] == "①" and marked["2016-02"] == "②"  # its own, and the company's
    assert "搬了家" in everything_said(app) and "换了负责人" not in everything_said(app)
    assert app.selectbox(key="branch_甲支公司_comment_branch甲支公司").value == "甲支公司"


def test_write_and_take_back(filled: Tiny, use_store: Callable[[Store], None], run_app: RunApp) -> None:
    use_store(filled.store)
    app = run_app()
    app.text_area(key="overview_comment_text").input("换了负责人")
    next(one for one in app.button if one.label == "保存批注").click().run()
    assert not app.exception and "换了负责人" in everything_said(app)
    app.button(key="overview_comment_remove_1").click().run()
    assert "换了负责人" not in everything_said(app)


def test_a_comment_before_one_branchs_figure_is_of_that_branch(
    filled: Tiny, use_store: Callable[[Store], None], run_app: RunApp
) -> None:
    use_store(filled.store)
    app = run_app(branch="甲支公司")
    app.text_area(key="overview_comment_text").input("换了负责人")
    next(one for one in app.button if one.label == "保存批注").click().run()
    with filled.store.cursor() as cursor:
        assert [one.branch for one in comments(cursor)] == ["甲支公司"]


def test_an_empty_comment_is_refused_in_words(
    filled: Tiny, use_store: Callable[[Store], None], run_app: RunApp
) -> None:
    use_store(filled.store)
    app = run_app(lang="en")
    next(one for one in app.button if one.label == "Save comment").click().run()
    assert not app.exception and any("1 to 300" in one.value for one in app.error)


def test_a_comment_that_is_refused_stays_in_its_form(
    filled: Tiny, use_store: Callable[[Store], None], run_app: RunApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    honest, answers = ui.comments.add_comment, [StoreError("full", Text("磁盘已满", "full"), Text("腾", "free"))]

    def add(*said: Any, **named: Any) -> int:
        if answers:
            raise answers.pop()
        return honest(*said, **named)

    monkeypatch.setattr(ui.comments, "add_comment", add)
    use_store(filled.store)
    app = run_app()
    app.text_area(key="overview_comment_text").input("换了负责人")
    app.selectbox(key="overview_comment_month").set_value("2016-02")
    app.selectbox(key="overview_comment_branch").set_value("乙支公司")
    save = "保存批注"
    next(one for one in app.button if one.label == save).click().run()
    assert not app.exception and "磁盘已满" in app.error[0].value
    assert app.text_area(key="overview_comment_text").value == "换了负责人"
    assert app.selectbox(key="overview_comment_month").value == "2016-02"
    assert app.selectbox(key="overview_comment_branch").value == "乙支公司"
    next(one for one in app.button if one.label == save).click().run()
    with filled.store.cursor() as cursor:
        kept = [(one.month, one.branch, one.text) for one in comments(cursor)]
    assert kept == [("2016-02", "乙支公司", "换了负责人")]
    assert not app.error and app.text_area(key="overview_comment_text").value == ""


def test_a_view_keeps_the_question_and_not_the_language(
    filled: Tiny, use_store: Callable[[Store], None], run_app: RunApp
) -> None:
    use_store(filled.store)
    app = run_app(branch=["甲支公司"], lang="en", view="monthly")
    app.text_input(key="who_widget").input("王某").run()
    app.text_input(key="view_name").input("My branch")
    next(one for one in app.button if one.label == "Save view").click().run()
    with filled.store.cursor() as cursor:
        (view,) = saved_views(cursor, "王某")
    assert (view.page, view.name) == ("overview", "My branch") and "lang" not in view.address
    assert "view=monthly" in view.address and "branch=" in view.address


def test_opening_a_view_forgets_what_was_asked_before(
    filled: Tiny, use_store: Callable[[Store], None], run_app: RunApp
) -> None:
    save_view(filled.store, "", "全部", "overview", "", seen=[])
    save_view(filled.store, "", "乙", "overview", "branch=乙支公司", seen=[])
    use_store(filled.store)
    app = run_app(branch=["甲支公司"])
    app.button(key="view_乙").click().run()
    assert "乙支公司" in app.query_params["branch"] and not app.exception
    app.button(key="view_全部").click().run()
    assert "branch" not in app.query_params and not app.exception


def test_a_button_that_fails_unexpectedly_says_so_in_our_words(
    filled: Tiny, use_store: Callable[[Store], None], run_app: RunApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What fails before the page's script runs would else leave Streamlit's own English words on an empty page."""
    add_comment(filled.store, "新系统上线", month="2016-02", author="王某")
    use_store(filled.store)
    app = run_app()

    def fails(*_: object) -> None:
        raise RuntimeError("boom")

    monkeypatch.setattr(ui.comments, "remove_comment", fails)
    app.button(key="overview_comment_remove_1").click().run()
    assert not app.exception and "没有预料到的问题" in app.error[0].value and "boom" not in everything_said(app)
    assert "新系统上线" in everything_said(app)  # and the page is there
