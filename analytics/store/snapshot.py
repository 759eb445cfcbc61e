"""One state of the store, to read and to try things on: what is written there is temporary and nobody else's."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import duckdb


@contextmanager
def snapshot(cursor: duckdb.DuckDBPyConnection) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection of its own that reads one state of the store throughout, and has temporary tables of its own."""
    one = cursor.cursor()
    try:
        one.execute("BEGIN TRANSACTION READ ONLY")
        yield one
    finally:
        one.close()
