"""The unit that a header gives its column: 保费收入(万元), 有效保单(千张), Premium (RMB million)."""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

from analytics.intake.values.numbers import MAGNITUDE, MAGNITUDES

Family = Literal["yuan", "pieces"]

BRACKETED = re.compile(r"[(\[{【〔「《<]([^()\[\]{}【】〔〕「」《》<>]*)[)\]}】〕」》>]")
_YUAN = "元|圆|人民币元?|rmb|cny|yuan"
_CURRENCY = "人民币|rmb|cny|yuan|¥"
_PIECES = "张|件|份|单|笔|policies|pieces"
_ENGLISH = {"thousand": 1e3, "million": 1e6, "billion": 1e9, "10,000": 1e4, "10000": 1e4, "10k": 1e4, "100million": 1e8}
_UNIT = re.compile(
    r"(?:单位|unit|in)?:?"
    rf"(?P<before>{_CURRENCY})?'?(?P<magnitude>{MAGNITUDE}|{'|'.join(sorted(_ENGLISH, key=len, reverse=True))})?s?"
    rf"(?:of)?(?P<yuan>{_YUAN})?(?P<pieces>{_PIECES})?"
)
_LABEL = re.compile(r"^(?:单位|unit)\s*:?\s*", re.IGNORECASE)
_SIGN = rf"(?:{MAGNITUDE})?(?:元|圆|张|件|份)"
_TAIL = re.compile(rf"[\s_\-—:,/]+(?:单位\s*:?\s*)?({_SIGN})$|(?<=[\u4e00-\u9fff])((?:{MAGNITUDE})(?:元|圆|张|件|份))$")
_TELLS = re.compile(r"[元圆币美港张件份%‰$€£¥万千亿百]|usd|hkd|eur|gbp|rmb|cny|yuan|million|thousand|billion|\d")


def unit_of(header: str) -> tuple[float, str] | None:
    """What one of the column's numbers is worth in yuan or pieces, and the unit as written; None: no unit."""
    for hint in hints_of(header):
        factor = _factor(hint)
        if factor is not None:
            return factor, _LABEL.sub("", hint)
    tail = _TAIL.search(_plain(header))
    if tail:
        unit = tail[1] or tail[2]
        factor = _factor(unit)
        return None if factor is None else (factor, unit)
    return None


def hints_of(header: str) -> list[str]:
    """What stands in brackets."""
    return [hint.strip() for hint in BRACKETED.findall(_plain(header)) if hint.strip()]


def family_of(unit: str) -> Family | None:
    """Money or pieces; None for a bare 万."""
    match = _UNIT.fullmatch(_bare(unit))
    if match is None:
        return None
    return "yuan" if match["before"] or match["yuan"] else "pieces" if match["pieces"] else None


def is_strange_unit(hint: str) -> bool:
    """Whether a hint looks like a unit and is none of ours: 万美元, 件/亿元, %."""
    return _factor(hint) is None and _TELLS.search(hint.lower()) is not None


def without_tail_unit(header: str) -> str:
    """保费收入万元 -> 保费收入, 赔付金额_元 -> 赔付金额."""
    return _TAIL.sub("", header.strip())


def _plain(header: str) -> str:
    return unicodedata.normalize("NFKC", header).strip()


def _bare(unit: str) -> str:
    return re.sub(r"\s+", "", _plain(unit)).lower()


def _factor(unit: str) -> float | None:
    match = _UNIT.fullmatch(_bare(unit))
    if match is None or not any(match.groupdict().values()) or (match["pieces"] and (match["before"] or match["yuan"])):
        return None
    magnitude = match["magnitude"] or ""
    return _ENGLISH[magnitude] if magnitude in _ENGLISH else float(MAGNITUDES[magnitude])
