"""What the screen adds to the engine's way of writing numbers: foreign text that must not act as Markdown."""

from __future__ import annotations

import re

from analytics.measures.formats import DASH, count, figure_value, interval, month_name, percent, ratio, yuan

__all__ = ["DASH", "bare", "count", "figure_value", "interval", "month_name", "percent", "plain", "ratio", "yuan"]

_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+!|<>~$:])")
_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+!|<>~$:])")


def plain(text: str) -> str:
    """Text from a workbook or an address, so that nothing in it acts as Markdown."""
    return _MARKDOWN.sub(r"\\\1", text.replace("\n", " "))


def bare(text: str) -> str:
    """What `plain` wrote, for where nothing reads Markdown: what a figure or table is called, a file."""
    return _ESCAPED.sub(r"\1", text)
