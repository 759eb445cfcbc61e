"""From the channel over the primary cause to the status, counted by hand."""

from __future__ import annotations

from datetime import date

import pytest

from analytics.measures import Scope
from analytics.measures.cause_flow import cause_flow
from analytics.store import Store
from analytics.vocabulary import View
from tests.tiny import Tiny

AS_OF = date(2016, 12, 31)


@pytest.fixture
def flowing(tiny: Tiny) -> Tiny:
    """Six formal complaints: four of the regulator, two of the website; one names two causes, one names none."""
    rows = [
        ("12378", "理赔时效", ""),
        ("12378", "理赔时效、服务态度", ""),  # once, by what it names first
        ("12378", "理赔时效", "2016-01-20"),  # withdrawn in time
        ("12378", "", "2016-06-01"),  # withdrawn late, within the year
        ("公司网站", "理赔时效", ""),
        ("公司网站", "退保退费", ""),
    ]
    tiny.logs(
        *(
            {
                "投诉编号": f"F{number}",
                "受理时间": "2016-01-05",
                "投诉类别": "正式",
                "投诉来源": channel,
                "投诉原因": cause,
                "撤诉日期": withdrawn,
            }
            for number, (channel, cause, withdrawn) in enumerate(rows)
        )
    )
    return tiny


def _of(store: Store, **asked: object) -> dict[tuple[str | None, ...], int]:
    with store.cursor() as cursor:
        return cause_flow(cursor, Scope(as_of=AS_OF, **asked))  # type: ignore[arg-type]


def test_each_complaint_once_by_what_it_names_first(flowing: Tiny) -> None:
    assert _of(flowing.store) == {
        ("regulator", "claim_delay", "valid_permanent"): 2,
        ("regulator", "claim_delay", "invalid_withdrawn"): 1,
        ("regulator", None, "valid_cured"): 1,
        ("website", "claim_delay", "not_counted"): 1,
        ("website", "surrender_refund", "not_counted"): 1,
    }


def test_the_filter_holds_and_a_view_changes_no_status(flowing: Tiny) -> None:
    assert _of(flowing.store, categories=("policy_service",)) == {("website", "surrender_refund", "not_counted"): 1}
    assert _of(flowing.store, view=View.MONTHLY) == _of(flowing.store)
    assert _of(flowing.store, first="2016-02") == {}


def test_nothing_imported(tiny: Tiny) -> None:
    assert _of(tiny.store) == {}
