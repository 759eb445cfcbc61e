"""Which field a column's header means. Sure or silent: a header that may mean two things is left unmapped.

Short Chinese headers differ by one character and mean the opposite (是否有效, 是否有责). A typing slip is told
from another word by its letters: a near miss differs only in one character, or Latin word, that no known
header contains.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Literal

from rapidfuzz.distance import OSA

from analytics.intake.values.units import (
    BRACKETED,
    family_of,
    hints_of,
    is_strange_unit,
    unit_of,
    without_tail_unit,
)
from analytics.vocabulary import SHEET_FIELDS, SheetKind, ValueKind

__all__ = ["Match", "match_header", "match_row", "normalise", "unit_of"]

FILE = Path(__file__).parents[1] / "reference" / "headers.toml"

LONGEST = 40  # characters of a header; more is a sentence
SLIP_SCORE = 0.9  # a known slip of the keyboard, corrected
LEAST_SCORE = 0.8  # of a near miss: at most one character in six, one or two letters in an English header
LEAST_MARGIN = 0.1  # to the next field, or to a header known to be none
LEAST_HAN = 6  # a shorter Chinese header has too many neighbours: 受理时间, 受伤时间
LEAST_WORD = 0.8  # likeness of a misspelt English word; 0.75 would let unclosed be closed

_NUMBERING = re.compile(
    r"^\s*(?:[(\[【]\s*(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s*[)\]】]|(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s*[.、,:)])"
)
_CIRCLED = re.compile(r"^\s*[①-⑳⑴-⒇⒈-⒛]\s*")
_FILLING = str.maketrans("", "", "的之")
_SEPARATOR = re.compile(r"[/|、;,&]+")
_SCRIPT = re.compile(r"[\u4e00-\u9fff]+|[a-z][a-z0-9 .#'_-]*")
_TOKEN = re.compile(r"[\u4e00-\u9fff]|[a-z]+|[0-9]+")


@dataclass(frozen=True, slots=True)
class Match:
    """field: the field meant. score: 1.0 unless near. runner_up: the next field a near miss might be."""

    field: str
    score: float
    how: Literal["exact", "synonym", "near"]
    runner_up: str | None = None


@dataclass(frozen=True, slots=True)
class _Names:
    """What is known of a kind's headers, normalised. In `spelled`, "" stands for no field of ours."""

    exact: dict[str, str]
    synonyms: dict[str, str]
    strangers: frozenset[str]
    spelled: tuple[tuple[tuple[str, ...], str, str], ...]

    def field(self, name: str) -> str | None:
        return self.exact.get(name) or self.synonyms.get(name)


def normalise(header: str) -> str:
    """The header's letters and digits alone: half width, lower case, without numbering, brackets and their
    hints, units, required marks and 的. A header that stands in brackets whole keeps what they hold.
    """
    text = unicodedata.normalize("NFKC", _CIRCLED.sub("", header)).lower()
    text = _NUMBERING.sub("", text, count=1) or text
    return _letters(without_tail_unit(BRACKETED.sub("", text))) or _letters(text)


def _bare(header: str) -> str:
    """In half width and lower case, without what stands in brackets."""
    return BRACKETED.sub("", unicodedata.normalize("NFKC", header).lower())


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", re.sub(r"(?<=[a-z])\s*#", "no", text)).translate(_FILLING)


@lru_cache(maxsize=8192)
def match_header(kind: SheetKind, header: str) -> Match | None:
    """The field a header means in a sheet of this kind, or None when that is not sure."""
    base = normalise(header)
    if not base or len(base) > LONGEST or kind not in SHEET_FIELDS:
        return None
    names = _names(kind)
    if base in names.strangers:
        return None
    named = _fields_of(names, _SEPARATOR.split(_bare(header)))
    if len(named) > 1 and None not in named:
        return None  # 投诉人/联系电话 is two columns in one
    match = _known(names, base) or _in_parts(names, header) or _slip(names, base) or _near(names, header, base)
    return match if match and _hints_agree(kind, names, match.field, header) else None


def is_open(header: str) -> bool:
    """Whether a log's header says too little to be a field by itself: 投诉类型 may head forms or causes."""
    return normalise(header) in _open()


def is_none_of_ours(kind: SheetKind, header: str) -> bool:
    """Whether a header is known to look like a field of this kind and to be none."""
    return normalise(header) in _names(kind).strangers


def match_row(kind: SheetKind, headers: list[str]) -> dict[int, Match]:
    """The columns of a header row that are fields. A field goes to its best column, of equals to the first."""
    best: dict[str, tuple[int, Match]] = {}
    for column, header in enumerate(headers):
        match = match_header(kind, header)
        if match and (match.field not in best or match.score > best[match.field][1].score):
            best[match.field] = (column, match)
    return dict(sorted(best.values(), key=lambda found: found[0]))


def _known(names: _Names, base: str) -> Match | None:
    if base in names.exact:
        return Match(names.exact[base], 1.0, "exact")
    return Match(names.synonyms[base], 1.0, "synonym") if base in names.synonyms else None


def _in_parts(names: _Names, header: str) -> Match | None:
    """投诉人/姓名, 投诉编号 Complaint no.: every part must name the same field."""
    text = _bare(header)
    for parts in (_SEPARATOR.split(text), text.split("\n"), _SCRIPT.findall(text)):
        named = _fields_of(names, parts)
        if len(parts) > 1 and len(named) == 1 and (field := named.pop()):
            return Match(field, 1.0, "synonym")
    return None


def _fields_of(names: _Names, parts: list[str]) -> set[str | None]:
    return {names.field(normalise(part)) for part in parts if part.strip()}


def _slip(names: _Names, base: str) -> Match | None:
    """投拆编号, 投訴編號: with known slips and traditional characters put right."""
    field = names.field(base.translate(_slips()))
    return Match(field, SLIP_SCORE, "near") if field else None


def _near(names: _Names, header: str, base: str) -> Match | None:
    tokens = _tokens(_bare(header))
    strange = [place for place, token in enumerate(tokens) if token not in _letters_known()]
    if len(strange) != 1 or len("".join(tokens)) < LEAST_HAN:
        return None
    at = strange[0]
    best: dict[str, float] = {}
    other: dict[str, float] = {}
    for spelled, name, field in names.spelled:
        score = OSA.normalized_similarity(base, name)
        other[field] = max(score, other.get(field, 0.0))
        alike = len(spelled) == len(tokens) and spelled[:at] == tokens[:at] and spelled[at + 1 :] == tokens[at + 1 :]
        if alike and _misspelt(tokens[at], spelled[at]):
            best[field] = max(score, best.get(field, 0.0))
    if not best:
        return None
    field = max(best, key=best.__getitem__)
    runner_up = max((name for name in other if name != field), key=other.__getitem__, default="")
    if not field or best[field] < LEAST_SCORE or best[field] - other.get(runner_up, 0.0) < LEAST_MARGIN:
        return None
    return Match(field, best[field], "near", runner_up or None)


def _misspelt(token: str, meant: str) -> bool:
    if len(token) == 1 or len(meant) == 1:
        return len(token) == len(meant) and not (token + meant).isascii()
    return OSA.normalized_similarity(token, meant) >= LEAST_WORD


def _hints_agree(kind: SheetKind, names: _Names, field: str, header: str) -> bool:
    """What stands in brackets may not name another field (投诉人(电话)) nor a unit that the field cannot have."""
    family = {ValueKind.AMOUNT: "yuan", ValueKind.COUNT: "pieces"}.get(SHEET_FIELDS[kind][field].kind)
    if not _letters(_bare(header)):
        return True  # the brackets hold the header itself
    for hint in hints_of(header):
        name = normalise(hint)
        if family and (is_strange_unit(hint) or (unit_of(f"({hint})") and family_of(hint) not in (family, None))):
            return False
        if name in _harmless():
            continue
        if name in names.strangers or names.field(name) not in (field, None):
            return False
    return True


def _tokens(text: str) -> tuple[str, ...]:
    return tuple(_TOKEN.findall(unicodedata.normalize("NFKC", text).lower().translate(_FILLING)))


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


@cache
def _open() -> frozenset[str]:
    return frozenset(map(normalise, _data()["open"]["log"]))


@cache
def _slips() -> dict[int, str]:
    return str.maketrans(_data()["slips"])


@cache
def _harmless() -> frozenset[str]:
    return frozenset(map(normalise, _data()["hints"]["harmless"]))


@cache
def _letters_known() -> frozenset[str]:
    """Every character and Latin word that a header known of any kind contains."""
    return frozenset(token for kind in SHEET_FIELDS for tokens, _, _ in _names(kind).spelled for token in tokens)


@cache
def _names(kind: SheetKind) -> _Names:
    fields = SHEET_FIELDS[kind]
    listed: dict[str, list[str]] = _data()[kind.value]
    strangers: list[str] = _data()["not_a_field"][kind.value]
    exact = {label: field.name for field in fields.values() for label in (field.name, field.zh, field.en)}
    synonyms = {synonym: name for name, words in listed.items() for synonym in words}
    everything = [*exact.items(), *synonyms.items(), *((stranger, "") for stranger in strangers)]
    return _Names(
        exact={normalise(label): name for label, name in exact.items()},
        synonyms={normalise(synonym): name for synonym, name in synonyms.items()},
        strangers=frozenset(map(normalise, strangers)),
        spelled=tuple((_tokens(text.replace("_", " ")), normalise(text), name) for text, name in everything),
    )
