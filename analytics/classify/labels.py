"""The cause column of a log -> causes of the taxonomy.

A cell may name several causes, with whatever separator its writer liked. What is a word of the taxonomy as
a whole is never taken apart (维修质量或损失扩大, Delays (Claims Handling)); else it is split, at the strongest
separator first. 和, 及, 与 and spaces separate only where every part is recognised.

A cell may also name a category (责任争议) and no cause of it. A category is not a cause: nothing is
counted as one. `CauseLabels.categories` reports it, so that the complaint's category is known while its
cause waits for the narrative or a person. A category written with its cause (理赔服务-理赔时效) is context.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from analytics.classify.near import LONGEST, near_match
from analytics.classify.separators import EXPLANATIONS, LISTS, WEAK, cell_key, tidy_cell
from analytics.classify.taxonomy import Target, Taxonomy
from analytics.classify.text import bare_forms, label_key, tidy

How = Literal["exact", "synonym", "near"]

EXACT_CONFIDENCE = 1.0  # the code or a name of the cause
SYNONYM_CONFIDENCE = 0.95  # a word the taxonomy lists for it
NEAR_CONFIDENCE = 0.9  # times the likeness, so 0.68 to 0.9


@dataclass(frozen=True, slots=True)
class CauseMatch:
    """One cause a cell names. confidence: 0 to 1; words: the part of the cell that decided."""

    cause: str
    confidence: float
    how: How
    words: str


@dataclass(frozen=True, slots=True)
class CauseLabels:
    """What a cell of the cause column says.

    causes: distinct, in the order written; the first is the primary one.
    unmatched: the parts nobody recognised, as written: for the review queue.
    categories: codes of categories named without a cause of theirs.
    """

    causes: tuple[CauseMatch, ...]
    unmatched: tuple[str, ...]
    categories: tuple[str, ...]

    @property
    def category_hint(self) -> str | None:
        """The category of a cell that names no cause; None if it names one, or nothing known."""
        return self.categories[0] if self.categories and not self.causes else None


class _Part(NamedTuple):
    """A part of the cell and what it stands for; `target` None: nothing known."""

    words: str
    target: Target | None = None
    how: How = "exact"
    confidence: float = 0.0


def classify_cause_label(label: str, taxonomy: Taxonomy, separator: str | None = None) -> CauseLabels:
    """The causes named in one cell, in its order. Never raises, whatever the text.

    separator: the only separator of this log (a layout's, such as ";"); by default all usual ones.
    """
    if separator:
        pieces = [tidy(piece) for piece in label.split(separator)]
        return _collect([_whole(piece, taxonomy) or _Part(piece) for piece in pieces if label_key(piece)], taxonomy)
    return _collect(_read(tidy_cell(label), taxonomy), taxonomy)


def _read(text: str, taxonomy: Taxonomy, strength: int = 0) -> list[_Part]:
    """The parts of a text that holds no separator stronger than `strength`, an index into the two tuples."""
    text = text.strip()
    if not label_key(text):
        return []
    known = _known(text, taxonomy)
    if known:
        return [known]
    for step, separator in enumerate((*LISTS, *EXPLANATIONS)):
        if step < strength or not separator.search(text):
            continue
        parts = [part for piece in separator.split(text) for part in _read(piece, taxonomy, step + 1)]
        return parts if step < len(LISTS) else _without_catch_all(parts, taxonomy)
    return _joined(text, taxonomy) or [_Part(text)]


def _whole(text: str, taxonomy: Taxonomy) -> _Part | None:
    return _known(text, taxonomy) or _near(text, taxonomy)


def _known(text: str, taxonomy: Taxonomy) -> _Part | None:
    """The text is a word of the taxonomy, as it is or without what people put around a label."""
    for bare in bare_forms(text):
        target = taxonomy.targets.get(cell_key(bare))
        if target and target.named and bare == text:
            return _Part(text, target, "exact", EXACT_CONFIDENCE)
        if target:
            return _Part(text, target, "synonym", SYNONYM_CONFIDENCE)
    return None


def _near(text: str, taxonomy: Taxonomy) -> _Part | None:
    near = near_match(text, taxonomy)
    return _Part(text, near.target, "near", round(NEAR_CONFIDENCE * near.likeness, 3)) if near else None


def _joined(text: str, taxonomy: Taxonomy) -> list[_Part]:
    """A text not known as it stands: the parts between weak separators if every one is recognised, else the
    text as a near miss, else nothing."""
    for weak in WEAK.finditer(text) if len(text) <= LONGEST else ():
        first, rest = _whole(text[: weak.start()].strip(), taxonomy), text[weak.end() :].strip()
        if first:
            last = _known(rest, taxonomy)
            others = [last] if last else _joined(rest, taxonomy)
            if others:
                return [first, *others]
    near = _near(text, taxonomy)
    return [near] if near else []


def _without_catch_all(parts: list[_Part], taxonomy: Taxonomy) -> list[_Part]:
    """其他(服务态度) is an attitude: 其他 explained by something known is no second cause."""

    def catch_all(part: _Part) -> bool:
        return bool(part.target and part.target.cause and taxonomy.cause_by_code[part.target.cause].catch_all)

    explained = any(part.target and not catch_all(part) for part in parts)
    return [part for part in parts if not (explained and catch_all(part))]


def _collect(parts: list[_Part], taxonomy: Taxonomy) -> CauseLabels:
    causes: dict[str, CauseMatch] = {}
    for part in parts:
        cause = part.target.cause if part.target else None
        if cause:
            causes.setdefault(cause, CauseMatch(cause, part.confidence, part.how, part.words))
    categories = [part.target.category for part in parts if part.target and not part.target.cause]
    named = {taxonomy.category_of(cause) for cause in causes}
    return CauseLabels(
        causes=tuple(causes.values()),
        unmatched=tuple(dict.fromkeys(part.words for part in parts if part.target is None)),
        categories=tuple(dict.fromkeys(category for category in categories if category not in named)),
    )
