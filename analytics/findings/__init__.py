"""Measures and statistics -> ranked facts with their numbers and the test they passed, as sentences in zh and en."""

from analytics.findings.facts import card_figures, overview_tables
from analytics.findings.finding import Code, Finding, Link, Page, Tone
from analytics.findings.months import largest
from analytics.findings.pages import findings

__all__ = ["Code", "Finding", "Link", "Page", "Tone", "card_figures", "findings", "largest", "overview_tables"]
