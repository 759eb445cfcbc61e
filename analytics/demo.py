"""The demo: a database of its own, filled from the sample, so that real and invented data never mix."""

from __future__ import annotations

import os
import runpy
from contextlib import suppress
from pathlib import Path

from analytics.classify.stored_taxonomy import name_by
from analytics.errors import RequestError, RuleError, StoreError, Text
from analytics.imports import import_sources
from analytics.intake.files import sources
from analytics.rules import bring_up_to_date
from analytics.store import Store

PROJECT = Path(__file__).parents[1]
SAMPLE = PROJECT / "data" / "sample"
DEFAULT_DB = Path("data") / "complaints.duckdb"
DEMO_DB = Path("data") / "demo.duckdb"
_STARTED = "started"  # kept in the company's database once a person began with it in the dashboard


def database_path() -> Path:
    """The company's database: the environment variable COMPLAINTS_DB, else data/complaints.duckdb."""
    return Path(os.environ.get("COMPLAINTS_DB") or DEFAULT_DB)


def open_default() -> Store:
    """The company's database where one was started, else the demo, filled on first use."""
    path = database_path()
    if path.exists():
        store = open_company(path, gives_back=True)
        if store.setting(_STARTED) or has_batches(store):
            return store
        store.close()  # a question on the command line made it: that starts nothing
    return open_demo(path.with_name(DEMO_DB.name), gives_back=True)


def start_company() -> Store:
    """Create, or open, the company's own database; from now on it is the one that is opened."""
    store = open_company(database_path(), gives_back=True)
    with store.write(figures=False) as cursor:
        cursor.execute("DELETE FROM setting WHERE key = ?", [_STARTED])
        cursor.execute("INSERT INTO setting VALUES (?, 'yes')", [_STARTED])
    return store


def back_to_demo(company: Store) -> None:
    """Let the demo be opened again. Where anything was imported nothing happens: that database stays the one."""
    with company.write(figures=False) as cursor:
        cursor.execute("DELETE FROM setting WHERE key = ?", [_STARTED])


def has_batches(store: Store) -> bool:
    """Whether anything was ever imported."""
    with store.cursor() as cursor:
        return bool(cursor.execute("SELECT 1 FROM batch LIMIT 1").fetchall())


def open_company(path: Path, *, gives_back: bool = False) -> Store:
    """Open a database, its limits computed under the rules that hold now."""
    store = Store.open(path, gives_back=gives_back)
    _catch_up(store)
    return store


def _catch_up(store: Store) -> None:
    """A rule book that is not valid keeps no database shut: each question that rests on rules says what is wrong."""
    with suppress(RuleError):
        bring_up_to_date(store)
    with store.cursor() as cursor:
        name_by(cursor)


def open_demo(path: Path, *, gives_back: bool = False) -> Store:
    """Open the demo database, filling it from the sample where it is new or was left half-filled.

    Raises RequestError where the path holds a company's database: the sample never goes into it.
    """
    store = Store.open(path, purpose="demo", gives_back=gives_back)
    if store.purpose != "demo":
        store.close()
        raise RequestError(
            "not_a_demo",
            Text(
                f"{path} 是公司数据库,示例数据不会写入",
                f"{path} is a company's database: the sample never goes into it",
            ),
            Text("请用 --db 指定另一个文件", "name another file with --db"),
        )
    try:
        with sources([SAMPLE]) as files:
            if not files:
                raise StoreError(
                    "no_sample",
                    Text(f"找不到示例数据 {SAMPLE}", f"the sample is not at {SAMPLE}"),
                    Text("请先运行 sample 命令生成", "write it with the command `sample`"),
                )
            for report in import_sources(store, files).files:
                if report.error:
                    raise report.error
        _catch_up(store)
    except BaseException:
        store.close()
        raise
    return store


def write_sample(directory: Path) -> list[Path]:
    """Write the sample workbooks into a folder; the same cells every time."""
    maker = runpy.run_path(str(SAMPLE / "make_sample.py"))
    directory.mkdir(parents=True, exist_ok=True)
    written: list[Path] = maker["write_sample"](directory)
    return written
