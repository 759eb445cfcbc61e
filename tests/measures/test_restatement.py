"""March as it was reported and as it is, worked out by hand; and laws: the difference adds up, row by row."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analytics.errors import RequestError
from analytics.imports import import_paths, undo
from analytics.measures import REASON_NAMES, Count, Reason, Restatement, Scope, as_reported, complaints, restatement
from analytics.vocabulary import Dimension
from tests.measures.test_laws import BRANCHES, CAUSES
from tests.tiny import Tiny

APRIL, JUNE = date(2016, 4, 5), date(2016, 6, 30)
HEADERS = "投诉来源 投诉类别 被投诉机构 险种 撤诉日期 无效认定 无效认定日期 办结日期".split()


def asked(tiny: Tiny, batch: int, by: str = "month", then_as_of: date | None = None, **scope: Any) -> Restatement:
    with tiny.store.cursor() as cursor:
        return restatement(cursor, Scope(**scope), batch, Dimension(by), then_as_of)


def counts(answer: Restatement) -> dict[str | None, tuple[Any, Any]]:
    """key -> (then, now), each complaints, valid gross, valid net; None where there is no such row."""
    return {
        row.key: (tuple(row.then.values()) if row.then else None, tuple(row.now.values()) if row.now else None)
        for row in answer.rows
    }


def formal(number: str, day: str, **more: str) -> dict[str, str]:
    plain = {"投诉来源": "12378", "投诉类别": "正式", "被投诉机构": "甲支公司", "险种": "车险"}
    return {"投诉编号": number, "受理时间": day, **dict.fromkeys(HEADERS, ""), **plain, **more}


@pytest.fixture
def march(tiny: Tiny) -> Tiny:
    """
    Formal complaints: 30 calendar days. Reported with batch 2, which knows of 5 April; today as of 30 June.

    no  received  then (5 April)    since                            today (30 June)
    A   1 March   valid             withdrawn 10 May                 cured: gross, not net
    B   2 March   valid                                              valid
    C   20 March  pending           limit 19 April passed            valid
    D   21 March  pending           withdrawn 10 April               invalid
    E   3 March   valid             complainant not entitled         invalid
    F   4 March   valid             it was branch 乙's               valid
    G   5 March   valid             came by telephone                not counted
    H   -                           6 March, listed late             valid
    I   31 March  pending           received on 1 April in fact      valid, of April
    J   -                           received 8 April                 valid, of April
    K   1 March   valid             its batch was undone             -

    March: 9 complaints then (A to G, I, K), 8 today (A to H). Valid then: A, B, E, F, G, K = 6, gross and net.
    Today gross A, B, C, F, H = 5; net without A = 4. April: nothing then; I and J today.
    """
    tiny.load([formal("K", "2016-03-01")], "K.csv")
    first = [
        formal("A", "2016-03-01"),
        formal("B", "2016-03-02", 办结日期="2016-04-05"),
        formal("C", "2016-03-20"),
        formal("D", "2016-03-21"),
        formal("E", "2016-03-03"),
        formal("F", "2016-03-04"),
        formal("G", "2016-03-05"),
        formal("I", "2016-03-31"),
    ]
    tiny.load(first, "2016年03月.csv")
    second = [
        formal("A", "2016-03-01", 撤诉日期="2016-05-10"),
        formal("D", "2016-03-21", 撤诉日期="2016-04-10"),
        formal("E", "2016-03-03", 无效认定="投诉人无投诉资格", 无效认定日期="2016-04-20"),
        formal("F", "2016-03-04", 被投诉机构="乙支公司"),
        formal("G", "2016-03-05", 投诉来源="4008667788"),
        formal("H", "2016-03-06"),
        formal("I", "2016-04-01"),
        formal("J", "2016-04-08"),
    ]
    tiny.load(second, "2016年04月.csv")
    undo(tiny.store, 1)
    return tiny


def test_march_as_reported_on_5_april(march: Tiny) -> None:
    answer = asked(march, 2, as_of=JUNE)
    assert (answer.batch.batch, answer.then_as_of, answer.frame.as_of) == (2, APRIL, JUNE)
    assert counts(answer) == {"2016-03": ((9, 6, 6), (8, 5, 4)), "2016-04": (None, (2, 2, 2))}
    assert answer.effects("2016-03", Count.COMPLAINTS) == {
        (Reason.ADDED, 1): 1,
        (Reason.REMOVED, -1): 1,
        (Reason.RECEIPT_CHANGED, -1): 1,
    }
    gross = {
        (Reason.ADDED, 1): 1,
        (Reason.REMOVED, -1): 1,
        (Reason.LIMIT_PASSED, 1): 1,
        (Reason.FINDING, -1): 1,
        (Reason.CHANNEL_CHANGED, -1): 1,
    }
    assert answer.effects("2016-03", Count.VALID_MONTHLY) == gross
    assert answer.effects("2016-03", Count.VALID_ANNUAL) == {**gross, (Reason.WITHDRAWN_SINCE, -1): 1}
    assert answer.effects("2016-04", Count.VALID_ANNUAL) == {
        (Reason.RECEIVED_SINCE, 1): 1,
        (Reason.RECEIPT_CHANGED, 1): 1,
    }
    assert {one.complaint_no: one.reason for one in answer.changes} == {
        "A": "withdrawn_since",
        "C": "limit_passed",
        "E": "finding",
        "G": "channel_changed",
        "H": "added",
        "I": "receipt_changed",
        "J": "received_since",
        "K": "removed",
    }


def test_the_sentence_says_both_numbers_and_why(march: Tiny) -> None:
    net = asked(march, 2, as_of=JUNE, first="2016-03", last="2016-03")
    (row,) = net.rows
    said = net.sentence(row)
    for part in ("2016-03", " 6 as reported to 2016-04-05 (batch 2)", "4 to 2016-06-30", "withdrawn -1", "added +1"):
        assert part in said.en
    for part in ("第 2 批", "报 6 件", "4 件", "撤诉 -1", "补报 +1", "年度口径"):
        assert part in said.zh
    gross = asked(march, 2, as_of=JUNE, first="2016-03", last="2016-03", view="monthly")
    assert "withdrawn" not in gross.sentence(gross.rows[0]).en and "5 to" in gross.sentence(gross.rows[0]).en
    april = asked(march, 2, as_of=JUNE, first="2016-04")
    assert "报 无" in april.sentence(april.rows[0]).zh  # no such row is not a zero
    assert set(REASON_NAMES) == set(Reason)


def test_by_branch_and_within_one(march: Tiny) -> None:
    only_march = {"as_of": JUNE, "first": "2016-03", "last": "2016-03"}
    answer = asked(march, 2, "branch", **only_march)
    assert counts(answer) == {"甲支公司": ((9, 6, 6), (7, 4, 3)), "乙支公司": (None, (1, 1, 1))}
    assert answer.effects("乙支公司", Count.VALID_ANNUAL) == {(Reason.BRANCH_CHANGED, 1): 1}
    assert answer.effects("甲支公司", Count.VALID_ANNUAL)[(Reason.BRANCH_CHANGED, -1)] == 1
    # A branch that no log had named then has no row then; F comes into the scope by its correction.
    other = asked(march, 2, "total", branches=("乙支公司",), **only_march)
    assert counts(other) == {"": (None, (1, 1, 1))}
    assert [(one.complaint_no, one.reason) for one in other.changes] == [("F", "branch_changed")]
    change = other.changes[0]
    assert change.then is not None and change.now is not None
    assert (change.then.branch, change.then.in_scope, change.now.branch) == ("甲支公司", False, "乙支公司")


def test_by_status_a_year_that_ends_is_a_reason(march: Tiny) -> None:
    """With batch 3, on 30 June, B, C, F, H, I and J were valid, and K, whose batch was undone after it."""
    answer = asked(march, 3, "status", as_of=date(2016, 12, 31), then_as_of=JUNE)
    assert counts(answer)["valid"] == ((7, 7, 7), None) and counts(answer)["valid_permanent"] == (None, (6, 6, 6))
    assert answer.effects("valid", Count.COMPLAINTS) == {(Reason.REMOVED, -1): 1, (Reason.YEAR_ENDED, -1): 6}


def test_the_as_of_of_then_can_be_given_and_is_never_after_todays(march: Tiny) -> None:
    # As of 18 April C's limit (19 April) had not passed; as of the 19th it had, for all that batch 2 knew.
    early = asked(march, 2, as_of=JUNE, then_as_of=date(2016, 4, 18))
    late = asked(march, 2, as_of=JUNE, then_as_of=date(2016, 4, 19))
    assert [counts(one)["2016-03"][0] for one in (early, late)] == [(9, 6, 6), (9, 7, 7)]
    # Today's own as-of caps the default.
    assert asked(march, 2, as_of=date(2016, 4, 1)).then_as_of == date(2016, 4, 1)
    with pytest.raises(RequestError, match="as_of_reversed"):
        asked(march, 2, as_of=APRIL, then_as_of=JUNE)


def test_received_since_where_then_was_asked_of_an_earlier_day(march: Tiny) -> None:
    """As of 10 March the complaints of 20 March were still to come, though batch 2 lists them."""
    answer = asked(march, 2, as_of=JUNE, then_as_of=date(2016, 3, 10), first="2016-03", last="2016-03")
    reasons = {one.complaint_no: one.reason for one in answer.changes}
    assert (reasons["C"], reasons["D"], reasons["H"]) == ("received_since", "received_since", "added")
    assert "I" not in reasons  # of April today, not yet received then: never in this March


@pytest.mark.parametrize(
    ("was", "became", "reason"),
    [
        # Received 1 March 2016, formal: limit 31 March, informal: 11 March. Then 12 April, today 30 June; gross.
        ({"撤诉日期": "2016-03-20"}, {"投诉类别": "非正式"}, Reason.FORM_CHANGED),
        ({"撤诉日期": "2016-04-05"}, {"受理时间": "2016-03-20"}, Reason.RECEIPT_CHANGED),
        ({"撤诉日期": "2016-03-20"}, {"撤诉日期": "2016-04-20"}, Reason.WITHDRAWAL_CHANGED),
        ({}, {"撤诉日期": "2016-03-20"}, Reason.WITHDRAWN_SINCE),  # in time all along, reported late
        ({"投诉来源": "网站"}, {"投诉来源": "12378"}, Reason.CHANNEL_CHANGED),
        ({"无效认定": "协调委认定无效", "无效认定日期": "2016-03-10"}, {"无效认定日期": "2016-07-10"}, Reason.FINDING),
    ],
)
def test_one_reason_each(tiny: Tiny, was: dict[str, str], became: dict[str, str], reason: Reason) -> None:
    first = formal("T1", "2016-03-01", **was)
    tiny.load([first, formal("Z", "2016-03-02", 办结日期="2016-04-12")], "2016年03月.csv")
    tiny.load([{**first, **became}], "2016年04月.csv")
    answer = asked(tiny, 1, "year", as_of=JUNE, view="monthly")
    assert {one.complaint_no: one.reason for one in answer.changes} == {"T1": reason}


def test_a_correction_that_changes_no_count_is_not_listed(tiny: Tiny) -> None:
    first = formal("T1", "2016-03-01", 办结日期="2016-04-12")
    tiny.load([first], "2016年03月.csv")
    tiny.load([{**first, "投诉类别": "非正式", "受理时间": "2016-03-20"}], "2016年04月.csv")
    assert asked(tiny, 1, "year", as_of=JUNE).changes == []


def test_by_determined_month_the_limit_moves_a_complaint(tiny: Tiny) -> None:
    """Received Tue 15 March: as an informal one its limit is Fri 25 March, as a formal one 14 April."""
    first = formal("T1", "2016-03-15", 投诉类别="非正式")
    tiny.load([first, formal("Z", "2016-03-02")], "2016年03月.csv")
    tiny.load([{**first, "投诉类别": "正式"}], "2016年04月.csv")
    answer = asked(tiny, 1, as_of=JUNE, book="determined")
    assert [(one.complaint_no, one.reason) for one in answer.changes if one.complaint_no == "T1"] == [
        ("T1", Reason.FORM_CHANGED)
    ]
    assert answer.effects("2016-04", Count.COMPLAINTS) == {(Reason.FORM_CHANGED, 1): 1}
    assert answer.effects("2016-03", Count.COMPLAINTS) == {(Reason.FORM_CHANGED, -1): 1}


def test_by_category_a_cause_that_was_corrected(tiny: Tiny) -> None:
    tiny.load([formal("T1", "2016-03-01", 投诉原因="服务态度")], "2016年03月.csv")
    tiny.load([formal("T1", "2016-03-01", 投诉原因="赔偿标准异议")], "2016年04月.csv")
    answer = asked(tiny, 1, "category")
    assert {(row.key, bool(row.then), bool(row.now)) for row in answer.rows} == {
        ("claim_service", True, False),
        ("loss_assessment_dispute", False, True),
    }
    assert [one.reason for one in answer.changes] == [Reason.CAUSE_CHANGED]
    assert [one.reason for one in asked(tiny, 1, "total", causes=("staff_attitude",)).changes] == [Reason.CAUSE_CHANGED]


def test_under_the_stated_book_the_logs_word_is_the_reason(tiny: Tiny) -> None:
    tiny.load([formal("T1", "2016-03-01", 是否有效="")], "2016年03月.csv")
    tiny.load([formal("T1", "2016-03-01", 是否有效="有效")], "2016年04月.csv")
    answer = asked(tiny, 1, as_of=JUNE, rulebook="stated")
    assert [(one.complaint_no, one.reason) for one in answer.changes] == [("T1", Reason.STATED)]


def test_questions_that_cannot_be_answered(tiny: Tiny) -> None:
    with pytest.raises(RequestError, match="nothing_reported_then"):
        asked(tiny, 1)
    tiny.exposure(("2016-03", "甲支公司", 1e8, 1000))
    tiny.load([formal("T1", "2016-03-01")])
    with pytest.raises(RequestError, match="nothing_reported_then"):
        asked(tiny, 1)  # the exposure came first
    with pytest.raises(RequestError, match="no_such_batch"):
        asked(tiny, 9)
    with pytest.raises(RequestError, match="not_restated_by_cause"):
        asked(tiny, 2, "cause")
    with pytest.raises(RequestError, match="unknown_branch"):
        asked(tiny, 2, branches=("无此支公司",))


@st.composite
def changing_logs(draw: st.DrawFn) -> list[list[dict[str, Any]]]:
    """Logs of successive months that bring new complaints and change anything about earlier ones."""

    def facts(month: int) -> dict[str, str]:
        day = date(2016, month, draw(st.integers(1, 28)))
        later = day + timedelta(draw(st.integers(0, 120)))
        return {
            "受理时间": day.isoformat(),
            "投诉来源": draw(st.sampled_from(["12378", "12378", "4008667788", ""])),
            "投诉类别": draw(st.sampled_from(["正式", "非正式", ""])),
            "被投诉机构": draw(st.sampled_from([*BRANCHES, ""])),
            "险种": draw(st.sampled_from(["车险", "企财险", ""])),
            "投诉原因": draw(st.sampled_from(CAUSES)),
            "撤诉日期": draw(st.sampled_from(["", "", later.isoformat()])),
            "无效认定": draw(st.sampled_from(["", "", "", "投诉人无投诉资格"])),
            "是否有效": draw(st.sampled_from(["有效", "无效", ""])),
        }

    logs: list[list[dict[str, Any]]] = []
    known: list[tuple[str, int]] = []
    for month in range(1, draw(st.integers(2, 4)) + 1):
        new = [(f"T{month}-{n}", month) for n in range(draw(st.integers(1, 4)))]
        again = [one for one in known if draw(st.booleans())]
        logs.append([{"投诉编号": number, **facts(received)} for number, received in [*new, *again]])
        known += new
    return logs


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    logs=changing_logs(),
    by=st.sampled_from([one for one in Dimension if one is not Dimension.CAUSE]),
    book=st.sampled_from(["received", "determined"]),
    view=st.sampled_from(["annual", "monthly"]),
    rules=st.sampled_from([None, "company-2016", "cbirc-2020-3", "stated"]),
    branches=st.sampled_from([(), (), (BRANCHES[0],)]),
    data=st.data(),
)
def test_then_and_the_changes_are_now(
    folder: Path,
    logs: list[list[dict[str, Any]]],
    by: Dimension,
    book: str,
    view: str,
    rules: str | None,
    branches: tuple[str, ...],
    data: st.DataObject,
) -> None:
    tiny = Tiny(Path(tempfile.mkdtemp(dir=folder)))
    tiny.load([{"投诉编号": "S", "受理时间": "2016-01-01", "被投诉机构": BRANCHES[0]}])
    files = [tiny.write(rows, f"2016年{n + 1:02d}月.csv") for n, rows in enumerate(logs)]
    batches = [file.batch for file in import_paths(tiny.store, files).files]
    newest = batches[-1]
    assert newest is not None
    scope = {"book": book, "view": view, "rulebook": rules, "branches": branches}
    as_of = data.draw(st.none() | st.dates(date(2016, 2, 1), date(2017, 2, 1)))
    if data.draw(st.booleans()):
        undone = data.draw(st.sampled_from(batches[:-1]))
        assert undone is not None
        undo(tiny.store, undone)
    batch = data.draw(st.sampled_from([1, *batches]))
    assert batch is not None
    answer = asked(tiny, batch, by.value, as_of=as_of, **scope)

    for row in answer.rows:
        for count in Count:
            then = row.then[count] if row.then else 0
            now = row.now[count] if row.now else 0
            signed = sum(sign * number for (_, sign), number in answer.effects(row.key, count).items())
            assert then + signed == now, (row.key, count)
        answer.sentence(row)
    keys = {row.key for row in answer.rows}
    for change in answer.changes:
        sides = [side for side in (change.then, change.now) if side and side.in_scope]
        assert sides and {side.key for side in sides} <= keys
        assert any(change.effect(key, count) for key in keys for count in Count)
        assert change.reason is not Reason.CORRECTED  # nothing these logs change goes without its name

    # Both sides are what the lists of complaints say.
    with tiny.store.cursor() as cursor, as_reported(cursor, batch) as one:
        listed_then = {row["complaint_no"] for row in complaints(one, Scope(as_of=answer.then_as_of, **scope))}  # type: ignore[arg-type]
    listed_now = {row["complaint_no"] for row in tiny.complaints(as_of=answer.frame.as_of, **scope)}
    entered = {one.complaint_no for one in answer.changes if not (one.then and one.then.in_scope)}
    left = {one.complaint_no for one in answer.changes if not (one.now and one.now.in_scope)}
    assert (entered, left) == (listed_now - listed_then, listed_then - listed_now)
    assert sum(row.then[Count.COMPLAINTS] for row in answer.rows if row.then) == len(listed_then)
    assert sum(row.now[Count.COMPLAINTS] for row in answer.rows if row.now) == len(listed_now)

    # As reported with the newest batch, nothing undone since, is today.
    if batch == newest:
        same = asked(tiny, newest, by.value, as_of=as_of, then_as_of=as_of, **scope)
        with tiny.store.cursor() as cursor:
            retracted = cursor.execute("SELECT count(*) FROM batch WHERE retracted_at IS NOT NULL").fetchone()
        if retracted == (0,):
            assert same.changes == [] and all(row.then == row.now for row in same.rows)
    tiny.store.close()
