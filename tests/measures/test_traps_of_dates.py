"""Ways to a wrong count by way of the calendar: make-up days, the end of the year, a year nobody's table knows."""

from __future__ import annotations

from datetime import date

from tests.tiny import Tiny


def counts(tiny: Tiny, as_of: date, **scope: object) -> tuple[int, int, int]:
    """(gross, net, pending)"""
    (gross,) = tiny.records("total", "valid,pending", as_of=as_of, view="monthly", **scope)
    (net,) = tiny.records("total", "valid", as_of=as_of, **scope)
    return gross["valid"], net["valid"], gross["pending"]


def test_make_up_days_are_working_days(tiny: Tiny) -> None:
    """
    Informal, received Tue 2016-09-27: working days 09-28, 29, 30, then 10-08 (Sat) and 10-09 (Sun) made up for the
    holiday 10-01 to 10-07, 10-10, 11, 12: the limit is 10-12. Who forgets them counts to 10-14.

    no.  withdrawn   by the limit
    A    10-12       in time
    B    10-13       too late
    """
    facts = {"受理时间": "2016-09-27", "投诉类别": "非正式"}
    tiny.logs(
        {"投诉编号": "A", **facts, "撤诉日期": "2016-10-12"}, {"投诉编号": "B", **facts, "撤诉日期": "2016-10-13"}
    )
    rows = {row["complaint_no"]: row for row in tiny.complaints(as_of=date(2016, 10, 31))}
    assert {row["limit_date"] for row in rows.values()} == {"2016-10-12"}
    assert [rows[number]["status"] for number in "AB"] == ["invalid_withdrawn", "valid_cured"]


def test_the_year_ends_at_the_end_of_its_last_day(tiny: Tiny) -> None:
    """
    Formal (30 days), as of 2017-02-28:

    no.  received     limit        withdrawn    gross  net
    A    2016-11-01   2016-12-01   2016-12-31   1      0     cured on the last day of its year
    B    2016-11-01   2016-12-01   2017-01-01   1      1     a day late: permanent
    C    2016-12-10   2017-01-09   2017-01-05   0      0     in time, though in the next year
    D    2016-12-10   2017-01-09   2017-01-15   1      1     after its limit in the next year: cures nothing
    """
    early, late = {"受理时间": "2016-11-01", "投诉类别": "正式"}, {"受理时间": "2016-12-10", "投诉类别": "正式"}
    tiny.logs(
        {"投诉编号": "A", **early, "撤诉日期": "2016-12-31"},
        {"投诉编号": "B", **early, "撤诉日期": "2017-01-01"},
        {"投诉编号": "C", **late, "撤诉日期": "2017-01-05"},
        {"投诉编号": "D", **late, "撤诉日期": "2017-01-15"},
    )
    assert counts(tiny, date(2017, 2, 28)) == (3, 2, 0)
    # On 31 December the year is over for A and B; C and D are pending across it.
    assert counts(tiny, date(2016, 12, 31)) == (2, 1, 2)
    assert counts(tiny, date(2016, 12, 30)) == (2, 2, 2)
    # By the month of the limit C and D belong to the next year.
    assert counts(tiny, date(2017, 2, 28), book="determined", first="2016-01", last="2016-12") == (2, 1, 0)


def test_a_year_that_no_table_knows_says_so(tiny: Tiny) -> None:
    tiny.logs({"投诉编号": "A", "受理时间": "2003-03-03", "投诉类别": "非正式"})
    assert tiny.measure(as_of=date(2003, 6, 30), rulebook="company-2016").frame.calendar_assumed
    formal = {"forms": ("formal",)}
    assert not tiny.measure(as_of=date(2003, 6, 30), rulebook="company-2016", **formal).frame.calendar_assumed
