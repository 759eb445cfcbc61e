"""Where figures are long in coming, a page just opened shows their place; one that has figures keeps them meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import streamlit as st

import ui.data
from analytics.store import Store
from tests.pages.conftest import RunApp
from tests.tiny import Tiny

PAGES = ("overview", "trends", "branches", "branch", "causes", "indicators")


@pytest.fixture
def skeletons(monkeypatch: pytest.MonkeyPatch) -> list[set[str]]:
    """For each skeleton that was shown, the questions that were answered while it was."""
    shown: list[set[str]] = []
    open_now: list[set[str]] = []
    show, kept = st.skeleton, ui.data._kept

    @contextmanager
    def skeleton(*size: int) -> Iterator[None]:
        shown.append(set())
        open_now.append(shown[-1])
        with show(*size):
            yield
        open_now.clear()

    def asked(key: tuple[Any, ...], question: Callable[..., Any], *what: Any, **named: Any) -> Any:
        for one in open_now:
            one.add(question.__name__)
        return kept(key, question, *what, **named)

    monkeypatch.setattr("ui.waiting.st.skeleton", skeleton)
    monkeypatch.setattr(ui.data, "_kept", asked)
    return shown


@pytest.mark.parametrize("page", PAGES)
def test_a_page_shows_where_its_figures_will_stand_until_they_are_there(
    page: str, filled: Tiny, use_store: Callable[[Store], None], run_app: RunApp, skeletons: list[set[str]]
) -> None:
    use_store(filled.store)
    app = run_app(page)
    assert app.header and not app.exception
    slow = "compare_branch" if page == "branch" else "findings"
    assert slow in skeletons[-1]

    skeletons.clear()
    app.run()
    assert app.header and not skeletons  # what stands there stays until the new is known

    app.switch_page("pages/settings.py").run()
    app.switch_page(f"pages/{page}.py").run()
    assert app.header and len(skeletons) == 1
