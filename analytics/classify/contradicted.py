"""Whether the narrative of a complaint contradicts the cause that its label gives."""

from __future__ import annotations

from typing import NamedTuple

import duckdb

from analytics.classify.model import SURE
from analytics.classify.narratives import Reading
from analytics.classify.reader import current_reader
from analytics.classify.stored_taxonomy import current_taxonomy
from analytics.classify.taxonomy import Taxonomy
from analytics.vocabulary import CauseSource

CONTRADICTED = 0.8  # a narrative this sure of another cause may contradict the label


class Compared(NamedTuple):
    """Complaints with a label and a narrative: how many there are, how many were read, how many of those contradict."""

    complaints: int
    read: int
    contradicted: int


def contradicts(reading: Reading, cause: str, category: str, taxonomy: Taxonomy) -> bool:
    """Whether what a narrative says contradicts the primary cause, and its category, that the label gave.

    A label that the narrative gives any word for is not contradicted. One of the same category only by a narrative
    that is sure: the causes of a category stand close to each other.
    """
    if cause == "other" or not reading.causes or reading.causes[0].confidence < CONTRADICTED:
        return False
    speaking = {one.cause for one in (*reading.causes, *reading.proposals)}
    categories = {taxonomy.category_of(one.cause) for one in reading.causes}
    return cause not in speaking and (category not in categories or reading.causes[0].confidence > SURE)


def compared_with_labels(cursor: duckdb.DuckDBPyConnection, batch: int, most: int) -> Compared:
    """Of the complaints as a batch says them, the first `most` of those with a label and a narrative are read."""
    labelled = (
        f"FROM complaint WHERE batch_id = {int(batch)} AND cause_source = '{CauseSource.LABEL}'"
        " AND primary_cause <> 'other' AND narrative IS NOT NULL"
    )
    there = int(cursor.execute(f"SELECT count(*) {labelled}").fetchall()[0][0])
    if not there or most <= 0:
        return Compared(there, 0, 0)
    rows = cursor.execute(
        f"SELECT narrative, primary_cause, category {labelled} ORDER BY sheet_no, row_no LIMIT {int(most)}"
    ).fetchall()
    taxonomy = current_taxonomy(cursor)
    readings = current_reader(cursor, taxonomy).read_all([narrative for narrative, *_ in rows])
    against = sum(
        contradicts(reading, cause, category, taxonomy)
        for reading, (_, cause, category) in zip(readings, rows, strict=True)
    )
    return Compared(there, len(rows), against)
