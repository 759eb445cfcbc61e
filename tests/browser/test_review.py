"""Ten complaints decided by hand in a real browser, and the overview's chart of causes moves."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.browser.app import chromium, running_app, settled, skip_without_browser
from tests.tiny import Tiny

pytestmark = pytest.mark.browser


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
                "投诉原因": "退保退费",
                "投诉内容": f"查勘员态度恶劣,当场辱骂客户,要求道歉。第{number}件",
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


def _judge(page: Any, cause: str) -> None:
    """Click the cause on the card that is shown, and wait until that card has gone."""
    choose = page.locator('[class*="st-key-choose_R"]').first
    choose.wait_for()
    number = re.search(r"st-key-choose_(R\d+)_", choose.get_attribute("class"))[1]
    button = page.locator(f".st-key-choose_{number}_{cause} button")
    button.click()
    button.wait_for(state="detached")
    settled(page)


def test_ten_decisions_move_the_charts(page: Any) -> None:
    """Ten labels that their narratives contradict: eight are judged as the narrative says, two as they were filed."""
    page.get_by_role("heading", name="10 件待复核").wait_for()
    name = page.get_by_role("textbox", name="您的姓名")
    name.fill("甲")
    name.press("Enter")
    settled(page)
    for left in range(10, 0, -1):
        page.get_by_role("heading", name=f"{left} 件待复核").wait_for()
        _judge(page, "staff_attitude" if left > 2 else "surrender_refund")
    page.get_by_role("heading", name="没有待复核的投诉").wait_for()
    page.get_by_test_id("stSidebarNavLink").filter(has_text="总览").click()
    page.get_by_text("理赔服务最多:9 件").wait_for()  # eight decided, one by its label; before, it was one of eleven
