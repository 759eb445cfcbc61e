"""A figure says how it was made, with its own numbers; its parts add up to what it was made of."""

from __future__ import annotations

from datetime import date

import pytest

from analytics.measures import Explanation, MeasureTable, Scope, explain, what_if
from analytics.measures.names import BOOK_NAMES, CHANNEL_NAMES, FORM_NAMES, STATUS_NAMES, VIEW_NAMES
from analytics.vocabulary import Measure, Status
from tests.tiny import Tiny
from ui.texts import catalogue


@pytest.fixture
def spring(tiny: Tiny) -> Tiny:
    """March 2016, all informal (limit 8 working days), as of 2016-06-30, premium 2.5 亿元:

    | no. | received   | channel  | withdrawn  | annual view                        |
    |-----|------------|----------|------------|------------------------------------|
    | A   | 2016-03-01 | 12378    | -          | valid                              |
    | B   | 2016-03-01 | 12378    | 2016-03-04 | withdrawn in time                  |
    | C   | 2016-03-01 | 12378    | 2016-05-30 | valid monthly, cured               |
    | D   | 2016-03-02 | 4008667788 | -        | not counted                        |
    | E   | 2016-03-03 | 12378    | -          | not entitled                       |
    | F   | 2016-06-29 | 12378    | -          | pending                            |
    """
    tiny.logs(
        {"投诉编号": "A", "受理时间": "2016-03-01", "投诉类别": "非正式"},
        {"投诉编号": "B", "受理时间": "2016-03-01", "投诉类别": "非正式", "撤诉日期": "2016-03-04"},
        {"投诉编号": "C", "受理时间": "2016-03-01", "投诉类别": "非正式", "撤诉日期": "2016-05-30"},
        {"投诉编号": "D", "受理时间": "2016-03-02", "投诉类别": "非正式", "投诉来源": "4008667788"},
        {"投诉编号": "E", "受理时间": "2016-03-03", "投诉类别": "非正式", "无效认定": "投诉人无投诉资格"},
        {"投诉编号": "F", "受理时间": "2016-06-29", "投诉类别": "非正式"},
    )
    tiny.exposure(*((f"2016-{month:02d}", "甲支公司", 62_500_000, 10_000 * month) for month in range(3, 7)))
    return tiny


def made(table: MeasureTable, measure: Measure) -> Explanation:
    return explain(table.rows[0].figures[measure], table.frame)


def said(explanation: Explanation, code: str) -> str:
    return next(line.text.zh for line in explanation.lines if line.code == code)


def test_a_ratio_explains_itself(spring: Tiny) -> None:
    table = spring.measure("total", "premium_ratio,policy_ratio", first="2016-03", as_of=date(2016, 6, 30))
    ratio = made(table, Measure.PREMIUM_RATIO)
    assert ratio.numbers.zh == "1 件 ÷ 2.50 亿元 = 0.40 件/亿元"
    assert ratio.numbers.en == "1 ÷ 250.00m yuan = 0.40 per 100m yuan"
    assert said(ratio, "denominator") == "保费收入 250,000,000 元,期间各月、各机构相加"
    assert "保监消保〔2013〕162号" in said(ratio, "rule")
    assert "公司规则 2016" in said(ratio, "validity")
    assert said(ratio, "as_of").startswith("2016-06-30")
    assert said(ratio, "period").startswith("2016-03 至 2016-06")
    assert said(ratio, "interval").startswith("0.010–2.23")  # 0.025 and 5.572 over 2.5
    policies = made(table, Measure.POLICY_RATIO)
    assert policies.numbers.zh == "1 件 ÷ 60,000 张 × 1,000 = 0.017 件/千张"
    assert "期间最后一个月 2016-06" in said(policies, "denominator")


def test_what_is_left_out_and_why(spring: Tiny) -> None:
    net = made(spring.measure("total", "complaints,valid", as_of=date(2016, 6, 30)), Measure.VALID)
    assert {one.code: one.complaints for one in net.left_out} == {
        "pending": 1,
        "invalid_withdrawn": 1,
        "invalid_ineligible": 1,
        "valid_cured": 1,
        "not_counted": 1,
    }
    gross = made(spring.measure("total", "valid", as_of=date(2016, 6, 30), view="monthly"), Measure.VALID)
    assert "valid_cured" not in {one.code for one in gross.left_out}
    assert sum(one.complaints for one in gross.left_out) + 2 == 6


def test_valid_and_left_out_are_all_complaints_of_the_cell(spring: Tiny) -> None:
    for by in ("month", "branch", "channel", "status", "month,branch"):
        table = spring.measure(by, "complaints,valid", as_of=date(2016, 6, 30))
        for row in table.rows:
            explanation = explain(row.figures[Measure.VALID], table.frame)
            left_out = sum(one.complaints for one in explanation.left_out)
            assert row.value(Measure.COMPLAINTS) == (row.value(Measure.VALID) or 0) + left_out


def test_a_rate_shows_both_its_counts(tiny: Tiny) -> None:
    """Formal, received 2016-03-01: valid from 2016-03-31 on, the day its stamped report is due, too.
    A is reported in time, B never."""
    received = {"受理时间": "2016-03-01", "投诉来源": "12378", "投诉类别": "正式"}
    tiny.load([{"投诉编号": "A", **received, "红头报告日期": "2016-03-20"}, {"投诉编号": "B", **received}])
    rate = made(tiny.measure("total", "timely_rate", as_of=date(2016, 4, 30)), Measure.TIMELY_RATE)
    assert rate.numbers.zh == "1 件 ÷ 2 件 = 50.0%"
    assert rate.left_out == ()
    assert "Wilson" in said(rate, "interval")


def test_what_cannot_be_given_says_why(spring: Tiny) -> None:
    table = spring.measure("total", "premium_ratio", first="2016-02", as_of=date(2016, 6, 30))
    ratio = made(table, Measure.PREMIUM_RATIO)
    assert ratio.numbers.zh == "算不出来:缺少保费:2016-02 甲支公司"
    assert "interval" not in {line.code for line in ratio.lines}


def test_a_figure_made_from_another_does_not_claim_its_origin(spring: Tiny) -> None:
    with spring.store.cursor() as cursor:
        changed = what_if(cursor, Scope(first="2016-03", last="2016-06", as_of=date(2016, 6, 30)), ["A"])
    before = explain(changed.before[Measure.PREMIUM_RATIO], changed.frame)
    after = explain(changed.after[Measure.PREMIUM_RATIO], changed.frame)
    assert before.left_out and "derived" not in {line.code for line in before.lines}
    assert after.left_out == () and after.lines[0].code == "derived"
    assert all(figure.origin is None for figure in changed.after.values())


def test_an_assumed_calendar_is_said_by_the_figures_that_rest_on_it(tiny: Tiny) -> None:
    tiny.logs({"投诉编号": "A", "受理时间": "2003-03-03", "投诉类别": "非正式"})
    table = tiny.measure("total", "complaints,valid", as_of=date(2003, 6, 30), rulebook="company-2016")
    assert "1 件的时限" in said(made(table, Measure.VALID), "calendar")
    assert "calendar" not in {line.code for line in made(table, Measure.COMPLAINTS).lines}


def test_every_measure_can_be_explained_in_both_languages(spring: Tiny) -> None:
    table = spring.measure("branch", ",".join(Measure), as_of=date(2016, 6, 30))
    for figure in table.rows[0].figures.values():
        whole = explain(figure, table.frame).text()
        assert whole.zh.strip() and whole.en.strip()
        assert "甲支公司" in whole.zh


@pytest.mark.parametrize(
    ("group", "names"),
    [
        ("status", STATUS_NAMES),
        ("view", VIEW_NAMES),
        ("book", BOOK_NAMES),
        ("channel", CHANNEL_NAMES),
        ("form", FORM_NAMES),
    ],
)
def test_engine_and_screen_use_the_same_words(group: str, names: dict) -> None:
    said = {code: catalogue()[f"vocabulary.{group}.{code}"] for code in names}
    assert {code: (text.zh, text.en) for code, text in said.items()} == {
        code: (text.zh, text.en) for code, text in names.items()
    }


def test_every_status_has_a_name() -> None:
    assert set(STATUS_NAMES) == set(Status)
