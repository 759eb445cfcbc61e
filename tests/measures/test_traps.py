"""Every known way to a wrong number, each as a tiny table with the answer worked out by hand."""

from __future__ import annotations

from datetime import date

import pytest

from analytics.errors import RequestError, RuleError
from tests.tiny import Tiny


def one(tiny: Tiny, measures: str, by: str = "total", **scope: object) -> dict[str, object]:
    (row,) = tiny.records(by, measures, **scope)
    return row


def test_two_causes_are_one_complaint(tiny: Tiny) -> None:
    """
    no  causes                                 complaints 2, cause mentions 3
    1   赔偿标准异议、服务态度                   liability... never counted twice in a total
    2   服务态度
    """
    tiny.logs(
        {"投诉编号": "T1", "受理时间": "2016-03-01", "投诉原因": "赔偿标准异议、服务态度"},
        {"投诉编号": "T2", "受理时间": "2016-03-02", "投诉原因": "服务态度"},
    )
    assert one(tiny, "complaints,cause_mentions,regulator_complaints")["complaints"] == 2
    assert one(tiny, "complaints,cause_mentions")["cause_mentions"] == 3
    by_cause = {
        r["cause"]: (r["complaints"], r["cause_mentions"]) for r in tiny.records("cause", "complaints,cause_mentions")
    }
    assert by_cause == {"compensation_standard": (1, 1), "staff_attitude": (2, 2)}
    # By category a complaint stands once, under its primary cause; its mentions stand where they belong.
    rows = tiny.records("category", "complaints,cause_mentions")
    assert {r["category"]: (r["complaints"], r["cause_mentions"]) for r in rows} == {
        "claim_service": (1, 2),
        "loss_assessment_dispute": (1, 1),
    }
    # A filter by cause narrows both, and asks the same of the rest.
    only = one(tiny, "complaints,cause_mentions", causes=("compensation_standard",))
    assert (only["complaints"], only["cause_mentions"]) == (1, 1)


def test_the_same_cause_named_twice_counts_once(tiny: Tiny) -> None:
    tiny.logs({"投诉编号": "T1", "受理时间": "2016-03-01", "投诉原因": "服务态度;服务态度"})
    assert one(tiny, "cause_mentions")["cause_mentions"] == 1


def test_a_ratio_is_sum_over_sum(tiny: Tiny) -> None:
    """
    branch  valid  premium        ratio       mean of ratios (1 + 0.1) / 2 = 0.55: wrong
    甲      1      100m yuan      1.00
    乙      1      1,000m yuan    0.10        right: 2 / 1,100m = 0.1818
    """
    tiny.logs(
        {"投诉编号": "T1", "受理时间": "2016-03-01", "投诉类别": "正式"},
        {"投诉编号": "T2", "受理时间": "2016-03-01", "投诉类别": "正式", "被投诉机构": "乙支公司"},
    )
    tiny.exposure(("2016-03", "甲支公司", 100_000_000, 1000), ("2016-03", "乙支公司", 1_000_000_000, 50_000))
    row = one(tiny, "premium_ratio,policy_ratio,policy_ratio_10k,premium_yuan", as_of=date(2016, 4, 30), last="2016-03")
    assert row["premium_ratio"] == pytest.approx(2 / 11)
    assert row["policy_ratio"] == pytest.approx(2 / 51)  # per 1,000 policies of 51,000
    assert row["policy_ratio_10k"] == pytest.approx(20 / 51)  # tenfold: the unit decides
    assert row["premium_yuan"] == 1_100_000_000
    # Exact Poisson interval of a count of 2: 0.242 to 7.225.
    assert row["premium_ratio_low"] == pytest.approx(0.2422 / 11, rel=1e-3)
    assert row["premium_ratio_high"] == pytest.approx(7.2247 / 11, rel=1e-3)


def test_units_in_the_header_count(tiny: Tiny) -> None:
    tiny.logs({"投诉编号": "T1", "受理时间": "2016-03-01", "投诉类别": "正式"})
    tiny.load([{"月份": "2016年3月", "机构": "甲支公司", "保费收入(万元)": "5,000", "有效保单(千张)": "2.5"}])
    row = one(tiny, "premium_yuan,policies,premium_ratio", as_of=date(2016, 3, 31))
    assert (row["premium_yuan"], row["policies"]) == (50_000_000, 2500)


def test_a_missing_month_is_not_zero(tiny: Tiny) -> None:
    """
    month     complaints  premium
    2016-01   1           100m
    2016-02   -           100m      no complaint over a known premium: present, 0
    2016-03   1           -         no premium: no ratio, and none for the year
    """
    tiny.logs(
        {"投诉编号": "T1", "受理时间": "2016-01-05", "投诉类别": "正式"},
        {"投诉编号": "T2", "受理时间": "2016-03-05", "投诉类别": "正式"},
    )
    tiny.exposure(("2016-01", "甲支公司", 1e8, 100), ("2016-02", "甲支公司", 1e8, 100))
    rows = tiny.records("month", "complaints,valid,premium_ratio", as_of=date(2016, 4, 30), last="2016-03")
    assert [(r["month"], r["complaints"], r["valid"], r["premium_ratio"]) for r in rows] == [
        ("2016-01", 1, 1, 1.0),
        ("2016-02", 0, 0, 0.0),
        ("2016-03", 1, 1, None),
    ]
    assert "premium" in rows[2]["missing"][0] and "2016-03" in rows[2]["missing"][0]
    total = one(tiny, "premium_ratio,valid", as_of=date(2016, 4, 30), last="2016-03")
    assert total["valid"] == 2 and total["premium_ratio"] is None
    # A month without a log and without premium is absent, not 0.
    assert "2015-12" not in {r["month"] for r in rows}


def test_a_total_needs_every_branch(tiny: Tiny) -> None:
    tiny.logs(
        {"投诉编号": "T1", "受理时间": "2016-01-05"},
        {"投诉编号": "T2", "受理时间": "2016-01-05", "被投诉机构": "乙支公司"},
    )
    tiny.exposure(("2016-01", "甲支公司", 1e8, 100))
    row = one(tiny, "premium_ratio", as_of=date(2016, 1, 31))
    assert row["premium_ratio"] is None and "乙支公司" in row["missing"][0]
    own = one(tiny, "premium_ratio", as_of=date(2016, 1, 31), branches=("甲支公司",))
    assert own["premium_ratio"] == 0.0


def test_a_listed_branch_without_complaints_is_needed_too(tiny: Tiny) -> None:
    tiny.load(
        [
            {"机构代码": "01", "机构名称": "云州分公司", "上级机构": ""},
            {"机构代码": "0101", "机构名称": "甲支公司", "上级机构": "云州分公司"},
            {"机构代码": "0102", "机构名称": "乙支公司", "上级机构": "云州分公司"},
        ]
    )
    tiny.logs({"投诉编号": "T1", "受理时间": "2016-01-05"})
    tiny.exposure(("2016-01", "甲支公司", 1e8, 100))
    assert "乙支公司" in str(one(tiny, "premium_ratio", as_of=date(2016, 1, 31))["missing"])
    tiny.exposure(("2016-01", "乙支公司", 3e8, 100))
    # The head of the two is not asked for premium of its own.
    assert one(tiny, "premium_yuan", as_of=date(2016, 1, 31))["premium_yuan"] == 4e8


def test_zero_premium_is_missing_and_zero_complaints_is_zero(tiny: Tiny) -> None:
    tiny.logs({"投诉编号": "T1", "受理时间": "2016-01-05", "投诉类别": "正式"})
    tiny.exposure(("2016-01", "甲支公司", 0, 100), ("2016-01", "乙支公司", 1e8, 100))
    rows = {r["branch"]: r for r in tiny.records("branch", "premium_ratio", as_of=date(2016, 2, 28), last="2016-01")}
    assert rows["甲支公司"]["premium_ratio"] is None and "zero" in rows["甲支公司"]["missing"][0]
    assert rows["乙支公司"]["premium_ratio"] == 0.0


def test_premium_is_summed_and_policies_are_a_stock(tiny: Tiny) -> None:
    tiny.logs({"投诉编号": "T1", "受理时间": "2016-01-05", "投诉类别": "正式"})
    tiny.exposure(
        ("2016-01", "甲支公司", 1e8, 1000), ("2016-02", "甲支公司", 1e8, 1500), ("2016-03", "甲支公司", 2e8, 2000)
    )
    row = one(tiny, "premium_yuan,policies,policy_ratio", as_of=date(2016, 3, 31))
    assert (row["premium_yuan"], row["policies"]) == (4e8, 2000)  # not 4,500, not 1,500
    assert row["policy_ratio"] == 0.5
    (year,) = tiny.records("year", "policies", as_of=date(2016, 3, 31))
    assert year["policies"] == 2000


def test_a_line_needs_exposure_by_line(tiny: Tiny) -> None:
    tiny.logs({"投诉编号": "T1", "受理时间": "2016-01-05", "投诉类别": "正式"})
    tiny.exposure(("2016-01", "甲支公司", 1e8, 1000))
    assert one(tiny, "premium_ratio", as_of=date(2016, 2, 29), last="2016-01")["premium_ratio"] == 1.0
    lined = one(tiny, "premium_ratio", as_of=date(2016, 2, 29), last="2016-01", product_lines=("车险",))
    assert lined["premium_ratio"] is None and "车险" in lined["missing"][0]


def test_lines_and_their_total_are_never_added(tiny: Tiny) -> None:
    tiny.logs({"投诉编号": "T1", "受理时间": "2016-01-05"})
    tiny.exposure(
        ("2016-01", "甲支公司", "车险", 6e7, 600),
        ("2016-01", "甲支公司", "企财险", 4e7, 400),
        ("2016-01", "甲支公司", "合计 ", 1e8, 1000),
    )
    assert one(tiny, "premium_yuan", as_of=date(2016, 1, 31))["premium_yuan"] == 1e8
    rows = tiny.records("product_line", "premium_yuan", as_of=date(2016, 1, 31))
    assert {r["product_line"]: r["premium_yuan"] for r in rows} == {"车险": 6e7, "企财险": 4e7}


def test_late_withdrawal_is_gross_and_not_net(tiny: Tiny) -> None:
    """Received 1 Sep, formal: limit 1 Oct. Withdrawn 2 Oct: valid that month, cured for the year."""
    tiny.logs({"投诉编号": "T1", "受理时间": "2016-09-01", "投诉类别": "正式", "撤诉日期": "2016-10-02"})
    gross = one(tiny, "valid", view="monthly", as_of=date(2016, 12, 31))
    net = one(tiny, "valid", view="annual", as_of=date(2016, 12, 31))
    assert (gross["valid"], net["valid"]) == (1, 0)
    # As of the day before the withdrawal both count it.
    assert one(tiny, "valid", view="annual", as_of=date(2016, 10, 1))["valid"] == 1


def test_booking_by_receipt_or_by_limit(tiny: Tiny) -> None:
    """Received 20 Sep, formal: limit 20 Oct. The same complaint, one month or the next, never both."""
    tiny.logs({"投诉编号": "T1", "受理时间": "2016-09-20", "投诉类别": "正式"})
    received = tiny.records("month", "valid", as_of=date(2016, 12, 31))
    determined = tiny.records("month", "valid", book="determined", as_of=date(2016, 12, 31))
    assert [(r["month"], r["valid"]) for r in received] == [("2016-09", 1)]
    assert [(r["month"], r["valid"]) for r in determined] == [("2016-10", 1)]
    assert (
        one(tiny, "valid", book="determined", first="2016-10", last="2016-10", as_of=date(2016, 12, 31))["valid"] == 1
    )
    assert one(tiny, "valid", book="received", first="2016-10", last="2016-10", as_of=date(2016, 12, 31))["valid"] == 0


def test_a_channel_that_does_not_count(tiny: Tiny) -> None:
    tiny.logs(
        {"投诉编号": "T1", "受理时间": "2016-03-01", "投诉类别": "正式"},
        {"投诉编号": "T2", "受理时间": "2016-03-01", "投诉类别": "正式", "投诉来源": "4008667788"},
    )
    row = one(tiny, "complaints,regulator_complaints,valid", as_of=date(2016, 12, 31))
    assert (row["complaints"], row["regulator_complaints"], row["valid"]) == (2, 1, 1)


def test_formal_and_informal_have_their_own_limits(tiny: Tiny) -> None:
    """Received Tue 27 Sep 2016, withdrawn 20 Oct: the informal limit was 12 Oct, the formal one 27 Oct."""
    facts = {"受理时间": "2016-09-27", "撤诉日期": "2016-10-20"}
    tiny.logs(
        {"投诉编号": "F", **facts, "投诉类别": "正式"},
        {"投诉编号": "I", **facts, "投诉类别": "非正式"},
        {"投诉编号": "P", **facts, "投诉形式": "电话", "是否首次": "是", "是否同意协商": "是"},
        {"投诉编号": "W", **facts, "投诉形式": "书面", "是否首次": "是", "是否同意协商": "是"},
        {"投诉编号": "A", **facts},
    )
    rows = {r["complaint_no"]: r for r in tiny.complaints(as_of=date(2016, 10, 31))}
    limits = {number: row["limit_date"] for number, row in rows.items()}
    assert limits == {"F": "2016-10-27", "I": "2016-10-12", "P": "2016-10-12", "W": "2016-10-27", "A": "2016-10-27"}
    assert [n for n, row in rows.items() if row["valid_monthly"]] == ["I", "P"]
    assert {n: row["form_source"] for n, row in rows.items()} == {
        "F": "stated",
        "I": "stated",
        "P": "derived",
        "W": "derived",
        "A": "assumed",  # nothing said: formal, and flagged
    }


def test_timely_counts_the_right_report(tiny: Tiny) -> None:
    """
    all valid, received 2016-09-01 (Thu): informal report due 8 Sep (5 working days), formal 1 Oct
    I1 informal reported 8 Sep          in time
    I2 informal reported 9 Sep          late
    F1 formal   stamped 1 Oct           in time
    F2 formal   reported 5 Sep, stamped 2 Oct   late: the stamped report is the one that counts
    F3 formal   reported 5 Sep          in time: no stamped report in the log
    N  formal   nothing                 late
    """
    base = {"受理时间": "2016-09-01"}
    tiny.logs(
        {"投诉编号": "I1", **base, "投诉类别": "非正式", "反馈报告日期": "2016-09-08", "红头报告日期": ""},
        {"投诉编号": "I2", **base, "投诉类别": "非正式", "反馈报告日期": "2016-09-09"},
        {"投诉编号": "F1", **base, "投诉类别": "正式", "红头报告日期": "2016-10-01"},
        {"投诉编号": "F2", **base, "投诉类别": "正式", "反馈报告日期": "2016-09-05", "红头报告日期": "2016-10-02"},
        {"投诉编号": "F3", **base, "投诉类别": "正式", "反馈报告日期": "2016-09-05"},
        {"投诉编号": "N", **base, "投诉类别": "正式"},
        {"投诉编号": "X", **base, "投诉类别": "正式", "投诉来源": "网站", "反馈报告日期": "2016-09-05"},
    )
    row = one(tiny, "valid,timely_rate", as_of=date(2016, 12, 31))
    assert row["valid"] == 6 and row["timely_rate"] == pytest.approx(3 / 6)
    # Wilson 95% of 3 of 6: 0.1876 to 0.8124.
    assert (row["timely_rate_low"], row["timely_rate_high"]) == pytest.approx((0.18761, 0.81239), abs=1e-4)
    # As of 1 Oct the late stamped report of F2 does not exist yet: its earlier report is all there is.
    assert one(tiny, "timely_rate", as_of=date(2016, 10, 1))["timely_rate"] == pytest.approx(4 / 6)


def test_no_report_column_is_unknown_not_late(tiny: Tiny) -> None:
    tiny.logs({"投诉编号": "T1", "受理时间": "2016-03-01", "投诉类别": "正式"})
    row = one(tiny, "valid,timely_rate", as_of=date(2016, 12, 31))
    assert row["valid"] == 1 and row["timely_rate"] is None and "report" in row["missing"][0]


def test_what_is_after_the_as_of_date_does_not_exist(tiny: Tiny) -> None:
    tiny.logs(
        {"投诉编号": "T1", "受理时间": "2016-03-01", "投诉类别": "正式", "撤诉日期": "2016-03-20"},
        {"投诉编号": "T2", "受理时间": "2016-03-15", "投诉类别": "正式"},
    )
    (row,) = tiny.complaints(as_of=date(2016, 3, 10))
    assert (row["complaint_no"], row["status"], row["withdrawn_on"]) == ("T1", "pending", None)


def test_the_default_as_of_is_the_last_date_the_data_knows(tiny: Tiny) -> None:
    tiny.logs({"投诉编号": "T1", "受理时间": "2016-03-01", "投诉类别": "正式", "办结日期": "2016-03-18"})
    table = tiny.measure("total", "pending")
    assert table.frame.as_of == date(2016, 3, 18)
    assert table.rows[0].key == {} and table.records()[0]["pending"] == 1


def test_status_as_a_dimension_and_pending(tiny: Tiny) -> None:
    tiny.logs(
        {"投诉编号": "T1", "受理时间": "2016-03-01", "投诉类别": "正式", "撤诉日期": "2016-03-05"},
        {"投诉编号": "T2", "受理时间": "2016-03-20", "投诉类别": "正式"},
        {"投诉编号": "T3", "受理时间": "2016-02-01", "投诉类别": "正式"},
        {"投诉编号": "T4", "受理时间": "2016-03-01", "无效认定": "投诉人无投诉资格"},
        {"投诉编号": "T5", "受理时间": "2016-03-01", "无效认定": "协调委认定无效"},
        {"投诉编号": "T6", "受理时间": "2016-03-01", "投诉来源": "网站"},
    )
    rows = {r["status"]: r["complaints"] for r in tiny.records("status", "complaints,pending", as_of=date(2016, 3, 25))}
    assert rows == {
        "invalid_committee": 1,
        "invalid_ineligible": 1,
        "invalid_withdrawn": 1,
        "not_counted": 1,
        "pending": 1,
        "valid": 1,
    }


def test_stated_and_computed_differences_are_shown(tiny: Tiny) -> None:
    tiny.logs(
        {"投诉编号": "T1", "受理时间": "2016-03-01", "投诉类别": "正式", "撤诉日期": "2016-03-05", "是否有效": "有效"},
        {"投诉编号": "T2", "受理时间": "2016-03-01", "投诉类别": "正式", "是否有效": "是"},
        {"投诉编号": "T3", "受理时间": "2016-03-01", "投诉类别": "正式", "是否有效": ""},
    )
    rows = {r["complaint_no"]: r for r in tiny.complaints(as_of=date(2016, 12, 31))}
    assert {n: r["differs_from_stated"] for n, r in rows.items()} == {"T1": True, "T2": False, "T3": None}
    assert one(tiny, "valid", rulebook="stated", as_of=date(2016, 12, 31))["valid"] == 2
    assert one(tiny, "valid", rulebook="company-2016", as_of=date(2016, 12, 31))["valid"] == 2  # T2 and T3


def test_a_complaint_without_a_branch_counts_in_the_total(tiny: Tiny) -> None:
    report = tiny.logs(
        {"投诉编号": "T1", "受理时间": "2016-03-01"}, {"投诉编号": "T2", "受理时间": "2016-03-01", "被投诉机构": ""}
    )
    assert "no_branch" in [w.code for w in report.files[0].warnings]
    assert one(tiny, "complaints")["complaints"] == 2
    assert [(r["branch"], r["complaints"]) for r in tiny.records("branch", "complaints")] == [
        ("甲支公司", 1),
        (None, 1),
    ]


def test_book_in_force_changes_with_the_day_of_receipt(tiny: Tiny) -> None:
    tiny.logs(
        {"投诉编号": "T1", "受理时间": "2020-02-29", "投诉类别": "正式"},
        {"投诉编号": "T2", "受理时间": "2020-03-01", "投诉类别": "正式"},
    )
    rows = {r["complaint_no"]: (r["rulebook"], r["limit_date"]) for r in tiny.complaints(as_of=date(2020, 12, 31))}
    assert rows == {"T1": ("company-2016", "2020-03-30"), "T2": ("cbirc-2020-3", "2020-03-16")}
    assert tiny.measure(as_of=date(2020, 12, 31)).frame.rulebook == "company-2016+cbirc-2020-3"


def test_questions_that_cannot_be_answered(tiny: Tiny) -> None:
    tiny.logs({"投诉编号": "T1", "受理时间": "2016-03-01"})
    with pytest.raises(RequestError, match="unknown_branch"):
        tiny.measure(branches=("无此支公司",))
    with pytest.raises(RequestError, match="period_reversed"):
        tiny.measure(first="2016-05", last="2016-03")
    with pytest.raises(RequestError, match="bad_month"):
        tiny.measure(first="2016-13")
    with pytest.raises(RuleError, match="unknown_rulebook"):
        tiny.measure(rulebook="unheard-of")


def test_an_empty_database_answers_with_nothing(tiny: Tiny) -> None:
    table = tiny.measure("month", "complaints,premium_ratio")
    assert table.rows == [] and table.frame.as_of is None
    assert tiny.complaints() == []
