"""Import against the bare read of the same files, against pandas with openpyxl reading alone; and undo."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from itertools import count
from pathlib import Path

import duckdb
import fastexcel
import pandas as pd

from analytics.imports import import_paths, undo
from analytics.store import Store
from bench.data import fill_batches, write_workbook
from bench.memory import peak_bytes
from bench.timing import Ratio, compare, in_turn

_READ = """
import sys, fastexcel
book = fastexcel.read_excel(sys.argv[1])
read = [book.load_sheet(name, header_row=None, skip_rows=0, dtypes="string").to_arrow() for name in book.sheet_names]
"""
_IMPORT = """
import sys
from pathlib import Path
from analytics.imports import import_paths
from analytics.store import Store
store = Store.open(Path(sys.argv[2]))
report = import_paths(store, [Path(sys.argv[1])])
assert report.exit_status == 0, report
store.close()
"""


def run() -> list[Ratio]:
    return [*one_large_log(), *many_logs(), *taking_back()]


def one_large_log(rows: int = 200_000, rounds: int = 3) -> list[Ratio]:
    """End to end: read, map, parse, check, classify, commit."""
    with tempfile.TemporaryDirectory() as folder, _stores(Path(folder)) as stores:
        path = write_workbook(Path(folder) / "log.xlsx", rows)

        def whole_import() -> None:
            report = import_paths(next(stores), [path]).files[0]
            assert report.sheets[0].new == rows, report

        seconds = in_turn({"read": lambda: bare_read(path), "import": whole_import}, rounds)
        begin = time.perf_counter()
        pd.read_excel(path, header=None, dtype=str)
        pandas_seconds = time.perf_counter() - begin
        held = peak_bytes(_IMPORT, str(path), str(Path(folder) / "memory.duckdb"))
        bare = peak_bytes(_READ, str(path))
    what = f"import {rows:,} x 20 .xlsx"
    return [
        compare(what, seconds["import"], "fastexcel's bare read", seconds["read"], at_most=3),
        compare(what, seconds["import"], "pandas + openpyxl reading", pandas_seconds, at_least_faster=6),
        compare(f"{what}, peak memory", held / 2**20, "fastexcel's bare read", bare / 2**20, at_most=2, unit="MB"),
    ]


def many_logs(files: int = 36, rows: int = 1000, rounds: int = 5) -> list[Ratio]:
    """A log a month, each a transaction of its own, into a database that is there."""
    with tempfile.TemporaryDirectory() as folder, _stores(Path(folder)) as stores:
        logs = Path(folder) / "logs"
        logs.mkdir()
        for number in range(files):
            month = datetime(2014 + number // 12, 1 + number % 12, 1)
            write_workbook(logs / f"{month:%Y%m}.xlsx", rows, seed=number, start=number * rows, month=month)
        paths = sorted(logs.iterdir())

        def whole_import() -> None:
            report = import_paths(next(stores), paths)
            assert sum(file.sheets[0].new for file in report.files) == files * rows, report

        databases = (duckdb.connect(str(Path(folder) / f"bare{number}.duckdb")) for number in count())
        kept = []  # closing is not inserting

        def bare() -> None:
            kept.append(connection := next(databases))
            for number, path in enumerate(paths):
                cells = bare_read(path)[0]
                connection.register("cells", cells)
                connection.execute("CREATE TABLE log AS FROM cells" if not number else "INSERT INTO log FROM cells")
                connection.unregister("cells")

        seconds = in_turn({"bare": bare, "import": whole_import}, rounds)
    what = f"import {files} logs of {rows:,} rows"
    return [compare(what, seconds["import"], "fastexcel + bare insert", seconds["bare"], at_most=3)]


def taking_back(rows: int = 1_000_000, batches: int = 100) -> list[Ratio]:
    """Undo batches of a database one after the other: the first, the newest, one in the middle."""
    with tempfile.TemporaryDirectory() as folder:
        store = fill_batches(Path(folder) / "undo.duckdb", rows, batches)
        took = []
        for batch in (1, batches, batches // 2):
            begin = time.perf_counter()
            undo(store, batch)
            took.append(time.perf_counter() - begin)
        store.close()
    what = f"undo one batch in {batches}, of {rows:,} rows (the slowest of three)"
    return [compare(what, max(took), "a second", 1.0, at_most=1)]


def bare_read(path: Path) -> list[object]:
    book = fastexcel.read_excel(path)
    return [
        book.load_sheet(name, header_row=None, skip_rows=0, dtypes="string").to_arrow() for name in book.sheet_names
    ]


@contextmanager
def _stores(folder: Path) -> Iterator[Iterator[Store]]:
    """Empty databases, each opened before it is asked for and closed when the next one is: opening is not importing."""
    opened = [Store.open(folder / f"store{number}.duckdb") for number in range(8)]
    try:
        yield iter(opened)
    finally:
        for store in opened:
            store.close()
