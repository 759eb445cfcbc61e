"""Everything classified again after a change, in one transaction, and what a change would move before it is made."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from analytics.classify.current import refresh_complaints
from analytics.classify.learning import Lesson, learn
from analytics.classify.narrative_fold import untold
from analytics.classify.stored_taxonomy import check_seen, name_by, write_version
from analytics.classify.taxonomy import Taxonomy
from analytics.store import Progress, Store, snapshot

_WRITTEN = ("taxonomy_version", "complaint", "complaint_cause")


@dataclass(frozen=True, slots=True)
class Moved:
    """So many complaints go from one primary cause to another; None is unclassified."""

    before: str | None
    after: str | None
    category_before: str | None
    category_after: str | None
    complaints: int


@dataclass(frozen=True, slots=True)
class Effect:
    """What a change moves. beside: complaints that keep their primary cause, but name others beside it then."""

    moved: list[Moved]
    beside: int

    @property
    def complaints(self) -> int:
        """How many complaints move to another primary cause or category."""
        return sum(one.complaints for one in self.moved)


def save_taxonomy(
    store: Store, taxonomy: Taxonomy, *, by: str, note: str = "", progress: Progress = untold
) -> tuple[int, Effect]:
    """Keep a new version of the taxonomy and classify everything under it; its number and what moved.

    Raises RequestError: `bad_taxonomy`, and `taxonomy_changed_meanwhile` where it is not made from the one in force.
    """
    with store.write() as cursor:
        check_seen(cursor, taxonomy)
        version = write_version(cursor, taxonomy, by=by, note=note)
        effect = _again(cursor, progress)
    with store.cursor() as cursor:
        name_by(cursor)
    return version, effect


def effect_of(store: Store, taxonomy: Taxonomy, *, progress: Progress = untold) -> Effect:
    """What saving would move: tried on copies, so that nobody waits for it. Raises RequestError as saving would."""
    with store.cursor() as cursor, snapshot(cursor) as one:
        for table in _WRITTEN:
            one.execute(f"CREATE TEMP TABLE {table} AS FROM {table}")
        write_version(one, taxonomy, by="-", note="")
        return _again(one, progress)


def reclassify(store: Store, *, progress: Progress = untold) -> Effect:
    """Classify every complaint again: all of it lands, or nothing."""
    with store.write() as cursor:
        return _again(cursor, progress)


def learn_and_reclassify(store: Store, *, by: str, progress: Progress = untold) -> Lesson | None:
    """Train the model on what was decided and classify everything again with it, in one transaction.

    None where there are too few decided complaints; nothing is changed then.
    """
    with store.write() as cursor:
        lesson = learn(cursor, by=by)
        if lesson is not None:
            _again(cursor, progress)
        return lesson


def _again(cursor: duckdb.DuckDBPyConnection, progress: Progress) -> Effect:
    causes = "(SELECT list(cause ORDER BY position) FROM complaint_cause e WHERE e.complaint_no = c.complaint_no)"
    filed = f"SELECT complaint_no, primary_cause, category, {causes} AS causes FROM complaint c"
    cursor.execute(f"CREATE OR REPLACE TEMP TABLE filed_before AS {filed}")
    refresh_complaints(cursor, "SELECT complaint_no FROM filed_before", progress)
    rows = cursor.execute(
        f"""SELECT b.primary_cause, n.primary_cause, b.category, n.category, count(*),
            b.primary_cause IS DISTINCT FROM n.primary_cause OR b.category IS DISTINCT FROM n.category AS moves
        FROM filed_before b JOIN ({filed}) n USING (complaint_no)
        WHERE moves OR b.causes IS DISTINCT FROM n.causes
        GROUP BY 1, 2, 3, 4, 6 ORDER BY 5 DESC, 1, 2"""
    ).fetchall()
    moved = [Moved(*row[:5]) for row in rows if row[5]]
    return Effect(moved, beside=sum(row[4] for row in rows if not row[5]))
