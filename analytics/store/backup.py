"""A copy of a database to keep, and the way back from it.

Copying the file of an open database loses what its log of changes holds: the engine itself writes the copy, and reads
all of the original doing so. Rule books of a company lie beside its database and are files to be copied.
"""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path

import duckdb

from analytics.errors import StoreError, Text
from analytics.store.faults import cannot_open
from analytics.store.migrate import refuse_foreign
from analytics.store.own_file import STORAGE_VERSION


def backup(database: Path, out: Path) -> None:
    """Write a copy of a database to a new file.

    Raises StoreError: database_taken, no_database, not_ours, file_exists, cannot_write.
    """
    if out.exists():
        raise StoreError(
            "file_exists",
            Text(f"{out} 已存在,不会覆盖", f"{out} is there already and is not overwritten"),
            Text("请另取文件名,或先移走它", "give another name, or move it away first"),
        )
    _copied(database, out)


def restore(kept: Path, database: Path) -> Path | None:
    """Put a backup in the place of a database, in one step. Returns where the one that was there is kept, if any.

    Raises StoreError: no_database, not_ours, newer_schema, database_taken, cannot_write. The database then is what it
    was.
    """
    _refuse_taken(database)
    part = database.with_name(f".{database.name}.restored")
    try:
        _copied(kept, part)
        before = _put_aside(database) if database.exists() else None
        part.replace(database)
    except OSError as error:
        raise _cannot_write(database, error) from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
    return before


def _copied(source: Path, out: Path) -> None:
    """A database of ours, written whole under its name or not at all."""
    _refuse_other_files(source)
    part = out.with_name(f".{out.name}.part")
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        part.unlink(missing_ok=True)
        with duckdb.connect() as engine:
            engine.execute(f"ATTACH {_quoted(source)} AS source (READ_ONLY)")
            engine.execute(f"ATTACH {_quoted(part)} AS copy (STORAGE_VERSION '{STORAGE_VERSION}')")
            engine.execute("COPY FROM DATABASE source TO copy")
        part.replace(out)
    except (duckdb.Error, OSError) as error:
        raise _cannot_write(out, error) from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
            part.with_name(f"{part.name}.wal").unlink(missing_ok=True)


def _refuse_other_files(path: Path) -> None:
    """Raise StoreError unless a file is a database of ours, of a version known here. It is not changed."""
    if not path.is_file():
        raise StoreError(
            "no_database",
            Text(f"找不到数据库 {path}", f"there is no database {path}"),
            Text("请检查路径", "check the path"),
        )
    try:
        with duckdb.connect(str(path), read_only=True) as connection:
            refuse_foreign(connection, path)
    except duckdb.Error as error:
        raise cannot_open(path, str(error)) from error


def _refuse_taken(database: Path) -> None:
    """Raise StoreError(database_taken) where another program has it open. Damage is no reason: a backup is for that."""
    if not database.exists():
        return
    try:
        duckdb.connect(str(database)).close()  # works its log of changes into the file as well
    except duckdb.Error as error:
        fault = cannot_open(database, str(error))
        if fault.code == "database_taken":
            raise fault from error


def _put_aside(database: Path) -> Path:
    """Keep the database that is replaced, with the log of changes of a damaged one."""
    before = database.with_name(f"{database.name}.before-restore")
    before.unlink(missing_ok=True)
    try:
        os.link(database, before)
    except OSError:  # a file system without links
        shutil.copy2(database, before)
    log = database.with_name(f"{database.name}.wal")
    if log.exists():
        log.replace(before.with_name(f"{before.name}.wal"))
    return before


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"


def _cannot_write(path: Path, why: Exception) -> StoreError:
    reason = next(iter(str(why).strip().splitlines()), "")
    return StoreError(
        "cannot_write",
        Text(f"无法写入 {path}:{reason}", f"{path} cannot be written: {reason}"),
        Text("请检查路径、权限与磁盘空间", "check the path, your permissions and the space on the disk"),
    )
