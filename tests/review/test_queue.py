"""What waits and in which order: contradicted labels, counts, and a head that is the head of the whole queue."""

from __future__ import annotations

from datetime import date
from importlib import import_module

import pytest

from analytics.review import Item, Reason, Waiting, queue, waiting, waiting_item
from analytics.vocabulary import VALID_ANNUAL, Status
from tests.tiny import Tiny

REPAIR = "修好取回来没两天,喷漆起泡、车门漏水异响,找修理厂返工两次还是没修好,要求换厂重新修。"


@pytest.mark.parametrize(
    ("label", "narrative", "contradicted"),
    [
        ("定损金额争议", REPAIR, True),  # the same category, and the narrative is sure
        ("维修质量", REPAIR, False),
        ("定损金额争议", "定损金额太低,4S店报价八千只定五千," + REPAIR, False),  # it has words for the label
        ("定损金额争议", "车修了又修还是不行,要求给个说法", False),  # not sure enough within a category
        ("营销扰民", REPAIR, True),  # another category
    ],
)
def test_contradicted(tiny: Tiny, label: str, narrative: str, contradicted: bool) -> None:
    tiny.logs({"投诉编号": "A1", "受理时间": "2016-03-01", "投诉原因": label, "投诉内容": narrative})
    with tiny.store.cursor() as cursor:
        found = queue(cursor)
    assert [one.reason for one in found] == ([Reason.CONTRADICTION] if contradicted else [])


AS_OF = date(2016, 4, 20)
TEXTS = (
    "",
    "请尽快处理,谢谢。",
    "客户来电反映情况,希望尽快回电",
    "要求公司给个说法,不认可",
)  # none of them tells a cause
CHANNELS = ("12378", "12378", "12378", "公司网站")


@pytest.fixture
def many(tiny: Tiny) -> Tiny:
    """Of every channel, limit and text some; from the regulator pending and valid ones; two contradicted labels."""
    tiny.logs(
        *(
            {
                "投诉编号": f"Q{n:02d}",
                "受理时间": f"2016-{1 + n % 4:02d}-{1 + n % 19:02d}",
                "投诉来源": CHANNELS[n // 4 % 4],
                "撤诉日期": "2016-04-18" if n % 5 == 0 else "",
                "投诉内容": TEXTS[n % 3 if n % 7 else 3],
            }
            for n in range(60)
        ),
        {"投诉编号": "C1", "受理时间": "2016-01-04", "投诉原因": "营销扰民", "投诉内容": REPAIR},
        {"投诉编号": "C2", "受理时间": "2016-04-04", "投诉原因": "营销扰民", "投诉内容": REPAIR},
        {"投诉编号": "N1", "受理时间": "2016-04-05", "投诉原因": "维修质量", "投诉内容": REPAIR},
        {"投诉编号": "L1", "受理时间": "2016-05-05", "投诉内容": "详见附件。"},  # after as-of: not there yet
    )
    return tiny


def _whole(tiny: Tiny) -> list[Item]:
    with tiny.store.cursor() as cursor:
        return queue(cursor, AS_OF, 1_000)


def _consequence(item: Item) -> float:
    weights = {Status.PENDING: 3.0, Status.VALID: 2.5, Status.VALID_PERMANENT: 2.0, Status.VALID_CURED: 1.5}
    return weights.get(item.status, 1.0) if item.channel == "regulator" else 0.5


def test_the_order_of_the_queue(many: Tiny) -> None:
    """By consequence, then doubt, then limit, then number; nothing twice, nothing left out."""
    found = _whole(many)
    assert {one.complaint_no for one in found} == {*(f"Q{n:02d}" for n in range(60)), "C1", "C2"}
    assert len(found) == 62
    places = [(-_consequence(one), -one.doubt, one.limit_date or "9999", one.complaint_no) for one in found]
    assert places == sorted(places)
    assert {place[0] for place in places} >= {-3.0, -2.5, -0.5}
    assert {one.doubt for one in found if one.reason is Reason.CONTRADICTION} == {0.5}
    assert {one.doubt for one in found if not one.text} == {1.0}


@pytest.mark.parametrize("most", [1, 7, 30, 61])
def test_a_limited_list_begins_as_the_whole_queue(many: Tiny, most: int) -> None:
    with many.store.cursor() as cursor:
        assert queue(cursor, AS_OF, most) == _whole(many)[:most]


@pytest.mark.parametrize("read", [5, 20, 62])
def test_where_few_are_read_the_most_consequential_still_come_first(
    many: Tiny, read: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = _whole(many)
    monkeypatch.setattr(import_module("analytics.review.queue"), "READ", read)
    with many.store.cursor() as cursor:
        head = queue(cursor, AS_OF, 5)
    assert [one.consequence for one in head] == [one.consequence for one in whole[:5]]
    alike = sum(one.consequence == whole[0].consequence for one in whole)
    assert alike > 5
    if read >= alike:  # all of that consequence were read
        assert head == whole[:5]


def test_what_waits_is_counted_whole(many: Tiny) -> None:
    whole = _whole(many)
    urgent = sum(one.channel == "regulator" and one.status in (Status.PENDING, *VALID_ANNUAL) for one in whole)
    assert 0 < urgent < 62
    with many.store.cursor() as cursor:
        assert waiting(cursor, AS_OF) == Waiting(62, 2, urgent)
        assert waiting(cursor, date(2015, 1, 1)) == Waiting(0, 0, 0)


def test_one_that_waits_is_the_one_of_the_queue(many: Tiny) -> None:
    with many.store.cursor() as cursor:
        for one in _whole(many)[::10]:
            assert waiting_item(cursor, one.complaint_no, AS_OF) == one
        assert waiting_item(cursor, "N1", AS_OF) is None
        assert waiting_item(cursor, "L1", AS_OF) is None


def test_no_data_nothing_waits(tiny: Tiny) -> None:
    with tiny.store.cursor() as cursor:
        assert (queue(cursor), waiting(cursor), waiting_item(cursor, "A")) == ([], Waiting(0, 0, 0), None)
