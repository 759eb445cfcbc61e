"""The analyst's way: look at the slides, put a title in own words, make the deck, take it along, find it again."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import openpyxl
import pytest
from pptx import Presentation

from tests.browser.app import chromium, running_app, settled, skip_without_browser
from tests.tiny import Tiny

pytestmark = pytest.mark.browser

OWN = "三件投诉,都在上半年"
FACTS, LESSON, MEASURE = "定损后一周无人联系", "核损前主动联系客户", "定损三日内短信告知"


@pytest.fixture
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    skip_without_browser()
    folder = tmp_path_factory.mktemp("report")
    tiny = Tiny(folder, "company.duckdb")
    tiny.logs(
        {
            "投诉编号": "A",
            "受理时间": "2016-01-05",
            "投诉原因": "理赔时效",
            "投诉人": "王小明",
            "投诉内容": "王小明说没人回电",
        },
        {"投诉编号": "B", "受理时间": "2016-03-09", "投诉原因": "服务态度", "被投诉机构": "乙支公司"},
        {"投诉编号": "C", "受理时间": "2016-06-20", "投诉原因": "赔偿标准异议"},
    )
    tiny.store.close()
    with running_app(folder / "company.duckdb", folder / "log.txt") as address, chromium() as browser:
        page = browser.new_page(locale="zh-CN", viewport={"width": 1280, "height": 1400})
        page.goto(f"{address}/report")
        settled(page)
        yield page


def go(page: Any, name: str) -> None:
    page.get_by_test_id("stSidebarNavLink").filter(has_text=name).click()
    settled(page)


def test_the_analysts_tour(page: Any) -> None:
    """A case is chosen, a title put in own words, the deck made, taken along and opened: both are in it."""
    go(page, "案例")
    # The table is a canvas: the first line's tick box.
    page.get_by_test_id("stDataFrame").first.click(position={"x": 18, "y": 52})
    page.get_by_text("投诉 A").wait_for()
    assert "complaint=A" in page.url
    assert "王小明" not in page.content()
    for label, words in (("经过", FACTS), ("教训", LESSON), ("措施", MEASURE)):
        page.get_by_label(label).first.fill(words)
    page.get_by_role("button", name="保存案例").click()
    page.get_by_role("heading", name="所选范围内有 1 个案例").wait_for()

    go(page, "年度报告")
    page.locator(f"img[alt*={LESSON}]").wait_for()
    pictures = page.get_by_test_id("stImage").locator("img")
    assert pictures.count() > 8
    assert all("svg" in picture.get_attribute("src") for picture in pictures.all())

    page.get_by_role("button", name="改写").nth(4).click()
    dialog = page.get_by_role("dialog")
    title = dialog.get_by_label("标题")
    title.wait_for()
    title.fill(OWN)
    dialog.get_by_role("button", name="保存").click()
    page.get_by_text("已改写").first.wait_for()
    settled(page)

    page.get_by_role("button", name="生成 PPT").click()
    page.get_by_role("button", name="下载").first.wait_for(timeout=60_000)
    settled(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="下载").first.click()
    deck = Presentation(str(download.value.path()))
    titles = [slide.shapes.title.text_frame.text for slide in deck.slides]
    assert OWN in titles and len(titles) == pictures.count()
    words = "\n".join(
        shape.text_frame.text for slide in deck.slides for shape in slide.shapes if shape.has_text_frame
    ) + "\n".join(
        cell.text
        for slide in deck.slides
        for shape in slide.shapes
        if shape.has_table
        for row in shape.table.rows
        for cell in row.cells
    )
    assert FACTS in words and LESSON in words and MEASURE in words
    assert "王小明" not in words

    page.get_by_role("tab", name="已生成的版本").click()
    page.get_by_text("与当前数据一致").wait_for()

    page.get_by_role("tab", name="Excel 与简报").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="下载").filter(visible=True).nth(1).click()
    book = openpyxl.load_workbook(io.BytesIO(download.value.path().read_bytes()))
    assert book.sheetnames[0] == "说明"
