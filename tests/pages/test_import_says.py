"""The Import page says what was not read, what waits to be corrected, and what an undo takes."""

from __future__ import annotations

from collections.abc import Callable

from analytics.store import Store
from tests.pages.conftest import RunApp
from tests.pages.test_import import upload
from tests.tiny import Tiny

Use = Callable[[Store], None]


def test_a_figure_that_is_not_read_is_named_and_asked(tiny: Tiny, use_store: Use, run_app: RunApp) -> None:
    use_store(tiny.store)
    app = run_app(page="import")
    app.file_uploader[0].upload("保费.csv", "月份,机构,保费收入(万元),保单件数(件)\n2016-01,甲支公司,10,12\n".encode())
    app.run()
    app.button(key="start_preview").click().run()
    assert not app.exception
    warnings = next(frame.value for frame in app.dataframe if "怎么办" in frame.value.columns)
    assert "保单件数(件)" in warnings["问题"][0] and "有效保单(张)" in warnings["怎么办"][0]
    assert "保费.csv · 保费:各列是什么?" in [head.value for head in app.subheader]
    assert not app.button(key="mapping_save_0").disabled  # premium alone is a sheet that can be read
    assert not app.button(key="confirm_import").disabled


def test_what_is_worth_a_look_says_what_to_do_in_english_too(tiny: Tiny, use_store: Use, run_app: RunApp) -> None:
    use_store(tiny.store)
    text = "月份,机构,保费收入(万元),有效保单(万元)\n2016-01,甲支公司,10,12\n"
    app = upload(run_app(page="import", lang="en"), "a.csv", text)
    said = next(frame.value for frame in app.dataframe if "What to do" in frame.value.columns)
    assert "the unit of '有效保单(万元)' is not known" in said["What is wrong"][0]
    assert said["What to do"][0].startswith("convert the figures")
