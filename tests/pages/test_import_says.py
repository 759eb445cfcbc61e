"""The Import page says what was not read, what waits to be corrected, and what an undo takes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from analytics.imports import import_paths, undo
from analytics.imports.waiting import kept_correction
from analytics.store import Store
from tests.exchange.books import correct
from tests.pages.conftest import RunApp
from tests.pages.test_import import LOG, upload
from tests.tiny import Tiny

Use = Callable[[Store], None]


def test_a_figure_that_is_not_read_is_named_and_asked(tiny: Tiny, use_store: Use, run_app: RunApp) -> None:
    use_store(tiny.store)
    app = run_app(page="import")
    app.file_uploader[0].upload("保费.csv", "月份,机构,保费收入(万元),保单件数(件)\n2016-01,甲支公司,10,12\n".encode())
    app.run()
    app.button(key="start_preview").click().run()
    assert not app.exception
    warnings = next(frame.value for frame in app.dataframe if "问题" in frame.value.columns)
    assert "保单件数(件)" in warnings["问题"][0] and "有效保单(张)" in warnings["问题"][0]
    assert "保费.csv · 保费:各列是什么?" in [head.value for head in app.subheader]
    assert not app.button(key="mapping_save_0").disabled  # premium alone is a sheet that can be read
    assert not app.button(key="confirm_import").disabled


def test_what_is_worth_a_look_says_what_to_do_in_english_too(tiny: Tiny, use_store: Use, run_app: RunApp) -> None:
    use_store(tiny.store)
    text = "月份,机构,保费收入(万元),有效保单(万元)\n2016-01,甲支公司,10,12\n"
    app = upload(run_app(page="import", lang="en"), "a.csv", text)
    (said,) = next(frame.value for frame in app.dataframe if "What is wrong" in frame.value.columns)["What is wrong"]
    assert "the unit of '有效保单(万元)' is not known" in said and "convert the figures" in said


def test_a_correction_is_offered_for_as_long_as_rows_wait(
    tiny: Tiny, use_store: Use, run_app: RunApp, tmp_path: Path
) -> None:
    use_store(tiny.store)
    upload(run_app(page="import"), "2016年3月.csv", LOG)
    app = run_app(page="import")  # another day, another visitor
    assert "下载 2016年3月_待改正.xlsx" in [button.label for button in app.get("download_button")]
    assert "1 行搁置待改正" in app.header[0].value
    assert _batches(app)["其中待改正"].tolist() == [1]
    with tiny.store.cursor() as cursor:
        (tmp_path / "改.xlsx").write_bytes(kept_correction(cursor, 1) or b"")
    correct(tmp_path / "改.xlsx", lambda *_: "2016-02-28")
    assert import_paths(tiny.store, [tmp_path / "改.xlsx"]).files[0].rejects == []
    app = run_app(page="import")
    assert not app.get("download_button") and "搁置" not in app.header[0].value
    assert _batches(app)["其中待改正"].tolist() == [0, 0]
    assert _batches(app)["未入库"].tolist() == [0, 1]  # what happened that day


@pytest.mark.parametrize(("wait", "words"), [(True, "还有 1 行待改正"), (False, "没有待改正的行")])
def test_a_file_that_is_in_already_sends_nobody_looking_for_problems(
    wait: bool, words: str, tiny: Tiny, use_store: Use, run_app: RunApp
) -> None:
    use_store(tiny.store)
    text = LOG if wait else LOG.replace("2016-02-30", "2016-02-28")
    app = upload(run_app(page="import"), "2016年3月.csv", text)
    with tiny.store.write() as cursor:  # as an older version left it
        cursor.execute("DELETE FROM setting WHERE key = 'correction:1'")
    app.file_uploader[0].upload("2016年3月.csv", text.encode())
    app.run()
    app.button(key="start_preview").click().run()
    assert not app.exception and app.button(key="confirm_import").disabled
    assert words in app.info[0].value and "问题" not in app.info[0].value
    labels = [button.label for button in app.get("download_button")]
    assert ("下载 2016年3月_待改正.xlsx" in labels) is wait


@pytest.mark.parametrize(
    ("lang", "listed", "whole"),
    [
        (
            "zh",
            "已有 2016-03 至 2016-04 的台账,共 2 个月,另列有 2016-01、2016-02 收到的投诉,这些月份没有台账",
            "已有 2016-03 至 2016-04 的台账,共 2 个月,没有缺月",
        ),
        (
            "en",
            "2 months of logs, 2016-03 to 2016-04; they also list complaints received in months without a log:"
            " 2016-01, 2016-02",
            "2 months of logs, 2016-03 to 2016-04; no month missing",
        ),
    ],
)
def test_months_that_later_logs_list_have_no_log_of_their_own(
    lang: str, listed: str, whole: str, tiny: Tiny, use_store: Use, run_app: RunApp
) -> None:
    """March's log carries over two open complaints of January and February."""

    def row(number: str, day: str) -> dict[str, str]:
        return {"投诉编号": number, "受理时间": day, "投诉来源": "12378", "被投诉机构": "甲支公司"}

    use_store(tiny.store)
    march = [row(f"T{n}", f"2016-03-0{n}") for n in (1, 2, 3)]
    carried = tiny.load([*march, row("T8", "2016-01-05"), row("T9", "2016-02-05")], "2016年3月.csv").files[0].batch
    tiny.load([row("T4", "2016-04-05")], "2016年4月.csv")
    assert run_app(page="import", lang=lang).header[0].value == listed
    assert carried is not None
    undo(tiny.store, carried)
    tiny.load(march, "2016年3月.csv")
    assert run_app(page="import", lang=lang).header[0].value == whole


def _batches(app: AppTest) -> pd.DataFrame:
    return next(frame.value for frame in app.dataframe if "其中待改正" in frame.value.columns)
