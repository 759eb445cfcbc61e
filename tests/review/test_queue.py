"""When a narrative contradicts the label: another category, or surely another cause of the same one."""

from __future__ import annotations

import pytest

from analytics.review import Reason, queue
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
