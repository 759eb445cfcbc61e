"""Which names of the logs wait for a person, and settling one: everything that uses it is classified again."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from analytics.classify.channels import classify_channel
from analytics.classify.current import branch_index, refresh_complaints
from analytics.classify.current_lists import refresh_exposure
from analytics.classify.decided_names import NameField, name_tables, write_name
from analytics.classify.text import label_key
from analytics.errors import RequestError, Text
from analytics.store import Store
from analytics.vocabulary import Channel


@dataclass(frozen=True, slots=True)
class OpenName:
    """A name that nothing explains. proposal: the known one most like it (score 0 to 1), None if none is."""

    field: NameField
    label: str
    complaints: int
    proposal: str | None
    score: float


def open_names(cursor: duckdb.DuckDBPyConnection) -> list[OpenName]:
    """Branches that the branch list does not know (where there is one) and unknown channels; most used first."""
    index, settled = branch_index(cursor), name_tables(cursor)
    found = []
    for field in ("branch", "channel"):
        rows = cursor.execute(
            f"SELECT {field}, count(*) FROM complaint WHERE {field} IS NOT NULL GROUP BY 1"
        ).fetchall()
        for label, complaints in rows:
            if label_key(label) in settled[field]:
                continue
            if field == "channel":
                if classify_channel(label).channel is None:
                    found.append(OpenName("channel", label, complaints, None, 0.0))
            elif len(index):
                match = index.resolve(label)
                if match.name is None:
                    found.append(OpenName("branch", label, complaints, match.proposal, match.score))
    return sorted(found, key=lambda one: (-one.complaints, one.field, one.label))


def branch_called(cursor: duckdb.DuckDBPyConnection, name: str) -> str | None:
    """The branch that a name stands for in the branch list as it is now, by alias too; None where it says none."""
    return branch_index(cursor).resolve(name).name


def known_branches(cursor: duckdb.DuckDBPyConnection) -> list[str]:
    rows = cursor.execute("SELECT DISTINCT branch_name FROM branch ORDER BY 1").fetchall()
    return [name for (name,) in rows]


def settle_name(store: Store, field: NameField, label: str, name: str | None, *, by: str) -> int:
    """Say what a name of the logs stands for (None takes it back); how many complaints use it. Raises RequestError."""
    with store.write() as cursor:
        known = [code.value for code in Channel] if field == "channel" else known_branches(cursor)
        if name is not None and name not in known:
            raise RequestError(
                "unknown_name",
                Text(f"“{name}”不在名单中", f"{name!r} is not in the list"),
                Text("请从名单中选择", "choose one of the list"),
            )
        write_name(cursor, field, label, name, by=by)
        rows = cursor.execute(f"SELECT complaint_no FROM complaint WHERE {field} = ?", [label]).fetchall()
        cursor.execute("CREATE OR REPLACE TEMP TABLE renamed (complaint_no VARCHAR)")
        cursor.execute(f"INSERT INTO renamed SELECT complaint_no FROM complaint WHERE {field} = ?", [label])
        refresh_complaints(cursor, "SELECT complaint_no FROM renamed")
        if field != "channel":
            refresh_exposure(cursor)
        return len(rows)
