"""The time of day that follows a date: 14:05, 14时05分, 下午2点半, 2:30 PM."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import time, timedelta

END_OF_DAY = time(23, 59, 59)

_MORNING = ("凌晨", "清晨", "早晨", "早上", "上午", "早", "am")
_NOON = ("中午",)
_AFTERNOON = ("下午", "午后", "傍晚", "pm")
_NIGHT = ("晚上", "夜里", "夜间", "深夜", "晚间", "晚", "夜")
_WORDS = "|".join((*_MORNING[:-1], *_NOON, *_AFTERNOON[:-1], *_NIGHT, r"[ap]\.?m\.?"))
_WORD = re.compile(rf"\(?(?:{_WORDS})\)?")
_ZONE = r"(?P<zone>z|utc|gmt|(?:utc|gmt)[+-]\d{1,2}(?::?\d{2})?|[+-]\d{2}(?::?\d{2})?)?"

_COLON = re.compile(
    rf"(?P<word>{_WORDS})?\s*(?P<h>\d{{1,2}}):(?P<m>\d{{2}})(?::(?P<s>\d{{2}})(?:\.\d+)?)?\s*[分秒]?"
    rf"\s*(?P<after>[ap]\.?m\.?)?\s*{_ZONE}"
)
_HAN = re.compile(
    rf"(?P<word>{_WORDS})?\s*(?P<h>\d{{1,2}})\s*(?:时|時|点钟?|點鐘?)\s*"
    r"(?:(?P<quarter>半|整|[一1]刻|[三3]刻)|(?P<m>\d{2})\s*分?|(?P<m1>\d)\s*分)?\s*(?:(?P<s>\d{1,2})\s*秒)?"
)
_HOUR = re.compile(r"(?P<h>\d{1,2})\s*(?P<after>[ap]\.?m\.?)")
_PACKED = re.compile(r"(?P<h>\d{2})(?P<m>\d{2})(?P<s>\d{2})?")
_QUARTER = {"半": 30, "整": 0, "一刻": 15, "1刻": 15, "三刻": 45, "3刻": 45}


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day; `note` says how it was read, `zone` is the offset from UTC where one is written."""

    time: time
    note: str | None = None
    zone: timedelta | None = None


def read_clock(text: str, packed: bool = False) -> Clock | str:
    """The time of day, or why there is none: "unclear", "impossible" or "noon" (上午12点: which end?).

    text: folded and in lower case. packed: digits alone are a time, 1405 or 140530.
    """
    text = text.strip()
    if _WORD.fullmatch(text):
        return Clock(time(), "hour_unknown")
    match = _COLON.fullmatch(text) or _HAN.fullmatch(text) or _HOUR.fullmatch(text)
    if match is None and packed:
        match = _PACKED.fullmatch(text)
    if match is None:
        return "unclear"
    part = match.groupdict()
    word = (part.get("word") or part.get("after") or "").replace(".", "")
    if part.get("word") and part.get("after"):
        return "unclear"
    minute = _QUARTER[part["quarter"]] if part.get("quarter") else int(part.get("m") or part.get("m1") or 0)
    second = int(part.get("s") or 0)
    if minute > 59 or second > 59:
        return "impossible"
    hour = _hour(word, int(part["h"]), colon=match.re is not _HAN, whole=minute == second == 0)
    if isinstance(hour, str):
        return hour
    written = part.get("zone") or ""
    if written.startswith("-") and not part.get("s"):
        return "unclear"  # 9:05-10:20 is a stretch of time, no time zone
    zone = _offset(written)
    if isinstance(zone, str):
        return zone
    if hour == 24:
        return Clock(END_OF_DAY, "end_of_day", zone) if minute == second == 0 else "impossible"
    return Clock(time(hour, minute, second), None, zone)


def _hour(word: str, hour: int, *, colon: bool, whole: bool) -> int | str:
    """The hour of 24 (24 itself: the end of the day), or why it cannot be told."""
    if hour > 24:
        return "impossible"
    if not word:
        return hour
    if word in _MORNING:
        if hour > 12:
            return "impossible"
        if hour < 12:
            return hour
        # 12:05 AM is five past midnight, and so Windows writes 上午 12:05; but 上午12点 in words is noon to most.
        return 0 if colon or word == "凌晨" else "noon"
    if word in _NOON:
        return hour if 11 <= hour <= 14 else hour + 12 if hour in (1, 2) else "impossible"
    if hour >= 13:
        return hour if hour < 24 or word in _NIGHT else "impossible"
    if word in _AFTERNOON:
        return "impossible" if hour == 0 else 12 if hour == 12 else hour + 12
    if hour == 12:
        return 24 if whole else "noon"
    # 夜里1点 may belong to this day or to the next.
    return hour + 12 if hour >= 5 else "noon"


def _offset(zone: str) -> timedelta | str | None:
    if not zone:
        return None
    signed = re.fullmatch(r"(?:utc|gmt)?([+-])(\d{1,2}):?(\d{2})?", zone)
    if signed is None:
        return timedelta()
    offset = timedelta(hours=int(signed[2]), minutes=int(signed[3] or 0))
    if offset > timedelta(hours=14) or int(signed[3] or 0) > 59:
        return "impossible"
    return offset if signed[1] == "+" else -offset
