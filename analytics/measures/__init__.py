"""Scope -> counts, ratios and times, each a figure that can be defended."""

from analytics.measures.complaints import complaints
from analytics.measures.figure import Figure, Frame, MeasureTable, Missing, Row
from analytics.measures.known import Known, known
from analytics.measures.scope import Scope, month_range
from analytics.measures.table import measure

__all__ = [
    "Figure",
    "Frame",
    "Known",
    "MeasureTable",
    "Missing",
    "Row",
    "Scope",
    "complaints",
    "known",
    "measure",
    "month_range",
]
