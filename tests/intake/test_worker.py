"""Files read in child processes: the same answers, and no file brings the parent down or leaves a trace."""

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
from analytics.intake.layout import read_layout
from analytics.intake.limits import READ_AHEAD
from analytics.intake.read import FileRead, read_whole
from analytics.intake.scratch import scratch_folder
from analytics.intake.worker import Readers, read_in_child
from tests.intake import hostile
from tests.intake.hostile import HEADER, ROWS

TODAY = date(2016, 4, 30)
ROOT = Path(__file__).parents[2]

# A child that behaves as the file's name says. The real one reads everything else.
_ACTOR = """
import os, sys, time
import analytics.intake.child as child
from analytics.errors import FileError
real = child.read_whole
class PanicException(BaseException):
    "As the parser's panics: no Exception."
def act(path, name, layout, today):
    what = path.stem
    print("noise on the standard output")
    if what == "abort": os.abort()
    if what == "exit": os._exit(7)
    if what == "hang": time.sleep(600)
    if what == "spin":
        while True: pass
    if what == "panic": raise PanicException("index out of bounds")
    if what == "bug": return {}["a cell's content"]
    if what == "memory": bytearray(1 << 60)
    if what == "unpicklable": return lambda: None
    if what == "foreign": return os.getcwd
    if what == "pid": raise FileError("pid", str(os.getpid()), "")
    return real(path, name, layout, today)
child.read_whole = act
child.main()
"""


def actor(first: str = "") -> tuple[str, ...]:
    return (sys.executable, "-P", "-c", first + _ACTOR)


@pytest.fixture(scope="module")
def readers() -> Iterator[Readers]:
    with Readers(processes=1, command=actor(), seconds=30) as one:
        yield one


@pytest.fixture
def act(readers: Readers, tmp_path: Path) -> Callable[[str], FileError | FileRead]:
    def ask(what: str) -> FileError | FileRead:
        try:
            return readers.read(tmp_path / f"{what}.csv", f"{what}.csv", None, TODAY)
        except FileError as error:
            return error

    return ask


def write_log(path: Path, rows: int = 3) -> Path:
    many = [[f"TS{number:06d}", *ROWS[number % 3][1:]] for number in range(rows)]
    path.write_text(hostile.separated([HEADER, *many]), encoding="utf-8")
    return path


def same(one: FileRead, other: FileRead) -> None:
    assert (one.rejects, one.warnings) == (other.rejects, other.warnings)
    assert [sheet.report for sheet in one.sheets] == [sheet.report for sheet in other.sheets]
    assert [sheet.plan for sheet in one.sheets] == [sheet.plan for sheet in other.sheets]
    assert [sheet.month for sheet in one.sheets] == [sheet.month for sheet in other.sheets]
    for mine, theirs in zip(one.sheets, other.sheets, strict=True):
        assert (mine.rows is None) == (theirs.rows is None)
        if mine.rows is not None and theirs.rows is not None:
            assert mine.rows.table.equals(theirs.rows.table) and mine.rows.kind == theirs.rows.kind


# --- The same answers --------------------------------------------------------------------------------------------


def test_a_child_reads_as_this_process_does() -> None:
    sample = ROOT / "data" / "sample"
    for name in ("2016年03月投诉台账.xlsx", "保费与保单.xlsx", "机构清单.xlsx"):
        same(read_in_child(sample / name, name, None, TODAY), read_whole(sample / name, name, None, TODAY))


def test_a_layout_travels_too(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("no,when,where\nA1,2016-03-05,昆明\n", encoding="utf-8")
    (tmp_path / "mine.toml").write_text(
        'kind = "log"\n[columns]\nno = "complaint_no"\nwhen = "received_at"\nwhere = "branch"\n', encoding="utf-8"
    )
    layout = read_layout(tmp_path / "mine.toml")
    found = read_in_child(path, "a.csv", layout, TODAY)
    same(found, read_whole(path, "a.csv", layout, TODAY))
    assert found.sheets[0].rows is not None and found.sheets[0].rows.table["complaint_no"].to_pylist() == ["A1"]


def test_a_refusal_is_the_same_refusal(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("nothing,of\nours,here\n")
    for path in (tmp_path / "a.csv", tmp_path / "nowhere.xlsx"):
        with pytest.raises(FileError) as here:
            read_whole(path, path.name, None, TODAY)
        with pytest.raises(FileError) as there:
            read_in_child(path, path.name, None, TODAY)
        assert there.value.as_dict("zh") == here.value.as_dict("zh")
        assert there.value.as_dict("en") == here.value.as_dict("en")


def test_large_tables_are_mapped_and_outlive_the_readers(tmp_path: Path) -> None:
    path = write_log(tmp_path / "a.csv", rows=30_000)
    with Readers(processes=1) as readers:
        found = readers.read(path, "a.csv", None, TODAY)
        again = readers.read(path, "a.csv", None, TODAY)
    same(found, again)
    same(found, read_whole(path, "a.csv", None, TODAY))
    assert found.sheets[0].rows is not None and len(found.sheets[0].rows.table) == 30_000


# --- What goes wrong in the child ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("what", "code"),
    [
        ("abort", "reader_crashed"),
        ("exit", "reader_crashed"),
        ("panic", "reader_crashed"),
        ("bug", "reader_crashed"),
        ("unpicklable", "reader_crashed"),
        ("foreign", "reader_crashed"),
        ("memory", "too_much_memory"),
    ],
)
def test_a_crash_is_told_and_the_next_file_is_read(act: Callable[[str], object], what: str, code: str) -> None:
    error = act(what)
    assert isinstance(error, FileError) and error.code == code and f"{what}.csv" in error.message.zh
    assert "a cell's content" not in str(error)
    after = act("pid")
    assert isinstance(after, FileError) and after.code == "pid"


@pytest.mark.parametrize("what", ["hang", "spin"])
def test_a_file_that_takes_for_ever_is_stopped(tmp_path: Path, what: str) -> None:
    with Readers(processes=1, command=actor(), seconds=30) as readers:
        with pytest.raises(FileError, match="pid"):  # the child is up
            readers.read(tmp_path / "pid.csv", "pid.csv", None, TODAY)
        readers._workers[0]._seconds = 0.3
        begin = time.monotonic()
        with pytest.raises(FileError) as caught:
            readers.read(tmp_path / f"{what}.csv", f"{what}.csv", None, TODAY)
        assert caught.value.code == "reading_too_slow" and "0.3" in caught.value.message.zh
        assert time.monotonic() - begin < 20
        readers._workers[0]._seconds = 30
        with pytest.raises(FileError, match="pid"):
            readers.read(tmp_path / "pid.csv", "pid.csv", None, TODAY)


def test_the_parser_that_asks_for_half_a_terabyte(tmp_path: Path) -> None:
    # The sheet says it is small, so it gets past every check made before; calamine then aborts the process.
    far = f'<row r="1048576">{hostile.cell(1_048_575, 16_383, "x")}</row><row r="2">{hostile.cell(1, 0, "y")}</row>'
    lie = hostile.sheet_xml(hostile.rows_xml([["a"]]) + far, before='<dimension ref="A1:B2"/>')
    path = hostile.write_xlsx(tmp_path / "a.xlsx", {"a": lie})
    with pytest.raises(FileError) as caught:
        read_in_child(path, "a.xlsx", None, TODAY)
    assert caught.value.code == "too_much_memory"


def test_memory_is_limited(tmp_path: Path) -> None:
    first = "import analytics.intake.child as c; c.MAX_READ_MEMORY_BYTES = 600 << 20\nimport numpy\n"
    hungry = _ACTOR.replace("return real(", "hungry = numpy.ones(75 << 20); return real(")  # 600 MB
    path = write_log(tmp_path / "a.csv")
    with Readers(processes=1, command=(sys.executable, "-P", "-c", first + hungry)) as readers:
        with pytest.raises(FileError) as caught:
            readers.read(path, "a.csv", None, TODAY)
        assert caught.value.code == "too_much_memory"
    with Readers(processes=1, command=actor(first)) as readers:
        assert isinstance(readers.read(path, "a.csv", None, TODAY), FileRead)


# --- Reuse and renewal -------------------------------------------------------------------------------------------


def test_one_process_reads_file_after_file(act: Callable[[str], object], tmp_path: Path) -> None:
    write_log(tmp_path / "log.csv")
    first, read, second = act("pid"), act("log"), act("pid")
    assert str(first) == str(second) and isinstance(read, FileRead)


def test_a_process_that_grew_is_replaced(tmp_path: Path) -> None:
    command = actor("import analytics.intake.child as c; c.WORKER_RENEWED_ABOVE_BYTES = 1\n")
    seen = set()
    with Readers(processes=1, command=command) as readers:
        for _ in range(3):
            with pytest.raises(FileError) as caught:
                readers.read(tmp_path / "pid.csv", "pid.csv", None, TODAY)
            seen.add(str(caught.value))
    assert len(seen) == 3


def test_ctrl_c_in_the_terminal_is_not_for_the_child(act: Callable[[str], object]) -> None:
    before = act("pid")
    assert isinstance(before, FileError)
    os.kill(int(before.message.en), signal.SIGINT)
    time.sleep(0.1)
    assert str(act("pid")) == str(before)


def test_a_child_that_died_while_idle_is_not_missed(act: Callable[[str], object]) -> None:
    before = act("pid")
    assert isinstance(before, FileError)
    os.kill(int(before.message.en), signal.SIGKILL)
    time.sleep(0.2)
    after = act("pid")
    assert isinstance(after, FileError) and after.code == "pid" and str(after) != str(before)


def test_the_child_loads_no_database_and_no_dashboard() -> None:
    code = "import sys, analytics.intake.child; print(sorted({m.split('.')[0] for m in sys.modules}))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert not {"duckdb", "pandas", "streamlit", "plotly", "openpyxl", "scipy"} & set(eval(done.stdout))


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
        [sys.executable, "-c", _PARENT, _ACTOR, str(seconds)],
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
