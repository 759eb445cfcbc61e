"""The faults and notes found in a sheet's rows, by field and row, with personal data masked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from analytics.errors import Text
from analytics.intake.plan import Plan
from analytics.intake.report import Remark
from analytics.intake.values import Fault, Note
from analytics.intake.values.outcome import shown
from analytics.vocabulary import SHEET_FIELDS, masked

LONGEST_VALUE = 200  # characters of a cell's text that a report carries


@dataclass(slots=True)
class RowRemarks:
    """Positions are places in `index`, which holds the sheet's own row positions, from 0."""

    sheet: str
    plan: Plan
    index: np.ndarray
    faults: list[Remark] = field(default_factory=list)
    cells: dict[str, pa.Array] = field(default_factory=dict)  # by field: what the cells say, in the order of index
    _notes: dict[tuple[str, str | None], list[tuple[np.ndarray, Text]]] = field(default_factory=dict)

    def fault(self, position: int, name: str, value: str | None, fault: Fault) -> None:
        """A fault of one cell: it sets its row aside."""
        message = Text(fault.message_zh, fault.message_en)
        if value and self._personal(name) and fault.code != "error_cell":  # #REF! is nobody's data
            message, value = _masked_in(message, value), masked(value)
        self.faults.append(
            Remark(
                sheet=self.sheet,
                row=int(self.index[position]) + 1,
                code=fault.code,
                message=message,
                remedy=Text(fault.remedy_zh, fault.remedy_en),
                column=self.plan.header_of(name),
                field=name,
                value=value if value is None or len(value) <= LONGEST_VALUE else value[: LONGEST_VALUE - 1] + "…",
            )
        )

    def text(self, position: int, name: str) -> str | None:
        """What a cell says, to be searched for in the sheet; None where the field has no cells."""
        return self.cells[name][position].as_py() if name in self.cells else None

    def has_fault(self) -> set[tuple[int | None, str | None]]:
        return {(fault.row, fault.field) for fault in self.faults}

    def note(self, positions: np.ndarray, name: str | None, code: str, text: Text) -> None:
        """A note about rows that are loaded; of one field and code all rows together are one warning."""
        if len(positions):
            self._notes.setdefault((code, name), []).append((positions, text))

    def note_cells(self, positions: np.ndarray, name: str, value: str, note: Note) -> None:
        """A note about cells of one text."""
        text = Text(note.message_zh, note.message_en)
        if self._personal(name):
            text = _masked_in(text, value)
        header = self.plan.header_of(name) or SHEET_FIELDS[self.plan.kind][name].zh
        self.note(positions, name, note.code, Text(f"“{header}”列:{text.zh}", f"column {header!r}: {text.en}"))

    def sorted_faults(self, fields: Iterable[str]) -> list[Remark]:
        """The faults row by row, in the order of the kind's fields."""
        order = {name: place for place, name in enumerate(fields)}
        return sorted(self.faults, key=lambda fault: (fault.row or 0, order.get(fault.field or "", len(order))))

    def warnings(self) -> list[Remark]:
        """The notes about rows without a fault, one a field and code, with how many rows and the first."""
        found = []
        rejected = np.array(sorted({fault.row or 0 for fault in self.faults}), dtype=np.int64)
        for (code, name), notes in self._notes.items():
            rows = self.index[np.concatenate([positions for positions, _ in notes])] + 1
            owner = np.repeat(np.arange(len(notes)), [len(positions) for positions, _ in notes])
            loaded = ~np.isin(rows, rejected)
            if not loaded.any():
                continue
            place = int(np.argmin(np.where(loaded, rows, np.iinfo(np.int64).max)))
            first, count, text = int(rows[place]), int(loaded.sum()), notes[owner[place]][1]
            found.append(
                Remark(
                    self.sheet,
                    first,
                    code,
                    Text(f"{text.zh}({count} 行,首见第 {first} 行)", f"{text.en} ({count} rows, first row {first})"),
                    column=self.plan.header_of(name) if name else None,
                    field=name,
                )
            )
        return found

    def _personal(self, name: str) -> bool:
        return SHEET_FIELDS[self.plan.kind][name].personal


def _masked_in(message: Text, value: str) -> Text:
    """The message, where it quotes the value, with the value masked."""
    quoted = shown(value)
    return Text(message.zh.replace(quoted, masked(quoted)), message.en.replace(quoted, masked(quoted)))
