"""Import of a log against the bare read of the same file, and against pandas with openpyxl reading alone."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

import fastexcel
import pandas as pd

from analytics.imports import import_paths
from analytics.store import Store
from bench.data import write_workbook
from bench.timing import Ratio, compare, in_turn


def bare_read(path: Path) -> None:
    book = fastexcel.read_excel(path)
    for name in book.sheet_names:
        book.load_sheet(name, header_row=None, skip_rows=0, dtypes="string").to_arrow()


def run(rows: int = 20_000, rounds: int = 3) -> list[Ratio]:
    with tempfile.TemporaryDirectory() as folder:
        path = write_workbook(Path(folder) / "log.xlsx", rows)

        numbers = iter(range(1000))

        def whole_import() -> None:
            store = Store.open(Path(folder) / f"bench{next(numbers)}.duckdb")
            report = import_paths(store, [path]).files[0]
            store.close()
            assert report.sheets[0].new == rows, report

        seconds = in_turn({"read": lambda: bare_read(path), "import": whole_import}, rounds)
        begin = time.perf_counter()
        pd.read_excel(path, header=None, dtype=str)
        pandas_seconds = time.perf_counter() - begin
    size = f"{rows:,} x 20 .xlsx"
    return [
        compare(f"import {size}", seconds["import"], "fastexcel's bare read", seconds["read"], at_most=4),
        compare(f"import {size}", seconds["import"], "pandas + openpyxl reading", pandas_seconds, at_least_faster=4),
    ]
