"""The line of totals under a table: never added up or averaged from its rows, always asked of the engine."""

from __future__ import annotations

from collections.abc import Sequence

from analytics.measures import Figure, Scope
from analytics.measures.names import MEASURE_NAMES
from analytics.vocabulary import RATIOS, Dimension, Measure
from ui.data import ask
from ui.formats import figure_value, yuan
from ui.language import language, words


def total_line(scope: Scope, measures: Sequence[Measure], *more: tuple[str, str]) -> str:
    """Measures of the whole scope: complaints are counted once, a ratio is sum over sum. more: names and values."""
    parts = [
        (MEASURE_NAMES[one].in_language(language()), _said(row.figures[one]))
        for row in ask(scope, (Dimension.TOTAL,), measures).rows
        for one in measures
    ]
    return totals(*parts, *more)


def totals(*parts: tuple[str, str]) -> str:
    """What an answer of the engine says of all its rows together: names and values."""
    return words()("common.total", parts=" · ".join(f"{name} {value}" for name, value in parts)) if parts else ""


def _said(figure: Figure) -> str:
    if figure.measure is Measure.PREMIUM_YUAN:
        return yuan(figure.value, language())
    said = figure_value(figure.measure, figure.value)
    with_unit = figure.measure in RATIOS and figure.measure is not Measure.TIMELY_RATE and figure.value is not None
    return f"{said} {figure.unit.in_language(language())}" if with_unit else said
