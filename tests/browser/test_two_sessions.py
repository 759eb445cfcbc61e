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
