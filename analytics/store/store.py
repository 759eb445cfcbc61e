"""One process owns the database file: one connection, a cursor per reader, one write at a time."""

from __future__ import annotations

import threading
import weakref
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Literal

import duckdb

from analytics.errors import RequestError, Text, disk_fault
from analytics.store.faults import (
    cannot_open,
    gone,
    kept_all_the_same,
    log_set_aside,
    of_the_machine,
    out_of_reach,
    overwritten,
    replaced,
)
from analytics.store.kept import Kept, keeping
from analytics.store.migrate import migrate
from analytics.store.own_file import OwnFile, connected, log_of
from analytics.store.snapshot import snapshot
from analytics.store.work import Progress, Work

Purpose = Literal["company", "demo"]


class Store:
    """An open database. `cursor()` and `one_state()` to read, `write()` for one transaction that changes it."""

    def __init__(self, path: Path, connection: duckdb.DuckDBPyConnection, *, gives_back: bool) -> None:
        self.path = path
        self._connection = connection
        self._write_lock = threading.Lock()
        # One process owns the file and every change goes through `write`, so these need not be asked for again.
        self._version: int | None = None
        self._version_lock = threading.Lock()
        self._purpose: Purpose | None = None
        self._kept = Kept()
        self._file = OwnFile(path)
        self._failed = False
        self._gives_back = gives_back
        self._overwritten = False
        self._unlike_its_copies = False
        self.notice: Text | None = None  # what a person should know of how this file came to be the one that is open
        self._let_go = weakref.finalize(self, _let_go, connection, self._file)  # at the latest when the process ends
        self.work: Work | None = None  # the newest that was started, under way or over
        self._start_lock = threading.Lock()

    @classmethod
    def open(cls, path: Path, *, purpose: Purpose = "company", gives_back: bool = False) -> Store:
        """Open the database, creating it with its schema on first use.

        purpose is recorded in a new database and only read back from an old one. gives_back: what a question needed of
        memory is free when it is answered, a tenth of all that a dashboard holds; it takes a little longer.
        Raises StoreError: taken by another process, no database or not one of ours, a newer schema, a folder that
        cannot be written.
        """
        path = Path(path)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            connection, aside = connected(path)
        except (duckdb.Error, OSError) as error:
            raise cannot_open(path, str(error)) from error
        try:
            connection.execute("PRAGMA disable_checkpoint_on_shutdown")  # `_let_go` does it, into a file that is ours
            migrate(connection, path)
            connection.execute("SET preserve_insertion_order = false")
            if gives_back:
                connection.execute("SET allocator_bulk_deallocation_flush_threshold = '1MB'")
            # A workbook's text must never reach the file system by way of SQL.
            connection.execute("SET enable_external_access = false")
            connection.execute("SET lock_configuration = true")
            if not connection.execute("SELECT 1 FROM setting WHERE key = 'purpose'").fetchall():
                connection.execute("INSERT INTO setting VALUES ('purpose', ?)", [purpose])
            store = cls(path, connection, gives_back=gives_back)
            store.notice = log_set_aside(aside) if aside else None
            return store
        except BaseException as error:
            connection.close()
            if aside is not None:
                aside.replace(log_of(path))
            if isinstance(error, duckdb.Error):
                raise cannot_open(path, str(of_the_machine(error) or error)) from error
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
        except duckdb.Error as error:
            fault = of_the_machine(error)
            if fault is None:
                raise
            # Without room or leave to write it can be read on; opened again it would be no better.
            self._failed |= isinstance(fault, duckdb.FatalException) or disk_fault(str(fault)) is None
            if self._seen_overwritten():
                raise overwritten(self.path) from error
            raise out_of_reach(self.path, str(fault)) from error
        finally:
            cursor.close()

    @property
    def lost(self) -> bool:
        """Whether nothing may be asked of it: its file is not where it was opened, could not be read or written, or
        another was copied over it.

        A file that was taken away goes on being written where no name leads to it, and what is written is lost.
        """
        if self._overwritten or self._failed:
            return True
        return not self._file.as_left and (not self._file.there or self._seen_overwritten())

    def _seen_overwritten(self) -> bool:
        """As far as can be told: who writes just now sees for himself."""
        if not self._overwritten and self._write_lock.acquire(blocking=False):
            try:
                self._overwritten = self._file.overwritten
            finally:
                self._write_lock.release()
        return self._overwritten

    def opened_again(self) -> Store:
        """Close it and open what stands in its place now.

        Raises StoreError where there is nothing, or where another file was copied over it: whoever did must have ended
        before it is opened, and nobody here can tell.
        """
        if self._seen_overwritten():
            raise overwritten(self.path)
        if not self.path.exists():
            raise gone(self.path)
        self.close()
        again = Store.open(self.path, gives_back=self._gives_back)
        if again._file.number != self._file.number:
            again.notice = replaced(self.path)
        return again

    @contextmanager
    def write(self, *, keep: bool = True, figures: bool = True) -> Iterator[duckdb.DuckDBPyConnection]:
        """One transaction; others wait their turn. An exception, or keep=False (a rehearsal), undoes it all.

        figures: whether some figure may change by it. Where none can (a comment), the data's version stays, and
        with it every answer that is kept.
        """
        with self._write_lock, self._cursor() as cursor:
            self._refuse_lost()
            cursor.execute("BEGIN")
            try:
                yield cursor
                if keep and figures:
                    following = data_version(cursor) + 1
                    cursor.execute("DELETE FROM setting WHERE key = 'data_version'")
                    cursor.execute("INSERT INTO setting VALUES ('data_version', ?)", [str(following)])
                self._refuse_lost()
            except BaseException:
                cursor.execute("ROLLBACK")
                raise
            try:
                cursor.execute("COMMIT" if keep else "ROLLBACK")
                if keep and not self._unlike_its_copies and self._file.has_room:
                    self._unlike_its_copies = True  # those made before it was opened: `OwnFile` tells them by this
                    cursor.execute("CHECKPOINT")
            except duckdb.FatalException as error:
                if not kept_all_the_same(str(error)):
                    raise
                self._failed = True
            finally:
                self._file.note()
            with self._version_lock:
                self._version = None

    def _refuse_lost(self) -> None:
        """Before anything is written, with the lock held: raise StoreError where it would be lost, or ruin a file."""
        self._overwritten |= self._file.overwritten
        if self._overwritten:
            raise overwritten(self.path)
        if not self._file.there:
            raise gone(self.path)

    @property
    def writing(self) -> bool:
        """Whether some transaction is under way that another would wait for."""
        return self._write_lock.locked()

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
        with self._write_lock:
            self._let_go()


def _let_go(connection: duckdb.DuckDBPyConnection, file: OwnFile) -> None:
    """Work the log of changes into the file, unless the file holds another database by now; then close both."""
    with suppress(duckdb.Error):
        if not file.overwritten:
            connection.execute("CHECKPOINT")
    connection.close()
    file.close()


def data_version(cursor: duckdb.DuckDBPyConnection) -> int:
    """The version of the data that is read here, 0 before the first change."""
    rows = cursor.execute("SELECT value FROM setting WHERE key = 'data_version'").fetchall()
    return int(rows[0][0]) if rows else 0
