"""The tables of a web page, as one sheet: many systems export HTML and name it .xls.

Excel shows such a page as one sheet, its tables and the lines between them one below another; so is it read
here, and a title above the table or a header kept in a table of its own keeps its place. Nothing a page
points to is ever opened: links, pictures, styles and scripts are passed over.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

from analytics.intake.archive import damaged
from analytics.intake.encodings import decode
from analytics.intake.limits import MAX_COLUMN_SPAN, MAX_ROW_SPAN
from analytics.intake.sheet import Grid, Merge, Sheet

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_UNSEEN = {"script", "style", "title", "head"}
_BREAKS = {"br", "p", "div", "li"}
_HEAD_BYTES = 64 * 1024


def read_html(path: Path, name: str) -> Sheet:
    """The page as one sheet. Raises FileError (unknown_encoding, damaged_file, too_many_cells, cell_too_long)."""
    raw = path.read_bytes()
    declared = _CHARSET.search(raw[:_HEAD_BYTES].replace(b"\x00", b""))
    page = _Page(Grid(name, Path(name).stem))
    text = decode(raw, name, declared[1].decode("ascii", "replace") if declared else None)
    try:
        page.feed(text)
        page.close()
    except AssertionError as error:  # html.parser's answer to some broken declarations
        raise damaged(name) from error
    return page.done()


class _Cell:
    """A cell being read. down, across: how many rows and columns it takes."""

    def __init__(self, down: int, across: int) -> None:
        self.down, self.across = down, across
        self.pieces: list[str] = []

    def text(self) -> str | None:
        lines = [re.sub(r"[ \t\r\n\f\xa0]+", " ", line).strip() for line in "".join(self.pieces).split("\v")]
        return "\n".join(line for line in lines if line) or None


class _Page(HTMLParser):
    def __init__(self, grid: Grid) -> None:
        super().__init__(convert_charrefs=True)
        self._grid = grid
        self._row: list[_Cell] | None = None
        self._cell: _Cell | None = None
        self._between = _Cell(1, 1)  # text that stands outside every cell
        self._hanging: dict[int, int] = {}  # column -> rows below that a cell above still takes
        self._merges: list[Merge] = []
        self._hidden_rows: list[int] = []
        self._row_is_hidden = False
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "body":
            self._unseen = 0  # a page whose head is never closed
        elif tag in _UNSEEN:
            self._unseen += 1
        elif tag == "table":
            self._unseen = 0
            # A table inside a cell, mostly for looks: what the row holds so far, if anything, is a row of its own.
            if self._row is not None and not any(cell.text() for cell in self._row):
                self._row = self._cell = None
            self._end_row()
            self._end_between()
            self._hanging = {}
        elif tag == "tr":
            self._end_row()
            self._end_between()
            self._unseen = 0
            self._row, self._row_is_hidden = [], bool(_HIDDEN.search(values.get("style") or ""))
        elif tag in ("td", "th"):
            if self._row is None:
                self._end_between()
                self._row, self._row_is_hidden = [], False
            self._cell = _Cell(
                _span(values.get("rowspan"), MAX_ROW_SPAN), _span(values.get("colspan"), MAX_COLUMN_SPAN)
            )
            self._row.append(self._cell)
        elif tag in _BREAKS:
            self._break(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _UNSEEN:
            self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN:
            self._unseen = max(0, self._unseen - 1)
        elif tag in ("td", "th"):
            self._cell = None
        elif tag in ("tr", "table"):
            self._end_row()
            if tag == "table":
                self._hanging = {}
        elif tag in _BREAKS or tag in ("h1", "h2", "h3", "h4", "h5", "h6", "caption"):
            self._break(tag)

    def handle_data(self, data: str) -> None:
        if self._unseen:
            return
        if self._cell is not None:
            self._cell.pieces.append(data)
        else:
            self._between.pieces.append(data)

    def done(self) -> Sheet:
        self._end_row()
        self._end_between()
        return self._grid.sheet(merges=self._merges, hidden_rows=self._hidden_rows)

    def _break(self, tag: str) -> None:
        if self._cell is not None:
            self._cell.pieces.append("\v")  # a line end that is meant, unlike those of the page's source
        elif self._row is None and tag != "br":
            self._end_between()

    def _end_between(self) -> None:
        text = self._between.text()
        self._between = _Cell(1, 1)
        if text:
            self._grid.add([text])

    def _end_row(self) -> None:
        if self._row is None:
            return
        here = self._grid.height
        cells: list[str | None] = []
        taken = self._hanging
        self._hanging = {column: rows - 1 for column, rows in taken.items() if rows > 1}
        for cell in self._row:
            while len(cells) in taken:
                cells.append(None)
            first = len(cells)
            cells += [cell.text(), *[None] * (cell.across - 1)]
            if cell.down > 1:
                self._hanging |= dict.fromkeys(range(first, first + cell.across), cell.down - 1)
            if cell.down > 1 or cell.across > 1:
                self._merges.append((here, first, here + cell.down - 1, first + cell.across - 1))
        if self._row_is_hidden:
            self._hidden_rows.append(here)
        self._row = self._cell = None
        self._grid.add(cells)


def _span(text: str | None, most: int) -> int:
    digits = re.match(r"\s*(\d{1,9})", text or "")
    return min(max(1, int(digits[1])), most) if digits else 1
