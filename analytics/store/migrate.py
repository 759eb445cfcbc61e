"""Ordered, named migrations: each runs once, in a transaction of its own, and is recorded."""

from __future__ import annotations

from pathlib import Path

import duckdb

from analytics.errors import StoreError, Text

FOLDER = Path(__file__).with_name("migrations")


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


def migrate(connection: duckdb.DuckDBPyConnection) -> None:
    """Bring the schema up to this version. Raises StoreError when the database is of a newer one."""
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
