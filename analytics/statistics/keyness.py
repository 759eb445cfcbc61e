"""What is said more often of one group than of the others: keyness of words, counted per document."""

from __future__ import annotations

import numpy as np


def keyness(hits: np.ndarray, cases: int, other_hits: np.ndarray, other_cases: int) -> np.ndarray:
    """Log-likelihood ratio G2 of each word, negative where the others say it more often; 0 where nothing can be said.

    hits, other_hits: documents of the group, and of all others, in which the word stands; of `cases` and `other_cases`.
    G2 holds for rare words, where a chi-square of frequencies does not (Dunning 1993, "Accurate Methods for the
    Statistics of Surprise and Coincidence", Computational Linguistics 19:61). ValueError: more hits than cases.
    """
    hits, other_hits = np.asarray(hits, dtype=float), np.asarray(other_hits, dtype=float)
    if (hits < 0).any() or (other_hits < 0).any() or (hits > cases).any() or (other_hits > other_cases).any():
        raise ValueError("hits must be between 0 and the number of cases")
    if not cases or not other_cases:
        return np.zeros(len(hits))
    rate = (hits + other_hits) / (cases + other_cases)
    parts = (
        (hits, cases * rate),
        (other_hits, other_cases * rate),
        (cases - hits, cases * (1 - rate)),
        (other_cases - other_hits, other_cases * (1 - rate)),
    )
    score = np.zeros(len(hits))
    for seen, expected in parts:
        share = np.divide(seen, expected, out=np.ones(len(hits)), where=seen > 0)
        score += 2 * seen * np.log(share)
    sign = np.where(hits * other_cases >= other_hits * cases, 1.0, -1.0)
    return sign * np.maximum(score, 0.0)


def keyness_p(score: np.ndarray) -> np.ndarray:
    """The p-value of a G2, which follows chi-square with one degree of freedom where there is no difference."""
    from scipy import special

    p: np.ndarray = special.gammaincc(0.5, np.abs(score) / 2)
    return p
