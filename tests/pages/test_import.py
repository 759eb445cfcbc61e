"""The Import page: files in, the report, faults to download, a batch taken back."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import ui.data
import ui.uploads
from analytics.errors import StoreError, Text
from analytics.imports.layouts import remembered_layouts, save_layout
from analytics.intake.files import Source
from analytics.intake.layout import Layout
from analytics.store import Store
from analytics.vocabulary import SheetKind
from tests.pages.conftest import RunApp, everything_said
from tests.tiny import Tiny

Use = Callable[[Store], None]
LOG = """投诉编号,受理时间,投诉来源,被投诉机构,险种,投诉原因,投诉类别,备注
A1,2016-03-01,12378,甲支公司,车险,理赔时效,正式,x
A2,2016-02-30,12378,甲支公司,车险,理赔时效,正式,x
A3,2016-03-09,公司网站,乙支公司,车险,服务态度,,x
"""


def upload(app: AppTest, name: str, text: str) -> AppTest:
    app.file_uploader[0].upload(name, text.encode("utf-8"))
    app.run()
    app.button(key="start_preview").click().run()
    return app.button(key="confirm_import").click().run()


def test_a_file_is_imported_and_reported(tiny: Tiny, use_store: Use, run_app: RunApp) -> None:
    use_store(tiny.store)
    app = upload(run_app(page="import"), "2016年3月.csv", LOG)
    assert not app.exception and not app.error
    said = everything_said(app)
    assert "1 个文件已导入:新增 2 行,更新 0 行,无变化 0 行 · **1 行未入库**" in said
    assert "2016年3月.csv" in said
    sheets, mapping, rejects = (frame.value for frame in app.dataframe[:3])
    assert sheets["内容"].tolist() == ["投诉台账"]
    assert sheets["读取行"].tolist() == [3]
    assert dict(zip(mapping["表头"], mapping["识别为"], strict=True))["被投诉机构"] == "被投诉机构"
    assert rejects["行"].tolist() == [3]  # the spreadsheet's own number: the heading is row 1
    assert rejects["列"].tolist() == ["受理时间"]
    assert rejects["内容"].tolist() == ["2016-02-30"]
    assert rejects["怎么办"].str.len().min() > 0
    with tiny.store.cursor() as cursor:
        assert cursor.execute("SELECT count(*) FROM complaint").fetchone() == (2,)


def test_the_overview_shows_the_import_at_once(tiny: Tiny, use_store: Use, run_app: RunApp) -> None:
    use_store(tiny.store)
    app = run_app()
    assert app.header[0].value == "还没有投诉数据"
    app = upload(app.switch_page("pages/import.py").run(), "log.csv", LOG)
    app.switch_page("pages/overview.py").run()
    assert app.header[0].value.startswith("2016 年 3 月收到投诉 2 件")


def test_a_batch_is_undone_after_a_second_look(tiny: Tiny, use_store: Use, run_app: RunApp) -> None:
    use_store(tiny.store)
    app = upload(run_app(page="import"), "log.csv", LOG)
    app.selectbox(key="undo_choice").set_value(1).run()
    app.button(key="undo").click().run()
    said = everything_said(app)
    assert "撤销 log.csv" in said and "2 件投诉只有这一批提到" in said  # nothing has happened yet
    with tiny.store.cursor() as cursor:
        assert cursor.execute("SELECT count(*) FROM complaint").fetchone() == (2,)


def test_a_file_that_cannot_be_read_says_why_and_the_others_load(tiny: Tiny, use_store: Use, run_app: RunApp) -> None:
    use_store(tiny.store)
    app = run_app(page="import")
    app.file_uploader[0].upload("bad.xlsx", b"this is no workbook")
    app.file_uploader[0].upload("good.csv", LOG.encode())
    app.run()
    app.button(key="start_preview").click().run()
    app.button(key="confirm_import").click().run()
    said = everything_said(app)
    assert "1 个文件没有导入" in said
    assert "怎么办" in said
    with tiny.store.cursor() as cursor:
        assert cursor.execute("SELECT count(*) FROM complaint").fetchone() == (2,)


def test_a_formula_in_a_cell_is_text_in_the_download(tiny: Tiny, use_store: Use, run_app: RunApp) -> None:
    from ui.downloads import csv_bytes

    use_store(tiny.store)
    app = upload(run_app(page="import"), "log.csv", LOG.replace("2016-02-30", "=1+1"))
    rejects = app.dataframe[2].value
    assert rejects["内容"].tolist() == ["'=1+1"]  # also on the page: its tables can be copied and saved
    assert "'=1+1" in csv_bytes(rejects).decode("utf-8-sig")


def test_the_database_remembers_the_name_and_not_the_place_of_an_upload(
    tiny: Tiny, use_store: Use, run_app: RunApp
) -> None:
    use_store(tiny.store)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("2016/三月.csv", LOG)
    app = run_app(page="import")
    app.file_uploader[0].upload("全年.zip", packed.getvalue())
    app.run()
    app.button(key="start_preview").click().run()
    app.button(key="confirm_import").click().run()
    assert not app.exception and not app.error
    assert [row["source"]["file"] for row in tiny.complaints()] == ["全年.zip/2016/三月.csv"] * 2


def test_uploads_are_deleted_afterwards(
    tiny: Tiny, use_store: Use, run_app: RunApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_store(tiny.store)
    seen: list[Path] = []
    original = ui.data.import_sources

    def watch(store: Store, files: list[Source], **options: object) -> object:
        seen.extend(file.path for file in files)
        assert all(file.path.exists() for file in files)
        return original(store, files, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(ui.data, "import_sources", watch)
    upload(run_app(page="import"), "log.csv", LOG)
    assert [path.name for path in seen] == ["log.csv"] * 2  # for the preview, and for the import
    assert not any(path.exists() for path in seen)


def test_the_demo_refuses_and_offers_the_company_database(
    tmp_path: Path, use_store: Use, run_app: RunApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    demo = Store.open(tmp_path / "demo.duckdb", purpose="demo")
    company = Store.open(tmp_path / "company.duckdb")
    opened = [demo]
    monkeypatch.setattr(ui.data, "open_default", lambda: opened[-1])
    monkeypatch.setattr(ui.data, "start_company", lambda: opened.append(company) or company)
    app = upload(run_app(page="import"), "log.csv", LOG)
    assert not app.exception
    assert "示例数据库" in app.error[0].value
    app.button(key="start_import_refused").click().run()
    app.button(key="confirm_import").click().run()  # the files are still there, and so is their preview
    assert not app.error
    with company.cursor() as cursor:
        assert cursor.execute("SELECT count(*) FROM complaint").fetchone() == (2,)
    demo.close()
    company.close()


def test_an_error_of_the_engine_is_a_message(
    tiny: Tiny, use_store: Use, run_app: RunApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_store(tiny.store)

    def refuse(*_: object, **__: object) -> None:
        raise StoreError("disk_full", Text("磁盘已满", "the disk is full"), Text("请清理磁盘", "make room"))

    monkeypatch.setattr(ui.data, "import_sources", refuse)
    app = run_app(page="import", lang="en")
    app.file_uploader[0].upload("log.csv", LOG.encode())
    app.run()
    app.button(key="start_preview").click().run()
    assert "the disk is full" in app.error[0].value
    assert "make room" in app.error[0].value
    assert not app.exception


@pytest.mark.parametrize(("lang", "words"), [("zh", "还没有导入过文件"), ("en", "No files imported yet")])
def test_nothing_imported_yet(lang: str, words: str, tiny: Tiny, use_store: Use, run_app: RunApp) -> None:
    use_store(tiny.store)
    app = run_app(page="import", lang=lang)
    assert words in everything_said(app)
    assert app.button(key="start_preview").disabled


def test_a_preview_writes_nothing(tiny: Tiny, use_store: Use, run_app: RunApp) -> None:
    use_store(tiny.store)
    app = upload(run_app(page="import"), "2016年3月.csv", LOG)
    app.file_uploader[0].upload("2016年4月.csv", LOG.replace("公司网站", "12378").encode())
    app.run()
    before = tiny.dump()
    app.button(key="start_preview").click().run()
    said = everything_said(app)
    assert "预览结果" in said and "会变化的内容 · 1 处" in said and "可以导入" in said
    assert "不会入库的行 · 1 个问题" in said
    assert not any(word in said for word in ("已入库", "未入库", "本次导入"))  # nothing has happened yet
    changes = next(frame.value for frame in app.dataframe if "原来" in frame.value.columns)
    assert changes[["编号", "字段", "原来", "现在"]].values.tolist() == [["A3", "投诉来源", "公司网站", "12378"]]
    assert tiny.dump() == before
    app.button(key="discard_import").click().run()
    assert tiny.dump() == before


def test_rejected_rows_come_back_as_a_workbook(tiny: Tiny, use_store: Use, run_app: RunApp) -> None:
    use_store(tiny.store)
    app = upload(run_app(page="import"), "2016年3月.csv", LOG)
    assert "下载 2016年3月_待改正.xlsx" in [button.label for button in app.get("download_button")]


def test_unknown_columns_are_asked_once(tiny: Tiny, use_store: Use, run_app: RunApp) -> None:
    use_store(tiny.store)
    odd = "登记号,来访日,投诉机构名\nT1,2016-01-05,甲支公司\nT2,2016-01-06,乙支公司\n"
    app = run_app(page="import")
    app.file_uploader[0].upload("街道.csv", odd.encode())
    app.run()
    app.button(key="start_preview").click().run()
    assert "各列是什么" in everything_said(app)
    assert app.button(key="confirm_import").disabled and app.button(key="mapping_save_0").disabled


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("view", ["upload", "inbox", "coverage", "templates", "layouts"])
def test_every_part_of_the_page(view: str, lang: str, demo: Store, use_store: Use, run_app: RunApp) -> None:
    use_store(demo)
    app = run_app(page="import", lang=lang)
    app.segmented_control(key="import_view").set_value(view).run()
    assert not app.exception and not app.error
    if view == "coverage":
        grid = app.dataframe[0].value
        assert len(grid) == 9 and len(grid.columns) == 25


def test_coverage_says_what_is_missing(tiny: Tiny, use_store: Use, run_app: RunApp) -> None:
    use_store(tiny.store)
    row = {"投诉来源": "12378", "被投诉机构": "甲支公司"}
    tiny.load([{"投诉编号": "T1", "受理时间": "2016-01-05", **row}], "2016年1月.csv")
    tiny.load([{"投诉编号": "T3", "受理时间": "2016-03-05", **row}], "2016年3月.csv")
    tiny.exposure(("2016-01", "甲支公司", 1e8, 10))
    app = run_app(page="import")
    app.segmented_control(key="import_view").set_value("coverage").run()
    assert "缺台账 1 处,缺保费或保单 2 处" in everything_said(app)
    (cells,) = app.dataframe[0].value.values.tolist()
    assert cells == ["甲支公司", "1 ·", "缺 ·", "1"]


def test_odd_exposure_is_said_in_the_coverage(tiny: Tiny, use_store: Use, run_app: RunApp) -> None:
    use_store(tiny.store)
    tiny.load(
        [{"投诉编号": "T1", "受理时间": "2016-01-05", "投诉来源": "12378", "被投诉机构": "甲支公司"}], "2016年1月.csv"
    )
    tiny.exposure(("2016-01", "甲支公司", 1e8, 10), ("2016-01", "无名支公司", 1e8, 10))
    app = run_app(page="import")
    app.segmented_control(key="import_view").set_value("coverage").run()
    assert "可疑的保费或保单 · 1 处" in everything_said(app)
    grid, flags = (frame.value for frame in app.dataframe)
    assert grid.values.tolist() == [["无名支公司", "缺 !"], ["甲支公司", "1"]]
    assert flags["机构"].tolist() == ["无名支公司"] and flags["出处"].tolist() == ["批次 2 第 3 行"]


@pytest.mark.parametrize(("lang", "words"), [("zh", "应为正式/非正式"), ("en", "should say formal or informal")])
def test_a_column_nobody_can_tell_is_asked_and_the_answer_imports(
    lang: str, words: str, tiny: Tiny, use_store: Use, run_app: RunApp
) -> None:
    use_store(tiny.store)
    mixed = (
        LOG.replace("2016-02-30", "2016-03-02")
        .replace("服务态度,,", "服务态度,甲级,")
        .replace("时效,正式", "时效,乙级")
    )
    app = run_app(page="import", lang=lang)
    app.file_uploader[0].upload("2016年3月.csv", mixed.encode())
    app.run()
    app.button(key="start_preview").click().run()
    assert words in everything_said(app) and app.button(key="confirm_import").disabled
    app.button(key="mapping_save_0").click().run()  # the column stays unread
    app.button(key="confirm_import").click().run()
    assert not app.exception and not app.error
    with tiny.store.cursor() as cursor:
        assert cursor.execute("SELECT count(*) FROM complaint").fetchone() == (3,)


ODD = "登记号,来访日,投诉机构名,{}\nT1,2016-01-05,甲支公司,x\nT2,2016-01-06,乙支公司,y\n"


def asked_columns(app: AppTest, last: str) -> AppTest:
    """A table whose columns are asked; the one that holds the day is said."""
    app.file_uploader[0].upload("街道.csv", ODD.format(last).encode())
    app.run()
    app.button(key="start_preview").click().run()
    app.session_state["mapping_0"] = {
        "edited_rows": {1: {"对应字段": "受理时间"}},
        "added_rows": [],
        "deleted_rows": [],
    }
    return app.run()


def kept_layouts(tiny: Tiny) -> dict[str, list[str]]:
    with tiny.store.cursor() as cursor:
        return {one.name: list(one.columns) for one in remembered_layouts(cursor).values()}


@pytest.mark.parametrize("typed", ["街道 的布局", "另一个名称"])
def test_a_saved_layout_is_not_lost_in_silence(typed: str, tiny: Tiny, use_store: Use, run_app: RunApp) -> None:
    """A colleague has kept one of the default name for other headings, while this page was open."""
    use_store(tiny.store)
    app = asked_columns(run_app(page="import"), "备注栏")
    assert app.button(key="mapping_save_0").label == "保存布局并重新预览" and not app.warning
    colleague = Layout("街道 的布局", SheetKind.LOG, {"号": "complaint_no", "日": "received_at"})
    save_layout(tiny.store, colleague, ["号", "日"], seen={})
    app.text_input(key="mapping_name_0").set_value(typed)
    app.button(key="mapping_save_0").click().run()
    assert not app.exception
    if typed != "街道 的布局":
        assert kept_layouts(tiny).keys() == {"街道 的布局", typed}
        return
    assert kept_layouts(tiny) == {"街道 的布局": ["号", "日"]}  # nothing is written over
    assert "号 → 投诉编号、日 → 受理时间" in app.warning[0].value and "另取名称" in app.warning[0].value
    assert app.button(key="mapping_save_0").label == "取代它,保存并重新预览"
    app.button(key="mapping_save_0").click().run()
    assert not app.exception and kept_layouts(tiny) == {"街道 的布局": ["登记号", "来访日", "投诉机构名"]}


def test_a_layout_for_the_same_headings_is_shown_before_it_is_replaced(
    tiny: Tiny, use_store: Use, run_app: RunApp
) -> None:
    use_store(tiny.store)
    app = asked_columns(run_app(page="import", lang="zh"), "备注栏")
    headings = ["登记号", "来访日", "投诉机构名", "备注栏"]
    save_layout(tiny.store, Layout("同事的", SheetKind.LOG, {"来访日": "received_at"}), headings, seen={})
    app.button(key="mapping_save_0").click().run()
    assert "这种表头已有布局“同事的”:来访日 → 受理时间" in app.warning[0].value
    assert kept_layouts(tiny) == {"同事的": ["来访日"]}


def test_a_file_of_which_no_row_loads_offers_its_rows_and_asks(tiny: Tiny, use_store: Use, run_app: RunApp) -> None:
    use_store(tiny.store)
    app = run_app(page="import")
    app.file_uploader[0].upload("2016年3月.csv", LOG.replace("2016-03-0", "2016-02-3").encode())
    app.run()
    app.button(key="start_preview").click().run()
    said = everything_said(app)
    assert "没有一行可以入库" in said and "各列是什么" in said and app.button(key="confirm_import").disabled
    assert "下载 2016年3月_待改正.xlsx" in [button.label for button in app.get("download_button")]


def test_a_row_number_is_a_whole_number_beside_a_fault_without_one(tiny: Tiny, use_store: Use, run_app: RunApp) -> None:
    from ui.downloads import csv_bytes

    use_store(tiny.store)
    app = upload(run_app(page="import"), "2016年3月.xlsx", LOG.replace("12378", "火星"))  # text under a workbook's name
    warnings = app.dataframe[3].value
    assert warnings["行"].isna().tolist() == [True, False]
    assert ",2," in csv_bytes(warnings).decode("utf-8-sig") and "2.0" not in csv_bytes(warnings).decode("utf-8-sig")


def test_the_headline_says_what_is_in_and_what_is_missing(tiny: Tiny, use_store: Use, run_app: RunApp) -> None:
    use_store(tiny.store)
    assert run_app(page="import").header[0].value == "还没有导入数据:从第一份台账开始"
    row = {"投诉来源": "12378", "被投诉机构": "甲支公司"}
    tiny.load([{"投诉编号": "T1", "受理时间": "2016-01-05", **row}], "2016年1月.csv")
    tiny.load([{"投诉编号": "T3", "受理时间": "2016-03-05", **row}], "2016年3月.csv")
    assert run_app(page="import").header[0].value == "已有 2016-01 至 2016-03 的台账,共 2 个月,缺 2016-02"
    english = run_app(page="import", lang="en").header[0].value
    assert english == "2 months of logs, 2016-01 to 2016-03; missing: 2016-02"


def test_unknown_names_lead_to_where_they_are_settled(tiny: Tiny, use_store: Use, run_app: RunApp) -> None:
    """Two files: one branch that no list knows (in both), one channel, one product line, two causes."""
    tiny.load([{"机构代码": "01", "机构名称": "甲支公司"}])
    use_store(tiny.store)
    log = (
        "投诉编号,受理时间,投诉来源,被投诉机构,险种,投诉原因\n"
        "U1,2016-03-01,领导交办,申支公司,车险,说不清的事\n"
        "U2,2016-03-02,12378,申支公司,雇主责任险,另一件事\n"
    )
    app = run_app(page="import")
    app.file_uploader[0].upload("2016年3月.csv", log.encode())
    app.file_uploader[0].upload("2016年4月.csv", log.replace("U", "V").replace("-03-", "-04-").encode())
    app.run()
    app.button(key="start_preview").click().run()
    app.button(key="confirm_import").click().run()
    assert not app.exception
    said = everything_said(app)
    assert "名单不认识的名称:机构 1 个、渠道 1 个、险种 1 个" in said
    assert "无法归类的原因标签:2 个" in said
    links = {(link.proto.page, link.proto.query_string) for link in app.get("page_link")}
    assert {("settings", "part=names"), ("settings", "part=causes"), ("review", "")} <= links


@pytest.mark.parametrize(
    ("lang", "words"),
    [("zh", "投诉原因与投诉内容不符:1 件"), ("en", "1 complaint whose narrative contradicts the label")],
)
def test_labels_that_narratives_contradict_lead_to_review(
    lang: str, words: str, tiny: Tiny, use_store: Use, run_app: RunApp
) -> None:
    use_store(tiny.store)
    log = (
        "投诉编号,受理时间,投诉来源,被投诉机构,险种,投诉原因,投诉内容\n"
        "U1,2016-03-01,12378,申支公司,车险,营销扰民,修好没两天喷漆起泡车门漏水。返工两次还是没修好要求换厂重新修\n"
        "U2,2016-03-02,12378,申支公司,车险,维修质量,修好没两天喷漆起泡车门漏水。返工两次还是没修好要求换厂重新修\n"
    )
    app = run_app(page="import", lang=lang)
    app.file_uploader[0].upload("2016年3月.csv", log.encode())
    app.run()
    app.button(key="start_preview").click().run()
    app.button(key="confirm_import").click().run()
    assert not app.exception
    assert words in everything_said(app)
    assert ("review", "") in {(link.proto.page, link.proto.query_string) for link in app.get("page_link")}
