"""What to ask about a table whose columns are not all known: for each column a proposal, how sure, and samples.

A person confirms or corrects it on the Import page; the answer becomes a layout, known again by the headers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from rapidfuzz import fuzz

from analytics.intake.column_contents import contents
from analytics.intake.header_rows import REQUIRED, Header, HeaderLines, find_header, possible_headers
from analytics.intake.header_texts import Row, numbered, readings
from analytics.intake.headers import is_none_of_ours, is_open, match_header, normalise
from analytics.intake.reader import read_file
from analytics.intake.sheet import Sheet
from analytics.intake.values import Context, parse
from analytics.vocabulary import SHEET_FIELDS, SheetKind, ValueKind, masked

SAMPLES = 3
_LOOKED_AT = 200  # rows from which samples are taken
_LIKE = 0.5  # below this, two headers have nothing in common worth proposing
_PARSED = 0.7  # of the filled cells that must read as the proposed field's kind
# Telephone, identity, bank, policy numbers, plates: nothing of the kind is shown where nobody knows the column yet.
_PERSONAL = re.compile(r"\d{7,}|[\u4e00-\u9fa5][A-Z][·A-Z0-9]{5,6}")
_LONGEST_SAMPLE = 24
_Proposal = tuple[str | None, str, float, str | None]  # field, how, score, runner-up


@dataclass(frozen=True, slots=True)
class ColumnProposal:
    """One column. how: "known" (header), "values" (what its cells hold), "like" (a header like it, and values that
    fit), "none". score: 0 to 1."""

    header: str
    samples: tuple[str, ...]
    field: str | None
    how: str
    score: float
    runner_up: str | None = None


@dataclass(frozen=True, slots=True)
class SheetProposal:
    """One sheet. lacks: the required groups of fields of its kind that no column is proposed for."""

    sheet: str
    kind: SheetKind
    header_row: int  # counted from 1
    columns: list[ColumnProposal] = field(default_factory=list)

    @property
    def headers(self) -> list[str]:
        return [column.header for column in self.columns]

    @property
    def names(self) -> list[str]:
        """What a layout calls the columns: their headers, told apart where two are the same."""
        return numbered(self.headers)

    @property
    def lacks(self) -> list[tuple[str, ...]]:
        return lacking(self.kind, [column.field for column in self.columns])


def lacking(kind: SheetKind, fields: Iterable[str | None]) -> list[tuple[str, ...]]:
    """The required groups of fields of a kind that are not among these."""
    have = set(fields)
    return [group for group in REQUIRED[kind] if not have.intersection(group)]


def propose(path: Path, name: str) -> list[SheetProposal]:
    """A proposal for every sheet that looks like a table. Raises FileError where the file cannot be read.

    Reads in this process: ask only for a file that a child process has read, or refused for its columns.
    """
    return [proposal for sheet in read_file(path, name) if (proposal := _propose_sheet(sheet)) is not None]


def _propose_sheet(sheet: Sheet) -> SheetProposal | None:
    search = find_header(sheet)
    header: Header | None = search.header or search.nearest
    kind = header.kind if header else SheetKind.LOG
    lines = _lines_of(sheet, header, search.rows)
    if lines is None:
        return None
    texts, body = lines.texts, lines.body
    found = SheetProposal(sheet.name, kind, body)
    columns = sorted(texts)
    ways = {column: readings(lines.parts[column]) for column in columns}
    matches = {
        column: next(filter(None, (match_header(kind, reading) for reading in ways[column])), None)
        for column in columns
    }
    known = {column: match.field for column, match in matches.items() if match}
    held = _by_contents(sheet, kind, body, texts, known)
    taken = {*known.values(), *filter(None, held.values())}
    for column in columns:
        cells = [cell for cell in sheet.columns[column].slice(body, _LOOKED_AT).to_pylist() if cell and cell.strip()]
        if column in held:
            proposal: _Proposal = (
                held[column],
                "values" if held[column] else "none",
                1.0 if held[column] else 0.0,
                None,
            )
        elif column in known:
            proposal = (known[column], "known", 1.0, None)
        else:
            proposal = _likeliest(kind, ways[column][0], cells, taken)
            taken.add(proposal[0] or "")
        found.columns.append(ColumnProposal(texts[column], _samples(kind, proposal[0], cells), *proposal))
    return found


def _by_contents(
    sheet: Sheet, kind: SheetKind, body: int, texts: Mapping[int, str], known: dict[int, str]
) -> dict[int, str | None]:
    """What the open columns hold, None where nobody can say; a form's column that is none is no longer known."""
    found: dict[int, str | None] = {}
    for column, text in texts.items() if kind is SheetKind.LOG else ():
        said_form = known.get(column) == "form"
        held = contents(sheet, body, column) if said_form or (column not in known and is_open(text)) else None
        if held is None or (said_form and held.is_form):
            continue
        if said_form:
            del known[column]
        found[column] = None if held.field in {*known.values(), *found.values()} else held.field
    return found


def _lines_of(sheet: Sheet, header: Header | None, rows: Sequence[Row]) -> HeaderLines | None:
    """The rows of the header that was found; else the first that look like one, with all their levels."""
    ways = possible_headers(sheet)
    if header is not None:
        return next(one for one in ways if (one.top, one.bottom) == (header.top, header.bottom))
    top = next((at for at, row in enumerate(rows) if _looks_like_headers(row)), None)
    return None if top is None else max((one for one in ways if one.top == top), key=lambda one: one.bottom)


def _looks_like_headers(row: Sequence[str | None]) -> bool:
    filled = [cell for cell in row if cell]
    return len(filled) >= 3 and not any(re.search(r"\d{3,}", cell) for cell in filled)


def _likeliest(kind: SheetKind, header: str, cells: Sequence[str], taken: set[str]) -> _Proposal:
    """(field, how, score, runner-up): by how the header looks, where the values can be of that kind."""
    if is_none_of_ours(kind, header):
        return None, "none", 0.0, None
    base = normalise(header)
    scores = {
        name: max(fuzz.ratio(base, normalise(label)) for label in (spec.zh, spec.en, name)) / 100
        for name, spec in SHEET_FIELDS[kind].items()
        if name not in taken and _fits(spec.kind, cells)
    }
    ranked = sorted(scores, key=scores.__getitem__, reverse=True)
    if not ranked or scores[ranked[0]] < _LIKE:
        return None, "none", 0.0, None
    runner_up = ranked[1] if len(ranked) > 1 and scores[ranked[1]] >= _LIKE else None
    return ranked[0], "like", round(scores[ranked[0]], 2), runner_up


def _fits(kind: ValueKind, cells: Sequence[str]) -> bool:
    """Whether most cells read as the kind: a column of names is no date, whatever its header looks like."""
    if kind in (ValueKind.TEXT, ValueKind.IDENTIFIER):
        return True
    context = Context(year=date.today().year)
    answers = [parse(kind, cell, context) for cell in cells]
    return bool(answers) and sum(fault is None for _, fault, _ in answers) >= _PARSED * len(answers)


def _samples(kind: SheetKind, name: str | None, cells: Sequence[str]) -> tuple[str, ...]:
    """The first different values, short, with personal data masked."""
    personal = name is not None and SHEET_FIELDS[kind][name].personal
    shown = []
    for cell in dict.fromkeys(cells):
        text = " ".join(cell.split())
        if personal or (name is None and _PERSONAL.search(text)):
            text = masked(text)
        shown.append(text if len(text) <= _LONGEST_SAMPLE else text[: _LONGEST_SAMPLE - 1] + "…")
        if len(shown) == SAMPLES:
            break
    return tuple(shown)
