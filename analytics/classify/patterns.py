"""The patterns of `reference/narrative_patterns.toml`, compiled: what a text says of a cause, and where.

A pattern is parts with gaps of a few characters; the file's head says how it is written. So that hundreds of
them cost little, each part names anchors: words one of which must stand in a text before the pattern is tried, or
even made ready to be tried.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from analytics.classify.grams import LONGEST_GRAM, count, key
from analytics.classify.reference import REFERENCE, bad_reference, read_reference
from analytics.errors import AppError, Text

_WORD = 64  # bits
STRONG, WEAK = 0.85, 0.45
_GAPS = {"": 3, "_": 10, "__": 28}
_ENGLISH_LONGER = 2  # a gap of an English pattern, in characters, beside a Chinese one
_SPACE = "\u00a0"  # a space inside an English alternative
_BETWEEN_LATIN = re.compile(r"(?<=[a-z]) (?=[a-z])")
_HAN = re.compile("[\u4e00-\u9fff]")
_VARIABLE = re.compile(r"(?:\\d|\[[^\]]*\]|\(\?:[^)]*\))[+?*]?")
_PLAIN = re.compile(r"[^\\\[\](){}+?*.]+")
_ONE_OF = re.compile(r"\[([^\]\\^-]+)\](?![?*])")


@dataclass(frozen=True)
class Pattern:
    """weight: how sure the pattern alone makes its cause, 0 to 1; anchors, part by part: one of a part's is in every
    match (parts that have none are left out).
    """

    written: str
    anchors: tuple[tuple[str, ...], ...]
    weight: float

    @cached_property
    def regex(self) -> re.Pattern[str]:
        """Compiled when first asked for: all of them take as long as a thousand narratives. Raises ValueError."""
        try:
            return re.compile(self.written)
        except re.error as error:
            raise ValueError(f"{self.written!r}: {error}") from error


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
    """Finds the patterns worth trying in texts: those that have an anchor of each of their parts there.

    Of an anchor its first characters are looked for, as an n-gram. What it stands for is bits: a row of them, one a
    pattern, for the patterns' first parts, the next row for second parts, and so on. A pattern is worth trying in a
    text if its bit is set in every row.
    """

    def __init__(self, patterns: Sequence[Pattern]) -> None:
        users = [
            (key(anchor[:LONGEST_GRAM]), row, number)
            for number, pattern in enumerate(patterns)
            for row, anchors in enumerate(pattern.anchors)
            for anchor in anchors
        ]
        grams, rows, numbers = np.array(users, np.int64).reshape(-1, 3).T
        self._anchors, places = np.unique(grams, return_inverse=True)
        parts = np.array([len(pattern.anchors) for pattern in patterns])
        self._rows, words = int(parts.max(initial=1)), -(-len(patterns) // _WORD)
        bits = np.zeros((len(self._anchors) + 1, self._rows, words), np.uint64)
        np.bitwise_or.at(bits, (places, rows, numbers // _WORD), np.uint64(1) << (numbers % _WORD).astype(np.uint64))
        for number, row in zip(*np.nonzero(parts[:, None] <= np.arange(self._rows)), strict=True):
            bits[-1, row, number // _WORD] |= np.uint64(1 << number % _WORD)  # every text has a part that is not there
        self._bits = bits.reshape(len(bits), -1)

    def candidates(self, texts: Sequence[str]) -> list[list[int]]:
        """Of each text the numbers of the patterns worth trying, in their order."""
        if not texts:
            return []
        found = count(texts, self._anchors)
        every = np.arange(len(texts))
        owners, anchors = np.append(found.texts, every), np.append(found.grams, np.full(len(texts), -1))
        order = np.argsort(owners, kind="stable")
        starts = np.searchsorted(owners[order], every)
        bits = np.bitwise_or.reduceat(self._bits.take(anchors[order], 0, mode="wrap"), starts)
        worth = np.bitwise_and.reduce(bits.reshape(len(texts), self._rows, -1), axis=1)
        single = np.unpackbits(worth.astype("<u8").view(np.uint8), axis=1, bitorder="little")
        return [np.flatnonzero(one).tolist() for one in single]


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
    """A pattern as written in the file. Raises ValueError with the pattern where it cannot be read; what is no regular
    expression is only found out when the pattern is used.
    """
    tokens = _BETWEEN_LATIN.sub(_SPACE, source.strip()).split(" ")
    english = not _HAN.search(source)
    regex, gap = "", ""
    anchors: list[tuple[str, ...]] = []
    for token in tokens:
        if token in _GAPS:
            gap = token
            continue
        try:
            part = re.sub(r"\{(\w+)\}", lambda name: words[name[1]], token)
        except KeyError as name:
            raise ValueError(f"{source!r}: no words named {name}") from None
        if regex:
            width = _GAPS[gap] * (_ENGLISH_LONGER if english else 1)
            regex += f"[^。!?]{{0,{width}}}?"
        regex += f"(?:{part})"
        gap = ""
        try:
            anchors += filter(None, [_anchors_of(part)])
        except ValueError as error:
            raise ValueError(f"{source!r}: {error}") from error
    if not anchors:
        raise ValueError(f"{source!r}: no word in it")
    return Pattern(regex.replace(_SPACE, r"\s+"), tuple(anchors), weight)


def check_pattern(source: str) -> None:
    """Raises AppError `bad_pattern` where a pattern that a person typed cannot be read."""
    try:
        _ = compile_pattern(source, load_patterns().words).regex
    except ValueError as error:
        raise AppError(
            "bad_pattern",
            Text(f"无法识别的写法:{source}", f"this pattern cannot be read: {error}"),
            Text(
                "用 | 分隔同义词,用空格分隔先后出现的词", "separate alternatives with |, words in sequence with spaces"
            ),
        ) from error


@lru_cache(maxsize=2_000)
def _anchors_of(part: str) -> tuple[str, ...]:
    """Of each alternative the literal text that every match of it has; nothing if one has none."""
    found: list[str] = []
    for alternative in _alternatives(part):
        if not alternative:
            raise ValueError("an empty alternative")
        literal = alternative if _PLAIN.fullmatch(alternative) else _literal(alternative)
        longest = max(literal.replace(_SPACE, "\x00").split("\x00"), key=len)
        one_of = _ONE_OF.search(alternative)
        if longest and not any(mark in longest for mark in "\\[]()+{}."):
            found.append(longest)
        elif one_of:
            found += one_of[1]
        else:
            return ()
    return tuple(dict.fromkeys(found))


def _literal(alternative: str) -> str:
    """The longest text of an alternative between what varies."""
    return max((re.sub(".[?*]", "\x00", run) for run in _VARIABLE.sub("\x00", alternative).split("\x00")), key=len)


def _alternatives(part: str) -> list[str]:
    """Split at | outside brackets."""
    if "(" not in part and "[" not in part:
        return part.split("|")
    found, depth, current = [], 0, ""
    for character in part:
        depth += (character in "([") - (character in ")]")
        if character == "|" and depth == 0:
            found.append(current)
            current = ""
        else:
            current += character
    return [*found, current]
