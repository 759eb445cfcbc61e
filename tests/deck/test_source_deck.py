"""The deck to leave behind: same figures as the real one of 2016, and no complainant's name."""

from __future__ import annotations

import re

from tests.deck.made import Opened
from tests.sample_cells import DECK, table


def test_ten_complaints_twelve_causes_one_valid(ten_deck: Opened) -> None:
    assert re.search(r"投诉 10 件,其中有效 1 件", ten_deck.text("summary"))
    assert "10 件投诉,12 项原因" in ten_deck.text("causes.pareto")


def test_the_six_causes_as_the_real_deck_charts_them(ten_deck: Opened) -> None:
    (chart,) = ten_deck.charts("causes.pareto")
    assert dict(zip(chart.categories, chart.series["原因(项)"], strict=True)) == {
        "标的不赔偿三者": 4,
        "赔偿标准异议": 3,
        "保险责任争议": 2,
        "疑义案件争议": 1,
        "全责方不配合理赔": 1,
        "未协助理赔": 1,
    }


def test_its_ratios_can_be_done_in_the_head(ten_deck: Opened) -> None:
    """1 valid over 80 million yuan is 1.25 per 100 million; over 40,000 policies, 0.025 a thousand."""
    rows = {row[0].split("(")[0]: row for row in ten_deck.tables("ratios")[0]}
    assert rows["亿元保费投诉量"][1] == "1.25" and rows["亿元保费投诉量"][4:] == ["1", "8,000.00 万元"]
    assert rows["千张保单投诉量"][1] == "0.025" and rows["千张保单投诉量"][5] == "40,000"


def test_nobody_is_named(ten_deck: Opened) -> None:
    rows = table(DECK / "2016年投诉台账.xlsx", "序号")
    personal = {str(row[name]) for row in rows for name in ("投诉人", "联系电话", "车牌号", "报案号", "投诉责任人")}
    said = ten_deck.everything()
    assert len(personal) > 30
    assert [one for one in personal if one in said] == []


def test_what_it_leaves_out_stands_on_its_last_slide(ten_deck: Opened) -> None:
    last = ten_deck.deck.slides[-1]
    assert last.key == "left_out"
    rows = ten_deck.tables("left_out")[0][1:]
    assert {row[0] for row in rows} == {"投诉渠道", "险种", "集中爆发及其来源", "案例分析", "责任追究", "下一年度措施"}
    assert all(row[1] for row in rows)
