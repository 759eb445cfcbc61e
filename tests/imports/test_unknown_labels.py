"""A label that no list knows is said with how many complaints have it, and with what to do."""

from __future__ import annotations

from analytics.vocabulary import Measure
from tests.tiny import Tiny

PLAIN = {"投诉来源": "12378", "被投诉机构": "甲支公司", "险种": "车险", "投诉原因": "理赔时效"}


def log(*rows: dict[str, str]) -> list[dict[str, str]]:
    return [{"投诉编号": f"A{n}", "受理时间": "2016-03-01"} | PLAIN | row for n, row in enumerate(rows)]


def said(tiny: Tiny, *rows: dict[str, str]) -> dict[str, tuple[int | None, str, str]]:
    (file,) = tiny.load(log(*rows)).files
    assert all(one.remedy is not None for one in file.warnings)
    return {one.code: (one.row, one.message.zh, one.remedy.zh) for one in file.warnings if one.remedy}


def test_every_label_that_is_not_known_says_what_to_do(tiny: Tiny) -> None:
    found = said(tiny, {"投诉来源": "小红书私信"}, {"投诉来源": ""}, {"投诉原因": "玄学"}, {"险种": "宇宙险"})
    assert set(found) == {"unknown_channel", "no_channel", "unknown_cause", "unknown_product_line"}
    assert found["unknown_channel"][:2] == (2, "“小红书私信”:投诉来源无法归类,不计入监管口径(1 件)")
    assert "“设置”页“名称”" in found["unknown_channel"][2] and "“复核”页" in found["unknown_cause"][2]


def test_a_way_of_filing_that_is_not_known_is_said_where_it_decides_the_limit(tiny: Tiny) -> None:
    """Of four regulator complaints filed 飞鸽 two say elsewhere what form they have; a website's has none to decide."""
    open_ = {"投诉方式": "飞鸽", "首次投诉": "是", "同意协商": "是"}
    found = said(
        tiny,
        {"投诉方式": "电话", "首次投诉": "是", "同意协商": "是"},
        open_,
        open_,
        open_ | {"监管投诉分类": "非正式"},
        open_ | {"首次投诉": "否"},
        open_ | {"投诉来源": "公司网站"},
        {"投诉方式": ""},
    )
    assert set(found) == {"unknown_filing_form"}
    row, message, remedy = found["unknown_filing_form"]
    assert (row, message) == (3, "“飞鸽”:投诉方式无法归类,监管投诉暂按正式投诉判定(2 件)")
    assert "电话、书面或来访" in remedy
    assert tiny.records(measures=f"{Measure.COMPLAINTS}")[0]["complaints"] == 7
