"""A name that is only like a known one waits for a person; what a person settled holds from then on."""

from __future__ import annotations

import pytest

from analytics.classify.settle_names import OpenName, open_names, settle_name
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
    assert settle_name(two.store, "branch", "城冬支公司", "城东支公司", by="甲", seen=None) == 1
    assert branch_of(two, "A2") == "城东支公司"
    with two.store.cursor() as cursor:
        assert "城冬支公司" not in {one.label for one in open_names(cursor)}


def test_it_holds_for_what_is_imported_later_and_can_be_taken_back(two: Tiny) -> None:
    settle_name(two.store, "branch", "城冬支公司", "城东支公司", by="甲", seen=None)
    two.logs({"投诉编号": "A4", "受理时间": "2016-04-02", "被投诉机构": "城冬支公司"})
    two.exposure(("2016-04", "城冬支公司", 100, 10))
    assert branch_of(two, "A4") == "城东支公司"
    with two.store.cursor() as cursor:
        assert cursor.execute("SELECT branch_name FROM exposure").fetchall() == [("城东支公司",)]
    settle_name(two.store, "branch", "城冬支公司", None, by="甲", seen="城东支公司")
    assert branch_of(two, "A4") == "城冬支公司"


def test_a_channel_decides_whether_a_complaint_counts(two: Tiny) -> None:
    settle_name(two.store, "channel", "领导交办", "regulator", by="甲", seen=None)
    assert {row["complaint_no"]: row["channel"] for row in two.complaints()}["A3"] == "regulator"


@pytest.mark.parametrize(("name", "by"), [("没有的支公司", "甲"), ("城东支公司", " ")])
def test_what_cannot_be_settled(two: Tiny, name: str, by: str) -> None:
    with pytest.raises(RequestError):
        settle_name(two.store, "branch", "城冬支公司", name, by=by, seen=None)
    assert branch_of(two, "A2") == "城冬支公司"


def waiting(tiny: Tiny) -> dict[tuple[str, str], OpenName]:
    with tiny.store.cursor() as cursor:
        return {(one.field, one.label): one for one in open_names(cursor)}


def lines(tiny: Tiny) -> dict[str, str | None]:
    return {row["complaint_no"]: row["product_line"] for row in tiny.complaints()}


def test_a_product_line_waits_for_a_person(tiny: Tiny) -> None:
    tiny.logs(
        {"投诉编号": "A1", "受理时间": "2016-03-01", "险种": "车险"},
        {"投诉编号": "A2", "受理时间": "2016-03-02", "险种": "企业财产保检"},  # 企业财产保险, one slip
        {"投诉编号": "A3", "受理时间": "2016-03-03", "险种": "雇主责任险"},
        {"投诉编号": "A4", "受理时间": "2016-03-04", "险种": "企业财产 保检"},
    )
    tiny.exposure(("2016-03", "甲支公司", "企业财产保检", 100, 10), ("2016-03", "甲支公司", "合计", 100, 10))
    open_now = waiting(tiny)
    assert set(open_now) == {
        ("product_line", "企业财产保检"),
        ("product_line", "企业财产 保检"),
        ("product_line", "雇主责任险"),
    }
    assert open_now["product_line", "雇主责任险"].proposal is None  # a part of 责任险 is not it
    slip = open_now["product_line", "企业财产保检"]
    assert (slip.proposal, slip.complaints, slip.exposure_rows) == ("企财险", 1, 1)
    assert lines(tiny)["A2"] == "企业财产保检"  # only proposed
    assert settle_name(tiny.store, "product_line", "企业财产保检", "企财险", by="甲", seen=None) == 2
    assert lines(tiny) == {"A1": "车险", "A2": "企财险", "A3": "雇主责任险", "A4": "企财险"}
    with tiny.store.cursor() as cursor:
        rows = cursor.execute("SELECT product_line_name FROM exposure ORDER BY 1").fetchall()
    assert rows == [("",), ("企财险",)]
    assert set(waiting(tiny)) == {("product_line", "雇主责任险")}
    settle_name(tiny.store, "product_line", "雇主责任险", "雇主责任险", by="甲", seen=None)  # a line of its own
    assert waiting(tiny) == {}
    tiny.logs({"投诉编号": "A5", "受理时间": "2016-04-01", "险种": "雇主责仁险"})
    assert waiting(tiny)["product_line", "雇主责仁险"].proposal == "雇主责任险"  # the company's own is proposed too
    settle_name(tiny.store, "product_line", "企业财产保检", None, by="甲", seen="企财险")
    assert lines(tiny)["A2"] == "企业财产保检"


def test_a_branch_of_exposure_waits_too(two: Tiny) -> None:
    two.exposure(
        ("2016-03", "城西之公司", 100, 10), ("2016-04", "城西之公司", 100, 10), ("2016-03", "城西支公司", 1, 1)
    )
    one = waiting(two)["branch", "城西之公司"]
    assert (one.proposal, one.complaints, one.exposure_rows) == ("城西支公司", 0, 2)
    assert settle_name(two.store, "branch", "城西之公司", "城西支公司", by="甲", seen=None) == 0
    with two.store.cursor() as cursor:
        rows = cursor.execute("SELECT DISTINCT branch_name FROM exposure").fetchall()
    assert rows == [("城西支公司",)]


def test_without_a_branch_list_exposure_is_held_against_the_logs(tiny: Tiny) -> None:
    tiny.logs({"投诉编号": "A1", "受理时间": "2016-03-01", "被投诉机构": "城东支公司"})
    tiny.exposure(("2016-03", "城冬支公司", 1e6, 1000))
    one = waiting(tiny)["branch", "城冬支公司"]
    assert (one.proposal, one.exposure_rows) == ("城东支公司", 1)
    settle_name(tiny.store, "branch", "城冬支公司", "城东支公司", by="甲", seen=None)
    (row,) = tiny.records("branch", "complaints,premium_yuan")
    assert (row["branch"], row["complaints"], row["premium_yuan"]) == ("城东支公司", 1, 1e6)


def test_without_a_branch_list_two_spellings_of_what_may_be_one_branch_wait(tiny: Tiny) -> None:
    """海棠支 (1 complaint) beside 海棠支公司 (2); 海棠营业部 is an office of its own, 城东 another place."""
    names = ["海棠支公司", "海棠支公司", "海棠支", "海棠营业部", "城东支公司"]
    tiny.logs(*({"投诉编号": f"A{n}", "受理时间": "2016-03-01", "被投诉机构": name} for n, name in enumerate(names)))
    assert {(label, one.proposal) for (field, label), one in waiting(tiny).items() if field == "branch"} == {
        ("海棠支", "海棠支公司")
    }
    assert settle_name(tiny.store, "branch", "海棠支", "海棠支公司", by="甲", seen=None) == 1
    assert {row["branch"]: row["complaints"] for row in tiny.records("branch", "complaints")} == {
        "海棠支公司": 3,
        "海棠营业部": 1,
        "城东支公司": 1,
    }
    assert not waiting(tiny)


def test_two_people_settling_the_same_name(two: Tiny) -> None:
    settle_name(two.store, "branch", "城冬支公司", "城东支公司", by="甲", seen=None)
    with pytest.raises(RequestError, match="settled_meanwhile") as late:
        settle_name(two.store, "branch", "城冬支公司", "城西支公司", by="乙", seen=None)
    assert "甲" in late.value.message.zh and "城东支公司" in late.value.message.zh
    assert branch_of(two, "A2") == "城东支公司"
    settle_name(two.store, "branch", "城冬支公司", None, by="乙", seen="城东支公司")
    with pytest.raises(RequestError, match="settled_meanwhile"):
        settle_name(two.store, "branch", "城冬支公司", None, by="甲", seen="城东支公司")
