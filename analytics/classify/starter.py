"""The model that ships, weighed together with the patterns.

What it says of a cause and what the patterns say of it are added; how far the best is ahead of the next becomes a
confidence, set on texts of hands that it was not trained on (`starter_training.py`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

import numpy as np

from analytics.classify.grams import Floats
from analytics.classify.model import SURE, CauseModel
from analytics.classify.narratives import MOST_CAUSES, MOST_PROPOSALS, OWN, Proposal, Reading
from analytics.classify.reference import REFERENCE
from analytics.classify.taxonomy import Taxonomy

TELLS_NOTHING = ""
FILE = REFERENCE / "starter_model.npz"
ENOUGH = 0.6  # confidence from which a cause counts; that of patterns alone is in another unit
_MOST_SURE = 0.97
_PATTERNS_WEIGH = 0.2  # beside the model, in its unit: how far a sure pattern moves a cause
_UNKNOWN = -1.0  # score of a cause that the model was never shown: it says no to what it was not trained for
_SECOND = -0.3  # score from which a further cause stands beside the first
_LIKELY = 0.1  # confidence from which a cause is worth proposing
_RANKED = 8  # causes of a text that are looked at: nobody proposes more
_A_STORY = re.compile(r"(?:[\W\d_]*[^\W\d_]){8}")  # what has fewer letters is a word, not a story
_FAMILIAR = 0.4  # share of a text's n-grams from which the model may decide; all but one in a hundred have it

_Ranked = tuple[str, float, float]  # cause, score, confidence


@lru_cache(maxsize=1)
def starter() -> CauseModel:
    """Read once a process, in milliseconds."""
    return CauseModel.from_bytes(FILE.read_bytes())


def combined(texts: Sequence[str], readings: Sequence[Reading], taxonomy: Taxonomy) -> list[Reading]:
    """What the patterns read of each text, weighed with what the model says. The company's own patterns have the
    last word, and texts of a few characters are left to the patterns.
    """
    result = list(readings)
    asked = [place for place, text in enumerate(texts) if readings[place].how != OWN and _A_STORY.match(text)]
    if not asked:
        return result
    model, some = starter(), [readings[place] for place in asked]
    look = model.look([texts[place] for place in asked])
    codes, scores = with_patterns(*_of_now(model, look.scores, taxonomy), some)
    confidences = np.clip(model.confidence(ahead(scores)), 0.01, _MOST_SURE).round(3)
    ranked = np.argsort(-scores, axis=1)[:, :_RANKED].tolist()
    rows = zip(ranked, scores.tolist(), confidences.tolist(), (look.known >= _FAMILIAR).tolist(), strict=True)
    for place, (order, row, sure, known) in zip(asked, rows, strict=True):
        found = _read(readings[place], [(codes[one], row[one], sure[one]) for one in order])
        result[place] = found if known else replace(found, causes=())
    return _with_words(texts, result, taxonomy)


def ahead(scores: Floats) -> Floats:
    """By how much each cause is ahead of the best of the others; negative for all but the best."""
    two = np.partition(scores, -2, axis=1)[:, -2:]
    best, second = two[:, 1:], two[:, :1]
    return np.asarray(scores - np.where(scores == best, second, best))


def with_patterns(codes: Sequence[str], scores: Floats, readings: Sequence[Reading]) -> tuple[tuple[str, ...], Floats]:
    """The scores with what patterns say added; a cause that only patterns know gets a column."""
    new = {one.cause for reading in readings for one in reading.proposals} - set(codes)
    every = (*codes, *sorted(new))
    place_of = {code: place for place, code in enumerate(every)}
    scores = np.hstack([scores, np.full((len(scores), len(new)), _UNKNOWN)])
    said = [(row, one) for row, reading in enumerate(readings) for one in reading.proposals]
    rows, columns = [row for row, _ in said], [place_of[one.cause] for _, one in said]
    scores[rows, columns] += [_PATTERNS_WEIGH * one.confidence for _, one in said]  # each cause once a reading
    return every, scores


def _of_now(model: CauseModel, scores: Floats, taxonomy: Taxonomy) -> tuple[tuple[str, ...], Floats]:
    """The scores under the codes causes have now: merged ones are one; what was taken out tells nothing."""
    now = [_now(code, taxonomy) for code in model.causes]
    codes = tuple(dict.fromkeys(now))
    columns = [scores[:, [place for place, one in enumerate(now) if one == code]].max(axis=1) for code in codes]
    return codes, np.stack(columns, axis=1)


def _now(code: str, taxonomy: Taxonomy) -> str:
    return taxonomy.now(code) or TELLS_NOTHING if code else TELLS_NOTHING


def _read(reading: Reading, ranked: Sequence[_Ranked]) -> Reading:
    """One text, with every cause best first: those that count, and what else is worth proposing."""
    spoken = {one.cause: one.spans for one in reading.proposals}
    told = [one for one in ranked if one[0] != TELLS_NOTHING]
    causes = tuple(
        [
            Proposal(code, max(confidence, ENOUGH), spoken.get(code, ()))
            for code, _, confidence in _standing(told, ranked)
        ]
    )
    others = [
        Proposal(code, confidence, spoken.get(code, ()))
        for code, _, confidence in told[len(causes) :]
        if confidence >= _LIKELY or code in spoken
    ]
    how = "pattern" if causes and causes[0].cause in spoken else "model"
    return Reading(causes, (*causes, *others)[:MOST_PROPOSALS], how=how)


def _standing(told: Sequence[_Ranked], ranked: Sequence[_Ranked]) -> Sequence[_Ranked]:
    """The causes that count: the first, if it is sure enough, and those that stand beside it, if the rest is far."""
    beside = [one for one in told[:MOST_CAUSES] if one[1] > _SECOND]
    if len(beside) > 1:
        rest = max(one[1] for one in ranked if one not in beside)
        if starter().confidence(np.array(beside[0][1] - rest)) >= SURE:
            return beside
    return told[:1] if told[0][2] >= ENOUGH else ()


def _with_words(texts: Sequence[str], readings: Sequence[Reading], taxonomy: Taxonomy) -> list[Reading]:
    """With the words that the model went by, where no pattern has any for what counts or is likeliest."""
    wanted = [
        (place, one.cause)
        for place, reading in enumerate(readings)
        for one in reading.causes or reading.proposals[:1]
        if not one.spans
    ]
    model, result = starter(), list(readings)
    names: dict[str, list[str]] = {}
    for code in model.causes:
        names.setdefault(_now(code, taxonomy), []).append(code)
    spans = model.spans([texts[place] for place, _ in wanted], [names.get(cause, []) for _, cause in wanted])
    for (place, cause), found in zip(wanted, spans, strict=True):
        causes, proposals = (
            tuple(replace(one, spans=found) if one.cause == cause else one for one in some)
            for some in (result[place].causes, result[place].proposals)
        )
        result[place] = replace(result[place], causes=causes, proposals=proposals)
    return result
