"""Are two proportions different, or is it noise? Exact, so that it holds for a handful of cases as well."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from analytics.statistics.inputs import FloatArray

# As in `comparison`: outcomes exactly as likely as the one seen count, whatever rounding does.
_TIE = 1 + 1e-7


def compare_proportions(first_hits: int, first_cases: int, second_hits: int, second_cases: int) -> float:
    """The two-sided p-value of Fisher's exact test (Fisher 1935, The Logic of Inductive Inference, JRSS 98:39).

    Given all hits of both, the first's are hypergeometric where the two proportions are equal; p is the chance of all
    splits no likelier than the one seen. No cases on one side, or no hit or nothing but hits: p is 1.
    ValueError: negative numbers, more hits than cases.
    """
    for hits, cases in ((first_hits, first_cases), (second_hits, second_cases)):
        if not 0 <= hits <= cases:
            raise ValueError("hits must be between 0 and the number of cases")
    hits = first_hits + second_hits
    first, last = max(0, hits - second_cases), min(hits, first_cases)
    factorials = _log_factorials(1 << max(first_cases, second_cases).bit_length())

    def log_choose(n: int, least: int, most: int) -> FloatArray:
        chosen: FloatArray = factorials[n] - factorials[least : most + 1] - factorials[n - most : n - least + 1][::-1]
        return chosen

    log_likelihood = log_choose(first_cases, first, last) + log_choose(second_cases, hits - last, hits - first)[::-1]
    likelihood = np.exp(log_likelihood - log_likelihood.max())
    as_extreme = likelihood <= likelihood[first_hits - first] * _TIE
    return min(1.0, float(likelihood[as_extreme].sum() / likelihood.sum()))


@lru_cache(maxsize=24)  # of powers of two: all of them together are twice the largest
def _log_factorials(numbers: int) -> FloatArray:
    """log(n!) for n below `numbers`: to work them out anew for every pair of counts was most of what a test cost."""
    from scipy import special

    logs: FloatArray = special.gammaln(np.arange(1.0, numbers + 1.0))
    return logs
