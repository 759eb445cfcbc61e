"""From a question to a file: the one way of the command line and of the Report page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from analytics.deck.brief import Asked
from analytics.deck.pptx_file import write_deck
from analytics.deck.slides import Deck
from analytics.deck.story.whole import build_deck
from analytics.errors import Text

Progress = Callable[[str, int, int], None]  # "story" or "file", so many done, of so many


@dataclass(frozen=True, slots=True)
class Made:
    """A deck with its file, and what the template lacks."""

    deck: Deck
    file: bytes
    remarks: tuple[Text, ...]


def make_deck(
    cursor: duckdb.DuckDBPyConnection,
    asked: Asked,
    template: Path | None = None,
    progress: Progress | None = None,
    chosen_comments: Sequence[int] | None = None,
) -> Made:
    """The deck as it was last arranged and edited, as a .pptx. chosen_comments: their numbers, None as arranged.

    Raises RequestError (unknown branch, no such year), RuleError, and FileError for a template that cannot be used.
    """
    tell = progress or (lambda part, done, of: None)
    deck = build_deck(cursor, asked, chosen_comments, progress=lambda done, of: tell("story", done, of))
    file, remarks = write_deck(deck, template, lambda done, of: tell("file", done, of))
    return Made(deck, file, remarks)


def file_name(asked: Asked) -> str:
    """What the file is called when somebody takes it along."""
    whom = f"-{asked.branch}" if asked.branch else ""
    safe = "".join(char for char in whom if char not in '/\\:*?"<>|')
    return f"投诉分析报告-{asked.year}{safe}.pptx" if asked.language == "zh" else f"complaints-{asked.year}{safe}.pptx"
