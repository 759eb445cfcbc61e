"""The review queue: complaints whose cause is not known, or whose label says another thing than the narrative.

First what is most consequential (regulator complaints that are pending or valid), and among those what is most
doubtful: there a person's minute is worth most.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

import duckdb
from rapidfuzz import fuzz, process

from analytics.classify.contradicted import contradicts
from analytics.classify.narratives import Reading
from analytics.classify.reader import current_reader
from analytics.classify.stored_taxonomy import current_taxonomy
from analytics.classify.taxonomy import Taxonomy
from analytics.masking import STARS, mask, personal_data
from analytics.measures import Scope, complaints
from analytics.vocabulary import VALID_MONTHLY, CauseSource, Channel, Status

_ALIKE = 72.0  # fuzz.token_ratio of masked narratives that one judgement can serve
_PERSONAL = "complainant phone plate policy_no claim_no responsible_person handler".split()
_WEIGHT = {Status.PENDING: 3.0, Status.VALID: 2.5, Status.VALID_PERMANENT: 2.0, Status.VALID_CURED: 1.5}


class Reason(StrEnum):
    """UNCLASSIFIED: nothing tells the cause. CONTRADICTION: the label says one thing, the narrative another."""

    UNCLASSIFIED = "unclassified"
    CONTRADICTION = "contradiction"


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


def queue(cursor: duckdb.DuckDBPyConnection, as_of: date | None = None) -> list[Item]:
    """Everything that waits for a judgement, the most consequential and most doubtful first."""
    taxonomy = current_taxonomy(cursor)
    reader = current_reader(cursor, taxonomy)
    personal = ", ".join(f"c.{name}" for name in _PERSONAL)
    cursor.execute(
        f"""SELECT c.complaint_no, c.cause_label, c.narrative, c.primary_cause, c.category, c.cause_source,
            c.claim_stage_code, (SELECT max(d.decision) FROM cause_decision d WHERE d.complaint_no = c.complaint_no)
            AS decision, {personal}
        FROM complaint c WHERE c.cause_source = '{CauseSource.NONE}'
            OR (c.cause_source = '{CauseSource.LABEL}' AND c.narrative IS NOT NULL)
        ORDER BY c.complaint_no"""
    )
    names = [column[0] for column in cursor.description]
    rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    readings = reader.read_all([row["narrative"] or "" for row in rows])
    waiting = {
        row["complaint_no"]: (row, reading, reason)
        for row, reading in zip(rows, readings, strict=True)
        if (reason := _reason(row, reading, taxonomy)) is not None
    }
    # Judged are those that wait, not all there are; what was received after the as-of date is not there yet.
    judged = complaints(cursor, Scope(as_of=as_of), among=list(waiting))
    items = [_item(*waiting[one["complaint_no"]], one) for one in judged]
    return sorted(items, key=lambda one: (-one.consequence, -one.doubt, one.limit_date or "9999", one.complaint_no))


def _reason(row: dict[str, Any], reading: Reading, taxonomy: Taxonomy) -> Reason | None:
    if row["cause_source"] == CauseSource.NONE:
        return Reason.UNCLASSIFIED
    against = contradicts(reading, row["primary_cause"], row["category"], taxonomy)
    return Reason.CONTRADICTION if against else None


def _item(row: dict[str, Any], reading: Reading, reason: Reason, judged: dict[str, Any]) -> Item:
    status = Status(judged["status"])
    first = reading.proposals[0].confidence if reading.proposals else 0.0
    second = reading.proposals[1].confidence if len(reading.proposals) > 1 else 0.0
    consequence = _WEIGHT.get(status, 1.0) if judged["channel"] == Channel.REGULATOR else 0.5
    marked = reading.proposals[0].spans if reading.proposals else ()
    return Item(
        complaint_no=row["complaint_no"],
        reason=reason,
        received_on=(judged["received_at"] or "")[:10],
        branch=judged["branch"],
        product_line=judged["product_line"],
        channel=judged["channel"],
        status=status,
        limit_date=judged["limit_date"] if status in (Status.PENDING, *VALID_MONTHLY) else None,
        label=mask(row["cause_label"]) if row["cause_label"] else None,
        filed=row["primary_cause"],
        category=row["category"],
        narrative=masked_parts(row["narrative"] or "", marked, [row[name] for name in _PERSONAL]),
        proposals=tuple((one.cause, one.confidence) for one in reading.proposals),
        how=reading.how,
        stage=row["claim_stage_code"] or (reading.stage.value if reading.stage else None),
        decision=row["decision"],
        consequence=consequence,
        doubt=round(1 - (first - second if reason is Reason.UNCLASSIFIED else 0.5), 3),
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
