"""The page for paper: the question in words, nothing to filter with, the figures as on the screen."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from analytics.store import Store
from tests.pages.conftest import RunApp
from tests.tiny import Tiny

Use = Callable[[Store], None]


@pytest.mark.parametrize("page", ["overview", "trends", "branches", "branch", "causes", "indicators"])
def test_for_paper_the_question_stands_in_words(page: str, filled: Tiny, use_store: Use, run_app: RunApp) -> None:
    use_store(filled.store)
    app = run_app(page, print="1", branch=["甲支公司"])
    assert not app.exception and not app.error
    assert not app.sidebar
    said = [caption.value for caption in app.caption]
    assert said[0] == "本公司数据 · 截至 2016-03-30"  # or that it is the demo's: paper travels without its banner
    assert any("期间 2016-01 – 2016-03 · 机构 甲支公司" in one for one in said)
    assert "filter_from_0" not in [box.key for box in app.selectbox]
    assert app.get("plotly_chart")
    pressed = [one.label for one in [*app.button, *app.get("download_button")]]
    opened = [one.proto.popover.label for one in app.get("popover")]
    assert not pressed and not opened  # nothing to press or to open on paper


def test_what_is_pending_has_no_list_on_paper(filled: Tiny, use_store: Use, run_app: RunApp) -> None:
    use_store(filled.store)
    assert "pending_list" in [one.key for one in run_app().button]
    app = run_app("overview", print="1")
    assert "待定(件)" in [one.label for one in app.metric] and not app.button
