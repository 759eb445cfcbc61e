"""How well narratives are read, on the labelled sets that only measure, and how fast.

Every figure is printed as it is: per cause precision, recall and F1; the share not sent to review; how often what
was said with a confidence is right. `narratives/README.md` says how the set was made.
"""

from __future__ import annotations

import csv
import random
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from analytics.classify.model import train
from analytics.classify.narratives import Reading
from analytics.classify.reader import Reader
from analytics.classify.reference import REFERENCE
from analytics.classify.taxonomy import Taxonomy, load_taxonomy
from bench.timing import Ratio, compare

FOLDER = Path(__file__).with_name("narratives")
PARTS = {"measuring": "own hand", "measuring_others": "other hands"}  # the files, and who wrote their texts
SURE = 0.9
_BINS = (0.0, 0.7, 0.8, 0.9, 1.0)


@dataclass(frozen=True, slots=True)
class Labelled:
    """A narrative and what a claims expert would file it under, primary first; () where it cannot be told."""

    causes: tuple[str, ...]
    stage: str | None
    hand: str
    narrative: str


@dataclass(frozen=True, slots=True)
class Score:
    """Of one cause, category or the claim stage: how often it was said and right, said and wrong, and missed."""

    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 0.0

    @property
    def recall(self) -> float:
        return self.right / (self.right + self.missed) if self.right + self.missed else 0.0

    @property
    def f1(self) -> float:
        return 2 * self.right / (2 * self.right + self.wrong + self.missed) if self.right else 0.0


@dataclass(frozen=True, slots=True)
class Assessment:
    """by_cause, by_category: over the decided narratives. with_undecided: macro-F1 of causes if everything sent to
    review counted as missed. coverage: share of narratives that tell a cause and were decided. primary: share of
    decided whose primary cause is right. sure_wrong: of those decided above SURE, the share whose primary cause is
    none of the right ones. silent: of the narratives that tell nothing, the share rightly left to review.
    bins: by confidence, (decided, right). stages: of the claim stage, all stages together.
    """

    by_cause: dict[str, Score]
    by_category: dict[str, Score]
    with_undecided: float
    coverage: float
    primary: float
    sure: int
    sure_wrong: float
    silent: float
    bins: list[tuple[float, float, int, int]]
    stages: Score

    @property
    def macro_causes(self) -> float:
        return macro(self.by_cause)

    @property
    def macro_categories(self) -> float:
        return macro(self.by_category)


def macro(scores: dict[str, Score]) -> float:
    return sum(one.f1 for one in scores.values()) / len(scores) if scores else 0.0


def labelled(part: str) -> list[Labelled]:
    """`examples` (what is learnt from) or one of PARTS."""
    path = REFERENCE / "narrative_examples.tsv" if part == "examples" else FOLDER / f"{part}.tsv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [
        Labelled(
            tuple(filter(None, row["causes"].split(";"))), row["claim_stage"] or None, row["hand"], row["narrative"]
        )
        for row in rows
    ]


def assess(examples: Sequence[Labelled], readings: Sequence[Reading], taxonomy: Taxonomy) -> Assessment:
    said = [tuple(one.cause for one in reading.causes) for reading in readings]
    true = [one.causes for one in examples]
    decided = [place for place, causes in enumerate(said) if causes]
    telling = [place for place, causes in enumerate(true) if causes]
    mute = [place for place, causes in enumerate(true) if not causes]
    confidences = {place: readings[place].causes[0].confidence for place in decided}
    hit = {place: said[place][0] in true[place][:1] for place in decided}
    sure = [place for place in decided if confidences[place] > SURE]

    def categories(causes: Sequence[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(taxonomy.category_of(cause) for cause in causes))

    every = [place for place in range(len(true)) if said[place] or true[place]]
    pairs = list(zip(examples, readings, strict=True))
    return Assessment(
        by_cause=_scores([said[i] for i in decided], [true[i] for i in decided]),
        by_category=_scores([categories(said[i]) for i in decided], [categories(true[i]) for i in decided]),
        with_undecided=macro(_scores([said[i] for i in every], [true[i] for i in every])),
        coverage=sum(1 for place in telling if said[place]) / len(telling),
        primary=sum(hit.values()) / len(decided),
        sure=len(sure),
        sure_wrong=sum(said[place][0] not in true[place] for place in sure) / max(1, len(sure)),
        silent=sum(1 for place in mute if not said[place]) / max(1, len(mute)),
        bins=[
            (low, high, len(inside), sum(hit[place] for place in inside))
            for low, high in pairwise(_BINS)
            if (inside := [place for place in decided if low < confidences[place] <= high])
        ],
        stages=Score(
            right=sum(reading.stage == one.stage for one, reading in pairs if one.stage),
            wrong=sum(reading.stage is not None and reading.stage != one.stage for one, reading in pairs),
            missed=sum(reading.stage != one.stage for one, reading in pairs if one.stage),
        ),
    )


def _scores(said: Sequence[Sequence[str]], true: Sequence[Sequence[str]]) -> dict[str, Score]:
    right, wrong, missed = Counter[str](), Counter[str](), Counter[str]()
    for one, other in zip(said, true, strict=True):
        right.update(set(one) & set(other))
        wrong.update(set(one) - set(other))
        missed.update(set(other) - set(one))
    codes = sorted(right.keys() | wrong.keys() | missed.keys())
    return {code: Score(right[code], wrong[code], missed[code]) for code in codes}


def run(narratives: int = 10_000, taught: int = 5_000) -> list[Ratio]:
    taxonomy = load_taxonomy()
    begin = time.process_time()
    reader = Reader(taxonomy, None)
    reader.read("理赔员答应的事一直没有下文,请给个说法")
    first = time.process_time() - begin
    found = [ratio for part in PARTS for ratio in _quality(part, reader, taxonomy)]
    return [
        *found,
        compare("the first narrative of a process", first, "the 0.2 s allowed", 0.2, at_most=1),
        *_speed(reader, narratives, taught),
    ]


def _quality(part: str, reader: Reader, taxonomy: Taxonomy) -> list[Ratio]:
    examples, hand = labelled(part), PARTS[part]
    found = assess(examples, reader.read_all([one.narrative for one in examples]), taxonomy)
    print(f"\n{hand}: {len(examples)} narratives")
    _print(found, taxonomy)
    return [
        _at_least(f"{hand}: macro-F1 of categories", found.macro_categories, 0.85),
        _at_least(f"{hand}: macro-F1 of causes", found.macro_causes, 0.75),
        _at_least(f"{hand}: coverage", found.coverage, 0.80),
        compare(f"{hand}: wrong among those above 0.9", found.sure_wrong, "what is bearable", 0.03, at_most=1, unit=""),
        _at_least(f"{hand}: precision of claim stages", found.stages.precision, 0.85),
    ]


def _at_least(what: str, amount: float, goal: float) -> Ratio:
    return Ratio(what, amount, "the target", goal, "at least 1 x", amount >= goal, "")


def _speed(reader: Reader, narratives: int, taught: int) -> list[Ratio]:
    """In seconds of one core, so that what else the machine does is not counted."""
    some = [one for part in ("examples", *PARTS) for one in labelled(part)]
    texts = [f"{some[number % len(some)].narrative}编号{number}。" for number in range(narratives)]
    begin = time.process_time()
    reader.read_all(texts)
    reading = time.process_time() - begin
    chance = random.Random(1)
    pool = [one for one in some if one.causes]
    lessons = [chance.choice(pool) for _ in range(taught)]
    begin = time.process_time()
    train(
        [f"{one.narrative}{chance.choice(pool).narrative[:12]}" for one in lessons], [one.causes[0] for one in lessons]
    )
    training = time.process_time() - begin
    return [
        compare(f"reading {narratives:,} narratives, one core", reading, "the 2 s allowed", 2.0, at_most=1),
        compare(f"training on {taught:,} narratives", training, "the 10 s allowed", 10.0, at_most=1),
    ]


def _print(found: Assessment, taxonomy: Taxonomy) -> None:
    print(f"{'cause':<34}{'precision':>10}{'recall':>8}{'F1':>7}{'n':>5}")
    for code, one in (*found.by_category.items(), *found.by_cause.items()):
        name = code if code in taxonomy.cause_by_code else f"[{code}]"
        print(f"{name:<34}{one.precision:>10.2f}{one.recall:>8.2f}{one.f1:>7.2f}{one.right + one.missed:>5}")
    print(
        f"coverage {found.coverage:.3f}; primary cause right {found.primary:.3f}; macro-F1 causes"
        f" {found.macro_causes:.3f} ({found.with_undecided:.3f} with all sent to review as missed), categories"
        f" {found.macro_categories:.3f}; left to review of those that tell nothing {found.silent:.2f}"
    )
    print(f"above {SURE}: {found.sure_wrong:.1%} of {found.sure} name a cause that is none of the right ones")
    for low, high, decided, right in found.bins:
        print(f"confidence {low:.1f} to {high:.1f}: {right} of {decided} right ({right / decided:.2f})")
    stage = found.stages
    print(
        f"claim stage: {stage.right} right of {stage.right + stage.wrong} said (precision {stage.precision:.2f}),"
        f" {stage.right + stage.missed} labelled (recall {stage.recall:.2f})"
    )
