"""What goes to standard output: one JSON document, a table for people, or a .csv."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Sequence
from typing import Any

import click

from analytics.exchange.spreadsheet_text import inert
from analytics.measures import Frame


def say_json(document: Any) -> None:
    click.echo(json.dumps(document, ensure_ascii=False, indent=2))


def say_notes(frame: Frame) -> None:
    """What a reader of the figures must know of the data, on standard error."""
    for note in frame.notes:
        click.echo(f"note: {note.sentence().en}", err=True)


def say_rows(rows: Sequence[dict[str, Any]], shape: str, columns: Sequence[str]) -> None:
    """A table for people or a .csv; text that a spreadsheet would run as a formula stays text."""
    cells = [[_cell(row.get(column)) for column in columns] for row in rows]
    if shape == "csv":
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([inert(cell) for cell in row] for row in cells)
        return
    widths = [max([_width(column), *(_width(row[n]) for row in cells)]) for n, column in enumerate(columns)]
    for row in [list(columns), *cells]:
        click.echo("  ".join(cell + " " * (widths[n] - _width(cell)) for n, cell in enumerate(row)).rstrip())


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.4f}"
    if isinstance(value, list):
        return "; ".join(str(part) for part in value)
    if isinstance(value, dict):
        return " ".join(str(part) for part in value.values())
    return str(value)


def _width(text: str) -> int:
    """Columns on a terminal: Chinese characters take two."""
    return sum(2 if ord(char) > 0x2E7F else 1 for char in text)
