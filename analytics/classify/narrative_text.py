"""Narratives as patterns see them: half width, lower case, simplified; every character at its own place."""

from __future__ import annotations

from functools import lru_cache

from analytics.classify.reference import REFERENCE

LONGEST = 4000  # characters that are read: what a complaint is about stands long before
_MARKS = {
    ",": ",",
    "、": ",",
    "。": "。",
    ".": ".",
    "\n": "。",
    "\r": "。",
    "!": "!",
    "?": "?",
    "\t": " ",
}


@lru_cache(maxsize=1)
def _table() -> dict[int, int]:
    """One character to one character, so that a place in the result is the same place in the text."""
    table = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
    table |= {code: ord(chr(code - 0xFEE0).lower()) for code in range(0xFF21, 0xFF3B)}
    table |= {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}
    table |= {ord(mark): ord(meant) for mark, meant in _MARKS.items()}
    table[0xFF1B] = ord("。")
    table[0x3000] = 0x20
    for line in (REFERENCE / "traditional.txt").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            table |= {ord(old): ord(new) for old, new in zip(line[::2], line[1::2], strict=True)}
    return table


@lru_cache(maxsize=2_000)
def readable(text: str) -> str:
    """The first LONGEST characters, as patterns compare them; as long as the text's own.

    Kept for a while: patterns, model and stages ask one after the other.
    """
    return text[:LONGEST].translate(_table())
