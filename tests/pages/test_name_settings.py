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


def test_a_product_line_may_be_one_of_its_own(tiny: Tiny, use_store: Callable[[Store], None], run_app: RunApp) -> None:
    tiny.logs({"投诉编号": "A1", "受理时间": "2016-03-01", "险种": "雇主责任险"})
    use_store(tiny.store)
    app = run_app("settings", state={"settings_view": "names", "who": "甲"})
    asked = app.selectbox(key="name_product_line_雇主责任险")
    assert asked.value is None and "雇主责任险(单独一个险种)" in asked.options
    asked.select("雇主责任险").run()
    app.button(key="settle_product_line_雇主责任险").click().run()
    assert not app.exception
    assert "没有待确认的名称" in app.info[0].value


def test_two_people_settling_one_name(tiny: Tiny, use_store: Callable[[Store], None], run_app: RunApp) -> None:
    tiny.load([{"机构代码": "01", "机构名称": "城东支公司"}, {"机构代码": "02", "机构名称": "城西支公司"}])
    tiny.logs({"投诉编号": "A1", "受理时间": "2016-03-01", "被投诉机构": "城冬支公司"})
    use_store(tiny.store)
    one, other = (run_app("settings", state={"settings_view": "names", "who": who}) for who in "甲乙")
    one.selectbox(key="name_branch_城冬支公司").select("城东支公司").run()
    one.button(key="settle_branch_城冬支公司").click().run()
    other.selectbox(key="name_branch_城冬支公司").select("城西支公司")
    other.button(key="settle_branch_城冬支公司").click().run()
    assert not other.exception
    assert "甲 刚刚把“城冬支公司”确认为“城东支公司”" in other.error[0].value
    assert tiny.complaints()[0]["branch"] == "城东支公司"


def test_a_link_leads_to_the_names(tiny: Tiny, use_store: Callable[[Store], None], run_app: RunApp) -> None:
    tiny.logs({"投诉编号": "A1", "受理时间": "2016-03-01", "投诉来源": "领导交办"})
    use_store(tiny.store)
    app = run_app()
    app.query_params["part"] = "names"
    app.switch_page("pages/settings.py").run()
    assert not app.exception
    assert app.selectbox(key="name_channel_领导交办")
