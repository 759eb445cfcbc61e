"""The whole way once: a workbook's rows, the database, the page in a real browser, the bars it draws."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from analytics.charts import largest_first
from analytics.imports import import_paths
from tests.browser.app import chromium, running_app, settled, skip_without_browser
from tests.tiny import Tiny

pytestmark = pytest.mark.browser

# (received, withdrawn, branch, cause): formal regulator complaints of 2016, limit 30 calendar days.
COMPLAINTS = [
    ("2016-01-05", "", "甲支公司", "理赔时效"),
    ("2016-01-07", "2016-01-20", "甲支公司", "服务态度"),
    ("2016-01-20", "", "乙支公司", "赔偿标准异议"),
    ("2016-03-02", "2016-05-30", "乙支公司", "赔偿标准异议"),
    ("2016-03-09", "", "甲支公司", "理赔时效"),
    ("2016-06-20", "", "丙支公司", "退保退费"),
]
READ_CHARTS = """() => Object.fromEntries([...document.querySelectorAll('.js-plotly-plot')].map(plot => [
    plot.closest('[class*=st-key-chart_]').className.match(/st-key-chart_([a-z]+)/)[1],
    plot.data.map(trace => ({x: [...trace.x], y: [...trace.y], code: [...trace.customdata],
        drawn: [...plot.querySelectorAll('.barlayer .trace')].map(t => t.querySelectorAll('.point path').length)}))
]))"""


@pytest.fixture(scope="module")
def tiny_insurer(tmp_path_factory: pytest.TempPathFactory) -> Tiny:
    tiny = Tiny(tmp_path_factory.mktemp("browser"), "company.duckdb")
    rows = [
        {
            "投诉编号": f"T{number:02d}",
            "受理时间": received,
            "撤诉日期": withdrawn,
            "被投诉机构": branch,
            "投诉原因": cause,
            "投诉类别": "正式",
        }
        for number, (received, withdrawn, branch, cause) in enumerate(COMPLAINTS)
    ]
    for first, last in ((0, 2), (2, 3), (3, 6)):  # three batches, each without a column of report dates
        tiny.logs(*rows[first:last])
    tiny.store.close()  # one process owns the database: the dashboard, from here on
    return tiny


@pytest.fixture(scope="module")
def page(tiny_insurer: Tiny) -> Iterator[Any]:
    skip_without_browser()
    folder = tiny_insurer.folder
    with running_app(folder / "company.duckdb", folder / "log.txt") as address, chromium() as browser:
        page = browser.new_page(viewport={"width": 1440, "height": 1200}, locale="zh-CN")
        page.goto(address)
        settled(page, charts=3)
        yield page


@pytest.fixture(scope="module")
def measured(tiny_insurer: Tiny, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[dict[str, Any]]]:
    """What the engine says, from the same rows in a database of their own."""
    tiny = Tiny(tmp_path_factory.mktemp("measured"))
    import_paths(tiny.store, sorted(tiny_insurer.folder.glob("*.csv")))
    period = {"first": "2016-01", "last": "2016-06"}
    answers = {by: tiny.records(by, "complaints,valid", **period) for by in ("month", "branch", "category")}
    tiny.store.close()
    return answers


def test_the_bars_of_a_month_are_what_the_engine_measures(page: Any, measured: dict[str, Any]) -> None:
    complaints, valid = page.evaluate(READ_CHARTS)["month"]
    assert complaints["x"] == ["2016-01", "2016-02", "2016-03", "2016-04", "2016-05", "2016-06"]
    by_month = {record["month"]: record for record in measured["month"]}
    for trace, name in ((complaints, "complaints"), (valid, "valid")):
        assert trace["y"] == [by_month.get(month, {}).get(name) for month in trace["x"]]
    # by hand: three complaints in January, of which one was withdrawn in time
    assert complaints["y"][0] == 3
    assert valid["y"][0] == 2


@pytest.mark.parametrize("dimension", ["branch", "category"])
def test_the_sorted_bars_are_what_the_engine_measures(page: Any, measured: dict[str, Any], dimension: str) -> None:
    (bars,) = page.evaluate(READ_CHARTS)[dimension]
    expected = largest_first(measured[dimension], "complaints")
    assert bars["x"] == [record["complaints"] for record in expected]
    assert bars["code"] == [record[dimension] or "" for record in expected]


def test_a_click_on_a_bar_opens_the_complaints_behind_it(page: Any) -> None:
    page.locator(".st-key-chart_branch_0 .bars .point path").first.click(force=True)
    dialog = page.get_by_role("dialog")
    dialog.wait_for()
    dialog.get_by_text("3 件").wait_for()
    assert "甲支公司" in dialog.inner_text()
    page.keyboard.press("Escape")
    dialog.wait_for(state="detached")
    settled(page, charts=3)


def test_a_figure_can_be_taken_along_as_png_svg_and_html(page: Any) -> None:
    """Each holds what is drawn; the camera on the page still saves a PNG."""
    page.locator("[class*=st-key-behind_chart_branch] button").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="图 PNG").wait_for()

    def taken(press: Any) -> tuple[str, bytes]:
        with page.expect_download() as download:
            press.click()
        return download.value.suggested_filename, download.value.path().read_bytes()

    name, svg = taken(dialog.get_by_role("button", name="图 SVG"))
    assert name == "各机构投诉.svg" and svg.startswith(b"<svg") and "甲支公司" in svg.decode()
    name, png = taken(dialog.get_by_role("button", name="图 PNG"))
    assert name == "各机构投诉.png" and png.startswith(b"\x89PNG")
    name, html = taken(dialog.get_by_role("button", name="图的网页"))
    assert name == "各机构投诉.html" and html.startswith(b"<!doctype html>") and b"cdn" not in html[:2000]
    dialog.get_by_role("button", name="Close").click()
    dialog.wait_for(state="detached")
    settled(page, charts=3)
    page.locator("[class*=st-key-chart_branch] .js-plotly-plot").hover()
    name, png = taken(page.locator("[class*=st-key-chart_branch] .modebar-btn").last)
    assert name == "各机构投诉.png" and png.startswith(b"\x89PNG")
    page.get_by_text("图片已保存 - 各机构投诉.png").first.wait_for()


CUT = """() => [...document.querySelectorAll('.st-key-cards *')]
    .filter(one => getComputedStyle(one).overflowY !== 'visible' && one.scrollHeight > one.clientHeight + 1)
    .map(one => one.innerText.replaceAll('\\n', ' '))"""


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("width", [768, 1024])
def test_a_card_without_a_figure_says_its_whole_reason(page: Any, width: int, lang: str) -> None:
    """Nothing of it stands below the edge of its card: nobody looks for what can be scrolled there."""
    address = page.url.split("?")[0]
    narrow = page.context.browser.new_page(viewport={"width": width, "height": 900}, locale="zh-CN")
    narrow.goto(f"{address}?lang={lang}")
    settled(narrow, charts=3)
    assert narrow.locator(".st-key-cards").get_by_text("2016-01 #2").is_visible()  # where report dates are missing
    cut = narrow.evaluate(CUT)
    narrow.close()
    assert cut == []
