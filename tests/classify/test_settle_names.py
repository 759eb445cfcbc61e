"""A name that is only like a known one waits for a person; what a person settled holds from then on."""

from __future__ import annotations

import pytest

from analytics.classify.settle_names import open_names, settle_name
from analytics.errors import RequestError
from tests.tiny import Tiny

BRANCHES = [{"机构代码": "01", "机构名称": "城东支公司"}, {"机构代码": "02", "机构名称": "城西支公司"}]


@pytest.fixture
def two(tiny: Tiny) -> Tiny:
    tiny.load(BRANCHES)
    tiny.logs(
        {"投诉编号": "A1", "受理时间": "2016-03-01", "被投诉机构": "城东支公司"},
        {"投诉编号": "A2", "受理时间": "2016-03-02", "被投诉机构": "城冬支公司"},
        {"投诉编号": "A3", "受理时间": "2016-03-03", "投诉来源": "领导交办"},
    )
    return tiny


def branch_of(tiny: Tiny, number: str) -> str | None:
    return {row["complaint_no"]: row["branch"] for row in tiny.complaints()}[number]


def test_a_merge_waits_for_a_person(two: Tiny) -> None:
    assert branch_of(two, "A2") == "城冬支公司"
    with two.store.cursor() as cursor:
        waiting = {one.label: one for one in open_names(cursor)}
    assert waiting["城冬支公司"].proposal in ("城东支公司", "城西支公司")
    assert waiting["领导交办"].field == "channel"
    assert settle_name(two.store, "branch", "城冬支公司", "城东支公司", by="甲") == 1
    assert branch_of(two, "A2") == "城东支公司"
    with two.store.cursor() as cursor:
        assert "城冬支公司" not in {one.label for one in open_names(cursor)}


def test_it_holds_for_what_is_imported_later_and_can_be_taken_back(two: Tiny) -> None:
    settle_name(two.store, "branch", "城冬支公司", "城东支公司", by="甲")
    two.logs({"投诉编号": "A4", "受理时间": "2016-04-02", "被投诉机构": "城冬支公司"})
    two.exposure(("2016-04", "城冬支公司", 100, 10))
    assert branch_of(two, "A4") == "城东支公司"
    with two.store.cursor() as cursor:
        assert cursor.execute("SELECT branch_name FROM exposure").fetchall() == [("城东支公司",)]
    settle_name(two.store, "branch", "城冬支公司", None, by="甲")
    assert branch_of(two, "A4") == "城冬支公司"


def test_a_channel_decides_whether_a_complaint_counts(two: Tiny) -> None:
    settle_name(two.store, "channel", "领导交办", "regulator", by="甲")
    assert {row["complaint_no"]: row["channel"] for row in two.complaints()}["A3"] == "regulator"


@pytest.mark.parametrize(("name", "by"), [("没有的支公司", "甲"), ("城东支公司", " ")])
def test_what_cannot_be_settled(two: Tiny, name: str, by: str) -> None:
    with pytest.raises(RequestError):
        settle_name(two.store, "branch", "城冬支公司", name, by=by)
    assert branch_of(two, "A2") == "城冬支公司"
