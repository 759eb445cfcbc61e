"""The company's taxonomy in the store: every version whole, the newest in force; where there is none, what ships."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from typing import Any

import duckdb

from analytics.classify.patterns import check_pattern
from analytics.classify.taxonomy import Category, Cause, Taxonomy, faults, load_taxonomy
from analytics.errors import RequestError, Text

_named_by: list[Taxonomy] = []  # at most one: a process has one database


@dataclass(frozen=True, slots=True)
class TaxonomyVersion:
    """version 0 is the taxonomy that ships."""

    version: int
    saved_at: datetime | None
    saved_by: str
    note: str


def current_taxonomy(cursor: duckdb.DuckDBPyConnection) -> Taxonomy:
    """The taxonomy in force."""
    rows = cursor.execute("SELECT document FROM taxonomy_version ORDER BY version DESC LIMIT 1").fetchall()
    return _parsed(rows[0][0]) if rows else _shipped()


def names_in_force() -> Taxonomy:
    """The taxonomy that names codes where no cursor is at hand: the one of the database this process has open."""
    return _named_by[0] if _named_by else _shipped()


def name_by(cursor: duckdb.DuckDBPyConnection) -> Taxonomy:
    """Name codes by the taxonomy in force in this database from now on; it."""
    taxonomy = current_taxonomy(cursor)
    _named_by[:] = [taxonomy]
    return taxonomy


def taxonomy_of(cursor: duckdb.DuckDBPyConnection, version: int) -> Taxonomy:
    """A version as it was. Raises RequestError where there is none of that number."""
    rows = cursor.execute("SELECT document FROM taxonomy_version WHERE version = ?", [version]).fetchall()
    if not rows and version != 0:
        raise RequestError(
            "no_such_taxonomy",
            Text(f"没有原因分类的第 {version} 版", f"there is no version {version} of the causes"),
            Text("请在设置中查看各版本", "the versions are listed in Settings"),
        )
    return _parsed(rows[0][0]) if rows else _shipped()


def taxonomy_versions(cursor: duckdb.DuckDBPyConnection) -> list[TaxonomyVersion]:
    """All versions, oldest first."""
    rows = cursor.execute("SELECT version, saved_at, saved_by, note FROM taxonomy_version ORDER BY version").fetchall()
    return [TaxonomyVersion(0, None, "", ""), *(TaxonomyVersion(*row) for row in rows)]


def write_version(cursor: duckdb.DuckDBPyConnection, taxonomy: Taxonomy, *, by: str, note: str) -> int:
    """Make this taxonomy the one in force; its version. Complaints are not classified again here.

    Raises RequestError `bad_taxonomy` where it would make a label ambiguous or a cause homeless.
    """
    for fault in faults(taxonomy):
        raise RequestError(
            "bad_taxonomy",
            Text(f"原因分类不能这样保存:{fault}", f"the causes cannot be saved like this: {fault}"),
            Text("请改正后再保存", "correct it and save again"),
        )
    for cause in taxonomy.causes:
        for pattern in cause.patterns:
            check_pattern(pattern)
    rows = cursor.execute("SELECT coalesce(max(version), 0) + 1 FROM taxonomy_version").fetchall()
    version = int(rows[0][0])
    cursor.execute(
        "INSERT INTO taxonomy_version VALUES (?, now()::TIMESTAMP, ?, ?, ?)",
        [version, by, note, document_of(taxonomy)],
    )
    return version


def check_seen(cursor: duckdb.DuckDBPyConnection, taxonomy: Taxonomy) -> None:
    """Raises RequestError `taxonomy_changed_meanwhile` where a draft is not made from the taxonomy in force."""
    if taxonomy.made_from == current_taxonomy(cursor).version:
        return
    newest = taxonomy_versions(cursor)[-1]
    when = f"{newest.saved_at:%H:%M}" if newest.saved_at else ""
    raise RequestError(
        "taxonomy_changed_meanwhile",
        Text(
            f"{newest.saved_by} 刚刚保存了第 {newest.version} 版({when} {newest.note})".replace(" )", ")"),
            f"{newest.saved_by} saved version {newest.version} meanwhile ({when} {newest.note})".replace(" )", ")"),
        ),
        Text(
            "您的更改没有写入;请看它在新版上的影响,再决定是否保存",
            "yours was not kept; see its effect on the new version, then save it if you still want to",
        ),
    )


def document_of(taxonomy: Taxonomy) -> str:
    return json.dumps(
        {
            "category": [asdict(category) for category in taxonomy.categories],
            "cause": [asdict(cause) for cause in taxonomy.causes],
        },
        ensure_ascii=False,
        sort_keys=True,
    )


@lru_cache(maxsize=1)
def _shipped() -> Taxonomy:
    return load_taxonomy()


@lru_cache(maxsize=16)
def _parsed(document: str) -> Taxonomy:
    data = json.loads(document)
    return Taxonomy(
        categories=tuple(Category(**_tuples(entry)) for entry in data["category"]),
        causes=tuple(Cause(**_tuples(entry)) for entry in data["cause"]),
        version=sha256(document.encode("utf-8")).hexdigest()[:12],
    )


def _tuples(entry: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in entry.items()}
