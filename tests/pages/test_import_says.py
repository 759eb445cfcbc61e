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
    assert "下载 2016年3月_待改正.xlsx" not in [button.label for button in app.get("download_button")]
    assert "搁置" not in app.header[0].value
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


WHOLE = LOG.replace("2016-02-30", "2016-02-28")  # three rows without a fault
NONE = LOG.replace("2016-03-0", "2016-02-3")  # three rows of days that do not exist
NO_ROW = LOG.splitlines()[0] + "\n"  # the headings alone
BAD = "this is no table"

# Files by name, then what the preview and the report say of them all in zh and en, by hand.
OUTCOMES = {
    "all in": (
        {"a.csv": WHOLE},
        "1 个文件可以导入:将新增 3 行,更新 0 行,无变化 0 行,没有问题行",
        "1 file ready: 3 would be new, 0 changed, 0 unchanged rows, none set aside",
        "1 个文件已导入:新增 3 行,更新 0 行,无变化 0 行,各行全部入库",
        "1 file imported: 3 new, 0 changed, 0 unchanged rows, none set aside",
    ),
    "a row aside": (
        {"a.csv": LOG},
        "1 个文件可以导入:将新增 2 行,更新 0 行,无变化 0 行 · **1 行有问题,不会入库**",
        "1 file ready: 2 would be new, 0 changed, 0 unchanged rows · **1 row would be set aside**",
        "1 个文件已导入:新增 2 行,更新 0 行,无变化 0 行 · **1 行未入库**",
        "1 file imported: 2 new, 0 changed, 0 unchanged rows · **1 row set aside**",
    ),
    "a file refused": (
        {"a.csv": WHOLE, "bad.xlsx": BAD},
        "1 个文件可以导入:将新增 3 行,更新 0 行,无变化 0 行,没有问题行 · :orange[1 个文件无法导入]",
        "1 file ready: 3 would be new, 0 changed, 0 unchanged rows, none set aside"
        " · :orange[1 file cannot be imported]",
        "1 个文件已导入:新增 3 行,更新 0 行,无变化 0 行,各行全部入库 · :orange[1 个文件没有导入]",
        "1 file imported: 3 new, 0 changed, 0 unchanged rows, none set aside · :orange[1 file not imported]",
    ),
    "the same twice": (
        {"a.csv": WHOLE, "b.csv": WHOLE},
        "1 个文件可以导入:将新增 3 行,更新 0 行,无变化 0 行,没有问题行 · 1 个文件与同时放入的另一份相同",
        "1 file ready: 3 would be new, 0 changed, 0 unchanged rows, none set aside"
        " · 1 file the same as another of these",
        "1 个文件已导入:新增 3 行,更新 0 行,无变化 0 行,各行全部入库 · 1 个文件与同时放入的另一份相同",
        "1 file imported: 3 new, 0 changed, 0 unchanged rows, none set aside · 1 file the same as another of these",
    ),
    "one without a row to load": (
        {"a.csv": WHOLE, "b.csv": NONE},
        "1 个文件可以导入:将新增 3 行,更新 0 行,无变化 0 行 · **3 行有问题,不会入库**"
        " · :orange[1 个文件没有一行可以入库]",
        "1 file ready: 3 would be new, 0 changed, 0 unchanged rows · **3 rows would be set aside**"
        " · :orange[not a row to load in 1 file]",
        "1 个文件已导入:新增 3 行,更新 0 行,无变化 0 行 · **3 行未入库** · :orange[1 个文件没有一行入库]",
        "1 file imported: 3 new, 0 changed, 0 unchanged rows · **3 rows set aside**"
        " · :orange[not a row loaded of 1 file]",
    ),
    "a month without a complaint": (
        {"2016年5月.csv": NO_ROW},
        "1 个文件可以导入,其中没有数据行",
        "1 file ready, without a row of data",
        "1 个文件已导入,其中没有数据行",
        "1 file imported, without a row of data",
    ),
    "all refused": (
        {"bad.xlsx": BAD, "worse.xlsx": BAD + "!"},
        ":orange[2 个文件无法导入]",
        ":orange[2 files cannot be imported]",
        "",
        "",
    ),
    "no row at all": (
        {"a.csv": NONE, "b.csv": NO_ROW},
        "**3 行有问题,不会入库** · :orange[2 个文件没有一行可以入库]",
        "**3 rows would be set aside** · :orange[not a row to load in 2 files]",
        "",
        "",
    ),
}


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("case", OUTCOMES)
def test_the_line_of_an_import_counts_each_file_once(
    case: str, lang: str, tiny: Tiny, use_store: Use, run_app: RunApp
) -> None:
    files, *said = OUTCOMES[case]
    previewed, reported = said[0::2] if lang == "zh" else said[1::2]
    use_store(tiny.store)
    app = run_app(page="import", lang=lang)
    for name, text in files.items():
        app.file_uploader[0].upload(name, text.encode())
    app.run()
    app.button(key="start_preview").click().run()
    assert not app.exception and previewed in [one.value for one in app.markdown]
    assert app.button(key="confirm_import").disabled is (not reported)
    if reported:
        app.button(key="confirm_import").click().run()
        assert not app.exception and reported in [one.value for one in app.markdown]


@pytest.mark.parametrize(("lang", "said"), [("zh", "1 个文件此前已导入"), ("en", "1 file imported before")])
def test_the_line_of_a_file_that_is_in_already(
    lang: str, said: str, tiny: Tiny, use_store: Use, run_app: RunApp
) -> None:
    use_store(tiny.store)
    app = upload(run_app(page="import", lang=lang), "a.csv", WHOLE)
    app.file_uploader[0].upload("a.csv", WHOLE.encode())
    app.run()
    app.button(key="start_preview").click().run()
    assert not app.exception and said in [one.value for one in app.markdown]


def _batches(app: AppTest) -> pd.DataFrame:
    return next(frame.value for frame in app.dataframe if "其中待改正" in frame.value.columns)


def test_what_an_import_says_can_be_taken_along(tiny: Tiny, use_store: Use, run_app: RunApp) -> None:
    """The batches, the sheets read, the columns understood and what is wrong, each as Excel and as text."""
    use_store(tiny.store)
    app = upload(run_app(page="import"), "2016年3月.csv", LOG)
    keys = {button.key for button in app.get("download_button")}
    for table in ("batches", "sheets_0", "mapping_0_0", "rejects"):
        assert {f"xlsx_{table}", f"csv_{table}"} <= keys, table
