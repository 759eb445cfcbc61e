"""What people type for the deck is kept, replaced, taken back, and changes no figure's version."""

from __future__ import annotations

import pytest

from analytics.errors import RequestError
from analytics.measures import Scope
from analytics.notes.case_files import case_files, cases_in
from analytics.notes.cases import CaseStudy, cases, drop_case, keep_case
from analytics.notes.deck_edits import DeckEdit, Outline, edits, keep_edits, keep_outline, outline_of
from analytics.notes.deck_versions import MOST_KEPT, keep_version, version_file, versions
from analytics.notes.plans import PlannedMeasure, keep_plan, plan_of
from analytics.notes.stamp import notes_stamp
from tests.tiny import Tiny


@pytest.fixture
def two(tiny: Tiny) -> Tiny:
    tiny.logs(
        {"投诉编号": "A", "受理时间": "2016-02-01", "投诉人": "李示范", "投诉内容": "李示范说修理厂不认可"},
        {"投诉编号": "B", "受理时间": "2016-05-01", "被投诉机构": "乙支公司"},
    )
    return tiny


def test_a_case_is_kept_masked_and_replaced(two: Tiny) -> None:
    version = two.store.data_version()
    keep_case(two.store, CaseStudy("A", "李示范的车", "定损", "没查清", "查清", "复看"), seen=None)
    first = CaseStudy("A", "***的车", "定损", "没查清", "查清", "复看")
    keep_case(two.store, CaseStudy("A", "李示范的车", "核损", "没查清", "先查清", "复看"), seen=first)
    with two.store.cursor() as cursor:
        (kept,) = cases(cursor).values()
        (file,) = case_files(cursor, Scope(), ["A"])
    assert (kept.facts, kept.claim_stage, kept.lesson) == ("***的车", "核损", "先查清")
    assert file.narrative == "***说修理厂不认可"
    assert two.store.data_version() == version
    drop_case(two.store, "A", seen=kept)
    with two.store.cursor() as cursor:
        assert cases(cursor) == {}


@pytest.mark.parametrize(
    ("case", "code"),
    [
        (CaseStudy("A", "", "", "", "", ""), "bad_case"),
        (CaseStudy("A", "长" * 601, "", "", "", ""), "bad_case"),
        (CaseStudy("Z", "有", "", "", "", ""), "unknown_complaint"),
    ],
)
def test_a_case_that_cannot_be_kept(two: Tiny, case: CaseStudy, code: str) -> None:
    with pytest.raises(RequestError) as refused:
        keep_case(two.store, case, seen=None)
    assert refused.value.code == code


def test_cases_of_a_year_and_branch(two: Tiny) -> None:
    for number in ("B", "A"):
        keep_case(two.store, CaseStudy(number, "事", "", "", "", ""), seen=None)
    with two.store.cursor() as cursor:
        assert cases_in(cursor, Scope(first="2016-01", last="2016-12")) == ["A", "B"]
        assert cases_in(cursor, Scope(first="2016-01", last="2016-12", branches=("乙支公司",))) == ["B"]
        assert cases_in(cursor, Scope(first="2015-01", last="2015-12")) == []


def test_a_plan_is_kept_in_order_by_year_and_branch(two: Tiny) -> None:
    plan = [PlannedMeasure("先做"), PlannedMeasure("后做", "理赔部", "6 月", "减半"), PlannedMeasure("  ")]
    keep_plan(two.store, 2016, None, plan, seen=[])
    with two.store.cursor() as cursor:
        assert plan_of(cursor, 2016, None) == plan[:2]
        assert plan_of(cursor, 2016, "乙支公司") == plan_of(cursor, 2015, None) == []
    with pytest.raises(RequestError):
        keep_plan(two.store, 2016, None, [PlannedMeasure("项")] * 13, seen=[])


def test_an_edit_is_taken_back_by_emptying_it(two: Tiny) -> None:
    keep_edits(two.store, 2016, None, "zh", [DeckEdit("months#title", "我的话", "原句")], seen={})
    with two.store.cursor() as cursor:
        assert edits(cursor, 2016, None, "zh")["months#title"].text == "我的话"
        assert edits(cursor, 2016, None, "en") == {}
    keep_edits(two.store, 2016, None, "zh", [DeckEdit("months#title", "", "原句")], seen={"months#title": "我的话"})
    with two.store.cursor() as cursor:
        assert edits(cursor, 2016, None, "zh") == {}


def test_an_outline_is_kept(two: Tiny) -> None:
    with two.store.cursor() as cursor:
        assert outline_of(cursor, 2016, None) is None
    keep_outline(two.store, 2016, None, Outline(("months", "summary"), ("A",), (3, 1)), seen=None)
    with two.store.cursor() as cursor:
        assert outline_of(cursor, 2016, None) == Outline(("months", "summary"), ("A",), (3, 1))
    with two.store.write(figures=False) as cursor:  # as it was kept before comments could be chosen
        cursor.execute("UPDATE deck_outline SET cases = '[\"A\"]'")
    with two.store.cursor() as cursor:
        assert outline_of(cursor, 2016, None) == Outline(("months", "summary"), ("A",), None)


def test_versions_keep_their_data_version_and_the_oldest_go(two: Tiny) -> None:
    for number in range(MOST_KEPT + 2):
        keep_version(
            two.store,
            year=2016,
            branch=None,
            language="zh",
            as_of=None,
            data_version=7,
            slides=3,
            file_name="a.pptx",
            file=bytes([number]),
        )
    with two.store.cursor() as cursor:
        found = versions(cursor)
        assert len(found) == MOST_KEPT and found[0].id == MOST_KEPT + 2
        assert found[0].data_version == 7
        assert version_file(cursor, found[0].id) == bytes([MOST_KEPT + 1])
        with pytest.raises(RequestError):
            version_file(cursor, 1)


def test_the_stamp_follows_whatever_is_typed(two: Tiny) -> None:
    def now() -> str:
        with two.store.cursor() as cursor:
            return notes_stamp(cursor)

    seen = {now()}
    keep_plan(two.store, 2016, None, [PlannedMeasure("做")], seen=[])
    seen.add(now())
    keep_edits(two.store, 2016, None, "zh", [DeckEdit("x#title", "a", "b")], seen={})
    seen.add(now())
    keep_outline(two.store, 2016, None, Outline(("months",)), seen=None)
    seen.add(now())
    keep_case(two.store, CaseStudy("A", "事", "", "", "", ""), seen=None)
    seen.add(now())
    assert len(seen) == 5
