"""Kaplan-Meier: how long until a complaint is withdrawn, when some are not withdrawn yet?

Leaving the open ones out, or closing them today, makes withdrawal look faster than it is.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from analytics.statistics.inputs import FloatArray, Many, as_exposures, tail_of

# A product such as 2/3 x 3/4 may come out a hair above one half.
_ROUNDING = 1e-12


@dataclass(frozen=True, slots=True)
class SurvivalStep:
    """From this time on, this share is still open.

    time: in the unit given. at_risk: still under observation just before. events: happened at this time.
    survival: 0 to 1. lower, upper: its interval, None once survival is 0 (it is not defined there).
    """

    time: float
    at_risk: int
    events: int
    survival: float
    lower: float | None
    upper: float | None


@dataclass(frozen=True, slots=True)
class SurvivalCurve:
    """steps: one for each time at which something happened, ascending; before the first survival is 1.

    last_time: the longest observation, None without any. median: the first time at which no more than
    half are left, None when the curve does not come down to half.
    """

    subjects: int
    events: int
    steps: tuple[SurvivalStep, ...]
    last_time: float | None
    median: float | None

    def survival_at(self, time: float) -> float | None:
        """Share still open after this time, events at it included.

        None beyond the longest observation (unless none is left): nobody was watched for so long.
        """
        survival = 1.0
        for step in self.steps:
            if step.time <= time:
                survival = step.survival
        known = self.last_time is not None and time <= self.last_time
        return survival if known or survival == 0.0 else None


def kaplan_meier(
    times: Many, happened: Sequence[bool] | npt.NDArray[np.bool_], confidence: float = 0.95
) -> SurvivalCurve:
    """Product-limit estimate (Kaplan and Meier 1958, JASA 53:457).

    times: one a subject, from zero, to the event or to the end of observation. happened: True for the event,
    False when observation ended first; such a subject is still at risk for events at that very time.
    Interval: Greenwood's variance on the log(-log) scale, so it stays within 0 and 1
    (Kalbfleisch and Prentice 1980). No subjects: no steps.
    ValueError: lists of different length; a missing or negative time; confidence not in (0, 1).
    """
    durations, flags = as_exposures(times, "times"), np.asarray(happened, dtype=bool)
    if durations.shape != flags.shape or durations.ndim != 1:
        raise ValueError("times and happened must be lists of one length")
    if np.isnan(durations).any():
        raise ValueError("times must not be missing")
    steps = _steps(durations, flags, tail_of(confidence))
    return SurvivalCurve(
        subjects=len(durations),
        events=int(flags.sum()),
        steps=steps,
        last_time=float(durations.max()) if durations.size else None,
        median=next((step.time for step in steps if step.survival <= 0.5 + _ROUNDING), None),
    )


def _steps(durations: FloatArray, flags: npt.NDArray[np.bool_], tail: float) -> tuple[SurvivalStep, ...]:
    from scipy import special

    z = -float(special.ndtri(tail))
    steps, survival, greenwood = [], 1.0, 0.0
    ordered = np.sort(durations)
    for time, count in zip(*np.unique(durations[flags], return_counts=True), strict=True):
        at_risk = len(ordered) - int(np.searchsorted(ordered, time, side="left"))
        events = int(count)
        survival *= (at_risk - events) / at_risk
        lower = upper = None
        if events < at_risk:
            greenwood += events / (at_risk * (at_risk - events))
            log_survival = math.log(survival)
            widening = math.exp(z * math.sqrt(greenwood) / -log_survival)
            lower, upper = math.exp(log_survival * widening), math.exp(log_survival / widening)
        steps.append(SurvivalStep(float(time), at_risk, events, survival, lower, upper))
    return tuple(steps)
