"""Layouts that a person confirmed: kept in the store by name, and known again by the signature of the header row."""

from __future__ import annotations

from pathlib import Path

import duckdb

from analytics.errors import RequestError, Text
from analytics.intake.layout import FOLDER, Layout, layout_toml, parse_layout, read_layout, signature
from analytics.store import Store


def save_layout(store: Store, layout: Layout, headers: list[str]) -> None:
    """Keep a layout for tables with these headers. A layout of the same name or for the same headers is replaced."""
    known_by = signature(headers)
    with store.write() as cursor:
        cursor.execute("DELETE FROM layout WHERE name = ? OR signature = ?", [layout.name, known_by])
        cursor.execute(
            "INSERT INTO layout VALUES (?, ?, ?, now()::TIMESTAMP)", [layout.name, known_by, layout_toml(layout)]
        )


def remembered_layouts(cursor: duckdb.DuckDBPyConnection) -> dict[str, Layout]:
    """signature -> layout, for every layout in the store."""
    rows = cursor.execute("SELECT signature, name, document FROM layout ORDER BY name").fetchall()
    return {known_by: parse_layout(document, Path(name)) for known_by, name, document in rows}


def layout_names(cursor: duckdb.DuckDBPyConnection) -> list[tuple[str, str]]:
    """(name, where it is kept: "shipped" or "database"), sorted."""
    shipped = [(path.stem, "shipped") for path in FOLDER.glob("*.toml")]
    kept = [(name, "database") for (name,) in cursor.execute("SELECT name FROM layout").fetchall()]
    return sorted(shipped + kept)


def layout_document(cursor: duckdb.DuckDBPyConnection, name: str) -> str:
    """A layout as the text of a file. Raises RequestError when there is none of that name."""
    row = cursor.execute("SELECT document FROM layout WHERE name = ?", [name]).fetchone()
    if row:
        return str(row[0])
    if (FOLDER / f"{name}.toml").is_file():
        return (FOLDER / f"{name}.toml").read_text(encoding="utf-8")
    raise RequestError(
        "unknown_layout",
        Text(f"没有名为“{name}”的布局", f"there is no layout {name!r}"),
        Text("用 layouts 查看已有布局", "list the layouts with `layouts`"),
    )


def find_layout(cursor: duckdb.DuckDBPyConnection, where: str) -> Layout:
    """The layout of a file, or one kept in the store or shipped with the product, by its name."""
    if not Path(where).is_file():
        row = cursor.execute("SELECT document FROM layout WHERE name = ?", [where]).fetchone()
        if row:
            return parse_layout(str(row[0]), Path(where))
    return read_layout(where)


def forget_layout(store: Store, name: str) -> None:
    """Remove a layout from the store; imports made with it stay."""
    with store.write() as cursor:
        cursor.execute("DELETE FROM layout WHERE name = ?", [name])
