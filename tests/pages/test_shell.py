"""Around the pages: language, navigation, the demo banner."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import streamlit as st
from click.testing import CliRunner

import ui.data
from analytics.cli import main
from analytics.imports import import_paths
from analytics.store import Store
from tests.pages.conftest import ROOT, RunApp, everything_said
from tests.tiny import Tiny
from ui.navigation import GROUPS

Use = Callable[[Store], None]


@pytest.mark.parametrize(
    ("locale", "title"),
    [
        ("zh-CN", "还没有投诉数据"),
        ("zh-Hans-CN", "还没有投诉数据"),
        ("en-US", "No complaints yet"),
        ("de-DE", "No complaints yet"),
        (None, "还没有投诉数据"),
    ],
)
def test_the_browser_decides_the_language_at_first(locale: str | None, title: str, tiny: Tiny, use_store: Use) -> None:
    from streamlit.testing.v1 import AppTest

    use_store(tiny.store)
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    app.context = {"locale": locale}
    app.run()
    assert app.header[0].value == title


def test_a_chosen_language_is_kept_and_stands_in_the_address(filled: Tiny, use_store: Use, run_app: RunApp) -> None:
    use_store(filled.store)
    app = run_app()
    app.button_group(key="language_widget").set_value("en").run()
    assert app.header[0].value.startswith("Mar 2016")
    assert app.query_params["lang"] in ("en", ["en"])
    app.switch_page("pages/import.py").run()
    assert app.header[0].value == "5 months of logs, 2015-11 to 2016-03; no month missing"


def test_a_filter_survives_a_change_of_language(filled: Tiny, use_store: Use, run_app: RunApp) -> None:
    use_store(filled.store)
    app = run_app(channel=["website"], view="monthly")
    app.button_group(key="language_widget").set_value("en").run()
    assert app.multiselect[2].value == ["website"]
    assert next(metric.value for metric in app.metric if metric.label == "Complaints") == "1"
    assert not app.warning


def test_an_unknown_language_in_the_address_is_ignored(tiny: Tiny, use_store: Use, run_app: RunApp) -> None:
    use_store(tiny.store)
    assert run_app(lang="xx").header[0].value == "还没有投诉数据"


def test_only_pages_that_exist_are_offered() -> None:
    listed = {entry.name for entries in GROUPS.values() for entry in entries}
    assert listed == {path.stem for path in (ROOT / "pages").glob("*.py")}


@pytest.mark.parametrize("page", sorted(path.name for path in (ROOT / "pages").glob("*.py")))
def test_every_page_can_only_be_entered_through_the_app(page: str) -> None:
    lines = (ROOT / "pages" / page).read_text(encoding="utf-8").splitlines()
    first = next(line for line in lines if line and not line.startswith(('"""', "from ", "import ", "#")))
    assert first == "inside_only()"


def test_the_demo_says_that_it_is_one_and_offers_the_way_out(
    tmp_path: Path, use_store: Use, run_app: RunApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    demo = Store.open(tmp_path / "demo.duckdb", purpose="demo")
    company = Store.open(tmp_path / "company.duckdb")
    opened = [demo]
    monkeypatch.setattr(ui.data, "open_default", lambda: opened[-1])
    monkeypatch.setattr(ui.data, "start_company", lambda: opened.append(company) or company)
    app = run_app()
    assert "演示数据" in everything_said(app)
    app.button(key="start_banner").click().run()
    assert not app.exception and not app.error
    assert "虚构公司" not in everything_said(app)
    assert "本公司数据 · 尚未导入" in everything_said(app)
    demo.close()
    company.close()


def test_the_way_back_to_the_demo_and_what_ends_it(
    tmp_path: Path, run_app: RunApp, monkeypatch: pytest.MonkeyPatch, demo_path: Path
) -> None:
    """An empty start is no end of looking around; a question on the command line is no start at all."""
    shutil.copyfile(demo_path, tmp_path / "demo.duckdb")
    monkeypatch.setenv("COMPLAINTS_DB", str(tmp_path / "company.duckdb"))
    asked = CliRunner().invoke(
        main, ["--db", str(tmp_path / "company.duckdb"), "metrics", "--by", "total", "--format", "json"]
    )
    assert asked.exit_code == 0 and (tmp_path / "company.duckdb").exists()
    app = run_app()
    assert "演示数据" in everything_said(app) and app.metric
    app.button(key="start_banner").click().run()
    assert "本公司数据 · 尚未导入" in everything_said(app)
    st.cache_resource.clear()  # as a server that is started again
    app.run()
    assert "本公司数据 · 尚未导入" in everything_said(app)
    app.button(key="look_at_demo").click().run()
    assert not app.exception and not app.error
    assert "演示数据" in everything_said(app) and app.metric
    app.button(key="start_banner").click().run()
    log = tmp_path / "log.csv"
    log.write_text("投诉编号,受理时间,投诉来源,被投诉机构\nA1,2016-03-02,12378,甲支公司\n", encoding="utf-8")
    assert import_paths(ui.data.store(), [log]).files[0].error is None
    app.run()
    assert app.header[0].value.startswith("2016 年 3 月收到投诉 1 件")
    assert not [one for one in app.button if one.key in ("look_at_demo", "start_banner")]
    ui.data.look_at_demo()  # pressed on a page opened before the import
    assert app.run().header[0].value.startswith("2016 年 3 月收到投诉 1 件")
    ui.data.store().close()


def test_a_company_database_has_no_banner(filled: Tiny, use_store: Use, run_app: RunApp) -> None:
    use_store(filled.store)
    said = everything_said(run_app())
    assert "演示" not in said
    assert "本公司数据 · 截至 2016-03-30" in said


@pytest.mark.parametrize(
    ("page", "name", "values"),
    [
        ("branch", "unit", ["甲支公司", "乙支公司"]),
        ("cases", "complaint", ["R1", "R2"]),
        ("report", "year", ["2016", "2015"]),
        ("settings", "part", ["names", "causes"]),
    ],
)
def test_of_what_can_only_be_one_the_second_is_refused(
    filled: Tiny,
    use_store: Callable[[Store], None],
    run_app: RunApp,
    page: str,
    name: str,
    values: list[str],
) -> None:
    use_store(filled.store)
    app = run_app(page=page, **{name: values})
    said = " ".join(warning.value for warning in app.warning)
    assert values[1] in said and f"“{values[0]}”" not in said and not app.exception


def test_of_two_languages_the_second_is_refused(
    filled: Tiny, use_store: Callable[[Store], None], run_app: RunApp
) -> None:
    use_store(filled.store)
    app = run_app(lang=["en", "zh"])
    said = " ".join(warning.value for warning in app.warning)
    assert '"zh"' in said and '"en"' not in said and app.header[0].value.startswith("Mar 2016")
