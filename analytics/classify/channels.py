"""The channel column of a log -> channel, by ordered patterns kept as data in `reference/channels.toml`.

The channel decides whether a complaint can ever be valid, so an unknown label stays unknown.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

from analytics.classify.reference import REFERENCE, bad_reference, check_fields, entries, read_reference
from analytics.classify.text import close_up, label_key
from analytics.vocabulary import Channel

EXACT_CONFIDENCE = 1.0  # the label is a name of the channel
PATTERN_CONFIDENCE = 0.9  # a part of the label names it

# 非监管投诉 names the channel it did not come through.
_DENIED = ("非", "不是", "除")


@dataclass(frozen=True, slots=True)
class ChannelMatch:
    """The channel of a label, how sure, and the words that decided; all empty if nothing is known."""

    channel: Channel | None
    confidence: float
    how: Literal["exact", "pattern", "none"]
    words: str


@dataclass(frozen=True, slots=True)
class ChannelPatterns:
    """`names`: keys that match as a whole; `patterns`: tried in order, the first found decides."""

    names: dict[str, Channel]
    patterns: tuple[tuple[Channel, re.Pattern[str]], ...]


def classify_channel(label: str) -> ChannelMatch:
    """The channel a label names. Never raises, whatever the text."""
    known = load_channels()
    named = known.names.get(label_key(label))
    text = close_up(label).casefold()
    if named:
        return ChannelMatch(named, EXACT_CONFIDENCE, "exact", text)
    for channel, pattern in known.patterns:
        for found in pattern.finditer(text):
            if not text[: found.start()].endswith(_DENIED):
                return ChannelMatch(channel, PATTERN_CONFIDENCE, "pattern", found.group())
    return ChannelMatch(None, 0.0, "none", "")


@lru_cache(maxsize=2)
def load_channels(path: Path | None = None) -> ChannelPatterns:
    """The patterns of `path`, by default the ones that ship. Raises AppError `bad_reference` with the place."""
    path = path or REFERENCE / "channels.toml"
    data, _ = read_reference(path)
    names: dict[str, Channel] = {}
    for entry in entries(data, "channel", path):
        place = f"channel {entry.get('code', 'without code')!r}"
        check_fields(entry, {"code": str, "zh": str, "en": str, "synonyms": list}, place, path)
        for name in (entry["code"], entry["zh"], entry["en"], *entry["synonyms"]):
            channel = _channel(entry["code"], place, path)
            if names.setdefault(label_key(name), channel) != channel:
                raise bad_reference(path, f"{place}: {name!r} already stands for another channel")
    patterns = []
    for number, entry in enumerate(entries(data, "pattern", path), 1):
        place = f"pattern {number}"
        check_fields(entry, {"channel": str, "regex": str, "why": str}, place, path)
        try:
            patterns.append((_channel(entry["channel"], place, path), re.compile(entry["regex"])))
        except re.error as error:
            raise bad_reference(path, f"{place}: {entry['regex']!r} is no regular expression: {error}") from error
    return ChannelPatterns(names, tuple(patterns))


def _channel(code: str, place: str, path: Path) -> Channel:
    try:
        return Channel(code)
    except ValueError:
        raise bad_reference(path, f"{place}: channel {code!r} is not known") from None
