"""What a person reads in a cause cell is what is counted: tables made by hand, one per trap."""

from __future__ import annotations

import time

import pytest

from analytics.classify.labels import classify_cause_label
from analytics.classify.taxonomy import Taxonomy


def causes(label: str, taxonomy: Taxonomy, separator: str | None = None) -> list[str]:
    return [match.cause for match in classify_cause_label(label, taxonomy, separator).causes]


@pytest.mark.parametrize(
    ("label", "cause", "how"),
    [
        ("assessed_amount", "assessed_amount", "exact"),
        ("Assessed Amount", "assessed_amount", "exact"),
        ("CLAIM DELAY", "claim_delay", "exact"),
        ("claim-delay", "claim_delay", "exact"),
        ("赔偿标准异议", "compensation_standard", "exact"),
        (" 赔偿 标准 异议 ", "compensation_standard", "exact"),
        ("赔偿标准异议。", "compensation_standard", "exact"),
        ("其他", "other", "exact"),
        ("定损金额", "assessed_amount", "synonym"),
        ("定损核损争议", "assessed_amount", "synonym"),
        ("标的不赔三者", "insured_not_paying_third_party", "synonym"),
        ("查勘员态度差", "staff_attitude", "synonym"),
        ("退保", "surrender_refund", "synonym"),
        ("电话骚扰", "marketing_nuisance", "synonym"),
        ("保费上涨", "premium_rate", "synonym"),
        ("无证据拒赔", "unsupported_refusal", "synonym"),
        ("其它", "other", "synonym"),
        ("ＤＥＬＡＹＳ (Claims Handling)", "claim_delay", "synonym"),
        ("关于理赔时效的投诉", "claim_delay", "synonym"),
        ("赔偿标准有异议", "compensation_standard", "synonym"),
        ("服务态度问题", "staff_attitude", "synonym"),
        ("保险责任(争议)", "coverage_dispute", "synonym"),
        ("赔偿标淮异议", "compensation_standard", "near"),
        ("赔偿标准异义", "compensation_standard", "near"),
        ("服务态渡", "staff_attitude", "near"),
        ("标的不陪偿三者", "insured_not_paying_third_party", "near"),
        ("未协助理陪", "claim_assistance", "near"),
        ("Claim dealy", "claim_delay", "near"),
    ],
)
def test_one_label_one_cause(taxonomy: Taxonomy, label: str, cause: str, how: str) -> None:
    found = classify_cause_label(label, taxonomy)
    assert [(match.cause, match.how) for match in found.causes] == [(cause, how)]
    assert found.unmatched == () and found.category_hint is None


def test_confidence_falls_from_exact_to_near(taxonomy: Taxonomy) -> None:
    exact, synonym, near = (
        classify_cause_label(label, taxonomy).causes[0].confidence
        for label in ("赔偿标准异议", "赔偿标准", "赔偿标淮异议")
    )
    assert 1 == exact > synonym > near > 0.5


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("理赔慢/时效", ["claim_delay"]),
        ("维修质量或损失扩大", ["repair_quality"]),
        ("维修质量或损失扩大、理赔时效", ["repair_quality", "claim_delay"]),
        ("拒赔理由不充分和服务态度", ["unsupported_refusal", "staff_attitude"]),
        ("人伤费用扣减与服务态度及理赔时效", ["injury_expense_deduction", "staff_attitude", "claim_delay"]),
        ("服务态度以及退保", ["staff_attitude", "surrender_refund"]),
        ("理赔不及时", ["claim_delay"]),  # 及 is part of the word
        ("理赔不及时和服务态渡", ["claim_delay", "staff_attitude"]),
        ("服务态度 理赔时效", ["staff_attitude", "claim_delay"]),
        ("服务态度+理赔时效&退保", ["staff_attitude", "claim_delay", "surrender_refund"]),
        ("服务态度\n退保", ["staff_attitude", "surrender_refund"]),
        (
            "服务态度,退保;理赔时效；批改保全，告知不充分",
            ["staff_attitude", "surrender_refund", "claim_delay", "policy_change", "insufficient_disclosure"],
        ),
        ("1. 赔偿标准异议 2. 服务态度", ["compensation_standard", "staff_attitude"]),
        ("1.赔偿标准异议2.服务态度", ["compensation_standard", "staff_attitude"]),
        ("1、维修质量或损失扩大；2、理赔慢", ["repair_quality", "claim_delay"]),
        ("①赔偿标准异议②服务态度", ["compensation_standard", "staff_attitude"]),
        ("(1)服务态度(2)退保", ["staff_attitude", "surrender_refund"]),
        ("一、赔偿标准异议二、服务态度", ["compensation_standard", "staff_attitude"]),
        ("定损金额、定损核损金额争议", ["assessed_amount"]),  # one cause, named twice
        ("核损、时效", ["assessed_amount", "claim_delay"]),  # two words, though 核损时效 is one
        ("核损时效", ["claim_delay"]),
        ("assessed_amount,claim_delay", ["assessed_amount", "claim_delay"]),
        ("Claim delay and staff attitude", ["claim_delay", "staff_attitude"]),
        ("Delays (Claims Handling), Staff attitude", ["claim_delay", "staff_attitude"]),
        ("Unsatisfactory Settle/Offer", ["compensation_standard"]),
        ("赔偿标准异议、其他", ["compensation_standard", "other"]),  # a list: the log counts two
        ("其他(服务态度)", ["staff_attitude"]),  # an explanation: the log counts one
        ("其他-理赔慢", ["claim_delay"]),
    ],
)
def test_several_causes_in_one_cell_first_is_primary(taxonomy: Taxonomy, label: str, expected: list[str]) -> None:
    found = classify_cause_label(label, taxonomy)
    assert [match.cause for match in found.causes] == expected
    assert found.unmatched == ()


def test_what_is_not_known_is_kept_as_written(taxonomy: Taxonomy) -> None:
    found = classify_cause_label("理赔时效、天气不好、服务态度", taxonomy)
    assert [match.cause for match in found.causes] == ["claim_delay", "staff_attitude"]
    assert found.unmatched == ("天气不好",)
    assert classify_cause_label("领导和天气", taxonomy).unmatched == ("领导和天气",)


def test_the_words_that_decided_are_those_of_the_cell(taxonomy: Taxonomy) -> None:
    found = classify_cause_label("理赔慢;查勘员态度差", taxonomy)
    assert [match.words for match in found.causes] == ["理赔慢", "查勘员态度差"]


# A category is not a cause: the complaint's category is known, its cause waits.
@pytest.mark.parametrize(
    ("label", "hint"),
    [
        ("责任争议", "liability_dispute"),
        ("理赔服务", "claim_service"),
        ("定损争议", "loss_assessment_dispute"),
        ("三者未获赔付", "third_party_non_payment"),
        ("承保销售", "sales_underwriting"),
        ("保全退保", "policy_service"),
        ("claim_service", "claim_service"),
        ("理赔服务类", "claim_service"),
        ("理赔服务问题", "claim_service"),
        ("拒赔", "liability_dispute"),  # three causes of one category begin with a refusal
        ("其他(理赔服务)", "claim_service"),
    ],
)
def test_a_category_is_a_hint_and_no_cause(taxonomy: Taxonomy, label: str, hint: str) -> None:
    found = classify_cause_label(label, taxonomy)
    assert found.causes == () and found.unmatched == ()
    assert found.category_hint == hint


@pytest.mark.parametrize(
    "label",
    [
        "理赔服务-理赔时效",
        "理赔服务(理赔时效)",
        "理赔服务:理赔时效",
        "【理赔服务】理赔时效",
        "理赔服务——理赔时效",
        "理赔服务/理赔时效",
        "理赔服务>理赔时效",
    ],
)
def test_a_category_written_before_its_cause_is_context(taxonomy: Taxonomy, label: str) -> None:
    found = classify_cause_label(label, taxonomy)
    assert [match.cause for match in found.causes] == ["claim_delay"]
    assert found.categories == () and found.category_hint is None and found.unmatched == ()


def test_a_category_beside_a_cause_of_another_is_reported(taxonomy: Taxonomy) -> None:
    found = classify_cause_label("承保销售、理赔时效", taxonomy)
    assert [match.cause for match in found.causes] == ["claim_delay"]
    assert found.categories == ("sales_underwriting",) and found.category_hint is None


@pytest.mark.parametrize("label", ["理赔纠纷", "服务质量", "客户不满", "投诉", "12378", "无", "/", "", "  ", "、;"])
def test_what_says_nothing_is_no_cause(taxonomy: Taxonomy, label: str) -> None:
    found = classify_cause_label(label, taxonomy)
    assert found.causes == () and found.category_hint is None


def test_a_separator_given_is_the_only_one(taxonomy: Taxonomy) -> None:
    label = "Delays (Claims Handling); Unsatisfactory Settle/Offer;;Staff attitude, rude"
    found = classify_cause_label(label, taxonomy, ";")
    assert [match.cause for match in found.causes] == ["claim_delay", "compensation_standard"]
    assert found.unmatched == ("Staff attitude, rude",)
    assert causes("服务态度|退保", taxonomy, "|") == ["staff_attitude", "surrender_refund"]


def test_ten_thousand_labels_take_no_time_worth_mentioning(taxonomy: Taxonomy) -> None:
    words = [word for word, _ in taxonomy.words()]
    labels = [f"{words[n % len(words)]}、{words[n * 7 % len(words)]}{n if n % 5 == 0 else ''}" for n in range(10_000)]
    start = time.perf_counter()
    for label in labels:
        classify_cause_label(label, taxonomy)
    assert time.perf_counter() - start < 5  # a tenth of it here; the bound is for a busy machine


@pytest.mark.parametrize("text", ["投诉" * 5000, "和服务态度" * 3000, "(" * 20_000, "1." * 20_000, "的" * 20_000])
def test_a_monstrous_cell_takes_no_time_either(taxonomy: Taxonomy, text: str) -> None:
    start = time.perf_counter()
    classify_cause_label(text, taxonomy)
    assert time.perf_counter() - start < 3
