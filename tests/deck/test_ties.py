"""What shares the first place leads nothing: titles, cells and sentences name all that share it."""

from __future__ import annotations

import pytest

from analytics.findings.facts import Facts
from analytics.findings.finding import Page
from analytics.findings.steps import step_findings
from analytics.measures import Scope
from tests.deck.made import Opened, made
from tests.tiny import Tiny


@pytest.fixture
def tied(tiny: Tiny) -> Tiny:
    """Two branches, channels, lines and causes with six complaints each; all at one claim stage, March and May."""
    tiny.logs(
        *(
            {
                "投诉编号": f"T{n}",
                "受理时间": f"2016-{3 + n // 2 % 2 * 2:02d}-05",
                "被投诉机构": "甲支公司" if n % 2 else "乙支公司",
                "投诉来源": "12378" if n % 2 else "网站留言",
                "险种": "车险" if n % 2 else "企财险",
                "投诉原因": "理赔时效" if n % 2 else "服务态度",
                "环节": "定损",
            }
            for n in range(12)
        )
    )
    return tiny


def test_both_of_a_tie_are_named(tied: Tiny) -> None:
    deck = Opened(made(tied.store))
    titles = {slide.key: slide.title for slide in deck.deck.slides}
    for key, names in {
        "channels": {"监管机构", "公司网站"},
        "lines": {"车险", "企财险"},
        "branches.heat": {"甲支公司", "乙支公司"},
        "causes.pareto": {"理赔时效", "服务态度"},
        "recurring": {"理赔时效", "服务态度"},
    }.items():
        assert "各 6" in titles[key] or key == "recurring", titles[key]
        assert all(name in titles[key] for name in names), titles[key]
    assert deck.tables("causes.stages")[0][1][1:] == ["理赔时效、服务态度(各 6 项)"]
    assert "各 6 项" in deck.text("summary")


def test_both_of_a_tie_are_named_in_english(tied: Tiny) -> None:
    deck = Opened(made(tied.store, language="en"))
    titles = {slide.key: slide.title for slide in deck.deck.slides}
    for key in ("channels", "lines", "branches.heat", "causes.pareto"):
        assert "6 each" in titles[key], titles[key]
        assert "leads" not in titles[key]


def test_of_many_that_share_a_place_it_is_said_how_many(tiny: Tiny) -> None:
    rows = [{"投诉编号": f"T{n}", "受理时间": "2016-03-05", "险种": f"险种{n}"} for n in range(5)]
    tiny.logs(*rows)
    (title,) = [slide.title for slide in made(tiny.store).deck.slides if slide.key == "lines"]
    assert "险种0、险种1、险种2等 5 个最多:各 1 件(20.0%)" in title


def test_a_rise_of_two_parts_alike_names_both(tiny: Tiny) -> None:
    """One complaint a month for a year, then three of 甲 and three of 乙 more in 2016-08."""
    rows = [{"投诉编号": f"B{y}{m}", "受理时间": f"{y}-{m:02d}-05"} for y in (2015, 2016) for m in range(1, 13)]
    rows += [
        {"投诉编号": f"{branch}{n}", "受理时间": "2016-08-05", "被投诉机构": branch, "投诉原因": "服务态度"}
        for branch in ("乙支公司", "丙支公司")
        for n in range(6)
    ]
    tiny.logs(*rows, {"投诉编号": "Z", "受理时间": "2016-12-31"})
    deck = made(tiny.store).deck
    (title,) = [slide.title for slide in deck.slides if slide.key == "outbreaks.jump"]
    assert "丙支公司的服务态度、乙支公司的服务态度(各 +6.0)" in title


def test_steps_late_alike_are_both_named(tiny: Tiny) -> None:
    """Two complaints: contact late for both, and the plan late for both: neither is late most often alone."""
    tiny.logs(
        *(
            {
                "投诉编号": f"A{n}",
                "受理时间": "2016-03-02 09:00",
                "首次联系时间": "2016-03-04 09:00",
                "方案确定时间": "2016-03-05 09:00",
            }
            for n in range(2)
        ),
        {"投诉编号": "Z", "受理时间": "2016-06-30 09:00"},
    )
    with tiny.store.cursor() as cursor:
        found = list(step_findings(Facts(cursor, Scope(first="2016-01", last="2016-12")), Page.INDICATORS))
    (late,) = [one.text for one in found if "逾期最多" in one.text.zh]
    assert late.zh.startswith("联系投诉人(限 15 分钟)、商定处理方案(限当天)逾期最多:")
    assert late.en.startswith("Late most often: contact the complainant (term 15 minutes), agree the plan (term same")
