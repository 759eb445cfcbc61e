"""The patterns of `reference/narrative_patterns.toml`, compiled: what a text says of a cause, and where.

A pattern is parts with gaps of a few characters; the file's head says how it is written. So that hundreds of
them cost little, each names anchors: words one of which must stand in a text before the pattern is tried.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from analytics.classify.reference import REFERENCE, bad_reference, read_reference
from analytics.errors import AppError, Text

STRONG, WEAK = 0.85, 0.45
_GAPS = {"": 3, "_": 10, "__": 28}
_ENGLISH_LONGER = 2  # a gap of an English pattern, in characters, beside a Chinese one
_SPACE = "\u00a0"  # a space inside an English alternative
_BETWEEN_LATIN = re.compile(r"(?<=[a-z]) (?=[a-z])")
_LATIN = re.compile("[a-z]")
_HAN = re.compile("[\u4e00-\u9fff]")
_VARIABLE = re.compile(r"(?:\\d|\[[^\]]*\]|\(\?:[^)]*\))[+?*]?")
_ONE_OF = re.compile(r"\[([^\]\\^-]+)\](?![?*])")


@dataclass(frozen=True, slots=True)
class Pattern:
    """weight: how sure the pattern alone makes its cause, 0 to 1; anchors: one of them is in every match."""

    regex: re.Pattern[str]
    anchors: tuple[str, ...]
    weight: float


@dataclass(frozen=True, slots=True)
class Topic:
    """What speaks for a cause or a stage, what takes that back, and whose evidence it takes over."""

    patterns: tuple[Pattern, ...]
    deny: tuple[Pattern, ...]
    over: frozenset[str]


@dataclass(frozen=True, eq=False, slots=True)
class PatternFile:
    """Topics by code of the cause or stage; stages_of: by cause, the stages believed beside it; `words` for whoever
    writes more of them.
    """

    causes: dict[str, Topic]
    stages: dict[str, Topic]
    stages_of: dict[str, frozenset[str]]
    words: dict[str, str]


class Anchored:
    """Finds the patterns worth trying in a text, by the anchors it contains."""

    def __init__(self, patterns: Sequence[Pattern]) -> None:
        users: dict[str, set[int]] = defaultdict(set)
        for number, pattern in enumerate(patterns):
            for anchor in pattern.anchors:
                users[anchor].add(number)
        # By their first two characters: whether an anchor starts in a text is then a matter of sets.
        self._whole: dict[str, set[int]] = {}
        self._longer: dict[str, list[tuple[str, set[int]]]] = defaultdict(list)
        for anchor, using in users.items():
            if len(anchor) <= 2:
                self._whole[anchor] = using
            else:
                self._longer[anchor[:2]].append((anchor, using))

    def candidates(self, text: str) -> list[int]:
        """The numbers of the patterns that have an anchor in the text, in their order."""
        pairs = {one + other for one, other in pairwise(text)}
        found: set[int] = set()
        for start in self._whole.keys() & (pairs | set(text)):
            found |= self._whole[start]
        for start in self._longer.keys() & pairs:
            for anchor, using in self._longer[start]:
                if anchor in text:
                    found |= using
        return sorted(found)


@lru_cache(maxsize=2)
def load_patterns(path: Path | None = None) -> PatternFile:
    """The patterns of `path`, by default those that ship. Raises AppError `bad_reference` with the place."""
    path = path or REFERENCE / "narrative_patterns.toml"
    data, _ = read_reference(path)
    words: dict[str, str] = data.get("words", {})
    try:
        return PatternFile(
            causes={code: _topic(entry, words, f"cause {code}") for code, entry in data["cause"].items()},
            stages={code: _topic(entry, words, f"stage {code}") for code, entry in data["stage"].items()},
            stages_of={code: frozenset(stages) for code, stages in data.get("stages_of", {}).items()},
            words=words,
        )
    except (KeyError, ValueError) as error:
        raise bad_reference(path, str(error)) from error


def _topic(entry: Mapping[str, Any], words: Mapping[str, str], place: str) -> Topic:
    unknown = entry.keys() - {"strong", "weak", "deny", "over"}
    if unknown:
        raise ValueError(f"{place}: {min(unknown)} is not a known field")
    return Topic(
        patterns=(
            *(compile_pattern(one, words, STRONG) for one in entry.get("strong", ())),
            *(compile_pattern(one, words, WEAK) for one in entry.get("weak", ())),
        ),
        deny=tuple(compile_pattern(one, words, 1.0) for one in entry.get("deny", ())),
        over=frozenset(entry.get("over", ())),
    )


def compile_pattern(source: str, words: Mapping[str, str], weight: float = STRONG) -> Pattern:
    """A pattern as written in the file. Raises ValueError with the pattern where it cannot be read."""
    tokens = _BETWEEN_LATIN.sub(_SPACE, source.strip()).split(" ")
    english = not _HAN.search(source)
    parts: list[str] = []
    regex, gap, first_gap = "", "", True
    anchors: tuple[str, ...] = ()
    for token in tokens:
        if token in _GAPS:
            gap = token
            continue
        try:
            part = re.sub(r"\{(\w+)\}", lambda name: words[name[1]], token)
        except KeyError as name:
            raise ValueError(f"{source!r}: no words named {name}") from None
        if "" in _alternatives(part):
            raise ValueError(f"{source!r}: an empty alternative")
        if not first_gap:
            width = _GAPS[gap] * (_ENGLISH_LONGER if english else 1)
            regex += f"[^。!?]{{0,{width}}}?"
        regex += f"(?:{part})"
        first_gap, gap = False, ""
        parts.append(part)
        anchors = _better(anchors, tuple(_anchors_of(part)))
    if not parts or not anchors:
        raise ValueError(f"{source!r}: no word in it")
    try:
        return Pattern(re.compile(regex.replace(_SPACE, r"\s+")), anchors, weight)
    except re.error as error:
        raise ValueError(f"{source!r}: {error}") from error


def check_pattern(source: str) -> None:
    """Raises AppError `bad_pattern` where a pattern that a person typed cannot be read."""
    try:
        compile_pattern(source, load_patterns().words)
    except ValueError as error:
        raise AppError(
            "bad_pattern",
            Text(f"无法识别的写法:{source}", f"this pattern cannot be read: {error}"),
            Text(
                "用 | 分隔同义词,用空格分隔先后出现的词", "separate alternatives with |, words in sequence with spaces"
            ),
        ) from error


def _anchors_of(part: str) -> Iterator[str]:
    """Of each alternative the literal text that every match of it has; nothing if one has none."""
    found: list[str] = []
    for alternative in _alternatives(part):
        runs: Iterable[str] = _VARIABLE.sub("\x00", alternative).split("\x00")
        literal = max((re.sub(".[?*]", "\x00", run) for run in runs), key=len)
        longest = max(literal.replace(_SPACE, "\x00").split("\x00"), key=len)
        one_of = _ONE_OF.search(alternative)
        if longest and not any(mark in longest for mark in "\\[]()+{}."):
            found.append(longest)
        elif one_of:
            found += one_of[1]
        else:
            return
    yield from dict.fromkeys(found)


def _alternatives(part: str) -> list[str]:
    """Split at | outside brackets."""
    found, depth, current = [], 0, ""
    for character in part:
        depth += (character in "([") - (character in ")]")
        if character == "|" and depth == 0:
            found.append(current)
            current = ""
        else:
            current += character
    return [*found, current]


def _better(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
    """The more telling anchors: the shortest of them longer, else fewer of them."""

    def telling(anchors: tuple[str, ...]) -> tuple[int, int]:
        return (min(2, min(map(len, anchors))), -len(anchors)) if anchors else (0, 0)

    return other if telling(other) > telling(one) else one
