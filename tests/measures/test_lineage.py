"""From a complaint to its cells: every version, what it said, what it changed."""

from __future__ import annotations

from analytics.imports import undo
from analytics.measures import versions
from tests.tiny import Tiny

FIRST = {"投诉编号": "T1", "受理时间": "2016-01-05 09:30", "投诉人": "样例甲", "被投诉机构": "甲支公司", "撤诉日期": ""}


def test_every_version_of_a_complaint(tiny: Tiny) -> None:
    tiny.load([FIRST], "2016年1月.csv")
    tiny.load(
        [{"投诉编号": "T0", "受理时间": "2016-02-01", "被投诉机构": "乙支公司"}, {**FIRST, "撤诉日期": "2016-02-03"}],
        "2016年2月.csv",
    )
    with tiny.store.cursor() as cursor:
        first, second = versions(cursor, "T1")
        open_hearted = versions(cursor, "T1", with_personal_data=True)[0]
        assert versions(cursor, "nobody") == []
    assert (first.row, first.report_month, first.status) == (2, "2016-01", "active")
    assert (second.row, second.report_month, second.new) == (3, "2016-02", ("withdrawn_on",))
    assert first.said == {"received_at": "2016-01-05 09:30", "complainant": "样***", "branch": "甲支公司"}
    assert open_hearted.said["complainant"] == "样例甲"
    assert second.said["withdrawn_on"] == "2016-02-03"
    undo(tiny.store, second.batch)
    with tiny.store.cursor() as cursor:
        assert [one.status for one in versions(cursor, "T1")] == ["active", "undone"]


def test_a_row_of_another_complaint_under_the_number_says_nothing_of_this_one(tiny: Tiny) -> None:
    """乙's row wins by its later month; 甲's withdrawal is not its own, and so 乙's is new."""
    tiny.load([{**FIRST, "撤诉日期": "2016-02-03"}], "2016年1月.csv")
    other = {**FIRST, "受理时间": "2016-01-20 10:00", "被投诉机构": "乙支公司", "撤诉日期": "2016-02-03"}
    tiny.load([other], "2016年2月.csv")
    with tiny.store.cursor() as cursor:
        first, second = versions(cursor, "T1")
    assert (first.status, second.status) == ("apart", "active")
    assert "withdrawn_on" in first.new and "withdrawn_on" in second.new


def test_the_day_alone_is_nothing_new_beside_its_time(tiny: Tiny) -> None:
    """The cell that is named for 受理时间 is the one with the time, which still stands."""
    tiny.load([FIRST], "2016年1月.csv")
    tiny.load([{**FIRST, "受理时间": "2016-01-05"}], "2016年2月.csv")
    with tiny.store.cursor() as cursor:
        first, second = versions(cursor, "T1")
    assert "received_at" in first.new
    assert second.new == ()
