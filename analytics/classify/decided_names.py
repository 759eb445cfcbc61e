"""Names of logs that a person has settled: of branches and channels. What is only alike waits for one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

import duckdb

from analytics.classify.text import label_key
from analytics.errors import RequestError, Text

NameField = Literal["branch", "channel"]
NAME_FIELDS: tuple[NameField, ...] = get_args(NameField)


@dataclass(frozen=True, slots=True)
class DecidedName:
    """A name of a log and what a person said it stands for."""

    field: str
    label: str
    name: str
    decided_by: str


def decided_names(cursor: duckdb.DuckDBPyConnection) -> list[DecidedName]:
    """Those that stand, by field and label."""
    rows = cursor.execute(
        """SELECT field, label, name, decided_by FROM (SELECT *, row_number() OVER
            (PARTITION BY field, label ORDER BY decided_at DESC) AS newest FROM name_decision)
        WHERE newest = 1 AND name IS NOT NULL ORDER BY field, label"""
    ).fetchall()
    return [DecidedName(*row) for row in rows]


def name_tables(cursor: duckdb.DuckDBPyConnection) -> dict[str, dict[str, str]]:
    """By field: the key of a label -> the name it stands for."""
    tables: dict[str, dict[str, str]] = {field: {} for field in NAME_FIELDS}
    for one in decided_names(cursor):
        tables[one.field][label_key(one.label)] = one.name
    return tables


def write_name(cursor: duckdb.DuckDBPyConnection, field: NameField, label: str, name: str | None, *, by: str) -> None:
    """Keep what a name stands for; None takes it back. Raises RequestError without a label or a person."""
    if not label_key(label) or not by.strip():
        raise RequestError(
            "nobody",
            Text("请先填写您的姓名", "say who you are first"),
            Text("决定要记下是谁做的", "a decision is kept with the name of who made it"),
        )
    cursor.execute("INSERT INTO name_decision VALUES (?, ?, ?, ?, now()::TIMESTAMP)", [field, label, name, by.strip()])
