"""The watch list against a calendar worked out by hand: October 2016, with its holiday and make-up days."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analytics.errors import RequestError, RuleError
from analytics.imports import undo
from analytics.measures import WatchList, watchlist
from tests.measures.test_laws import AS_OF, LOG
from tests.tiny import Tiny

MONDAY = date(2016, 10, 10)


def watched(tiny: Tiny, as_of: date | None = None, **options: Any) -> WatchList:
    with tiny.store.cursor() as cursor:
        return watchlist(cursor, as_of, **options)


def listed(tiny: Tiny, as_of: date | None = None, **options: Any) -> list[tuple[str, str, str, int, int]]:
    return [
        (row.complaint_no, row.next_step.value, row.due.isoformat(), row.days_left, row.working_days_left)
        for row in watched(tiny, as_of, **options).rows
    ]


def log_row(number: str, received: str, form: str, **more: str) -> dict[str, str]:
    """A complaint contacted and planned for on the day, with nothing reported unless `more` says so."""
    steps = {"联系时间": received, "会商时间": received, "反馈报告日期": "", "红头报告日期": ""}
    return {"投诉编号": number, "受理时间": received, "投诉类别": form, **steps, **more}


def test_october_2016(tiny: Tiny) -> None:
    """
    As of Mon 10 Oct 2016. 1 to 7 Oct are off, Sat 8 and Sun 9 are worked. Ten working days ahead: to 24 Oct.

    no  form      received  done so far            next step         due     days  working days
    A   informal  27 Sep    contact, plan          report (5 wd)     9 Oct   -1    -1     limit 12 Oct
    B   informal  9 Oct     contact                plan              9 Oct   -1    -1
    C   formal    24 Sep    ... reported 28 Sep    stamped report    24 Oct  14    10
    D   formal    25 Sep    ... reported 28 Sep    stamped report    25 Oct  beyond the horizon
    E   formal    12 Sep    ... stamped 1 Oct      withdraw          12 Oct  2     2
    F   formal    12 Sep    withdrawn 5 Oct        nothing
    G   by telephone: never counted                nothing
    H   found ineligible                           nothing
    L   formal    10 Sep    limit 10 Oct: passed at the end of it    31 Dec  82    59
    R   formal    23 Sep    contact, plan          report (5 wd)     30 Sep  -10   -3     limit 23 Oct
    V   formal    1 Mar     valid since 31 Mar     cure by           31 Dec  82    59
    W   formal    1 Mar     withdrawn 2 Oct: cured already
    P   formal    1 Dec 2015: its year is over

    R: working days after Fri 23 Sep are 26 to 30 Sep; then 8, 9, 10 Oct have gone by.
    From 11 Oct to 31 Dec: 15 working days in October (4 + 5 + 5 + 1), 22 in November, 22 in December.
    """
    tiny.logs(
        log_row("A", "2016-09-27", "非正式"),
        log_row("B", "2016-10-09", "非正式", 会商时间=""),
        log_row("C", "2016-09-24", "正式", 反馈报告日期="2016-09-28"),
        log_row("D", "2016-09-25", "正式", 反馈报告日期="2016-09-28"),
        log_row("E", "2016-09-12", "正式", 红头报告日期="2016-10-01"),
        log_row("F", "2016-09-12", "正式", 撤诉日期="2016-10-05"),
        log_row("G", "2016-09-27", "非正式", 投诉来源="4008667788"),
        log_row("H", "2016-09-27", "非正式", 无效认定="投诉人无投诉资格"),
        log_row("L", "2016-09-10", "正式", 红头报告日期="2016-09-20"),
        log_row("R", "2016-09-23", "正式"),
        log_row("V", "2016-03-01", "正式"),
        log_row("W", "2016-03-01", "正式", 撤诉日期="2016-10-02"),
        log_row("P", "2015-12-01", "正式"),
    )
    assert listed(tiny, MONDAY) == [
        ("R", "report", "2016-09-30", -10, -3),
        ("A", "report", "2016-10-09", -1, -1),
        ("B", "plan", "2016-10-09", -1, -1),
        ("E", "withdraw", "2016-10-12", 2, 2),
        ("C", "stamped_report", "2016-10-24", 14, 10),
        ("L", "withdraw_to_cure", "2016-12-31", 82, 59),
        ("V", "withdraw_to_cure", "2016-12-31", 82, 59),
    ]
    found = watched(tiny, MONDAY)
    assert (found.as_of, found.until, found.rulebook) == (MONDAY, date(2016, 10, 24), "company-2016")
    rows = {row.complaint_no: row for row in found.rows}
    assert (rows["A"].limit_date, rows["A"].status, rows["A"].form) == (date(2016, 10, 12), "pending", "informal")
    assert (rows["V"].limit_date, rows["V"].status, rows["V"].branch) == (date(2016, 3, 31), "valid", "甲支公司")
    assert not rows["A"].assumed
    # One working day further D is in sight; with none, only what is due by the as-of day.
    assert "D" in {number for number, *_ in listed(tiny, MONDAY, days=11)}
    assert [number for number, *_ in listed(tiny, MONDAY, days=0)] == ["R", "A", "B", "L", "V"]


def test_the_days_looked_ahead_are_working_days(tiny: Tiny) -> None:
    """Reported on time: only the withdrawal is left, until the 8th working day after 9 Oct, Wed 19 Oct."""
    tiny.logs(log_row("T1", "2016-10-09", "非正式", 反馈报告日期="2016-10-10"))
    assert listed(tiny, MONDAY, days=6) == []
    assert listed(tiny, MONDAY, days=7) == [("T1", "withdraw", "2016-10-19", 9, 7)]


def test_what_is_dated_after_the_as_of_date_does_not_exist(tiny: Tiny) -> None:
    tiny.logs(
        log_row("T1", "2016-10-09", "非正式", 联系时间="2016-10-10 09:00", 会商时间="2016-10-11"),
        log_row("T2", "2016-10-11", "非正式"),
    )
    assert [row[:3] for row in listed(tiny, date(2016, 10, 9))] == [("T1", "contact", "2016-10-09")]
    assert [row[:3] for row in listed(tiny, MONDAY)] == [("T1", "plan", "2016-10-09")]
    assert [row[:3] for row in listed(tiny, date(2016, 10, 11))] == [
        ("T1", "report", "2016-10-14"),
        ("T2", "report", "2016-10-18"),
    ]
    # Without a day: the last one the data knows.
    assert watched(tiny).as_of == date(2016, 10, 11)


def test_a_step_whose_column_no_log_has_is_not_asked_for(tiny: Tiny) -> None:
    bare = {"投诉编号": "T1", "受理时间": "2016-10-09", "投诉类别": "非正式"}
    tiny.logs(bare)
    assert [row[1:3] for row in listed(tiny, MONDAY)] == [("withdraw", "2016-10-19")]
    # A second log knows the report, so that its absence is a fact.
    tiny.logs({**bare, "反馈报告日期": ""})
    assert [row[1:3] for row in listed(tiny, MONDAY)] == [("report", "2016-10-14")]
    batch = tiny.logs({**bare, "联系时间": ""}).files[0].batch
    assert [row[1:3] for row in listed(tiny, MONDAY)] == [("contact", "2016-10-09")]
    assert batch is not None
    undo(tiny.store, batch)
    assert [row[1:3] for row in listed(tiny, MONDAY)] == [("report", "2016-10-14")]


def test_a_later_step_that_is_done_settles_the_ones_before_it(tiny: Tiny) -> None:
    tiny.logs(
        log_row("T1", "2016-10-09", "非正式", 联系时间="", 会商时间="2016-10-09"),
        log_row("T2", "2016-10-09", "非正式", 联系时间="", 会商时间="", 反馈报告日期="2016-10-10"),
    )
    assert [row[:2] for row in listed(tiny, MONDAY)] == [("T1", "report"), ("T2", "withdraw")]


def test_a_stamped_report_is_asked_for_where_a_log_has_it(tiny: Tiny) -> None:
    facts = {"投诉编号": "T1", "受理时间": "2016-09-12", "投诉类别": "正式", "反馈报告日期": "2016-09-14"}
    tiny.logs(facts)
    assert [row[1] for row in listed(tiny, MONDAY)] == ["withdraw"]
    tiny.logs({**facts, "红头报告日期": ""})
    assert [row[1] for row in listed(tiny, MONDAY)] == ["stamped_report"]


def test_a_rule_book_of_the_company_decides_the_steps(tiny: Tiny) -> None:
    """A book with a report after 3 working days and no other step: received Mon 10 Oct, due Thu 13 Oct."""
    book = (Path(__file__).parents[2] / "analytics/reference/rulebooks/stated.toml").read_text(encoding="utf-8")
    head = book[: book.index("[steps.contact]")].replace('name = "stated"', 'name = "own"')
    folder = tiny.folder / "rulebooks"
    folder.mkdir()
    own = head.replace('outcome = "stated"', 'outcome = "computed"')
    (folder / "own.toml").write_text(f'{own}[steps.report]\ninformal = {{ days = 3, unit = "working" }}\n', "utf-8")
    tiny.logs(
        log_row("T1", "2016-10-10", "非正式", 联系时间="", 会商时间=""),
        log_row("T2", "2016-10-10", "正式", 联系时间="", 会商时间=""),
    )
    assert listed(tiny, MONDAY, rulebook="own", days=30) == [
        ("T1", "report", "2016-10-13", 3, 3),
        ("T2", "withdraw", "2016-11-09", 30, 22),
    ]


def test_the_order_of_2020_has_its_own_terms(tiny: Tiny) -> None:
    """Received 2 Mar 2020 (Mon): 15 calendar days, to report and to be withdrawn: 17 Mar. No step before that."""
    tiny.logs(log_row("T1", "2020-03-02", "非正式", 联系时间="", 会商时间=""))
    assert listed(tiny, date(2020, 3, 9)) == [("T1", "report", "2020-03-17", 8, 6)]
    # A log with the case closed has handled it: the withdrawal is what is left.
    tiny.logs(log_row("T1", "2020-03-02", "非正式", 联系时间="", 会商时间="", 办结日期="2020-03-09"))
    assert [row[1] for row in listed(tiny, date(2020, 3, 9))] == ["withdraw"]


def test_under_the_stated_book_no_withdrawal_cures_and_no_passed_limit_is_watched(tiny: Tiny) -> None:
    tiny.logs(
        {"投诉编号": "T1", "受理时间": "2016-03-01", "投诉类别": "正式", "是否有效": "有效"},
        {"投诉编号": "T2", "受理时间": "2016-03-01", "投诉类别": "正式", "是否有效": ""},
        {"投诉编号": "T3", "受理时间": "2016-09-12", "投诉类别": "正式", "是否有效": ""},
    )
    assert [row[:3] for row in listed(tiny, MONDAY, rulebook="stated")] == [("T3", "withdraw", "2016-10-12")]
    assert [row[:2] for row in listed(tiny, MONDAY)] == [
        ("T3", "withdraw"),
        ("T1", "withdraw_to_cure"),
        ("T2", "withdraw_to_cure"),
    ]


def test_a_limit_in_the_next_year_is_pending_across_it_and_never_curable(tiny: Tiny) -> None:
    """Formal, received 20 Dec 2016: limit 19 Jan 2017. Pending on 31 Dec, permanent at once when it passes."""
    tiny.logs({"投诉编号": "T1", "受理时间": "2016-12-20", "投诉类别": "正式"})
    assert [row[:3] for row in listed(tiny, date(2016, 12, 31), days=14)] == [("T1", "withdraw", "2017-01-19")]
    assert listed(tiny, date(2017, 1, 19)) == []


def test_a_year_the_calendar_does_not_know_is_said(tiny: Tiny) -> None:
    tiny.logs(log_row("T1", "2003-03-03", "正式"))
    (row,) = watched(tiny, date(2003, 3, 10), days=20).rows
    assert row.assumed


def test_only_the_branches_asked_for(tiny: Tiny) -> None:
    tiny.logs(
        log_row("T1", "2016-10-09", "非正式"),
        log_row("T2", "2016-10-09", "非正式", 被投诉机构="乙支公司"),
    )
    assert [row[0] for row in listed(tiny, MONDAY, branches=("乙支公司",))] == ["T2"]


def test_questions_that_cannot_be_answered(tiny: Tiny) -> None:
    empty = watched(tiny)
    assert (empty.as_of, empty.rows) == (None, [])
    tiny.logs(log_row("T1", "2016-10-09", "非正式"))
    with pytest.raises(RequestError, match="bad_days"):
        watched(tiny, days=-1)
    with pytest.raises(RuleError, match="unknown_rulebook"):
        watched(tiny, rulebook="unheard-of")


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=LOG, as_of=AS_OF, days=st.integers(0, 30), book=st.sampled_from(["company-2016", "cbirc-2020-3"]))
def test_nothing_that_turns_valid_within_the_days_is_left_out(
    folder: Path, rows: list[dict[str, Any]], as_of: date, days: int, book: str
) -> None:
    tiny = Tiny(Path(tempfile.mkdtemp(dir=folder)))
    tiny.load(rows)
    found = watched(tiny, as_of, days=days, rulebook=book)
    assert found.until is not None
    complaints = {row["complaint_no"]: row for row in tiny.complaints(as_of=as_of, rulebook=book)}
    tiny.store.close()
    turning = {
        number
        for number, row in complaints.items()
        if row["status"] == "pending" and row["limit_date"] <= found.until.isoformat()
    }
    numbers = [row.complaint_no for row in found.rows]
    assert len(numbers) == len(set(numbers)) and turning <= set(numbers)
    curable = [row for row in found.rows if row.next_step == "withdraw_to_cure"]
    assert {row.complaint_no for row in curable} == {n for n, row in complaints.items() if row["status"] == "valid"}
    assert found.rows[len(found.rows) - len(curable) :] == curable
    for row in found.rows:
        assert complaints[row.complaint_no]["status"] == row.status
        assert complaints[row.complaint_no]["limit_date"] == row.limit_date.isoformat()
        assert (row.days_left > 0) >= (row.working_days_left > 0) and (row.days_left < 0) >= (row.working_days_left < 0)
    dues = [row.due for row in found.rows if row not in curable]
    assert dues == sorted(dues)
