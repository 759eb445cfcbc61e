"""Layouts that a person confirmed: kept in the store by name, and known again by the signature of the header row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import duckdb

from analytics.errors import RequestError, Text
from analytics.intake.layout import FOLDER, Layout, layout_toml, parse_layout, read_layout, signature
from analytics.store import Store, check_seen


def save_layout(store: Store, layout: Layout, headers: Sequence[str], *, seen: Mapping[str, Layout]) -> None:
    """Keep a layout for tables with these headers, in place of those that are `in_its_way`.

    seen: these as they were shown. Raises RequestError: the name of a layout that is built in, `changed_meanwhile`
    where others are in its way.
    """
    known_by = signature(headers)
    if layout.name in {path.stem for path in FOLDER.glob("*.toml")}:
        raise RequestError(
            "layout_name_taken",
            Text(f"“{layout.name}”是随程序提供的布局的名称", f"{layout.name!r} is the name of a built-in layout"),
            Text("请另取名称", "give it another name"),
        )
    with store.write() as cursor:
        check_seen(in_its_way(cursor, layout.name, headers), seen)
        cursor.execute("DELETE FROM layout WHERE name = ? OR signature = ?", [layout.name, known_by])
        cursor.execute(
            "INSERT INTO layout VALUES (?, ?, ?, now()::TIMESTAMP)", [layout.name, known_by, layout_toml(layout)]
        )


def in_its_way(cursor: duckdb.DuckDBPyConnection, name: str, headers: Sequence[str]) -> dict[str, Layout]:
    """signature -> layout, of those in the store with this name or for these headers: none is kept beside them."""
    known_by = signature(headers)
    kept = remembered_layouts(cursor).items()
    return {its_own: layout for its_own, layout in kept if layout.name == name or its_own == known_by}


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


def forget_layout(store: Store, name: str, *, seen: str) -> None:
    """Remove a layout from the store; imports made with it stay.

    seen: its text as it was shown. Raises RequestError `changed_meanwhile` where it is another.
    """
    with store.write() as cursor:
        check_seen(cursor.execute("SELECT document FROM layout WHERE name = ?", [name]).fetchall(), [(seen,)])
        cursor.execute("DELETE FROM layout WHERE name = ?", [name])
