"""A model of causes: character n-grams, TF-IDF, linear support vectors; the one that ships and the company's own.

It is kept as numbers and words, never as code, and reads with numpy alone; only training needs scikit-learn.
"""

from __future__ import annotations

import io
import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from analytics.classify.grams import Floats, Ints, count, gram, grams_in, key, vocabulary, weighted
from analytics.classify.narrative_text import readable

LEAST_EXAMPLES = 200  # decided complaints with a narrative before a model is tried
LEAST_OF_A_CAUSE = 5
LONGEST = 600  # characters of a narrative that the model reads
_MOST_FEATURES = 60_000
_EVIDENCE = 3
SURE = 0.9  # above it a confidence is a promise: nearly always right
_HEAD = ("margin_silent", "margin_differing", "slope", "offset", "sure_margin", "made_from")


@dataclass(frozen=True, slots=True)
class Guess:
    """margin: by how much the cause is ahead of the next, in the machine's own unit; confidence: 0 to 1."""

    cause: str
    margin: float
    confidence: float
    spans: tuple[tuple[int, int], ...]


class Look(NamedTuple):
    """scores: narratives x causes, in the machine's own unit, the higher the likelier; known: the share of each
    narrative's n-grams that the machine has seen.
    """

    scores: Floats
    known: Floats


@dataclass(frozen=True, eq=False)
class CauseModel:
    """margin_silent: from which margin it speaks where what ships is silent; margin_differing: where that says
    something else. None: there it has not shown to know better and does not speak.

    slope, offset: a margin's confidence is 1 / (1 + exp(-(slope * margin + offset))); sure_margin: below this margin
    it is never above SURE. made_from: a digest of the examples, where somebody must see that it is up to date.
    """

    words: tuple[str, ...]
    weight_of_word: Floats  # inverse document frequencies
    causes: tuple[str, ...]
    coefficients: Floats  # causes x words
    intercepts: Floats
    margin_silent: float | None = None
    margin_differing: float | None = None
    slope: float = 3.0
    offset: float = 0.0
    sure_margin: float = 0.0
    made_from: str = ""

    def guess(self, narratives: Sequence[str]) -> list[Guess]:
        """The likeliest cause of each narrative."""
        if not narratives:
            return []
        scores = self.look(narratives).scores
        order = np.argsort(-scores, axis=1)
        rows = np.arange(len(narratives))
        margins = scores[rows, order[:, 0]] - scores[rows, order[:, 1]]
        confidences = self.confidence(margins)
        causes = [self.causes[best] for best in order[:, 0]]
        return [
            Guess(cause, float(margin), round(float(confidence), 3), spans)
            for cause, margin, confidence, spans in zip(
                causes, margins, confidences, self.spans(narratives, [{cause} for cause in causes]), strict=True
            )
        ]

    def look(self, narratives: Sequence[str]) -> Look:
        """What the machine says of each narrative, and how much of it the machine can see."""
        texts = [readable(text)[:LONGEST] for text in narratives]
        counts = count(texts, self._numbers)
        found = weighted(counts, self.weight_of_word, len(texts))
        starts = np.searchsorted(found.texts, np.arange(len(texts) + 1)).tolist()
        weights = found.weights.astype(np.float32)
        scores = self.intercepts + np.array(
            [weights[start:end] @ self._of_words.take(found.grams[start:end], 0) for start, end in pairwise(starts)]
        )
        every = grams_in(np.array([len(text) for text in texts]))
        return Look(scores, np.bincount(counts.texts, counts.times, len(texts)) / every)

    def confidence(self, margins: Floats) -> Floats:
        """0 to 1, by the margin to the next."""
        confidences = 1 / (1 + np.exp(-(self.slope * margins + self.offset)))
        return np.where(margins < self.sure_margin, np.minimum(confidences, SURE), confidences)

    def spans(self, narratives: Sequence[str], causes: Sequence[Collection[str]]) -> list[tuple[tuple[int, int], ...]]:
        """Of each narrative the places of the words that speak most for any of its causes."""
        texts = [readable(text)[:LONGEST] for text in narratives]
        found = weighted(count(texts, self._numbers), self.weight_of_word, len(texts))
        starts = np.searchsorted(found.texts, np.arange(len(texts) + 1)).tolist()
        result = []
        for text, names, (start, end) in zip(texts, causes, pairwise(starts), strict=True):
            speakers = [place for place, cause in enumerate(self.causes) if cause in names]
            grams = found.grams[start:end]
            speaking = found.weights[start:end] * self._of_words[grams][:, speakers].max(axis=1, initial=0.0)
            words = [self.words[grams[at]] for at in np.argsort(-speaking)[:_EVIDENCE] if speaking[at] > 0]
            result.append(tuple(sorted({(at, at + len(word)) for word in words if (at := text.find(word)) >= 0})))
        return result

    @cached_property
    def _of_words(self) -> NDArray[np.float32]:
        return np.ascontiguousarray(self.coefficients.T, dtype=np.float32)

    @cached_property
    def _numbers(self) -> Ints:
        return np.array([key(word) for word in self.words], np.int64)

    def to_bytes(self) -> bytes:
        """The model as a compressed archive of arrays; small weights rounded away."""
        kept = np.where(np.abs(self.coefficients) < 1e-3, 0, self.coefficients).astype(np.float16)
        head = {name: getattr(self, name) for name in ("words", "causes", *_HEAD)}
        file = io.BytesIO()
        np.savez_compressed(
            file,
            head=np.frombuffer(json.dumps(head, ensure_ascii=False).encode("utf-8"), dtype=np.uint8),
            weight_of_word=self.weight_of_word.astype(np.float32),
            coefficients=kept,
            intercepts=self.intercepts.astype(np.float32),
        )
        return file.getvalue()

    @classmethod
    def from_bytes(cls, document: bytes) -> CauseModel:
        """A model that was kept, whichever version of the product kept it."""
        with np.load(io.BytesIO(document), allow_pickle=False) as arrays:
            head = json.loads(arrays["head"].tobytes().decode("utf-8"))
            words = sorted(range(len(head["words"])), key=lambda place: key(head["words"][place]))
            return cls(
                words=tuple(head["words"][place] for place in words),
                weight_of_word=arrays["weight_of_word"].astype(np.float64)[words],
                causes=tuple(head["causes"]),
                coefficients=arrays["coefficients"].astype(np.float64)[:, words],
                intercepts=arrays["intercepts"].astype(np.float64),
                **{name: head[name] for name in _HEAD if name in head},
            )


def train(narratives: Sequence[str], causes: Sequence[str]) -> CauseModel:
    """A model of these examples (at least two causes). Takes seconds for thousands."""
    from scipy.sparse import csr_matrix
    from sklearn.svm import LinearSVC

    texts = [readable(text)[:LONGEST] for text in narratives]
    numbers, standing = vocabulary(texts, least=2 if len(texts) > 50 else 1, most=_MOST_FEATURES)
    weight_of_word = np.log((1 + len(texts)) / (1 + standing)) + 1
    found = weighted(count(texts, numbers), weight_of_word, len(texts))
    machine = LinearSVC(C=1.0, class_weight="balanced", random_state=0)
    machine.fit(csr_matrix((found.weights, (found.texts, found.grams)), (len(texts), len(numbers))), list(causes))
    coefficients, intercepts = machine.coef_, machine.intercept_
    if len(machine.classes_) == 2:  # one line separates two: each cause gets its side
        coefficients, intercepts = np.vstack([-coefficients, coefficients]), np.concatenate([-intercepts, intercepts])
    words = tuple(gram(number) for number in numbers)
    return CauseModel(words, weight_of_word, tuple(map(str, machine.classes_)), coefficients, intercepts)
