"""A full disk, a file or a folder that cannot be written: refused whole, said, and mended by making room.

What the engine says and leaves behind then was taken from a real full disk (a small tmpfs) and is repeated here.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import pytest
from click.testing import CliRunner

import analytics.store.own_file as own_file
from analytics.cli import main
from analytics.errors import AppError, StoreError, disk_full
from analytics.imports import import_paths, undo
from analytics.inbox import scan_inbox
from analytics.notes.comments import add_comment
from analytics.store import Store
from tests.tiny import Tiny

FIRST = {"投诉编号": "A1", "受理时间": "2016-03-01", "被投诉机构": "甲支公司"}
SECOND = {"投诉编号": "A2", "受理时间": "2016-04-01", "被投诉机构": "甲支公司"}
NO_ROOM = 'Could not write file "/data/tiny.duckdb.wal": No space left on device'
READ_ONLY = 'Cannot open file "/data/tiny.duckdb.wal": Operation not permitted'
COMMITTED = (
    "FATAL Error: Transaction COMMIT succeeded and is durable, but the autocheckpoint failed. Reopen the database"
    f" instance to recover. Failed to create checkpoint because of error: {NO_ROOM}"
)


class Disk:
    """A connection whose cursors fail at one statement, and from then on as the engine does until ROLLBACK."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, at: str, error: duckdb.Error, after: bool) -> None:
        self._honest, self.at, self.error, self.after = connection, at, error, after
        self.broken = False

    def cursor(self) -> _Cursor:
        return _Cursor(self._honest.cursor(), self)


class _Cursor:
    def __init__(self, honest: Any, disk: Disk) -> None:
        self._honest, self._disk = honest, disk

    def __getattr__(self, name: str) -> Any:
        return getattr(self._honest, name)

    def execute(self, sql: str, *given: Any) -> Any:
        disk = self._disk
        if sql.startswith("ROLLBACK"):
            disk.broken = False
        if not disk.broken and sql.startswith(disk.at):
            if disk.after:
                self._honest.execute(sql, *given)
            disk.broken = not disk.after
            raise disk.error
        return self._honest.execute(sql, *given)

    def unregister(self, name: str) -> None:
        self._honest.unregister(name)
        if self._disk.broken:
            raise duckdb.TransactionException("Current transaction is aborted (please ROLLBACK)")


class Full(NamedTuple):
    at: str
    error: duckdb.Error
    code: str


FULL = {
    "the log of changes": Full("COMMIT", duckdb.TransactionException(f"Failed to commit: {NO_ROOM}"), "disk_full"),
    "blocks within the import": Full("INSERT INTO log_row", duckdb.IOException(f"IO Error: {NO_ROOM}"), "disk_full"),
    "a folder without leave": Full(
        "COMMIT", duckdb.TransactionException(f"Failed to commit: {READ_ONLY}"), "read_only"
    ),
}


def on(tiny: Tiny, full: Full, *, after: bool = False) -> None:
    tiny.store._connection = Disk(tiny.store._connection, full.at, full.error, after)  # type: ignore[assignment]


def mended(tiny: Tiny) -> None:
    """Room is made; what was lost is opened again, as the dashboard does."""
    tiny.store._connection = tiny.store._connection._honest  # type: ignore[attr-defined]
    if tiny.store.lost:
        tiny.store = tiny.store.opened_again()


@pytest.mark.parametrize("full", FULL.values(), ids=FULL)
def test_an_import_is_refused_whole_and_works_when_there_is_room(full: Full, tiny: Tiny) -> None:
    tiny.logs(FIRST)
    before = tiny.dump()
    on(tiny, full)
    path = tiny.write([SECOND], "四月.csv")
    run = import_one(tiny, path)
    assert run.status == "failed" and run.error is not None and run.error.code == full.code
    assert tiny.dump() == before and not tiny.store.lost  # it is read on
    mended(tiny)
    assert tiny.dump() == before
    assert import_one(tiny, path).status == "imported"
    assert [row["complaint_no"] for row in tiny.complaints()] == ["A1", "A2"]


def import_one(tiny: Tiny, path: Path) -> Any:
    return import_paths(tiny.store, [path]).files[0]


CHANGES: dict[str, Callable[[Store], Any]] = {
    "undo": lambda store: undo(store, 1),
    "a comment": lambda store: add_comment(store, "已核实", month="2016-03", author="王"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_change_by_hand_is_refused_in_words(change: Callable[[Store], Any], tiny: Tiny) -> None:
    tiny.logs(FIRST)
    before = tiny.dump()
    on(tiny, FULL["the log of changes"])
    with pytest.raises(StoreError) as refused:
        change(tiny.store)
    assert refused.value.code == "disk_full" and "腾出空间" in refused.value.remedy.zh
    assert "原有数据不变" in refused.value.message.zh
    mended(tiny)
    assert tiny.dump() == before


def test_what_the_engine_says_is_in_is_in(tiny: Tiny) -> None:
    """The log of changes had room, working it into the file had none: that is not a change refused."""
    on(tiny, Full("COMMIT", duckdb.FatalException(COMMITTED), ""), after=True)
    with tiny.store.write() as cursor:
        cursor.execute("INSERT INTO setting VALUES ('said', 'yes')")
    assert tiny.store.lost  # the engine wants to be opened again
    mended(tiny)
    assert tiny.store.setting("said") == "yes"


def test_without_room_no_checkpoint_is_begun(tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that fails shuts the database, though the change is in."""

    class Usage(NamedTuple):
        free: int

    log = tiny.store.path.with_name(f"{tiny.store.path.name}.wal")
    monkeypatch.setattr(own_file, "disk_usage", lambda _: Usage(1_000_000))
    tiny.logs(FIRST)
    assert log.exists() and not tiny.store.lost
    monkeypatch.setattr(own_file, "disk_usage", lambda _: Usage(10**10))
    tiny.logs(SECOND)
    assert not log.exists()


@pytest.mark.parametrize("full", [FULL["the log of changes"], FULL["blocks within the import"]])
def test_the_inbox_keeps_what_the_disk_had_no_room_for(full: Full, tiny: Tiny) -> None:
    inbox = tiny.folder / "inbox"
    inbox.mkdir()
    tiny.write([FIRST]).rename(inbox / "三月.csv")
    on(tiny, full)
    report = scan_inbox(tiny.store, inbox, settle_seconds=0)
    assert "磁盘已满" in report.left["三月.csv"].zh and not report.moved
    assert [path.name for path in inbox.iterdir()] == ["三月.csv"]
    mended(tiny)
    assert "三月.csv" in scan_inbox(tiny.store, inbox, settle_seconds=0).moved


# In a process of its own: the reading process shuts the door to what it does not need.
_READS = """
import sys
from pathlib import Path
from analytics.intake import child
def packed(*_):
    raise OSError("[Errno 28] Error writing bytes to file. Detail: [errno 28] No space left on device")
child.pack, child.read_whole = packed, lambda *_: None
print(child._answer(Path("a.csv"), "a.csv", None, None, Path(sys.argv[1]) / "beside" / "table")[0])
"""


def test_a_reading_process_without_room_does_not_blame_the_file(tmp_path: Path) -> None:
    run = subprocess.run([sys.executable, "-c", _READS, str(tmp_path)], capture_output=True, text=True, check=True)
    assert "refused" in run.stdout and "disk_full" in run.stdout


@pytest.mark.parametrize(
    ("reason", "code"),
    [
        ('IO Error: Cannot open file "/d/c.duckdb": Read-only file system', "read_only"),
        ('IO Error: Cannot open file "/d/c.duckdb": Permission denied', "read_only"),
        ('IO Error: Cannot open file "c.duckdb": 拒绝访问。', "read_only"),
        ("TransactionContext Error: Failed to commit: " + NO_ROOM, "disk_full"),
        ('IO Error: Could not set lock on file "/d/c.duckdb": Conflicting lock is held', "database_taken"),
        ("IO Error: Corrupt database file: computed checksum 1 does not match stored checksum 2 in block", ""),
    ],
)
def test_why_a_database_does_not_open(reason: str, code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise duckdb.IOException(reason)

    monkeypatch.setattr(duckdb, "connect", refuse)
    with pytest.raises(AppError) as refused:
        Store.open(tmp_path / "c.duckdb")
    assert refused.value.code == (code or "database_unreadable")


def test_a_new_version_that_finds_no_room_for_its_tables_says_so(tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    """A commit that failed has nothing to roll back, and that error hides it."""

    def migrate(connection: duckdb.DuckDBPyConnection, _: Path) -> None:
        try:
            raise duckdb.TransactionException(f"Failed to commit: {NO_ROOM}")
        except duckdb.Error:
            connection.execute("ROLLBACK")

    path = tiny.store.path
    tiny.store.close()
    with monkeypatch.context() as patched:
        patched.setattr("analytics.store.store.migrate", migrate)
        with pytest.raises(StoreError) as refused:
            Store.open(path)
    assert refused.value.code == "disk_full"
    tiny.store = Store.open(path)


def test_a_file_that_cannot_be_written_is_one_line(tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    def write_sample(folder: Path) -> list[Path]:
        raise OSError(28, "No space left on device", str(folder))

    monkeypatch.setattr("analytics.cli.files.write_sample", write_sample)
    run = CliRunner().invoke(main, ["sample", str(tiny.folder / "out")])
    assert run.exit_code == 1 and run.stderr.startswith("error: disk_full: ") and len(run.stderr.splitlines()) == 1
    assert disk_full("").message.zh == "磁盘已满,写不进文件"
