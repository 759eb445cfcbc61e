"""Reading a rule book: a TOML file, checked whole, refused with its line and the reason."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NoReturn

from analytics.errors import RuleError, Text
from analytics.rules.book import STEP_FIELDS, Limit, RuleBook, Step, StepLimit
from analytics.vocabulary import Channel, Complexity, Form

REPORT_FIELDS = ("reported_on", "stamped_report_on", "closed_on")
_CLASSES = {"form": [f.value for f in Form], "complexity": [c.value for c in Complexity]}
_BY_THE_CLOCK = (Step.CONTACT, Step.PLAN)  # the others are known by their day only
_KEYS = {
    *("name", "zh", "en", "source", "in_force_from", "in_force_to", "chosen_only", "counted_channels"),
    *("outcome", "ladder", "policies", "withdrawal", "report", "steps"),
}
# A name stands in queries, in addresses and, joined by "+", under figures.
_NAME = re.compile(r"\w[\w.-]{0,63}")
RESERVED_NAMES = ("in_force",)


@dataclass(frozen=True, slots=True)
class _File:
    """A rule book's text, and the way to say where in it something is wrong."""

    path: Path
    text: str
    data: dict[str, Any]

    def refuse(self, key: str, zh: str, en: str, section: str = "") -> NoReturn:
        """Refuse the file for what `key` of `section` says (or for the section itself, where there is no such key)."""
        raise refused(self.path, _line_of(self.text, section, key), Text(zh, en))


def refused(path: Path, line: int | None, reason: Text) -> RuleError:
    """The error for a rule book that cannot be used. line: from 1, where there is one to point at."""
    zh = f"规则文件 {path.name}{f' 第 {line} 行' if line else ''}:{reason.zh}"
    en = f"rule book {path.name}{f', line {line}' if line else ''}: {reason.en}"
    return RuleError(
        "bad_rulebook",
        Text(zh, en),
        Text("请对照自带的规则文件修改", "compare it with a rule book that ships with the product"),
    )


def _line_of(text: str, section: str, key: str) -> int | None:
    """The line of `key` in `section` ('' is the top of the file), else of the section's own heading."""
    current, heading = "", None
    for number, line in enumerate(text.splitlines(), 1):
        if opened := re.match(r"\s*\[\s*([^\]]+?)\s*\]", line):
            current = opened[1]
            heading = number if current == section else heading
        elif current == section and re.match(rf"\s*[\"']?{re.escape(key)}[\"']?\s*[.=]", line):
            return number
    return heading


def read_rulebook(path: Path, *, company: bool = False) -> RuleBook:
    """Read and check one file. Raises RuleError `bad_rulebook` with the file, the line and the reason."""
    return parse_rulebook(path.read_bytes(), path, company=company)


def parse_rulebook(raw: bytes, path: Path, *, company: bool = False) -> RuleBook:
    """Check a rule book's text. path: the file that it is, or is to become. Raises as read_rulebook."""
    try:
        text = raw.decode("utf-8-sig")
        file = _File(path, text, tomllib.loads(text))
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise refused(path, line, Text("不是 UTF-8 编码,请另存为 UTF-8", "not UTF-8; save it as UTF-8")) from error
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line (\d+)", str(error))
        line = int(found[1]) if found else text.count("\n") + 1
        raise refused(path, line, Text(f"不是有效的 TOML:{error}", f"not valid TOML: {error}")) from error
    for key in file.data:
        if key not in _KEYS:
            section = key if isinstance(file.data[key], dict) else ""
            file.refuse(key, f"不认识的项 {key}", f"there is no setting {key}", section=section)
    name = _text(file, "name")
    if not _NAME.fullmatch(name) or name in RESERVED_NAMES:
        file.refuse("name", f"name “{name}”只能用字母、数字、汉字、_ . -", f"name {name!r}: use letters, digits, _ . -")
    ladder = _one_of(file, "ladder", ("form", "complexity"))
    first, last = _period(file)
    return RuleBook(
        name=name,
        label=Text(_text(file, "zh"), _text(file, "en")),
        source=_text(file, "source"),
        in_force_from=first,
        in_force_to=last,
        chosen_only=_flag(file, "chosen_only"),
        counted_channels=_channels(file),
        outcome=_one_of(file, "outcome", ("computed", "stated")),
        ladder=ladder,
        policies=_one_of(file, "policies", ("last_month", "mean")),
        withdrawal=_limits(file, "withdrawal", ladder, with_fields=False),
        report=_limits(file, "report", ladder, with_fields=True),
        steps=_steps(file, ladder),
        digest=hashlib.sha256(raw).hexdigest(),
        company=company,
    )


def _text(file: _File, key: str) -> str:
    value = file.data.get(key)
    if not isinstance(value, str) or not value.strip():
        file.refuse(key, f"缺少 {key}", f"{key} is missing")
    return value


def _flag(file: _File, key: str) -> bool:
    value = file.data.get(key, False)
    if not isinstance(value, bool):
        file.refuse(key, f"{key} 应为 true 或 false", f"{key} must be true or false")
    return value


def _one_of(file: _File, key: str, allowed: Sequence[str]) -> Any:
    value = file.data.get(key)
    if value not in allowed:
        file.refuse(key, f"{key} 应为 {'、'.join(allowed)} 之一", f"{key} must be one of {', '.join(allowed)}")
    return value


def _channels(file: _File) -> tuple[str, ...]:
    channels = file.data.get("counted_channels")
    if not isinstance(channels, list) or not channels or any(one not in list(Channel) for one in channels):
        known = ", ".join(Channel)
        file.refuse(
            "counted_channels", f"counted_channels 只能是 {known}", f"counted_channels must be of {known}, at least one"
        )
    return tuple(channels)


def _period(file: _File) -> tuple[date, date]:
    first = file.data.get("in_force_from", date(1, 1, 1))
    last = file.data.get("in_force_to", date(9999, 12, 31))
    for key, day in (("in_force_from", first), ("in_force_to", last)):
        if type(day) is not date:
            file.refuse(key, f"{key} 应为日期,如 2020-03-01", f"{key} must be a date such as 2020-03-01")
    if first > last:
        file.refuse("in_force_from", "生效期间的开始晚于结束", "in_force_from is after in_force_to")
    return first, last


def _limits(file: _File, section: str, ladder: str, *, with_fields: bool) -> dict[str, Limit]:
    """A section that must name every class of the ladder."""
    table = file.data.get(section)
    entries = table if isinstance(table, dict) else {}
    _only_classes(file, section, entries, ladder)
    limits = {}
    for name in _CLASSES[ladder]:
        if name not in entries:
            file.refuse(name, f"[{section}] 缺少 {name}", f"[{section}] lacks {name}", section=section)
        limits[name] = _limit(file, section, name, entries[name], least=1)
        if with_fields and not limits[name].fields:
            _bad_fields(file, section, name)
    return limits


def _steps(file: _File, ladder: str) -> dict[Step, dict[str, StepLimit]]:
    table = file.data.get("steps", {})
    if not isinstance(table, dict):
        file.refuse("steps", "steps 应写成 [steps.contact] 等小节", "steps must be sections such as [steps.contact]")
    steps: dict[Step, dict[str, StepLimit]] = {}
    for name, entries in table.items():
        section = f"steps.{name}"
        if name not in list(Step) or not isinstance(entries, dict):
            known = ", ".join(Step)
            file.refuse(name, f"步骤只能是 {known}", f"a step is one of {known}", section=section)
        _only_classes(file, section, entries, ladder)
        step = Step(name)
        steps[step] = {key: _step_limit(file, section, key, entry, step) for key, entry in entries.items()}
    return steps


def _step_limit(file: _File, section: str, name: str, entry: Any, step: Step) -> StepLimit:
    if isinstance(entry, dict) and "minutes" in entry:
        minutes = entry["minutes"]
        whole = isinstance(minutes, int) and not isinstance(minutes, bool) and 1 <= minutes <= 1440
        if step not in _BY_THE_CLOCK or not whole or set(entry) != {"minutes"}:
            file.refuse(
                name,
                f"[{section}] {name}:minutes 应为 1 到 1440 的整数,且只用于 contact 与 plan",
                f"[{section}] {name}: minutes must be a whole number from 1 to 1440, for contact and plan only",
                section=section,
            )
        return timedelta(minutes=minutes)
    limit = _limit(file, section, name, entry, least=0)
    if limit.fields and step in _BY_THE_CLOCK:
        _bad_fields(file, section, name)
    return limit if limit.fields else Limit(limit.days, limit.unit, (STEP_FIELDS[step],))


def _only_classes(file: _File, section: str, entries: dict[str, Any], ladder: str) -> None:
    for name in entries:
        if name not in _CLASSES[ladder]:
            known = ", ".join(_CLASSES[ladder])
            file.refuse(
                name, f"[{section}] {name}:只能是 {known}", f"[{section}] {name}: must be of {known}", section=section
            )


def _limit(file: _File, section: str, name: str, entry: Any, *, least: int) -> Limit:
    if not isinstance(entry, dict) or not set(entry) <= {"days", "unit", "fields"}:
        file.refuse(
            name,
            f'[{section}] {name} 应写成 {{ days = 8, unit = "working" }}',
            f'[{section}] {name} must be written as {{ days = 8, unit = "working" }}',
            section=section,
        )
    days, unit, fields = entry.get("days"), entry.get("unit"), entry.get("fields", [])
    if not isinstance(days, int) or isinstance(days, bool) or not least <= days <= 366:
        file.refuse(
            name,
            f"[{section}] {name} 的 days 应为 {least} 到 366 的整数",
            f"[{section}] {name}: days must be a whole number from {least} to 366",
            section=section,
        )
    if unit not in ("working", "calendar"):
        file.refuse(
            name,
            f'[{section}] {name} 的 unit 应为 "working" 或 "calendar"',
            f'[{section}] {name}: unit must be "working" or "calendar"',
            section=section,
        )
    if not isinstance(fields, list) or any(one not in REPORT_FIELDS for one in fields):
        _bad_fields(file, section, name)
    return Limit(days, unit, tuple(fields))


def _bad_fields(file: _File, section: str, name: str) -> NoReturn:
    file.refuse(
        name,
        f"[{section}] {name} 的 fields 只能是 {'、'.join(REPORT_FIELDS)}",
        f"[{section}] {name}: fields must be of {', '.join(REPORT_FIELDS)}",
        section=section,
    )
