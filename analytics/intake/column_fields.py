"""The columns of a header as fields of a kind of sheet: which column is which field, and where two lay claim to one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from analytics.intake.headers import Match, match_header, normalise
from analytics.vocabulary import SheetKind

# 投诉件数, 占比: columns of a table that counts complaints, not of one that lists them.
_COUNTS = re.compile(
    r"(?:件数|数量|笔数|投诉量|合计|小计|总计|占比|同比|环比|排名|count|total|share|numberofcomplaints|complaints)$"
)
_BEST_FIRST = ("exact", "synonym", "near")


@dataclass(frozen=True, slots=True)
class ColumnFields:
    """by_field: field -> column. others: field -> further columns whose header means it; doubles: those of them
    whose header means it as plainly."""

    by_field: dict[str, int] = field(default_factory=dict)
    others: dict[str, list[int]] = field(default_factory=dict)
    doubles: dict[str, list[int]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.by_field)


def is_count(header: str) -> bool:
    """Whether a header heads counts or shares."""
    return _COUNTS.search(normalise(header)) is not None


def assign(kind: SheetKind, headers: Mapping[int, Sequence[str]]) -> ColumnFields:
    """Give each field its column. headers: column -> the ways to read its header, best first.

    Of two columns for a field the more exact header has it, of equals the first; only an equal is a double
    (被投诉机构 is the branch beside 承保机构, 承保机构 beside 所属机构 is a question).
    """
    claims: dict[str, list[tuple[int, int]]] = {}
    for column, match in _matches(kind, headers).items():
        claims.setdefault(match.field, []).append((_BEST_FIRST.index(match.how), column))
    found = ColumnFields()
    for name, ranked in claims.items():
        (best, column), *others = sorted(ranked)
        found.by_field[name] = column
        if others:
            found.others[name] = [other for _, other in others]
        if doubles := [other for rank, other in others if rank == best]:
            found.doubles[name] = doubles
    return found


def _matches(kind: SheetKind, headers: Mapping[int, Sequence[str]]) -> dict[int, Match]:
    found = {}
    beside = _side_tables(headers)
    for column, readings in headers.items():
        if column not in beside:
            match = next(filter(None, (match_header(kind, reading) for reading in readings)), None)
            if match:
                found[column] = match
    return found


def blocks(headers: Iterable[int]) -> list[list[int]]:
    """Columns that stand next to each other, split where a column has no header."""
    found: list[list[int]] = []
    for column in sorted(headers):
        if found and column == found[-1][-1] + 1:
            found[-1].append(column)
        else:
            found.append([column])
    return found


def _side_tables(headers: Mapping[int, Sequence[str]]) -> set[int]:
    """Columns right of an empty one that count something: a small summary beside the table, no part of it."""
    parts = blocks(headers)
    widest = max(parts, key=len, default=[])
    beside: set[int] = set()
    for block in parts:
        if block is not widest and any(is_count(headers[column][0]) for column in block):
            beside.update(block)
    return beside
