"""Reading numbers in: None becomes NaN, and what cannot be a count or an exposure is refused."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
# What the functions of this package take where they take many numbers: None or NaN is a missing one.
Many = Sequence[float | None] | npt.NDArray[Any]
Table = Sequence[Sequence[float | None]] | npt.NDArray[Any]


def as_numbers(values: Many | Table | float | None, name: str) -> FloatArray:
    """Values as floats, None as NaN. ValueError on infinity."""
    numbers: FloatArray = np.asarray(values, dtype=np.float64)
    if np.isinf(numbers).any():
        raise ValueError(f"{name} must be finite or missing")
    return numbers


def as_exposures(values: Many | Table | float | None, name: str) -> FloatArray:
    """Amounts such as premium or policies: zero or more, or missing. ValueError on a negative one."""
    numbers = as_numbers(values, name)
    if (numbers < 0).any():
        raise ValueError(f"{name} must not be negative")
    return numbers


def as_counts(values: Many | Table | float | None, name: str) -> FloatArray:
    """Pieces: whole numbers from zero, or missing. ValueError on a negative or broken one.

    A broken count is nearly always a rate handed over by mistake, whose interval would look plausible.
    """
    numbers = as_exposures(values, name)
    present = numbers[~np.isnan(numbers)]
    if (present != np.floor(present)).any():
        raise ValueError(f"{name} must be whole numbers")
    return numbers


def tail_of(confidence: float) -> float:
    """The probability left out on each side of a two-sided interval. ValueError unless 0 < confidence < 1."""
    if not 0.0 < confidence < 1.0:
        raise ValueError(f"confidence must lie between 0 and 1, as in 0.95, not {confidence}")
    return (1.0 - confidence) / 2.0
