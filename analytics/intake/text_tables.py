"""A table of separated values: comma, tab or semicolon, with or without quotation marks."""

from __future__ import annotations

import csv
import io
import itertools
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from analytics.errors import FileError, Text
from analytics.intake.encodings import decode
from analytics.intake.limits import MAX_FILE_BYTES
from analytics.intake.sheet import Grid, Sheet

_MARKS = (",", "\t", ";")
_SAMPLE_CHARS = 64 * 1024
# ="00123" is how a text table tells Excel to keep a number's zeros. It is text; nothing is ever calculated.
_KEPT_AS_TEXT = re.compile(r'="([^"]*)"')
# The last line, put there: when it comes out as a row of its own, every quotation mark was closed.
_END = "\x1eend of the table\x1e"
# A line of a narrative has a few commas; as many as a table of so many columns it has not.
_TELLING_WIDTH = 5


def read_text_table(path: Path, name: str) -> Sheet:
    """The table of a text file. Raises FileError (unknown_encoding, damaged_file, unclosed_quote, too_many_cells)."""
    text = decode(path.read_bytes(), name)
    first, _, rest = text.partition("\n")
    told = re.fullmatch(r"sep=(.)\s*", first, re.IGNORECASE)  # Excel's own first line
    if told:
        text = rest
    mark = told[1] if told else _separator(text)
    grid = Grid(name, Path(name).stem)
    if told:
        grid.add([])
    # A field is as long as it is; the limit on cells speaks, with the place.
    csv.field_size_limit(MAX_FILE_BYTES)
    quoted, kept = '"' in text, '="' in text
    widths = Counter[int]()
    try:
        for row in csv.reader(itertools.chain(io.StringIO(text, newline=""), [_END]), delimiter=mark):
            if row == [_END]:
                break
            widths[len(row)] += 1
            if quoted and _swallows_rows(row, mark, widths):
                raise _unclosed(name, grid.height)
            grid.add([_shown(cell) for cell in row] if kept else row)
        else:
            raise _unclosed(name, grid.height - 1)
    except csv.Error as error:
        raise FileError(
            "unreadable_text",
            Text(f"{name} 无法按表格读取:{error}", f"{name} cannot be read as a table: {error}"),
            Text("请重新导出为 .csv,或另存为 .xlsx", "export it again as .csv, or save it as .xlsx"),
        ) from error
    return grid.sheet()


def _shown(cell: str) -> str:
    if cell.startswith('="'):
        kept = _KEPT_AS_TEXT.fullmatch(cell)
        if kept:
            return kept[1]
    return cell


def _separator(text: str) -> str:
    """The mark that divides most lines into equally many cells; commas inside a narrative do not do that."""
    sample = text[:_SAMPLE_CHARS]
    if len(text) > _SAMPLE_CHARS:
        sample = sample[: sample.rfind("\n") + 1]

    def evenness(mark: str) -> tuple[int, int]:
        widths = Counter(len(row) for row in _rows_of(sample, mark) if len(row) > 1)
        if not widths:
            return 0, 0
        width, rows = max(widths.items(), key=lambda item: (item[1], item[0]))
        return rows, width

    return max(_MARKS, key=evenness)  # of equals the first: comma


def _rows_of(sample: str, mark: str) -> Iterator[list[str]]:
    try:
        yield from csv.reader(io.StringIO(sample, newline=""), delimiter=mark)
    except csv.Error:
        return


def _swallows_rows(row: list[str], mark: str, widths: Counter[int]) -> bool:
    """A stray quotation mark makes one cell of everything up to the next one: rows would be lost unseen.

    A line inside a cell that has as many separators as the table's lines is such a row.
    """
    several = [cell for cell in row if "\n" in cell and mark in cell]
    if not several:
        return False
    usual = widths.most_common(1)[0][0]
    return usual >= _TELLING_WIDTH and any(
        line.count(mark) >= usual - 1 for cell in several for line in cell.split("\n")[1:-1]
    )


def _unclosed(name: str, index: int) -> FileError:
    return FileError(
        "unclosed_quote",
        Text(
            f"{name} 第 {index + 1} 行有多余的引号,其后的行会被并成一格",
            f'{name}: row {index + 1} has a stray quotation mark (") that swallows the rows after it',
        ),
        Text(
            "请改正该行的引号后重新导出,或另存为 .xlsx",
            "mend the quotation mark and export again, or save it as .xlsx",
        ),
    )
