"""Files read in child processes: the same answers, and no file brings the parent down or leaves a trace."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from analytics.errors import FileError
from analytics.intake.layout import read_layout
from analytics.intake.read import FileRead, read_whole
from analytics.intake.worker import Readers, read_in_child
from tests.intake import hostile
from tests.intake.actor import ACTOR, TODAY, actor, write_log

ROOT = Path(__file__).parents[2]


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


def test_a_child_that_cannot_start_is_no_fault_of_the_file(tmp_path: Path) -> None:
    command = actor("import a_package_nobody_has\n")
    with Readers(processes=1, command=command) as readers, pytest.raises(FileError) as caught:
        readers.read(write_log(tmp_path / "a.csv"), "a.csv", None, TODAY)
    assert caught.value.code == "reader_not_started" and "a_package_nobody_has" in caught.value.message.zh


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
    hungry = ACTOR.replace("return real(", "hungry = numpy.ones(75 << 20); return real(")  # 600 MB
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
