"""Are two proportions different, or is it noise? Exact, so that it holds for a handful of cases as well."""

from __future__ import annotations

import math

import numpy as np

from analytics.statistics.comparison import TIE, telling_reach


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
    cases = first_cases + second_cases
    if not cases:
        return 1.0
    # A million cases have too many splits to look at, and nearly all of them no chance at all.
    mean = hits * (first_cases / cases)
    reach = telling_reach(mean * (second_cases / cases))
    first, last = max(first, math.floor(mean - reach)), min(last, math.ceil(mean + reach))
    if not first <= first_hits <= last:
        return 0.0
    k = np.arange(first, last, dtype=np.float64)
    growth = np.log((first_cases - k) * (hits - k) / ((k + 1) * (second_cases - hits + k + 1)))
    to_mode = (first_cases + 1) * (hits + 1) // (cases + 2) - first
    below, above = -np.cumsum(growth[:to_mode][::-1])[::-1], np.cumsum(growth[to_mode:])
    likelihood = np.exp(np.concatenate((below, [0.0], above)))
    as_extreme = likelihood <= likelihood[first_hits - first] * TIE
    return min(1.0, float(likelihood[as_extreme].sum() / likelihood.sum()))
