"""Many files at once, what is left when all is over, and what the parent takes from a child."""

from __future__ import annotations

import gc
import os
import pickle
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest

from analytics.errors import FileError, Text
from analytics.intake.files import Source
from analytics.intake.handover import pack, unpack
from analytics.intake.limits import READ_AHEAD
from analytics.intake.read import FileRead, read_whole
from analytics.intake.scratch import scratch_folder
from analytics.intake.worker import Readers
from tests.intake.actor import ACTOR, TODAY, actor, write_log

ROOT = Path(__file__).parents[2]

# --- Many files ----------------------------------------------------------------------------------------------------


def test_many_files_come_in_order_and_a_bad_one_stops_none(tmp_path: Path) -> None:
    good = [write_log(tmp_path / f"{number}.csv", rows=number) for number in range(1, 8)]
    files = [Source(path, path.name) for path in good]
    files.insert(2, Source(tmp_path / "abort.csv", "abort.csv"))
    files.insert(4, Source(tmp_path / "gone.csv", "gone.csv", FileError("known", Text("x", "x"), Text("y", "y"))))
    with Readers(command=actor()) as readers:
        found = list(readers.read_all(files, None, TODAY))
    said = [f.code if isinstance(f, FileError) else str(f.sheets[0].report.rows_read) for f in found]
    assert said == ["1", "2", "reader_crashed", "3", "known", "4", "5", "6", "7"]


def test_no_more_is_read_ahead_than_agreed(tmp_path: Path) -> None:
    asked = 0

    def files() -> Iterator[Source]:
        nonlocal asked
        for number in range(20):
            asked += 1
            yield Source(write_log(tmp_path / f"{number}.csv"), f"{number}.csv")

    with Readers() as readers:
        reading = readers.read_all(files(), None, TODAY)
        for done in range(1, 6):
            next(reading)
            assert asked <= done + READ_AHEAD
        reading.close()
        assert asked < 20
        # Whoever stops early leaves nothing behind that is in the way of the next.
        assert len(list(readers.read_all([Source(tmp_path / "0.csv", "0.csv")], None, TODAY))) == 1


def test_several_sessions_at_once(tmp_path: Path) -> None:
    paths = [write_log(tmp_path / f"{number}.csv", rows=number) for number in range(1, 9)]
    counts: dict[str, list[int]] = {}

    def session(name: str) -> None:
        files = [Source(path, path.name) for path in paths]
        found = readers.read_all(files, None, TODAY)
        counts[name] = [f.sheets[0].report.rows_read for f in found if isinstance(f, FileRead)]

    with Readers() as readers:
        threads = [threading.Thread(target=session, args=(str(number),)) for number in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        assert len(readers._workers) <= 2
    assert list(counts.values()) == [list(range(1, 9))] * 4


# --- Nothing is left ---------------------------------------------------------------------------------------------


def folders() -> set[Path]:
    return set(Path(tempfile.gettempdir()).glob(f"complaints-{os.getpid()}-*"))


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return "State:\tZ" not in Path(f"/proc/{pid}/status").read_text()


def gone(condition: Callable[[], bool], seconds: float = 10) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.05)
    return False


def test_closing_leaves_no_process_and_no_file(tmp_path: Path) -> None:
    before = folders()
    readers = Readers(processes=1, command=actor())
    with pytest.raises(FileError) as caught:
        readers.read(tmp_path / "pid.csv", "pid.csv", None, TODAY)
    pid = int(caught.value.message.en)
    assert alive(pid) and folders() > before
    readers.close()
    assert not alive(pid) and folders() == before
    with pytest.raises(FileError, match="reader_stopped"):
        readers.read(tmp_path / "pid.csv", "pid.csv", None, TODAY)


def test_closing_in_the_midst_of_a_file_ends_it(tmp_path: Path) -> None:
    readers = Readers(processes=1, command=actor())
    errors: list[str] = []

    def wait() -> None:
        try:
            readers.read(tmp_path / "hang.csv", "hang.csv", None, TODAY)
        except FileError as error:
            errors.append(error.code)

    thread = threading.Thread(target=wait)
    thread.start()
    time.sleep(0.3)
    readers.close()
    thread.join(10)
    assert errors == ["reader_stopped"]


def test_readers_nobody_holds_end_by_themselves(tmp_path: Path) -> None:
    before = folders()
    readers = Readers(processes=1, command=actor())
    with pytest.raises(FileError) as caught:
        readers.read(tmp_path / "pid.csv", "pid.csv", None, TODAY)
    pid = int(caught.value.message.en)
    del readers, caught
    gc.collect()
    assert gone(lambda: not alive(pid)) and folders() == before


_PARENT = """
import sys, time
from datetime import date
from pathlib import Path
from analytics.errors import FileError
from analytics.intake.files import Source
from analytics.intake.worker import Readers
readers = Readers(processes=1, command=(sys.executable, "-P", "-c", sys.argv[1]))
reading = readers.read_all([Source(Path(n), n) for n in ("pid.csv", "hang.csv")], None, date(2016, 4, 30))
print(next(reading).message.en, readers._workers[0]._folder, flush=True)
time.sleep(float(sys.argv[2]))
"""


def parent(seconds: float) -> tuple[subprocess.Popen[str], int, Path]:
    """Another dashboard, with a child that is busy with a file that never ends."""
    process = subprocess.Popen(
        [sys.executable, "-c", _PARENT, ACTOR, str(seconds)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    pid, folder = process.stdout.readline().split()
    return process, int(pid), Path(folder)


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_a_child_does_not_outlive_its_parent(how: signal.Signals) -> None:
    process, pid, folder = parent(600)
    assert alive(pid) and folder.exists()
    process.send_signal(how)
    process.communicate()
    assert gone(lambda: not alive(pid) and not folder.exists())


def test_what_a_killed_program_left_is_removed_by_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    for name in (f"complaints-{ended.pid}-x", f"complaints-{os.getppid()}-y", "complaints-other"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "log.csv").write_text("x")
    mine = scratch_folder()
    assert {path.name for path in tmp_path.iterdir()} == {
        mine.name,
        f"complaints-{os.getppid()}-y",
        "complaints-other",
    }


def test_leaving_the_program_does_not_wait_for_a_file() -> None:
    process, pid, folder = parent(0)
    _, complaints = process.communicate(timeout=20)
    assert process.returncode == 0 and complaints == ""
    assert gone(lambda: not alive(pid)) and not folder.exists()


# --- What the parent takes from the child --------------------------------------------------------------------------


def test_only_data_of_ours_is_taken(tmp_path: Path) -> None:
    import analytics.imports

    for foreign in (os.system, print, analytics.imports.undo, read_whole, Path("/"), subprocess.Popen):
        with pytest.raises(pickle.UnpicklingError):
            unpack(pickle.dumps(foreign), tmp_path / "beside")


def test_tables_small_and_large_come_through(tmp_path: Path) -> None:
    large = pa.table({"a": list(range(400_000)), "b": ["字"] * 400_000})
    other = pa.table({"c": pa.array([None, 1.5] * 200_000)})
    small = pa.table({"d": pa.array(["x", None]), "e": pa.array([date(2016, 3, 5), None])})
    beside = tmp_path / "beside"
    data = pack({"tables": (large, small, other, small), "runs": (range(3),), "day": date(2016, 3, 5)}, beside)
    assert len(data) < 10_000 and beside.stat().st_size > large.nbytes
    back = unpack(data, beside)
    assert not beside.exists() and back["tables"] == (large, small, other, small)
    assert back["runs"] == (range(3),) and back["day"] == date(2016, 3, 5)
