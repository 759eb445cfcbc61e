"""The dashboard on the sample and on a million complaints, beside an empty Streamlit page in the same run."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING
from unittest.mock import patch

import duckdb
import streamlit as st
from streamlit.testing.v1 import AppTest

from analytics.demo import open_demo
from analytics.store import Store
from analytics.store.kept import Kept
from bench.data import fill_store
from bench.first_page import DRAWN, first_pages
from bench.measures_bench import QUESTIONS
from bench.timing import Ratio, compare
from bench.together import at_once, memory
from tests.browser.app import ROOT, chromium, running_app
from ui.navigation import START, names

if TYPE_CHECKING:
    from playwright.sync_api import Browser

COMPLAINTS = 1_000_000
EMPTY = 'import streamlit as st\nst.write("empty")\nst.button("again")\n'
# What a browser needs to draw with plotly at all, whoever asks it to.
BARE_FIGURES = """import streamlit as st, plotly.graph_objects as go
for name in "abc":
    st.plotly_chart(go.Figure(go.Bar(x=[1, 2, 3], y=[3, 1, 2])), key=name)
"""
# What a person who is kept waiting asks of one page: the hand-written SQL of its cards and of its three charts.
BARE = ("everything, one row", "complaints, valid by month and branch", "complaints by month", "status by branch")
SERVER_SECONDS_WARM = 0.150
SERVER_SECONDS_COLD = 1.5


def run() -> list[Ratio]:
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        (place / "empty.py").write_text(EMPTY, encoding="utf-8")
        (place / "figures.py").write_text(BARE_FIGURES, encoding="utf-8")
        ratios = _scripts(place)
        large = place / "large.duckdb"
        fill_store(large, COMPLAINTS).close()
        bare = _bare_seconds(large)
        ratios += _cold(large, place)
        with ExitStack() as open_now:
            empty = open_now.enter_context(
                running_app(place / "none.duckdb", place / "empty.log", script=place / "empty.py")
            )
            ours = open_now.enter_context(running_app(large, place / "app.log"))
            with running_app(place / "none.duckdb", place / "figures.log", script=place / "figures.py") as figures:
                first, base, least = first_pages((ours, 3), (empty, 0), (figures, 3))
            named, paint = "first page, figures drawn, a million", "an empty page's first paint"
            ratios.append(compare(named, first, paint, base, at_most=2.5))
            ratios.append(Ratio("of which three figures of three bars", least, paint, base, "none", met=True))
            ratios.append(_filter_change(ours, empty, bare))
            ratios += at_once(ours)
        with running_app(large, place / "memory.log") as fresh:
            ratios.append(memory(fresh))
    return ratios


def _scripts(place: Path) -> list[Ratio]:
    """Server time of every page on the sample, warm, beside that of an empty page."""
    store = open_demo(place / "demo.duckdb")
    empty = _median(lambda: AppTest.from_file(str(place / "empty.py")).run())
    ratios = []
    try:
        with patch("ui.data.open_default", lambda: store):
            for page in sorted(names()):
                app = _opened(page)
                seconds = _median(lambda app=app: app.run())  # type: ignore[misc]
                met = seconds <= SERVER_SECONDS_WARM
                goal = f"at most {SERVER_SECONDS_WARM * 1000:.0f} ms"
                ratios.append(Ratio(f"page {page}, sample, warm", seconds, "an empty page", empty, goal, met))
    finally:
        store.close()
    return ratios


def _opened(page: str) -> AppTest:
    st.cache_data.clear()
    st.cache_resource.clear()
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
    app.run()
    if page != START:
        app.switch_page(f"pages/{page}.py").run()
    assert not app.error and not app.exception, (page, [one.value for one in app.error])
    return app


def _cold(large: Path, place: Path) -> list[Ratio]:
    """Server time of every page at a million complaints with nothing kept."""
    store = Store.open(large)
    empty = _median(lambda: AppTest.from_file(str(place / "empty.py")).run())
    ratios = []
    try:
        with patch("ui.data.open_default", lambda: store):
            for page in sorted(names()):
                seconds = _median(_opened(page).run, 3, before=lambda: _forget(store))
                goal = f"at most {SERVER_SECONDS_COLD} s"
                met = seconds <= SERVER_SECONDS_COLD
                ratios.append(Ratio(f"page {page}, a million, cold cache", seconds, "an empty page", empty, goal, met))
    finally:
        store.close()
        st.cache_data.clear()
        st.cache_resource.clear()
    return ratios


def _forget(store: Store) -> None:
    st.cache_data.clear()
    st.cache_resource.clear()  # answers and figures are kept there
    store._kept = Kept()  # and what no version of the data changes, here


def _median(call: Callable[[], object], rounds: int = 5, before: Callable[[], object] = lambda: None) -> float:
    call()
    seconds = []
    for _ in range(rounds):
        before()
        begin = time.perf_counter()
        call()
        seconds.append(time.perf_counter() - begin)
    return statistics.median(seconds)


def _bare_seconds(large: Path) -> float:
    with duckdb.connect(str(large), read_only=True) as connection:
        return sum(
            _median(
                lambda sql=QUESTIONS[name][2]: connection.execute(  # type: ignore[misc]
                    sql, {"as_of": date(2016, 12, 31)} if "$as_of" in sql else {}
                ).fetchall(),
                3,
            )
            for name in BARE
        )


_DONE = '[data-testid="stApp"][data-test-script-state="notRunning"]'


def _filter_change(ours: str, empty: str, bare: float) -> Ratio:
    with chromium() as browser:
        page = browser.new_page()
        page.goto(empty)
        page.get_by_text("again").wait_for()

        def again() -> None:
            page.get_by_text("again").click()
            page.wait_for_timeout(20)
            page.wait_for_selector(_DONE)

        rerun = _median(again, 5)
        page.close()
        change = _change_seconds(browser, ours)
    named, against = "a filter change, figures redrawn, a million", "an empty rerun and the bare queries"
    return compare(named, change, against, rerun + bare, at_most=4)


def _change_seconds(browser: Browser, ours: str) -> float:
    """Median of several changes of the view and the booking month, each one not asked before."""
    page = browser.new_page(viewport={"width": 1440, "height": 900}, locale="zh-CN")
    page.goto(ours)
    page.wait_for_function(DRAWN, arg=3)
    page.wait_for_selector(_DONE)
    page.get_by_test_id("stMain").get_by_text("口径", exact=False).first.click()
    seconds = []
    for word in ("月度口径", "按认定月", "年度口径"):
        before = page.evaluate("document.querySelector('[data-testid=stMain]').innerText")
        begin = time.perf_counter()
        page.get_by_role("radio", name=word).first.click()
        page.wait_for_function(
            "before => document.querySelector('[data-testid=stMain]').innerText !== before", arg=before
        )
        page.wait_for_selector(_DONE)
        page.wait_for_function(DRAWN, arg=3)
        seconds.append(time.perf_counter() - begin)
    page.close()
    return statistics.median(seconds)
