"""The company's own model of causes: character n-grams, TF-IDF, linear support vectors; trained on what was decided.

It is kept as numbers and words, never as code, and it speaks only where cross-validation on the company's own
complaints has shown it to know better than the patterns.
"""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from analytics.classify.narrative_text import readable

LEAST_EXAMPLES = 200  # decided complaints with a narrative before a model is tried
LEAST_OF_A_CAUSE = 5
LONGEST = 600  # characters of a narrative that the model reads
_GRAMS = (1, 3)
_MOST_FEATURES = 60_000
_EVIDENCE = 3


@dataclass(frozen=True, slots=True)
class Guess:
    """margin: by how much the cause is ahead of the next, in the machine's own unit; confidence: 0 to 1."""

    cause: str
    margin: float
    confidence: float
    spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True, eq=False)
class CauseModel:
    """margin_silent: from which margin it speaks where the patterns are silent; margin_differing: where they say
    something else. None: there it has not shown to know better and does not speak.
    """

    words: tuple[str, ...]
    weight_of_word: np.ndarray[Any, Any]  # inverse document frequencies
    causes: tuple[str, ...]
    coefficients: np.ndarray[Any, Any]  # causes x words
    intercepts: np.ndarray[Any, Any]
    margin_silent: float | None = None
    margin_differing: float | None = None

    def guess(self, narratives: Sequence[str]) -> list[Guess]:
        """The likeliest cause of each narrative."""
        if not narratives:
            return []
        texts = [readable(text)[:LONGEST] for text in narratives]
        features = self._vectorizer().transform(texts)
        scores = np.asarray(features @ self.coefficients.T) + self.intercepts
        order = np.argsort(-scores, axis=1)
        rows = np.arange(len(texts))
        best, second = scores[rows, order[:, 0]], scores[rows, order[:, 1]]
        margins = best - second
        found = []
        for row, text in enumerate(texts):
            cause = int(order[row, 0])
            start, end = features.indptr[row], features.indptr[row + 1]
            places, values = features.indices[start:end], features.data[start:end]
            speaking = values * self.coefficients[cause, places]
            strongest = [places[one] for one in np.argsort(-speaking)[:_EVIDENCE] if speaking[one] > 0]
            spans = {(at, at + len(self.words[p])) for p in strongest if (at := text.find(self.words[p])) >= 0}
            confidence = float(1 / (1 + np.exp(-3 * margins[row])))
            found.append(Guess(self.causes[cause], float(margins[row]), round(confidence, 3), tuple(sorted(spans))))
        return found

    def _vectorizer(self) -> Any:
        from sklearn.feature_extraction.text import TfidfVectorizer

        vectorizer = TfidfVectorizer(
            analyzer="char", ngram_range=_GRAMS, sublinear_tf=True, vocabulary={w: i for i, w in enumerate(self.words)}
        )
        vectorizer.idf_ = self.weight_of_word
        return vectorizer

    def to_bytes(self) -> bytes:
        """The model as a compressed archive of arrays; small weights rounded away."""
        kept = np.where(np.abs(self.coefficients) < 1e-3, 0, self.coefficients).astype(np.float32)
        head = {
            "words": self.words,
            "causes": self.causes,
            "margin_silent": self.margin_silent,
            "margin_differing": self.margin_differing,
        }
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
        with np.load(io.BytesIO(document), allow_pickle=False) as arrays:
            head = json.loads(arrays["head"].tobytes().decode("utf-8"))
            return cls(
                words=tuple(head["words"]),
                weight_of_word=arrays["weight_of_word"].astype(np.float64),
                causes=tuple(head["causes"]),
                coefficients=arrays["coefficients"].astype(np.float64),
                intercepts=arrays["intercepts"].astype(np.float64),
                margin_silent=head["margin_silent"],
                margin_differing=head["margin_differing"],
            )


def train(narratives: Sequence[str], causes: Sequence[str]) -> CauseModel:
    """A model of these examples (at least two causes). Takes seconds for thousands."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.svm import LinearSVC

    vectorizer = TfidfVectorizer(
        analyzer="char",
        ngram_range=_GRAMS,
        sublinear_tf=True,
        min_df=2 if len(causes) > 50 else 1,
        max_features=_MOST_FEATURES,
    )
    features = vectorizer.fit_transform([readable(text)[:LONGEST] for text in narratives])
    machine = LinearSVC(C=1.0, class_weight="balanced", random_state=0)
    machine.fit(features, list(causes))
    coefficients, intercepts = machine.coef_, machine.intercept_
    if len(machine.classes_) == 2:  # one line separates two: each cause gets its side
        coefficients, intercepts = np.vstack([-coefficients, coefficients]), np.concatenate([-intercepts, intercepts])
    words = sorted(vectorizer.vocabulary_, key=vectorizer.vocabulary_.__getitem__)
    return CauseModel(tuple(words), vectorizer.idf_, tuple(map(str, machine.classes_)), coefficients, intercepts)
