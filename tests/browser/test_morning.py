"""The manager's morning from end to end: the new log comes in, the jump is seen, its cause found, its complaints shown
to somebody else by a link."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from tests.browser.app import chromium, running_app, settled, skip_without_browser
from tests.browser.test_import import confirm, give
from tests.tiny import Tiny

pytestmark = pytest.mark.browser


def rows(number: int, *complaints: tuple[date, str, str]) -> list[dict[str, str]]:
    names = ("受理时间", "被投诉机构", "投诉原因")
    return [
        {"投诉编号": f"J{number + place:03d}", "投诉来源": "12378"}
        | dict(zip(names, (str(day), branch, cause), strict=True))
        for place, (day, branch, cause) in enumerate(complaints)
    ]


@pytest.fixture
def desk(tmp_path: Any) -> Iterator[tuple[str, Any]]:
    """Four or five complaints in each month of 2015."""
    skip_without_browser()
    tiny = Tiny(tmp_path, "company.duckdb")
    days = [date(2015, month, 1) + timedelta(n) for month in range(1, 13) for n in range(4 + month % 2)]
    tiny.logs(*rows(0, *((day, "甲支公司", "理赔时效") for day in days)))
    tiny.store.close()
    with running_app(tmp_path / "company.duckdb", tmp_path / "log.txt") as address, chromium() as browser:
        yield address, browser


def test_from_the_new_log_to_a_link_for_a_colleague(desk: tuple[str, Any]) -> None:
    address, browser = desk
    page = browser.new_page(viewport={"width": 1440, "height": 2400}, locale="zh-CN")
    page.goto(address)
    page.get_by_role("heading", name="2015 年 12 月收到投诉 4 件").wait_for(timeout=60_000)
    settled(page, charts=3)

    # in comes January: six, and fifteen at another branch, all about one thing
    new = [(date(2016, 1, 2 + n), "甲支公司", "理赔时效") for n in range(5)]
    new += [(date(2016, 1, 10 + n), "乙支公司", "服务态度") for n in range(15)]
    new += [(date(2016, 1, 31), "甲支公司", "退保退费")]  # the month is over: it is judged
    text = io.StringIO()
    writer = csv.DictWriter(text, ("投诉编号", "投诉来源", "受理时间", "被投诉机构", "投诉原因"))
    writer.writeheader()
    writer.writerows(rows(100, *new))
    page.get_by_test_id("stSidebarNavLink").filter(has_text="导入").click()
    page.get_by_test_id("stFileUploader").wait_for()
    settled(page)
    give(page, {"name": "2016年1月.csv", "mimeType": "text/csv", "buffer": text.getvalue().encode()})
    confirm(page)

    page.get_by_test_id("stSidebarNavLink").filter(has_text="总览").click()
    page.get_by_role("heading", name="2016 年 1 月收到投诉 21 件").wait_for(timeout=30_000)
    settled(page, charts=3)
    page.get_by_test_id("stSidebarNavLink").filter(has_text="趋势").click()
    settled(page, charts=4)
    verdict = page.get_by_role("heading", level=2).first.inner_text()
    assert "2016-01" in verdict and "21" in verdict and "超出控制限" in verdict
    # what explains it, and its complaints
    page.locator("[class*=st-key-jump_0] .bars .point path").nth(1).click(force=True)
    dialog = page.get_by_role("dialog")
    dialog.get_by_text("15 件 · 个人信息已略去").wait_for(timeout=30_000)
    assert "乙支公司" in dialog.inner_text() and "服务态度" in dialog.inner_text()
    page.wait_for_function("location.search.includes('list=')")

    colleague = browser.new_context(locale="zh-CN").new_page()
    colleague.goto(page.url)
    shared = colleague.get_by_role("dialog")
    shared.get_by_text("15 件 · 个人信息已略去").wait_for(timeout=30_000)
    shared.get_by_test_id("stSelectbox").locator("input").click()
    colleague.get_by_role("option").first.click()
    shared.get_by_text("2016年1月.csv").filter(visible=True).first.wait_for(timeout=30_000)  # down to the file
    colleague.context.close()
    page.close()
