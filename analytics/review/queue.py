"""The review queue: complaints whose cause is not known, or whose label says another thing than the narrative.

First what is most consequential (regulator complaints that are pending or valid), and among those what is most
doubtful: there a person's minute is worth most.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import duckdb
from rapidfuzz import fuzz, process

from analytics.classify.narratives import Reading
from analytics.classify.reader import current_reader
from analytics.classify.stored_taxonomy import current_taxonomy
from analytics.masking import STARS, mask, personal_data
from analytics.review.waiting import PERSONAL, Reason, first_waiting, one_waiting
from analytics.vocabulary import Status

LISTED = 300  # more than anybody judges in a day
READ = 1_500  # narratives that are read for the order of those listed: half a second
_ALIKE = 72.0  # fuzz.token_ratio of masked narratives that one judgement can serve


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a narrative, masked; marked: these words speak for the proposal."""

    text: str
    marked: bool


@dataclass(frozen=True, slots=True)
class Item:
    """A complaint to judge. proposals: (cause, confidence), best first; decision: the number of the one that stands,
    taken back or not, for whoever decides next; consequence, doubt: what it is sorted by, the larger first.
    """

    complaint_no: str
    reason: Reason
    received_on: str
    branch: str | None
    product_line: str | None
    channel: str | None
    status: Status
    limit_date: str | None
    label: str | None
    filed: str | None
    category: str | None
    narrative: tuple[Part, ...]
    proposals: tuple[tuple[str, float], ...]
    how: str
    stage: str | None
    decision: int | None
    consequence: float
    doubt: float

    @property
    def text(self) -> str:
        return "".join(part.text for part in self.narrative)


def queue(cursor: duckdb.DuckDBPyConnection, as_of: date | None = None, most: int = LISTED) -> list[Item]:
    """What waits for a judgement, the most consequential and most doubtful first; no more than `most`.

    How doubtful one is, its narrative tells. Where more than READ are of a consequence that reaches into the list,
    those of them with the soonest limits are read, and the list is of those.
    """
    rows = first_waiting(cursor, as_of, max(READ, most))
    first = sorted(_read(cursor, rows), key=lambda one: _place(*one))[:most]
    return [_item(*one) for one in first]


def waiting_item(cursor: duckdb.DuckDBPyConnection, complaint_no: str, as_of: date | None = None) -> Item | None:
    """One that waits, wherever in the queue. None where it does not."""
    return next((_item(*one) for one in _read(cursor, one_waiting(cursor, as_of, complaint_no))), None)


def _read(cursor: duckdb.DuckDBPyConnection, rows: list[dict[str, Any]]) -> list[tuple[dict[str, Any], Reading]]:
    reader = current_reader(cursor, current_taxonomy(cursor))
    return list(zip(rows, reader.read_all([row["narrative"] or "" for row in rows]), strict=True))


def _place(row: dict[str, Any], reading: Reading) -> tuple[float, float, str, str]:
    return -row["consequence"], -_doubt(row, reading), str(row["limit_date"] or "9999"), row["complaint_no"]


def _doubt(row: dict[str, Any], reading: Reading) -> float:
    """How far the likeliest cause is not ahead of the next, 0 to 1; half where two sides contradict each other."""
    if row["reason"] == Reason.CONTRADICTION:
        return 0.5
    first, second = [*(one.confidence for one in reading.proposals[:2]), 0.0, 0.0][:2]
    return round(1 - (first - second), 3)


def _item(row: dict[str, Any], reading: Reading) -> Item:
    marked = reading.proposals[0].spans if reading.proposals else ()
    return Item(
        complaint_no=row["complaint_no"],
        reason=Reason(row["reason"]),
        received_on=row["received_on"].isoformat(),
        branch=row["branch_name"],
        product_line=row["product_line_name"],
        channel=row["channel_code"],
        status=Status(row["status"]),
        limit_date=row["limit_date"].isoformat() if row["limit_date"] else None,
        label=mask(row["cause_label"]) if row["cause_label"] else None,
        filed=row["primary_cause"],
        category=row["category"],
        narrative=masked_parts(row["narrative"] or "", marked, [row[name] for name in PERSONAL]),
        proposals=tuple((one.cause, one.confidence) for one in reading.proposals),
        how=reading.how,
        stage=row["claim_stage_code"] or (reading.stage.value if reading.stage else None),
        decision=row["decision"],
        consequence=float(row["consequence"]),
        doubt=_doubt(row, reading),
    )


def masked_parts(text: str, marked: Sequence[tuple[int, int]], known: Sequence[str | None] = ()) -> tuple[Part, ...]:
    """A narrative in pieces, personal data starred, the words at `marked` told apart from the rest."""
    secret = [(one.start, one.end) for one in personal_data(text, known)]
    speaking = [False] * len(text)
    for start, end in marked:
        for place in range(start, min(end, len(text))):
            speaking[place] = True
    pieces: list[Part] = []
    place = 0
    for start, end in [*secret, (len(text), len(text))]:
        while place < start:
            stop = place
            while stop < start and speaking[stop] == speaking[place]:
                stop += 1
            pieces.append(Part(text[place:stop], speaking[place]))
            place = stop
        if end > start:
            pieces.append(Part(STARS, False))
        place = end
    return tuple(pieces)


def alike(items: Sequence[Item], one: Item, most: int = 50) -> list[Item]:
    """The others of the queue that the same judgement would serve: the same label without a text, or nearly the
    same text with the same proposal.
    """
    others = [other for other in items if other.complaint_no != one.complaint_no and other.reason is one.reason]
    if not one.text:
        return [other for other in others if not other.text and other.label == one.label][:most]
    first = one.proposals[:1] and one.proposals[0][0]
    texts = {
        place: other.text
        for place, other in enumerate(others)
        if other.text and (other.proposals[:1] and other.proposals[0][0]) == first
    }
    found = process.extract(one.text, texts, scorer=fuzz.token_ratio, score_cutoff=_ALIKE, limit=most)
    return [others[place] for _, _, place in found]
