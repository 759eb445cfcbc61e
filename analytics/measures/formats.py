"""Numbers and months as people read them, the same on the screen, in findings, in the deck and in exports.

A missing value is a dash, never a zero.
"""

from __future__ import annotations

from analytics.measures.figure import Figure
from analytics.vocabulary import RATIOS, Measure

DASH = "—"
ENGLISH_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_HUNDRED_MILLION = 100_000_000


def count(value: float | int | None) -> str:
    return DASH if value is None else f"{value:,.0f}"


def ratio(value: float | None) -> str:
    """Two decimals; below 0.1 two significant digits, so that what is not zero never reads as zero."""
    if value is None:
        return DASH
    if value == 0 or abs(value) >= 0.1:
        return f"{value:,.2f}"
    digits = f"{value:.1e}"  # 3.4e-02: the exponent says how many decimals two digits need
    return f"{value:.{1 - int(digits.split('e')[1])}f}"


def percent(value: float | None) -> str:
    return DASH if value is None else f"{value * 100:.1f}%"


def figure_value(measure: Measure, value: float | int | None) -> str:
    """A value of a measure without its unit; a share as percent."""
    if measure is Measure.TIMELY_RATE:
        return percent(value)
    return ratio(value) if measure in RATIOS else count(value)


def interval(figure: Figure) -> str | None:
    """Both ends of the 95% interval, or None where there is none."""
    if figure.low is None or figure.high is None:
        return None
    return f"{figure_value(figure.measure, figure.low)}–{figure_value(figure.measure, figure.high)}"


def yuan(value: float | None, language: str) -> str:
    """Money as people say it: 亿元 from a hundred million on, else 万元; millions in English."""
    if value is None:
        return DASH
    if language != "zh":
        return f"{value / 1_000_000:,.2f}m yuan"
    return f"{value / _HUNDRED_MILLION:,.2f} 亿元" if value >= _HUNDRED_MILLION else f"{value / 10_000:,.2f} 万元"


def month_name(month: str, language: str, beside: str | None = None) -> str:
    """ "2016-09" as 2016 年 9 月, or Sep 2016; without the year beside a month of the same year."""
    year, number = month[:4], int(month[5:])
    if beside is not None and beside[:4] == year:
        return f"{number} 月" if language == "zh" else ENGLISH_MONTHS[number - 1]
    return f"{year} 年 {number} 月" if language == "zh" else f"{ENGLISH_MONTHS[number - 1]} {year}"


def month_span(first: str, last: str, language: str, beside: str | None = None) -> str:
    """2016 年 8 月至 9 月, or Aug to Sep 2016; one month as itself. The first is named as `month_name` does."""
    said = month_name(first, language, beside)
    if first == last:
        return said
    if language != "zh" and first[:4] == last[:4]:  # English says the year at the end
        return f"{ENGLISH_MONTHS[int(first[5:]) - 1]} to {month_name(last, language, beside)}"
    return f"{said}{'至 ' if language == 'zh' else ' to '}{month_name(last, language, first)}"
