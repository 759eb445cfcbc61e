"""A column of text cells becomes a column of values. Each distinct text is read once, and plain cells not at all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from analytics.intake.layout import Layout
from analytics.intake.values import Context, Fault, Note, parse_column
from analytics.intake.values.arrays import settle
from analytics.vocabulary import Field, ValueKind

ARROW: dict[ValueKind, pa.DataType] = {
    ValueKind.TEXT: pa.string(),
    ValueKind.IDENTIFIER: pa.string(),
    ValueKind.MOMENT: pa.timestamp("us"),
    ValueKind.DATE: pa.date32(),
    ValueKind.MONTH: pa.date32(),
    ValueKind.FLAG: pa.bool_(),
    ValueKind.AMOUNT: pa.float64(),
    ValueKind.COUNT: pa.float64(),
    ValueKind.NUMBER: pa.float64(),
    ValueKind.FORM: pa.string(),
    ValueKind.COMPLEXITY: pa.string(),
    ValueKind.FINDING: pa.string(),
}

_PLAIN_FIGURE = r"^[0-9]{1,15}(?:\.[0-9]{1,6})?$"
_HEAD = 1000  # cells that tell whether a column repeats itself


@dataclass(slots=True)
class TypedColumn:
    """values: null where blank or faulty. faults, notes: (positions of the cells, their text, what of it)."""

    values: pa.Array
    faults: list[tuple[np.ndarray, str, Fault]] = field(default_factory=list)
    notes: list[tuple[np.ndarray, str, Note]] = field(default_factory=list)


def type_column(spec: Field, cells: pa.Array, context: Context, layout: Layout | None = None) -> TypedColumn:
    """Read a column of cells as a field's kind."""
    translates = layout is not None and (spec.name in layout.values or spec.name == "cause_label")
    settled = None if translates or _repeats(spec, cells) else _settled(spec.kind, cells, context)
    if settled is None:
        return _read(spec, cells, None, context, layout if translates else None)
    unsettled = pc.and_(pc.is_null(settled), pc.is_valid(cells))
    positions = np.flatnonzero(unsettled.to_numpy(zero_copy_only=False))
    if not len(positions):
        return TypedColumn(settled)
    read = _read(spec, cells.take(pa.array(positions)), positions, context, None)
    read.values = pc.replace_with_mask(settled, unsettled, read.values)
    return read


def _settled(kind: ValueKind, cells: pa.Array, context: Context) -> pa.Array | None:
    """The values of the cells that need no reading; of figures, plain ones in a column of yuan or pieces."""
    if kind not in (ValueKind.AMOUNT, ValueKind.COUNT):
        return settle(kind, cells, context)
    if context.unit != 1.0:
        return None  # read as decimals, which a product of floats would not be
    plain = pc.fill_null(pc.match_substring_regex(cells, _PLAIN_FIGURE), False)
    return pc.if_else(plain, cells, pa.scalar(None, pa.string())).cast(pa.float64())


def _repeats(spec: Field, cells: pa.Array) -> bool:
    """Whether a column of text holds labels: a few texts over and over are sooner read than looked through."""
    head = cells.slice(0, _HEAD)
    return spec.kind is ValueKind.TEXT and len(head.dictionary_encode().dictionary) * 4 < len(head)


def _read(
    spec: Field, cells: pa.Array, places: np.ndarray | None, context: Context, layout: Layout | None
) -> TypedColumn:
    """Read cells, each distinct text once. places: the positions to report for them."""
    encoded = cells.dictionary_encode()
    texts: list[str | None] = encoded.dictionary.to_pylist()
    source = [_meant(text, spec.name, layout) if text else text for text in texts] if layout else texts
    values, faults, notes = parse_column(spec.kind, source, context)
    typed = TypedColumn(pa.array(values, ARROW[spec.kind]).take(encoded.indices))
    if faults or notes:
        where = _positions(encoded.indices, places)
        typed.faults = [(where(unique), texts[unique] or "", fault) for unique, fault in faults.items()]
        typed.notes = [(where(unique), texts[unique] or "", note) for unique, note in notes.items()]
    return typed


def _positions(indices: pa.Array, places: np.ndarray | None) -> Callable[[int], np.ndarray]:
    """A function from a distinct text to the positions of its cells, in one sort for all of them."""
    codes = indices.fill_null(-1).to_numpy(zero_copy_only=False)
    order = np.argsort(codes, kind="stable")
    ordered = codes[order]

    def where(code: int) -> np.ndarray:
        found = order[np.searchsorted(ordered, code) : np.searchsorted(ordered, code, side="right")]
        return found if places is None else places[found]

    return where


def _meant(text: str, name: str, layout: Layout) -> str:
    """A cell's text in our words, as the layout translates it; each of several causes by itself."""
    words = layout.values.get(name, {})
    if name == "cause_label" and layout.cause_separator:
        parts = (part.strip() for part in text.split(layout.cause_separator))
        return "\n".join(words.get(part, part) for part in parts if part)
    return words.get(text.strip(), text)
