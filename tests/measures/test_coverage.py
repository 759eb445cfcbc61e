"""Which figures rest on what: a missing log is missing, a log that lists nothing says zero."""

from __future__ import annotations

from typing import Any

from analytics.findings import Code, Page, findings
from analytics.imports import import_paths, undo
from analytics.imports.waiting import kept_correction
from analytics.measures import Covered, LogState, Scope, coverage, log_gaps
from analytics.measures.coverage import unlisted_complaints
from analytics.vocabulary import Measure
from tests.exchange.books import correct
from tests.sample_cells import DECK
from tests.tiny import Tiny


def row(number: str, received: str, branch: str = "甲支公司") -> dict[str, Any]:
    return {"投诉编号": number, "受理时间": received, "投诉来源": "12378", "被投诉机构": branch}


def grid(tiny: Tiny) -> dict[tuple[str, str], Covered]:
    with tiny.store.cursor() as cursor:
        return {(one.branch[0], one.month): one for one in coverage(cursor)}


def test_head_office_logs(tiny: Tiny) -> None:
    """
            2016-01    2016-02   2016-03
    甲      1          0         missing: no March log, but April's lists a March complaint of 乙
    乙      1          1         partial
    """
    tiny.load([row("T1", "2016-01-05"), row("T2", "2016-01-06", "乙支公司")], "2016年1月.csv")
    tiny.load([row("T3", "2016-02-05", "乙支公司"), row("T1", "2016-01-05")], "2016年2月.csv")
    tiny.load(
        [row("T4", "2016-03-05", "乙支公司"), row("T5", "2016-04-01"), row("T6", "2016-04-02", "乙支公司")],
        "2016年4月.csv",
    )
    tiny.exposure(("2016-01", "甲支公司", 1e8, ""), ("2016-02", "甲支公司", "", 10))
    found = grid(tiny)
    assert {key: one.log.value for key, one in found.items()} == {
        ("甲", "2016-01"): "received",
        ("甲", "2016-02"): "zero",
        ("甲", "2016-03"): "missing",
        ("甲", "2016-04"): "received",
        ("乙", "2016-01"): "received",
        ("乙", "2016-02"): "received",
        ("乙", "2016-03"): "partial",
        ("乙", "2016-04"): "received",
    }
    assert (found[("甲", "2016-01")].premium, found[("甲", "2016-01")].policies) == (True, False)
    assert (found[("甲", "2016-02")].premium, found[("甲", "2016-02")].policies) == (False, True)
    assert (found[("乙", "2016-03")].complaints, found[("甲", "2016-03")].complaints) == (1, 0)


def test_a_log_of_mostly_earlier_months_covers_them(tiny: Tiny) -> None:
    """Of four rows of April's log three came in January to March: it lists the year so far, and no month lacks."""
    days = ("2016-01-05", "2016-02-05", "2016-03-05", "2016-04-01")
    tiny.load([row(f"T{number}", day) for number, day in enumerate(days)], "2016年4月.csv")
    tiny.load([row("T9", "2016-05-05"), row("T3", "2016-04-01")], "2016年5月.csv")  # a half is not most
    assert {one.log.value for one in grid(tiny).values()} == {"received"}


def test_a_log_of_open_and_newly_withdrawn_complaints_covers_its_own_month(tiny: Tiny) -> None:
    """April's log lists three of January to March and one of its own. Where the earlier ones are open or were withdrawn
    in April they are listed again, and February and March have no log; where two of three were withdrawn before, it
    lists the year so far."""
    days = ("2016-01-05", "2016-02-05", "2016-03-05", "2016-04-01")

    def states(withdrawn: tuple[str, ...]) -> list[str]:
        rows = [row(f"T{number}", day) for number, day in enumerate(days)]
        rows = [one | {"撤诉日期": day} for one, day in zip(rows, (*withdrawn, ""), strict=True)]
        april = tiny.load(rows, "2016年4月.csv", replace=True)
        assert april.files[0].error is None
        return [grid(tiny)["甲", month].log.value for month in ("2016-01", "2016-02", "2016-03", "2016-04")]

    tiny.load([row("T0", "2016-01-05")], "2016年1月.csv")
    assert states(("", "2016-04-02", "2016-04-08")) == ["received", "partial", "partial", "received"]
    assert states(("2016-02-01", "2016-03-01", "2016-04-08")) == ["received"] * 4


def test_a_log_of_a_quiet_branch_that_lists_open_complaints_again_covers_its_own_month(tiny: Tiny) -> None:
    """Nothing of April's four is withdrawn. Of the three from before, two of which were closed before April, all are
    listed: the year so far. Where all are open, or were closed in April, they are listed again."""
    days = ("2016-01-05", "2016-02-05", "2016-03-05", "2016-04-01")

    def states(closed: tuple[str, ...]) -> list[str]:
        rows = [row(f"T{number}", day) for number, day in enumerate(days)]
        rows = [one | {"撤诉日期": "", "办结日期": day} for one, day in zip(rows, (*closed, ""), strict=True)]
        assert tiny.load(rows, "2016年4月.csv", replace=True).files[0].error is None
        return [grid(tiny)["甲", month].log.value for month in ("2016-01", "2016-02", "2016-03", "2016-04")]

    tiny.load([row("T0", "2016-01-05")], "2016年1月.csv")
    assert states(("", "", "")) == ["received", "partial", "partial", "received"]
    assert states(("", "2016-04-06", "2016-04-08")) == ["received", "partial", "partial", "received"]
    assert states(("2016-01-20", "2016-02-20", "")) == ["received"] * 4


def test_branches_own_logs_cover_themselves_only(tiny: Tiny) -> None:
    tiny.load([row("T1", "2016-01-05")], "甲支公司2016年1月.csv")
    tiny.load([row("T2", "2016-01-05", "乙支公司")], "乙支公司2016年1月.csv")
    last = tiny.load([row("T3", "2016-02-05")], "甲支公司2016年2月.csv").files[0]
    assert {key: one.log.value for key, one in grid(tiny).items()} == {
        ("甲", "2016-01"): "received",
        ("甲", "2016-02"): "received",
        ("乙", "2016-01"): "received",
        ("乙", "2016-02"): "missing",
    }
    assert last.batch is not None
    undo(tiny.store, last.batch)
    assert {month for _, month in grid(tiny)} == {"2016-01"}


def test_a_log_that_happens_to_name_one_branch_is_head_offices(tiny: Tiny) -> None:
    """A company of few complaints: each month's one log has one row, and the other branch had none."""
    tiny.load([row("T1", "2016-01-05")], "2016年1月.csv")
    tiny.load([row("T2", "2016-02-05", "乙支公司")], "2016年2月.csv")
    assert {key: one.log.value for key, one in grid(tiny).items()} == {
        ("甲", "2016-01"): "received",
        ("乙", "2016-01"): "zero",
        ("甲", "2016-02"): "zero",
        ("乙", "2016-02"): "received",
    }


def test_logs_that_never_name_another_branch_are_that_branchs_own(tiny: Tiny) -> None:
    """Of the other branch nothing is known, whatever the list of branches or the premium says: not zero."""
    tiny.load([row("T1", "2016-01-05")], "2016年1月.csv")
    tiny.load([row("T2", "2016-02-05")], "2016年2月.csv")
    tiny.exposure(("2016-01", "甲支公司", 1e8, 10), ("2016-01", "乙支公司", 1e8, 10))
    assert {key: one.log.value for key, one in grid(tiny).items()} == {
        ("甲", "2016-01"): "received",
        ("乙", "2016-01"): "missing",
        ("甲", "2016-02"): "received",
        ("乙", "2016-02"): "missing",
    }


def test_logs_of_one_branch_each_in_one_month_are_their_own(tiny: Tiny) -> None:
    """Nothing says whose they are; that January has two of them does, so February's is not the company's."""
    tiny.load([row("T1", "2016-01-05")], "一.csv")
    tiny.load([row("T2", "2016-01-06", "乙支公司")], "二.csv")
    tiny.load([row("T3", "2016-02-05")], "三.csv")
    states = {key: one.log.value for key, one in grid(tiny).items()}
    assert (states["甲", "2016-02"], states["乙", "2016-02"]) == ("received", "missing")


def test_a_file_of_corrections_is_nobodys_own_log(tiny: Tiny) -> None:
    """Head office's January log lists 甲 alone, and a row of 乙 that is set aside; corrected it comes in a file of its
    own. 乙 has no own logs for that: of February, whose log lists 甲 alone, it is known that it had none."""
    log = tiny.write([row("T1", "2016-01-05"), row("T2", "2016-02-30", "乙支公司")], "2016年1月.csv")
    report = import_paths(tiny.store, [log]).files[0]
    assert len(report.rejects) == 1 and report.batch is not None
    with tiny.store.cursor() as cursor:
        (tiny.folder / "改.xlsx").write_bytes(kept_correction(cursor, report.batch) or b"")
    correct(tiny.folder / "改.xlsx", lambda *_: "2016-01-30")
    assert import_paths(tiny.store, [tiny.folder / "改.xlsx"]).files[0].rejects == []
    tiny.load([row("T3", "2016-02-05")], "2016年2月.csv")
    states = {key: one.log.value for key, one in grid(tiny).items()}
    assert (states["乙", "2016-01"], states["乙", "2016-02"]) == ("received", "zero")


def test_an_empty_log_of_a_branch_says_none_of_that_branch_only(tiny: Tiny) -> None:
    for branch in ("甲支公司", "乙支公司", "丙支公司"):
        tiny.load([row(f"T{branch}", "2016-01-05", branch)], f"{branch}2016年1月.csv")
    tiny.load([row("T2", "2016-02-05")], "甲支公司2016年2月.csv")
    empty = tiny.folder / "乙支公司2016年2月.csv"
    empty.write_text("投诉编号,受理时间,投诉来源,被投诉机构\n", encoding="utf-8")
    assert import_paths(tiny.store, [empty]).files[0].error is None
    states = {key: one.log.value for key, one in grid(tiny).items()}
    assert [states[name, "2016-02"] for name in "甲乙丙"] == ["received", "zero", "missing"]


def test_a_log_of_the_whole_year_covers_its_months(tiny: Tiny) -> None:
    rows = [row("T1", "2016-01-05"), row("T2", "2016-03-05", "乙支公司")]
    tiny.load(rows, "全年台账.csv")
    assert {key: one.log for key, one in grid(tiny).items() if key[0] == "甲"} == {
        ("甲", "2016-01"): LogState.RECEIVED,
        ("甲", "2016-02"): LogState.ZERO,
        ("甲", "2016-03"): LogState.ZERO,
    }


def test_a_log_of_the_year_so_far_covers_its_months(tiny: Tiny) -> None:
    """2016年投诉台账, closed on 31 October: January is known by it, and February's none is a none."""
    import_paths(tiny.store, [DECK])
    logs = {key: one.log for key, one in grid(tiny).items()}
    assert {month for _, month in logs} == {f"2016-{month:02d}" for month in range(1, 11)}
    assert set(logs.values()) == {LogState.RECEIVED, LogState.ZERO}
    assert logs["东", "2016-01"] is LogState.RECEIVED and logs["东", "2016-02"] is LogState.ZERO


def test_nothing_imported(tiny: Tiny) -> None:
    assert grid(tiny) == {}


def test_which_months_lack_logs(tiny: Tiny) -> None:
    """Head office's January and April, 甲's own February; a withdrawal of June makes June no month, but May is over."""
    tiny.load([row("T1", "2016-01-05"), row("T2", "2016-01-06", "乙支公司")], "2016年1月.csv")
    tiny.load([row("T3", "2016-02-05")], "甲支公司2016年2月.csv")
    late = {**row("T4", "2016-04-05"), "撤诉日期": "2016-06-01"}
    tiny.load([late, row("T5", "2016-04-05", "乙支公司") | {"撤诉日期": ""}], "2016年4月.csv")
    with tiny.store.cursor() as cursor:
        gaps = log_gaps(coverage(cursor))
    assert gaps is not None
    assert (gaps.first, gaps.last, gaps.months) == ("2016-01", "2016-04", 3)
    assert (gaps.missing, gaps.partial) == (("2016-03", "2016-05"), ("2016-02",))
    assert log_gaps([]) is None


def test_the_open_month_lacks_no_log(tiny: Tiny) -> None:
    """
    log       as-of        missing    open
    2016-02   2016-03-20   2016-01    2016-03: made in April
    2016-02   2016-04-20   01, 03     2016-04
    Premium is known from January on.
    """
    tiny.exposure(*((f"2016-0{n}", "甲支公司", 1e8, 100) for n in (1, 2)))
    tiny.load([row("T1", "2016-02-05") | {"撤诉日期": "2016-03-20"}], "2016年2月.csv")
    for month, day, still_open in (("2016-03", 20, "2016-03"), ("2016-04", 20, "2016-04")):
        missing = tuple(one for one in ("2016-01", "2016-03") if one < still_open)
        if month == "2016-04":
            tiny.load([row("T1", "2016-02-05") | {"撤诉日期": f"{month}-{day}"}], "2016年2月更正.csv")
        with tiny.store.cursor() as cursor:
            gaps = log_gaps(coverage(cursor))
            said = next(one for one in findings(cursor, Scope(), Page.OVERVIEW) if one.code is Code.DATA_MISSING)
        assert gaps is not None and gaps.missing == missing
        assert missing[0] in said.text.zh and still_open not in said.text.zh
        asked = tiny.measure(first="2016-01", last=still_open).frame
        assert asked.unlogged == (*missing, still_open)  # not known all the same
        assert {note.code: note.places for note in asked.notes} == {"log_missing": missing, "log_open": (still_open,)}


def test_what_is_known_ends_before_the_open_month(tiny: Tiny) -> None:
    """A withdrawal of March says nothing of March: the ratio of all that is known is February's, 1 / 100m."""
    tiny.exposure(("2016-02", "甲支公司", 1e8, 100))
    late = row("T1", "2016-02-05") | {"撤诉日期": ""}
    tiny.load([late, row("T2", "2016-02-06") | {"撤诉日期": "2016-03-31"}], "2016年2月.csv")
    (whole,) = tiny.records("total", "complaints,valid,premium_ratio")
    assert (whole["complaints"], whole["missing"], whole["premium_ratio"]) == (2, [], whole["valid"])
    assert tiny.measure().frame.last == "2016-02"
    tiny.load([row("T3", "2016-03-05")], "2016年2月更正.csv")  # listed before March's own log
    frame = tiny.measure().frame
    assert (frame.last, {note.code for note in frame.notes}) == ("2016-03", {"log_open"})


def listed(tiny: Tiny) -> None:
    """A company of two branches whose January and February logs name a third one twice."""
    tiny.load([{"机构代码": "1", "机构名称": "甲支公司"}, {"机构代码": "2", "机构名称": "乙支公司"}], "机构清单.csv")
    tiny.load([row("T1", "2016-01-05"), row("T2", "2016-01-06", "乙支公司")], "2016年1月.csv")
    tiny.load(
        [row("T3", "2016-02-05"), row("T4", "2016-02-06", "丙服务部"), row("T5", "2016-02-07", "丙服务部")],
        "2016年2月.csv",
    )
    tiny.exposure(("2016-01", "甲支公司", 1e8, 1), ("2016-01", "乙支公司", 1e8, 1), ("2016-02", "甲支公司", 1e8, 1))


def test_a_name_that_is_not_in_the_list_is_no_branch(tiny: Tiny) -> None:
    """
            2016-01    2016-02
    甲      1          1
    乙      1          0, no premium
    丙      0          2: a log of the whole company covers it too
    """
    listed(tiny)
    found = grid(tiny)
    assert {branch: one.listed for (branch, _), one in found.items()} == {"甲": True, "乙": True, "丙": False}
    assert [found["丙", month].log.value for month in ("2016-01", "2016-02")] == ["zero", "received"]
    with tiny.store.cursor() as cursor:
        assert unlisted_complaints(cursor, Scope()) == {"丙服务部": 2}
        assert unlisted_complaints(cursor, Scope(last="2016-01")) == {}


def test_what_lacks_of_real_branches_is_named_first(tiny: Tiny) -> None:
    listed(tiny)
    (row,) = tiny.measure("total", "premium_ratio", first="2016-01", last="2016-02").rows
    missing = row.figures[Measure.PREMIUM_RATIO].missing
    assert missing is not None and missing.places == ("2016-02 乙支公司", "2016-01 丙服务部", "2016-02 丙服务部")


def test_names_that_are_not_in_the_list_are_a_finding_of_the_import(tiny: Tiny) -> None:
    listed(tiny)
    with tiny.store.cursor() as cursor:
        told = findings(cursor, Scope(first="2016-01", last="2016-02"), Page.IMPORT)
        first = told[0]
        assert first.code is Code.BRANCH_UNLISTED and "丙服务部(投诉 2 件)" in first.text.zh
        assert [one.code for one in told[1:]] == [Code.DATA_MISSING] * 2
        january = findings(cursor, Scope(first="2016-01", last="2016-01"), Page.IMPORT)
        assert Code.BRANCH_UNLISTED not in {one.code for one in january}


def test_without_a_list_every_name_is_a_branch(tiny: Tiny) -> None:
    tiny.logs({"投诉编号": "A", "受理时间": "2016-01-05", "被投诉机构": "丙服务部"})
    assert all(one.listed for one in grid(tiny).values())
    with tiny.store.cursor() as cursor:
        assert unlisted_complaints(cursor, Scope()) == {}
