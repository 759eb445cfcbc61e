"""Tables and figures to take along. A cell that a spreadsheet would run as a formula stays text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pandas as pd

from analytics.charts import Mode, palette
from analytics.exchange.spreadsheet_text import RUNS

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

_NO_FILE_NAME = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')
_SHARES = "shares"  # in a table's attrs
WHOLE, PERCENT, RATIO = "#,##0", "0.0%", "#,##0.0###"  # as Excel writes formats of numbers


def spreadsheet_text(value: Any) -> Any:
    """The value, or text behind an apostrophe where it begins like a formula. Numbers stay numbers."""
    return f"'{value}" if isinstance(value, str) and RUNS.match(value) else value


def safe_table(table: pd.DataFrame) -> pd.DataFrame:
    """The table with every heading and cell safe to copy or save into a spreadsheet.

    For every table with words from a workbook: Streamlit's own tables can be copied and saved by the reader.
    """
    return table.apply(_safe_column).rename(columns=spreadsheet_text)


def _safe_column(column: pd.Series) -> pd.Series:
    if pd.api.types.is_numeric_dtype(column) or (
        isinstance(column.dtype, pd.StringDtype) and not column.str.match(RUNS, na=False).any()
    ):
        return column
    return column.map(spreadsheet_text)


def csv_bytes(table: pd.DataFrame) -> bytes:
    """A safe table as UTF-8 with the mark that makes Excel read Chinese."""
    return safe_table(table).to_csv(index=False, lineterminator="\r\n").encode("utf-8-sig")


def with_shares(table: pd.DataFrame, *columns: str) -> pd.DataFrame:
    """The table, saying which of its columns hold shares of 1: percent on the screen and in Excel."""
    table.attrs[_SHARES] = columns
    return table


def shares_of(table: pd.DataFrame) -> Sequence[str]:
    columns: Sequence[str] = table.attrs.get(_SHARES, ())
    return columns


def xlsx_bytes(table: pd.DataFrame, subject: str, title: str, notes: str, row_formats: Sequence[str] = ()) -> bytes:
    """A table as a workbook of real numbers, its finding and its basis above. subject: what the sheet is called.

    row_formats: Excel's format of each row's numbers, where the rows are of different kinds.
    """
    from openpyxl import Workbook  # takes memory: not before it is used

    from analytics.export.sheets import Column, Shaped, add_table

    columns = [Column(str(name), _number_format(table[name], name in shares_of(table))) for name in table.columns]
    rows = [[None if pd.isna(cell) else cell for cell in row] for row in table.itertuples(index=False, name=None)]
    for row, shape in zip(rows, row_formats, strict=False):
        row[:] = [Shaped(cell, shape) if isinstance(cell, int | float) else cell for cell in row]
    book = Workbook(write_only=True)
    add_table(book, subject, title, notes, columns, rows)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _number_format(column: pd.Series, share: bool) -> str:
    """Excel's format of a column: "" for text, percent for shares, up to four decimals where it is not of whole
    numbers."""
    if not pd.api.types.is_numeric_dtype(column):
        return ""
    if share:
        return PERCENT
    return WHOLE if (column.dropna() % 1 == 0).all() else RATIO


def file_stem(subject: str) -> str:
    """What a file of this subject is called, without what a file system forbids."""
    return _NO_FILE_NAME.sub("-", subject).strip()[:80]


def figure_html(figure: Figure, title: str, notes: str, language: str, mode: Mode) -> bytes:
    """A page of its own that works without a network, on the ground the figure was drawn for; its toolbar saves it as
    .svg."""
    colours = palette(mode)
    chart = figure.to_html(
        full_html=False,
        include_plotlyjs=True,
        config={"displaylogo": False, "toImageButtonOptions": {"format": "svg"}},
    )
    return (
        f'<!doctype html><html lang="{language}"><meta charset="utf-8"><title>{escape(title)}</title>'
        '<body style="font-family:Microsoft YaHei,PingFang SC,Noto Sans CJK SC,sans-serif;max-width:1100px;'
        "margin:2rem auto;"
        f'background:{colours.background};color:{colours.ink}">'
        f'<h1 style="font-size:1.3rem">{escape(title)}</h1>{chart}'
        f'<p style="color:{colours.limit};font-size:.8rem">{escape(notes)}</p></body></html>'
    ).encode()
