"""The guided first visit leads through the pages there are and ends when asked to."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from analytics.store import Store
from tests.pages.conftest import RunApp, everything_said
from tests.tiny import Tiny


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_tour(demo: Store, use_store: Callable[[Store], None], run_app: RunApp, lang: str) -> None:
    use_store(demo)
    app = run_app(lang=lang)
    assert "1 / " not in everything_said(app)
    app.button(key="tour_start").click().run()
    said = []
    for step in range(1, 30):
        assert not app.exception and not app.error
        said.append(next(one.value for one in app.markdown if f"[{step} / " in one.value))
        if not [one for one in app.button if one.key == "tour_next"]:
            break
        if lang == "en" and step == 5:
            break  # the next page has a list whose labels AppTest asks for outside the session, in Chinese
        app.button(key="tour_next").click().run()
    assert len(set(said)) == step > 3
    app.button(key="tour_end").click().run()
    assert app.button(key="tour_start")


def test_a_company_is_not_bothered(filled: Tiny, use_store: Callable[[Store], None], run_app: RunApp) -> None:
    use_store(filled.store)
    assert not [one for one in run_app().button if one.key == "tour_start"]


def test_a_newcomer_to_a_company_finds_it(filled: Tiny, use_store: Callable[[Store], None], run_app: RunApp) -> None:
    use_store(filled.store)
    app = run_app("definitions")
    app.button(key="tour_start").click().run()
    assert not app.exception and not app.error
    assert any("[1 / " in one.value for one in app.markdown)
    assert app.header[0].value.startswith("2016 年 3 月收到投诉")  # on the page that its first step is about
