"""One number for two complaints: rows that differ in both the day received and the branch lend each other nothing."""

from __future__ import annotations

from datetime import date
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from analytics.classify.settle_names import settle_name
from analytics.imports import import_paths, undo
from analytics.intake.report import FileReport
from analytics.measures import complaints, data_quality
from analytics.measures.as_reported import as_reported
from analytics.measures.scope import Scope
from tests.deck.made import Opened, made
from tests.tiny import Tiny

EAST = {
    "投诉编号": "TS2016-001",
    "受理时间": "2016-03-02 10:00",
    "投诉来源": "12378",
    "投诉类别": "正式",
    "被投诉机构": "东关支公司",
    "险种": "车险",
    "投诉原因": "理赔时效",
    "撤诉日期": "",
}
WEST = {
    **EAST,
    "受理时间": "2016-03-09 11:00",
    "被投诉机构": "西关支公司",
    "险种": "意外险",
    "投诉原因": "退保退费",
    "撤诉日期": "2016-03-12",
}
EAST_APRIL = {**EAST, "处理结果": "未结"}
LOGS = {"东关2016年3月台账.csv": EAST, "西关2016年3月台账.csv": WEST, "东关2016年4月台账.csv": EAST_APRIL}
MARCH, WEST_MARCH, APRIL = LOGS


def loaded(tiny: Tiny, row: dict[str, str], name: str) -> FileReport:
    (report,) = tiny.load([row], name).files
    return report


def codes(report: FileReport) -> list[str]:
    return [one.code for one in report.warnings if one.code in ("number_used_twice", "contradiction")]


def the_one(tiny: Tiny) -> dict[str, Any]:
    with tiny.store.cursor() as cursor:
        (row,) = cursor.execute(
            "SELECT strftime(received_on, '%m-%d'), branch_name, product_line, cause_label,"
            " strftime(withdrawn_on, '%m-%d') FROM complaint"
        ).fetchall()
    return dict(zip(("received", "branch", "line", "cause", "withdrawn"), row, strict=True))


EAST_ALONE = {
    "received": "03-02",
    "branch": "东关支公司",
    "line": "车险",
    "cause": "理赔时效",
    "withdrawn": None,
}
WEST_ALONE = {
    "received": "03-09",
    "branch": "西关支公司",
    "line": "意外险",
    "cause": "退保退费",
    "withdrawn": "03-12",
}


@pytest.mark.parametrize("order", list(permutations(LOGS)))
def test_no_value_of_another_complaint_whatever_the_order(order: tuple[str, ...], tiny: Tiny) -> None:
    """Without 西关's withdrawal 东关's formal complaint of 2 March is valid for good on 1 April."""
    for name in order:
        loaded(tiny, LOGS[name], name)
    assert the_one(tiny) == EAST_ALONE
    assert tiny.records(as_of=date(2016, 12, 31)) == [{"complaints": 1, "valid": 1, "missing": []}]


def test_it_is_told_at_the_row_with_both_places(tiny: Tiny) -> None:
    assert codes(loaded(tiny, EAST, MARCH)) == []
    report = loaded(tiny, WEST, WEST_MARCH)
    assert codes(report) == ["number_used_twice"]  # and nothing contradicts: these are two complaints
    (said,) = [one for one in report.warnings if one.code == "number_used_twice"]
    assert (said.row, said.value) == (2, "TS2016-001")
    for text in (said.message.zh, said.message.en):
        assert text.index(WEST_MARCH) < text.index(MARCH)  # of one month the later import counts
        assert all(part in text for part in ("2016-03-02", "2016-03-09", "东关支公司", "西关支公司"))
    assert said.remedy and "机构代码" in said.remedy.zh
    again = loaded(tiny, EAST_APRIL, APRIL)
    (said,) = [one for one in again.warnings if one.code == "number_used_twice"]
    assert said.message.zh.index(APRIL) < said.message.zh.index(WEST_MARCH)


def test_the_figures_follow_the_row_that_wins_and_undo_restores(tiny: Tiny) -> None:
    states, said = [], []
    for name, row in LOGS.items():
        loaded(tiny, row, name)
        states.append(tiny.dump())
        said.append(the_one(tiny))
    assert said == [EAST_ALONE, WEST_ALONE, EAST_ALONE]
    for batch in (3, 2):
        undo(tiny.store, batch)
        assert tiny.dump() == states[batch - 2]


def test_twice_is_once(tiny: Tiny) -> None:
    paths = [tiny.write([row], name) for name, row in LOGS.items()]
    import_paths(tiny.store, paths)
    once = tiny.dump()
    assert {file.status for file in import_paths(tiny.store, paths).files} == {"unchanged"}
    assert tiny.dump() == once


def test_a_number_of_its_own_makes_it_a_complaint(tiny: Tiny) -> None:
    for name, row in LOGS.items():
        loaded(tiny, row, name)
    tiny.load([{**WEST, "投诉编号": "02-TS2016-001"}], WEST_MARCH, replace=True)
    assert tiny.records(as_of=date(2016, 12, 31)) == [{"complaints": 2, "valid": 1, "missing": []}]


@pytest.mark.parametrize(
    ("corrected", "withdrawn"),
    [
        ({"受理时间": "2016-03-01 09:00"}, "03-20"),
        ({"被投诉机构": "西关支公司"}, "03-20"),
        ({"受理时间": "2016-03-02 18:00", "被投诉机构": "西关支公司"}, "03-20"),  # another hour of the same day
        ({"受理时间": "2016-03-01 09:00", "被投诉机构": ""}, "03-20"),
        ({"受理时间": "2016-03-01 09:00", "被投诉机构": "东关 支公司"}, "03-20"),
        ({"受理时间": "2016-03-01 09:00", "被投诉机构": "西关支公司"}, None),
    ],
)
def test_a_correction_of_one_of_the_two_is_one_complaint_of_both_two(
    corrected: dict[str, str], withdrawn: str | None, tiny: Tiny
) -> None:
    loaded(tiny, {**EAST, "撤诉日期": "2016-03-20"}, MARCH)
    report = loaded(tiny, {**EAST, **corrected}, APRIL)
    assert the_one(tiny)["withdrawn"] == withdrawn
    assert ("number_used_twice" in codes(report)) == (withdrawn is None)


@pytest.mark.parametrize("order", list(permutations(LOGS)))
def test_a_row_without_a_branch_does_not_join_the_two(order: tuple[str, ...], tiny: Tiny) -> None:
    """April's log names no branch: its day says whose complaint it goes on with."""
    for name in order:
        loaded(tiny, {**LOGS[name], "被投诉机构": ""} if name == APRIL else LOGS[name], name)
    assert the_one(tiny) == EAST_ALONE


def test_twice_in_one_sheet(tiny: Tiny) -> None:
    (report,) = tiny.load([EAST, WEST], "2016年3月台账.csv").files
    assert the_one(tiny) == WEST_ALONE
    assert report.says("repeated_number")
    assert [one.row for one in report.warnings if one.code == "number_used_twice"] == [2]


def test_many_are_listed_and_the_rest_counted(tiny: Tiny) -> None:
    for name, row in list(LOGS.items())[:2]:
        rows = [{**row, "投诉编号": f"TS2016-{n:03}"} for n in range(203)]
        (report,) = tiny.load(rows, name).files
    said = [one for one in report.warnings if one.code == "number_used_twice"]
    assert len(said) == 201 and said[-1].row is None and "3" in said[-1].message.zh


def listed(name: str, aliases: str = "") -> dict[str, str]:
    return {"机构代码": "8802", "机构名称": name, "上级机构": "", "别名": aliases}


def test_a_branch_that_was_renamed_is_one_branch_and_undo_makes_them_two_again(tiny: Tiny, tmp_path: Path) -> None:
    tiny.load([listed("东关支公司")], "list1.csv")
    loaded(tiny, {**EAST, "撤诉日期": "2016-03-20"}, MARCH)
    loaded(tiny, {**EAST, "受理时间": "2016-03-01", "被投诉机构": "城东支公司"}, APRIL)
    apart = tiny.dump()
    assert the_one(tiny)["withdrawn"] is None
    tiny.load([listed("城东支公司")], "list2.csv")
    assert the_one(tiny)["withdrawn"] == "03-20"
    with tiny.store.cursor() as cursor, as_reported(cursor, 3) as then:  # before the renaming; nobody's data in it
        assert then.execute("SELECT withdrawn_on, complainant FROM complaint").fetchall() == [(None, None)]
    other = Tiny(tmp_path, "other.duckdb")
    other.load([listed("东关支公司")], "l1.csv")
    other.load([listed("城东支公司")], "l2.csv")
    loaded(other, {**EAST, "受理时间": "2016-03-01", "被投诉机构": "城东支公司"}, "东关2016年4月.csv")
    report = loaded(other, {**EAST, "撤诉日期": "2016-03-20"}, "东关2016年3月.csv")
    assert codes(report) == ["contradiction"]  # the day only
    assert other.dump() == tiny.dump()
    undo(tiny.store, 4)
    assert tiny.dump() == apart


def test_a_name_that_a_person_settled_makes_them_one_and_back(tiny: Tiny) -> None:
    tiny.load([listed("东关支公司")], "list1.csv")
    loaded(tiny, {**EAST, "被投诉机构": "老东", "撤诉日期": "2016-03-20"}, MARCH)
    loaded(tiny, {**EAST, "受理时间": "2016-03-01"}, APRIL)
    apart = tiny.dump()
    assert the_one(tiny)["withdrawn"] is None
    tiny.exposure(("2016-03", "老东", 1e8, 1000))
    settle_name(tiny.store, "branch", "老东", "东关支公司", by="王", seen=None)
    assert the_one(tiny)["withdrawn"] == "03-20"
    settle_name(tiny.store, "branch", "老东", None, by="王", seen="东关支公司")
    assert tiny.dump()["complaint"] == apart["complaint"]


def test_the_list_of_complaints_as_reported_then_is_the_other_one(tiny: Tiny) -> None:
    for name, row in LOGS.items():
        loaded(tiny, row, name)
    with tiny.store.cursor() as cursor, as_reported(cursor, 2) as then:
        (row,) = complaints(then, Scope())
    assert row["branch"] == "西关支公司" and row["source"]["file"].endswith(WEST_MARCH)


def test_it_is_told_of_as_long_as_it_is_so(tiny: Tiny) -> None:
    for name, row in LOGS.items():
        loaded(tiny, row, name)
    year = Scope(first="2016-01", last="2016-12")
    with tiny.store.cursor() as cursor:
        assert data_quality(cursor, year).used_twice == 1
    deck = Opened(made(tiny.store))
    assert "1 个编号被两件投诉共用" in deck.text("quality") and "只计其一" in deck.text("quality")
    undo(tiny.store, 2)
    with tiny.store.cursor() as cursor:
        assert data_quality(cursor, year).used_twice == 0
    assert "共用" not in Opened(made(tiny.store)).text("quality")
