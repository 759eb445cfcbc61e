"""Findings over small invented insurers: what is different is said with its numbers, what is not is not."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from analytics.errors import Text
from analytics.findings import Code, Finding, Page, Tone, findings
from analytics.measures import Scope
from analytics.measures.branch_funnel import branch_funnel
from analytics.vocabulary import Measure
from tests.tiny import Tiny

AS_OF = date(2016, 12, 31)


def said(tiny: Tiny, page: Page, **scope: Any) -> list[Finding]:
    with tiny.store.cursor() as cursor:
        return findings(cursor, Scope(**{"as_of": AS_OF, **scope}), page)


def coded(found: list[Finding], code: Code) -> list[Finding]:
    return [one for one in found if one.code is code]


class Numbered:
    """Rows with numbers of their own."""

    def __init__(self) -> None:
        self.rows: list[dict[str, Any]] = []

    def add(self, count: int, day: str, **fields: str) -> None:
        for _ in range(count):
            self.rows.append({"投诉编号": f"T{len(self.rows)}", "受理时间": day, "投诉类别": "正式", **fields})


def test_nothing_known_no_findings(tiny: Tiny) -> None:
    assert said(tiny, Page.OVERVIEW) == []
    tiny.logs({"投诉编号": "T1", "受理时间": "2016-03-01"})
    assert said(tiny, Page.OVERVIEW, as_of=date(2016, 1, 1)) == []


@pytest.mark.parametrize("page", list(Page))
@pytest.mark.parametrize("period", [("2014-01", "2014-12"), ("2031-01", "2031-12")])
def test_nothing_is_told_of_a_period_before_the_logs_or_after_the_last_day(
    tiny: Tiny, page: Page, period: tuple[str, str]
) -> None:
    tiny.logs({"投诉编号": "T1", "受理时间": "2016-03-01"}, {"投诉编号": "T2", "受理时间": "2016-04-01"})
    found = said(tiny, page, first=period[0], last=period[1])
    figures = {name: value for one in found for name, value in one.numbers.items() if name != "places"}  # of gaps
    assert not [name for name, value in figures.items() if isinstance(value, int) and value > 0]


def test_the_latest_month_is_two_numbers_and_what_is_pending(tiny: Tiny) -> None:
    """November: 2, both valid (formal, limits passed). December: 3, of which one informal of the 29th pending."""
    log = Numbered()
    log.add(2, "2016-11-01")
    log.add(2, "2016-12-01")
    log.add(1, "2016-12-29", 投诉类别="非正式")
    tiny.logs(*log.rows)
    found = said(tiny, Page.OVERVIEW)
    assert found[0].code is Code.MONTH_COUNTS
    assert found[0].text.zh == "2016 年 12 月收到投诉 3 件(11 月 2 件),有效 2 件(11 月 2 件),另有 1 件待定"
    assert found[0].text.en == "Dec 2016: 3 complaints (2 in Nov), 2 valid (2 in Nov), 1 pending"
    assert {one.code for one in found if one.tone is Tone.ACTION} <= {Code.PENDING_DUE, Code.DATA_MISSING}
    assert {one.numbers.get("verdict") for one in coded(found, Code.NOT_JUDGED)} == {"few_months", "pending"}


def test_a_month_without_a_log_is_no_dash(tiny: Tiny) -> None:
    """
    2016-08   1, the first month: nothing beside it
    2016-09   a log that lists none of it
    2016-10   no log; 2016-11   2
    """
    tiny.logs({"投诉编号": "A", "受理时间": "2016-08-05", "投诉类别": "正式"})
    row = {"投诉来源": "12378", "被投诉机构": "甲支公司", "投诉类别": "正式"}
    tiny.load([{"投诉编号": "A", "受理时间": "2016-08-05", **row}], "2016年9月.csv")
    tiny.load([{"投诉编号": name, "受理时间": "2016-11-01", **row} for name in "BC"], "2016年11月.csv")

    def headline(last: str) -> str:
        return said(tiny, Page.OVERVIEW, last=last)[0].text.zh

    assert headline("2016-08") == "2016 年 8 月收到投诉 1 件,有效 1 件"
    assert headline("2016-09") == "2016 年 9 月收到投诉 0 件(8 月 1 件),有效 0 件(8 月 1 件)"
    assert headline("2016-10") == (
        "2016 年 10 月没有台账;最近有台账的 2016 年 9 月收到投诉 0 件(8 月 1 件),有效 0 件(8 月 1 件)"
    )
    assert headline("2016-11") == "2016 年 11 月收到投诉 2 件,有效 2 件"
    with tiny.store.cursor() as cursor:
        before = findings(cursor, Scope(as_of=AS_OF, first="2014-01", last="2014-12"), Page.OVERVIEW)
    assert before[0].text == Text("2014 年 12 月没有台账,此前也没有", "no log of Dec 2014 or of any month before")


def test_what_turns_valid_is_counted_by_its_limit(tiny: Tiny) -> None:
    """Informal, 8 working days from Thursday 2016-12-22: 2017-01-04 (2 January was a holiday). Formal, 30 days: later
    than ten working days."""
    log = Numbered()
    log.add(2, "2016-12-22", 投诉类别="非正式")
    log.add(1, "2016-12-31")
    tiny.logs(*log.rows)
    (one,) = coded(said(tiny, Page.DEADLINES), Code.PENDING_DUE)
    assert (one.numbers["complaints"], one.numbers["on_next"], one.numbers["later"]) == (2, 2, 1)
    assert one.numbers["next"] == "2017-01-04"


def branches(tiny: Tiny, valid: dict[str, int], premium: float = 1e8) -> None:
    """Formal complaints of 2016-03-01, never withdrawn; the same premium for every branch."""
    log = Numbered()
    for branch, count in valid.items():
        log.add(count, "2016-03-01", 被投诉机构=branch)
    tiny.logs(*log.rows)
    tiny.exposure(*(("2016-03", branch, premium, 1000) for branch in valid))


def test_a_branch_outside_the_funnel_is_named_with_what_was_expected(tiny: Tiny) -> None:
    """Nine branches with 5 each and one with 25: 70 over ten equal premiums, 7.0 expected. z of the nine is
    2(sqrt 5 - sqrt 7) = -0.82 and of the last 4.71, winsorised to -0.26: no over-dispersion, Poisson limits;
    25/7 = 3.57 against chi2(0.999; 16)/14 = 2.80."""
    branches(tiny, {f"第{n}支公司": 5 for n in range(9)} | {"第九支公司": 25})
    found = said(tiny, Page.BRANCHES, first="2016-03", last="2016-03")
    (high,) = coded(found, Code.BRANCH_HIGH)
    assert (high.where.value, high.numbers["observed"], high.numbers["expected"]) == (
        "第九支公司",
        25,
        pytest.approx(7.0),
    )
    assert "25 件,按保费预期 7.0 件" in high.text.zh
    # One that is not different is not told about itself as if it were.
    mine = said(tiny, Page.BRANCHES, first="2016-03", last="2016-03", branches=("第1支公司",))
    assert not coded(mine, Code.BRANCH_HIGH) and coded(mine, Code.WITHIN)


def test_branches_that_differ_by_chance_are_within(tiny: Tiny) -> None:
    branches(tiny, {"甲支公司": 3, "乙支公司": 6, "丙支公司": 10, "丁支公司": 5})
    found = said(tiny, Page.BRANCHES, first="2016-03", last="2016-03")
    assert not coded(found, Code.BRANCH_HIGH) and not coded(found, Code.BRANCH_LOW)
    assert coded(found, Code.WITHIN)
    assert all(one.tone is Tone.CONTEXT for one in found)


def test_without_premium_branches_are_not_compared(tiny: Tiny) -> None:
    log = Numbered()
    log.add(20, "2016-03-01", 被投诉机构="甲支公司")
    tiny.logs(*log.rows)
    found = said(tiny, Page.BRANCHES, first="2016-03", last="2016-03")
    assert coded(found, Code.NOT_JUDGED) and not coded(found, Code.BRANCH_HIGH)
    (missing, *_) = coded(found, Code.DATA_MISSING)
    assert "2016-03 甲支公司" in missing.text.zh and missing.where.page is Page.IMPORT


def three_months(tiny: Tiny) -> None:
    """January and March; February's log is missing, its premium is there. 甲 40 complaints, eleven others 8 each."""
    log = Numbered()
    for day in ("2016-01-05", "2016-03-05"):
        log.add(20, day, 被投诉机构="甲支公司")
        for n in range(11):
            log.add(4, day, 被投诉机构=f"第{n}支公司")
    for month in ("01", "03"):
        tiny.logs(*(row for row in log.rows if row["受理时间"] == f"2016-{month}-05"))
    names = ("甲支公司", *(f"第{n}支公司" for n in range(11)))
    tiny.exposure(*((f"2016-{n:02d}", name, 1e8, 1000) for n in (1, 2, 3) for name in names))


def test_a_missing_log_takes_no_premium_from_the_funnel(tiny: Tiny) -> None:
    """甲: 40 valid over 2 x 100m, all: 128 over 24 x 100m; expected 128 / 12 = 10.7."""
    three_months(tiny)
    found = said(tiny, Page.BRANCHES, first="2016-01", last="2016-03")
    assert not coded(found, Code.NOT_JUDGED)
    (high,) = coded(found, Code.BRANCH_HIGH)
    assert (high.numbers["branch"], high.numbers["observed"]) == ("甲支公司", 40)
    assert high.numbers["expected"] == pytest.approx(128 / 12)
    assert (high.numbers["ratio"], high.numbers["overall"]) == (20.0, pytest.approx(128 / 24))
    assert "2016-02" in high.test.zh and "2016-02" in high.test.en
    with tiny.store.cursor() as cursor:
        drawn = branch_funnel(cursor, Scope(first="2016-01", last="2016-03", as_of=AS_OF), Measure.VALID)
    assert [(one.branch, one.rate) for one in drawn.high] == [("甲支公司", 20.0)]
    assert [
        one.numbers["branch"]
        for one in coded(said(tiny, Page.OVERVIEW, first="2016-01", last="2016-03"), Code.BRANCH_HIGH)
    ] == ["甲支公司"]


def test_of_a_month_without_a_log_it_is_the_log_that_is_missing(tiny: Tiny) -> None:
    three_months(tiny)
    (silent,) = (
        one
        for one in coded(said(tiny, Page.BRANCHES, first="2016-02", last="2016-02"), Code.NOT_JUDGED)
        if "机构之间" in one.text.zh
    )
    assert "没有台账" in silent.text.zh and "保费可比" not in silent.text.zh
    assert "no log" in silent.text.en


def test_a_branch_with_another_mix_of_causes(tiny: Tiny) -> None:
    """甲: 30 服务态度 of 40; 乙 and 丙: 10 of 40 each. Expected of 甲: 50 x 40 / 120 = 16.7."""
    log = Numbered()
    for branch, service in (("甲支公司", 30), ("乙支公司", 10), ("丙支公司", 10)):
        log.add(service, "2016-03-01", 被投诉机构=branch, 投诉原因="服务态度")
        log.add(40 - service, "2016-03-02", 被投诉机构=branch, 投诉原因="赔偿标准异议")
    tiny.logs(*log.rows)
    found = coded(said(tiny, Page.CAUSES, first="2016-03", last="2016-03"), Code.BRANCH_MIX)
    # 乙 and 丙 differ the other way, each by half as much: 30 of 赔偿标准异议 where 23.3 were expected.
    first = found[0]
    assert (first.where.value, first.numbers["category"], first.numbers["observed"]) == (
        "甲支公司",
        "claim_service",
        30,
    )
    assert first.numbers["expected"] == pytest.approx(50 * 40 / 120)


def test_the_same_mix_everywhere_says_nothing(tiny: Tiny) -> None:
    log = Numbered()
    for branch in ("甲支公司", "乙支公司"):
        log.add(20, "2016-03-01", 被投诉机构=branch, 投诉原因="服务态度")
        log.add(20, "2016-03-02", 被投诉机构=branch, 投诉原因="赔偿标准异议")
    tiny.logs(*log.rows)
    assert not coded(said(tiny, Page.CAUSES, first="2016-03", last="2016-03"), Code.BRANCH_MIX)


def two_years(tiny: Tiny, before: int, now: int, cause: tuple[str, str] = ("服务态度", "服务态度")) -> None:
    log = Numbered()
    log.add(before, "2015-03-01", 投诉原因=cause[0])
    log.add(30, "2015-03-01", 投诉原因="赔偿标准异议")
    log.add(now, "2016-03-01", 投诉原因=cause[1])
    log.add(30, "2016-03-01", 投诉原因="赔偿标准异议")
    tiny.logs(*log.rows)
    tiny.exposure(("2015-03", "甲支公司", 1e8, 1000), ("2016-03", "甲支公司", 1e8, 1000))


def test_a_share_that_grew_and_a_ratio_that_rose(tiny: Tiny) -> None:
    """10 of 40 to 50 of 80; ratio 40 to 80 over the same premium, p < 0.001."""
    two_years(tiny, 10, 50)
    march = {"first": "2016-03", "last": "2016-03"}
    shares = coded(said(tiny, Page.CAUSES, **march), Code.CAUSE_SHARE)
    assert {(one.numbers["category"], one.numbers["before"], one.numbers["now"]) for one in shares} == {
        ("claim_service", 10, 50),
        ("loss_assessment_dispute", 30, 30),
    }
    (higher,) = coded(said(tiny, Page.INDICATORS, **march), Code.RATIO_HIGHER)
    assert (higher.numbers["valid_before"], higher.numbers["valid"]) == (40, 80)


def test_five_to_ten_is_not_a_rise(tiny: Tiny) -> None:
    """5 -> 10 over the same premium: p = 0.30 (statistics.md)."""
    log = Numbered()
    log.add(5, "2015-03-01")
    log.add(10, "2016-03-01")
    tiny.logs(*log.rows)
    tiny.exposure(("2015-03", "甲支公司", 1e8, 1000), ("2016-03", "甲支公司", 1e8, 1000))
    found = said(tiny, Page.INDICATORS, first="2016-03", last="2016-03")
    assert not coded(found, Code.RATIO_HIGHER)
    (within,) = coded(found, Code.WITHIN)
    assert within.numbers["p_value"] == pytest.approx(0.30, abs=0.005)
    assert "差异在偶然范围内" in within.text.zh


def test_the_year_before_is_taken_as_it_stood_on_the_same_day(tiny: Tiny) -> None:
    """Three of March 2015 were withdrawn in November 2015: on 30 June 2015 they still were valid."""
    log = Numbered()
    log.add(3, "2015-03-01", 撤诉日期="2015-11-01")
    log.add(3, "2016-03-01")
    tiny.logs(*log.rows)
    tiny.exposure(("2015-03", "甲支公司", 1e8, 1000), ("2016-03", "甲支公司", 1e8, 1000))
    (within,) = coded(
        said(tiny, Page.INDICATORS, first="2016-03", last="2016-03", as_of=date(2016, 6, 30)), Code.WITHIN
    )
    assert (within.numbers["valid_before"], within.numbers["valid"]) == (3, 3)


def test_a_step_that_slips_and_the_branch_that_is_late(tiny: Tiny) -> None:
    """Contact within 15 minutes: 2015 all 20 of 甲 in time, 2016 only 5 of 20; 乙 stays in time."""
    log = Numbered()
    for year, late in (("2015", 0), ("2016", 15)):
        at, soon, far = f"{year}-03-01 09:00", f"{year}-03-01 09:05", f"{year}-03-01 11:00"
        log.add(20 - late, at, 联系时间=soon)
        log.add(late, at, 联系时间=far)
        log.add(20, at, 被投诉机构="乙支公司", 联系时间=soon)
    tiny.logs(*log.rows)
    found = said(tiny, Page.INDICATORS, first="2016-03", last="2016-03")
    (slip,) = coded(found, Code.STEP_SLIPPING)
    assert (slip.numbers["in_time"], slip.numbers["late"], slip.numbers["late_before"]) == (25, 15, 0)
    (branch,) = coded(found, Code.BRANCH_STEP)
    assert branch.where.value == "甲支公司" and "5/20 (25.0%)" in branch.text.zh


def test_months_without_a_log_are_said_and_are_no_zeros(tiny: Tiny) -> None:
    tiny.logs({"投诉编号": "T1", "受理时间": "2016-03-01"})
    tiny.logs({"投诉编号": "T2", "受理时间": "2016-05-01"})
    tiny.exposure(*((f"2016-0{n}", "甲支公司", 1e8, 1000) for n in (3, 4, 5)))
    (missing,) = coded(said(tiny, Page.IMPORT, last="2016-05"), Code.DATA_MISSING)
    assert "2016-04" in missing.text.zh


@pytest.mark.parametrize("page", Page)
def test_every_finding_is_whole_and_sorted(demo: Any, page: Page) -> None:
    with demo.cursor() as cursor:
        found = findings(cursor, Scope(first="2016-01"), page)
    assert [one.rank for one in found] == sorted((one.rank for one in found), reverse=True)
    for one in found:
        assert one.page is page
        assert all(text.zh.strip() and text.en.strip() for text in (one.text, one.test))
        assert "None" not in one.text.zh + one.text.en + one.test.zh + one.test.en


def test_the_sample_says_what_was_planted(demo: Any) -> None:
    """The sample's README: 城东支公司 has loss assessment disputes, 城西支公司 contacts late in 2016."""
    with demo.cursor() as cursor:
        overview = findings(cursor, Scope(first="2016-01"), Page.OVERVIEW)
    told = {(one.code, one.where.value) for one in overview}
    assert (Code.BRANCH_MIX, "城东支公司") in told
    assert (Code.BRANCH_STEP, "城西支公司") in told
    elsewhere = [one for one in overview if one.tone is Tone.ACTION and one.code is not Code.PENDING_DUE]
    assert len(elsewhere) <= 4


def test_months_of_which_one_has_no_log_are_not_held_against_the_year_before(tiny: Tiny) -> None:
    """40 a month in 2015, 80 in 2016, nothing known of February 2015: March alone is compared, the quarter not."""
    log = Numbered()
    for month, n in (("2015-01", 40), ("2015-03", 40), ("2016-01", 80), ("2016-02", 80), ("2016-03", 80)):
        before = len(log.rows)
        log.add(n, f"{month}-01")
        tiny.logs(*log.rows[before:])
    months = [f"{year}-0{n}" for year in (2015, 2016) for n in (1, 2, 3)]
    tiny.exposure(*((month, "甲支公司", 1e8, 1000) for month in months))
    assert coded(said(tiny, Page.INDICATORS, first="2016-03", last="2016-03"), Code.RATIO_HIGHER)
    assert not coded(said(tiny, Page.INDICATORS, first="2016-01", last="2016-03"), Code.RATIO_HIGHER)


def test_three_branches_that_share_the_first_place_are_listed(tiny: Tiny) -> None:
    tiny.logs(
        *(
            {"投诉编号": f"T{n}", "受理时间": "2016-12-05", "被投诉机构": name, "投诉原因": "服务态度"}
            for n, name in enumerate(("甲支公司", "乙支公司", "丙支公司"))
        )
    )
    (one,) = coded(said(tiny, Page.OVERVIEW), Code.LARGEST)
    assert "丙支公司、乙支公司、甲支公司(各 1 件)" in one.text.zh
    assert "丙支公司, 乙支公司 and 甲支公司 (1 each)" in one.text.en


def test_branches_that_share_the_first_place_have_each_so_many(tiny: Tiny) -> None:
    rows = [("甲支公司", 4), ("乙支公司", 4), ("丙支公司", 1)]
    names = [name for name, n in rows for _ in range(n)]
    tiny.logs(
        *(
            {"投诉编号": f"T{n}", "受理时间": "2016-12-05", "被投诉机构": name, "投诉原因": "服务态度"}
            for n, name in enumerate(names)
        )
    )
    (one,) = coded(said(tiny, Page.OVERVIEW), Code.LARGEST)
    assert "甲支公司(各 4 件)" in one.text.zh and "(4 each)" in one.text.en  # 乙 comes before 甲
    assert "理赔服务(9 件)" in one.text.zh
