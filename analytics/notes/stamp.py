"""A word that changes with whatever people typed for the deck: part of the key of what is kept of it."""

from __future__ import annotations

import duckdb

_TABLES = ("case_study", "planned_measure", "deck_edit", "deck_outline", "comment")


def notes_stamp(cursor: duckdb.DuckDBPyConnection) -> str:
    """The same as long as nothing of it changed."""
    parts = []
    for table in _TABLES:
        ((hashed, rows),) = cursor.execute(f"SELECT coalesce(bit_xor(hash(t)), 0), count(*) FROM {table} t").fetchall()
        parts.append(f"{hashed}/{rows}")
    return " ".join(parts)
