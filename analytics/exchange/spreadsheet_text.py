"""Text that a spreadsheet shows and never runs."""

from __future__ import annotations

import re

# OWASP "CSV injection": these beginnings make Excel, WPS and LibreOffice evaluate a cell. Excel reads the full-width
# signs as the plain ones in Chinese and Japanese settings.
RUNS = re.compile(" *[-=+@\uff1d\uff0b\uff0d\uff20\t\r\n]")
_NUMBER = re.compile(r"[-+]?\d+(?:\.\d+)?%?")


def runs_as_formula(text: str) -> bool:
    """Whether a spreadsheet would take the text for a formula. A plain number is none."""
    return bool(RUNS.match(text)) and not _NUMBER.fullmatch(text)


def inert(text: str) -> str:
    """The text as a cell of a .csv that Excel opens: what would run gets an apostrophe in front."""
    return f"'{text}" if runs_as_formula(text) else text
