"""A near miss is a slip of the keyboard. What turns a label into another matter is never one."""

from __future__ import annotations

import pytest

from analytics.classify.labels import classify_cause_label
from analytics.classify.near import near_match
from analytics.classify.taxonomy import Category, Cause, Taxonomy

# Each looks like a word of the taxonomy, and means something else: the reverse, or somebody else's matter.
OPPOSITES = """
三者不赔偿标的  三者不赔标的  三者不配合  三者不配合理赔  次责方不配合理赔  主责方不配合理赔  无责方不配合理赔
拒赔理由充分  拒赔理由很充分  告知充分  全责方配合理赔  协助理赔  已协助理赔  三者损失已赔  标的已赔偿三者
标的赔偿三者  保险人不赔付三者  保险公司不赔付三者  非理赔时效  无服务态度问题  赔偿标准无异议  赔偿合理
投保金额争议  续保金额  擅自退保  投保退费  保费下降  保费下涨  定损金额合理  服务态度好  服务态度佳  服务态度优
理赔速度快  维修到位  及时查勘  材料齐全  未捆绑销售  无捆绑销售  疑难案件  疑难案件争议  异议案件  意外案件争议
保险争议  条约争议  贷款争议  借款争议  运费争议  质量争议  金额争议  手续费争议  损失未赔  赔偿标的  交强险争议
拒赔理由甚充分  标的均赔偿三者  服务态度棒  全责方皆配合理赔
保单账户  服务费用  人工费用  无人驾驶  营销  续保  自动驾驶  不擅自续保  无人机跟踪
"""


@pytest.mark.parametrize("label", OPPOSITES.split())
def test_opposites_and_other_matters_never_cross(taxonomy: Taxonomy, label: str) -> None:
    found = classify_cause_label(label, taxonomy)
    assert found.causes == () and found.category_hint is None
    assert found.unmatched == (label,)


@pytest.mark.parametrize("negation", "不未无非没否拒勿莫别")
def test_a_negation_more_or_less_is_never_a_near_miss(taxonomy: Taxonomy, negation: str) -> None:
    """Any word of the taxonomy with a negation put in front of it, or taken out of it, is that word no more."""
    for word, target in taxonomy.words():
        changed = [negation + word]
        if negation in word:
            changed.append(word.replace(negation, "", 1))
        for label in changed:
            for match in classify_cause_label(label, taxonomy).causes:
                assert match.cause != target.cause or match.how != "near", (label, match)


# Who is who in a claim; words in one tuple name the same party.
PARTIES = [
    ("被保险人", "标的"),
    ("三者",),
    ("全责方", "肇事方"),
    ("保险公司", "保险人"),
    ("次责方", "无责方"),
    ("客户",),
]


def test_one_party_is_never_taken_for_another(taxonomy: Taxonomy) -> None:
    for cause in taxonomy.causes_in("third_party_non_payment"):
        for word in (cause.zh, *cause.synonyms):
            written = [(party, role) for party in PARTIES for role in party if role in word]
            for party, role in written:
                for other in (name for others in PARTIES if others is not party for name in others):
                    label = word.replace(role, other)
                    near = [match for match in classify_cause_label(label, taxonomy).causes if match.how == "near"]
                    assert near == [], label


@pytest.mark.parametrize(
    ("label", "cause"),
    [
        ("赔偿标淮异议", "compensation_standard"),
        ("陪偿标准异议", "compensation_standard"),
        ("定损全额争议", "assessed_amount"),
        ("定捐核损金额争议", "assessed_amount"),
        ("全责方不酉合理赔", "at_fault_party_uncooperative"),
        ("标的不赔偿三着", "insured_not_paying_third_party"),
        ("无人跟综", "no_follow_up"),
        ("捆邦销售", "bundled_sale"),
        ("人伤费用的扣减", "injury_expense_deduction"),
        ("维修质量或损失扩大了", "repair_quality"),
        ("insufficent disclosure", "insufficient_disclosure"),
        ("staff atitude", "staff_attitude"),
        ("not staff attitude", None),
        ("Premium decrease", None),
        ("claim paid", None),
    ],
)
def test_slips(taxonomy: Taxonomy, label: str, cause: str | None) -> None:
    found = [match.cause for match in classify_cause_label(label, taxonomy).causes]
    assert found == ([cause] if cause else [])


def test_a_slip_that_could_mean_two_causes_means_neither() -> None:
    def cause(code: str, zh: str) -> Cause:
        return Cause(code, zh, code, "c", False, "", "", "", "", "", ())

    taxonomy = Taxonomy((Category("c", "类", "c", ()),), (cause("one", "甲乙丙丁戊"), cause("two", "甲乙丙丁己")), "")
    assert near_match("甲乙丙丁庚", taxonomy) is None
    alone = Taxonomy(taxonomy.categories, taxonomy.causes[:1], "")
    found = near_match("甲乙丙丁庚", alone)
    assert found is not None and (found.target.cause, found.likeness) == ("one", 0.8)
