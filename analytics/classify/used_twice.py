"""One complaint number given to two complaints, as two branches' own logs do: their rows are told apart.

Rows of one number that differ in both the day received and the branch meant are of two complaints, as far as anybody
can tell. The row that wins says which of them the number stands for; the others lend it nothing.
"""

from __future__ import annotations

import duckdb

from analytics.classify.label_tables import register_names
from analytics.classify.meanings import meanings
from analytics.classify.speaking import SPEAKING

_LABELS_DIFFER = "min(received_at::DATE) < max(received_at::DATE) AND min(branch) < max(branch)"


def perhaps_two(numbers: str) -> str:
    """A query: those of `numbers` (one with a column complaint_no) whose rows differ in the day and in the label of
    the branch. What the labels mean is not asked yet."""
    return (
        f"SELECT complaint_no FROM log_row SEMI JOIN ({numbers}) n USING (complaint_no) WHERE {SPEAKING}"
        f" GROUP BY complaint_no HAVING {_LABELS_DIFFER}"
    )


def set_apart(cursor: duckdb.DuckDBPyConnection, numbers: str) -> None:
    """Leave the temp table `apart`: the rows of `numbers` that are of another complaint than the one that wins, with
    complaint_no, precedence, place, day and branch.

    Where the winning row names no branch, it is that of the newest row of its day, else of the newest that names one.
    """
    cursor.execute(f"CREATE OR REPLACE TEMP TABLE perhaps_two AS {perhaps_two(numbers)}")
    rows = f"log_row SEMI JOIN perhaps_two USING (complaint_no) WHERE {SPEAKING}"
    labels = [label for (label,) in cursor.execute(f"SELECT DISTINCT branch FROM {rows} AND branch <> ''").fetchall()]
    register_names(cursor, "branch_meant", "label code", list(meanings(cursor, "branch", labels).items()))
    cursor.execute(
        f"""CREATE OR REPLACE TEMP TABLE apart AS
        WITH said AS (
            SELECT complaint_no, precedence, batch_id, sheet_no, row_no, received_at::DATE AS day, m.code AS branch
            FROM (FROM {rows}) l LEFT JOIN branch_meant m ON l.branch = m.label),
        won AS (SELECT complaint_no, arg_max(day, precedence) AS day FROM said GROUP BY complaint_no),
        stands AS (
            SELECT complaint_no, w.day, arg_max(s.branch, (s.day = w.day, s.precedence)) AS branch
            FROM said s JOIN won w USING (complaint_no) GROUP BY complaint_no, w.day)
        SELECT s.* FROM said s JOIN stands w USING (complaint_no) WHERE s.day <> w.day AND s.branch <> w.branch"""
    )
