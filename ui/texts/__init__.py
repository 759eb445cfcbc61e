"""The text catalogue: every word the pages show, in both languages, side by side in the .toml files here.

A file's name is the first part of its keys: `overview.toml` holds `overview.*`. A text may have named gaps,
`{month}`, the same in both languages; beside a count, `{n:complaint|complaints}` takes the word that goes with it.
Labels of what the engine defines (fields, causes, units) stay there.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from analytics.errors import Text

LANGUAGES = ("zh", "en")
Say = Callable[..., str]


@lru_cache(maxsize=1)
def catalogue() -> dict[str, Text]:
    """All texts by key, such as `overview.title`."""
    texts: dict[str, Text] = {}
    for path in sorted(Path(__file__).parent.glob("*.toml")):
        texts |= dict(_texts(path.stem, tomllib.loads(path.read_text(encoding="utf-8"))))
    return texts


def _texts(prefix: str, table: dict[str, Any]) -> Iterator[tuple[str, Text]]:
    for name, entry in table.items():
        key = f"{prefix}.{name}"
        if set(entry) == set(LANGUAGES):
            yield key, Text(entry["zh"], entry["en"])
        else:
            yield from _texts(key, entry)


def speaker(language: str) -> Say:
    """A function that says a text by its key in this language: `say("overview.title", month="2016-09")`."""

    def say(key: str, /, **gaps: object) -> str:
        return catalogue()[key].filled(language, **gaps)

    return say
