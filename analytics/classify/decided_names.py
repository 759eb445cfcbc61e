"""Names of branches, channels and product lines that a person has settled. What is only alike waits for one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

import duckdb

from analytics.classify.text import label_key
from analytics.errors import RequestError, Text

NameField = Literal["branch", "channel", "product_line"]
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


def check_name_seen(cursor: duckdb.DuckDBPyConnection, field: NameField, label: str, seen: str | None) -> None:
    """Raises RequestError `settled_meanwhile` where a name does not stand for what its decider saw."""
    now = {label_key(one.label): one for one in decided_names(cursor) if one.field == field}.get(label_key(label))
    if (now.name if now else None) == seen:
        return
    raise RequestError(
        "settled_meanwhile",
        Text(
            f"{now.decided_by} 刚刚把“{label}”确认为“{now.name}”" if now else f"“{label}”的确认刚刚被收回",
            f"{now.decided_by} has just settled {label!r} as {now.name!r}"
            if now
            else f"what {label!r} stood for was taken back just now",
        ),
        Text("您的决定没有写入;需要时先收回再改", "yours was not kept; take theirs back first if you must change it"),
    )


def write_name(cursor: duckdb.DuckDBPyConnection, field: NameField, label: str, name: str | None, *, by: str) -> None:
    """Keep what a name stands for; None takes it back. Raises RequestError without a label or a person."""
    if not label_key(label) or not by.strip():
        raise RequestError(
            "nobody",
            Text("请先填写您的姓名", "say who you are first"),
            Text("决定要记下是谁做的", "a decision is kept with the name of who made it"),
        )
    cursor.execute("INSERT INTO name_decision VALUES (?, ?, ?, ?, now()::TIMESTAMP)", [field, label, name, by.strip()])
