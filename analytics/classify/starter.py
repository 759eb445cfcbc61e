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
from analytics.classify.text import label_key

TELLS_NOTHING = ""
FILE = REFERENCE / "starter_model.npz"
ENOUGH = 0.6  # confidence from which a cause counts; that of patterns alone is in another unit
_MOST_SURE = 0.97
_PATTERNS_WEIGH = 0.2  # beside the model, in its unit: how far a sure pattern moves a cause
_UNKNOWN = -1.0  # score of a cause that the model was never shown: it says no to what it was not trained for
_SECOND = -0.3  # score from which a further cause stands beside the first
_LIKELY = 0.1  # confidence from which a cause is worth proposing
_SHORTEST = 8  # characters, digits aside, of a text that the model reads; what is shorter is a word, not a story
_FAMILIAR = 0.4  # share of a text's n-grams from which the model may decide; all but one in a hundred have it
_NUMBERS = re.compile(r"\d+")


@lru_cache(maxsize=1)
def starter() -> CauseModel:
    """Read once a process, in milliseconds."""
    return CauseModel.from_bytes(FILE.read_bytes())


def combined(texts: Sequence[str], readings: Sequence[Reading], taxonomy: Taxonomy) -> list[Reading]:
    """What the patterns read of each text, weighed with what the model says. The company's own patterns have the
    last word, and texts of a few characters are left to the patterns.
    """
    result = list(readings)
    asked = [
        place
        for place, text in enumerate(texts)
        if readings[place].how != OWN and len(_NUMBERS.sub("", label_key(text))) >= _SHORTEST
    ]
    if asked:
        model, some = starter(), [readings[place] for place in asked]
        look = model.look([texts[place] for place in asked])
        codes, scores = with_patterns(*_of_now(model, look.scores, taxonomy), some)
        for place, row, known in zip(asked, scores, look.known, strict=True):
            found = _read(texts[place], readings[place], codes, row, taxonomy)
            result[place] = found if known >= _FAMILIAR else replace(found, causes=())
    return result


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
    for row, reading in zip(scores, readings, strict=True):
        for one in reading.proposals:
            row[place_of[one.cause]] += _PATTERNS_WEIGH * one.confidence
    return every, scores


def _of_now(model: CauseModel, scores: Floats, taxonomy: Taxonomy) -> tuple[tuple[str, ...], Floats]:
    """The scores under the codes causes have now: merged ones are one; what was taken out tells nothing."""
    now = [_now(code, taxonomy) for code in model.causes]
    codes = tuple(dict.fromkeys(now))
    columns = [scores[:, [place for place, one in enumerate(now) if one == code]].max(axis=1) for code in codes]
    return codes, np.stack(columns, axis=1)


def _now(code: str, taxonomy: Taxonomy) -> str:
    return taxonomy.now(code) or TELLS_NOTHING if code else TELLS_NOTHING


def _read(text: str, reading: Reading, codes: Sequence[str], scores: Floats, taxonomy: Taxonomy) -> Reading:
    """One text, with its scores by cause: the causes that count, and what else is worth proposing."""
    model = starter()
    confidences = np.clip(model.confidence(ahead(scores[None, :])[0]), 0.01, _MOST_SURE)
    spoken = {one.cause: one.spans for one in reading.proposals}

    def proposal(place: int, least: float = 0.0) -> Proposal:
        code = codes[place]
        spans = spoken.get(code) or model.spans(text, [one for one in model.causes if _now(one, taxonomy) == code])
        return Proposal(code, round(max(float(confidences[place]), least), 3), spans)

    order = [int(place) for place in np.argsort(-scores) if codes[place] != TELLS_NOTHING]
    causes = tuple(proposal(place, ENOUGH) for place in _standing(order, scores, confidences, model))
    likely = [place for place in order if confidences[place] >= _LIKELY or codes[place] in spoken]
    others = [proposal(place) for place in likely[:MOST_PROPOSALS] if codes[place] not in {one.cause for one in causes}]
    how = "pattern" if causes and causes[0].cause in spoken else "model"
    return replace(reading, causes=causes, proposals=(*causes, *others)[:MOST_PROPOSALS], how=how)


def _standing(order: Sequence[int], scores: Floats, confidences: Floats, model: CauseModel) -> Sequence[int]:
    """The causes that count: the first, if it is sure enough, and those that stand beside it, if the rest is far."""
    beside = [place for place in order[:MOST_CAUSES] if scores[place] > _SECOND]
    if len(beside) > 1:
        rest = max(score for place, score in enumerate(scores) if place not in beside)
        if model.confidence(np.array(scores[beside[0]] - rest)) >= SURE:
            return beside
    return order[:1] if confidences[order[0]] >= ENOUGH else ()
