"""SIGKILL at random moments: what is in the database afterwards is what was there before a step, or after it."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from analytics.imports import import_paths, undo
from analytics.store import Store
from tests.tiny import Tiny

pytestmark = pytest.mark.skipif(
    not hasattr(os, "fork"), reason="a process is made ready once and forked at each moment"
)

MOMENTS = 50
BRANCHES = ("甲支公司", "乙支公司", "丙支公司")

# Made ready once, forked for each moment. Files are read in the process itself: the reading process knows no database,
# and starting one would take longer than what is to be killed.
_FORKED = """
import os, sys
from contextlib import contextmanager
from pathlib import Path
import analytics.imports.importing as importing
from analytics.errors import FileError
from analytics.intake.read import read_whole
from tests.store.test_killed import steps
from analytics.store import Store

class Here:
    def read_all(self, sources, layouts, today):
        for source in sources:
            yield read_whole(source.path, source.name, layouts, today)

importing.shared_readers = Here
store = Store.open(Path(sys.argv[1]))  # once, so that what is loaded on first use is there
for step in steps(store, Path(sys.argv[2])):
    step()
store.close()
print("ready", flush=True)
for line in sys.stdin:
    database, folder, done = line.rstrip("\\n").split("\\t")
    child = os.fork()
    if not child:
        store = Store.open(Path(database))
        print("go", os.getpid(), flush=True)
        for step in steps(store, Path(folder))[int(done):]:
            step()
        os._exit(0)
    os.waitpid(child, 0)
    print("ended", flush=True)
"""


def write_files(tiny: Tiny) -> None:
    """A branch list, exposure, three logs of which each restates the one before, and one that replaces the last."""
    tiny.write(
        [{"机构代码": str(n), "机构名称": name, "上级机构": ""} for n, name in enumerate(BRANCHES)], "branches.csv"
    )
    tiny.write(
        [
            {"月份": f"2016-{month:02d}", "机构": name, "保费收入(元)": 1000000, "有效保单(张)": 1000}
            for month in range(1, 5)
            for name in BRANCHES
        ],
        "exposure.csv",
    )
    for month in range(1, 4):
        tiny.write(log(month), f"2016年{month}月.csv")
    (tiny.folder / "again").mkdir()
    tiny.write(log(3)[:-50], "again/2016年3月.csv")


def log(month: int) -> list[dict[str, Any]]:
    """150 complaints, the last of which are withdrawn, and a faulty row; of the month before, 50 withdrawn since."""
    rows = [complaint(month, number, f"2016-{month:02d}-28" if number > 100 else "") for number in range(150)]
    earlier = [complaint(month - 1, number, f"2016-{month:02d}-02") for number in range(50)] if month > 1 else []
    return [*earlier, {**rows[0], "投诉编号": "X", "受理时间": "2016-02-30"}, *rows]


def complaint(month: int, number: int, withdrawn: str) -> dict[str, Any]:
    return {
        "投诉编号": f"F{month}-{number}",
        "受理时间": f"2016-{month:02d}-{1 + number % 28:02d}",
        "投诉来源": "12378",
        "被投诉机构": BRANCHES[number % 3],
        "投诉原因": "服务态度、理赔时效" if number % 2 else "定损核损金额争议",
        "撤诉日期": withdrawn,
    }


def steps(store: Store, folder: Path) -> list[Callable[[], object]]:
    """What is done one after the other, each a transaction."""
    names = ("2016年1月.csv", "branches.csv", "2016年2月.csv", "exposure.csv", "2016年3月.csv")
    return [
        *(partial(import_paths, store, [folder / name]) for name in names),
        partial(import_paths, store, [folder / "again" / "2016年3月.csv"], replace=True),
        partial(undo, store, 3),
        partial(undo, store, 6),
    ]


def state(path: Path) -> dict[str, Any]:
    """All that is in a database but the times of day, and the workbooks to correct: each is made of what the import
    left and kept after it, and can be made again from the file."""
    timeless = {"batch": "* REPLACE (NULL AS imported_at, retracted_at IS NULL AS retracted_at)", "migration": "name"}
    lasting = {"setting": "WHERE key NOT LIKE 'correction:%'"}
    store = Store.open(path)
    with store.cursor() as cursor:
        tables = [name for (name,) in cursor.execute("SELECT table_name FROM duckdb_tables() ORDER BY 1").fetchall()]
        dump = {
            name: cursor.execute(
                f"SELECT {timeless.get(name, '*')} FROM {name} {lasting.get(name, '')} ORDER BY ALL"
            ).fetchall()
            for name in tables
        }
    store.close()
    return dump


def states(tiny: Tiny) -> list[dict[str, Any]]:
    """What is in a database before the first step and after each of them."""
    path = tiny.folder / "reference.duckdb"
    Store.open(path).close()
    known = [state(path)]
    for done in range(len(steps(tiny.store, tiny.folder))):
        store = Store.open(path)
        steps(store, tiny.folder)[done]()
        store.close()
        known.append(state(path))
    assert all(one != other for one, other in pairwise(known))
    return known


def test_killed_at_fifty_moments_the_state_is_before_or_after(tiny: Tiny) -> None:
    write_files(tiny)
    known = states(tiny)
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])}
    command = [sys.executable, "-c", _FORKED, str(tiny.folder / "first.duckdb"), str(tiny.folder)]
    server = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment)
    assert server.stdin is not None and server.stdout is not None
    assert server.stdout.readline() == "ready\n"

    def begin(path: Path, done: int) -> int:
        server.stdin.write(f"{path}\t{tiny.folder}\t{done}\n")
        server.stdin.flush()
        word, process = server.stdout.readline().split()
        assert word == "go"
        return int(process)

    whole = tiny.folder / "whole.duckdb"
    begin(whole, 0)
    began = time.monotonic()
    assert server.stdout.readline() == "ended\n"
    seconds = time.monotonic() - began
    assert state(whole) == known[-1]

    chance, reached, path, done = random.Random(20160305), set(), tiny.folder / "killed0.duckdb", 0
    at_first = longest = 2 * seconds / len(known)  # in the midst of the next step or the one after it
    for moment in range(MOMENTS):
        process = begin(path, done)
        time.sleep(chance.uniform(0, longest))
        with suppress(ProcessLookupError):  # all steps done already
            os.kill(process, signal.SIGKILL)
        assert server.stdout.readline() == "ended\n"
        found = state(path)
        assert found in known[done:], f"killed at moment {moment}: a state that no step leads to"
        longest = at_first if known.index(found) > done else 1.3 * longest  # a busy machine gets further, too
        done = known.index(found)
        reached.add(done)
        if done == len(known) - 1:
            path, done = tiny.folder / f"killed{moment + 1}.duckdb", 0
    server.stdin.close()
    server.wait()
    assert len(reached) > len(known) // 2  # the moments were spread over the steps
