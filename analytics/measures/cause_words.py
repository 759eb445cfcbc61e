"""The words that make a cause: what its narratives say that the others do not, counted once a complaint.

Narratives are masked first. No word list is needed: phrases are runs of Chinese characters (or single Latin words)
that are told apart by their keyness (Dunning 1993) and grown as long as most of their complaints still say them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import duckdb
import numpy as np

from analytics.masking import mask
from analytics.measures.complaints import PERSONAL
from analytics.measures.figure import Frame
from analytics.measures.judged import booked_on, conditions, limits_join, settle
from analytics.measures.scope import Scope
from analytics.measures.table import frame_of, period_of
from analytics.statistics import keyness, keyness_p
from analytics.vocabulary import Book

# What fewer complaints say is chance, and may be about one person.
FEWEST_COMPLAINTS = 3
MOST_READ = 1500
_MOST_PHRASES = 12
_SIGNIFICANT = 0.05
_MOST_TRIED = 200
_LONGEST = 10
_STILL_SAID = 0.75  # a longer phrase takes a shorter one's place where it keeps this share of its complaints
_THE_SAME = 0.5  # two phrases that share more of their complaints than this (Jaccard) are one
_FEWEST_NEIGHBOURS = 2
_WORDS = re.compile(r"[\u4e00-\u9fff]+|[a-z]{4,}")
# What every narrative says between its facts; a phrase does not reach across it.
_FRAME = re.compile("投诉人|被保险人|客户|我司|反映|来电|致电|表示|认为|称")
# No phrase begins, or ends, with these: they belong to the word before, or after.
_NOT_FIRST = frozenset("的了和及或也就又得地着过等与而且并但则即们个家在是至后称险额件者料予")
_NOT_LAST = frozenset(
    "的了在是对与和及或也就又被把将于其此该我这那不未没以由为因而且并但则即称要从向给让各每多再才只还两三"
)
_PARTICLES = frozenset("的了着过在是对与和及或也就又被把将向从")
_TAIL_OF_A_WORD = re.compile("人(?![员伤])")


@dataclass(frozen=True, slots=True)
class Phrase:
    """What complaints of a cause say. count, others: complaints of the cause, and of no such cause, that say it.

    score: keyness G2; p: of it, corrected for all phrases looked at. complaints: their numbers, as the log has them.
    """

    text: str
    count: int
    others: int
    score: float
    p: float
    complaints: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """A cause: how many of its complaints (told), and of all others, have a narrative, and its phrases, best first."""

    told: int
    others_told: int
    phrases: tuple[Phrase, ...]


@dataclass(frozen=True, slots=True)
class CauseWords:
    """read: narratives that were read, the newest MOST_READ of the scope."""

    frame: Frame
    read: int
    by_cause: dict[str, Said]

    def saying(self, cause: str, text: str) -> frozenset[str]:
        """The complaints of a cause that say a phrase of it; none where it is no phrase of it."""
        said = self.by_cause.get(cause)
        found = [one for one in said.phrases if one.text == text] if said else []
        return frozenset(found[0].complaints) if found else frozenset()


def cause_words(cursor: duckdb.DuckDBPyConnection, scope: Scope) -> CauseWords | None:
    """Every cause with the phrases that tell it from the others; None where nothing is imported."""
    question = settle(cursor, scope)
    if question is None:
        return None
    first, last = period_of(cursor, question)
    join = limits_join(question) if scope.book is Book.DETERMINED else ""
    where = " AND ".join([*conditions(question), f"{booked_on(question)} IS NOT NULL", "c.narrative IS NOT NULL"])
    known = [name for name in PERSONAL if name != "narrative"]
    rows = cursor.execute(
        f"""SELECT c.complaint_no, c.narrative, {", ".join(f"c.{name}" for name in known)},
            (SELECT list(m.cause) FROM complaint_cause m WHERE m.complaint_no = c.complaint_no)
        FROM complaint c {join} WHERE {where} ORDER BY c.received_at DESC, c.complaint_no LIMIT {MOST_READ}""",
        question.params,
    ).fetchall()
    texts = [_spoken(mask(row[1], [str(one) for one in row[2:-1] if one is not None])) for row in rows]
    names = [name for (name,) in cursor.execute("SELECT DISTINCT branch_name FROM complaint").fetchall() if name]
    by_cause = _by_cause([row[0] for row in rows], texts, [row[-1] or () for row in rows], names)
    return CauseWords(frame_of(question, first, last, False, ()), len(rows), by_cause)


def _spoken(text: str) -> str:
    """A masked narrative as its runs of characters and its words, with blanks between."""
    return " ".join(_WORDS.findall(_FRAME.sub(" ", text.lower())))


def _cuts(word: str) -> Iterator[tuple[int, int]]:
    """Where a phrase could begin and end within a run of characters; a Latin word is one whole."""
    if word.isascii():
        yield 0, len(word)
        return
    for start in range(len(word) - 1):
        if word[start] not in _NOT_FIRST and not _TAIL_OF_A_WORD.match(word, start):
            for end in range(start + 2, min(start + _LONGEST, len(word)) + 1):
                if word[end - 1] not in _NOT_LAST:
                    yield start, end


def _runs(text: str) -> Iterator[str]:
    """Every phrase a text could be said to hold."""
    return (word[start:end] for word in text.split() for start, end in _cuts(word))


def _by_itself(phrase: str, texts: Sequence[str], rows: Sequence[int]) -> bool:
    """Whether a phrase of these rows stands by itself: different characters before it and after (accessor variety, Feng
    et al. 2004, Computational Linguistics 30:75), each end of a run and each particle being one of its own."""
    before: set[str | int] = set()
    after: set[str | int] = set()
    for row in rows:
        for word in texts[row].split():
            start = word.find(phrase) if word == phrase or not phrase.isascii() else -1
            while start >= 0:
                end = start + len(phrase)
                before.add(row if not start or word[start - 1] in _PARTICLES else word[start - 1])
                after.add(row if end == len(word) or word[end] in _PARTICLES else word[end])
                start = word.find(phrase, start + 1)
        if min(len(before), len(after)) >= _FEWEST_NEIGHBOURS:
            return True
    return False


def _by_cause(
    numbers: Sequence[str], texts: Sequence[str], causes: Sequence[Sequence[str]], branches: Sequence[str]
) -> dict[str, Said]:
    said_by: dict[str, list[int]] = {}
    for row, text in enumerate(texts):
        for phrase in set(_runs(text)):
            said_by.setdefault(phrase, []).append(row)
    said_by = {phrase: rows for phrase, rows in said_by.items() if len(rows) >= FEWEST_COMPLAINTS}
    if not said_by:
        return {}
    phrases = sorted(said_by)
    begins = np.cumsum([0, *(len(said_by[phrase]) for phrase in phrases)])
    rows = np.concatenate([said_by[phrase] for phrase in phrases])
    whole: dict[str, bool] = {}
    found = {}
    for cause in sorted({one for named in causes for one in named}):
        mine = np.array([cause in named for named in causes])
        told = int(mine.sum())
        hits = np.add.reduceat(mine[rows].astype(np.int64), begins[:-1])
        table = _Table(phrases, hits, np.diff(begins) - hits, said_by, mine, texts, whole)
        found[cause] = Said(told, len(mine) - told, tuple(_chosen(table, numbers, branches)))
    return found


@dataclass(frozen=True, slots=True)
class _Table:
    """phrases with how many complaints of a cause (mine) and of the others say them; said_by: which ones;
    texts: what each complaint says; whole: whether a phrase stands by itself, as far as that was asked."""

    phrases: Sequence[str]
    hits: np.ndarray
    other_hits: np.ndarray
    said_by: dict[str, list[int]]
    mine: np.ndarray
    texts: Sequence[str]
    whole: dict[str, bool]

    def saying(self, place: int) -> frozenset[int]:
        return frozenset(row for row in self.said_by[self.phrases[place]] if self.mine[row])

    def stands(self, phrase: str) -> bool:
        if phrase not in self.whole:
            self.whole[phrase] = _by_itself(phrase, self.texts, self.said_by[phrase])
        return self.whole[phrase]


def _chosen(table: _Table, numbers: Sequence[str], branches: Sequence[str]) -> Iterator[Phrase]:
    """The best phrases, grown to their full length, none of which says what a better one says already."""
    told = int(table.mine.sum())
    score = keyness(table.hits, told, table.other_hits, len(table.mine) - told)
    looked_at = table.hits >= FEWEST_COMPLAINTS
    more_said = looked_at & (score > 0)
    p = np.ones(len(score))
    p[more_said] = np.minimum(keyness_p(score[more_said]) * int(looked_at.sum()), 1.0)
    telling = np.flatnonzero(p < _SIGNIFICANT)
    places = {table.phrases[int(place)]: int(place) for place in telling}
    best = sorted(places, key=lambda text: (-score[places[text]], -len(text), text))[:_MOST_TRIED]
    taken: list[tuple[str, frozenset[int]]] = []
    for short in best:
        if any(short in one for one, _ in taken) or (text := _grown(short, places, table)) is None:
            continue
        rows = table.saying(places[text])
        if any(text in one or one in text or _alike(rows, others) for one, others in taken):
            continue
        if any(text in branch for branch in branches):
            continue
        taken.append((text, rows))
        place = places[text]
        complaints = tuple(sorted(numbers[row] for row in rows))
        yield Phrase(
            text, int(table.hits[place]), int(table.other_hits[place]), float(score[place]), float(p[place]), complaints
        )
        if len(taken) == _MOST_PHRASES:
            return


def _grown(text: str, places: dict[str, int], table: _Table) -> str | None:
    """The phrase that stands by itself around this one and that most of its complaints say; None where none does."""
    least = _STILL_SAID * table.hits[places[text]]
    longer = [one for one in places if text in one and table.hits[places[one]] >= least]
    longer.sort(key=lambda one: (-len(one), -table.hits[places[one]], one))
    return next((one for one in longer if table.stands(one)), None)


def _alike(first: frozenset[int], second: frozenset[int]) -> bool:
    return len(first & second) > _THE_SAME * len(first | second)
