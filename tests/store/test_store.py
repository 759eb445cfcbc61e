"""The store: one owner, migrations recorded, all or nothing, clear words when it cannot be opened."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import duckdb
import pytest

from analytics.errors import StoreError
from analytics.imports import import_paths
from analytics.store import Store, data_version, kept
from analytics.store.migrate import migrations
from tests.tiny import Tiny

LOG = [{"投诉编号": f"T{n}", "受理时间": "2016-03-01", "被投诉机构": "甲支公司"} for n in range(3)]


def test_schema_and_purpose_are_recorded(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "a" / "new.duckdb", purpose="demo")
    with store.cursor() as cursor:
        applied = [name for (name,) in cursor.execute("SELECT name FROM migration ORDER BY name").fetchall()]
    assert applied == [path.stem for path in migrations()]
    store.close()
    again = Store.open(tmp_path / "a" / "new.duckdb", purpose="company")
    assert again.purpose == "demo"  # what it was made for is not changed by who opens it
    again.close()


def test_an_older_database_counts_as_it_did(tmp_path: Path) -> None:
    """One from before complaints said whether they name several causes."""
    tiny = Tiny(tmp_path)
    tiny.logs(*LOG[:2], {**LOG[2], "投诉原因": "理赔时效、服务态度"})
    before = tiny.dump()
    assert tiny.records("total", "cause_mentions")[0]["cause_mentions"] == 2
    with tiny.store.write() as cursor:
        cursor.execute("ALTER TABLE complaint DROP COLUMN names_several")
        cursor.execute("DELETE FROM migration WHERE name = '0010_names_several'")
    path = tiny.store.path
    tiny.store.close()
    tiny.store = Store.open(path)
    assert tiny.dump() == before
    assert tiny.records("total", "cause_mentions")[0]["cause_mentions"] == 2
    tiny.store.close()


def test_a_newer_schema_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "new.duckdb"
    store = Store.open(path)
    with store.write() as cursor:
        cursor.execute("INSERT INTO migration VALUES ('9999_from_the_future', now()::TIMESTAMP)")
    store.close()
    with pytest.raises(StoreError) as caught:
        Store.open(path)
    assert caught.value.code == "newer_schema" and "9999_from_the_future" in caught.value.message.en
    with pytest.raises(StoreError):  # it was not mended behind the scenes
        Store.open(path)


def test_a_second_process_is_told_who_has_it(tmp_path: Path) -> None:
    path = tmp_path / "one.duckdb"
    store = Store.open(path)
    run = subprocess.run(
        [sys.executable, "-m", "analytics", "--db", str(path), "batches"], capture_output=True, text=True, check=False
    )
    store.close()
    assert run.returncode == 1 and "Traceback" not in run.stderr
    assert "database_taken" in run.stderr and str(os.getpid()) in run.stderr
    assert len(run.stderr.strip().splitlines()) == 1


def test_what_is_no_database_is_said(tmp_path: Path) -> None:
    path = tmp_path / "notes.duckdb"
    path.write_text("this is not a database" * 200)
    with pytest.raises(StoreError) as caught:
        Store.open(path)
    assert caught.value.code == "database_unreadable"
    assert path.read_text().startswith("this is not")


def test_a_failed_write_leaves_nothing(tiny: Tiny) -> None:
    version = tiny.store.data_version()
    with pytest.raises(RuntimeError), tiny.store.write() as cursor:
        cursor.execute("INSERT INTO setting VALUES ('half', 'done')")
        raise RuntimeError("pulled the plug")
    assert tiny.store.setting("half") is None and tiny.store.data_version() == version


def test_two_writers_wait_for_each_other(tiny: Tiny) -> None:
    """Two sessions importing at once: both land."""
    files = [tiny.write([{**row, "投诉编号": f"S{n}-{row['投诉编号']}"} for row in LOG]) for n in range(6)]
    reports = []

    def load(path: Path) -> None:
        reports.append(import_paths(tiny.store, [path]).files[0])

    threads = [threading.Thread(target=load, args=(path,)) for path in files]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [report.status for report in reports] == ["imported"] * 6
    assert sorted(report.batch for report in reports if report.batch) == [1, 2, 3, 4, 5, 6]
    assert tiny.records("total", "complaints")[0]["complaints"] == 18


_KILLED = """
import sys, time
from pathlib import Path
from analytics.store import Store, data_version, kept
from analytics.imports import import_paths
store = Store.open(Path(sys.argv[1]))
print("go", flush=True)
for path in sys.argv[2:]:
    import_paths(store, [Path(path)])
print("done", flush=True)
"""


def test_killed_while_files_are_read_beside_it_the_state_is_before_or_after(tiny: Tiny) -> None:
    """With its reading processes; test_killed.py has the many moments."""
    files = [
        tiny.write(
            [{"投诉编号": f"F{n}-{i}", "受理时间": f"2016-0{n + 1}-01", "被投诉机构": "甲支公司"} for i in range(200)]
        )
        for n in range(4)
    ]
    tiny.store.close()
    for moment in range(0, 8, 2):
        path = tiny.folder / f"killed{moment}.duckdb"
        child = subprocess.Popen(
            [sys.executable, "-c", _KILLED, str(path), *map(str, files)], stdout=subprocess.PIPE, text=True
        )
        assert child.stdout is not None and child.stdout.readline() == "go\n"
        time.sleep(0.04 + 0.06 * moment)
        child.send_signal(signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
        child.wait()
        store = Store.open(path)
        with store.cursor() as cursor:
            batches = cursor.execute("SELECT count(*) FROM batch").fetchone()
            rows = cursor.execute("SELECT count(*) FROM log_row").fetchone()
            complaints = cursor.execute("SELECT count(*), count(DISTINCT complaint_no) FROM complaint").fetchone()
        assert batches is not None and rows is not None and complaints is not None
        assert rows[0] == complaints[0] == complaints[1] == 200 * batches[0]
        again = import_paths(store, files).files
        assert {file.status for file in again} <= {"imported", "unchanged"}
        with store.cursor() as cursor:
            assert cursor.execute("SELECT count(*) FROM complaint").fetchone() == (800,)
        store.close()
    tiny.store = Store.open(tiny.folder / "tiny.duckdb")


def test_one_state_is_read_throughout_whatever_is_committed(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "x.duckdb")

    def note(value: str) -> None:
        with store.write() as cursor:
            cursor.execute("INSERT INTO setting VALUES (?, 'x')", [value])

    @kept
    def settings(cursor: duckdb.DuckDBPyConnection, number: int) -> int:
        return int(cursor.execute("SELECT count(*) FROM setting").fetchall()[0][0])

    with store.one_state() as one:
        began, version = settings(one, 1), data_version(one)
        note("first")
        assert [settings(one, number) for number in (1, 2)] == [began, began]
        assert data_version(one) == version == store.data_version() - 1
    with store.cursor() as cursor:
        assert settings(cursor, 2) > began
    store.close()
