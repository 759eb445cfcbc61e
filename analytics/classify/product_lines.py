"""Product lines: Chinese aliases of one line are merged, every other label stays as typed."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from analytics.classify.reference import REFERENCE, bad_reference, check_fields, entries, read_reference
from analytics.classify.text import close_up, label_key


def normalise_product_line(label: str) -> str:
    """The line's usual name if the label is a Chinese alias of it, else the label, trimmed and in half width."""
    names, _ = load_product_lines()
    return names.get(label_key(label)) or close_up(label)


def product_line_in_english(line: str) -> str:
    """What to show for a line on an English screen: its English name, or the line itself if not known."""
    _, english = load_product_lines()
    return english.get(line, line)


@lru_cache(maxsize=2)
def load_product_lines(path: Path | None = None) -> tuple[dict[str, str], dict[str, str]]:
    """Two tables: key of a name or alias -> Chinese name; Chinese name -> English name.

    Reads `path`, by default the file that ships. Raises AppError `bad_reference` with the place.
    """
    path = path or REFERENCE / "product_lines.toml"
    data, _ = read_reference(path)
    names: dict[str, str] = {}
    english: dict[str, str] = {}
    for entry in entries(data, "line", path):
        place = f"line {entry.get('zh', 'without zh')!r}"
        check_fields(entry, {"zh": str, "en": str, "aliases": list}, place, path)
        english[entry["zh"]] = entry["en"]
        for alias in (entry["zh"], *entry["aliases"]):
            if not label_key(alias):
                raise bad_reference(path, f"{place}: {alias!r} has no letters")
            if label_key(alias) in names:
                raise bad_reference(path, f"{place}: {alias!r} already stands for {names[label_key(alias)]!r}")
            names[label_key(alias)] = entry["zh"]
    return names, english
