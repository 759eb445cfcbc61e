"""A sheet of text cells, and how one is put together row by row within the limit on cells."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.compute as pc

from analytics.errors import FileError, Text
from analytics.intake.limits import MAX_CELL_CHARS, MAX_CELLS

Merge = tuple[int, int, int, int]

# What a formula that failed shows; in a text or HTML table it is all that is left of the error.
ERROR_CELLS = {
    "#REF!": "Ref",
    "#N/A": "NA",
    "#VALUE!": "Value",
    "#DIV/0!": "Div0",
    "#NAME?": "Name",
    "#NUM!": "Num",
    "#NULL!": "Null",
}
_BLOCK_ROWS = 8192


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: `columns` of equal length, text or null; `errors` are cells such as #REF! by (row, column), and
    formulas (=B2+5) whose result the file does not hold.

    All positions count from 0. `merges` are (first row, first column, last row, last column), ends included, and
    only the first cell of one holds its text. What a format does not tell is left at its default.
    """

    name: str
    columns: list[pa.Array]
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    visible: bool = True  # False: hidden, or hidden so that only a macro can show it
    merges: list[Merge] = field(default_factory=list)
    hidden_rows: tuple[range, ...] = ()
    hidden_columns: tuple[range, ...] = ()
    date1904: bool = False  # day serials of this workbook count from 1904-01-01, not from 1900

    @property
    def height(self) -> int:
        return len(self.columns[0]) if self.columns else 0

    def row(self, index: int) -> list[str | None]:
        return [column[index].as_py() for column in self.columns]


@dataclass(slots=True)
class SheetMarks:
    """What a sheet says besides its cells, where the workbook's parser does not pass it on; positions from 0."""

    merges: list[Merge] = field(default_factory=list)
    hidden_rows: tuple[range, ...] = ()
    hidden_columns: tuple[range, ...] = ()
    uncomputed: dict[tuple[int, int], str] = field(default_factory=dict)  # formulas without a result, as =B2+5


class Grid:
    """Rows of text, of any width, gathered into columns. Memory stays near that of the columns themselves."""

    def __init__(self, file_name: str, sheet_name: str) -> None:
        self.file_name = file_name
        self.sheet_name = sheet_name
        self.height = 0
        self.errors: dict[tuple[int, int], str] = {}
        self._rows: list[Sequence[str | None]] = []
        self._blocks: list[list[pa.Array]] = []
        self._block_heights: list[int] = []
        self._width = 0

    def add(self, row: Sequence[str | None]) -> None:
        """The next row. Raises FileError(too_many_cells, cell_too_long)."""
        self._width = max(self._width, len(row))
        self._rows.append(row)
        self.height += 1
        if self._width * self.height > MAX_CELLS:
            raise too_many_cells(self.file_name, self.sheet_name, self.height, self._width)
        if len(self._rows) == _BLOCK_ROWS:
            self._pack()

    def sheet(
        self,
        *,
        visible: bool = True,
        merges: Iterable[Merge] = (),
        hidden_rows: Iterable[int] = (),
        hidden_columns: Iterable[int] = (),
        date1904: bool = False,
    ) -> Sheet:
        """What was gathered. Rows and columns at the end that hold nothing are left out."""
        self._pack()
        columns = []
        for number in range(self._width):
            parts = [
                block[number] if number < len(block) else pa.nulls(height, pa.string())
                for block, height in zip(self._blocks, self._block_heights, strict=True)
            ]
            columns.append(parts[0] if len(parts) == 1 else pa.concat_arrays(parts))
        self._blocks.clear()
        return Sheet(
            self.sheet_name,
            trimmed(columns, self.errors),
            self.errors,
            visible=visible,
            merges=list(merges),
            hidden_rows=as_ranges(hidden_rows),
            hidden_columns=as_ranges(hidden_columns),
            date1904=date1904,
        )

    def _pack(self) -> None:
        if not self._rows:
            return
        first = self.height - len(self._rows)
        error_texts = pa.array(list(ERROR_CELLS), pa.string())
        block = []
        for number in range(max(map(len, self._rows))):
            cells = pa.array([(row[number] or None) if number < len(row) else None for row in self._rows], pa.string())
            refuse_long_cells(cells, self.file_name, self.sheet_name, first, number)
            failed = pc.is_in(cells, value_set=error_texts)
            if pc.any(failed).as_py():
                for position in pc.indices_nonzero(failed).to_pylist():
                    self.errors[first + position, number] = f"Error({ERROR_CELLS[cells[position].as_py()]})"
                cells = pc.if_else(failed, None, cells)
            block.append(cells)
        self._blocks.append(block)
        self._block_heights.append(len(self._rows))
        self._rows = []


def refuse_long_cells(cells: pa.Array, file_name: str, sheet_name: str, first: int, column: int) -> None:
    """Raise FileError(cell_too_long) for a cell that no spreadsheet could hold. first: the row of cells[0]."""
    if (pc.max(pc.binary_length(cells)).as_py() or 0) <= MAX_CELL_CHARS:  # bytes: never fewer than characters
        return
    lengths = pc.utf8_length(cells)
    longest = pc.max(lengths).as_py()
    if longest > MAX_CELL_CHARS:
        raise cell_too_long(file_name, sheet_name, first + pc.index(lengths, longest).as_py(), column, longest)


def trimmed(columns: list[pa.Array], errors: dict[tuple[int, int], str]) -> list[pa.Array]:
    """Without the rows and columns at the end that hold nothing but blanks: a stray format or space far below."""
    last_row = max((row for row, _ in errors), default=-1)
    narrowest = max((column + 1 for _, column in errors), default=0)
    width = len(columns)
    while width > narrowest and _last_filled(columns[width - 1]) < 0:
        width -= 1
    for column in columns[:width]:
        if last_row == len(column) - 1:
            break  # as nearly always: the last row is a row
        last_row = max(last_row, _last_filled(column))
    return [column.slice(0, last_row + 1) for column in columns[:width]]


def _last_filled(column: pa.Array) -> int:
    """Position of the last cell with more than white space in it; -1 when there is none."""
    end = len(column)
    if column.null_count == end:
        return -1
    if (column[end - 1].as_py() or "").strip():
        return end - 1
    step = 64
    while end > 0:
        part = column.slice(max(0, end - step), min(step, end))
        filled = pc.fill_null(pc.greater(pc.utf8_length(pc.utf8_trim_whitespace(part)), 0), False)
        if pc.any(filled).as_py():
            positions = pc.indices_nonzero(filled)
            return max(0, end - step) + int(positions[-1].as_py())
        end -= step
        step *= 4
    return -1


def as_ranges(positions: Iterable[int]) -> tuple[range, ...]:
    """Positions as runs: a filter hides tens of thousands of rows in a few runs."""
    runs: list[range] = []
    for position in sorted(set(positions)):
        if runs and runs[-1].stop == position:
            runs[-1] = range(runs[-1].start, position + 1)
        else:
            runs.append(range(position, position + 1))
    return tuple(runs)


def column_letters(column: int) -> str:
    """Column 0 is A, 26 is AA: as the spreadsheet names it."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def too_many_cells(file_name: str, sheet_name: str, rows: int, columns: int) -> FileError:
    corner = f"{column_letters(columns - 1)}{rows}"
    return FileError(
        "too_many_cells",
        Text(
            f"{file_name} 工作表“{sheet_name}”一直用到单元格 {corner},超出 {MAX_CELLS:,} 个单元格的上限",
            f"{file_name}, sheet {sheet_name!r}: it is in use as far as cell {corner}, more than {MAX_CELLS:,} cells",
        ),
        Text(
            "请删除表格以外的零散内容(Ctrl+End 可找到最后一个单元格),或拆分后导入",
            "delete what stands outside the table (Ctrl+End finds the last cell), or split the table",
        ),
    )


def cell_too_long(file_name: str, sheet_name: str, row: int, column: int, length: int) -> FileError:
    place = f"{column_letters(column)}{row + 1}"
    return FileError(
        "cell_too_long",
        Text(
            f"{file_name} 工作表“{sheet_name}”单元格 {place} 有 {length:,} 个字符,"
            f"超过 Excel 允许的 {MAX_CELL_CHARS:,} 个",
            f"{file_name}, sheet {sheet_name!r}: cell {place} holds {length:,} characters, Excel allows"
            f" {MAX_CELL_CHARS:,}",
        ),
        Text(
            "请检查该处:常见原因是多余的引号把后面的内容并成了一格",
            "look at the place: often a stray quotation mark has swallowed what follows",
        ),
    )
