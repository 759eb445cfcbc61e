"""Branches and one branch: what is said, drawn, tabled and measured is the same; nonsense in the link is said."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

import ui.branch
from analytics.imports import undo
from analytics.store import Store
from tests.pages.conftest import RunApp, everything_said, spec_of, table_of
from tests.tiny import Tiny
from ui.drill import Drill, written

Use = Callable[[Store], None]
BRANCHES = [f"{one}支公司" for one in "甲乙丙丁戊己庚"]
COUNTS = {**dict.fromkeys(BRANCHES, 5), "甲支公司": 24, "丙支公司": 6}


@pytest.fixture
def uneven(tiny: Tiny) -> Tiny:
    """Seven branches with 100m yuan each: 24 complaints about one cause, six times 5, and one more of 丙."""
    rows = [("甲支公司", "理赔时效")] * 24 + [("乙支公司", "赔偿标准异议")] * 5
    rows += [(branch, "退保退费") for branch in BRANCHES[2:] for _ in range(5)]
    tiny.logs(
        *(
            {
                "投诉编号": f"U{number:02d}",
                "受理时间": f"2016-{number % 3 + 1:02d}-{number % 20 + 1:02d}",
                "办结日期": f"2016-{number % 3 + 1:02d}-{number % 20 + 5:02d}",
                "被投诉机构": branch,
                "投诉原因": cause,
                "投诉类别": "正式",
                "投诉人": "王小明",
            }
            for number, (branch, cause) in enumerate(rows)
        ),
        {"投诉编号": "END", "受理时间": "2016-03-31", "被投诉机构": "丙支公司", "投诉来源": "公司网站"},
    )
    tiny.exposure(*((f"2016-{m:02d}", branch, 100_000_000 / 3, 1000) for m in (1, 2, 3) for branch in BRANCHES))
    tiny.load([{"机构代码": b[0], "机构名称": b, "上级机构": "云中分公司"} for b in BRANCHES])
    return tiny


def test_the_finding_names_who_is_outside(uneven: Tiny, use_store: Use, run_app: RunApp) -> None:
    use_store(uneven.store)
    for lang, words, title in (
        ("zh", "投诉件数按保费偏多:甲支公司 24 件(应为 7.9 件)", "投诉件数与保费之比:7 家机构中 1 家在 95% 限外"),
        (
            "en",
            "Complaints beyond what the premium would give: 甲支公司 24 (7.9 expected)",
            "Complaints per 100m yuan of premium: 1 of 7 branches outside the 95% limits",
        ),
    ):
        app = run_app("branches", lang=lang)
        assert not app.exception and not app.error
        assert words in app.header[0].value
        assert title in [one.value for one in app.subheader]
    assert "**甲支公司**: 24 against 7.9 expected" in everything_said(app)  # 55 complaints over seven equal premiums


def test_funnel_table_and_engine_agree(uneven: Tiny, use_store: Use, run_app: RunApp) -> None:
    use_store(uneven.store)
    engine = {row["branch"]: row["complaints"] for row in uneven.records("branch", "complaints", first="2016-01")}
    app = run_app("branches")
    drawn = {
        branch: rate
        for trace in spec_of(app, "funnel")["data"]
        if trace.get("customdata")
        for branch, rate in zip(trace["customdata"], trace["y"], strict=True)
    }
    # 100m yuan each: the rate is the count
    assert {branch: round(rate, 6) for branch, rate in drawn.items()} == COUNTS
    table = table_of(app, "funnel")
    shown = dict(zip(table["机构"], table["投诉件数"], strict=True))
    assert shown == {name: n for name, n in engine.items() if n}


def test_the_grid_and_the_engine_agree(uneven: Tiny, use_store: Use, run_app: RunApp) -> None:
    use_store(uneven.store)
    engine = {(row["branch"], row["month"]): row["complaints"] for row in uneven.records("branch,month", "complaints")}
    spec = spec_of(run_app("branches"), "months")
    rows = [name.strip() for name in spec["layout"]["yaxis"]["ticktext"]]
    months = ["2016-01", "2016-02", "2016-03"]
    bars = spec["data"][0]
    drawn = {
        (rows[row], months[round(base + 0.48)]): int(text)
        for row, base, text in zip(bars["y"], bars["base"], bars["text"], strict=True)
    }
    assert drawn == {key: n for key, n in engine.items() if key[0] != "云中分公司"}


def test_the_mix_says_both_counts(uneven: Tiny, use_store: Use, run_app: RunApp) -> None:
    use_store(uneven.store)
    app = run_app("branches", mix_rows="share")
    assert any("55 件投诉,54 项原因" in caption.value for caption in app.caption)
    assert any(one.value.startswith("甲支公司 × 理赔服务:明显偏多,24 项") for one in app.subheader)
    panels = spec_of(app, "mix_branch")["data"]
    assert max(max(panel["x"]) for panel in panels) == 1.0
    written = {text for panel in panels for text in panel["text"] if text}
    assert "100.0%" in written and all(re.fullmatch(r"\d+\.\d%", text) for text in written)


def test_the_level_below_is_drawn_and_leads_down(uneven: Tiny, use_store: Use, run_app: RunApp) -> None:
    use_store(uneven.store)
    app = run_app("branches")
    assert dict(zip(*[spec_of(app, "level")["data"][0][axis] for axis in ("y", "x")], strict=True)) == COUNTS
    assert any("云中分公司的下级机构:甲支公司投诉最多(24 件)" in chart.proto.alt for chart in app.get("plotly_chart"))


def test_without_a_mouse_there_is_a_way_down_too(uneven: Tiny, use_store: Use, run_app: RunApp) -> None:
    uneven.load([{"机构代码": "戊", "机构名称": "戊支公司", "上级机构": "甲支公司"}])
    use_store(uneven.store)
    app = run_app("branches")
    app.selectbox(key="level_down_云中分公司").select("甲支公司").run()
    assert not app.exception
    said = [chart.proto.alt for chart in app.get("plotly_chart")]
    assert any("甲支公司的下级机构:甲支公司(本级)投诉最多(24 件)" in one for one in said)
    assert not [one for one in app.selectbox if str(one.key).startswith("level_down")]  # nobody is below 戊支公司


def test_a_level_has_a_link_of_its_own_and_a_way_up(uneven: Tiny, use_store: Use, run_app: RunApp) -> None:
    uneven.load([{"机构代码": "戊", "机构名称": "戊支公司", "上级机构": "甲支公司"}])
    use_store(uneven.store)
    app = run_app("branches", level_under="甲支公司")
    assert not app.warning
    assert any("甲支公司的下级机构" in chart.proto.alt for chart in app.get("plotly_chart"))
    assert app.query_params["level_under"] in ("甲支公司", ["甲支公司"])
    app.button(key="level_云中分公司").click().run()
    assert any("云中分公司的下级机构" in chart.proto.alt for chart in app.get("plotly_chart"))
    assert "level_under" not in app.query_params
    odd = run_app("branches", level_under="火星支公司")
    assert not odd.exception and "火星支公司" in odd.warning[0].value


def test_one_branch_has_a_link_of_its_own(uneven: Tiny, use_store: Use, run_app: RunApp) -> None:
    use_store(uneven.store)
    app = run_app("branch", unit="甲支公司")
    assert not app.exception and not app.error
    assert app.header[0].value.startswith("甲支公司 24 件投诉,每亿元保费 24.00 件,其他机构 5.17 件:高于其他机构")
    assert app.query_params["unit"] in ("甲支公司", ["甲支公司"])
    table = app.dataframe[0].value
    assert table["本机构"].tolist()[:1] == ["24"]
    assert table["其他机构"].tolist()[:1] == ["31"]
    funnel = "甲支公司 24 件,按保费应为 7.9 件:高于 99.8% 限"  # 55 complaints over seven equal premiums
    assert any(funnel in chart.proto.alt for chart in app.get("plotly_chart"))
    english = run_app("branch", unit="甲支公司", lang="en")
    assert "higher, beyond chance" in english.header[0].value


def test_a_name_near_the_edge_of_the_funnel_is_written_inwards(tiny: Tiny, use_store: Use, run_app: RunApp) -> None:
    sizes = {"甲支公司": 5, "乙支公司": 50, "丙支公司": 100}  # premium, in 10m yuan
    tiny.logs({"投诉编号": "A", "受理时间": "2016-01-05", "被投诉机构": "甲支公司"})
    tiny.exposure(*(("2016-01", branch, size * 1e7, 1000) for branch, size in sizes.items()))
    use_store(tiny.store)
    for branch, where in {"甲支公司": "top right", "乙支公司": "top center", "丙支公司": "top left"}.items():
        points = spec_of(run_app("branch", unit=branch), "place")["data"]
        assert next(one["textposition"] for one in points if one.get("name") == "本机构") == [where]


def test_the_small_print_of_all_months_counts_all_months(uneven: Tiny, use_store: Use, run_app: RunApp) -> None:
    use_store(uneven.store)
    app = run_app("branch", unit="甲支公司", **{"from": "2016-03"})
    assert app.header[0].value.startswith("甲支公司 8 件投诉")
    months = next(one.value for one in app.caption if one.value.startswith("图示全部历史"))
    assert "N\u00a0=\u00a024 件" in months and "2016-01\u00a0–\u00a02016-03" in months


def test_the_files_of_the_comparison_hold_real_numbers(
    uneven: Tiny, use_store: Use, run_app: RunApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_store(uneven.store)
    shown: dict[str, Any] = {}
    monkeypatch.setattr(ui.branch, "show_table", lambda table, **given: shown.update(given, table=table))
    run_app("branch", unit="甲支公司")
    numbers = shown["file"].set_index("指标")
    assert numbers.loc["投诉件数", ["本机构", "其他机构"]].tolist() == [24, 31]
    assert numbers.loc["投诉/亿元保费", "本机构"] == pytest.approx(24)  # 100m yuan of premium
    assert shown["table"].set_index("指标").loc["投诉/亿元保费", "本机构"] == "24.00"
    assert dict(zip(numbers.index, shown["row_formats"], strict=True))["办理及时率"] == "0.0%"
    assert shown["subject"] == "甲支公司与其他机构对照"


def test_a_branch_that_is_gone_is_said(uneven: Tiny, use_store: Use, run_app: RunApp) -> None:
    use_store(uneven.store)
    app = run_app("branch", unit="已改名支公司")
    assert not app.exception and not app.error
    assert "机构“已改名支公司”" in app.warning[0].value


@pytest.mark.parametrize("page", ["branches", "branch"])
def test_empty_and_narrow(page: str, filled: Tiny, use_store: Use, run_app: RunApp, tmp_path: object) -> None:
    use_store(filled.store)
    for lang in ("zh", "en"):
        app = run_app(page, lang=lang, branch=["丙支公司"], from_="2016-01", to="2016-01")
        assert not app.exception and not app.error


def test_nothing_imported(tiny: Tiny, use_store: Use, run_app: RunApp) -> None:
    use_store(tiny.store)
    for page in ("branches", "branch"):
        assert run_app(page).header[0].value == "还没有投诉数据"


@pytest.mark.parametrize(
    ("drill", "n"),
    [
        (Drill("branch", "甲支公司"), 24),
        (Drill("month", "2016-01", (("branch", "甲支公司"),)), 8),
        (Drill("branch", "甲支公司\x1f乙支公司"), 29),
        (Drill("branch", "甲支公司", (), (Drill("branch", "乙支公司"),)), 29),
        (Drill("branch", "乙支公司", (("mention_category", "loss_assessment_dispute"),)), 5),
        (Drill("branch", "乙支公司", (("mention_category", "claim_service"),)), 0),
        (Drill("quarter", "2016-Q1", (("primary_cause", "surrender_refund"),)), 25),
    ],
)
def test_every_mark_leads_to_its_complaints(
    drill: Drill, n: int, uneven: Tiny, use_store: Use, run_app: RunApp
) -> None:
    use_store(uneven.store)
    app = run_app("branches", list=written(drill))
    assert not app.exception
    assert len(app.dataframe[-1].value) == n if n else not len(app.dataframe)
    assert "王小明" not in everything_said(app)


def test_the_comparison_opens_on_the_branch_that_is_named(uneven: Tiny, use_store: Use, run_app: RunApp) -> None:
    use_store(uneven.store)
    assert run_app("branch").header[0].value.startswith("甲支公司 24 件投诉")


def test_where_none_is_named_it_opens_on_most_valid_complaints(filled: Tiny, use_store: Use, run_app: RunApp) -> None:
    use_store(filled.store)
    # 甲 and 乙 have a valid complaint each, 甲 has more complaints
    assert run_app("branch").selectbox(key="choice_unit_widget").value == "甲支公司"
    assert run_app("branch", branch=["乙支公司"]).selectbox(key="choice_unit_widget").value == "乙支公司"


def test_totals_are_sum_over_sum_and_no_mean_of_rates(uneven: Tiny, use_store: Use, run_app: RunApp) -> None:
    use_store(uneven.store)
    app = run_app("branches")
    table_of(app, "funnel")
    # 55 complaints over 7 x 100m yuan
    assert "合计:投诉件数 55 · 保费收入 7.00 亿元 · 件/亿元 7.86" in everything_said(app)


@pytest.mark.parametrize(("page", "chart"), [("branches", "funnel"), ("branch", "place")])
def test_without_premium_no_empty_funnel_is_drawn(
    page: str, chart: str, uneven: Tiny, use_store: Use, run_app: RunApp
) -> None:
    use_store(uneven.store)
    assert spec_of(run_app(page), chart)["data"]
    undo(uneven.store, 2)
    app = run_app(page)
    assert "没有可比的机构:缺少保费" in everything_said(app)
    assert not [one for one in app.get("plotly_chart") if one.proto.id.split("-")[-1].startswith(chart)]
