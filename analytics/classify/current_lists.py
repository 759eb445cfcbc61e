"""The current branch list and exposure: what their newest un-retracted rows say, under the branches' own names."""

from __future__ import annotations

import duckdb

from analytics.classify.current import refresh_complaints
from analytics.classify.decided_names import name_tables
from analytics.classify.label_tables import branch_index, register_names
from analytics.classify.product_lines import normalise_product_line
from analytics.classify.used_twice import perhaps_two
from analytics.intake.line_kinds import is_all_lines


def refresh_branches(cursor: duckdb.DuckDBPyConnection) -> bool:
    """Rebuild the branch list; where it changed, resolve every complaint's and exposure's branch again."""
    before = cursor.execute("FROM branch ORDER BY ALL").fetchall()
    cursor.execute("DELETE FROM branch")
    cursor.execute(
        """INSERT INTO branch
        SELECT arg_max(branch_code, rank), branch_name, arg_max(parent, rank), arg_max(aliases, rank),
            arg_max(batch_id, rank), arg_max(sheet_no, rank), arg_max(row_no, rank)
        FROM (SELECT *, row_number() OVER (ORDER BY batch_id, sheet_no, row_no) AS rank FROM branch_row
              WHERE batch_id NOT IN (SELECT batch_id FROM batch WHERE retracted_at IS NOT NULL))
        GROUP BY branch_name"""
    )
    _join_renamed(cursor)
    after = cursor.execute("FROM branch ORDER BY ALL").fetchall()
    if before == after:
        return False
    index = branch_index(cursor)
    rows = [
        (label, index.resolve(label).name or index.as_typed(label))
        for label in _distinct(cursor, "branch", "complaint")
    ]
    register_names(cursor, "label_branch", "label code", rows)
    cursor.execute(
        "UPDATE complaint SET branch_name = b.code FROM label_branch b"
        " WHERE complaint.branch = b.label AND branch_name IS DISTINCT FROM b.code"
    )
    # Two branches may have become one, or one two: whose rows make up a complaint depends on that.
    refresh_complaints(cursor, perhaps_two("SELECT complaint_no FROM complaint WHERE versions > 1"))
    return True


def _join_renamed(cursor: duckdb.DuckDBPyConnection) -> None:
    """A branch under a code that a later batch gives to another name was renamed: its old name is an alias of the new.

    Two names of one code within the newest batch are no renaming: they stay two, as that list has them.
    """
    renamed = cursor.execute(
        """SELECT old.branch_name, new.branch_name, old.aliases
        FROM branch old JOIN branch new ON old.branch_code = new.branch_code AND old.batch_id < new.batch_id
        WHERE new.branch_code IN (
            SELECT branch_code FROM branch b WHERE batch_id = (
                SELECT max(batch_id) FROM branch WHERE branch_code = b.branch_code)
            GROUP BY branch_code HAVING count(*) = 1)
          AND new.batch_id = (SELECT max(batch_id) FROM branch WHERE branch_code = new.branch_code)
        ORDER BY old.batch_id, old.sheet_no, old.row_no"""
    ).fetchall()
    for old, new, aliases in renamed:
        cursor.execute("DELETE FROM branch WHERE branch_name = ?", [old])
        cursor.execute("UPDATE branch SET parent = ? WHERE parent = ?", [new, old])
        cursor.execute(
            "UPDATE branch SET aliases = concat_ws('、', aliases, ?, ?) WHERE branch_name = ?", [old, aliases, new]
        )


def name_exposure_labels(cursor: duckdb.DuckDBPyConnection) -> None:
    """label_branch and label_product_line: what exposure's rows call a branch or line, and its own name."""
    index = branch_index(cursor)
    labels = _distinct(cursor, "branch", "exposure_row")
    names = [(one, index.resolve(one).name or index.as_typed(one)) for one in labels]
    register_names(cursor, "label_branch", "label code", names)
    lines = _distinct(cursor, "product_line", "exposure_row")
    settled = name_tables(cursor)["product_line"]
    # '' where the row says it stands for all lines
    own = [(one, "" if is_all_lines(one) else normalise_product_line(one, settled)) for one in lines]
    register_names(cursor, "label_product_line", "label code", own)


def refresh_exposure(cursor: duckdb.DuckDBPyConnection) -> None:
    """Rebuild exposure from its rows: by month, branch and line the newest row that says something wins."""
    name_exposure_labels(cursor)
    cursor.execute("DELETE FROM exposure")
    cursor.execute(
        """INSERT INTO exposure
        SELECT month, branch_name, line, arg_max(premium_yuan, rank), arg_max(policies, rank),
            arg_max(batch_id, rank), arg_max(sheet_no, rank), arg_max(row_no, rank)
        FROM (SELECT e.*, b.code AS branch_name, coalesce(l.code, '') AS line,
                row_number() OVER (ORDER BY batch_id, sheet_no, row_no) AS rank
              FROM exposure_row e JOIN label_branch b ON e.branch = b.label
              LEFT JOIN label_product_line l ON e.product_line = l.label
              WHERE batch_id NOT IN (SELECT batch_id FROM batch WHERE retracted_at IS NOT NULL))
        GROUP BY month, branch_name, line"""
    )


def _distinct(cursor: duckdb.DuckDBPyConnection, name: str, table: str) -> list[str]:
    rows = cursor.execute(f"SELECT DISTINCT {name} FROM {table} WHERE {name} IS NOT NULL").fetchall()
    return [row[0] for row in rows]
