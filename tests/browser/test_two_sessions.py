"""Two people at once: what one changes is seen by the other, never half of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.browser.app import chromium, running_app, settled, skip_without_browser
from tests.tiny import Tiny

pytestmark = pytest.mark.browser


@pytest.fixture
def two(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Any, Any]]:
    """The address, and two people's pages of it."""
    skip_without_browser()
    tiny = Tiny(tmp_path_factory.mktemp("two"), "company.duckdb")
    tiny.logs(
        {"投诉编号": "A", "受理时间": "2016-03-05", "投诉内容": "王小明说没人回电"},
        {"投诉编号": "B", "受理时间": "2016-03-09", "被投诉机构": "乙支公司"},
    )
    tiny.logs({"投诉编号": "C", "受理时间": "2016-03-20", "被投诉机构": "乙支公司"})
    tiny.store.close()
    with running_app(tiny.folder / "company.duckdb", tiny.folder / "log.txt") as address, chromium() as browser:
        yield (
            address,
            *(browser.new_context(locale="zh-CN", viewport={"width": 1280, "height": 1200}).new_page() for _ in "ab"),
        )


def test_a_table_opened_after_an_undo_fits_the_page_it_is_on(two: tuple[str, Any, Any]) -> None:
    address, reader, importer = two
    reader.goto(address)
    settled(reader, charts=3)
    assert reader.get_by_test_id("stMetricValue").first.inner_text() == "3"
    importer.goto(f"{address}/import")
    settled(importer)
    importer.get_by_test_id("stSelectbox").locator("input").click()
    importer.get_by_role("option", name="批次 2").click()
    importer.get_by_role("button", name="撤销…").click()
    importer.locator(".st-key-undo_yes button").click()
    importer.get_by_role("dialog").wait_for(state="detached")
    reader.get_by_role("button", name="数据表").first.click()
    reader.get_by_text("合计:投诉件数 2").first.wait_for()
    assert reader.get_by_test_id("stMetricValue").first.inner_text() == "2"
    assert reader.get_by_role("heading", name="2016 年 3 月收到投诉 2 件").count() == 1


def test_two_people_with_one_case(two: tuple[str, Any, Any]) -> None:
    """What the second has typed and not yet sent stays in his browser; he is told, and decides."""
    address, first, second = two
    for page, lesson in ((first, "甲的教训"), (second, "乙的教训")):
        page.goto(f"{address}/cases?complaint=A")
        settled(page)
        page.get_by_label("教训").fill(lesson)
    first.get_by_role("button", name="保存案例").click()
    first.get_by_role("button", name="不再作为案例").wait_for()
    second.get_by_label("查找").fill("A")  # the page is drawn again with what is typed not yet sent
    second.keyboard.press("Tab")
    second.get_by_text("这里已由别处改过").wait_for()
    settled(second)
    assert second.get_by_label("教训").input_value() == "乙的教训"
    assert second.get_by_test_id("stCode").filter(has_text="甲的教训").count() == 1
    second.get_by_role("button", name="以我写的为准").click()
    second.get_by_text("这里已由别处改过").wait_for(state="detached")
    settled(second)
    first.get_by_label("教训").fill("甲又写的")
    first.get_by_role("button", name="保存案例").click()
    first.get_by_text("这里已由别处改过").wait_for()
    settled(first)
    assert first.get_by_label("教训").input_value() == "甲又写的"
    first.get_by_role("button", name="放弃我写的").click()
    first.get_by_text("这里已由别处改过").wait_for(state="detached")
    settled(first)
    assert first.get_by_label("教训").input_value() == "乙的教训"


def test_two_people_with_one_slide(two: tuple[str, Any, Any]) -> None:
    address, first, second = two
    for page, title in ((first, "甲的标题"), (second, "乙的标题")):
        page.goto(f"{address}/report")
        settled(page)
        page.locator(".st-key-edit_months button").click()
        page.get_by_role("dialog").get_by_label("标题").fill(title)
    first.get_by_role("dialog").get_by_role("button", name="保存").click()
    first.get_by_role("dialog").wait_for(state="detached")
    second.get_by_role("dialog").get_by_role("button", name="保存").click()
    second.get_by_text("这里已由别处改过").wait_for()
    settled(second)
    assert second.get_by_role("dialog").get_by_label("标题").input_value() == "乙的标题"
    assert second.get_by_test_id("stCode").filter(has_text="甲的标题").count() == 1
    second.get_by_role("button", name="以我写的为准").click()
    second.get_by_role("dialog").wait_for(state="detached")
    settled(second)
    first.locator(".st-key-edit_months button").click()
    first.get_by_role("dialog").get_by_label("标题").wait_for()
    settled(first)
    assert first.get_by_role("dialog").get_by_label("标题").input_value() == "乙的标题"
    assert first.get_by_text("这里已由别处改过").count() == 0
