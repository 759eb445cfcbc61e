"""Chinese numerals inside dates: 二〇一六年三月二十五日 -> 2016年3月25日."""

from __future__ import annotations

import re

_DIGIT = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "o": 0, "两": 2}
_YEAR = re.compile(r"[〇零○o0-9一二三四五六七八九]{4}(?=\s*年)")
_PART = re.compile(r"[〇○零一二两三四五六七八九十百廿卅]+(?=\s*[年月日号號时時点點分秒])")


def with_digits(text: str) -> str:
    """The text with the numerals before 年, 月, 日, 时, 分 ... as digits; what makes no number stays."""
    text = _YEAR.sub(lambda m: "".join(str(_DIGIT.get(c, c)) for c in m[0]), text)
    return _PART.sub(lambda m: _digits(m[0]), text)


def _digits(numeral: str) -> str:
    number = _spoken(numeral.replace("廿", "二十").replace("卅", "三十"))
    return numeral if number is None else str(number)


def _spoken(numeral: str) -> int | None:
    """0 to 199 as spoken (一百零五, 二十一, 十) or digit by digit (一五); None for anything else."""
    if all(c in _DIGIT for c in numeral):
        return int("".join(str(_DIGIT[c]) for c in numeral))
    match = re.fullmatch(r"(?:(一)?百)?[零〇]?(?:([一二三四五六七八九])?(十))?([一二三四五六七八九])?", numeral)
    if match is None:
        return None
    hundred = 100 if "百" in numeral else 0
    tens = (_DIGIT[match[2]] if match[2] else 1) * 10 if match[3] else 0
    return hundred + tens + (_DIGIT[match[4]] if match[4] else 0)
