"""Laws that hold for any cell, whoever writes it."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from analytics.classify.labels import CauseLabels, classify_cause_label
from analytics.classify.taxonomy import load_taxonomy
from analytics.classify.text import label_key

TAXONOMY = load_taxonomy()
WORDS = [word for word, _ in TAXONOMY.words()]
# Words that contain separators themselves stand alone or under a separator of the log's own.
PLAIN = [word for word in WORDS if not set(word) & set("()/- ")]
STRONG = ["、", ",", "，", ";", "；", "/", "|", "+", "\n", " ; ", "①", "；2、", " / ", "。"]

words = st.lists(st.sampled_from(PLAIN), min_size=1, max_size=5)


def read(cell: str) -> CauseLabels:
    return classify_cause_label(cell, TAXONOMY)


def cause_set(cell: str) -> set[str]:
    return {match.cause for match in read(cell).causes}


@given(st.sampled_from(WORDS))
def test_every_word_of_the_taxonomy_finds_its_own_target_and_no_other(word: str) -> None:
    target = TAXONOMY.targets[label_key(word)]
    found = read(word)
    assert [match.cause for match in found.causes] == ([target.cause] if target.cause else [])
    assert all(match.how == ("exact" if target.named else "synonym") for match in found.causes)
    assert found.category_hint == (None if target.cause else target.category)


def test_every_word_without_sampling() -> None:
    for word, target in TAXONOMY.words():
        found = read(word)
        assert [match.cause for match in found.causes] == ([target.cause] if target.cause else []), word
        assert found.unmatched == (), word


@given(words, st.sampled_from(STRONG))
def test_a_joined_list_names_what_its_parts_name(parts: list[str], separator: str) -> None:
    named = set().union(*(cause_set(part) for part in parts))
    assert cause_set(separator.join(parts)) == named


@given(words, st.sampled_from(STRONG), st.sampled_from(STRONG), st.randoms(use_true_random=False))
def test_order_and_separator_do_not_change_the_set(
    parts: list[str], one: str, other: str, shuffle: random.Random
) -> None:
    mixed = list(parts)
    shuffle.shuffle(mixed)
    assert cause_set(one.join(parts)) == cause_set(other.join(mixed))


@given(words, st.sampled_from(STRONG))
def test_the_first_cause_named_is_the_primary_one(parts: list[str], separator: str) -> None:
    named = [match.cause for part in parts for match in read(part).causes]
    assert [match.cause for match in read(separator.join(parts)).causes] == list(dict.fromkeys(named))


@given(words, st.sampled_from(["和", "与", "及", "以及", " "]))
def test_weak_separators_lose_nothing_where_all_parts_are_known(parts: list[str], separator: str) -> None:
    cell = separator.join(parts)
    if len(cell) <= 60 and label_key(cell) not in TAXONOMY.targets:
        latin = any(part.isascii() for part in parts)
        if not (latin and separator == " "):
            assert cause_set(cell) == set().union(*(cause_set(part) for part in parts))


@given(words, st.text(max_size=12))
def test_nothing_is_counted_twice(parts: list[str], noise: str) -> None:
    found = read("、".join([*parts, noise, *parts]))
    codes = [match.cause for match in found.causes]
    assert len(codes) == len(set(codes))
    assert len(found.categories) == len(set(found.categories))
    assert not {TAXONOMY.category_of(code) for code in codes} & set(found.categories)


CHINESE = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), max_size=12)


@given(
    st.one_of(st.text(), CHINESE, st.text("和及与、;（）()【】1一①.-拒赔不三者标的理由充分 ", max_size=40)),
    st.sampled_from([None, ";", "\n", " "]),
)
def test_any_text_is_read_without_an_error_and_nothing_is_made_up(cell: str, separator: str | None) -> None:
    found = classify_cause_label(cell, TAXONOMY, separator)
    for match in found.causes:
        assert match.cause in TAXONOMY.cause_by_code
        assert 0 < match.confidence <= 1
        assert label_key(match.words) and label_key(match.words) in label_key(cell)
    if label_key(cell) == "":
        assert found == CauseLabels((), (), ())
