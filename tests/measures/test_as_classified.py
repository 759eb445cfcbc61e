"""An old report can be made again after the causes changed."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from analytics.classify.category_edits import merge_category, retire_category
from analytics.classify.decisions import decide
from analytics.classify.reclassify import save_taxonomy
from analytics.classify.settle_names import settle_name
from analytics.classify.stored_taxonomy import current_taxonomy
from analytics.classify.taxonomy_edits import merge
from analytics.measures import Reason, Scope, as_reported, complaints, measure, restatement
from analytics.measures.as_classified import as_classified
from analytics.notes.deck_versions import keep_version, version_file, versions
from analytics.vocabulary import Dimension, Measure
from tests.tiny import Tiny


def by_cause(cursor: Any) -> dict[str | None, int]:
    records = measure(cursor, Scope(), [Dimension.CAUSE], [Measure.CAUSE_MENTIONS]).records()
    return {row["cause"]: row["cause_mentions"] for row in records if row["cause_mentions"]}


def by_category(cursor: Any) -> dict[str | None, int]:
    records = measure(cursor, Scope(), [Dimension.CATEGORY], [Measure.COMPLAINTS]).records()
    return {row["category"]: row["complaints"] for row in records}


def counted(cursor: Any) -> set[str]:
    """The complaints that count as the regulator's."""
    return {row["complaint_no"] for row in complaints(cursor, Scope()) if row["channel"] == "regulator"}


def now(tiny: Tiny) -> datetime:
    with tiny.store.cursor() as cursor:
        return cursor.execute("SELECT now()::TIMESTAMP").fetchall()[0][0]


def test_the_classification_of_a_time(tiny: Tiny) -> None:
    tiny.logs(
        {"投诉编号": "A1", "受理时间": "2016-03-01", "投诉原因": "理赔时效"},
        {"投诉编号": "A2", "受理时间": "2016-03-02", "投诉原因": "无人跟踪"},
        {"投诉编号": "A3", "受理时间": "2016-03-03", "投诉内容": "客服态度恶劣。"},
    )
    reported = now(tiny)
    decide(tiny.store, {"A3": None}, ["no_follow_up"], by="甲")
    decided = now(tiny)
    with tiny.store.cursor() as cursor:
        merged = merge(current_taxonomy(cursor), "claim_delay", "no_follow_up")
    save_taxonomy(tiny.store, merged, by="甲")
    before = tiny.dump()
    with tiny.store.cursor() as cursor:
        assert by_cause(cursor) == {"no_follow_up": 3}
        with as_classified(cursor, reported) as then:
            assert by_cause(then) == {"claim_delay": 1, "no_follow_up": 1, "staff_attitude": 1}
            assert then.execute("SELECT count(narrative) FROM complaint").fetchall() == [(0,)]
        with as_classified(cursor, decided) as then:
            assert by_cause(then) == {"claim_delay": 1, "no_follow_up": 2}
        with as_classified(cursor, now(tiny) + timedelta(days=1)) as then:
            assert by_cause(then) == {"no_follow_up": 3}
    assert tiny.dump() == before


def test_as_reported_has_the_causes_and_names_of_its_time(tiny: Tiny) -> None:
    """March was reported under 理赔时效 and 领导交办; since then a merge, a decision and a settled channel."""
    tiny.logs(
        {"投诉编号": "A1", "受理时间": "2016-03-01", "投诉原因": "理赔时效"},
        {"投诉编号": "A2", "受理时间": "2016-03-02", "投诉原因": "定损核损金额争议"},
        {"投诉编号": "A3", "受理时间": "2016-03-03", "投诉原因": "营销扰民", "投诉来源": "领导交办"},
    )
    march = {"claim_service": 1, "loss_assessment_dispute": 1, "sales_underwriting": 1}
    tiny.logs({"投诉编号": "B1", "受理时间": "2016-04-01", "投诉原因": "理赔时效"})
    with tiny.store.cursor() as cursor:
        draft = merge_category(current_taxonomy(cursor), "claim_service", "policy_service")
    save_taxonomy(tiny.store, retire_category(draft, "sales_underwriting"), by="甲")
    decide(tiny.store, {"A2": None}, ["other"], by="甲")
    settle_name(tiny.store, "channel", "领导交办", "regulator", by="甲", seen=None)
    before = tiny.dump()
    with tiny.store.cursor() as cursor:
        assert by_category(cursor) == {"policy_service": 2, None: 1, "other": 1}
        with as_reported(cursor, 1) as then:
            assert by_category(then) == march
            assert counted(then) == {"A1", "A2"}
            assert then.execute("SELECT count(narrative) + count(complainant) FROM complaint").fetchall() == [(0,)]
        with as_reported(cursor, 2) as then:
            assert by_category(then) == march | {"claim_service": 2}
        changed = restatement(cursor, Scope(), 1, Dimension.CATEGORY)
    assert {one.complaint_no: one.reason for one in changed.changes if one.complaint_no != "B1"} == {
        "A1": Reason.CAUSE_CHANGED,
        "A2": Reason.CAUSE_CHANGED,
        "A3": Reason.CAUSE_CHANGED,
    }
    assert tiny.dump() == before


def test_a_kept_deck_is_the_file_it_was_and_its_figures_can_be_made_again(tiny: Tiny) -> None:
    tiny.logs(
        {"投诉编号": "A1", "受理时间": "2016-03-01", "投诉原因": "理赔时效"},
        {"投诉编号": "A2", "受理时间": "2016-03-02", "投诉内容": "客服态度恶劣。"},
    )
    decide(tiny.store, {"A2": None}, ["claim_delay"], by="甲")
    with tiny.store.cursor() as cursor:
        shown = by_cause(cursor)
    number = keep_version(
        tiny.store,
        year=2016,
        branch=None,
        language="zh",
        as_of=None,
        data_version=tiny.store.data_version(),
        slides=1,
        file_name="a.pptx",
        file=b"made",
    )
    with tiny.store.cursor() as cursor:
        draft = merge(current_taxonomy(cursor), "claim_delay", "no_follow_up")
    save_taxonomy(tiny.store, draft, by="甲")
    decide(tiny.store, {"A2": 1}, ["other"], by="乙")
    with tiny.store.cursor() as cursor:
        (kept,) = versions(cursor)
        assert version_file(cursor, number) == b"made"
        assert by_cause(cursor) == {"no_follow_up": 1, "other": 1}
        with as_classified(cursor, kept.made_at) as then:
            assert by_cause(then) == shown == {"claim_delay": 2}
