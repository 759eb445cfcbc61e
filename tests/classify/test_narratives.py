"""Narratives: the case themes of the field in new words, negation, two causes, and texts of every odd kind."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.classify.narrative_text import readable
from analytics.classify.narratives import NOTHING, NarrativeRules, narrative_rules
from analytics.classify.patterns import Anchored, check_pattern, compile_pattern, load_patterns
from analytics.classify.reader import Reader
from analytics.classify.taxonomy import Taxonomy
from analytics.errors import AppError
from bench.causes_bench import PARTS, assess, labelled


@pytest.fixture(scope="module")
def rules() -> NarrativeRules:
    from analytics.classify.taxonomy import load_taxonomy

    return narrative_rules(load_taxonomy())


# The themes of the 2016 deck, in words of our own, and where a claims expert files them.
THEMES = {
    "injury not noticed, closed": (
        "出险那天报案只登记了车损,没问有没有人受伤,案子就按无人伤结了,伤者后来要赔偿没人受理。",
        "claim_assistance",
    ),
    "insured keeps the money": (
        "保险公司上周把钱打给了车主,车主收了以后一直不转给我这个被撞的人。",
        "insured_not_paying_third_party",
    ),
    "suspected without evidence": (
        "查勘之后说我这起事故可疑,要先调查再定损,查了四十天什么都没查出来,还是不给赔。",
        "doubtful_case",
    ),
    "refused without grounds": ("拒赔的理由一直说不清楚,也拿不出任何证据。", "unsupported_refusal"),
    "at fault and not helping": (
        "两车相撞对方全责,他就是不肯出面办理赔,我一分钱拿不到。",
        "at_fault_party_uncooperative",
    ),
    "injury costs deducted": (
        "住院的费用里有一半被说成跟这次事故无关扣掉了,事先没有任何人解释,伤者不接受。",
        "injury_expense_deduction",
    ),
    "nobody after assessment": ("定完损以后就再也没有人联系过我,不知道进行到哪一步了。", "no_follow_up"),
    "property of a third party": ("我店门口的货物被撞坏,保险公司说凭证不全不赔。", "third_party_loss_unpaid"),
    "flooded and not inspected": (
        "车被水淹后只洗了洗就交给我了,放了一阵变速箱生锈坏掉,损失扩大却不肯换新的。",
        "repair_quality",
    ),
    "standard of compensation": ("按七成赔的,这个赔付比例我不认可。", "compensation_standard"),
    "is it covered": ("公司说发动机进水不属于保险责任,我认为合同里应当包含。", "coverage_dispute"),
}


@pytest.mark.parametrize("theme", THEMES)
def test_case_themes(rules: NarrativeRules, theme: str) -> None:
    text, cause = THEMES[theme]
    reading = rules.read(text)
    assert reading.causes, reading.proposals
    assert reading.causes[0].cause == cause


@pytest.mark.parametrize(
    ("text", "not_this"),
    [
        ("客户认可定损金额,没有其他要求。", "assessed_amount"),
        ("三者不配合调查,客户已撤诉。", "third_party_loss_unpaid"),
        ("三者已获赔付,客户致谢。", "insured_not_paying_third_party"),
        ("不是嫌慢。", "claim_delay"),
        ("客服态度挺好的。", "staff_attitude"),
        ("不怀疑你们的调查。", "doubtful_case"),
        ("年检逾期。", "claim_delay"),
    ],
)
def test_what_is_denied_does_not_count(rules: NarrativeRules, text: str, not_this: str) -> None:
    assert not_this not in {one.cause for one in rules.read(text).causes}


def test_who_does_not_cooperate_matters(rules: NarrativeRules) -> None:
    assert rules.read("对方全责却不配合定损。").causes[0].cause == "at_fault_party_uncooperative"
    assert rules.read("三者很配合,就是保险公司的赔款一个月没到账。").causes[0].cause == "claim_delay"


@pytest.mark.parametrize(
    ("text", "causes"),
    [
        ("定损价格压得太低,定损员还骂人。", {"assessed_amount", "staff_attitude"}),
        ("住院费扣了一万多自费药,出院后也没有人联系过我们。", {"injury_expense_deduction", "no_follow_up"}),
    ],
)
def test_two_causes(rules: NarrativeRules, text: str, causes: set[str]) -> None:
    assert {one.cause for one in rules.read(text).causes} == causes


@pytest.mark.parametrize(
    "text",
    ["", "   ", "\n\n", "😀😀😀", "???", "无", "=1+1", '=HYPERLINK("http://x")', "@SUM(A1)", "12345", "\x00\x01"],
)
def test_what_tells_nothing_is_left_to_review(rules: NarrativeRules, text: str) -> None:
    assert rules.read(text).causes == ()


def test_odd_forms_say_the_same(rules: NarrativeRules) -> None:
    for text in (
        "客服态度恶劣",
        "客服態度惡劣",
        "客服态度恶劣😡😡",
        "客服态度恶劣!!!",
        "=客服态度恶劣",
        "客服\u3000态度恶劣",
    ):
        assert rules.read(text).causes[0].cause == "staff_attitude", text
    assert rules.read("The adjuster was very rude to me.").causes[0].cause == "staff_attitude"


def test_a_very_long_text(rules: NarrativeRules) -> None:
    begin = time.process_time()
    reading = rules.read("我的车在外地出险。" + "事情经过很长," * 3000 + "态度恶劣")
    assert time.process_time() - begin < 1
    assert reading.causes == ()  # what stands behind the first 4,000 characters is not read
    long = rules.read("退保申请交了二十天,钱没退。" + "经过如下," * 4000)
    assert long.causes[0].cause == "surrender_refund"


@settings(deadline=None)
@given(st.text(max_size=300))
def test_never_raises_and_evidence_lies_in_the_text(text: str) -> None:
    from analytics.classify.taxonomy import load_taxonomy

    reading = narrative_rules(load_taxonomy()).read(text)
    for one in (*reading.causes, *reading.proposals):
        assert 0 < one.confidence < 1
        for start, end in one.spans:
            assert 0 <= start < end <= len(text)


def test_evidence_is_the_words_that_decided(rules: NarrativeRules) -> None:
    text = "上月出险。客服态度恶劣。"
    (found,) = rules.read(text).causes
    assert any("态度恶劣" in text[start:end] for start, end in found.spans)
    assert all(start >= 5 for start, _ in found.spans)
    assert rules.read("").proposals == NOTHING.proposals


@pytest.mark.parametrize("part", PARTS)
def test_the_targets_hold_on_the_measuring_parts(taxonomy: Taxonomy, part: str) -> None:
    examples = labelled(part)
    found = assess(examples, Reader(taxonomy, None).read_all([one.narrative for one in examples]), taxonomy)
    assert len(examples) >= 200
    assert found.macro_categories >= 0.85
    assert found.macro_causes >= 0.75
    assert found.coverage >= 0.80
    assert found.sure >= 50
    assert found.sure_wrong <= 0.03
    assert found.stages.precision >= 0.85


def test_nothing_that_measures_is_learnt_from() -> None:
    learnt = {one.narrative for one in labelled("examples")}
    assert not [one for part in PARTS for one in labelled(part) if one.narrative in learnt]


def test_every_cause_has_patterns_and_refers_to_known_ones(taxonomy: Taxonomy) -> None:
    topics = load_patterns().causes
    assert set(topics) == {cause.code for cause in taxonomy.causes}
    for topic in topics.values():
        assert topic.over <= set(topics)


@pytest.mark.parametrize("pattern", ["", " _ ", "[坏", "{nobody}", "a(b", ".*"])
def test_a_pattern_that_cannot_be_read_is_refused(pattern: str) -> None:
    with pytest.raises(AppError, match="bad_pattern"):
        check_pattern(pattern)


def test_gaps_do_not_cross_sentences() -> None:
    pattern = compile_pattern("态度 _ 差", {})
    assert pattern.regex.search("态度真是差")
    assert not pattern.regex.search("态度好。但是差")


def test_no_pattern_that_matches_is_passed_over() -> None:
    """Anchors only spare trying: whatever would match is among the candidates. Compiles every pattern that ships."""
    patterns = [
        pattern
        for topics in (load_patterns().causes, load_patterns().stages)
        for topic in topics.values()
        for pattern in (*topic.patterns, *topic.deny)
    ]
    texts = ["", "。", *(readable(one.narrative) for one in labelled("examples")[::7])]
    found = Anchored(patterns).candidates(texts)
    for text, candidates in zip(texts, found, strict=True):
        assert {number for number, one in enumerate(patterns) if one.regex.search(text)} <= set(candidates)
    assert sum(map(len, found)) < len(texts) * len(patterns) / 50


def test_texts_read_together_are_read_as_one_by_one(rules: NarrativeRules) -> None:
    texts = [one.narrative for one in labelled("examples")[::40]]
    assert rules.read_all(texts) == [rules.read(text) for text in texts]
    assert rules.read_all([]) == []
    causes = [reading.causes[0].cause if reading.causes else None for reading in rules.read_all(texts)]
    alone = [rules.stages([text], [cause])[0] for text, cause in zip(texts, causes, strict=True)]
    assert rules.stages(texts, causes) == alone
    assert any(alone)
