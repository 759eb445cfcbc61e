"""What helps where no pattern is sure: a small model of the taxonomy's own words and the labelled examples that ship.

It only speaks where the patterns are silent, and then only well ahead of the next cause or with a pattern's weak word
for the same cause. Texts that tell nothing are one of the things it knows.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import lru_cache

from analytics.classify.model import CauseModel, Guess, train
from analytics.classify.narratives import Reading
from analytics.classify.reference import REFERENCE
from analytics.classify.taxonomy import Taxonomy
from analytics.classify.text import label_key

CONFIDENCE = 0.75  # what it says counts, and is never among the sure
_TELLS_NOTHING = ""
_AHEAD = 0.4  # margins in the machine's unit, set on the examples and on texts of another author
_AHEAD_WITH_A_WORD = 0.1
_SHORTEST = 8  # characters of a text worth guessing at; what is shorter is a word, not a story


@lru_cache(maxsize=8)
def starter(taxonomy: Taxonomy) -> CauseModel:
    """Trained once a process and taxonomy, in well under a second."""
    lessons = list(_lessons(taxonomy))
    return train([text for text, _ in lessons], [cause for _, cause in lessons])


def convinces(text: str, guess: Guess, reading: Reading) -> bool:
    """Whether the guess may stand for a narrative that the patterns are not sure of."""
    if guess.cause == _TELLS_NOTHING or len(label_key(text)) < _SHORTEST:
        return False
    word = any(one.cause == guess.cause for one in reading.proposals)
    return guess.margin > (_AHEAD_WITH_A_WORD if word else _AHEAD)


def _lessons(taxonomy: Taxonomy) -> Iterator[tuple[str, str]]:
    for cause in taxonomy.active:
        for text in (cause.example, cause.definition_zh, *cause.synonyms):
            if text and not text.isascii():
                yield text, cause.code
    with (REFERENCE / "narrative_examples.tsv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            first = row["causes"].split(";")[0]
            now = taxonomy.now(first) if first else _TELLS_NOTHING
            if now is not None:
                yield row["narrative"], now
