"""What a title or a picture leaves out is said on the slide: what was not done, who comes next, what is not drawn."""

from __future__ import annotations

import pytest

from analytics.deck.fit import lines
from analytics.deck.story.monthly import monthly_brief
from analytics.imports import import_paths
from analytics.measures import Scope, ladder
from analytics.measures.formats import count
from analytics.rules import Step
from analytics.store import Store
from tests.deck.made import Opened, made
from tests.deck.test_story import months
from tests.tiny import Tiny

CAUSES = (
    *("保险责任争议", "疑义案件争议", "拒赔理由不充分", "标的不赔偿三者", "三者损失未赔", "赔偿标准异议"),
    *("人伤费用扣减", "未协助理赔", "服务态度", "告知不充分", "捆绑销售", "退保退费"),
)


def causes(tiny: Tiny, most: int, next_to_it: int) -> Opened:
    """Fourteen causes: two named so often, twelve once."""
    named = ["理赔时效"] * most + ["定损核损金额争议"] * next_to_it + list(CAUSES)
    tiny.logs(*({"投诉编号": f"A{n}", "受理时间": "2016-03-02", "投诉原因": one} for n, one in enumerate(named)))
    return Opened(made(tiny.store))


def test_the_cause_that_comes_next_is_named_and_what_is_not_drawn(tiny: Tiny) -> None:
    deck = causes(tiny, 5, 4)
    assert "理赔时效最多:5 项(23.8%),其次定损核损金额争议,4 项" in deck.text("summary")
    assert "理赔时效最多,5 项(23.8%),其次定损核损金额争议,4 项" in deck.text("causes.pareto")
    assert "另有 2 项原因未画出,共 2 项提及" in deck.text("causes.pareto")
    assert len(deck.charts("causes.pareto")[0].categories) == 12


def test_a_shared_first_place_needs_no_second(tiny: Tiny) -> None:
    assert "其次" not in causes(tiny, 4, 4).text("summary")


def test_the_steps_say_what_was_never_done_and_their_rows_add_up(sample_deck: Opened, sample: Store) -> None:
    with sample.cursor() as cursor:
        rows = {row.step: row for row in ladder(cursor, Scope(first="2016-01", last="2016-12")).rows}
    head, *lines = sample_deck.tables("timeliness")[0]
    at = {name: n for n, name in enumerate(head)}
    assert len(lines) == len(rows)
    for line in lines:
        late, undone = line[at["超时(未完成)"]].rstrip(")").split("(")
        parts = [line[at[one]] for one in ("及时", "无需", "未到期", "无日期") if one in at]
        assert sum(int(part.replace(",", "")) for part in (late, *parts)) == int(line[at["件数"]].replace(",", ""))
        assert int(undone) <= int(late)
    stamped = next(line for line in lines if line[0] == "红头报告")
    row = rows[Step.STAMPED_REPORT]
    assert stamped[at["超时(未完成)"]] == f"{count(row.late)}({count(row.overdue)})"


def test_a_report_that_was_never_made_is_said_in_the_title(tiny: Tiny) -> None:
    """Two informal complaints: one reported late, of the other nothing is known when its limit has passed."""
    each = {"投诉类别": "非正式", "受理时间": "2016-03-02"}
    tiny.logs(
        {**each, "投诉编号": "A", "反馈报告日期": "2016-03-28"},
        {**each, "投诉编号": "B", "反馈报告日期": ""},
        {**each, "投诉编号": "C", "受理时间": "2016-04-20", "反馈报告日期": "2016-04-21"},
    )
    (title,) = [slide.title for slide in made(tiny.store).deck.slides if slide.key == "timeliness"]
    assert title.endswith("反馈报告的及时率为 33.3%,超时 2 件,其中 1 件至今未完成")


def test_a_brief_says_that_nothing_is_pending(tiny: Tiny) -> None:
    tiny.logs({"投诉编号": "A", "受理时间": "2016-03-02", "撤诉日期": "2016-03-04"})
    with tiny.store.cursor() as cursor:
        assert monthly_brief(cursor, "2016-03").slides[1].title == "甲支公司最多(1 件);没有待定的投诉"
    tiny.logs({"投诉编号": "B", "受理时间": "2016-03-29"})  # formal: 30 days
    with tiny.store.cursor() as cursor:
        assert monthly_brief(cursor, "2016-03").slides[1].title.endswith(";待定的近期都没有要办的")
    tiny.logs({"投诉编号": "C", "受理时间": "2016-03-29", "投诉类别": "非正式"})  # 8 working days
    with tiny.store.cursor() as cursor:
        assert "待定的有 1 件近期要办,其中 1 件到时限" in monthly_brief(cursor, "2016-03").slides[1].title


@pytest.mark.parametrize(("premium", "doubted"), [(1e5, True), (1e8, False)])
def test_a_tenfold_difference_is_first_a_question_of_units(tiny: Tiny, premium: float, doubted: bool) -> None:
    """The market of 2016: 1.08 per 100m yuan. Twelve complaints over 1.2m yuan are 1,000, over 1,200m they are 1."""
    tiny.logs(*months(2016, 1), {"投诉编号": "Z", "受理时间": "2016-12-31", "投诉来源": "公司网站"})
    tiny.exposure(*((f"2016-{n:02d}", "甲支公司", premium, 1e5) for n in range(1, 13)))
    deck = made(tiny.store).deck
    titles = {slide.key: slide.title for slide in deck.slides}
    for key in ("ratios", "ratios.market"):
        assert ("先核对单位" in titles[key]) is doubted, titles[key]
        assert not (doubted and "超出" in titles[key])


def test_rows_that_are_not_in_are_held_against_rows_of_their_kind(tiny: Tiny) -> None:
    """Two of three log rows are in, and one of two rows of premium."""
    each = {"投诉来源": "12378", "被投诉机构": "甲支公司", "险种": "车险"}
    log = [{**each, "投诉编号": f"A{n}", "受理时间": day} for n, day in enumerate(("2016-03-02", "2016-03-05", "不详"))]
    rows = [
        {"月份": "2016-03", "机构": one, "保费收入(元)": yuan} for one, yuan in (("甲支公司", 5), ("乙支公司", "?"))
    ]
    import_paths(tiny.store, [tiny.write(log), tiny.write(rows)])
    said = Opened(made(tiny.store)).text("quality")
    assert "台账 1 行仍未入库,保费与机构清单 1 行未入库" in said
    assert "台账共读取 3 行,不限年度\n保费与机构清单 1 行未入库" in said


def test_a_p_value_is_not_torn_apart() -> None:
    text = "与上年同期的差异在偶然波动之内(p = 0.15)"
    for room in range(120, 620, 7):
        assert any("p = 0.15" in line.replace("\u00a0", " ") for line in lines(text, 20, room))
