"""Measures and statistics -> ranked facts with their numbers and the test they passed, as sentences in zh and en."""

from analytics.findings.finding import Code, Finding, Link, Page, Tone

__all__ = ["Code", "Finding", "Link", "Page", "Tone"]
