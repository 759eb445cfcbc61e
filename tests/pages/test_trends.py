"""Trends on complaints counted by hand: what is said, what is drawn, what the table holds, what the engine answers."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest

import ui.data
from analytics.errors import RequestError, Text
from analytics.measures import Figure
from analytics.measures.years import ToDate, Year
from analytics.store import Store
from analytics.vocabulary import Measure
from tests.pages.conftest import RunApp, everything_said, spec_of, table_of
from tests.tiny import Tiny
from ui.trend_years import running_title, years_title

Use = Callable[[Store], None]


@pytest.fixture
def jump(tiny: Tiny) -> Tiny:
    """Four or five complaints a month in 2015, in January 2016 four and 15 more of one branch and one cause."""
    rows = []
    for month in range(1, 14):
        first = date(2015 + month // 13, (month - 1) % 12 + 1, 1)
        rows += [(first + timedelta(n), "甲支公司", "理赔时效") for n in range(4 + month % 2)]
    rows += [(date(2016, 1, 10 + n), "乙支公司", "服务态度") for n in range(15)]
    rows += [(date(2016, 1, 31), "甲支公司", "退保退费")]
    tiny.logs(
        *(
            {
                "投诉编号": f"J{number:03d}",
                "受理时间": day.isoformat(),
                "被投诉机构": branch,
                "投诉原因": cause,
                "投诉类别": "正式",
                "投诉人": "王小明",
            }
            for number, (day, branch, cause) in enumerate(rows)
        )
    )
    return tiny


def test_the_finding_names_the_month_and_its_count(jump: Tiny, use_store: Use, run_app: RunApp) -> None:
    use_store(jump.store)
    app = run_app("trends")
    assert not app.exception and not app.error
    # January 2016: 5 as usual, 15 of 乙支公司, 1 more
    assert app.header[0].value == "投诉件数在 2016-01(21 件)超出控制限;不是正常波动"
    assert "**21 件**,**超出控制限**" in everything_said(app)


def test_the_jump_is_explained_by_branch_and_cause(jump: Tiny, use_store: Use, run_app: RunApp) -> None:
    use_store(jump.store)
    app = run_app("trends", lang="en")
    titles = [one.value for one in app.subheader]
    # the 12 months before: 6 x 5 + 6 x 4 = 54, a mean of 4.5
    assert (
        "Jan 2016: 21, 16.5 more than the mean of the 12 months before (4.5); "
        "乙支公司 · Staff attitude alone adds 15.0, beyond chance" in titles
    )
    steps = spec_of(app, "jump")["data"][0]
    assert steps["x"][0] == 4.5
    assert steps["x"][1] == 15
    assert steps["x"][-1] == 21


def test_chart_table_and_engine_agree(jump: Tiny, use_store: Use, run_app: RunApp) -> None:
    use_store(jump.store)
    engine = {row["month"]: row["complaints"] for row in jump.records("month", "complaints")}
    app = run_app("trends")
    drawn: dict[str, int] = {}
    for trace in spec_of(app, "control")["data"]:
        if trace.get("customdata"):
            drawn |= dict(zip(trace["x"], trace["y"], strict=True))
    assert drawn == engine
    table = table_of(app, "control")
    assert dict(zip(table["期间"], table["投诉件数"], strict=True)) == engine
    running = spec_of(app, "running")["data"]
    assert running[0]["y"][-1] == sum(n for month, n in engine.items() if month < "2016")
    assert running[1]["y"][0] == engine["2016-01"]


@pytest.mark.parametrize("measure", ["valid", "premium_ratio", "policy_ratio_10k", "timely_rate", "cause_mentions"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_measure_has_its_page(measure: str, lang: str, filled: Tiny, use_store: Use, run_app: RunApp) -> None:
    use_store(filled.store)
    app = run_app("trends", lang=lang, measure=measure, grain="quarter")
    assert not app.exception and not app.error
    assert app.header[0].value


def test_few_months_give_no_verdict(filled: Tiny, use_store: Use, run_app: RunApp) -> None:
    use_store(filled.store)
    said = everything_said(run_app("trends"))
    assert "不作判断" in said
    assert "不是正常波动" not in said


def test_nothing_imported_and_a_filter_that_leaves_nothing(tiny: Tiny, use_store: Use, run_app: RunApp) -> None:
    use_store(tiny.store)
    assert run_app("trends").header[0].value == "还没有投诉数据"
    assert run_app("trends", lang="en").header[0].value == "No complaints yet"


def test_a_filter_that_leaves_nothing_is_said(filled: Tiny, use_store: Use, run_app: RunApp) -> None:
    use_store(filled.store)
    app = run_app("trends", branch=["丙支公司"], to="2016-01", from_="2015-11")
    assert not app.exception and not app.error


def test_nonsense_in_the_address_is_set_aside(filled: Tiny, use_store: Use, run_app: RunApp) -> None:
    use_store(filled.store)
    app = run_app("trends", measure="nonsense", grain="century")
    assert not app.exception and not app.error
    assert "投诉件数" in app.header[0].value


def test_an_error_of_the_engine_is_a_message(
    filled: Tiny, use_store: Use, run_app: RunApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_store(filled.store)

    def refuse(*_: object, **__: object) -> None:
        raise RequestError("no", Text("这样问不行", "cannot be asked"), Text("换个问法", "ask otherwise"))

    monkeypatch.setattr(ui.data, "measure", refuse)
    app = run_app("trends")
    assert not app.exception
    assert "这样问不行" in app.error[0].value


def test_no_personal_data_reaches_the_page(jump: Tiny, use_store: Use, run_app: RunApp) -> None:
    use_store(jump.store)
    app = run_app("trends")
    assert "王小明" not in everything_said(app) + "".join(one.proto.spec for one in app.get("plotly_chart"))


def test_a_target_is_part_of_the_address_and_stays(filled: Tiny, use_store: Use, run_app: RunApp) -> None:
    use_store(filled.store)
    app = run_app("trends", target=["complaints:40", "valid:12.5", "planet:3", "complaints:nan", "complaints:99"])
    assert all(odd in app.warning[0].value for odd in ("planet", "nan", "99"))
    assert app.query_params["target"] == ["complaints:40", "valid:12.5"]
    assert "**40 件**" in "".join(one.proto.popover.label for one in app.get("popover"))
    app.switch_page("pages/causes.py").run()
    app.switch_page("pages/trends.py").run()
    assert app.query_params["target"] == ["complaints:40", "valid:12.5"]
    assert "**40 件**" in "".join(one.proto.popover.label for one in app.get("popover"))


def test_the_month_of_the_jump_is_part_of_the_address(jump: Tiny, use_store: Use, run_app: RunApp) -> None:
    """A link opens the month and the comparison that were seen. In May 2015 as in every odd month there were 5, in
    April 4."""
    use_store(jump.store)
    assert run_app("trends").query_params["jump_month"] in ("2016-01", ["2016-01"])  # what the data suggests
    app = run_app("trends", from_="2015-01", to="2015-12", jump_month="2015-05", jump_against="month_before")
    assert not app.warning
    assert any(one.value.startswith("2015-05 5 件,比上月 4 件多 1 件") for one in app.subheader)
    bars = spec_of(app, "jump")
    assert bars["data"][0]["text"] == ["4", "+1", "5"]  # counts, no means: one cause of one branch has one more
    assert bars["layout"]["yaxis"]["ticktext"][-1].strip() == "2015 年 5 月"
    app.selectbox(key="choice_jump_month_widget").select("2015-07").run()
    assert app.query_params["jump_month"] in ("2015-07", ["2015-07"])
    assert app.query_params["jump_against"] in ("month_before", ["month_before"])
    assert any(one.value.startswith("2015-07 5 件,比上月 4 件多 1 件") for one in app.subheader)


def test_a_year_to_date_says_on_which_side_of_the_target_it_is(filled: Tiny, use_store: Use, run_app: RunApp) -> None:
    use_store(filled.store)

    def title(target: str) -> str:
        said = [one.value for one in run_app("trends", target=target).subheader]
        return next(one for one in said if "累计" in one)

    known = int(re.search(r"累计 (\d+) 件", title("valid:1"))[1])  # type: ignore[index]
    assert title(f"complaints:{known - 1}").endswith(f";高于全年目标 {known - 1} 件")
    assert title(f"complaints:{known}").endswith(f";正是全年目标 {known} 件")
    assert title(f"complaints:{known + 1}").endswith(f";低于全年目标 {known + 1} 件")
    assert "目标" not in title("valid:1")  # of another measure


def test_the_jump_says_of_how_many_months_its_mean_is(tiny: Tiny, use_store: Use, run_app: RunApp) -> None:
    """Logs of January, February and April, premium of all four months; the data ends on 8 April."""
    start = 0
    for month, n in ((1, 4), (2, 6), (4, 8)):
        rows = [
            {"投诉编号": f"M{start + day}", "受理时间": f"2016-{month:02d}-{day:02d}", "被投诉机构": "甲支公司"}
            for day in range(1, n + 1)
        ]
        tiny.load(rows, f"2016年{month}月.csv")
        start += n
    tiny.exposure(*[(f"2016-{n:02d}", "甲支公司", 1e8, 1000) for n in range(1, 5)])
    use_store(tiny.store)
    titles = [one.value for one in run_app("trends", jump_month="2016-04").subheader]
    said = "2016-04(未满月,截至 2016-04-08) 8 件,比前 2 个有台账的月平均 5.0 件多 3.0 件"
    assert any(title.startswith(said) for title in titles), titles


def test_the_titles_of_two_years_are_findings() -> None:
    """Of the five months that both years know June is not over. Higher in February, March and May, as high in April."""
    nothing = (None,) * 12

    def months(*counts: int | None) -> tuple[Figure | None, ...]:
        return tuple(Figure(Measure.COMPLAINTS, n) if n else None for n in (*counts, *[None] * 6))

    before = Year("2015", months(None, 5, 6, 7, 8, 1), nothing)
    now = Year("2016", months(9, 6, 7, 7, 9, 2), nothing, unfinished=(5,))
    assert years_title((before, now)) == "2016 年有 3 个月高于上年同月(可比 4 个月)"
    sums = tuple(ToDate(float(n), float(n), 1.0) for n in range(1, 7))
    alone = Year("2016", now.figures, (*sums, *[None] * 6))
    assert running_title((before, alone), None, Measure.COMPLAINTS) == "2016 年 1–6 月累计 6 件(没有上年同期可比)"
    assert running_title((alone, now), None, Measure.COMPLAINTS) == "2016 年累计"


def test_the_limits_of_a_share_are_shares(tiny: Tiny, use_store: Use, run_app: RunApp) -> None:
    """One valid complaint a month, reported in time, late, in time: mean 2/3, mean moving range 1, so the limits of the
    formula are 2/3 +/- 2.66, and those of a share 0 and 100%."""
    reported = {"2016-01-05": "2016-01-20", "2016-02-05": "2016-03-30", "2016-03-05": "2016-03-20"}
    tiny.logs(
        *(
            {"投诉编号": day, "受理时间": day, "投诉类别": "正式", "红头报告日期": back, "办结日期": "2016-05-31"}
            for day, back in reported.items()
        )
    )
    use_store(tiny.store)
    app = run_app("trends", measure="timely_rate")
    assert "为 **100.0%**,在控制限内;控制限 0.0%–100.0%,均值 66.7%,按 3 期历史计算。" in everything_said(app)
    table = table_of(app, "control")
    assert (table["下限"].dropna().unique().tolist(), table["上限"].dropna().unique().tolist()) == ([0.0], [1.0])
