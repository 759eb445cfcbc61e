"""Somebody's first hour: the browser's language, the guided visit, the keyboard alone, a look at the demo and back."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser.app import chromium, running_app, settled, skip_without_browser

pytestmark = pytest.mark.browser

# Controls by number; of several radio buttons together the arrows choose, and Tab reaches one.
CONTROLS = """() => {
    const seen = e => e.checkVisibility({visibilityProperty: true, opacityProperty: true})
    const groups = [...document.querySelectorAll('[role=radiogroup]')]
    const stop = (e, i) => groups.some(g => g.contains(e)) ? 'group ' + groups.findIndex(g => g.contains(e))
        : i + ' ' + (e.getAttribute('aria-label') || e.innerText || e.dataset.testid)
    return [...document.querySelectorAll('button, a[href], input, textarea')]
        .filter(e => !e.disabled && e.tabIndex >= 0 && seen(e))
        .map((e, i) => { e.dataset.place = i; return [i, stop(e, i)] })
}"""


@pytest.fixture(scope="module")
def server(demo_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Any]]:
    """A server without a company's database, the demo beside it already filled."""
    skip_without_browser()
    folder = tmp_path_factory.mktemp("first")
    shutil.copyfile(demo_path, folder / "demo.duckdb")
    with running_app(folder / "company.duckdb", folder / "log.txt") as address, chromium() as browser:
        yield address, browser


@pytest.mark.parametrize(("locale", "badge"), [("zh-CN", "演示数据"), ("en-GB", "Demo data")])
def test_the_guided_visit_in_the_browsers_language(server: tuple[str, Any], locale: str, badge: str) -> None:
    address, browser = server
    context = browser.new_context(locale=locale, viewport={"width": 1440, "height": 1000})
    page = context.new_page()
    page.goto(address)
    settled(page, charts=3)
    assert badge in page.locator(".st-key-demo_banner").inner_text()
    page.locator(".st-key-tour_start button").click()
    tour = page.locator(".st-key-tour")
    for step in range(1, 30):
        tour.get_by_text(f"{step} / ").wait_for(timeout=30_000)
        settled(page)
        assert not page.get_by_test_id("stException").count() and not page.get_by_test_id("stAlert").count()
        if not page.locator(".st-key-tour_next").count():
            break
        page.locator(".st-key-tour_next button").click()
    assert step > 8
    page.locator(".st-key-tour_end button").click()
    tour.wait_for(state="detached")
    context.close()


def test_the_keyboard_alone(server: tuple[str, Any]) -> None:
    address, browser = server
    context = browser.new_context(locale="zh-CN", viewport={"width": 1440, "height": 2400})
    page = context.new_page()
    page.goto(address)
    settled(page, charts=3)
    wanted = dict(page.evaluate(CONTROLS))
    reached, unseen = set(), []
    for _ in range(len(wanted) + 20):
        page.keyboard.press("Tab")
        box = page.evaluate(
            """() => { const e = document.activeElement, b = e.getBoundingClientRect()
            return [e.dataset.place ?? '', b.x, b.y, b.width, b.height] }"""
        )
        if box[0] == "" or int(box[0]) in reached:
            continue
        reached.add(int(box[0]))
        if len(reached) % 4 == 1:  # a sample: each look costs two pictures
            clip = {
                "x": max(box[1] - 6, 0),
                "y": max(box[2] - 6, 0),
                "width": box[3] + 12,
                "height": box[4] + 12,
            }
            page.wait_for_timeout(250)  # what fades in has come
            focused = page.screenshot(clip=clip)
            page.evaluate("document.activeElement.blur()")
            page.wait_for_timeout(250)
            if page.screenshot(clip=clip) == focused:
                unseen.append(box)
    assert {wanted[place] for place in reached} == set(wanted.values())
    assert not unseen

    # Enter opens, Escape closes, Space chooses
    page.locator(".st-key-filter_popover_basis button").first.focus()
    page.keyboard.press("Enter")
    monthly = page.get_by_role("radio", name="月度口径").first
    monthly.wait_for()
    monthly.focus()
    page.keyboard.press("Space")
    page.wait_for_function("location.search.includes('view=monthly')")
    page.keyboard.press("Escape")
    monthly.wait_for(state="detached")
    settled(page, charts=3)
    page.get_by_role("button", name="看名单").focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    dialog.wait_for()
    page.keyboard.press("Escape")
    dialog.wait_for(state="detached")
    context.close()


def test_own_data_is_begun_and_the_demo_looked_at_again(server: tuple[str, Any]) -> None:
    """The last test: it changes what every session sees."""
    address, browser = server
    page = browser.new_page(locale="zh-CN", viewport={"width": 1440, "height": 1000})
    page.goto(address)
    settled(page, charts=3)
    page.locator(".st-key-start_banner button").click()
    page.get_by_role("heading", name="还没有投诉数据").wait_for()
    page.locator(".st-key-look_at_demo button").click()
    page.locator(".st-key-demo_banner").wait_for(timeout=30_000)
    settled(page, charts=3)
    page.close()
