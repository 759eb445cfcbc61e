"""A day with its time and the same day alone: one log says more than the other, neither contradicts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from analytics.vocabulary import LOG_FIELDS, ValueKind

MOMENTS = tuple(name for name, field in LOG_FIELDS.items() if field.kind is ValueKind.MOMENT)
MIDNIGHT = "CAST(TIME '00:00:00' AS TIME)"  # is taken for a day alone


def newest(name: str) -> str:
    """What the newest row says of a field; one that gives the day alone takes no time of that day away."""
    last = f"arg_max(l.{name}, l.precedence)"
    if name not in MOMENTS:
        return last
    timed = f"arg_max(l.{name}, l.precedence) FILTER (CAST(l.{name} AS TIME) <> {MIDNIGHT})"
    return f"CASE WHEN CAST({timed} AS DATE) = CAST({last} AS DATE) THEN {timed} ELSE {last} END"


def differ(name: str) -> str:
    """Whether rows say different things of a field; a day alone differs from another day only."""
    if name not in MOMENTS:
        return f"min({name}) IS DISTINCT FROM max({name})"
    day = f"CAST({name} AS DATE)"
    timed = f"FILTER (CAST({name} AS TIME) <> {MIDNIGHT})"
    return f"(min({day}) IS DISTINCT FROM max({day}) OR min({name}) {timed} IS DISTINCT FROM max({name}) {timed})"


def day_alone(value: Any) -> bool:
    return isinstance(value, datetime) and value.time() == time()


def meant_times(said: Iterable[Any]) -> dict[Any, datetime]:
    """Each day alone -> the last time said of that day."""
    last: dict[date, datetime] = {}
    alone = set()
    for value in said:
        if day_alone(value):
            alone.add(value)
        elif isinstance(value, datetime):
            last[value.date()] = value
    return {value: last[value.date()] for value in alone if value.date() in last}
