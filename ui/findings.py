"""The engine's findings on a page: each sentence with its mark, and in small how it was tested."""

from __future__ import annotations

from collections.abc import Collection

from analytics.findings import Code, Finding, Page, Tone, findings
from analytics.measures import Scope
from analytics.text_width import kept_together
from ui.data import answer
from ui.formats import plain
from ui.language import language

_MARKS = {Tone.ACTION: ":orange[:material/priority_high:]", Tone.NOTE: ":material/info:", Tone.CONTEXT: ""}


def found(scope: Scope, page: Page) -> list[Finding]:
    return answer(findings, scope, page)


def said(finding: Finding) -> str:
    """One finding as Markdown."""
    chosen = language()
    text, test = (plain(kept_together(one.in_language(chosen))) for one in (finding.text, finding.test))
    return f"{_MARKS[finding.tone]} {text} :small[:gray[{test}]]".strip()


def lines(scope: Scope, page: Page, codes: Collection[Code]) -> list[str]:
    """The findings of these kinds as lines of a list, in the engine's order."""
    return [f"- {said(one)}" for one in found(scope, page) if one.code in codes]
