"""What single slides say: the waterfall, pinned comments, two rule books in a year, little data, the contents."""

from __future__ import annotations

from datetime import date

import pytest
from pptx.util import Pt

from analytics.deck.fit import LINE, lines
from analytics.measures import Scope, data_quality, ladder, measure
from analytics.measures.contributions import contributions
from analytics.measures.market import against_market
from analytics.notes.comments import add_comment
from analytics.notes.deck_edits import DeckEdit, keep_edits
from analytics.store import Store
from analytics.vocabulary import Dimension as D
from analytics.vocabulary import Measure as M
from tests.deck.made import Opened, made
from tests.tiny import Tiny


def months(year: int, each: int, **fields: str) -> list[dict[str, str]]:
    """So many complaints on the 5th of every month."""
    return [
        {"投诉编号": f"{year}{month:02d}{n}{''.join(fields)}", "受理时间": f"{year}-{month:02d}-05", **fields}
        for month in range(1, 13)
        for n in range(each)
    ]


@pytest.fixture
def jumped(tiny: Tiny) -> Tiny:
    """Four complaints a month from two branches for two years, and twenty of one branch and cause more in 2016-08."""
    rows = [
        {**row, "投诉编号": f"{branch}{row['投诉编号']}", "被投诉机构": branch, "投诉原因": "理赔时效"}
        for year in (2015, 2016)
        for branch in ("甲支公司", "乙支公司")
        for row in months(year, 2)
    ]
    extra = [
        {"投诉编号": f"J{n}", "受理时间": "2016-08-10", "被投诉机构": "乙支公司", "投诉原因": "服务态度"}
        for n in range(20)
    ]
    tiny.logs(*rows, *extra, {"投诉编号": "Z", "受理时间": "2016-12-31", "投诉原因": "理赔时效"})
    return tiny


def test_the_waterfall_climbs_from_the_mean_to_the_month(jumped: Tiny) -> None:
    """August 2016: 24 beside a mean of 4.0; all of the 20 more are 乙支公司, 服务态度."""
    deck = Opened(made(jumped.store))
    assert "8 月的 24 件比前 12 个月均值 4.0 件多 20.0 件;最大的是乙支公司的服务态度(+20.0),超出偶然" in deck.text(
        "outbreaks.jump"
    )
    (chart,) = deck.charts("outbreaks.jump")
    base, step, label = chart.series.values()
    assert chart.categories == ["前 12 个月均值", "乙支公司的服务态度", "其余 2 项合计", "8 月"]
    assert base == [0, 4, 24, 0] and step == [4, 20, 0, 24] and label == step
    assert chart.element.find(".//{*}legend") is None


def test_the_waterfall_is_that_of_the_trends_page(sample_deck: Opened, sample: Store) -> None:
    with sample.cursor() as cursor:
        asked = contributions(cursor, Scope(first="2016-01", last="2016-12"), "2016-09")
    (chart,) = sample_deck.charts("outbreaks.jump")
    base, step, _ = chart.series.values()
    assert step[0] == pytest.approx(asked.before, abs=1e-3) and step[-1] == asked.now
    assert step[1] == pytest.approx(asked.largest(1)[0][0].change, abs=1e-3)
    # Each step begins where the one before ended, and the last ends at the month.
    for n in range(1, len(step) - 1):
        below = base[n] if base[n + 1] >= (base[n] or 0) else base[n + 1]
        assert below is not None and (base[n] or 0) + (step[n] or 0) >= below
    assert (base[-2] or 0) + (step[-2] or 0) == pytest.approx(asked.now, abs=1e-2)


def test_a_quiet_year_has_no_waterfall(tiny: Tiny) -> None:
    tiny.logs(*months(2015, 3), *months(2016, 3), {"投诉编号": "Z", "受理时间": "2016-12-31"})
    assert "outbreaks.jump" not in Opened(made(tiny.store)).pages


def test_comments_stand_under_their_month_and_name_nobody(jumped: Tiny) -> None:
    add_comment(jumped.store, "新系统上线,联系人 13812345678", month="2016-08", author="a")
    add_comment(jumped.store, "去年的事", month="2015-08", author="a")
    deck = Opened(made(jumped.store))
    (chart,) = deck.charts("months")
    assert [one for one in chart.categories if "①" in one] == ["8 月 ①"]
    said = deck.text("months")
    assert "① 8 月: 新系统上线" in said and "13812345678" not in deck.everything() and "去年的事" not in said


def test_comments_on_a_branch_stand_on_the_branches_slide_too(jumped: Tiny) -> None:
    add_comment(jumped.store, "搬迁,电话 13812345678", branch="乙支公司", author="a")
    add_comment(jumped.store, "新系统上线", month="2016-08", author="a")
    deck = Opened(made(jumped.store))
    said = deck.text("branches.heat")
    assert "批注 · 乙支公司:搬迁" in said and "新系统上线" not in said and "13812345678" not in said
    assert "搬迁" in deck.text("months")


def test_beyond_95_percent_alone_is_no_verdict_on_a_branch(sample_deck: Opened) -> None:
    """As on the Branches page: of nine branches 0.45 pass those limits by chance."""
    (slide,) = [one for one in sample_deck.deck.slides if one.key == "branches.funnel"]
    assert slide.title.startswith("没有机构超出漏斗图 99.8% 限") and "9 家机构中偶然也会有约 0.45 家如此" in slide.title


def test_the_steps_are_drawn_beside_the_year_before(sample_deck: Opened, sample: Store, ten_deck: Opened) -> None:
    year = Scope(first="2016-01", last="2016-12")
    with sample.cursor() as cursor:
        now = [row.share for row in ladder(cursor, year).rows if row.share is not None]
        before = year.with_(first="2015-01", last="2015-12", as_of=date(2015, 12, 31))
        old = [row.share for row in ladder(cursor, before).rows if row.share is not None]
    (chart,) = sample_deck.charts("timeliness")
    assert chart.series["2016"] == pytest.approx(now) and chart.series["2015"] == pytest.approx(old)
    assert ten_deck.charts("timeliness") == []  # its table says it all


def test_a_year_with_two_rule_books_shows_the_limits_of_both(tiny: Tiny) -> None:
    """Order 2020 No. 3 is for complaints received from 2020-03-01."""
    tiny.logs({"投诉编号": "A", "受理时间": "2020-02-03"}, {"投诉编号": "B", "受理时间": "2020-06-03"})
    deck = Opened(made(tiny.store, 2020))
    limits = [key for key in deck.pages if key.startswith("concept.") and key.endswith("limits")]
    assert len(limits) == 2
    assert "8 个工作日" in deck.text(limits[0]) and "2020-01-01 至 2020-02-29" in deck.text(limits[0])
    assert "15 个自然日" in deck.text(limits[1]) and "2020-03-01 至 2020-12-31" in deck.text(limits[1])


def test_where_no_step_was_late_none_is_called_late(ten_deck: Opened) -> None:
    assert "全部及时,没有一件超时" in ten_deck.text("timeliness")


def test_a_log_of_the_whole_year_shows_every_month_it_knows(ten_deck: Opened, ten: Store) -> None:
    """The source deck's ten complaints stand in one file: the months' counts add up to ten."""
    (chart,) = ten_deck.charts("months")
    assert chart.series["2016"] == [1, 0, 1, 2, 1, 1, 1, 1, 1, 1, None, None]
    assert "可能不全" not in ten_deck.text("months")
    assert "30 / 30" in ten_deck.text("quality") and "没有导入台账" not in ten_deck.text("quality")


def test_few_complaints_are_not_called_few_months(sample: Store) -> None:
    said = Opened(made(sample, branch="柳溪支公司")).text("months")
    assert "平均每月不到 1 件" in said and "少于 12 个" not in said


def test_the_market_is_compared_where_it_is_alike(sample_deck: Opened, sample: Store) -> None:
    """1.08 of 2016, net, over the whole year is like ours; every other figure says why it is not."""
    with sample.cursor() as cursor:
        (alike,) = [one for one in against_market(cursor, Scope(first="2016-01", last="2016-12")) if not one.why_not]
    head, first, *rest = sample_deck.tables("ratios.market")[0]
    assert alike.figure is not None and alike.figure.value is not None
    assert first[2] == "1.08" and first[4].startswith(f"{alike.figure.value:.2f}(") and len(head) == 6
    assert "高于行业" in sample_deck.text("ratios.market")
    assert all(row[4] != "—" or row[5] for row in rest)


def test_a_year_nothing_was_published_for_has_no_market(tiny: Tiny) -> None:
    tiny.logs({"投诉编号": "A", "受理时间": "2003-03-02"})
    tiny.exposure(("2003-03", "甲支公司", 1e8, 1000))
    assert "ratios.market" not in Opened(made(tiny.store, 2003)).pages


def test_too_few_to_test_is_not_called_within_chance(sample: Store, ten_deck: Opened) -> None:
    said = Opened(made(sample, branch="柳溪支公司")).text("causes.categories")
    assert "不检验构成的变化" in said and "超出偶然" not in said
    assert "构成不作比较" in ten_deck.text("causes.categories") and "causes.branches" not in ten_deck.pages


def test_a_year_without_a_log_is_not_called_complete(sample: Store) -> None:
    deck = Opened(made(sample, 2019))
    assert "2019 年没有台账" in deck.text("quality") and "齐全" not in deck.everything()


def test_the_contents_quote_each_section_and_its_page(sample_deck: Opened) -> None:
    pages = {slide.title: number for number, slide in enumerate(sample_deck.deck.slides, start=1)}
    rows = sample_deck.tables("contents")[0][1:]
    assert len(rows) == len({slide.section for slide in sample_deck.deck.slides} - {"cover", "contents", "left_out"})
    for _, _, finding, page in rows:
        assert pages[finding] == int(page)


def test_the_contents_quote_ones_own_words(tiny: Tiny) -> None:
    tiny.logs({"投诉编号": "A", "受理时间": "2016-03-02"})
    (was,) = [one.title for one in made(tiny.store).deck.slides if one.key == "months"]
    keep_edits(tiny.store, 2016, None, "zh", [DeckEdit("months#title", "三月一件", was)], seen={})
    assert "三月一件" in Opened(made(tiny.store)).text("contents")


def test_last_years_valid_are_those_of_the_same_day(sample_deck: Opened, sample: Store) -> None:
    """What was pending on 31 December 2015 has turned valid since: this year's figure has its pending ones too."""
    then = Scope(first="2015-01", last="2015-12", as_of=date(2015, 12, 31))
    with sample.cursor() as cursor:
        (row,) = measure(cursor, then, (D.TOTAL,), (M.VALID,)).rows
    assert f"2015-12-31 时为 {row.value(M.VALID)} 件" in sample_deck.text("summary")


def test_pending_at_the_end_of_the_year_are_weighed(sample_deck: Opened, sample: Store) -> None:
    """What turns valid after 31 December is permanent: the worst case is the valid and the pending together."""
    with sample.cursor() as cursor:
        (row,) = measure(cursor, Scope(first="2016-01", last="2016-12"), (D.TOTAL,), (M.VALID, M.PENDING)).rows
    valid, pending = int(row.value(M.VALID) or 0), int(row.value(M.PENDING) or 0)
    assert f"{valid} → {valid + pending}" in sample_deck.text("outlook")


def test_notes_stay_on_their_page_and_say_a_thing_once(sample_deck: Opened) -> None:
    for key, page in sample_deck.pages.items():
        if not page.has_notes_slide:
            continue
        shape = page.notes_slide.notes_placeholder
        run = next(shape._element.iter("{*}rPr"))
        size = int(run.get("sz")) / 100
        taken = len(lines(shape.text_frame.text, size, shape.width / Pt(1) - 15)) * size * LINE
        assert taken <= shape.height / Pt(1), key
        assert shape.text_frame.text.count("截至日:") <= 1, key


def test_every_slide_says_which_month_has_no_log(tiny: Tiny) -> None:
    """Logs of every month of 2016 but April, which has premium only."""
    for row in months(2016, 1):
        if row["受理时间"] != "2016-04-05":
            tiny.logs({**row, "投诉原因": "理赔时效"})
    tiny.exposure(*((f"2016-{n:02d}", "甲支公司", 1e8, 1000) for n in range(1, 13)))
    deck = made(tiny.store).deck
    sources = {slide.key: slide.source for slide in deck.slides if slide.source and slide.section != "concept"}
    assert len(sources) > 5
    assert [key for key, source in sources.items() if "缺台账:2016-04" not in source] == []
    (quality,) = [slide.title for slide in deck.slides if slide.key == "quality"]
    assert quality.startswith("缺台账 1 机构月(2016-04)")


def test_months_before_the_first_log_are_missing_from_the_year(tiny: Tiny) -> None:
    """Logs and premium from March on: the year's January and February are not known, on the slide as in its foot."""
    for row in months(2016, 1):
        if row["受理时间"] >= "2016-03":
            tiny.logs({**row, "投诉原因": "理赔时效"})
    tiny.exposure(*((f"2016-{n:02d}", "甲支公司", 1e8, 1000) for n in range(3, 13)))
    (slide,) = [slide for slide in made(tiny.store).deck.slides if slide.key == "quality"]
    assert slide.title.startswith("缺台账 2 机构月(2016-01, 2016-02)")
    assert "缺台账:2016-01, 2016-02" in slide.source


def test_the_mix_says_which_cells_it_compared(tiny: Tiny) -> None:
    """甲 20 and 2, 乙 20 and 2 mentions of two categories: 20 and 2 expected in each: 2 of 4 cells compare."""
    rows = [
        {"投诉编号": f"{branch}{n}", "受理时间": "2016-03-05", "被投诉机构": branch, "投诉原因": cause}
        for branch in ("甲支公司", "乙支公司")
        for n, cause in enumerate(["理赔时效"] * 20 + ["赔偿标准异议"] * 2)
    ]
    tiny.logs(*rows)
    assert "4 格中比较了 2 格,其余预期不足 5 项" in Opened(made(tiny.store)).text("causes.branches")


def test_those_that_share_the_first_place_are_all_named(tiny: Tiny) -> None:
    """理赔时效: 甲 and 乙 three each, 丙 one; 服务态度: four branches two each. March and May: 8 complaints each."""
    named = {"甲支公司": 3, "乙支公司": 3, "丙支公司": 1}
    rows = [(branch, "理赔时效") for branch, n in named.items() for _ in range(n)]
    rows += [(branch, "服务态度") for branch in ("甲支公司", "乙支公司", "丙支公司", "丁支公司") for _ in range(2)]
    rows.append(("甲支公司", ""))
    tiny.logs(
        *(
            {"投诉编号": f"T{n}", "受理时间": f"2016-{3 + n % 2 * 2:02d}-05", "被投诉机构": branch, "投诉原因": cause}
            for n, (branch, cause) in enumerate(rows)
        )
    )
    deck = Opened(made(tiny.store))
    said = deck.text("recurring")
    assert "甲支公司、乙支公司(各 3)" in said or "乙支公司、甲支公司(各 3)" in said
    assert "4 家并列(各 2)" in said
    assert "3 月、5 月最多,各 8 件" in deck.text("months")


def test_every_month_is_every_month_with_a_log(tiny: Tiny) -> None:
    """理赔时效 in every month of 2016 but April, of which there is no log; 服务态度 in March and May."""
    rows = [row for row in months(2016, 1) if row["受理时间"] != "2016-04-05"]
    for row in rows:
        tiny.logs({**row, "投诉原因": "理赔时效"})
    for n in (3, 5):
        tiny.logs({"投诉编号": f"S{n}", "受理时间": f"2016-0{n}-06", "投诉原因": "服务态度"})
    (title,) = [slide.title for slide in made(tiny.store).deck.slides if slide.key == "recurring"]
    assert title == "理赔时效在有台账的 11 个月里每月都有;2 项原因在两个月以上反复出现"


def test_a_month_and_a_quarter_that_are_not_over_are_marked(sample: Store) -> None:
    """As of 15 August: August and the third quarter are not over; complaints of July may still turn valid."""
    deck = Opened(made(sample, as_of=date(2016, 8, 15)))
    for key in ("months", "forms"):
        (chart,) = deck.charts(key)
        assert [one for one in chart.categories if "*" in one] == ["8 月*"], key
    assert [one for one in deck.tables("branches.heat")[0][0] if "*" in one] == ["8 月*"]
    for key in ("months", "forms", "branches.heat"):
        assert "* 2016-08 未结束" in deck.text(key)
    (chart,) = deck.charts("ratios")
    assert chart.categories == ["2016-Q1", "2016-Q2", "2016-Q3*"]
    assert "* 该期未结束或还有待定" in deck.text("ratios")


def test_finished_months_carry_no_mark(sample_deck: Opened) -> None:
    """The sample's last day is 31 December: December is over, though ten of its complaints are pending."""
    (chart,) = sample_deck.charts("months")
    assert not any("*" in one for one in chart.categories) and "未结束" not in sample_deck.text("months")
    (chart,) = sample_deck.charts("ratios")
    assert chart.categories == ["2016-Q1", "2016-Q2", "2016-Q3", "2016-Q4*"]


def test_few_branches_share_a_slide_and_few_rows_have_company(ten_deck: Opened) -> None:
    """Three branches, twelve mentions: nothing to test, so the table by branch stands under the categories."""
    (table,) = ten_deck.tables("causes.categories")
    assert len(ten_deck.charts("causes.categories")) == 1 and sum(int(row[-1]) for row in table[1:]) == 12
    (bars,) = ten_deck.charts("branches.heat")
    assert bars.series["2016"] == [5, 3, 2]
    (when,) = ten_deck.charts("recurring")
    assert {name: sum(n or 0 for n in values) for name, values in when.series.items()} == {
        row[0]: int(row[1]) for row in ten_deck.tables("recurring")[0][1:]
    }


def test_what_is_clean_is_said_without_a_count_of_nothing(ten_deck: Opened, sample_deck: Opened, sample: Store) -> None:
    with sample.cursor() as cursor:
        unclassified = data_quality(cursor, Scope(first="2016-01", last="2016-12")).unclassified
    (clean, some) = (next(one for one in deck.deck.slides if one.key == "quality") for deck in (ten_deck, sample_deck))
    assert clean.title == "台账齐全,没有未入库的行,全部已分类"
    assert unclassified and some.title == f"台账齐全,没有未入库的行,{unclassified} 件未分类"
