"""Characters that no font of the deck's readers is sure to have: said as a mark, never shown as an empty box.

Chinese fonts hold every letter of Chinese (rare names such as U+364D and U+20BB7 too) and the symbols of GBK. What a
workbook or a person may type beyond them, a pictograph or a company's private character, becomes the printer's mark
for a missing type; the slide's notes say which it was.
"""

from __future__ import annotations

import unicodedata
from dataclasses import fields, is_dataclass, replace
from functools import lru_cache
from typing import Any

from analytics.deck.slides import Slide

MISSING = "〓"  # geta, what Chinese and Japanese printers set in place of a type they lack
_NO_GLYPH = {"Co", "Cn", "Cs"}
_SYMBOLS = {"So", "Sk"}
_INVISIBLE = {"Cf", "Cc"}
_FIRST_SYMBOL = 0x2000  # below it latin fonts have them


def printable(slide: Slide) -> tuple[Slide, tuple[str, ...]]:
    """The slide with what fonts lack marked, and those characters as "U+1F600", each once.

    Joiners, selectors of variants and controls, which have no shape of their own, are left out.
    """
    lacking: dict[str, None] = {}
    kept: Slide = _printable(slide, lacking)
    return kept, tuple(f"U+{ord(char):04X}" for char in lacking)


def _printable(one: Any, lacking: dict[str, None]) -> Any:
    """The same object where nothing of it changes."""
    if type(one) is str:
        return one if one.isascii() else _text(one, lacking)
    if isinstance(one, tuple):
        made = tuple(_printable(part, lacking) for part in one)
        return one if all(new is old for new, old in zip(made, one, strict=True)) else made
    if is_dataclass(one) and not isinstance(one, type):
        parts = ((name, getattr(one, name)) for name in _printed(type(one)))
        changed = {name: new for name, part in parts if (new := _printable(part, lacking)) is not part}
        return replace(one, **changed) if changed else one
    return one


@lru_cache(maxsize=32)
def _printed(kind: type[Any]) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind) if field.name not in ("key", "section"))


def _text(text: str, lacking: dict[str, None]) -> str:
    shown = [shape(char) for char in text]
    lacking.update(dict.fromkeys(char for char, one in zip(text, shown, strict=True) if one == MISSING != char))
    said = "".join(shown)
    return text if said == text else said


@lru_cache(maxsize=8192)
def shape(char: str) -> str:
    """What is printed for a character: itself, the mark of a missing one, or nothing."""
    category, code = unicodedata.category(char), ord(char)
    if category in _INVISIBLE:
        return char if char in "\n\t" else ""
    if 0xFE00 <= code <= 0xFE0F or 0xE0100 <= code <= 0xE01EF:
        return ""
    if category in _NO_GLYPH or (category in _SYMBOLS and code >= _FIRST_SYMBOL and not _in_gbk(char)):
        return MISSING
    return char


def _in_gbk(char: str) -> bool:
    try:
        char.encode("gbk")
    except UnicodeEncodeError:
        return False
    return True
