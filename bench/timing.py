"""Times and peaks of alternatives in one run, in turn, so that a slow machine slows them all."""

from __future__ import annotations

import resource
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Ratio:
    """`what` takes `value` times as much as `against`, in seconds or another unit; `goal` says what was asked."""

    what: str
    amount: float
    against: str
    base: float
    goal: str
    met: bool
    unit: str = "s"

    @property
    def value(self) -> float:
        return self.amount / self.base


def in_turn(calls: dict[str, Callable[[], object]], rounds: int = 5, warm_up: int = 1) -> dict[str, float]:
    """Median seconds of each call, run A B C A B C ... after a warm-up."""
    seconds: dict[str, list[float]] = {name: [] for name in calls}
    for number in range(warm_up + rounds):
        for name, call in calls.items():
            begin = time.perf_counter()
            call()
            if number >= warm_up:
                seconds[name].append(time.perf_counter() - begin)
    return {name: statistics.median(values) for name, values in seconds.items()}


def compare(
    what: str,
    amount: float,
    against: str,
    base: float,
    *,
    at_most: float | None = None,
    at_least_faster: float | None = None,
    unit: str = "s",
) -> Ratio:
    """at_most: the ratio may be so much; at_least_faster: the other must take so many times as long."""
    if at_most is not None:
        return Ratio(what, amount, against, base, f"at most {at_most:g} x", amount <= at_most * base, unit)
    assert at_least_faster is not None
    goal = f"at least {at_least_faster:g} x faster"
    return Ratio(what, amount, against, base, goal, base >= at_least_faster * amount, unit)


def resident_mb() -> float:
    """Resident memory of this process, in MB."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() / 2**20


def show(ratios: list[Ratio]) -> None:
    for one in ratios:
        verdict = "ok  " if one.met else "MISS"
        faster = "" if "faster" not in one.goal else f" ({1 / one.value:.1f} x faster)"
        print(
            f"{verdict} {one.what}: {one.amount:.3f} {one.unit}, {one.value:.2f} x {one.against}"
            f" ({one.base:.3f} {one.unit}){faster}; goal: {one.goal}",
            flush=True,
        )
