"""Everything classified again after a change, in one transaction, and what a change would move before it is made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import duckdb

from analytics.classify.current import refresh_complaints
from analytics.classify.learning import Lesson, learn
from analytics.classify.reader import current_reader
from analytics.classify.stored_taxonomy import current_taxonomy, name_by, write_version
from analytics.classify.taxonomy import Taxonomy
from analytics.store import Store

_STEP = 500  # narratives between two words of progress
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Moved:
    """So many complaints go from one primary cause to another; None is unclassified."""

    before: str | None
    after: str | None
    category_before: str | None
    category_after: str | None
    complaints: int


def save_taxonomy(
    store: Store, taxonomy: Taxonomy, *, by: str, note: str = "", progress: Progress | None = None
) -> list[Moved]:
    """Keep a new version of the taxonomy and classify everything under it; what moved. Raises RequestError."""
    with store.write() as cursor:
        moved = _under(cursor, taxonomy, by, note, progress)
    with store.cursor() as cursor:
        name_by(cursor)
    return moved


def effect_of(store: Store, taxonomy: Taxonomy) -> list[Moved]:
    """What saving would move. Nothing is changed. Raises RequestError as saving would."""
    with store.write(keep=False) as cursor:
        return _under(cursor, taxonomy, "-", "", None)


def reclassify(store: Store, *, progress: Progress | None = None) -> list[Moved]:
    """Classify every complaint again: all of it lands, or nothing."""
    with store.write() as cursor:
        return _again(cursor, progress)


def learn_and_reclassify(store: Store, *, by: str, progress: Progress | None = None) -> Lesson | None:
    """Train the model on what was decided and classify everything again with it, in one transaction.

    None where there are too few decided complaints; nothing is changed then.
    """
    with store.write() as cursor:
        lesson = learn(cursor, by=by)
        if lesson is not None:
            _again(cursor, progress)
        return lesson


def _under(
    cursor: duckdb.DuckDBPyConnection, taxonomy: Taxonomy, by: str, note: str, progress: Progress | None
) -> list[Moved]:
    write_version(cursor, taxonomy, by=by, note=note)
    return _again(cursor, progress)


def _again(cursor: duckdb.DuckDBPyConnection, progress: Progress | None) -> list[Moved]:
    cursor.execute(
        "CREATE OR REPLACE TEMP TABLE filed_before AS SELECT complaint_no, primary_cause, category FROM complaint"
    )
    _read_ahead(cursor, progress)
    refresh_complaints(cursor, "SELECT complaint_no FROM filed_before")
    rows = cursor.execute(
        """SELECT b.primary_cause, c.primary_cause, b.category, c.category, count(*)
        FROM filed_before b JOIN complaint c USING (complaint_no)
        WHERE b.primary_cause IS DISTINCT FROM c.primary_cause OR b.category IS DISTINCT FROM c.category
        GROUP BY 1, 2, 3, 4 ORDER BY 5 DESC, 1, 2"""
    ).fetchall()
    return [Moved(*row) for row in rows]


def _read_ahead(cursor: duckdb.DuckDBPyConnection, progress: Progress | None) -> None:
    """Read the narratives step by step, so that there is progress to show; the fold finds them read."""
    if progress is None:
        return
    reader = current_reader(cursor, current_taxonomy(cursor))
    rows = cursor.execute(
        "SELECT DISTINCT narrative FROM complaint WHERE narrative IS NOT NULL AND cause_source <> 'label'"
    ).fetchall()
    texts = [text for (text,) in rows]
    for start in range(0, len(texts), _STEP):
        progress(start, len(texts))
        reader.read_all(texts[start : start + _STEP])
    progress(len(texts), len(texts))
