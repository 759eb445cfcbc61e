"""What labels mean, as small tables that the queries over complaints join with."""

from __future__ import annotations

from typing import Any

import duckdb
import pyarrow as pa

from analytics.classify.branches import BranchIndex
from analytics.classify.decided_names import name_tables


def branch_index(cursor: duckdb.DuckDBPyConnection) -> BranchIndex:
    """The branch list as imported, ready to resolve labels; what people settled comes first."""
    branches = cursor.execute("SELECT branch_code, branch_name, aliases, parent FROM branch").fetchall()
    return BranchIndex(branches, name_tables(cursor)["branch"])


def register_names(
    cursor: duckdb.DuckDBPyConnection,
    name: str,
    columns: str,
    rows: list[tuple[Any, ...]],
    types: dict[int, pa.DataType] | None = None,
) -> None:
    """A small table from Python rows, seen by the cursor's queries under its name; text unless `types` says more."""
    names = columns.split()
    arrays = [
        pa.array([row[place] for row in rows], (types or {}).get(place, pa.string())) for place in range(len(names))
    ]
    cursor.register(name, pa.table(arrays, names=names))
