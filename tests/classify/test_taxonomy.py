"""The shipped taxonomy is the domain's table; a file that would make a label ambiguous is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from analytics.classify.taxonomy import Taxonomy, load_taxonomy
from analytics.classify.text import label_key
from analytics.errors import AppError

# domain.md, by hand: category, its Chinese name, its causes with theirs; * = charted by the source deck.
DOMAIN = {
    "liability_dispute 责任争议": [
        "coverage_dispute 保险责任争议 *",
        "doubtful_case 疑义案件争议 *",
        "unsupported_refusal 拒赔理由不充分",
    ],
    "third_party_non_payment 三者未获赔付": [
        "insured_not_paying_third_party 标的不赔偿三者 *",
        "at_fault_party_uncooperative 全责方不配合理赔 *",
        "third_party_loss_unpaid 三者损失未赔",
    ],
    "loss_assessment_dispute 定损争议": [
        "compensation_standard 赔偿标准异议 *",
        "assessed_amount 定损核损金额争议",
        "injury_expense_deduction 人伤费用扣减",
        "repair_quality 维修质量或损失扩大",
    ],
    "claim_service 理赔服务": [
        "claim_assistance 未协助理赔 *",
        "claim_delay 理赔时效",
        "no_follow_up 无人跟踪",
        "documents_procedure 材料手续",
        "staff_attitude 服务态度",
    ],
    "sales_underwriting 承保销售": [
        "insufficient_disclosure 告知不充分",
        "bundled_sale 捆绑销售",
        "auto_renewal 擅自续保",
        "marketing_nuisance 营销扰民",
        "premium_rate 费率保费争议",
    ],
    "policy_service 保全退保": ["surrender_refund 退保退费", "policy_change 批改保全"],
    "other 其他": ["other 其他"],
}


def test_the_taxonomy_is_the_domains_table(taxonomy: Taxonomy) -> None:
    shipped = {
        f"{category.code} {category.zh}": [
            f"{cause.code} {cause.zh}{' *' if cause.deck else ''}" for cause in taxonomy.causes_in(category.code)
        ]
        for category in taxonomy.categories
    }
    assert shipped == DOMAIN
    assert list(shipped) == list(DOMAIN)
    assert len(taxonomy.causes) == 23


def test_every_cause_explains_itself_in_both_languages(taxonomy: Taxonomy) -> None:
    for cause in taxonomy.causes:
        for text in (cause.en, cause.definition_zh, cause.definition_en, cause.example, cause.counter_example):
            assert text.strip(), cause.code
        assert cause.synonyms, cause.code
        assert cause.counter_cause != cause.code
    assert all(category.en.strip() for category in taxonomy.categories)


def test_lookups(taxonomy: Taxonomy) -> None:
    assert taxonomy.category_of("claim_delay") == "claim_service"
    assert taxonomy.cause_by_code["claim_delay"].zh == "理赔时效"
    assert taxonomy.category_by_code["claim_service"].zh == "理赔服务"
    with pytest.raises(KeyError):
        taxonomy.category_of("no_such_cause")


def test_no_word_stands_for_two_things(taxonomy: Taxonomy) -> None:
    owners: dict[str, set[str]] = {}
    for word, target in taxonomy.words():
        owners.setdefault(label_key(word), set()).add(f"{target.category}/{target.cause}")
    assert {word: found for word, found in owners.items() if len(found) > 1} == {}


CAUSE = """
[[cause]]
code = "{code}"
zh = "{zh}"
en = "{en}"
category = "{category}"
deck = false
definition_zh = "x"
definition_en = "x"
example = "x"
counter_example = "x"
counter_cause = "{counter}"
synonyms = {synonyms}
"""
CATEGORY = '[[category]]\ncode = "{code}"\nzh = "{zh}"\nen = "{en}"\nsynonyms = {synonyms}\n'


def _file(
    folder: Path, *, category: str = "service", synonym: str = "乙慢", counter: str = "late", more: str = ""
) -> Path:
    path = folder / "mine.toml"
    path.write_text(
        CATEGORY.format(code="service", zh="服务", en="Service", synonyms='["差服务"]')
        + CAUSE.format(code="late", zh="慢", en="Late", category="service", counter="rude", synonyms='["甲慢"]')
        + CAUSE.format(code="rude", zh="凶", en="Rude", category=category, counter=counter, synonyms=f'["{synonym}"]')
        + more,
        encoding="utf-8",
    )
    return path


def test_a_small_file_loads_and_its_version_follows_its_bytes(tmp_path: Path) -> None:
    first = load_taxonomy(_file(tmp_path))
    assert [cause.code for cause in first.causes] == ["late", "rude"]
    assert load_taxonomy(_file(tmp_path)).version == first.version
    assert load_taxonomy(_file(tmp_path, synonym="丙慢")).version != first.version


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ({"category": "nowhere"}, "'nowhere'"),
        ({"synonym": "甲慢"}, "'甲慢'"),  # another cause's synonym
        ({"synonym": "甲 慢!"}, "'甲 慢!'"),  # the same word to whoever compares labels
        ({"synonym": "慢"}, "'慢'"),  # another cause's name
        ({"synonym": "服务"}, "'服务'"),  # a category's name
        ({"synonym": "差服务"}, "'差服务'"),  # a category's synonym
        ({"synonym": "凶"}, "'凶'"),  # its own name once more
        ({"synonym": "!?"}, "'!?'"),
        ({"counter": "rude"}, "counter_cause"),
        ({"counter": "nobody"}, "'nobody'"),
        (
            {"more": CAUSE.format(code="late", zh="晚", en="Tardy", category="service", counter="rude", synonyms="[]")},
            "twice",
        ),
        ({"more": CATEGORY.format(code="service", zh="务", en="Serve", synonyms="[]")}, "twice"),
        ({"more": CATEGORY.format(code="new", zh="新", en="New", synonyms="[1]")}, "synonyms"),
        ({"more": CATEGORY.format(code="new", zh="新", en="New", synonyms="[]\nextra = 1")}, "extra"),
        ({"more": '[[category]]\ncode = "new"\n'}, "missing"),
        ({"more": "not toml ="}, "mine.toml"),
    ],
)
def test_a_faulty_file_is_refused_with_its_place(tmp_path: Path, fault: dict[str, str], said: str) -> None:
    path = _file(tmp_path, **fault)
    with pytest.raises(AppError) as error:
        load_taxonomy(path)
    assert error.value.code == "bad_reference"
    assert said in str(error.value) and "mine.toml" in str(error.value)


def test_a_missing_file_is_an_error_of_ours(tmp_path: Path) -> None:
    with pytest.raises(AppError):
        load_taxonomy(tmp_path / "none.toml")
