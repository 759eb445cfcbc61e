"""Ordered, named migrations: each runs once, in a transaction of its own, and is recorded."""

from __future__ import annotations

from pathlib import Path

import duckdb

from analytics.errors import StoreError, Text

FOLDER = Path(__file__).with_name("migrations")
_OURS = {"migration", "setting", "batch", "log_row"}
_TABLES = "SELECT table_name FROM duckdb_tables() UNION ALL SELECT view_name FROM duckdb_views() WHERE NOT internal"


def migrations() -> list[Path]:
    return sorted(FOLDER.glob("[0-9]*.sql"))


def applied_migrations(connection: duckdb.DuckDBPyConnection) -> set[str]:
    """The migrations that a database has had. Raises StoreError when some are not known here."""
    applied = {name for (name,) in connection.execute("SELECT name FROM migration").fetchall()}
    newer = sorted(applied - {path.stem for path in migrations()})
    if newer:
        raise StoreError(
            "newer_schema",
            Text(
                f"数据库由更新版本的程序写成(结构 {newer[-1]})",
                f"the database was written by a newer version of the program (schema {newer[-1]})",
            ),
            Text("请升级本程序,或恢复旧备份", "update this program, or restore an older backup"),
        )
    return applied


def refuse_foreign(connection: duckdb.DuckDBPyConnection, path: Path, *, or_new: bool = False) -> None:
    """Raise StoreError unless a database is one of ours, of a version known here. Nothing is written.

    or_new: so is one without a table, and one whose first migration was cut off.
    """
    tables = {name for (name,) in connection.execute(_TABLES).fetchall()}
    if tables >= _OURS or (or_new and tables == {"migration"}):
        applied_migrations(connection)
    elif tables or not or_new:
        raise StoreError(
            "not_ours",
            Text(f"{path} 是数据库,但不是本软件的", f"{path} is a database, but not one of this software"),
            Text(
                "它没有被改动。请检查路径:应是本软件的数据库或其备份;要新建数据库,请另取一个文件名",
                "it was not changed; check the path: it must be a database of this software or a backup of one; for a"
                " new database give another name",
            ),
        )


def migrate(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Bring the schema up to this version. Raises StoreError, and leaves all as it is, where `refuse_foreign` does."""
    refuse_foreign(connection, path, or_new=True)
    connection.execute("CREATE TABLE IF NOT EXISTS migration (name VARCHAR NOT NULL, applied_at TIMESTAMP NOT NULL)")
    applied = applied_migrations(connection)
    for path in migrations():
        if path.stem in applied:
            continue
        connection.execute("BEGIN")
        try:
            connection.execute(path.read_text(encoding="utf-8"))
            connection.execute("INSERT INTO migration VALUES (?, now()::TIMESTAMP)", [path.stem])
            connection.execute("COMMIT")
        except Exception:
            connection.execute("ROLLBACK")
            raise
