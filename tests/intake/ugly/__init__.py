"""Workbooks as branches send them: one function a trap, built in code, with the rows that must come out of it."""

from tests.intake.ugly import above, around, exposure, faults, headers, levels, lines, merges, sheets
from tests.intake.ugly.book import TRAPS, Row, Ugly

__all__ = [
    "TRAPS",
    "Row",
    "Ugly",
    "above",
    "around",
    "exposure",
    "faults",
    "headers",
    "levels",
    "lines",
    "merges",
    "sheets",
]
