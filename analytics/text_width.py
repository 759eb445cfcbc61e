"""How wide words are, near enough for the room they need, whatever font the reader's machine puts in; what of them
stays on one line.

Widths are those of Arial for latin text and of one em for Chinese, a little on the wide side.
"""

from __future__ import annotations

import re
from functools import lru_cache

_NARROW, _WIDE = set("ijl.,:;'|!()[]tfIr \u00a0-·"), set("mwMW@%—…")
_P_VALUE = re.compile(r"\bp [=<] (?=[\d.])")


@lru_cache(maxsize=2_000)  # a deck tries the same text in size after size
def ems(text: str) -> float:
    """The width of one line, in units of the font size."""
    return sum(map(_em, text))


@lru_cache(maxsize=10_000)  # a deck measures the same few characters hundreds of thousands of times
def _em(char: str) -> float:
    if ord(char) >= 0x2010 and char not in "–":
        return 1.0
    if char in _NARROW:
        return 0.34
    if char in _WIDE:
        return 1.0
    return 0.72 if char.isupper() else 0.585


def kept_together(text: str) -> str:
    """With blanks that do not break a line where a p-value would be torn apart."""
    return _P_VALUE.sub(lambda found: found[0].replace(" ", "\u00a0"), text)
