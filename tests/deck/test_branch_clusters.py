"""A branch that stands out of a month by no single cause: said in the deck with its numbers."""

from __future__ import annotations

from tests.deck.made import Opened, made
from tests.tiny import Tiny

CAUSES = ("理赔时效", "定损争议", "服务态度", "拒赔", "退保", "保费", "投保", "第三方", "沟通", "材料", "核损", "续保")


def log(causes: bool = True) -> list[dict[str, str]]:
    """September: 24 of 甲 among 30; in the other months 3 of 9 each: 33 of 99, so 10 of 30 would be its share."""
    rows: list[dict[str, str]] = []
    for month in range(1, 13):
        for branch in ("甲支公司", "乙支公司", "丙支公司"):
            for n in range(24 if (month, branch) == (9, "甲支公司") else 3):
                cause = CAUSES[(n + month) % len(CAUSES)]
                day = f"2016-{month:02d}-05"
                row = {"投诉编号": f"T{len(rows)}", "受理时间": day, "被投诉机构": branch}
                rows.append(row | ({"投诉原因": cause} if causes else {}))
    return rows


def test_the_outbreak_of_a_branch_is_told(tiny: Tiny) -> None:
    tiny.logs(*log())
    deck = Opened(made(tiny.store))
    assert deck.deck.slides
    (slide,) = [one for one in deck.deck.slides if one.key == "clusters.1"]
    assert slide.title == "甲支公司 9 月集中出现投诉 24 件,按其余月份的占比只应有 10.0 件"
    (chart,) = deck.charts("clusters.1")
    own, rest = (chart.series[name] for name in ("甲支公司", "其余机构"))
    assert own == [3] * 8 + [24] + [3] * 3
    assert rest == [6] * 12
    texts = "\n".join(Opened.texts(deck.pages["clusters.1"]))
    assert "全公司 30 件中的 24 件(80.0%)" in texts
    assert "全公司 99 件中的 33 件(33.3%)" in texts
    assert slide.title in "\n".join(Opened.texts(deck.pages["summary"]))


def test_it_is_told_where_no_cause_is_known(tiny: Tiny) -> None:
    tiny.logs(*log(causes=False))
    deck = Opened(made(tiny.store)).deck
    assert [one.key for one in deck.slides if one.section == "outbreaks"] == ["clusters.1"]
