"""Rule books: readable, validated data that decides limits, what counts and who speaks."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from analytics.errors import RuleError, Text
from analytics.vocabulary import Channel, Complexity, Form

FOLDER = Path(__file__).parents[1] / "reference" / "rulebooks"
REPORT_FIELDS = ("reported_on", "stamped_report_on", "closed_on")
_CLASSES = {"form": [f.value for f in Form], "complexity": [c.value for c in Complexity]}


@dataclass(frozen=True, slots=True)
class Limit:
    """A term that begins the day after receipt: so many working or calendar days, the last one included."""

    days: int
    unit: Literal["working", "calendar"]
    fields: tuple[str, ...] = ()  # report limits only: what counts as having reported


@dataclass(frozen=True, slots=True)
class RuleBook:
    """One rule book. `withdrawal` and `report` are keyed by form or complexity, as `ladder` says."""

    name: str
    label: Text
    source: str
    in_force_from: date
    in_force_to: date
    chosen_only: bool
    counted_channels: tuple[str, ...]
    outcome: Literal["computed", "stated"]
    ladder: Literal["form", "complexity"]
    policies: Literal["last_month", "mean"]
    withdrawal: dict[str, Limit]
    report: dict[str, Limit]
    digest: str

    def step_class(self, form: str, complexity: str) -> str:
        return form if self.ladder == "form" else complexity


def _bad(path: Path, what_zh: str, what_en: str) -> RuleError:
    return RuleError(
        "bad_rulebook",
        Text(f"规则文件 {path.name}:{what_zh}", f"rule book {path.name}: {what_en}"),
        Text("请对照自带的规则文件修改", "compare it with a rule book that ships with the product"),
    )


def _limits(path: Path, data: dict[str, Any], section: str, ladder: str) -> dict[str, Limit]:
    limits = {}
    for step_class in _CLASSES[ladder]:
        entry = data.get(section, {}).get(step_class)
        if not isinstance(entry, dict):
            raise _bad(path, f"[{section}] 缺少 {step_class}", f"[{section}] lacks {step_class}")
        days, unit = entry.get("days"), entry.get("unit")
        fields = tuple(entry.get("fields", ()))
        if not isinstance(days, int) or isinstance(days, bool) or not 1 <= days <= 366:
            raise _bad(
                path,
                f"[{section}] {step_class} 的 days 应为 1 到 366 的整数",
                f"[{section}] {step_class}: days must be a whole number from 1 to 366",
            )
        if unit not in ("working", "calendar"):
            raise _bad(
                path,
                f'[{section}] {step_class} 的 unit 应为 "working" 或 "calendar"',
                f'[{section}] {step_class}: unit must be "working" or "calendar"',
            )
        unknown = [f for f in fields if f not in REPORT_FIELDS]
        if unknown or (section == "report" and not fields):
            raise _bad(
                path,
                f"[{section}] {step_class} 的 fields 只能是 {'、'.join(REPORT_FIELDS)}",
                f"[{section}] {step_class}: fields must be of {', '.join(REPORT_FIELDS)}",
            )
        limits[step_class] = Limit(days, unit, fields)
    return limits


def read_rulebook(path: Path) -> RuleBook:
    """Read and check one file. Raises RuleError with the file and the reason."""
    raw = path.read_bytes()
    try:
        data = tomllib.loads(raw.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise _bad(path, f"不是有效的 TOML:{error}", f"not valid TOML: {error}") from error
    for key in ("name", "zh", "en", "source"):
        if not isinstance(data.get(key), str) or not data[key]:
            raise _bad(path, f"缺少 {key}", f"{key} is missing")
    for key, allowed in (
        ("outcome", ("computed", "stated")),
        ("ladder", ("form", "complexity")),
        ("policies", ("last_month", "mean")),
    ):
        if data.get(key) not in allowed:
            raise _bad(path, f"{key} 应为 {'、'.join(allowed)} 之一", f"{key} must be one of {', '.join(allowed)}")
    channels = data.get("counted_channels")
    if not isinstance(channels, list) or not channels or any(c not in list(Channel) for c in channels):
        raise _bad(path, "counted_channels 含未知渠道", "counted_channels names an unknown channel")
    first = data.get("in_force_from", date(1, 1, 1))
    last = data.get("in_force_to", date(9999, 12, 31))
    if type(first) is not date or type(last) is not date or first > last:
        raise _bad(path, "in_force_from/in_force_to 不是有效期间", "in_force_from/in_force_to is no valid period")
    return RuleBook(
        name=data["name"],
        label=Text(data["zh"], data["en"]),
        source=data["source"],
        in_force_from=first,
        in_force_to=last,
        chosen_only=bool(data.get("chosen_only", False)),
        counted_channels=tuple(channels),
        outcome=data["outcome"],
        ladder=data["ladder"],
        policies=data["policies"],
        withdrawal=_limits(path, data, "withdrawal", data["ladder"]),
        report=_limits(path, data, "report", data["ladder"]),
        digest=hashlib.sha256(raw).hexdigest(),
    )


@lru_cache(maxsize=1)
def _books() -> dict[str, RuleBook]:
    books = (read_rulebook(path) for path in sorted(FOLDER.glob("*.toml")))
    return {book.name: book for book in books}


def rulebook_names() -> list[str]:
    return list(_books())


def rulebook(name: str) -> RuleBook:
    """The rule book of that name. Raises RuleError when there is none."""
    try:
        return _books()[name]
    except KeyError:
        known = "、".join(_books())
        raise RuleError(
            "unknown_rulebook",
            Text(f"没有名为“{name}”的规则", f"there is no rule book {name!r}"),
            Text(f"可选:{known}", f"choose one of {known.replace('、', ', ')}"),
        ) from None


def book_in_force(day: date, books: Iterable[RuleBook] | None = None) -> RuleBook:
    """The book in force on the day a complaint was received. Raises RuleError where none is."""
    for book in books if books is not None else _books().values():
        if not book.chosen_only and book.in_force_from <= day <= book.in_force_to:
            return book
    raise RuleError(
        "no_rulebook_in_force",
        Text(f"{day} 没有生效的规则", f"no rule book is in force on {day}"),
        Text("请检查各规则文件的生效期间", "check the periods in the rule book files"),
    )


def effective_books() -> list[RuleBook]:
    """The books that apply by themselves, in the order they came into force."""
    return sorted((b for b in _books().values() if not b.chosen_only), key=lambda b: b.in_force_from)
