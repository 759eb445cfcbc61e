"""Causes: the same counts in the sentence, the figures, the tables and the engine; both counts always said."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from analytics.store import Store
from tests.pages.conftest import RunApp, everything_said, spec_of, table_of
from tests.tiny import Tiny
from ui.drill import Drill, written
from ui.labels import label

Use = Callable[[Store], None]


@pytest.fixture
def named(tiny: Tiny) -> Tiny:
    """Ten complaints: eight of one cause, two of which name another as well, one of a third, one of none."""
    causes = ["理赔时效"] * 6 + ["理赔时效、服务态度"] * 2 + ["退保退费", ""]
    tiny.logs(
        *(
            {
                "投诉编号": f"C{number}",
                "受理时间": f"2016-0{number % 2 + 1}-1{number}",
                "投诉原因": cause,
                "环节": "理算" if number < 3 else "",
                "投诉类别": "正式",
                "投诉来源": "12378" if number % 2 else "公司网站",
                "被投诉机构": "甲支公司" if number < 7 else "乙支公司",
                "投诉人": "王小明",
                "办结日期": f"2016-03-{number + 1:02d}",
            }
            for number, cause in enumerate(causes)
        )
    )
    return tiny


def test_the_few_that_make_most_are_named(named: Tiny, use_store: Use, run_app: RunApp) -> None:
    use_store(named.store)
    app = run_app("causes")
    assert not app.exception and not app.error
    # 8 + 2 + 1 = 11 causes over 10 complaints: the first is 72.7%, with the second 90.9%
    assert app.header[0].value == "先改这 2 种:理赔时效 8 项、服务态度 2 项,占全部原因的 90.9%"
    assert "1 件投诉" in everything_said(app) and "原因未分类" in everything_said(app)
    assert sum("10 件投诉,11 项原因" in one.value for one in app.caption) >= 4
    assert "Fix these 2 first: Claim delay (8)" in run_app("causes", lang="en").header[0].value


def test_pareto_table_and_engine_agree(named: Tiny, use_store: Use, run_app: RunApp) -> None:
    use_store(named.store)
    engine = {row["cause"]: row["cause_mentions"] for row in named.records("cause", "cause_mentions") if row["cause"]}
    app = run_app("causes")
    bars = spec_of(app, "pareto")["data"][0]
    assert dict(zip(bars["customdata"], bars["x"], strict=True)) == engine
    assert table_of(app, "pareto")["项数"].tolist() == [8, 2, 1]
    grid = spec_of(app, "cause_grid")["data"][0]
    assert sum(int(text) for text in grid["text"]) == sum(engine.values())


def test_the_blocks_of_a_level_add_up(named: Tiny, use_store: Use, run_app: RunApp) -> None:
    use_store(named.store)
    blocks = spec_of(run_app("causes"), "tree")["data"][0]
    for level in (0, 1, 2):
        assert sum(n for n, x in zip(blocks["y"], blocks["x"], strict=True) if x == level) == 11


@pytest.mark.parametrize("middle", ["category", "primary_cause"])
def test_the_flow_counts_each_complaint_once_a_step(named: Tiny, use_store: Use, run_app: RunApp, middle: str) -> None:
    use_store(named.store)
    figure = spec_of(run_app("causes", flow_by=middle), "flow")
    bars, _ = figure["data"]
    for step in (0, 1, 2):
        assert sum(n for n, x in zip(bars["y"], bars["x"], strict=True) if x == step) == 10
    edges = [re.findall(r",([-\d.]+)", one["path"]) for one in figure["layout"]["shapes"]]
    assert sum(float(edge[-1]) - float(edge[0]) for edge in edges) == pytest.approx(20)


@pytest.mark.parametrize("middle", ["category", "primary_cause"])
def test_a_mark_of_the_flow_opens_what_it_says(
    named: Tiny, use_store: Use, run_app: RunApp, monkeypatch: pytest.MonkeyPatch, middle: str
) -> None:
    """The figure knows its blocks by numbers: a click on each mark must lead to the codes whose names it shows."""
    use_store(named.store)
    asked: dict[str, Any] = {}
    monkeypatch.setattr("ui.cause_flow.chart_frame", lambda figure, **named: asked.update(figure=figure, **named))
    run_app("causes", flow_by=middle)
    seen = 0
    for trace in asked["figure"].data:
        for code, said in zip(trace.customdata, trace.hovertext, strict=True):
            names = [label(kind, value) for kind, value in asked["on_click"](code).parts]
            assert said.rsplit(":", 1)[0] == " → ".join(names)
            seen += 1
    assert seen > 10


@pytest.mark.parametrize(
    ("drill", "numbers"),
    [
        (Drill("cause", "staff_attitude"), ["C6", "C7"]),
        (Drill("cause", "claim_delay", (("claim_stage", "adjustment"),)), ["C0", "C1", "C2"]),
        (Drill("cause", "surrender_refund", (("claim_stage", ""),)), ["C8"]),
        (Drill("cause", ""), ["C9"]),
        (Drill("branch", "乙支公司", (("days", "closed_on:0-21"),)), ["C7", "C9"]),  # C8: 51 days
        (Drill("channel", "website", (("category", "policy_service"),)), ["C8"]),
        (Drill("channel", "website", (("category", "policy_service"), ("status", "not_counted"))), ["C8"]),
    ],
)
def test_every_mark_leads_to_its_complaints(
    drill: Drill, numbers: list[str], named: Tiny, use_store: Use, run_app: RunApp
) -> None:
    use_store(named.store)
    app = run_app("causes", list=written(drill))
    assert sorted(app.dataframe[-1].value["投诉编号"]) == numbers
    assert "王小明" not in everything_said(app)


def test_nothing_to_show(tiny: Tiny, use_store: Use, run_app: RunApp) -> None:
    use_store(tiny.store)
    assert run_app("causes").header[0].value == "还没有投诉数据"


def test_a_filter_that_leaves_nothing(named: Tiny, use_store: Use, run_app: RunApp) -> None:
    use_store(named.store)
    app = run_app("causes", branch=["甲支公司"], category=["policy_service"], cause_by="channel")
    assert not app.exception and not app.error
    assert app.header[0].value == "所选范围内没有能归因的投诉"


def test_the_control_chart_opens_on_the_cause_that_left_its_limits(tiny: Tiny, use_store: Use, run_app: RunApp) -> None:
    """Six a month of one cause, and of another one a month, but twelve in the last."""
    rows = [(month, "理赔时效") for month in range(14) for _ in range(6)]
    rows += [(month, "服务态度") for month in range(14) for _ in range(12 if month == 13 else 1)]
    tiny.logs(
        *(
            {"投诉编号": f"F{n}", "受理时间": f"{2015 + month // 12}-{month % 12 + 1:02d}-05", "投诉原因": cause}
            for n, (month, cause) in enumerate(rows)
        ),
        {"投诉编号": "END", "受理时间": "2016-02-29", "投诉原因": "退保退费"},
    )
    use_store(tiny.store)
    app = run_app("causes", from_="2015-01")
    assert app.selectbox(key="choice_cause_widget").value == "staff_attitude"
    assert app.query_params["cause"] in ("staff_attitude", ["staff_attitude"])
    app = run_app("causes", from_="2015-01", cause="claim_delay")
    assert app.selectbox(key="choice_cause_widget").value == "claim_delay"
    assert run_app("causes", from_="2015-01", cause="火星").selectbox(key="choice_cause_widget").value


def test_what_makes_a_cause_is_drawn_and_leads_to_its_complaints(tiny: Tiny, use_store: Use, run_app: RunApp) -> None:
    texts = [("理赔时效", "王小明的赔款迟迟不到账")] * 6 + [("服务态度", "柜面态度恶劣")] * 12
    tiny.logs(
        *(
            {"投诉编号": f"W{n:02d}", "受理时间": "2016-03-05", "投诉原因": cause, "投诉内容": text, "投诉人": "王小明"}
            for n, (cause, text) in enumerate(texts)
        )
    )
    use_store(tiny.store)
    said = Drill("phrase", "赔款迟迟不到账", (("cause", "claim_delay"),))
    app = run_app("causes", cause="claim_delay", list=written(said))
    bars = spec_of(app, "words")["data"][0]
    assert dict(zip(bars["customdata"], bars["x"], strict=True)) == {"赔款迟迟不到账": 6}
    assert app.dataframe[-1].value["投诉编号"].tolist() == [f"W{n:02d}" for n in range(6)]
    assert "王小明" not in everything_said(app) + "".join(one.proto.spec for one in app.get("plotly_chart"))
    other = Drill("phrase", "柜面", (("cause", "claim_delay"),))  # no phrase of this cause
    assert "没有这样的投诉" in everything_said(run_app("causes", list=written(other)))


def test_the_totals_under_a_table_are_the_engines(named: Tiny, use_store: Use, run_app: RunApp) -> None:
    use_store(named.store)
    app = run_app("causes", lang="zh")
    table_of(app, "pareto")
    # 8 + 2 + 1 causes are named by ten complaints, one of which names none
    assert "合计:投诉件数 10 · 原因项数 11" in everything_said(app)
