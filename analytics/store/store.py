"""One process owns the database file: one connection, a cursor per reader, one write at a time."""

from __future__ import annotations

import re
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

import duckdb

from analytics.errors import RequestError, StoreError, Text
from analytics.store.kept import Kept, keeping
from analytics.store.migrate import migrate
from analytics.store.snapshot import snapshot
from analytics.store.work import Progress, Work

Purpose = Literal["company", "demo"]

# Written so that the previous DuckDB line (1.5, which offline sites run) can open the file as well.
STORAGE_VERSION = "v1.5.0"
# How far the log of changes may grow before it is worked into the file. The engine's own 16 MB are reached twice in
# an import of three years of logs, and each time all that is there is compressed again.
CHECKPOINT_AT = "64MB"


class Store:
    """An open database. `cursor()` and `one_state()` to read, `write()` for one transaction that changes it."""

    def __init__(self, path: Path, connection: duckdb.DuckDBPyConnection) -> None:
        self.path = path
        self._connection = connection
        self._write_lock = threading.Lock()
        # One process owns the file and every change goes through `write`, so these need not be asked for again.
        self._version: int | None = None
        self._version_lock = threading.Lock()
        self._purpose: Purpose | None = None
        self._kept = Kept()
        self._file = path.stat().st_ino
        self._failed = False
        self.work: Work | None = None  # the newest that was started, under way or over
        self._start_lock = threading.Lock()

    @classmethod
    def open(cls, path: Path, *, purpose: Purpose = "company") -> Store:
        """Open the database, creating it with its schema on first use.

        purpose is recorded in a new database and only read back from an old one.
        Raises StoreError: taken by another process, no database or not one of ours, a newer schema, a folder that
        cannot be written.
        """
        path = Path(path)
        config: dict[str, str | bool | int | float | list[str]] = {
            "storage_compatibility_version": STORAGE_VERSION,
            "checkpoint_threshold": CHECKPOINT_AT,
        }
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            connection = duckdb.connect(str(path), config=config)
        except (duckdb.Error, OSError) as error:
            raise cannot_open(path, str(error)) from error
        try:
            migrate(connection, path)
            connection.execute("SET preserve_insertion_order = false")
            # A workbook's text must never reach the file system by way of SQL.
            connection.execute("SET enable_external_access = false")
            connection.execute("SET lock_configuration = true")
            store = cls(path, connection)
            if store.setting("purpose") is None:
                connection.execute("INSERT INTO setting VALUES ('purpose', ?)", [purpose])
            return store
        except duckdb.Error as error:
            connection.close()
            raise cannot_open(path, str(error)) from error
        except BaseException:
            connection.close()
            raise

    @property
    def purpose(self) -> Purpose:
        if self._purpose is None:
            self._purpose = "demo" if self.setting("purpose") == "demo" else "company"
        return self._purpose

    def setting(self, key: str) -> str | None:
        with self.cursor() as cursor:
            row = cursor.execute("SELECT value FROM setting WHERE key = ?", [key]).fetchone()
        return row[0] if row else None

    def data_version(self) -> int:
        """A number that changes with every change of the data: the key of every cache."""
        with self._version_lock:
            if self._version is None:
                with self._cursor() as cursor:
                    self._version = data_version(cursor)
            return self._version

    @contextmanager
    def cursor(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor of one's own to read with; sees the last committed state. What is `kept` is not asked again."""
        with self._cursor() as cursor, keeping(cursor, lambda: self._kept.of(self.data_version())):
            yield cursor

    @contextmanager
    def one_state(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """To read many things that must fit together, such as a deck: one state, whatever is committed meanwhile."""
        answers: OrderedDict[Any, Any] = OrderedDict()
        with self._cursor() as cursor, snapshot(cursor) as one, keeping(one, lambda: answers):
            yield one

    @contextmanager
    def _cursor(self) -> Iterator[duckdb.DuckDBPyConnection]:
        cursor = self._connection.cursor()
        try:
            yield cursor
        except (duckdb.IOException, duckdb.FatalException) as error:
            self._failed = True
            raise _out_of_reach(self.path, str(error)) from error
        finally:
            cursor.close()

    @property
    def lost(self) -> bool:
        """Whether it must be opened again: its file is not where it was opened, or could not be read or written.

        A file that was taken away goes on being written where no name leads to it, and what is written is lost.
        """
        try:
            return self._failed or self.path.stat().st_ino != self._file
        except OSError:
            return True

    def opened_again(self) -> Store:
        """Close it and open what stands in its place now. Raises StoreError where there is nothing."""
        if not self.path.exists():
            raise _out_of_reach(self.path, "")
        self.close()
        return Store.open(self.path)

    @contextmanager
    def write(self, *, keep: bool = True, figures: bool = True) -> Iterator[duckdb.DuckDBPyConnection]:
        """One transaction; others wait their turn. An exception, or keep=False (a rehearsal), undoes it all.

        figures: whether some figure may change by it. Where none can (a comment), the data's version stays, and
        with it every answer that is kept.
        """
        with self._write_lock, self._cursor() as cursor:
            cursor.execute("BEGIN")
            try:
                yield cursor
                if keep and figures:
                    following = data_version(cursor) + 1
                    cursor.execute("DELETE FROM setting WHERE key = 'data_version'")
                    cursor.execute("INSERT INTO setting VALUES ('data_version', ?)", [str(following)])
            except BaseException:
                cursor.execute("ROLLBACK")
                raise
            cursor.execute("COMMIT" if keep else "ROLLBACK")
            with self._version_lock:
                self._version = None

    def start(self, name: str, task: Callable[[Progress], Any], *, by: str) -> Work:
        """Change the data in the background, seen by all as `work`. One at a time: RequestError `busy` for another."""
        with self._start_lock:
            if self.work is not None and self.work.running:
                raise RequestError(
                    "busy",
                    Text(
                        f"{self.work.by} 启动的重新归类还在进行",
                        f"{self.work.by} is having everything classified again",
                    ),
                    Text("请等它完成后再试;您的更改没有写入", "try again when it is done; yours was not kept"),
                )
            self.work = Work(task, name=name, by=by)
            return self.work

    def close(self) -> None:
        if self.work is not None:
            self.work.wait()
        self._connection.close()


def data_version(cursor: duckdb.DuckDBPyConnection) -> int:
    """The version of the data that is read here, 0 before the first change."""
    rows = cursor.execute("SELECT value FROM setting WHERE key = 'data_version'").fetchall()
    return int(rows[0][0]) if rows else 0


def _out_of_reach(path: Path, reason: str) -> StoreError:
    first_line = next(iter(reason.strip().splitlines()), "")
    return StoreError(
        "database_lost",
        Text(f"数据库文件 {path} 读写不了 {first_line}", f"the database file {path} is out of reach {first_line}"),
        Text(
            "请检查文件是否还在原处、网络盘是否连着、磁盘是否已满,然后重试",
            "see whether the file is where it was, the network drive connected, the disk full; then try again",
        ),
    )


def cannot_open(path: Path, reason: str) -> StoreError:
    """DuckDB's own words, turned into what is wrong and what to do."""
    taken = "lock" in reason.lower() or "being used by another process" in reason
    if taken:
        found = re.search(r"PID (\d+)", reason)
        who_zh = f"(进程 {found[1]})" if found else ""
        who_en = f" (pid {found[1]})" if found else ""
        return StoreError(
            "database_taken",
            Text(
                f"另一个程序{who_zh}正在使用数据库 {path}",
                f"another program{who_en}, most likely the dashboard, has the database {path} open",
            ),
            Text("请在看板中操作,或先关闭它再试", "work in the dashboard, or stop it and try again"),
        )
    first_line = reason.strip().splitlines()[0] if reason.strip() else ""
    return StoreError(
        "database_unreadable",
        Text(f"无法打开数据库 {path}:{first_line}", f"the database {path} cannot be opened: {first_line}"),
        Text(
            "请检查路径与权限,或从备份恢复",
            "check the path and your permissions, or restore a backup",
        ),
    )
