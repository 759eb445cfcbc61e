"""Ten complaints decided by hand in a real browser, and the overview's chart of causes moves."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser.app import chromium, running_app, settled, skip_without_browser
from tests.tiny import Tiny

pytestmark = pytest.mark.browser

BY_HAND = "其他原因、多个原因、环节与理由"
TEXTS = ["详见附件。", "投诉人情绪激动,未说明具体诉求。", "请领导回电。", "同上。", "转办件,待核。"]


@pytest.fixture
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    skip_without_browser()
    folder = tmp_path_factory.mktemp("review")
    tiny = Tiny(folder, "company.duckdb")
    tiny.logs(
        *(
            {
                "投诉编号": f"R{number:02d}",
                "受理时间": f"2016-03-{number + 1:02d}",
                "投诉内容": f"{TEXTS[number % 5]}第{number}件",
            }
            for number in range(10)
        ),
        {"投诉编号": "L1", "受理时间": "2016-03-20", "投诉原因": "理赔时效"},
    )
    tiny.store.close()
    with running_app(folder / "company.duckdb", folder / "log.txt") as address, chromium() as browser:
        page = browser.new_page(locale="zh-CN", viewport={"width": 1440, "height": 1300})
        page.goto(f"{address}/review")
        settled(page)
        yield page


def _decide_by_hand(page: Any, cause: str) -> None:
    # The card of the complaint before may still be there for a moment.
    page.wait_for_function(
        "text => [...document.querySelectorAll('p')].filter(one => one.textContent === text).length === 1", arg=BY_HAND
    )
    page.get_by_text(BY_HAND).click()
    settled(page)
    page.get_by_test_id("stMultiSelect").locator("input").fill(cause)
    settled(page)
    page.get_by_role("option", name=cause, exact=True).click()
    settled(page)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="判定", exact=True).click()
    settled(page)


def test_ten_decisions_move_the_charts(page: Any, tmp_path: Path) -> None:
    page.get_by_role("heading", name="10 件待复核").wait_for()
    name = page.get_by_role("textbox", name="您的姓名")
    name.fill("甲")
    name.press("Enter")
    settled(page)
    for left in range(10, 0, -1):
        page.get_by_role("heading", name=f"{left} 件待复核").wait_for()
        _decide_by_hand(page, "服务态度" if left > 2 else "退保退费")
    page.get_by_role("heading", name="没有待复核的投诉").wait_for()
    page.get_by_role("link", name="总览").click()
    settled(page, charts=3)
    said = page.locator("body").inner_text()
    assert "理赔服务最多:9 件" in said  # eight decided, one by its label
