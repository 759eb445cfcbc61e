"""The filter bar: from the address, back into it, kept between pages, never broken by nonsense."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from streamlit.testing.v1 import AppTest

from analytics.store import Store
from tests.pages.conftest import RunApp, everything_said
from tests.tiny import Tiny

Use = Callable[[Store], None]


def complaints(app: object) -> str:
    return next(metric.value for metric in app.metric if metric.label == "投诉(件)")  # type: ignore[attr-defined]


def several(app: AppTest, name: str) -> Any:
    """The multiselect of a filter; its key ends in a number that grows when the question comes from elsewhere."""
    return next(one for one in app.multiselect if one.key.startswith(f"filter_{name}_"))


def test_an_address_opens_the_view_it_names(filled: Tiny, use_store: Use, run_app: RunApp) -> None:
    use_store(filled.store)
    app = run_app(branch=["乙支公司"], from_="2016-01", to="2016-02", view="monthly", book="received")
    assert complaints(app) == "2"
    assert several(app, "branch").value == ["乙支公司"]
    assert app.session_state["filter_view_0"] == "monthly"
    assert app.query_params["branch"] in ("乙支公司", ["乙支公司"])
    assert app.query_params["from"] in ("2016-01", ["2016-01"])


def test_a_choice_is_written_into_the_address_as_codes(filled: Tiny, use_store: Use, run_app: RunApp) -> None:
    use_store(filled.store)
    app = run_app()
    several(app, "channel").set_value(["website"]).run()
    assert complaints(app) == "1"
    assert app.query_params["channel"] in ("website", ["website"])
    assert app.query_params["view"] in ("annual", ["annual"])


def test_the_choice_is_kept_on_the_way_to_another_page_and_back(filled: Tiny, use_store: Use, run_app: RunApp) -> None:
    use_store(filled.store)
    app = run_app()
    several(app, "branch").set_value(["甲支公司"]).run()
    assert complaints(app) == "3"
    app.switch_page("pages/import.py").run()
    app.query_params.clear()  # a change of page empties the address
    app.switch_page("pages/overview.py").run()
    assert complaints(app) == "3"
    assert several(app, "branch").value == ["甲支公司"]
    assert app.query_params["branch"] in ("甲支公司", ["甲支公司"])


def test_nonsense_in_the_address_falls_back_with_a_message(filled: Tiny, use_store: Use, run_app: RunApp) -> None:
    use_store(filled.store)
    app = run_app(branch=["火星[x](http://a)"], from_="abc", view="yearly", as_of="2099-01-01")
    assert not app.exception and not app.error
    assert complaints(app) == "6"
    warning = app.warning[0].value
    for part in ("火星", "abc", "yearly", "2099-01-01"):
        assert part in warning
    assert "[x](http" not in warning  # nothing from an address becomes a link
    # the message goes when the next choice is made
    several(app, "branch").set_value(["甲支公司"]).run()
    assert not app.warning


def test_a_period_that_ends_before_it_begins_falls_back(filled: Tiny, use_store: Use, run_app: RunApp) -> None:
    use_store(filled.store)
    app = run_app(from_="2016-03", to="2016-01", lang="en")
    assert "ends" not in everything(app)
    assert "begins after it ends" in app.warning[0].value
    assert not app.exception


def everything(app: object) -> str:
    return " ".join(error.value for error in app.error)  # type: ignore[attr-defined]


def test_clearing_asks_the_first_question_again(filled: Tiny, use_store: Use, run_app: RunApp) -> None:
    use_store(filled.store)
    app = run_app(branch=["乙支公司"])
    assert complaints(app) == "2"
    next(button for button in app.button if button.label == "清除筛选").click().run()
    assert complaints(app) == "6"
    assert "branch" not in app.query_params


def test_an_earlier_as_of_date_forgets_what_came_later(filled: Tiny, use_store: Use, run_app: RunApp) -> None:
    use_store(filled.store)
    app = run_app(as_of="2016-02-05", from_="2016-01")
    # by then: three complaints of January and one of February
    assert complaints(app) == "4"
    assert app.header[0].value.startswith("2016 年 2 月收到投诉 1 件(1 月 3 件)")


def test_a_period_after_the_as_of_date_gives_way_to_it_and_is_said(
    filled: Tiny, use_store: Use, run_app: RunApp
) -> None:
    use_store(filled.store)
    app = run_app(as_of="2016-01-31", from_="2016-02", to="2016-03")
    assert not app.exception and not app.error
    assert "2016-02 – 2016-01-31" in everything_said(app)
    # all that is known then: one of November 2015 and three of January
    assert "2015-11\u00a0–\u00a02016-01" in everything_said(app)
    assert {one.label: one.value for one in app.metric}["投诉(件)"] == "4"


def test_a_new_month_moves_an_open_period_along(filled: Tiny, use_store: Use, run_app: RunApp) -> None:
    use_store(filled.store)
    app = run_app()
    assert app.header[0].value.startswith("2016 年 3 月")
    filled.logs({"投诉编号": "T99", "受理时间": "2016-04-02", "投诉类别": "正式"})
    app.run()
    assert app.header[0].value.startswith("2016 年 4 月收到投诉 1 件(3 月 1 件)")


def test_an_undone_import_does_not_leave_a_dead_filter(filled: Tiny, use_store: Use, run_app: RunApp) -> None:
    from analytics.imports import undo

    use_store(filled.store)
    filled.logs({"投诉编号": "N1", "受理时间": "2016-03-05", "被投诉机构": "丁支公司"})
    app = run_app()
    several(app, "branch").set_value(["丁支公司"]).run()
    assert complaints(app) == "1"
    undo(filled.store, 3)
    app.run()
    assert not app.exception and not app.error
    assert complaints(app) == "6"
    assert "丁支公司" in app.warning[0].value


def test_a_step_back_asks_the_question_before(filled: Tiny, use_store: Use, run_app: RunApp) -> None:
    use_store(filled.store)
    app = run_app()
    before = next(metric.value for metric in app.metric if metric.label == "投诉(件)")
    app.multiselect[2].set_value(["website"]).run()
    assert next(metric.value for metric in app.metric if metric.label == "投诉(件)") == "1"
    back = next(button for button in app.button if button.label == "上一步")
    back.click().run()
    assert next(metric.value for metric in app.metric if metric.label == "投诉(件)") == before
    assert "上一步" not in [button.label for button in app.button]
