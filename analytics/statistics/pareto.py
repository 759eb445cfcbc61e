"""Pareto: which few items make up most of the total?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from analytics.statistics.inputs import as_counts

VITAL_SHARE = 0.8


@dataclass(frozen=True, slots=True)
class ParetoItem:
    """One bar: its count, its share of the total and the share of all bars up to it, both 0 to 1.

    vital: one of the items that together make the first 80%.
    """

    label: str
    count: int
    share: float
    cumulative_share: float
    vital: bool


def pareto_items(counts: Mapping[str, int]) -> tuple[ParetoItem, ...]:
    """Items by falling count, equal ones by label. Nothing counted: no items.

    Vital are the fewest items from the top that reach 80%, and with them every item as large as the last
    of these: of five causes with the same count none is less important than the other four.
    ValueError: a missing, negative or broken count.
    """
    if np.isnan(as_counts(list(counts.values()), "counts")).any():
        raise ValueError("counts must not be missing")
    total = int(sum(counts.values()))
    if total == 0:
        return ()
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    items, reached, last_vital = [], 0, 0
    for label, count in ordered:
        if reached / total < VITAL_SHARE:
            last_vital = count
        reached += count
        items.append(
            ParetoItem(
                label=label,
                count=int(count),
                share=count / total,
                cumulative_share=reached / total,
                vital=count >= last_vital,
            )
        )
    return tuple(items)
