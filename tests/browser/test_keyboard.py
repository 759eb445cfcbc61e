"""What can be done without a mouse: narrowing the question, and a table's row to its complaints and back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.browser.app import chromium, running_app, settled, skip_without_browser
from tests.pages.conftest import fill
from tests.tiny import Tiny

pytestmark = pytest.mark.browser

MOST = 90  # keys from the top of a page to anything on it
# A table's canvas hands the focus on to its cell, which is ready for keys once it says that it is selected.
MOVED_ON = """() => {
    const now = document.activeElement
    if (now.tagName === 'CANVAS') return false
    if (now.getAttribute('role') === 'gridcell') return now.getAttribute('aria-selected') === 'true'
    return now !== window.focused_before
}"""


@pytest.fixture
def page(tmp_path: Any) -> Iterator[Any]:
    skip_without_browser()
    tiny = fill(Tiny(tmp_path, "company.duckdb"))
    tiny.store.close()
    with running_app(tmp_path / "company.duckdb", tmp_path / "log.txt") as address, chromium() as browser:
        page = browser.new_page(viewport={"width": 1440, "height": 900}, locale="zh-CN")
        page.goto(f"{address}/?from=2016-01")
        settled(page, charts=3)
        yield page


def tab_to(page: Any, selector: str) -> None:
    """Press Tab until what has the focus is this; each press waits for the one before it."""
    for _ in range(MOST):
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            return
        page.evaluate("() => { window.focused_before = document.activeElement }")
        page.keyboard.press("Tab")
        page.wait_for_function(MOVED_ON, timeout=30_000)
    raise AssertionError(f"{selector} is not reached by Tab")


def test_a_branch_is_chosen_in_the_filter_and_let_go_again(page: Any) -> None:
    tab_to(page, "[class*=st-key-filter_popover_branch] button")
    page.keyboard.press("Enter")
    page.get_by_test_id("stPopoverBody").locator("input").wait_for()
    tab_to(page, "[data-testid=stPopoverBody] input")
    page.keyboard.type("甲支公司")
    page.get_by_role("option", name="甲支公司").wait_for()
    page.keyboard.press("Enter")
    page.wait_for_url("**branch=*")
    settled(page)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="机构 甲支公司").wait_for()
    settled(page, charts=3)
    tab_to(page, "[class*=st-key-filter_bar] [data-testid=stBaseButton-tertiary]")  # the question before this one
    page.keyboard.press("Enter")
    page.get_by_role("button", name="机构 全部").wait_for()


def test_from_a_figures_table_to_the_cell_a_complaint_comes_from_and_back(page: Any) -> None:
    tab_to(page, "[class*=st-key-behind_chart_branch] button")
    page.keyboard.press("Enter")
    page.locator("[class*=st-key-table_chart_branch] [role=gridcell]").first.wait_for(state="attached")
    settled(page)
    page.wait_for_function("document.activeElement.closest('[role=dialog]')")
    tab_to(page, "[class*=st-key-table_chart_branch] [role=gridcell]")
    page.keyboard.press("Shift+Space")
    page.get_by_role("button", name="看所选 1 行的投诉").wait_for()
    settled(page)
    page.keyboard.press("Alt+l")
    dialog = page.get_by_role("dialog")
    dialog.get_by_text("3 件 · 个人信息已略去").wait_for()  # January to March 2016: 甲支公司 has three
    page.wait_for_function("document.activeElement.closest('[role=dialog]')")
    assert dialog.count() == 1  # the list has taken the table's place
    tab_to(page, "[class*=st-key-lineage_choice] input")
    page.keyboard.type("T05")
    page.get_by_role("option", name="T05").wait_for()
    page.keyboard.press("Enter")
    dialog.get_by_text("file1.csv · file1 · 第 7 行").wait_for()  # the sixth under the headings
    other = page.context.browser.new_page(locale="zh-CN")
    other.goto(page.url)  # the copied link, on another desk
    other.get_by_role("dialog").get_by_text("3 件 · 个人信息已略去").wait_for()
    other.close()
    page.keyboard.press("Escape")
    dialog.wait_for(state="detached")
    page.wait_for_function("!location.search.includes('list=')")
    settled(page, charts=3)
    page.wait_for_function("document.activeElement.closest('[class*=st-key-behind_chart_branch]')")
