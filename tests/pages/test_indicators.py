"""Indicators on the seven complaints of the pages' tests: figures by hand, in the card, the figure and the table."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import ui.data
from analytics.errors import RequestError, Text
from analytics.store import Store
from tests.pages.conftest import RunApp, everything_said, spec_of, table_of
from tests.tiny import Tiny

Use = Callable[[Store], None]


def test_net_and_gross_stand_beside_each_other(filled: Tiny, use_store: Use, run_app: RunApp) -> None:
    use_store(filled.store)
    app = run_app("indicators")
    assert not app.exception and not app.error
    shown = {one.label: one.value for one in app.metric}
    # 2 valid net, 3 gross over 450m yuan
    assert shown["亿元保费投诉量"] == "0.44"
    assert "月度口径 **0.67**" in everything_said(app)
    assert "2 ÷" in everything_said(app) or "2 件 ÷" in everything_said(app)


def test_card_figure_table_and_engine_agree(filled: Tiny, use_store: Use, run_app: RunApp) -> None:
    use_store(filled.store)
    months = filled.records("month", "premium_ratio", first="2016-01", last="2016-03")
    engine = {row["month"]: row["premium_ratio"] for row in months}
    app = run_app("indicators")
    net = spec_of(app, "over_time")["data"][-1]
    assert dict(zip(net["x"], net["y"], strict=True)) == pytest.approx(engine)
    assert net["marker"]["symbol"] == ["circle", "circle", "circle-open"]  # March is not over
    table = table_of(app, "over_time")
    assert table["年度口径"].tolist() == pytest.approx(list(engine.values()))
    # January: 2 valid over 150m yuan
    assert engine["2016-01"] == pytest.approx(2 / 1.5)


def test_by_branch_the_handful_is_grey_and_has_its_interval(filled: Tiny, use_store: Use, run_app: RunApp) -> None:
    use_store(filled.store)
    engine = {row["branch"]: row["premium_ratio"] for row in filled.records("branch", "premium_ratio", first="2016-01")}
    marks = spec_of(run_app("indicators"), "by_branch")["data"][-1]
    branches = [code.removeprefix("annual/") for code in marks["customdata"]]
    assert dict(zip(branches, marks["x"], strict=True)) == pytest.approx(engine)
    assert len(set(marks["marker"]["color"])) == 1  # nobody has five valid complaints


def test_what_is_missing_is_said(filled: Tiny, use_store: Use, run_app: RunApp) -> None:
    use_store(filled.store)
    app = run_app("indicators", from_="2015-11")
    assert "缺少保费" in everything_said(app)
    # 3 valid over 60,000 policies: what has no premium has policies, and the headline does not deny it
    assert {one.label: one.value for one in app.metric}["千张保单投诉量"] == "0.050"
    assert app.header[0].value.startswith("亿元保费投诉量:没有可给出的数值(缺少保费")


@pytest.mark.parametrize(
    ("lang", "said"), [("zh", "时刻为 00:00 或没有时刻的当作只写了日期"), ("en", "00:00 is taken for a date alone")]
)
def test_steps_timed_in_minutes_say_what_midnight_is_taken_for(
    lang: str, said: str, tiny: Tiny, use_store: Use, run_app: RunApp
) -> None:
    use_store(tiny.store)
    at = {"受理时间": "2016-03-01 09:00", "投诉类别": "正式"}
    tiny.logs(
        {**at, "投诉编号": "T1", "联系时间": "2016-03-01 09:10"},
        {**at, "投诉编号": "T2", "联系时间": "2016-03-02 00:00"},
    )
    app = run_app("indicators", lang=lang)
    assert not app.exception and said in everything_said(app)
    counts = table_of(app, "ladder").iloc[0].tolist()
    assert counts[2:4] == [1, 0] and 1 in counts[6:9]  # one in time, none late, one without a clock time


def test_where_the_whole_has_no_ratio_no_branch_is_held_against_it(tiny: Tiny, use_store: Use, run_app: RunApp) -> None:
    """Premium of 丙 is missing: there is no overall ratio, and none whose interval could include it."""
    use_store(tiny.store)
    for number, branch in enumerate(("甲支公司", "乙支公司", "丙支公司")):
        tiny.logs({"投诉编号": f"T{number}", "受理时间": "2016-01-05", "被投诉机构": branch, "投诉类别": "正式"})
    tiny.exposure(("2016-01", "甲支公司", 1e8, 1000), ("2016-01", "乙支公司", 1e8, 1000))
    app = run_app("indicators")
    said = everything_said(app).replace("\\", "")
    assert not app.exception
    assert "没有合计:缺少保费:2016-01 丙支公司" in said and "都含合计" not in said
    assert "没有比率、未列入:丙支公司" in said


def test_without_premium_no_empty_figure_is_drawn(tiny: Tiny, use_store: Use, run_app: RunApp) -> None:
    tiny.logs({"投诉编号": "T1", "受理时间": "2016-03-01", "投诉来源": "12378", "被投诉机构": "甲支公司"})
    use_store(tiny.store)
    app = run_app("indicators")
    assert not app.exception and "没有可给出的数值(缺少保费" in everything_said(app)
    drawn = {one.proto.id.split("-")[-1].rsplit("_", 1)[0] for one in app.get("plotly_chart")}
    assert drawn and "over_time" not in drawn


@pytest.mark.parametrize("window", ["quarter", "year_to_date", "year", "rolling_12"])
@pytest.mark.parametrize("ratio", ["policy_ratio", "timely_rate"])
def test_every_window_and_ratio(window: str, ratio: str, filled: Tiny, use_store: Use, run_app: RunApp) -> None:
    use_store(filled.store)
    app = run_app("indicators", lang="en", window=window, ratio=ratio)
    assert not app.exception and not app.error


def test_what_if_and_what_a_target_needs(filled: Tiny, use_store: Use, run_app: RunApp) -> None:
    use_store(filled.store)
    app = run_app("indicators")
    # curable on 30 March 2016: T01 of 甲, T03 of 乙
    asked = {one.label: one.max for one in app.number_input if str(one.key).startswith("what_if_")}
    assert asked == {"甲支公司(可撤诉 1)": 1, "乙支公司(可撤诉 1)": 1}
    app.number_input(key="what_if_甲支公司").set_value(1).run()
    assert not app.exception
    assert "年度有效由 2 件变为 1 件" in everything_said(app)
    app.number_input(key="needed_target_premium_ratio").set_value(0.3).run()
    # 0.3 per 100m over 450m yuan allows 1 complaint
    assert "须有 1 件" in everything_said(app)


def test_where_nothing_can_be_withdrawn_the_target_has_the_row(filled: Tiny, use_store: Use, run_app: RunApp) -> None:
    """On 31 January 2016 no limit of the year has passed: the first is 4 February."""
    use_store(filled.store)
    side_by_side = len(run_app("indicators").get("grid"))
    app = run_app("indicators", as_of="2016-01-31")
    assert not app.exception and "2016 年没有还能撤诉的有效投诉" in everything_said(app)
    assert len(app.get("grid")) == side_by_side - 1
    app.number_input(key="needed_target_premium_ratio").set_value(99).run()
    assert not app.exception and "须有 0 件" in everything_said(app)


def test_nothing_imported(tiny: Tiny, use_store: Use, run_app: RunApp) -> None:
    use_store(tiny.store)
    assert run_app("indicators").header[0].value == "还没有投诉数据"


def test_a_filter_that_leaves_nothing(filled: Tiny, use_store: Use, run_app: RunApp) -> None:
    use_store(filled.store)
    for lang in ("zh", "en"):
        app = run_app("indicators", lang=lang, branch=["丙支公司"], from_="2016-01", to="2016-01")
        assert not app.exception and not app.error


def test_an_error_of_the_engine_is_a_message(
    filled: Tiny, use_store: Use, run_app: RunApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_store(filled.store)

    def refuse(*_: object, **__: object) -> None:
        raise RequestError("no", Text("这样问不行", "cannot be asked"), Text("换个问法", "ask otherwise"))

    monkeypatch.setattr(ui.data, "measure", refuse)
    assert "这样问不行" in run_app("indicators").error[0].value
