"""Training the company's model on its decided complaints, and finding out where it knows better than what ships."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace

import duckdb

from analytics.classify.model import LEAST_EXAMPLES, LEAST_OF_A_CAUSE, CauseModel, Guess, train
from analytics.classify.reader import Reader
from analytics.classify.stored_taxonomy import current_taxonomy
from analytics.classify.taxonomy import Taxonomy
from analytics.vocabulary import CauseSource

MOST_EXAMPLES = 20_000  # the newest; more teach little and take minutes
_FOLDS = 3
_LABEL_SURE = 0.95  # labels from this confidence on teach: names and synonyms, no near misses
_WANTED = 0.9  # share right among what the model says where what ships is silent
_LEAST_SHOWN = 20  # texts that a margin must have been shown on


@dataclass(frozen=True, slots=True)
class Lesson:
    """What was learnt. patterns_right: share right of what ships, patterns and model; model_right: of what was learnt,
    in cross-validation; the undecided counted wrong.

    in_use: the model speaks somewhere. silent_right: of what it says where what ships is silent, in
    cross-validation; None where it does not speak there.
    """

    examples: int
    by_people: int
    causes: int
    in_use: bool
    patterns_right: float
    model_right: float
    silent_right: float | None
    silent_answered: int


def examples(cursor: duckdb.DuckDBPyConnection) -> list[tuple[str, str, bool]]:
    """(narrative, primary cause, a person decided it), newest first; people's decisions before sure labels."""
    rows = cursor.execute(
        f"""SELECT narrative, primary_cause, cause_source = '{CauseSource.MANUAL}' AS by_person FROM complaint
        WHERE narrative IS NOT NULL AND primary_cause IS NOT NULL AND (cause_source = '{CauseSource.MANUAL}'
            OR (cause_source = '{CauseSource.LABEL}' AND cause_confidence >= {_LABEL_SURE}))
        ORDER BY by_person DESC, received_on DESC, complaint_no LIMIT {MOST_EXAMPLES}"""
    ).fetchall()
    seen = dict[str, tuple[str, str, bool]]()
    for narrative, cause, by_person in rows:
        seen.setdefault(narrative, (narrative, cause, bool(by_person)))
    return list(seen.values())


def learn(cursor: duckdb.DuckDBPyConnection, *, by: str) -> Lesson | None:
    """Train on the decided complaints and keep the model; None where there are too few. Classifies nothing again."""
    taxonomy = current_taxonomy(cursor)
    taught = examples(cursor)
    of_cause = Counter(cause for _, cause, _ in taught)
    taught = [one for one in taught if of_cause[one[1]] >= LEAST_OF_A_CAUSE]
    if len(taught) < LEAST_EXAMPLES or len({cause for _, cause, _ in taught}) < 2:
        return None
    texts, causes = [text for text, _, _ in taught], [cause for _, cause, _ in taught]
    margin_silent, margin_differing, lesson = _compared(texts, causes, taxonomy)
    model = replace(train(texts, causes), margin_silent=margin_silent, margin_differing=margin_differing)
    lesson = replace(lesson, by_people=sum(by_person for _, _, by_person in taught))
    numbers = cursor.execute("SELECT coalesce(max(model), 0) + 1 FROM cause_model").fetchall()
    cursor.execute(
        "INSERT INTO cause_model VALUES (?, now()::TIMESTAMP, ?, ?, ?, ?)",
        [numbers[0][0], by, lesson.in_use, json.dumps(asdict(lesson)), model.to_bytes()],
    )
    return lesson


def last_lesson(cursor: duckdb.DuckDBPyConnection) -> Lesson | None:
    rows = cursor.execute("SELECT report FROM cause_model ORDER BY model DESC LIMIT 1").fetchall()
    return Lesson(**json.loads(rows[0][0])) if rows else None


def _compared(
    texts: Sequence[str], causes: Sequence[str], taxonomy: Taxonomy
) -> tuple[float | None, float | None, Lesson]:
    """The margins from which the model may speak, by what it says of texts it was not trained on."""
    readings = Reader(taxonomy, None).read_all(texts)
    said = [reading.causes[0].cause if reading.causes else None for reading in readings]
    guesses = _out_of_fold(texts, causes)
    silent = [(g.margin, g.cause == c) for g, c, s in zip(guesses, causes, said, strict=True) if s is None]
    margin_silent = smallest_margin(silent, _WANTED)
    # Where both speak and differ, the model must be right more often than what ships is.
    differing = [
        (g.margin, g.cause == c, s == c)
        for g, c, s in zip(guesses, causes, said, strict=True)
        if s is not None and s != g.cause
    ]
    margin_differing = None
    for limit in sorted({round(margin, 2) for margin, _, _ in differing}):
        above = [(model, shipped) for margin, model, shipped in differing if margin >= limit]
        wins, losses = sum(m for m, _ in above), sum(s for _, s in above)
        if len(above) >= _LEAST_SHOWN and _beats(wins, losses):
            margin_differing = limit
            break
    answered = [right for margin, right in silent if margin_silent is not None and margin >= margin_silent]
    return (
        margin_silent,
        margin_differing,
        Lesson(
            examples=len(texts),
            by_people=0,
            causes=len(set(causes)),
            in_use=margin_silent is not None or margin_differing is not None,
            patterns_right=sum(s == c for s, c in zip(said, causes, strict=True)) / len(texts),
            model_right=sum(g.cause == c for g, c in zip(guesses, causes, strict=True)) / len(texts),
            silent_right=sum(answered) / len(answered) if answered else None,
            silent_answered=len(answered),
        ),
    )


def smallest_margin(shown: Sequence[tuple[float, bool]], wanted: float) -> float | None:
    """The smallest margin from which so large a share is right, on enough texts; None if there is none."""
    for limit in sorted({round(margin, 2) for margin, _ in shown}):
        above = [right for margin, right in shown if margin >= limit]
        if len(above) < _LEAST_SHOWN:
            return None
        if sum(above) / len(above) >= wanted:
            return limit
    return None


def _beats(wins: int, losses: int) -> bool:
    """One-sided exact sign test at 5%: chance alone would seldom give the winner so many."""
    from scipy.stats import binomtest

    return wins > losses and bool(binomtest(wins, wins + losses, 0.5, alternative="greater").pvalue < 0.05)


def _out_of_fold(texts: Sequence[str], causes: Sequence[str]) -> list[Guess]:
    from sklearn.model_selection import StratifiedKFold

    guesses: list[Guess | None] = [None] * len(texts)
    for taught, asked in StratifiedKFold(_FOLDS, shuffle=True, random_state=0).split(texts, causes):
        model: CauseModel = train([texts[i] for i in taught], [causes[i] for i in taught])
        for place, guess in zip(asked, model.guess([texts[i] for i in asked]), strict=True):
            guesses[place] = guess
    return [guess for guess in guesses if guess is not None]
