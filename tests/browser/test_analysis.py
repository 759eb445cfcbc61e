"""The manager's morning and the branch head's comparison in a real browser: from the jump down to its complaints."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from tests.browser.app import chromium, running_app, settled, skip_without_browser
from tests.tiny import Tiny

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Any]]:
    """Four or five complaints a month in 2015; in January 2016 fifteen more at 乙支公司, all about one cause."""
    skip_without_browser()
    tiny = Tiny(tmp_path_factory.mktemp("analysis"), "company.duckdb")
    rows = []
    for month in range(1, 14):
        first = date(2015 + month // 13, (month - 1) % 12 + 1, 1)
        rows += [(first + timedelta(n), "甲支公司", "理赔时效") for n in range(4 + month % 2)]
    rows += [(date(2016, 1, 10 + n), "乙支公司", "服务态度") for n in range(15)]
    rows += [(date(2016, 1, 31), "甲支公司", "退保退费")]
    tiny.logs(
        *(
            {"投诉编号": f"J{n:03d}", "受理时间": day.isoformat(), "被投诉机构": branch, "投诉原因": cause}
            for n, (day, branch, cause) in enumerate(rows)
        )
    )
    months = [*(f"2015-{m:02d}" for m in range(1, 13)), "2016-01"]
    tiny.exposure(*((month, branch, 50_000_000, 1000) for month in months for branch in ("甲支公司", "乙支公司")))
    tiny.store.close()
    with running_app(tiny.folder / "company.duckdb", tiny.folder / "log.txt") as address, chromium() as browser:
        yield address, browser


def test_from_the_jump_to_its_complaints_and_a_link_for_a_colleague(server: tuple[str, Any]) -> None:
    address, browser = server
    page = browser.new_page(viewport={"width": 1440, "height": 2400}, locale="zh-CN")
    page.goto(f"{address}/trends?from=2016-01")
    settled(page, charts=4)
    assert "超出控制限" in page.get_by_role("heading", level=2).first.inner_text()
    page.locator("[class*=st-key-jump_0] .bars .point path").nth(1).click(force=True)
    dialog = page.get_by_role("dialog")
    dialog.get_by_text("15 件").wait_for(timeout=30_000)
    assert "乙支公司" in dialog.inner_text() and "服务态度" in dialog.inner_text()
    page.wait_for_function("location.search.includes('list=')")
    shared = browser.new_page(locale="zh-CN")
    shared.goto(page.url)
    shared.get_by_role("dialog").get_by_text("15 件").wait_for(timeout=30_000)
    shared.close()
    page.wait_for_timeout(1200)
    page.go_back()
    dialog.wait_for(state="detached")
    assert "list=" not in page.url
    settled(page, charts=4)
    page.get_by_role("radio", name="有效投诉").first.click()
    page.wait_for_function("location.search.includes('measure=valid')")
    link = page.url
    page.close()
    colleague = browser.new_context(locale="en-US").new_page()
    colleague.goto(link)
    settled(colleague, charts=4)
    assert colleague.get_by_role("radio", name="有效投诉").first.is_checked()
    colleague.close()


def test_the_managers_morning(server: tuple[str, Any]) -> None:
    """The headline, what is due, one complaint down to its file and row, then whether the change is real."""
    address, browser = server
    page = browser.new_page(viewport={"width": 1440, "height": 1400}, locale="zh-CN")
    page.goto(address)
    settled(page, charts=3)
    assert page.get_by_role("heading", level=2).first.inner_text().startswith("2016 年 1 月收到投诉 21 件")
    page.get_by_role("button", name="看名单").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_text("件 · 个人信息已略去").wait_for(timeout=30_000)
    dialog.get_by_test_id("stSelectbox").locator("input").click()
    page.get_by_role("option").first.click()
    dialog.get_by_text("file1.csv").filter(visible=True).first.wait_for(timeout=30_000)
    page.keyboard.press("Escape")
    dialog.wait_for(state="detached")
    page.get_by_test_id("stSidebarNavLink").filter(has_text="趋势").click()
    page.get_by_role("heading", name="超出控制限").first.wait_for(timeout=30_000)
    settled(page, charts=4)
    assert not page.get_by_test_id("stAlert").count()  # nothing of the other page's address is held against this one
    page.get_by_test_id("stSidebarNavLink").filter(has_text="机构对照").click()
    page.wait_for_function("location.search.includes('unit=')")
    settled(page, charts=3)
    assert not page.get_by_test_id("stAlert").count()
    page.close()


def test_a_cell_of_the_heat_map_leads_to_its_complaints(server: tuple[str, Any]) -> None:
    address, browser = server
    page = browser.new_page(viewport={"width": 1440, "height": 2400}, locale="zh-CN")
    page.goto(f"{address}/branches?from=2016-01")
    settled(page, charts=3)
    page.locator("[class*=st-key-months_0] .bars .point path").first.click(force=True)
    dialog = page.get_by_role("dialog")
    dialog.get_by_text("件 · 个人信息已略去").wait_for(timeout=30_000)
    assert "2016-01" in dialog.inner_text()
    page.close()


def test_a_box_around_several_marks_lists_them_together(server: tuple[str, Any]) -> None:
    address, browser = server
    page = browser.new_page(viewport={"width": 1440, "height": 1800}, locale="zh-CN")
    page.goto(f"{address}/?from=2016-01")
    settled(page, charts=3)
    figure = page.locator("[class*=st-key-chart_branch_0] .js-plotly-plot").first
    figure.hover()
    figure.locator(".modebar-btn[data-val=select]").click()
    place = figure.locator(".nsewdrag").bounding_box()
    assert place is not None
    page.mouse.move(place["x"] + 3, place["y"] + 3)
    page.mouse.down()
    page.mouse.move(place["x"] + place["width"] - 3, place["y"] + place["height"] - 3, steps=5)
    page.mouse.up()
    dialog = page.get_by_role("dialog")
    # January 2016: five of 甲 and one more, fifteen of 乙
    dialog.get_by_text("21 件 · 个人信息已略去").wait_for(timeout=30_000)
    assert "所选 2 项" in dialog.inner_text()
    page.close()


def test_the_branch_head_opens_the_link_to_the_own_branch(server: tuple[str, Any]) -> None:
    address, browser = server
    page = browser.new_page(viewport={"width": 768, "height": 1400}, locale="zh-CN")
    page.goto(f"{address}/branch?unit=乙支公司&from=2016-01")
    settled(page, charts=3)
    heading = page.get_by_role("heading", level=2).first.inner_text()
    # 15 against 6 complaints over the same premium: two-sided exact binomial p = 0.078
    assert heading.startswith("乙支公司 15 件投诉,每亿元保费 30.00 件,其他机构 12.00 件:差别在偶然范围内")
    wide = page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert wide  # nothing runs out of a narrow page
    page.get_by_test_id("stMain").get_by_test_id("stSelectbox").first.locator("input").click()
    page.get_by_role("option", name="甲支公司").click()
    page.get_by_role("heading", name="甲支公司 6 件投诉").wait_for(timeout=30_000)
    page.wait_for_function("decodeURIComponent(location.search).includes('unit=甲支公司')")
    page.close()
