"""Who reports to whom: the branch list as a tree (省 -> 中支 -> 支公司)."""

from __future__ import annotations

from dataclasses import dataclass, field

import duckdb


@dataclass(frozen=True, slots=True)
class Hierarchy:
    """parents: every known branch -> the one above it, None at the top or where no list says so."""

    parents: dict[str, str | None] = field(default_factory=dict)

    @property
    def tops(self) -> tuple[str, ...]:
        return self.below(None)

    def below(self, branch: str | None) -> tuple[str, ...]:
        """Those directly below a branch, by name; below None: the tops."""
        return tuple(sorted(name for name, parent in self.parents.items() if parent == branch))

    def whole(self, branch: str) -> tuple[str, ...]:
        """The branch and everything below it, however deep."""
        found, waiting = [], [branch]
        while waiting:
            one = waiting.pop()
            if one not in found:  # a list that goes round in a circle ends here
                found.append(one)
                waiting += self.below(one)
        return tuple(sorted(found))

    def path(self, branch: str) -> tuple[str, ...]:
        """From the top down to the branch itself."""
        way = [branch]
        while (parent := self.parents.get(way[-1])) is not None and parent not in way:
            way.append(parent)
        return tuple(reversed(way))


def hierarchy(cursor: duckdb.DuckDBPyConnection) -> Hierarchy:
    """The tree of all branches that a log, an exposure or a branch list names; a parent is a branch too."""
    rows = cursor.execute(
        """SELECT branch_name, parent FROM branch UNION SELECT parent, NULL FROM branch WHERE parent IS NOT NULL
        UNION SELECT branch_name, NULL FROM complaint WHERE branch_name IS NOT NULL
        UNION SELECT branch_name, NULL FROM exposure"""
    ).fetchall()
    parents: dict[str, str | None] = {}
    for name, parent in sorted(rows, key=lambda row: (row[0], row[1] or "")):
        parents[name] = (parent if parent != name else None) or parents.get(name)
    return Hierarchy(parents)
