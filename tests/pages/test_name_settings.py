"""Settings, names: a proposed merge is confirmed by a person, and taken back."""

from __future__ import annotations

from collections.abc import Callable

from analytics.store import Store
from tests.pages.conftest import RunApp
from tests.tiny import Tiny


def test_a_merge_is_confirmed_and_taken_back(tiny: Tiny, use_store: Callable[[Store], None], run_app: RunApp) -> None:
    tiny.load([{"机构代码": "01", "机构名称": "城东支公司"}])
    tiny.logs({"投诉编号": "A1", "受理时间": "2016-03-01", "被投诉机构": "城冬支公司"})
    use_store(tiny.store)
    app = run_app("settings", state={"settings_view": "names"})
    assert app.selectbox(key="name_branch_城冬支公司").value == "城东支公司"
    app.button(key="settle_branch_城冬支公司").click().run()
    assert "姓名" in app.error[0].value  # nobody has said who confirms
    app.session_state["who"] = "甲"
    app.run()
    app.button(key="settle_branch_城冬支公司").click().run()
    assert not app.exception
    assert "城东支公司" in app.success[0].value
    assert tiny.complaints()[0]["branch"] == "城东支公司"
    app.button(key="name_back_branch_城冬支公司").click().run()
    assert tiny.complaints()[0]["branch"] == "城冬支公司"
