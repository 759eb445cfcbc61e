"""Names that are not in the branch list: the slides of the branches and of the data's quality say the same of them."""

from __future__ import annotations

from tests.deck.made import Opened, made
from tests.tiny import Tiny


def test_a_covered_month_is_a_zero_and_a_name_is_no_branch(tiny: Tiny) -> None:
    """Logs of the whole company for January and February; one of its three names is not in the list."""
    tiny.load([{"机构代码": "1", "机构名称": "甲支公司"}, {"机构代码": "2", "机构名称": "乙支公司"}], "机构清单.csv")
    tiny.logs(
        {"投诉编号": "A", "受理时间": "2016-01-05"},
        {"投诉编号": "B", "受理时间": "2016-01-06", "被投诉机构": "乙支公司"},
    )
    tiny.logs(
        {"投诉编号": "C", "受理时间": "2016-02-05"},
        {"投诉编号": "D", "受理时间": "2016-02-29", "被投诉机构": "丙服务部"},
    )
    deck = Opened(made(tiny.store))
    heat = deck.tables("branches.heat")[0]
    assert {line[0]: line[1:] for line in heat[1:]} == {
        "甲支公司": ["1", "1", "2"],
        "乙支公司": ["1", "0", "1"],
        "丙服务部": ["0", "1", "1"],
    }
    quality = deck.text("quality")
    assert "4 / 4" in quality and "0 / 4" in quality  # logs and premium, of two branches in two months
    assert "1 个机构名称不在机构清单中:丙服务部(投诉 1 件)" in quality
    assert "1 个机构名称不在清单中" in deck.pages["quality"].shapes.title.text_frame.text


def test_a_month_without_a_log_of_the_branch_is_a_dash(tiny: Tiny) -> None:
    """Every branch sends its own log; 乙's of February is not there, though its premium is."""
    each = {"投诉来源": "12378", "险种": "车险"}
    for name, number, day, branch in (
        ("甲支公司2016年1月.csv", "A", "2016-01-05", "甲支公司"),
        ("甲支公司2016年2月.csv", "B", "2016-02-05", "甲支公司"),
        ("乙支公司2016年1月.csv", "C", "2016-01-06", "乙支公司"),
    ):
        tiny.load([{**each, "投诉编号": number, "受理时间": day, "被投诉机构": branch}], name)
    tiny.exposure(*((f"2016-0{n}", branch, 1e8, 100) for n in (1, 2) for branch in ("甲支公司", "乙支公司")))
    deck = Opened(made(tiny.store))
    assert {line[0]: line[1:3] for line in deck.tables("branches.heat")[0][1:]} == {
        "甲支公司": ["1", "1"],
        "乙支公司": ["1", "—"],
    }
    assert "3 / 4" in deck.text("quality")
