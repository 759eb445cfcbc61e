"""Ranking ratios, with small numbers shown but not ranked."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analytics.statistics.inputs import Many, as_counts, as_numbers

MINIMUM_VALID_COMPLAINTS = 5


@dataclass(frozen=True, slots=True)
class Rank:
    """rank: 1 for the highest ratio; equal ratios share a rank and the next is skipped (1, 2, 2, 4).
    None when not ranked. greyed: there is a ratio, but on too few complaints: show it grey, with its interval.
    """

    rank: int | None
    greyed: bool


def rank_ratios(ratios: Many, valid_complaints: Many) -> tuple[Rank, ...]:
    """Ranks of ratios, in the order given; None or NaN is a missing ratio, neither ranked nor greyed.

    Not ranked: a ratio on fewer than 5 valid complaints, or on an unknown number of them. For a ratio per
    premium these are its numerator, for the timely rate its denominator. Hand over unrounded ratios: two that
    print alike are a tie only if they are equal.
    ValueError: lists of different length; an infinite ratio; a negative or broken count.
    """
    values, valid = as_numbers(ratios, "ratios"), as_counts(valid_complaints, "valid_complaints")
    if values.shape != valid.shape or values.ndim != 1:
        raise ValueError("ratios and valid_complaints must be lists of one length")
    present = ~np.isnan(values)
    ranked = present & (valid >= MINIMUM_VALID_COMPLAINTS)
    field = np.sort(values[ranked])
    higher = len(field) - np.searchsorted(field, values, side="right")
    return tuple(
        Rank(rank=int(higher[i]) + 1 if ranked[i] else None, greyed=bool(present[i] and not ranked[i]))
        for i in range(len(values))
    )
