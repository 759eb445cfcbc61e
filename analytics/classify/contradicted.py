"""Whether the narrative of a complaint contradicts the cause that its label gives.

Each must be read to be told, and reading is what costs: what was told is kept in the store, for the next process.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import duckdb
import pyarrow as pa

from analytics.classify.model import SURE
from analytics.classify.narratives import Reading
from analytics.classify.reader import current_reader
from analytics.classify.stored_taxonomy import current_taxonomy
from analytics.classify.taxonomy import Taxonomy
from analytics.store import Store
from analytics.vocabulary import CauseSource

CONTRADICTED = 0.8  # a narrative this sure of another cause may contradict the label

_AT_ONCE = 1_000  # narratives in memory
_KEPT = pa.schema([("said", pa.string()), ("contradicted", pa.bool_())])


class Compared(NamedTuple):
    """Labels beside their narratives. complaints: that have both; compared: of how many of them it is known;
    against: the numbers of those that are contradicted. read: what had to be read for it, a row a digest, said:
    string, contradicted: bool; reader: by whom.
    """

    complaints: int
    compared: int
    against: tuple[str, ...]
    read: pa.Table
    reader: str


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


def compared_with_labels(
    cursor: duckdb.DuckDBPyConnection, batch: int | None = None, most: int | None = None
) -> Compared:
    """All labels that a narrative can contradict; or the first `most` of those that a batch says."""
    labelled = (
        f"FROM complaint WHERE cause_source = '{CauseSource.LABEL}' AND primary_cause <> 'other'"
        " AND narrative IS NOT NULL" + (f" AND batch_id = {int(batch)}" if batch is not None else "")
    )
    there = int(cursor.execute(f"SELECT count(*) {labelled}").fetchall()[0][0])
    first = there if most is None else max(0, min(most, there))
    if not first:
        return Compared(there, 0, (), _KEPT.empty_table(), "")
    taxonomy = current_taxonomy(cursor)
    reader = current_reader(cursor, taxonomy)
    limited = f"ORDER BY sheet_no, row_no LIMIT {first}" if first < there else ""
    said = "md5(concat_ws(chr(31), narrative, primary_cause, category))::UUID AS said"
    known = f"""FROM (SELECT complaint_no, narrative, primary_cause, category, {said} {labelled} {limited})
        LEFT JOIN (SELECT said, contradicted FROM label_compared WHERE reader = ?) USING (said)"""
    against = [
        number
        for (number,) in cursor.execute(
            f"SELECT complaint_no {known} WHERE contradicted", [reader.signature]
        ).fetchall()
    ]
    read = [_KEPT.empty_table()]
    cursor.execute(
        f"SELECT complaint_no, said::VARCHAR, narrative, primary_cause, category {known} WHERE contradicted IS NULL",
        [reader.signature],
    )
    while some := cursor.fetchmany(_AT_ONCE):
        readings = reader.read_all([narrative for _, _, narrative, *_ in some])
        told = [
            contradicts(reading, cause, category, taxonomy)
            for reading, (*_, cause, category) in zip(readings, some, strict=True)
        ]
        against += [number for (number, *_), contradicted in zip(some, told, strict=True) if contradicted]
        read.append(pa.table([[digest for _, digest, *_ in some], told], schema=_KEPT))
    return Compared(there, first, tuple(against), pa.concat_tables(read), reader.signature)


def keep_compared(store: Store, compared: Sequence[Compared]) -> None:
    """Keep what was read, so that it need not be read again. No figure changes by it."""
    several = [one for one in compared if len(one.read)]
    if not several:
        return
    reader = several[-1].reader
    read = pa.concat_tables([one.read for one in several if one.reader == reader])
    with store.write(figures=False) as cursor:
        cursor.execute("DELETE FROM label_compared WHERE reader <> ?", [reader])
        cursor.register("incoming", read)
        try:
            cursor.execute(
                """INSERT INTO label_compared SELECT DISTINCT ?, said::UUID, contradicted FROM incoming
                WHERE said::UUID NOT IN (SELECT said FROM label_compared)""",
                [reader],
            )
        finally:
            cursor.unregister("incoming")
