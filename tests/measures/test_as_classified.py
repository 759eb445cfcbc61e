"""An old report can be made again after the causes changed."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from analytics.classify.decisions import decide
from analytics.classify.reclassify import save_taxonomy
from analytics.classify.stored_taxonomy import current_taxonomy
from analytics.classify.taxonomy_edits import merge
from analytics.measures import Scope, measure
from analytics.measures.as_classified import as_classified
from analytics.vocabulary import Dimension, Measure
from tests.tiny import Tiny


def by_cause(cursor: Any) -> dict[str | None, int]:
    records = measure(cursor, Scope(), [Dimension.CAUSE], [Measure.CAUSE_MENTIONS]).records()
    return {row["cause"]: row["cause_mentions"] for row in records if row["cause_mentions"]}


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
