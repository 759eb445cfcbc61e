"""What labels mean, as small tables that the queries over complaints join with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import duckdb
import pyarrow as pa

from analytics.classify.branch_names import normalise_branch, split_aliases
from analytics.classify.branches import BranchIndex
from analytics.classify.decided_names import name_tables
from analytics.classify.joined_branches import Joined, joined_branches
from analytics.classify.text import label_key


def branch_index(cursor: duckdb.DuckDBPyConnection) -> BranchIndex:
    """The branch list as imported, ready to resolve labels; what people settled comes first."""
    return BranchIndex(_listed(cursor), name_tables(cursor)["branch"])


class WrittenNames:
    """Which of the names that the branch list has for a branch a label writes: its own, or an alias.

    The name that a branch had before it was renamed is its own.
    """

    def __init__(
        self, branches: list[tuple[str | None, str, str | None, str | None]], joined: Sequence[Joined] = ()
    ) -> None:
        self._renamed = {label_key(one.old.name): one.new.name for one in joined if not one.merged}
        self._own = BranchIndex((code, name, None, parent) for code, name, _, parent in branches)
        self._aliases = BranchIndex(
            (None, alias, None, parent) for _, _, cell, parent in branches for alias in split_aliases(cell or "")
        )

    def part(self, label: str, name: str) -> str:
        """name where the label writes the branch's own name in any way, else the alias it writes, or itself."""
        if not len(self._own) or self._own.resolve(label).name == name:
            return name
        written = self._aliases.resolve(label).name or normalise_branch(label)
        while (key := label_key(written)) in self._renamed:
            written = self._renamed[key]
        return written


def written_names(cursor: duckdb.DuckDBPyConnection) -> WrittenNames:
    return WrittenNames(_listed(cursor), joined_branches(cursor))


def _listed(cursor: duckdb.DuckDBPyConnection) -> list[tuple[str | None, str, str | None, str | None]]:
    return cursor.execute("SELECT branch_code, branch_name, aliases, parent FROM branch").fetchall()


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
