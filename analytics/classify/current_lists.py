"""The current branch list and exposure: what their newest un-retracted rows say, under the branches' own names."""

from __future__ import annotations

import duckdb

from analytics.classify.current import refresh_complaints
from analytics.classify.decided_names import name_tables
from analytics.classify.exposure_parts import Said, Summed, add_parts
from analytics.classify.joined_branches import LISTED_ROWS, joined_branches
from analytics.classify.label_tables import branch_index, register_names, written_names
from analytics.classify.product_lines import normalise_product_line
from analytics.classify.speaking import SPEAKING
from analytics.classify.text import label_key
from analytics.classify.used_twice import perhaps_two
from analytics.intake.line_kinds import is_all_lines


def refresh_branches(cursor: duckdb.DuckDBPyConnection) -> bool:
    """Rebuild the branch list; where it changed, resolve every complaint's and exposure's branch again."""
    before = cursor.execute("FROM branch ORDER BY ALL").fetchall()
    cursor.execute("DELETE FROM branch")
    cursor.execute(
        f"""INSERT INTO branch
        SELECT arg_max(branch_code, rank), branch_name, arg_max(parent, rank), arg_max(aliases, rank),
            arg_max(batch_id, rank), arg_max(sheet_no, rank), arg_max(row_no, rank)
        FROM {LISTED_ROWS} GROUP BY branch_name"""
    )
    _join(cursor)
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


def _join(cursor: duckdb.DuckDBPyConnection) -> None:
    """A branch that was renamed or merged goes; its name, aliases and code are aliases of what it is today."""
    for one in joined_branches(cursor):
        old, new = one.old.name, one.new.name
        ((parent, aliases),) = cursor.execute(
            "SELECT parent, aliases FROM branch WHERE branch_name = ?", [old]
        ).fetchall()
        cursor.execute("DELETE FROM branch WHERE branch_name = ?", [old])
        cursor.execute(
            "UPDATE branch SET parent = CASE WHEN branch_name = $new THEN $above ELSE $new END WHERE parent = $old",
            {"new": new, "above": parent, "old": old},
        )
        cursor.execute(
            "UPDATE branch SET aliases = concat_ws('、', aliases, ?, ?, ?) WHERE branch_name = ?",
            [old, aliases, one.old.code if one.merged else None, new],
        )


def name_exposure_labels(cursor: duckdb.DuckDBPyConnection) -> None:
    """label_branch and label_product_line: what exposure's rows call a branch or line, and its own name.

    part: the part of the branch that a label names, which is the branch's own name but for those merged into it.
    """
    index, written = branch_index(cursor), written_names(cursor)
    names = []
    for label in _distinct(cursor, "branch", "exposure_row"):
        name = index.resolve(label).name or index.as_typed(label)
        names.append((label, name, written.part(label, name)))
    register_names(cursor, "label_branch", "label code part", names)
    lines = _distinct(cursor, "product_line", "exposure_row")
    settled = name_tables(cursor)["product_line"]
    # '' where the row says it stands for all lines
    own = [(one, "" if is_all_lines(one) else normalise_product_line(one, settled)) for one in lines]
    register_names(cursor, "label_product_line", "label code", own)


# Rows of exposure that speak, under the names of today, the newest last; to be asked after name_exposure_labels.
EXPOSURE_SAID = f"""(SELECT e.*, b.code AS branch_name, b.part, coalesce(l.code, '') AS line,
        row_number() OVER (ORDER BY batch_id, sheet_no, row_no) AS rank
    FROM exposure_row e JOIN label_branch b ON e.branch = b.label
    LEFT JOIN label_product_line l ON e.product_line = l.label
    WHERE {SPEAKING})"""


def refresh_exposure(cursor: duckdb.DuckDBPyConnection) -> None:
    """Rebuild exposure from its rows: by month, branch and line the newest row that says something wins.

    The parts of a branch are added up (exposure_parts.py).
    """
    name_exposure_labels(cursor)
    cursor.execute("DELETE FROM exposure")
    cursor.execute(
        f"""INSERT INTO exposure
        SELECT month, branch_name, line, arg_max(premium_yuan, rank), arg_max(policies, rank),
            arg_max(batch_id, rank), arg_max(sheet_no, rank), arg_max(row_no, rank)
        FROM {EXPOSURE_SAID} GROUP BY month, branch_name, line"""
    )
    whole = [one.row for one in parted_exposure(cursor)]
    if whole:
        cursor.execute("DELETE FROM exposure WHERE branch_name IN (SELECT code FROM label_branch WHERE code <> part)")
        cursor.executemany("INSERT INTO exposure VALUES (?, ?, ?, ?, ?, ?, ?, ?)", whole)


def parted_exposure(cursor: duckdb.DuckDBPyConnection) -> list[Summed]:
    """Exposure of the branches that rows name in parts, added up; to be asked after name_exposure_labels."""
    rows = cursor.execute(
        f"""SELECT month, branch_name, line, part, premium_yuan, policies, batch_id, sheet_no, row_no
        FROM {EXPOSURE_SAID} WHERE branch_name IN (SELECT code FROM label_branch WHERE code <> part) ORDER BY rank"""
    ).fetchall()
    were_branches = {label_key(one.old.name) for one in joined_branches(cursor) if one.merged} if rows else set()
    return add_parts(Said._make((*row, label_key(row[3]) in were_branches)) for row in rows)


def _distinct(cursor: duckdb.DuckDBPyConnection, name: str, table: str) -> list[str]:
    rows = cursor.execute(f"SELECT DISTINCT {name} FROM {table} WHERE {name} IS NOT NULL").fetchall()
    return [row[0] for row in rows]
