"""How much room text takes, near enough to keep it inside its box whatever font the reader's machine puts in.

Lines are set with exact spacing, so their height does not depend on the font.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from analytics.text_width import ems, kept_together

LINE = 1.35  # exact line spacing, in units of the font size
_SAFETY = 0.96  # programs put a little air between Chinese and latin
_WHOLE = 0.91  # a machine without Arial may put in DejaVu Sans, a tenth wider; a word broken for that is ugly
# What Chinese typesetting does not begin a line with.
_NOT_FIRST = "、，。；：！？,.;:!?)）】》」』”’%"
_WORD = re.compile(r"(?:[^\s\u2e80-\uffef]|\u00a0)+|\s|[\u2e80-\uffef]")


BOLD = 1.12  # bold text is so much wider


def width(text: str, size: float) -> float:
    """The width of one line in points."""
    return ems(text) * size


def lines(text: str, size: float, room: float) -> list[str]:
    """The text broken into lines no wider than `room`; a word wider than that is broken anywhere."""
    done: list[str] = []
    room *= _SAFETY
    for paragraph in text.split("\n"):
        if width(paragraph, size) <= room:
            done.append(paragraph.rstrip())
            continue
        current = ""
        for word in _WORD.findall(kept_together(paragraph)):
            glued = bool(current) and word in _NOT_FIRST and width(current + word, size) <= room + size
            if width(current + word, size) <= room or glued:
                current += word
                continue
            if current.strip():
                done.append(current.rstrip())
            current = "" if word.isspace() else word
            while width(current, size) > room and len(current) > 1:
                cut = _longest(current, size, room)
                done.append(current[:cut])
                current = current[cut:]
        done.append(current.rstrip())
    return done


def _longest(word: str, size: float, room: float) -> int:
    cut = len(word) - 1
    while cut > 1 and width(word[:cut], size) > room:
        cut -= 1
    return cut


def longest_word(text: str, size: float) -> float:
    """The width that the text's widest latin word or number needs to stay whole; Chinese breaks anywhere."""
    return max((width(word, size) / _WHOLE for word in _WORD.findall(text) if len(word) > 1), default=0.0)


def shortened(text: str, size: float, room: float, most: int = 1) -> str:
    """The text, or as much of it as `most` lines hold, with an ellipsis."""
    if len(lines(text, size, room)) <= most:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if len(lines(text[:middle].rstrip() + "…", size, room)) <= most:
            low = middle
        else:
            high = middle - 1
    return text[:low].rstrip() + "…"


@dataclass(frozen=True, slots=True)
class Fitted:
    """Text as it is set: the size it fits in, and the text itself, shortened where no size was small enough."""

    text: str
    size: float


def fitted(text: str, room: float, height: float, sizes: Sequence[float]) -> Fitted:
    """The largest of the sizes (falling) in which the text fits into a box."""
    for size in sizes:
        if len(lines(text, size, room)) * size * LINE <= height:
            return Fitted(text, size)
    size = sizes[-1]
    return Fitted(shortened(text, size, room, max(1, int(height / (size * LINE)))), size)
