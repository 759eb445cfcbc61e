"""n-grams as numbers, and what they weigh: compared with a count by hand."""

from __future__ import annotations

import random
from collections import Counter
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.classify.grams import count, gram, grams_in, key, vocabulary, weighted


@given(st.text(st.characters(exclude_characters="\0"), min_size=1, max_size=3))
def test_a_number_is_its_gram(text: str) -> None:
    assert gram(key(text)) == text


def test_the_grams_of_two_texts_do_not_run_into_each_other() -> None:
    numbers, standing = vocabulary(["退保", "保费退保"], least=1, most=100)
    found = {gram(number): int(texts) for number, texts in zip(numbers, standing, strict=True)}
    assert found == {"退": 2, "保": 2, "费": 1, "退保": 2, "保费": 1, "费退": 1, "保费退": 1, "费退保": 1}


def test_the_vocabulary_is_what_stands_in_enough_texts_and_the_most_frequent_of_it() -> None:
    texts = ["甲甲甲乙", "甲丙", "丙丁"]
    assert {gram(one) for one in vocabulary(texts, least=2, most=100)[0]} == {"甲", "丙"}
    assert {gram(one) for one in vocabulary(texts, least=2, most=1)[0]} == {"甲"}  # four times, 丙 twice


@given(st.lists(st.text("甲乙丙 \0", max_size=12), max_size=5))
def test_every_known_gram_is_counted_where_it_stands(texts: list[str]) -> None:
    numbers = np.sort(np.array([key(one) for one in ("甲", "乙丙", "甲乙丙", "丁")]))
    counts = count(texts, numbers)
    found = {(int(t), gram(numbers[g])): int(n) for t, g, n in zip(*counts, strict=True)}
    expected = Counter[tuple[int, str]]()
    for place, text in enumerate(texts):
        for start in range(len(text)):
            for word in ("甲", "乙丙", "甲乙丙", "丁"):
                expected[place, word] += text.startswith(word, start)
    assert found == {one: times for one, times in expected.items() if times}


def test_weights_are_damped_counts_times_rarity_at_length_one() -> None:
    numbers = np.array([key("甲"), key("乙")])
    order = np.argsort(numbers)
    rarity = np.array([1.0, 2.0])[order]  # 甲 1, 乙 2
    found = weighted(count(["甲甲乙"], numbers[order]), rarity, 1)
    by_gram = {gram(numbers[order][g]): w for g, w in zip(found.grams, found.weights, strict=True)}
    # 甲: (1 + ln 2) * 1 = 1.693147; 乙: 1 * 2 = 2; length sqrt(2.866747 + 4) = 2.620448
    assert by_gram == pytest.approx({"甲": 0.646129, "乙": 0.763228}, abs=1e-6)


def test_how_many_grams_a_text_has() -> None:
    lengths = np.array([len(text) for text in ("", "甲", "甲乙", "甲乙丙", "甲乙丙丁")])
    assert grams_in(lengths).tolist() == [1, 1, 3, 6, 9]


def test_many_texts_are_counted_as_one_by_one() -> None:
    """Many are looked up by hashes, a few by halving; thousands of numbers share some hashes."""
    letters = [chr(0x4E00 + place) for place in range(3000)]
    numbers = np.sort(np.array([key(one) for one in letters] + [key(a + b) for a, b in pairwise(letters)]))
    chance = random.Random(3)
    texts = ["".join(chr(0x4E00 + chance.randrange(3100)) for _ in range(60)) + letters[at] * 2 for at in range(200)]
    together = count(texts, numbers)
    assert len(numbers) < sum(map(len, texts)) * 2
    alone = [count([text], numbers) for text in texts]
    assert together.grams.tolist() == [gram for one in alone for gram in one.grams.tolist()]
    assert together.times.tolist() == [times for one in alone for times in one.times.tolist()]
    assert together.texts.tolist() == [place for place, one in enumerate(alone) for _ in one.grams]
