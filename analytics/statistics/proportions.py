"""Are two proportions different, or is it noise? Exact, so that it holds for a handful of cases as well."""

from __future__ import annotations

import numpy as np

# As in `comparison`: outcomes exactly as likely as the one seen count, whatever rounding does.
_TIE = 1 + 1e-7


def compare_proportions(first_hits: int, first_cases: int, second_hits: int, second_cases: int) -> float:
    """The two-sided p-value of Fisher's exact test (Fisher 1935, The Logic of Inductive Inference, JRSS 98:39).

    Given all hits of both, the first's are hypergeometric where the two proportions are equal; p is the chance of all
    splits no likelier than the one seen. No cases on one side, or no hit or nothing but hits: p is 1.
    ValueError: negative numbers, more hits than cases.
    """
    from scipy import special

    for hits, cases in ((first_hits, first_cases), (second_hits, second_cases)):
        if not 0 <= hits <= cases:
            raise ValueError("hits must be between 0 and the number of cases")
    hits = first_hits + second_hits
    splits = np.arange(max(0, hits - second_cases), min(hits, first_cases) + 1.0)

    def log_choose(n: float, k: np.ndarray) -> np.ndarray:
        chosen: np.ndarray = special.gammaln(n + 1) - special.gammaln(k + 1) - special.gammaln(n - k + 1)
        return chosen

    log_likelihood = log_choose(first_cases, splits) + log_choose(second_cases, hits - splits)
    likelihood = np.exp(log_likelihood - log_likelihood.max())
    as_extreme = likelihood <= likelihood[first_hits - int(splits[0])] * _TIE
    return min(1.0, float(likelihood[as_extreme].sum() / likelihood.sum()))
