"""Amounts of money and counts of policies: 1,234.50 · ¥1,234 · 1.2万元 · 1亿2000万元 · (1,234) · 3千张."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from analytics.intake.values.blanks import fold, is_not_yet
from analytics.intake.values.outcome import BLANK, Context, Parsed, fault

MAGNITUDES = {
    "": 1,
    "百": 100,
    "千": 1_000,
    "万": 10_000,
    "十万": 100_000,
    "百万": 1_000_000,
    "千万": 10_000_000,
    "亿": 100_000_000,
    "万亿": 1_000_000_000_000,
}
MAGNITUDE = "万亿|十万|百万|千万|百|千|万|亿"
YUAN = "元|圆|块钱|块|人民币|rmb|cny|yuan"
PIECES = "张|件|份|单|笔"

_PLAIN = re.compile(r"[-+]?[0-9]+(?:\.[0-9]+)?")
_NUMBER = r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,3}(?: [0-9]{3})+|[0-9]+)(?:\.[0-9]+)?|\.[0-9]+"
_ONE = re.compile(rf"(?P<number>{_NUMBER})(?:e(?P<power>[+-]?[0-9]{{1,3}}))?\s*(?P<magnitude>{MAGNITUDE})?")
_PARTS = re.compile(rf"(?:[0-9]+(?:{MAGNITUDE}))+(?:[0-9]+)?")
_PART = re.compile(rf"([0-9]+)({MAGNITUDE})?")
_CURRENCY = re.compile(r"¥|(?:rmb|cny|人民币)(?:¥)?")
_TAILS = {
    "yuan": re.compile(rf"\s*(?:(?:{YUAN})(?:人民币)?整?)$"),
    "pieces": re.compile(rf"\s*(?:{PIECES})$"),
}

_WHAT = ("不是可识别的数字", "is not a number that can be read")
_REMEDY_AMOUNT = ("请填写数字，如 1234.50 或 1.2万元", "type a number, as in 1234.50 or 1.2万元")
_REMEDY_NUMBER = ("请填写数字，如 1.08", "type a number, as in 1.08")
_REMEDY_COUNT = ("请填写数字，如 1234 或 1.2万张", "type a number, as in 1234 or 1.2万张")


def read_amount(text: str, context: Context) -> Parsed:
    """Yuan. A unit in the text (元, 万元, 万) stands over the header's `context.unit`. Fault: bad_number."""
    return _read(text, context, "yuan", _REMEDY_AMOUNT)


def read_count(text: str, context: Context) -> Parsed:
    """Pieces. A unit in the text (张, 千张, 万) stands over the header's `context.unit`. Fault: bad_number."""
    return _read(text, context, "pieces", _REMEDY_COUNT)


def read_number(text: str, context: Context) -> Parsed:
    """A figure as it is printed: whatever unit its header names belongs to what it measures. Fault: bad_number."""
    return _read(text, replace(context, unit=1.0), "pieces", _REMEDY_NUMBER)


def _read(text: str, context: Context, family: str, remedy: tuple[str, str]) -> Parsed:
    folded = fold(text).lower()
    if is_not_yet(folded):
        return BLANK
    value = _number(folded, family, Decimal(str(context.unit)))
    # Beyond every sum of money is a slip of the keyboard or of a program.
    if value is None or not math.isfinite(value):
        return fault("bad_number", text, _WHAT, remedy)
    return value + 0.0, None, None  # minus zero becomes zero


def _number(text: str, family: str, unit: Decimal) -> float | None:
    if _PLAIN.fullmatch(text):
        return float(Decimal(text) * unit)
    bracketed = text.startswith("(") and text.endswith(")")
    bare, before = _without_sign(text[1:-1].strip() if bracketed else text)
    after = False
    if family == "yuan" and (currency := _CURRENCY.match(bare)):
        bare, after = _without_sign(bare[currency.end() :].lstrip())
    if bracketed + before + after > 1:
        return None  # (-5): is it five or minus five?
    unsigned = _TAILS[family].sub("", bare)
    value = _value(unsigned, own_unit=unsigned != bare, unit=unit)
    if value is None:
        return None
    return float(-value if bracketed or before or after else value)


def _without_sign(text: str) -> tuple[str, bool]:
    """The text behind its sign, and whether that is a minus."""
    return (text[1:].lstrip(), text[0] == "-") if text[:1] in ("-", "+") else (text, False)


def _value(text: str, own_unit: bool, unit: Decimal) -> Decimal | None:
    if match := _ONE.fullmatch(text):
        number = Decimal(match["number"].replace(",", "").replace(" ", ""))
        if match["power"]:
            number = number.scaleb(int(match["power"]))
        if match["magnitude"]:
            return number * MAGNITUDES[match["magnitude"]]
        return number if own_unit else number * unit
    if _PARTS.fullmatch(text):
        return _sum(text, own_unit)
    return None


def _sum(text: str, own_unit: bool) -> Decimal | None:
    """1亿2000万元, 3千5百元. A tail without a unit is read before 元 only: 1万2 means 12,000 to a speaker."""
    parts = [(Decimal(number), MAGNITUDES[magnitude]) for number, magnitude in _PART.findall(text)]
    if parts[-1][1] == 1 and not own_unit:
        return None
    for (_, above), (number, magnitude) in pairwise(parts):
        if number * magnitude >= above:
            return None
    return sum((number * magnitude for number, magnitude in parts), Decimal())
