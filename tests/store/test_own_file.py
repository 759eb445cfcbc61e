"""The file under an open database changed by somebody else: noticed, said, and nothing lost or ruined by us."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

import analytics.store.own_file as opening
from analytics.errors import StoreError
from analytics.store import Store
from tests.tiny import Tiny

OLD = {"投诉编号": "OLD", "受理时间": "2016-01-04"}
NEW = {"投诉编号": "NEW", "受理时间": "2016-02-04"}
MORE = {"投诉编号": "MORE", "受理时间": "2016-03-04"}


def numbers(store: Store) -> list[str]:
    with store.cursor() as cursor:
        return [one for (one,) in cursor.execute("SELECT complaint_no FROM complaint ORDER BY ALL").fetchall()]


@pytest.fixture
def older(tmp_path: Path) -> Path:
    """A backup, made by copying the file, that holds one complaint."""
    tiny = Tiny(tmp_path)
    tiny.logs(OLD)
    tiny.store.close()
    return Path(shutil.copy(tiny.store.path, tmp_path / "older.duckdb"))


@pytest.fixture
def running(older: Path, tmp_path: Path) -> Tiny:
    """The same database later, open, with changes of which the last is in its log of changes only."""
    tiny = Tiny(tmp_path)
    tiny.logs(NEW)
    tiny.logs(MORE)
    return tiny


def copied_over(path: Path, older: Path) -> None:
    path.write_bytes(older.read_bytes())


def another(path: Path, older: Path) -> None:
    other = Tiny(path.parent, "other.duckdb")
    other.logs(OLD)
    other.store.close()
    path.write_bytes(other.store.path.read_bytes())


def emptied(path: Path, older: Path) -> None:
    os.truncate(path, 0)


def cut(path: Path, older: Path) -> None:
    os.truncate(path, 100_000)


@pytest.mark.parametrize("change", [copied_over, another, emptied, cut])
def test_what_is_written_over_is_said_and_left_alone(
    change: Callable[[Path, Path], None], running: Tiny, older: Path
) -> None:
    path = running.store.path
    assert not running.store.lost
    change(path, older)
    after = path.read_bytes()
    with pytest.raises(StoreError) as refused:
        running.store.write().__enter__()
    assert refused.value.code == "database_overwritten" and "重新启动" in refused.value.remedy.zh
    assert running.store.lost
    with pytest.raises(StoreError) as refused:
        running.store.opened_again()
    assert refused.value.code == "database_overwritten"
    running.store.close()
    assert path.read_bytes() == after


@pytest.mark.parametrize("change", [copied_over, another])
def test_a_sound_file_that_was_copied_over_opens_after_a_restart(
    change: Callable[[Path, Path], None], running: Tiny, older: Path
) -> None:
    path = running.store.path
    log = path.with_name(f"{path.name}.wal")
    left = log.read_bytes()
    change(path, older)
    running.store.close()
    assert log.read_bytes() == left  # nothing of it belongs into this file
    again = Store.open(path)
    assert numbers(again) == ["OLD"]
    (aside,) = path.parent.glob("tiny.duckdb.wal.*")
    assert aside.read_bytes() == left
    assert again.notice and aside.name in again.notice.zh
    again.close()
    again = Store.open(path)
    assert again.notice is None
    again.close()


def test_emptied_it_is_said_after_a_restart(running: Tiny, older: Path) -> None:
    emptied(running.store.path, older)
    running.store.close()
    with pytest.raises(StoreError) as refused:
        Store.open(running.store.path)
    assert refused.value.code == "database_unreadable" and "0 字节" in refused.value.message.zh


def test_a_copy_made_while_a_change_is_under_way_undoes_the_change(running: Tiny, older: Path) -> None:
    with pytest.raises(StoreError) as refused, running.store.write() as cursor:
        cursor.execute("INSERT INTO setting VALUES ('half', 'done')")
        copied_over(running.store.path, older)
    assert refused.value.code == "database_overwritten"
    running.store.close()
    assert running.store.path.read_bytes() == older.read_bytes()


@pytest.mark.parametrize("replaced", [True, False])
def test_nothing_is_written_into_a_file_that_is_no_longer_there(replaced: bool, running: Tiny, older: Path) -> None:
    aside = running.folder / "aside.duckdb"
    running.store.path.rename(aside)
    if replaced:
        shutil.copy(older, running.store.path)
    with pytest.raises(StoreError) as refused:
        running.store.write().__enter__()
    assert refused.value.code == "database_lost" and "不在原处" in refused.value.message.zh
    if replaced:
        again = running.store.opened_again()
        assert numbers(again) == ["OLD"]
        assert again.notice and "换成了另一个文件" in again.notice.zh
        again.close()
    else:
        running.store.close()
    taken_away = Store.open(aside)
    assert numbers(taken_away) == ["MORE", "NEW", "OLD"]  # with all that was imported before
    taken_away.close()


def test_what_is_written_here_is_no_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Checkpoints within an import, blocks written ahead of a commit and given up, a mere touch."""
    monkeypatch.setitem(opening._CONFIG, "checkpoint_threshold", "1KB")
    tiny = Tiny(tmp_path)
    for rows, keep in ((10, True), (300_000, True), (300_000, False), (10, True)):
        before = tiny.store.path.stat()
        with tiny.store.write(keep=keep) as cursor:
            cursor.execute("CREATE TABLE IF NOT EXISTS many (n BIGINT, word VARCHAR)")
            cursor.execute("INSERT INTO many SELECT range, md5(range::VARCHAR) FROM range(?)", [rows])
        assert rows < 1000 or tiny.store.path.stat().st_mtime_ns != before.st_mtime_ns
        assert not tiny.store.lost
        os.utime(tiny.store.path)
        assert not tiny.store.lost
    tiny.logs(NEW, MORE)
    tiny.store.close()


def test_looking_costs_one_question_of_the_file_system(running: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Path] = []
    honest = Path.stat

    def stat(path: Path, **named: bool) -> os.stat_result:
        asked.append(path)
        return honest(path, **named)

    monkeypatch.setattr(Path, "stat", stat)
    assert not running.store.lost
    assert asked == [running.store.path]


_ENDS = """
import sys
from pathlib import Path
from analytics.store import Store
store = Store.open(Path(sys.argv[1]))
with store.write() as cursor:
    cursor.execute("INSERT INTO setting VALUES ('said', 'last')")
"""


def test_a_process_that_ends_without_closing_leaves_one_file(tmp_path: Path) -> None:
    """People copy the file: what only the log of changes holds would not be in the copy."""
    path = tmp_path / "one.duckdb"
    subprocess.run([sys.executable, "-c", _ENDS, str(path)], check=True)
    assert [one.name for one in tmp_path.iterdir()] == ["one.duckdb"]
    with duckdb.connect(str(path), read_only=True) as connection:
        assert connection.execute("SELECT value FROM setting WHERE key = 'said'").fetchall() == [("last",)]
