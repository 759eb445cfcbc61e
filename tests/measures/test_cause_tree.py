"""Causes by category, cause and stage: causes named and complaints are two counts."""

from __future__ import annotations

from analytics.measures import Scope
from analytics.measures.cause_tree import cause_tree
from tests.tiny import Tiny


def test_a_complaint_with_two_causes_stands_in_two_leaves_and_is_one_complaint(tiny: Tiny) -> None:
    tiny.logs(
        {"投诉编号": "1", "受理时间": "2016-01-05", "投诉原因": "理赔时效、服务态度", "环节": "理算"},
        {"投诉编号": "2", "受理时间": "2016-01-06", "投诉原因": "理赔时效", "环节": ""},
        {"投诉编号": "3", "受理时间": "2016-01-07", "投诉原因": "退保退费", "环节": "理算"},
        {"投诉编号": "4", "受理时间": "2016-01-08", "投诉原因": "", "环节": "理算"},
    )
    with tiny.store.cursor() as cursor:
        tree = cause_tree(cursor, Scope())
        only = cause_tree(cursor, Scope(categories=("policy_service",)))
        later = cause_tree(cursor, Scope(first="2016-02"))
    assert tree is not None and only is not None and later is not None
    assert (tree.complaints, tree.mentions, tree.unnamed) == (4, 4, 1)
    assert [(leaf.cause, leaf.stage, leaf.mentions) for leaf in tree.leaves] == [
        ("claim_delay", "adjustment", 1),
        ("claim_delay", None, 1),
        ("staff_attitude", "adjustment", 1),
        ("surrender_refund", "adjustment", 1),
    ]
    assert tree.by_cause() == {"claim_delay": 2, "staff_attitude": 1, "surrender_refund": 1}
    assert tree.category_of("staff_attitude") == "claim_service"
    assert (only.complaints, only.mentions) == (1, 1)
    assert (later.complaints, later.mentions, later.leaves) == (0, 0, ())


def test_nothing_imported(tiny: Tiny) -> None:
    with tiny.store.cursor() as cursor:
        assert cause_tree(cursor, Scope()) is None
