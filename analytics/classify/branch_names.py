"""A branch name taken apart: company, place, kind of office."""

from __future__ import annotations

import re
from dataclasses import dataclass

from analytics.classify.text import CJK, close_up

# Kinds of office as written, longest first: the full word, and its rank from 分公司 (3) down to 营业部 (0).
_KINDS: tuple[tuple[str, str, int], ...] = (
    ("中心支公司", "中心支公司", 2),
    ("营销服务部", "营销服务部", 0),
    ("分公司", "分公司", 3),
    ("支公司", "支公司", 1),
    ("营业部", "营业部", 0),
    ("营服部", "营销服务部", 0),
    ("营销部", "营销服务部", 0),
    ("中支", "中心支公司", 2),
    ("分", "分公司", 3),
    ("支", "支公司", 1),
)

_SEPARATORS = re.compile(r"[、,\uff0c;\uff1b|/\n]+")
# A full stop behind a latin word is an abbreviation's ("Company, Inc."), not a slip.
_EDGES = re.compile(r"^[\s.,;:、。]+|(?:[\s,;:、。]|(?<![A-Za-z])\.)+$")
_INNER = re.compile(rf"(?<=[{CJK}])[\s·.,、-]+|[()\[\]]")

# 安澜财险, 安澜财产保险股份有限公司 before the branch's own name; the group is the company
_COMPANY = re.compile(
    r"^(?:中国)?(.{2,6}?)(?:财产保险|财险|保险)(?:集团|股份)*(?:有限)?(?:责任)?(?:公司)?(?!集团|股份|有限|责任|公司)(?=..)"
)
# 云州分公司 in front of 城东 says the parent
_PARENT_KIND = re.compile(r"(?:分公司|中心支公司|中支|支公司)(?=..)")
# 云州省, 长沙市 -> 云州, 长沙; but 沙市 stays: a place has two characters at least
_PLACE_LEVEL = re.compile(r"(?<=..)[省市](?=..|$)")


@dataclass(frozen=True, slots=True)
class BranchName:
    """company: "" if not written; kind: the full word for the kind of office, "" (rank None) if not written."""

    company: str
    place: str
    kind: str
    rank: int | None


def normalise_branch(label: str) -> str:
    """The label in half width, without spaces beside Chinese characters and stray punctuation at its ends.

    All that can be done without a list: 城东支公司 and "城东 支公司" are one, 城东支公司 and 城东营业部 are not.
    """
    return _EDGES.sub("", close_up(label))


def split_aliases(cell: str) -> list[str]:
    """The aliases of one cell of a branch list, several by 、 or ;."""
    return [alias for alias in (normalise_branch(part) for part in _SEPARATORS.split(cell)) if alias]


def take_apart(name: str) -> BranchName:
    """Company, place and kind of office of a branch name; the place without 省 and 市."""
    text = _INNER.sub("", normalise_branch(name)).casefold()
    company = ""
    written = _COMPANY.match(text)
    if written and text[written.end() :] not in {kind for kind, _, _ in _KINDS}:
        company, text = written.group(1), text[written.end() :]
    kind, rank = "", None
    for suffix, full, its_rank in _KINDS:
        if text.endswith(suffix) and len(text) > len(suffix) + 1:
            text, kind, rank = text.removesuffix(suffix), full, its_rank
            break
    return BranchName(company, _PLACE_LEVEL.sub("", _PARENT_KIND.sub("", text)), kind, rank)
