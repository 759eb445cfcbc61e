"""Product lines: Chinese aliases of one line are merged, and what people settled; others stay as typed."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from rapidfuzz import fuzz, process

from analytics.classify.reference import REFERENCE, bad_reference, check_fields, entries, read_reference
from analytics.classify.text import close_up, label_key

PROPOSAL_LIKENESS = 70.0  # fuzz.ratio, as of branches
_NOTHING: Mapping[str, str] = MappingProxyType({})


def normalise_product_line(label: str, settled: Mapping[str, str] = _NOTHING) -> str:
    """What people settled it as (by key of the label), else the line's usual name if the label is a Chinese alias of
    it, else the label, trimmed and in half width.
    """
    names, _ = load_product_lines()
    return settled.get(label_key(label)) or names.get(label_key(label)) or close_up(label)


def known_product_line(label: str) -> bool:
    return label_key(label) in load_product_lines()[0]


def propose_product_line(label: str, own: Collection[str]) -> tuple[str | None, float]:
    """The line most like an unknown label, of those that ship and the company's own, and how alike (0 to 1).

    A name that is longer by a word names a part (雇主责任险 of 责任险), and is no slip of it.
    """
    key = label_key(label)
    lines = {label_key(name): name for name in own} | load_product_lines()[0]
    lines = {name: line for name, line in lines.items() if name not in key and key not in name}
    best = process.extractOne(key, lines.keys(), scorer=fuzz.ratio, score_cutoff=PROPOSAL_LIKENESS)
    return (lines[best[0]], round(best[1] / 100, 3)) if best else (None, 0.0)


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
