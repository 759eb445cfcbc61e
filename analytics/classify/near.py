"""Near misses: a label that is a word of the taxonomy but for a slip of the keyboard.

A slip is not a paraphrase. In Chinese one character turns a label into another matter (退保/投保,
未赔/已赔, 三者不赔偿标的), so likeness alone decides nothing: every character in which label and word
differ must be one that carries no meaning here. Whatever else people write belongs in the synonyms.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from rapidfuzz import fuzz, process
from rapidfuzz.distance import Levenshtein

from analytics.classify.taxonomy import Target, Taxonomy
from analytics.classify.text import CJK, bare_forms, label_key, tidy

LIKENESS = 75.0  # fuzz.ratio of the keys: one wrong character in four, two in eight
MARGIN = 5.0  # points a match must be ahead of the next word that stands for something else
SHORTEST = 4  # characters of a word without 争议 and the like; in a shorter one a slip leaves too little
SHORTEST_FREE = 5  # characters of a word in which a slip may be any, not only a common confusion
SHORTEST_CUT = 6  # characters of a label that lost one: 标的不赔三者 is clear, 保险争议 (保险费?责任?) is not
LONGEST = 60  # characters; what is longer is a text, not a label

_TOKEN = re.compile(rf"[{CJK}]|[^\W_{CJK}]+")

# May be there or not without changing what a label says.
_FILLERS = frozenset("的了有存在较很太过等就对") | {"a", "an", "the", "of", "in", "on", "to", "for", "by", "with"}

# Turn a label into its opposite, or into somebody else's matter, even where no synonym uses them.
_MEANINGFUL = frozenset(
    "不未无非没否拒免勿莫别已反被高低快慢多少涨跌升降上下增减早晚好差优佳良主次同平本我他投续停终全三标"
) | {
    *("no", "not", "non", "un", "never", "without", "increase", "decrease", "approved", "paid", "unpaid"),
}

# Taken for one another at the keyboard (same sound or shape), though each has a meaning of its own.
_CONFUSED = frozenset(
    frozenset(pair)
    for pair in (
        *(
            "议义",
            "度渡",
            "态太",
            "金全",
            "偿尝",
            "赔陪",
            "账帐",
            "损捐",
            "准淮",
            "定订",
            "效校",
            "人入",
            "绑邦",
            "捆困",
        ),
        *("踪综", "扰绕", "擅善", "助住", "责则", "续绪", "拖托", "延廷", "诉述", "维惟", "修休", "服复", "额颌"),
    )
)


@dataclass(frozen=True, slots=True)
class NearMatch:
    """What the label stands for, and its likeness to the word, 0 to 1."""

    target: Target
    likeness: float


@dataclass(frozen=True, slots=True)
class _Words:
    """The taxonomy's words long enough to be missed by a slip, and every token any of them uses."""

    keys: tuple[str, ...]
    tokens: tuple[tuple[str, ...], ...]
    targets: tuple[Target, ...]
    by_pair: dict[tuple[str, str], list[int]]
    vocabulary: frozenset[str]


def near_match(label: str, taxonomy: Taxonomy) -> NearMatch | None:
    """The one word of the taxonomy the label differs from by slips only; None if none or more than one."""
    if len(label) > LONGEST:
        return None
    tokens, key = _tokens(label), label_key(label)
    words = _words(taxonomy)
    # Words three quarters alike share at least one pair of neighbouring characters.
    sharing = set().union(*(words.by_pair.get(pair, ()) for pair in pairwise(key)))
    candidates = {place: words.keys[place] for place in sharing}
    alike = process.extract(key, candidates, scorer=fuzz.ratio, score_cutoff=LIKENESS, limit=None)
    best: NearMatch | None = None
    best_score = 0.0
    for _, score, place in alike:  # best first
        if best is not None and best_score - score >= MARGIN:
            break
        if not _only_slips(tokens, words.tokens[place], words.vocabulary):
            continue
        target = words.targets[place]
        if best is None:
            best, best_score = NearMatch(target, score / 100), score
        elif (target.cause, target.category) != (best.target.cause, best.target.category):
            return None
    return best


def _tokens(text: str) -> tuple[str, ...]:
    """Chinese characters one by one, other words whole and in the singular."""
    tokens = _TOKEN.findall(tidy(text).casefold())
    return tuple(token.removesuffix("s") if len(token) > SHORTEST else token for token in tokens)


@lru_cache(maxsize=4)
def _words(taxonomy: Taxonomy) -> _Words:
    words = [(word, _tokens(word), target) for word, target in taxonomy.words()]
    long = [entry for entry in words if min(len(label_key(bare)) for bare in bare_forms(entry[0])) >= SHORTEST]
    keys = tuple(label_key(word) for word, _, _ in long)
    by_pair: dict[tuple[str, str], list[int]] = defaultdict(list)
    for place, key in enumerate(keys):
        for pair in pairwise(key):
            by_pair[pair].append(place)
    return _Words(
        keys=keys,
        tokens=tuple(tokens for _, tokens, _ in long),
        targets=tuple(target for _, _, target in long),
        by_pair=by_pair,
        vocabulary=_MEANINGFUL.union(_FILLERS, *(tokens for _, tokens, _ in words)),
    )


def _only_slips(label: tuple[str, ...], word: tuple[str, ...], vocabulary: frozenset[str]) -> bool:
    """Whether the label's tokens become the word's without a change of meaning.

    Allowed: fillers more or less; one character of a long word left out, unless it turns the meaning; a
    token in the place of another, if it is no word of this field or commonly confused with that other.
    """
    left_out, free = 0, len("".join(word)) >= SHORTEST_FREE
    for step in Levenshtein.editops(label, word):
        if step.tag == "insert":  # the word has a token that the label lacks
            token = word[step.dest_pos]
            if token in _FILLERS:
                continue
            left_out += 1
            if token in _MEANINGFUL or len(token) > 1 or left_out > 1 or len(label) < SHORTEST_CUT:
                return False
        elif step.tag == "delete":  # the label has a token that the word lacks
            if label[step.src_pos] not in _FILLERS:
                return False
        elif not _is_slip(label[step.src_pos], word[step.dest_pos], vocabulary, free):
            return False
    return True


def _is_slip(typed: str, meant: str, vocabulary: frozenset[str], free: bool) -> bool:
    if frozenset((typed, meant)) in _CONFUSED:
        return True
    if not free or typed in vocabulary or meant in _MEANINGFUL:
        return False
    if len(typed) == len(meant) == 1:
        return True
    return min(len(typed), len(meant)) > SHORTEST and fuzz.ratio(typed, meant) >= LIKENESS
