"""Makes `reference/starter_model.npz` from the labelled examples and the taxonomy that ship.

    python -m analytics.classify.starter_training

How sure a margin makes is set on held-out hands: each hand that wrote examples is read by a model of all the others.
The hands the patterns were written on are left out of that, as patterns know them too well.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from analytics.classify.grams import Floats
from analytics.classify.learning import smallest_margin
from analytics.classify.model import CauseModel, train
from analytics.classify.narratives import narrative_rules
from analytics.classify.reference import REFERENCE
from analytics.classify.starter import FILE, ahead, with_patterns
from analytics.classify.taxonomy import Taxonomy, load_taxonomy

_FREE_OF_PATTERNS = ("outside", "further")  # hands whose texts no pattern was written on
_SURE_RIGHT = 0.985  # share right from the margin that is called sure: 0.97 is meant, with room for other hands


@dataclass(frozen=True, slots=True)
class Example:
    """causes: primary first; ("",) where it cannot be told. hand: whoever wrote it."""

    narrative: str
    causes: tuple[str, ...]
    hand: str


def examples() -> list[Example]:
    """The labelled narratives that ship."""
    with (REFERENCE / "narrative_examples.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [Example(row["narrative"], tuple(row["causes"].split(";")), row["hand"].split(":")[0]) for row in rows]


def words(taxonomy: Taxonomy) -> list[Example]:
    """The taxonomy's own words for its causes."""
    return [
        Example(text, (cause.code,), "")
        for cause in taxonomy.active
        for text in (cause.example, cause.definition_zh, *cause.synonyms)
        if text and not text.isascii()
    ]


def digest(taught: Sequence[Example]) -> str:
    """What a model was made from, in short."""
    return hashlib.sha256("\n".join(f"{one.causes} {one.narrative}" for one in taught).encode("utf-8")).hexdigest()


def trained(taught: Sequence[Example]) -> CauseModel:
    """A model of these; what names several causes teaches each."""
    pairs = [(one.narrative, cause) for one in taught for cause in one.causes]
    return train([text for text, _ in pairs], [cause for _, cause in pairs])


def make() -> CauseModel:
    """The model that ships, its confidence set on held-out hands. Takes seconds."""
    taxonomy = load_taxonomy()
    told, own_words = examples(), words(taxonomy)
    margins, right = _held_out(told, own_words, taxonomy)
    slope, offset = _logistic(margins, right)
    sure = smallest_margin(list(zip(margins.tolist(), right.tolist(), strict=True)), _SURE_RIGHT)
    assert sure is not None, "no margin is sure enough"
    taught = [*told, *own_words]
    return replace(
        trained(taught),
        slope=round(slope, 2),
        offset=round(offset, 2),
        sure_margin=sure,
        made_from=digest(taught),
    )


def _held_out(
    told: Sequence[Example], own_words: Sequence[Example], taxonomy: Taxonomy
) -> tuple[Floats, np.ndarray[tuple[int], np.dtype[np.bool_]]]:
    """(margin, right) of each text of each hand, read by who was taught by the others."""
    rules = narrative_rules(taxonomy)
    margins, right = list[float](), list[bool]()
    for hand in sorted({one.hand for one in told if one.hand.startswith(_FREE_OF_PATTERNS)}):
        model = trained([*(one for one in told if one.hand != hand), *own_words])
        asked = [one for one in told if one.hand == hand]
        texts = [one.narrative for one in asked]
        codes, scores = with_patterns(model.causes, model.look(texts).scores, rules.read_all(texts))
        margins += ahead(scores).max(axis=1).tolist()
        right += [codes[place] in one.causes for place, one in zip(scores.argmax(axis=1), asked, strict=True)]
    return np.array(margins), np.array(right)


def _logistic(margins: Floats, right: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> tuple[float, float]:
    """(slope, offset) of the logistic curve of being right by margin."""
    from sklearn.linear_model import LogisticRegression

    found = LogisticRegression(C=1e3).fit(margins[:, None], right)
    return float(found.coef_[0, 0]), float(found.intercept_[0])


if __name__ == "__main__":
    made = make()
    FILE.write_bytes(made.to_bytes())
    print(f"{FILE.name}: {len(made.words)} n-grams, slope {made.slope}, offset {made.offset}, sure {made.sure_margin}")
