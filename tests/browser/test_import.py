"""Files through the real uploader: preview, report, rows corrected and brought again, batches taken back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from analytics.demo import start_company
from tests.browser.app import chromium, running_app, settled, skip_without_browser

pytestmark = pytest.mark.browser

LOG = """投诉编号,受理时间,投诉来源,被投诉机构,险种,投诉原因,投诉类别
A1,2016-03-01,12378,甲支公司,车险,理赔时效,正式
A2,2016-02-30,12378,甲支公司,车险,理赔时效,正式
A3,2016-03-09,公司网站,乙支公司,车险,服务态度,
"""


@pytest.fixture
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    skip_without_browser()
    folder = tmp_path_factory.mktemp("import")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COMPLAINTS_DB", str(folder / "company.duckdb"))
        start_company().close()
    with running_app(folder / "company.duckdb", folder / "log.txt") as address, chromium() as browser:
        page = browser.new_page(locale="zh-CN", viewport={"width": 1280, "height": 1400})
        page.goto(f"{address}/import")
        settled(page)
        yield page


def test_import_look_and_undo(page: Any) -> None:
    page.locator("input[type=file]").set_input_files(
        [{"name": "2016年3月.csv", "mimeType": "text/csv", "buffer": LOG.encode("utf-8")}]
    )
    page.get_by_role("button", name="预览 1 个文件").click()
    page.get_by_text("尚未写入任何数据").wait_for()
    page.get_by_role("button", name="确认导入").click()
    page.get_by_text("本次导入").wait_for()
    page.get_by_text("1 行未入库").wait_for()
    settled(page)
    with page.expect_download() as download:
        page.locator(".st-key-csv_rejects button").click()
    faults = download.value.path().read_bytes()
    assert faults.startswith(b"\xef\xbb\xbf")
    assert "2016-02-30" in faults.decode("utf-8-sig")

    page.get_by_test_id("stSidebarNavLink").filter(has_text="总览").click()
    page.get_by_role("heading", name="2016 年 3 月收到投诉 2 件").wait_for()

    page.get_by_test_id("stSidebarNavLink").filter(has_text="导入").click()
    page.get_by_test_id("stSelectbox").locator("input").click()
    page.get_by_role("option", name="批次 1").click()
    page.get_by_role("button", name="撤销…").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="确认撤销").click()
    dialog.wait_for(state="detached")
    page.get_by_test_id("stSidebarNavLink").filter(has_text="总览").click()
    page.get_by_role("heading", name="还没有投诉数据").wait_for()


def give(page: Any, *files: Path | dict[str, Any]) -> None:
    """Through the uploader into the preview; nothing is written yet."""
    page.locator("input[type=file]").set_input_files(list(files))
    page.get_by_role("button", name=f"预览 {len(files)} 个文件").click()
    page.get_by_text("尚未写入任何数据").wait_for()
    settled(page)


def confirm(page: Any) -> None:
    page.get_by_role("button", name="确认导入").click()
    page.get_by_text("本次导入").wait_for()
    settled(page)


def says(page: Any, headline: str) -> None:
    """What the overview says first, and back to the Import page."""
    page.get_by_test_id("stSidebarNavLink").filter(has_text="总览").click()
    page.get_by_role("heading", name=headline).wait_for()
    page.get_by_test_id("stSidebarNavLink").filter(has_text="导入").click()
    settled(page)


def take_back(page: Any, batch: int) -> None:
    page.get_by_test_id("stSelectbox").locator("input").first.click()
    page.get_by_role("option", name=f"批次 {batch} ·").click()
    page.get_by_role("button", name="撤销…").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="确认撤销").click()
    dialog.wait_for(state="detached")
    settled(page)


def test_rows_set_aside_are_corrected_in_the_download_and_fill_the_gap(page: Any, tmp_path: Path) -> None:
    give(page, {"name": "2016年3月.csv", "mimeType": "text/csv", "buffer": LOG.encode("utf-8")})
    assert page.get_by_text("不会入库的行").count() and not page.get_by_text("已入库").count()
    says(page, "还没有投诉数据")  # a preview writes nothing
    give(page, {"name": "2016年3月.csv", "mimeType": "text/csv", "buffer": LOG.encode("utf-8")})
    confirm(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="下载 2016年3月_待改正.xlsx").click()
    corrected = tmp_path / download.value.suggested_filename
    download.value.save_as(corrected)
    says(page, "2016 年 3 月收到投诉 2 件")

    book = openpyxl.load_workbook(corrected)
    (cell,) = (cell for row in book.active.iter_rows() for cell in row if cell.comment)  # the one faulty cell
    assert cell.value == "2016-02-30" and "受理时间" in str(cell.comment.text) + str(cell.offset(-1, 0).value)
    cell.value = "2016-03-05"
    book.save(corrected)
    give(page, corrected)
    confirm(page)
    page.get_by_text("新增 1 行,更新 0 行,无变化 0 行,各行全部入库").wait_for()
    says(page, "2016 年 3 月收到投诉 3 件")

    take_back(page, 2)
    says(page, "2016 年 3 月收到投诉 2 件")
    take_back(page, 1)
    says(page, "还没有投诉数据")
