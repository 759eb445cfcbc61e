"""The Overview on seven complaints counted by hand, on none, and when the engine says no."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import analytics.findings
import ui.data
from analytics.errors import RequestError, StoreError, Text
from analytics.store import Store
from tests.pages.conftest import RunApp, everything_said
from tests.tiny import Tiny
from ui.drill import Drill, written

Use = Callable[[Store], None]


def metrics(app: object) -> dict[str, str]:
    return {metric.label: metric.value for metric in app.metric}  # type: ignore[attr-defined]


def test_the_sentence_and_the_cards_are_the_counts_by_hand(filled: Tiny, use_store: Use, run_app: RunApp) -> None:
    use_store(filled.store)
    app = run_app()
    assert not app.exception and not app.error
    # March: one complaint, pending; February: two, of which one cured (net view: not valid)
    assert app.header[0].value == "2016 年 3 月收到投诉 1 件(2 月 2 件),有效 0 件(2 月 0 件),另有 1 件待定"
    shown = metrics(app)
    assert shown["投诉(件)"] == "6"  # January to March 2016
    assert shown["有效投诉(件)"] == "2"
    assert shown["待定(件)"] == "1"
    # 2 valid / (9 x 50m yuan) = 2 / 4.5 hundred million; / (3 branches x 20,000 policies in March) x 1,000
    assert shown["亿元保费投诉量"] == "0.44"
    assert shown["千张保单投诉量"] == "0.033"


def test_the_card_of_the_pending_says_that_it_is_of_any_month(filled: Tiny, use_store: Use, run_app: RunApp) -> None:
    """January had none pending; the card beside its figures is the list of calls to make, March's among them."""
    use_store(filled.store)
    app = run_app(**{"from": "2016-01", "to": "2016-01"})
    assert metrics(app)["待定(件)"] == "1"
    assert any("不限期间" in one.value for one in app.markdown)


def test_the_monthly_view_counts_what_was_cured(filled: Tiny, use_store: Use, run_app: RunApp) -> None:
    use_store(filled.store)
    app = run_app(view="monthly")
    assert metrics(app)["有效投诉(件)"] == "3"
    assert "月度口径" in everything_said(app)


def test_too_few_months_and_open_limits_give_no_verdict(filled: Tiny, use_store: Use, run_app: RunApp) -> None:
    use_store(filled.store)
    said = everything_said(run_app())
    assert "尚未结束" in said  # as of 2016-03-30
    for word in ("上升", "下降", "增长", "减少"):
        assert word not in said


def test_the_pending_card_names_the_next_limit(filled: Tiny, use_store: Use, run_app: RunApp) -> None:
    use_store(filled.store)
    assert "2016-04-19" in everything_said(run_app())


def test_a_missing_ratio_says_what_is_missing(filled: Tiny, use_store: Use, run_app: RunApp) -> None:
    use_store(filled.store)
    app = run_app(from_="2015-11")
    assert metrics(app)["亿元保费投诉量"] == "—"
    assert "缺少保费" in everything_said(app)


def test_every_figure_carries_its_basis(filled: Tiny, use_store: Use, run_app: RunApp) -> None:
    use_store(filled.store)
    app = run_app()
    basis = "N = 6 件 · 年度口径 · 按收到月 · 2016-01 – 2016-03 · 截至 2016-03-30 · 公司规则 2016"
    captions = [caption.value for caption in app.caption]
    assert sum(basis in one.replace("\u00a0", " ") for one in captions) == 3
    assert sum("N\u00a0=\u00a06 件\u00a0· 年度口径" in one for one in captions) == 3  # no line begins with a dot
    charts = app.get("plotly_chart")
    assert len(charts) == 3
    assert all(chart.proto.alt for chart in charts)
    assert any("6 件投诉,5 项原因" in caption.value for caption in app.caption)


def test_every_card_says_how_it_is_made(filled: Tiny, use_store: Use, run_app: RunApp) -> None:
    use_store(filled.store)
    app = run_app()
    pending = next(one for one in app.metric if one.label == "待定(件)")
    assert "尚未撤诉且时限未到" in pending.help
    said = everything_said(app)
    for measure in ("投诉件数", "有效投诉件数", "亿元保费投诉量", "千张保单投诉量", "投诉件办理及时率"):
        assert f"**{measure}** = " in said


def test_how_a_ratio_is_made_shows_its_own_numbers(filled: Tiny, use_store: Use, run_app: RunApp) -> None:
    use_store(filled.store)
    said = everything_said(run_app())
    assert "**2 件 ÷ 4.50 亿元 = 0.44 件/亿元**" in said
    assert "**2 件 ÷ 60,000 张 × 1,000 = 0.033 件/千张**" in said
    assert "有效保单 60,000 张,取期间最后一个月" in said


def test_differences_between_log_and_rules_are_shown(filled: Tiny, use_store: Use, run_app: RunApp) -> None:
    use_store(filled.store)
    app = run_app()
    assert "**1 件**投诉的台账" in everything_said(app)
    app.button(key="differs_list").click().run()
    assert app.dataframe[-1].value["投诉编号"].tolist() == ["T02"]
    assert app.dataframe[-1].value["台账所称"].tolist() == ["有效 ≠ 规则"]


@pytest.mark.parametrize(
    ("drill", "numbers"),
    [
        (Drill("month", "2016-01"), ["T01", "T02", "T03"]),
        (Drill("branch", "乙支公司"), ["T03", "T04"]),
        (Drill("category", "loss_assessment_dispute"), ["T03", "T04"]),
        (Drill("category", ""), ["T05"]),
        (Drill("pending"), ["T06"]),
        (Drill("month", "2016-01", (("valid", "yes"),)), ["T01", "T03"]),
        (Drill("month", "2016-01", (), (Drill("branch", "乙支公司"),)), ["T01", "T02", "T03", "T04"]),
    ],
)
def test_a_bar_leads_to_its_complaints_and_their_cells(
    drill: Drill, numbers: list[str], filled: Tiny, use_store: Use, run_app: RunApp
) -> None:
    use_store(filled.store)
    app = run_app(list=written(drill))
    table = app.dataframe[-1].value
    assert table["投诉编号"].tolist() == numbers
    assert table["来源文件"].tolist() == ["file1.csv"] * len(numbers)
    # the header is row 1, so complaint T00 stands in row 2
    assert table["行"].tolist() == [int(number[1:]) + 2 for number in numbers]


def test_what_tells_most_of_a_complaint_stands_first_in_its_list(filled: Tiny, use_store: Use, run_app: RunApp) -> None:
    """A narrow screen shows the first columns; what the log says otherwise comes before the days that follow."""
    use_store(filled.store)
    app = run_app(list=written(Drill("month", "2016-01")))
    first = ["受理日期", "机构", "状态", "原因", "投诉编号", "台账所称", "时限", "撤诉日期"]  # T02 differs
    assert list(app.dataframe[-1].proto.column_order) == first
    choice = next(one for one in app.selectbox if one.key == "lineage_choice")
    assert choice.options[0] == "T01 · 2016-01-05 · 甲支公司"


def test_what_makes_no_sense_of_a_list_is_said(filled: Tiny, use_store: Use, run_app: RunApp) -> None:
    use_store(filled.store)
    app = run_app(list=["planet=mars", "branch=火星"])
    assert not app.exception
    assert "planet" in app.warning[0].value
    assert ["火星" in one.value for one in app.error] == [True]


def test_no_personal_data_reaches_the_page(filled: Tiny, use_store: Use, run_app: RunApp) -> None:
    use_store(filled.store)
    app = run_app(list=written(Drill("month", "2016-01")))
    everything = everything_said(app) + "".join(frame.value.to_csv() for frame in app.dataframe)
    assert "王小明" not in everything
    assert "13800138000" not in everything


def test_in_english(filled: Tiny, use_store: Use, run_app: RunApp) -> None:
    use_store(filled.store)
    app = run_app(lang="en")
    assert app.header[0].value == "Mar 2016: 1 complaint (2 in Feb), 0 valid (0 in Feb), 1 pending"
    assert metrics(app)["Per 100m premium"] == "0.44"


def test_an_empty_database_says_what_is_missing_and_where_to_go(tiny: Tiny, use_store: Use, run_app: RunApp) -> None:
    use_store(tiny.store)
    for lang, words in (("zh", "还没有投诉数据"), ("en", "No complaints yet")):
        app = run_app(lang=lang)
        assert app.header[0].value == words
        assert not app.metric
        assert not app.exception and not app.error
        assert len(app.get("page_link")) == 1


def test_a_filter_that_leaves_nothing_is_no_error(filled: Tiny, use_store: Use, run_app: RunApp) -> None:
    use_store(filled.store)
    app = run_app(branch=["丙支公司"], to="2016-01", from_="2016-01")
    assert not app.exception and not app.error
    assert metrics(app)["投诉(件)"] == "0"
    assert len(app.get("plotly_chart")) == 1  # the noughts of the month, and not an empty frame beside another


def test_complaints_of_no_known_branch_or_cause_are_not_said_to_be_none(
    tiny: Tiny, use_store: Use, run_app: RunApp
) -> None:
    for number in ("A1", "A2"):
        tiny.logs({"投诉编号": number, "受理时间": "2016-01-04", "被投诉机构": "", "投诉原因": ""})
    use_store(tiny.store)
    told = {
        "zh": ("全部 2 件投诉都没有写明机构", "全部 2 件投诉都没有归入任何原因"),
        "en": ("None of the 2 complaints states a branch", "None of the 2 complaints is put down to a cause"),
    }
    for lang, titles in told.items():
        assert {one.value for one in run_app(lang=lang).subheader} >= set(titles)


def test_an_error_of_the_engine_is_a_message_with_what_to_do(
    filled: Tiny, use_store: Use, run_app: RunApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_store(filled.store)

    def refuse(*_: object, **__: object) -> None:
        raise RequestError("no", Text("这样问不行", "cannot be asked"), Text("换个问法", "ask otherwise"))

    monkeypatch.setattr(analytics.findings, "overview_tables", refuse)
    for lang, message, remedy in (("zh", "这样问不行", "换个问法"), ("en", "cannot be asked", "ask otherwise")):
        app = run_app(lang=lang)
        assert not app.exception
        assert message in app.error[0].value
        assert remedy in app.error[0].value
        assert app.button(key="retry")


def test_an_unexpected_fault_shows_a_number_and_no_details(
    filled: Tiny, use_store: Use, run_app: RunApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_store(filled.store)

    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError("secret details of /srv/path")

    monkeypatch.setattr(analytics.findings, "overview_tables", fail)
    app = run_app()
    assert not app.exception
    assert "编号" in app.error[0].value
    assert "secret" not in app.error[0].value


def test_a_database_that_cannot_be_opened_is_said(run_app: RunApp, monkeypatch: pytest.MonkeyPatch) -> None:
    def taken() -> Store:
        raise StoreError("database_taken", Text("数据库被占用", "taken"), Text("先关闭另一个程序", "close it"))

    monkeypatch.setattr(ui.data, "open_default", taken)
    app = run_app()
    assert not app.exception
    assert "数据库被占用" in app.error[0].value
    assert "先关闭另一个程序" in app.error[0].value
