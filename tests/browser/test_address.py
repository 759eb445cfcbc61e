"""The address bar in a real browser: copied links, going back, nonsense, and the front door."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.browser.app import chromium, running_app, settled, skip_without_browser
from tests.tiny import Tiny

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Any]]:
    skip_without_browser()
    tiny = Tiny(tmp_path_factory.mktemp("address"), "company.duckdb")
    tiny.logs(
        {"投诉编号": "T1", "受理时间": "2016-01-05", "被投诉机构": "甲支公司"},
        {"投诉编号": "T2", "受理时间": "2016-02-07", "被投诉机构": "乙支公司", "投诉来源": "公司网站"},
        {"投诉编号": "T3", "受理时间": "2016-02-09", "被投诉机构": "乙支公司"},
    )
    tiny.store.close()
    with running_app(tiny.folder / "company.duckdb", tiny.folder / "log.txt") as address, chromium() as browser:
        yield address, browser


def parameters(page: Any) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def complaints(page: Any) -> str:
    return page.get_by_test_id("stMetricValue").first.inner_text()


# The first test to run is the first visitor of the server: it must stay the first.
def test_the_first_visitor_gets_the_page_inside_the_app(server: tuple[str, Any]) -> None:
    address, browser = server
    page, asked = browser.new_page(locale="zh-CN"), []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{address}/import?lang=en")
    page.get_by_role("heading", name="2 months of logs, 2016-01 to 2016-02").wait_for(timeout=60_000)
    settled(page)
    assert "Company data" in page.get_by_test_id("stSidebar").inner_text()
    assert page.get_by_role("dialog").count() == 0  # such as "Page not found"
    assert page.title() == "Import · Complaint analytics"
    assert [url for url in asked if not url.startswith((address, "data:", "blob:"))] == []  # nothing from the internet
    page.close()


def choose_channel(page: Any, name: str) -> None:
    page.locator(".st-key-filter_popover_channel").click()
    page.locator("[class*=st-key-filter_channel_] input").click()
    page.get_by_role("option", name=name).click()
    page.wait_for_timeout(300)
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    settled(page, charts=3)


def test_a_choice_moves_with_the_page_the_link_and_the_history(server: tuple[str, Any]) -> None:
    address, browser = server
    page = browser.new_page(locale="zh-CN")
    page.goto(address)
    settled(page, charts=3)
    assert complaints(page) == "3"
    choose_channel(page, "公司网站")
    page.wait_for_function("location.search.includes('channel=website')")
    assert complaints(page) == "1"

    # to another page and back
    page.get_by_test_id("stSidebarNavLink").filter(has_text="导入").click()
    page.get_by_test_id("stFileUploader").wait_for()
    page.get_by_test_id("stSidebarNavLink").filter(has_text="总览").click()
    settled(page, charts=3)
    page.wait_for_function("location.search.includes('channel=website')")
    assert complaints(page) == "1"

    # the copied link, for somebody who reads English
    other = browser.new_page(locale="en-US")
    other.goto(page.url.replace("lang=zh", "lang=en"))
    settled(other, charts=3)
    assert complaints(other) == "1"
    assert "Channel Website" in " ".join(other.locator(".st-key-filter_popover_channel").inner_text().split())
    other.close()

    # one step back in the history opens what was asked then, and it stays so with the next click
    page.wait_for_timeout(1200)
    choose_channel(page, "监管机构")
    page.wait_for_function("location.search.includes('channel=regulator')")
    assert complaints(page) == "3"
    page.wait_for_timeout(1200)
    page.go_back()
    page.wait_for_function("!location.search.includes('channel=regulator')")
    settled(page, charts=3)
    page.wait_for_function("document.querySelector('[data-testid=stMetricValue]').innerText === '1'")
    page.get_by_text("English", exact=True).click()
    page.wait_for_function("location.search.includes('lang=en')")
    settled(page, charts=3)
    assert complaints(page) == "1"
    assert parameters(page)["channel"] == ["website"]
    page.close()


def test_a_language_once_chosen_is_that_of_the_next_visit(server: tuple[str, Any]) -> None:
    """In this browser, opened by the bare address; a link keeps the language it names."""
    address, browser = server
    context = browser.new_context(locale="zh-CN")
    page = context.new_page()
    page.goto(address)
    settled(page, charts=3)
    page.get_by_text("English", exact=True).click()
    page.wait_for_function("document.cookie.includes('language=en')")
    page.close()
    for url, title in ((address, "Overview"), (f"{address}/import", "Import"), (f"{address}/?lang=zh", "总览")):
        page = context.new_page()
        page.goto(url)
        page.wait_for_function("title => document.title.startsWith(title)", arg=title)
        page.close()
    context.close()
    other = browser.new_context(locale="zh-CN").new_page()
    other.goto(address)
    other.wait_for_function("document.title.startsWith('总览')")
    other.context.close()


def test_a_cleared_filter_stays_cleared(server: tuple[str, Any]) -> None:
    """The widgets sit in closed popovers, where a browser does not hear of a new value."""
    address, browser = server
    page = browser.new_page(locale="zh-CN")
    page.goto(f"{address}/?branch=%E4%B9%99%E6%94%AF%E5%85%AC%E5%8F%B8")  # 乙支公司
    settled(page, charts=3)
    assert complaints(page) == "2"
    choose_channel(page, "公司网站")
    assert complaints(page) == "1"
    assert parameters(page)["branch"] == ["乙支公司"]
    page.get_by_text("清除筛选").click()
    page.wait_for_function("document.querySelector('[data-testid=stMetricValue]').innerText === '3'")
    page.get_by_text("English", exact=True).click()
    page.wait_for_function("location.search.includes('lang=en')")
    settled(page, charts=3)
    assert complaints(page) == "3"
    choose_channel(page, "Website")
    assert complaints(page) == "1"
    assert "branch" not in parameters(page)
    page.close()


def test_nonsense_shows_the_page_and_a_message(server: tuple[str, Any]) -> None:
    address, browser = server
    page = browser.new_page(locale="zh-CN")
    page.goto(f"{address}/?branch=%E7%81%AB%E6%98%9F&from=99&view=%00&as_of=soon&book=x&to[]=1")
    settled(page, charts=3)
    assert complaints(page) == "3"
    assert "火星" in page.get_by_test_id("stAlert").inner_text()
    assert "branch" not in parameters(page)
    assert page.get_by_test_id("stException").count() == 0
    page.close()
