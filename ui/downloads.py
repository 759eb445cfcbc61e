"""Tables and figures to take along. A cell that a spreadsheet would run as a formula stays text."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, Any

import pandas as pd

from analytics.charts import Mode, palette

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

# OWASP "CSV injection": these beginnings make Excel, WPS and LibreOffice evaluate the cell.
_FORMULA = re.compile(r" *[=+\-@\t\r]")


def spreadsheet_text(value: Any) -> Any:
    """The value, or text behind an apostrophe where it begins like a formula. Numbers stay numbers."""
    if isinstance(value, str) and _FORMULA.match(value):
        return f"'{value}"
    return value


def safe_table(table: pd.DataFrame) -> pd.DataFrame:
    """The table with every heading and cell safe to copy or save into a spreadsheet.

    For every table with words from a workbook: Streamlit's own tables can be copied and saved by the reader.
    """
    return table.apply(_safe_column).rename(columns=spreadsheet_text)


def _safe_column(column: pd.Series) -> pd.Series:
    if pd.api.types.is_numeric_dtype(column) or (
        isinstance(column.dtype, pd.StringDtype) and not column.str.match(_FORMULA, na=False).any()
    ):
        return column
    return column.map(spreadsheet_text)


def csv_bytes(table: pd.DataFrame) -> bytes:
    """A safe table as UTF-8 with the mark that makes Excel read Chinese."""
    return safe_table(table).to_csv(index=False, lineterminator="\r\n").encode("utf-8-sig")


def xlsx_bytes(table: pd.DataFrame, title: str, notes: str) -> bytes:
    """A table as a workbook of real numbers, its finding above and its basis below."""
    from analytics.exchange.table_workbook import table_workbook  # openpyxl takes memory: not before it is used

    rows = [[None if pd.isna(value) else value for value in row] for row in table.itertuples(index=False, name=None)]
    return table_workbook([str(column) for column in table.columns], rows, title, notes)


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
