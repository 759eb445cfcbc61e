"""How much of what is personal in narratives is masked, and how much else is, on invented texts that name it.

`masking/README.md` says how the texts were made. In them {kind|text} is personal, {~|text} may be masked or not.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from analytics.masking import personal_data
from bench.timing import Ratio

_FILE = Path(__file__).with_name("masking") / "examples.tsv"
_MARK = re.compile(r"\{(?P<kind>[a-z]+|~)\|(?P<text>[^}]*)\}")
GOAL = 0.9  # of recall, of precision
PARTS = ("mending", "measuring")  # what the rules were mended on; what only measures


@dataclass(frozen=True, slots=True)
class Marked:
    """A narrative without its marks, and where each stands: (kind, start, end); kind ~ may be masked or not."""

    text: str
    marks: tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True)
class Masked:
    """By kind: personal pieces, those wholly masked; by the finder's kind: pieces masked, those that took nothing that
    is nobody's. missed, wrong: their texts.
    """

    personal: Counter[str]
    found: Counter[str]
    masked: Counter[str]
    right: Counter[str]
    missed: list[str]
    wrong: list[str]

    @property
    def recall(self) -> float:
        return self.found.total() / self.personal.total()

    @property
    def precision(self) -> float:
        return self.right.total() / self.masked.total()


def marked_examples(part: str) -> list[Marked]:
    """part: one of PARTS."""
    with _FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [_marked(row["narrative"]) for row in rows if row["part"] == part]


def _marked(written: str) -> Marked:
    text, marks, place = "", list[tuple[str, int, int]](), 0
    for one in _MARK.finditer(written):
        text += written[place : one.start()]
        marks.append((one["kind"], len(text), len(text) + len(one["text"])))
        text += one["text"]
        place = one.end()
    return Marked(text + written[place:], tuple(marks))


def assess(part: str) -> Masked:
    result = Masked(Counter(), Counter(), Counter(), Counter(), [], [])
    for one in marked_examples(part):
        words = {place for place, character in enumerate(one.text) if character.isalnum()}
        taken = personal_data(one.text)
        covered = {place for span in taken for place in range(span.start, span.end)}
        bearable = {place for _, start, end in one.marks for place in range(start, end)}
        for kind, start, end in one.marks:
            if kind != "~":
                result.personal[kind] += 1
                if words & set(range(start, end)) <= covered:
                    result.found[kind] += 1
                else:
                    result.missed.append(f"{kind} {one.text[start:end]} in {one.text}")
        for span in taken:
            result.masked[span.kind] += 1
            if words & set(range(span.start, span.end)) <= bearable:
                result.right[span.kind] += 1
            else:
                result.wrong.append(f"{span.kind} {one.text[span.start : span.end]} in {one.text}")
    return result


def run() -> list[Ratio]:
    ratios = []
    for part in PARTS:
        found = assess(part)
        print(f"\nmasking, {part} half: {found.personal.total()} personal pieces")
        for kind, there in sorted(found.personal.items()):
            print(f"  {kind:<10} masked {found.found[kind]:>3} of {there}")
        for finder, masked in sorted(found.masked.items()):
            print(f"  masked as {finder:<8} {masked:>3}, nothing else taken along {found.right[finder]:>3}")
        for what, share in (("recall", found.recall), ("precision", found.precision)):
            ratios.append(
                Ratio(f"masking, {part} half: {what}", share, "the target", GOAL, "at least 1 x", share >= GOAL, "")
            )
    return ratios
