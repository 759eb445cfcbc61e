"""The words of the deck in both languages, from words.toml; gaps are named and the same in both."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from analytics.errors import Text

Say = Callable[..., str]


@lru_cache(maxsize=1)
def catalogue() -> dict[str, Text]:
    """Every text by its key, `section.name`."""
    tables = tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))
    return {
        f"{section}.{name}": Text(entry["zh"], entry["en"])
        for section, entries in tables.items()
        for name, entry in entries.items()
    }


def speaker(language: str) -> Say:
    """`say("months.title", n=3)` in this language."""

    def say(key: str, **gaps: object) -> str:
        return catalogue()[key].filled(language, **gaps)

    return say
