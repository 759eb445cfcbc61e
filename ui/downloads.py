"""Tables to take along. A cell that a spreadsheet would run as a formula stays text."""

from __future__ import annotations

from typing import Any

import pandas as pd

# OWASP "CSV injection": these beginnings make Excel, WPS and LibreOffice evaluate the cell.
_FORMULA_BEGINNINGS = ("=", "+", "-", "@", "\t", "\r")


def spreadsheet_text(value: Any) -> Any:
    """The value, or text behind an apostrophe where it begins like a formula. Numbers stay numbers."""
    if isinstance(value, str) and value.lstrip(" ").startswith(_FORMULA_BEGINNINGS):
        return f"'{value}"
    return value


def safe_table(table: pd.DataFrame) -> pd.DataFrame:
    """The table with every heading and cell safe to copy or save into a spreadsheet.

    For every table with words from a workbook: Streamlit's own tables can be copied and saved by the reader.
    """
    return table.map(spreadsheet_text).rename(columns=spreadsheet_text)


def csv_bytes(table: pd.DataFrame) -> bytes:
    """A safe table as UTF-8 with the mark that makes Excel read Chinese."""
    return safe_table(table).to_csv(index=False, lineterminator="\r\n").encode("utf-8-sig")
