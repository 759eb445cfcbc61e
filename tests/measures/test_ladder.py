"""Steps of the ladder and time to withdrawal, on tables small enough to count by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from analytics.errors import RequestError
from analytics.measures import Scope, StepRow, ladder, withdrawal_curves
from analytics.rules import Step
from analytics.vocabulary import Dimension
from tests.tiny import Tiny

AS_OF = date(2016, 3, 31)


def steps(tiny: Tiny, *by: Dimension, **scope: Any) -> list[StepRow]:
    with tiny.store.cursor() as cursor:
        return ladder(cursor, Scope(**{"as_of": AS_OF, **scope}), by).rows


def one(tiny: Tiny, step: Step, **scope: Any) -> StepRow:
    (row,) = (row for row in steps(tiny, **scope) if row.step is step)
    return row


def states(row: StepRow) -> tuple[int, ...]:
    return row.in_time, row.late, row.overdue, row.not_due, row.not_needed, row.no_date


def load(tiny: Tiny, *rows: dict[str, str]) -> None:
    """Regulator complaints, informal unless said otherwise."""
    columns = {"联系时间": "", "会商时间": "", "反馈报告日期": "", "撤诉日期": ""}
    plain = {"投诉来源": "12378", "被投诉机构": "甲支公司", "投诉类别": "非正式", **columns}
    tiny.load([{"投诉编号": f"T{n}", **plain, **row} for n, row in enumerate(rows)])


def test_contact_is_by_the_clock(tiny: Tiny) -> None:
    """Term 15 minutes from receipt at 09:00 (the last minute counts):

    09:10 in time (10), 09:15 in time (15), 09:16 late (16), a date without a clock time: not known,
    before receipt: not known, blank: overdue.
    """
    at = {"受理时间": "2016-03-01 09:00"}
    load(
        tiny,
        {**at, "联系时间": "2016-03-01 09:10"},
        {**at, "联系时间": "2016-03-01 09:15"},
        {**at, "联系时间": "2016-03-01 09:16"},
        {**at, "联系时间": "2016-03-01"},
        at,
    )
    row = one(tiny, Step.CONTACT)
    assert states(row) == (2, 2, 1, 0, 0, 1)
    assert (row.timed, row.median, row.p90, row.unit) == (3, 15.0, None, "minutes")
    assert row.share == pytest.approx(0.5)
    assert row.limit.zh == "15 分钟"


def test_a_receipt_without_a_clock_time_says_nothing_of_minutes(tiny: Tiny) -> None:
    load(tiny, {"受理时间": "2016-03-01", "联系时间": "2016-03-01 09:10"})
    assert states(one(tiny, Step.CONTACT)) == (0, 0, 0, 0, 0, 1)


def test_a_report_is_by_working_days_and_not_needed_when_withdrawn(tiny: Tiny) -> None:
    """5 working days from Tuesday 2016-03-01 end on Tuesday 2016-03-08; as of 2016-03-31.

    reported 03-08 in time, 03-09 late; withdrawn 03-03 without a report: none needed; withdrawn 03-20: overdue;
    received on 03-30: not due; reported 04-05: not yet reported at as-of, and not due (received 03-30).
    """
    load(
        tiny,
        {"受理时间": "2016-03-01", "反馈报告日期": "2016-03-08"},
        {"受理时间": "2016-03-01", "反馈报告日期": "2016-03-09"},
        {"受理时间": "2016-03-01", "撤诉日期": "2016-03-03"},
        {"受理时间": "2016-03-01", "撤诉日期": "2016-03-20"},
        {"受理时间": "2016-03-30"},
        {"受理时间": "2016-03-30", "反馈报告日期": "2016-04-05"},
    )
    row = one(tiny, Step.REPORT)
    assert states(row) == (1, 2, 1, 2, 1, 0)
    assert (row.timed, row.median, row.unit) == (2, 7.5, "days")
    assert row.complaints == 6


def test_a_report_filed_after_the_withdrawal_was_not_needed(tiny: Tiny) -> None:
    """The term of a report for 2016-03-01 ends on 03-08.

    | withdrawn | reported | the report was                                             |
    |-----------|----------|------------------------------------------------------------|
    | 03-02     | 03-10    | not needed: withdrawn in the term, reported afterwards     |
    | 03-02     | 03-04    | not needed, though within the term                         |
    | 03-08     | 03-09    | not needed: withdrawn on the term's last day               |
    | 03-09     | 03-10    | late: withdrawn after the term                             |
    | 03-04     | 03-03    | in time: reported before the withdrawal                    |
    | 03-04     | 03-04    | in time: there is one, of the same day                     |
    """
    pairs = [("2", "10"), ("2", "4"), ("8", "9"), ("9", "10"), ("4", "3"), ("4", "4")]
    days = [{"撤诉日期": f"2016-03-{off}", "反馈报告日期": f"2016-03-{done}"} for off, done in pairs]
    load(tiny, *({"受理时间": "2016-03-01", **one} for one in days))
    row = one(tiny, Step.REPORT)
    assert states(row) == (2, 1, 0, 0, 3, 0)
    assert (row.timed, row.median) == (3, 3.0)  # 9, 2 and 3 days: what was not needed took no time
    early = one(tiny, Step.REPORT, as_of=date(2016, 3, 3))
    assert states(early) == (1, 0, 0, 3, 2, 0)  # the withdrawals of 03-04 and later are not known yet


def test_a_blank_report_is_overdue_whatever_was_filled_later(tiny: Tiny) -> None:
    """As the timely rate has it: no report and the limit passed is not in time."""
    formal = {"投诉类别": "正式", "受理时间": "2016-02-01", "红头报告日期": "", "办结日期": "2016-03-20"}
    load(
        tiny,
        {"受理时间": "2016-03-01", "红头报告日期": "2016-03-20", "办结日期": "2016-03-21"},
        formal,
        {**formal, "红头报告日期": "2016-02-20"},
        {**formal, "撤诉日期": "2016-02-20"},  # after the term of the report, within that of the stamped one
    )
    assert states(one(tiny, Step.REPORT)) == (0, 4, 4, 0, 0, 0)
    assert states(one(tiny, Step.STAMPED_REPORT)) == (1, 1, 1, 0, 1, 0)


def test_a_blank_step_before_one_that_is_done_is_not_known(tiny: Tiny) -> None:
    load(tiny, {"受理时间": "2016-03-01", "会商时间": "", "反馈报告日期": "2016-03-04"}, {"受理时间": "2016-03-01"})
    assert states(one(tiny, Step.PLAN)) == (0, 1, 1, 0, 0, 1)


def test_a_blank_contact_or_plan_of_a_withdrawn_complaint_is_not_known(tiny: Tiny) -> None:
    """Withdrawn on 03-09: as of 03-31 nobody waits for its contact or plan; as of 03-08 it was overdue like any."""
    load(tiny, {"受理时间": "2016-03-01 09:00", "撤诉日期": "2016-03-09"}, {"受理时间": "2016-03-01 09:00"})
    for step in (Step.CONTACT, Step.PLAN):
        assert states(one(tiny, step)) == (0, 1, 1, 0, 0, 1)
        assert states(one(tiny, step, as_of=date(2016, 3, 8))) == (0, 2, 2, 0, 0, 0)


def test_a_column_that_no_log_has_is_not_known_for_its_complaints(tiny: Tiny) -> None:
    tiny.load([{"投诉编号": "A", "受理时间": "2016-03-01", "投诉来源": "12378", "投诉类别": "非正式"}])
    assert states(one(tiny, Step.PLAN)) == (0, 0, 0, 0, 0, 1)
    tiny.load([{"投诉编号": "B", "受理时间": "2016-03-01", "投诉来源": "12378", "投诉类别": "非正式", "会商时间": ""}])
    # Only B's log has the column: of B it is known that nothing was done.
    assert states(one(tiny, Step.PLAN)) == (0, 1, 1, 0, 0, 1)


def test_only_formal_complaints_have_a_stamped_report(tiny: Tiny) -> None:
    load(tiny, {"受理时间": "2016-03-01"}, {"受理时间": "2016-03-01", "投诉类别": "正式"})
    assert {row.step: row.complaints for row in steps(tiny)} == {
        Step.CONTACT: 2,
        Step.PLAN: 2,
        Step.REPORT: 2,
        Step.STAMPED_REPORT: 1,
    }


def test_channels_that_do_not_count_have_no_ladder(tiny: Tiny) -> None:
    load(tiny, {"受理时间": "2016-03-01", "投诉来源": "4008667788"})
    assert steps(tiny) == []


def test_parts_add_up_to_the_whole(tiny: Tiny) -> None:
    load(
        tiny,
        {"受理时间": "2016-02-01", "反馈报告日期": "2016-02-03"},
        {"受理时间": "2016-03-01", "被投诉机构": "乙支公司", "反馈报告日期": "2016-03-29"},
        {"受理时间": "2016-03-02", "被投诉机构": "乙支公司"},
    )
    whole = {row.step: row for row in steps(tiny)}
    for by in ((Dimension.BRANCH,), (Dimension.MONTH,), (Dimension.MONTH, Dimension.BRANCH)):
        for step, row in whole.items():
            parts = [part for part in steps(tiny, *by) if part.step is step]
            assert sum(part.complaints for part in parts) == row.complaints
            assert [sum(numbers) for numbers in zip(*map(states, parts), strict=True)] == list(states(row))


def test_questions_that_cannot_be_answered(tiny: Tiny) -> None:
    load(tiny, {"受理时间": "2016-03-01"})
    with pytest.raises(RequestError) as refused:
        steps(tiny, Dimension.CAUSE)
    assert refused.value.code == "no_ladder_by"
    assert steps(tiny, as_of=date(2015, 1, 1)) == []


def test_without_data(tiny: Tiny) -> None:
    assert steps(tiny) == []
    with tiny.store.cursor() as cursor:
        assert withdrawal_curves(cursor, Scope()).rows == []


def test_time_to_withdrawal_keeps_the_open_ones(tiny: Tiny) -> None:
    """
    | received   | withdrawn  | days watched, as of 2016-03-31 |
    |------------|------------|--------------------------------|
    | 2016-03-01 | 2016-03-06 | 5, withdrawn                   |
    | 2016-03-01 | -          | 30, open                       |
    | 2016-03-21 | 2016-03-31 | 10, withdrawn                  |
    | 2016-03-21 | 2016-04-02 | 10, open (not known then)      |

    After day 5: 3/4 left; after day 10: 3/4 x (1 - 1/3) = 1/2. Dropping the open ones would say 0.
    """
    load(
        tiny,
        {"受理时间": "2016-03-01", "撤诉日期": "2016-03-06"},
        {"受理时间": "2016-03-01"},
        {"受理时间": "2016-03-21", "撤诉日期": "2016-03-31"},
        {"受理时间": "2016-03-21", "撤诉日期": "2016-04-02"},
    )
    with tiny.store.cursor() as cursor:
        (row,) = withdrawal_curves(cursor, Scope(as_of=AS_OF)).rows
    assert row.key == {"form": "informal"}
    assert [(step.time, step.at_risk, step.survival) for step in row.curve.steps] == [
        (5.0, 4, pytest.approx(0.75)),
        (10.0, 3, pytest.approx(0.5)),
    ]
    assert (row.curve.subjects, row.curve.events, row.curve.median) == (4, 2, 10.0)
