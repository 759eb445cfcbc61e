"""Files that are no database of ours: refused in words before anything is written into them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner

from analytics.cli import main
from analytics.errors import StoreError
from analytics.store import Store


def made(*statements: str) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        with duckdb.connect(str(path)) as connection:
            for statement in statements:
                connection.execute(statement)

    return make


def newer(path: Path) -> None:
    store = Store.open(path)
    with store.write() as cursor:
        cursor.execute("INSERT INTO migration VALUES ('9999_from_the_future', now()::TIMESTAMP)")
    store.close()


FOREIGN = {
    "tables": made("CREATE TABLE sales AS SELECT 1 AS n"),
    "a view": made("CREATE VIEW numbers AS SELECT 1 AS n"),
    "another schema": made("CREATE SCHEMA shop", "CREATE TABLE shop.sales (n INTEGER)"),
    "names like ours": made("CREATE TABLE setting (k VARCHAR)", "CREATE TABLE batch (n INTEGER)"),
}


@pytest.mark.parametrize("make", FOREIGN.values(), ids=FOREIGN)
def test_another_programs_database_is_refused_untouched(make: Callable[[Path], None], tmp_path: Path) -> None:
    path = tmp_path / "sales.duckdb"
    make(path)
    before = path.read_bytes()
    with pytest.raises(StoreError) as refused:
        Store.open(path)
    assert refused.value.code == "not_ours" and "sales.duckdb" in refused.value.message.zh
    for command in (["batches"], ["demo"], ["metrics", "--by", "month"]):
        run = CliRunner().invoke(main, ["--db", str(path), *command])
        assert run.exit_code == 1 and run.stderr.startswith("error: not_ours: "), run.stderr
    assert path.read_bytes() == before
    assert [one.name for one in tmp_path.iterdir()] == ["sales.duckdb"]


def test_a_newer_version_of_ours_is_refused_untouched(tmp_path: Path) -> None:
    path = tmp_path / "newer.duckdb"
    newer(path)
    before = path.read_bytes()
    with pytest.raises(StoreError) as refused:
        Store.open(path)
    assert refused.value.code == "newer_schema"
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "begun", [made(), made("CREATE TABLE migration (name VARCHAR NOT NULL, applied_at TIMESTAMP NOT NULL)")]
)
def test_a_new_database_becomes_ours(begun: Callable[[Path], None], tmp_path: Path) -> None:
    """Without a table, or left by a process that was killed before the first migration was through."""
    path = tmp_path / "new.duckdb"
    begun(path)
    store = Store.open(path)
    assert store.purpose == "company"
    store.close()
