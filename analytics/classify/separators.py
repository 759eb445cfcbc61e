"""What stands between several causes in one cell."""

from __future__ import annotations

import re

from analytics.classify.text import CJK, label_key, tidy

# Numbers in a ring and line ends become separators before NFKC makes plain digits and spaces of them.
_RINGED = re.compile(r"[\u2460-\u249b\u24ea-\u24ff\u2776-\u2793\r\n\v\f\u0085\u2028\u2029]+")
_NUMBERING = re.compile(r"\(?(?<![A-Za-z\d.])\d{1,2}[.、):](?!\d)|\(?[一二三四五六七八九十]{1,2}[.、)]")

# Strongest first, in half width: what lists, then what sets a part off as an explanation of the other.
_LISTS = (";。", ",、|·", r"/\\+&")
_EXPLANATIONS = (r"()\[\]{}【】〔〕《》<>", "~:→‐-―−")
_HYPHEN = "(?<![a-zA-Z])-+|-+(?![a-zA-Z])"  # inside a Latin word it separates nothing

LISTS = tuple(re.compile(f"[{characters}]+") for characters in _LISTS)
EXPLANATIONS = (*(re.compile(f"[{characters}]+") for characters in _EXPLANATIONS), re.compile(_HYPHEN))
# These are also parts of words: they separate only where all they separate is known.
WEAK = re.compile(rf"以及|及其(?!他|它)|并且|和|及|与|(?<=[{CJK}])\s|\s(?=[{CJK}])|\band\b", re.IGNORECASE)

_STRONG = re.compile(f"[{''.join((*_LISTS, *_EXPLANATIONS))}]+|{_HYPHEN}")


def tidy_cell(cell: str) -> str:
    """The cell in half width, its numbering (1. 2、 ① 一、) and line ends turned into ";"."""
    return _NUMBERING.sub(";", tidy(_RINGED.sub(";", cell)))


def cell_key(text: str) -> str:
    """`label_key` with a "/" for every strong separator inside: 核损、时效 is two words, 核损时效 one."""
    if not _STRONG.search(text):
        return label_key(text)
    return "/".join(key for key in map(label_key, _STRONG.split(text)) if key)
