"""Backup and restore: the whole state and nothing half; what is no backup is refused and leaves all as it was."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner, Result

from analytics.cli import main
from analytics.errors import StoreError
from analytics.store import Store, backup, restore
from tests.tiny import Tiny

MARCH = {"投诉编号": "A1", "受理时间": "2016-03-01"}
APRIL = {"投诉编号": "A2", "受理时间": "2016-04-01"}


@pytest.fixture
def run(tiny: Tiny) -> Callable[..., Result]:
    db = tiny.folder / "tiny.duckdb"
    return lambda *words: CliRunner().invoke(main, ["--db", str(db), *map(str, words)])


def reopened(tiny: Tiny) -> None:
    tiny.store = Store.open(tiny.folder / "tiny.duckdb")


def test_what_was_backed_up_comes_back(tiny: Tiny, run: Callable[..., Result]) -> None:
    tiny.logs(MARCH)
    before = tiny.dump()
    tiny.store.close()
    kept = tiny.folder / "kept" / "三月.duckdb"
    assert run("backup", kept).exit_code == 0
    reopened(tiny)
    tiny.logs(APRIL)
    after = tiny.dump()
    tiny.store.close()

    assert run("restore", kept).exit_code == 0
    reopened(tiny)
    assert tiny.dump() == before
    tiny.logs(APRIL)  # it is a database to go on with
    assert tiny.dump() == after
    tiny.store.close()
    put_aside = Tiny(tiny.folder, "tiny.duckdb.before-restore")
    assert put_aside.dump() == after  # the one that was there is not lost
    put_aside.store.close()
    reopened(tiny)
    assert not [path.name for path in tiny.folder.iterdir() if path.name.startswith(".")]


def test_what_only_the_log_of_changes_holds_is_in_the_backup(tiny: Tiny) -> None:
    """A process that was killed leaves committed changes beside the file, not in it."""
    child = os.fork() if hasattr(os, "fork") else pytest.skip("needs fork")
    path = tiny.folder / "killed.duckdb"
    if not child:
        store = Store.open(path)
        for said in ("before", "just now"):
            with store.write() as cursor:
                cursor.execute("DELETE FROM setting WHERE key = 'said'")
                cursor.execute("INSERT INTO setting VALUES ('said', ?)", [said])
        os._exit(0)
    os.waitpid(child, 0)
    assert path.with_name("killed.duckdb.wal").exists()
    backup(path, tiny.folder / "kept.duckdb")
    store = Store.open(tiny.folder / "kept.duckdb")
    assert store.setting("said") == "just now"
    store.close()


def test_a_file_that_is_there_is_not_overwritten(tiny: Tiny, run: Callable[..., Result]) -> None:
    tiny.store.close()
    kept = tiny.folder / "kept.duckdb"
    kept.write_text("last year's")
    result = run("backup", kept)
    assert result.exit_code == 1 and "file_exists" in result.stderr
    assert kept.read_text() == "last year's"
    reopened(tiny)


def foreign(path: Path) -> None:
    with duckdb.connect(str(path)) as connection:
        connection.execute("CREATE TABLE sales AS SELECT 1 AS n")


def newer(path: Path) -> None:
    store = Store.open(path)
    with store.write() as cursor:
        cursor.execute("INSERT INTO migration VALUES ('9999_from_the_future', now()::TIMESTAMP)")
    store.close()


def half(path: Path) -> None:
    Store.open(path).close()
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


@pytest.mark.parametrize(
    "make, code",
    [
        (lambda path: None, "no_database"),
        (lambda path: path.write_text("投诉编号,受理时间\n" * 500), "database_unreadable"),
        (foreign, "not_ours"),
        (newer, "newer_schema"),
        (half, ""),
    ],
    ids=["nothing", "a table", "another database", "a newer one", "half of one"],
)
def test_what_is_no_backup_leaves_everything_as_it_was(
    tiny: Tiny, run: Callable[..., Result], make: Callable[[Path], None], code: str
) -> None:
    tiny.logs(MARCH)
    before = tiny.dump()
    tiny.store.close()
    kept = tiny.folder / "kept.duckdb"
    make(kept)
    result = run("restore", kept)
    assert result.exit_code == 1 and result.stderr.startswith("error: " + code), result.stderr
    assert len(result.stderr.strip().splitlines()) == 1 and "Traceback" not in result.output
    reopened(tiny)
    assert tiny.dump() == before
    assert not (tiny.folder / "tiny.duckdb.before-restore").exists()


def test_while_the_dashboard_has_it_open(tiny: Tiny) -> None:
    """Another process has it: told who, nothing is changed. In a process of its own, which the engine asks for."""
    import subprocess
    import sys

    tiny.logs(MARCH)
    with tiny.store.cursor() as cursor:
        cursor.execute("SELECT 1")
    other = tiny.folder / "kept.duckdb"
    Store.open(other).close()
    for words in (["backup", str(tiny.folder / "out.duckdb")], ["restore", str(other)]):
        command = [sys.executable, "-m", "analytics", "--db", str(tiny.folder / "tiny.duckdb"), *words]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 1 and "database_taken" in done.stderr and str(os.getpid()) in done.stderr
    assert tiny.records("total", "complaints")[0]["complaints"] == 1


def test_a_damaged_database_is_what_a_backup_is_for(tiny: Tiny) -> None:
    tiny.logs(MARCH)
    before = tiny.dump()
    tiny.store.close()
    path, kept = tiny.folder / "tiny.duckdb", tiny.folder / "kept.duckdb"
    backup(path, kept)
    path.write_bytes(b"\0" * 5000)
    aside = restore(kept, path)
    assert aside is not None and aside.read_bytes() == b"\0" * 5000
    reopened(tiny)
    assert tiny.dump() == before


def test_a_place_that_cannot_be_written(tiny: Tiny) -> None:
    tiny.store.close()
    (tiny.folder / "file").write_text("")
    with pytest.raises(StoreError) as caught:
        backup(tiny.folder / "tiny.duckdb", tiny.folder / "file" / "kept.duckdb")
    assert caught.value.code == "cannot_write"
    reopened(tiny)
