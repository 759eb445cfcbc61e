"""The pages, run by Streamlit's own test runner on small databases."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.runtime.pages_manager import PagesManager
from streamlit.testing.v1 import AppTest, app_test

import ui.data
from analytics.store import Store
from tests.tiny import Tiny

ROOT = Path(__file__).parents[2]
RunApp = Callable[..., AppTest]


@pytest.fixture(autouse=True)
def fresh_caches() -> Iterator[None]:
    st.cache_data.clear()
    st.cache_resource.clear()
    yield
    st.cache_data.clear()
    st.cache_resource.clear()


@pytest.fixture(autouse=True)
def server_that_has_navigated(monkeypatch: pytest.MonkeyPatch) -> None:
    """AppTest forgets before every run that st.navigation was used, and would run files of pages/ bare.

    A server only does so for its first visitor; ui/entrance.py and tests/browser have that case.
    """

    class Navigated(PagesManager):
        def __init__(self, *args: Any, **options: Any) -> None:
            super().__init__(*args, **options)
            PagesManager.uses_pages_directory = False

    monkeypatch.setattr(app_test, "PagesManager", Navigated)


@pytest.fixture
def use_store(monkeypatch: pytest.MonkeyPatch) -> Callable[[Store], None]:
    """Let the app open this database."""

    def use(store: Store) -> None:
        monkeypatch.setattr(ui.data, "open_default", lambda: store)

    return use


@pytest.fixture
def run_app() -> RunApp:
    """Run the app once: `run_app(page="import", lang="en", branch=["甲支公司"])`."""

    def run(page: str | None = None, state: dict | None = None, **address: str | list[str]) -> AppTest:
        app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
        app.context = {"locale": "zh-CN", "theme": "light"}
        for name, value in address.items():
            app.query_params["from" if name == "from_" else name] = value
        for key, value in (state or {}).items():
            app.session_state[key] = value
        app.run()
        if page is not None:
            app.switch_page(f"pages/{page}.py").run()
        return app

    return run


# (received, withdrawn, branch, cause, channel, stated): formal regulator complaints, limit 30 calendar days.
ROWS = [
    ("2015-11-03", "", "甲支公司", "理赔时效", "12378", "是"),  # limit 2015-12-03, never withdrawn: permanent
    ("2016-01-05", "", "甲支公司", "理赔时效", "12378", "有效"),  # valid
    ("2016-01-07", "2016-01-20", "甲支公司", "服务态度", "12378", "有效"),  # withdrawn in time: log says otherwise
    ("2016-01-20", "", "乙支公司", "赔偿标准异议", "12378", ""),  # valid
    ("2016-02-02", "2016-03-30", "乙支公司", "赔偿标准异议", "12378", ""),  # cured: valid monthly, not annually
    ("2016-02-09", "", "甲支公司", "说不清的事", "公司网站", ""),  # not counted, unclassified
    ("2016-03-20", "", "丙支公司", "退保退费", "12378", ""),  # limit 2016-04-19: pending
]


@pytest.fixture
def filled(tiny: Tiny) -> Tiny:
    return fill(tiny)


def fill(tiny: Tiny) -> Tiny:
    """Seven complaints of three branches, as of 2016-03-30; premium known for January to March 2016."""
    tiny.logs(
        *(
            {
                "投诉编号": f"T{number:02d}",
                "受理时间": received,
                "撤诉日期": withdrawn,
                "被投诉机构": branch,
                "投诉原因": cause,
                "投诉来源": channel,
                "投诉类别": "正式",
                "是否有效": stated,
                "投诉人": "王小明",
                "联系电话": "13800138000",
            }
            for number, (received, withdrawn, branch, cause, channel, stated) in enumerate(ROWS)
        )
    )
    tiny.exposure(
        *(
            (month, branch, 50_000_000, 20_000)
            for month in ("2016-01", "2016-02", "2016-03")
            for branch in ("甲支公司", "乙支公司", "丙支公司")
        )
    )
    return tiny


def everything_said(app: AppTest) -> str:
    """All words on the page, for tests of what must and must not be there."""
    kinds = ("markdown", "caption", "header", "subheader", "metric", "error", "warning", "button")
    return "\n".join(
        str(getattr(element, "label", "")) + " " + str(getattr(element, "value", ""))
        for kind in kinds
        for element in getattr(app, kind)
    )


def spec_of(app: AppTest, name: str) -> dict[str, Any]:
    """What is drawn under a chart's key: plotly's data and layout, as the browser gets it."""
    charts = {chart.proto.id.split("-")[-1]: chart.proto.spec for chart in app.get("plotly_chart")}
    found = [spec for key, spec in charts.items() if key.startswith(name)]
    assert found, f"no chart {name} among {sorted(charts)}"
    answer: dict[str, Any] = json.loads(found[0])
    return answer


def table_of(app: AppTest, name: str) -> Any:
    """The table behind a chart, opened the way a reader opens it."""
    app.button(key=f"behind_{name}").click().run()
    assert not app.exception
    return app.dataframe(key=f"table_{name}_0").value
