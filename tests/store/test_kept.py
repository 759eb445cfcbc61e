"""What is kept for a version of the data is never older than the data: each way that figures change, asked before and
after, on a reader that asked before; and a state that is nobody else's is never mixed with the kept one."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import duckdb
import pytest

from analytics.errors import StoreError
from analytics.imports import undo
from analytics.measures import Scope, as_reported, measure
from analytics.rules.company_books import pick_book
from analytics.store import Store, kept
from analytics.store.kept import MOST
from analytics.vocabulary import Dimension, Measure
from tests.tiny import Tiny

MARCH = {"投诉编号": "T1", "受理时间": "2016-03-01", "投诉类别": "正式"}
MAY = {"投诉编号": "T2", "受理时间": "2016-05-20", "被投诉机构": "乙支公司"}
PREMIUM = ("2016-03", "甲支公司", 1e8, 100)


def asked(cursor: duckdb.DuckDBPyConnection) -> tuple[Any, ...]:
    """Premium of the period, its end, what lacks: all that is kept shows in them."""
    table = measure(cursor, Scope(), (Dimension.TOTAL,), (Measure.COMPLAINTS, Measure.VALID, Measure.PREMIUM_YUAN))
    row = table.rows[0].figures
    missing = row[Measure.PREMIUM_YUAN].missing
    return (
        row[Measure.COMPLAINTS].value,
        row[Measure.VALID].value,
        row[Measure.PREMIUM_YUAN].value,
        table.frame.last,
        table.frame.rulebook,
        missing and missing.places,
        {note.code: note.places for note in table.frame.notes},
    )


def changed(tiny: Tiny, change: Any) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    """The answer on one reader before and after a change; a store opened anew gives the second as well."""
    with tiny.store.cursor() as reader:
        before = asked(reader)
        assert asked(reader) == before
        change()
        after = asked(reader)
    copy = tiny.folder / f"copy{len(list(tiny.folder.iterdir()))}.duckdb"
    with tiny.store.write(figures=False) as cursor:
        cursor.execute("CREATE TABLE IF NOT EXISTS nothing (n INTEGER)")
    tiny.store._connection.execute("CHECKPOINT")
    tiny.store._file.note()
    shutil.copy(tiny.store.path, copy)
    fresh = Store.open(copy)
    with fresh.cursor() as reader:
        assert asked(reader) == after
    fresh.close()
    return before, after


@pytest.fixture
def known(tiny: Tiny) -> Tiny:
    tiny.logs(MARCH)
    tiny.exposure(PREMIUM)
    return tiny


def test_an_import_between_two_questions(known: Tiny) -> None:
    before, after = changed(known, lambda: known.logs(MAY))
    assert before[:4] == (1, 0, 1e8, "2016-03")
    # 甲 has no premium after March, 乙 none at all; the day the data knows moves on, and with it what is valid.
    assert after[:4] == (2, 1, None, "2016-05") and "2016-03 乙支公司" in after[5]


def test_exposure_and_the_list_of_branches(known: Tiny) -> None:
    _, after = changed(known, lambda: known.exposure(("2016-03", "丙支公司", 5e7, 10)))
    assert after[2] == 1.5e8
    listed = [{"机构代码": "1", "机构名称": name, "上级机构": up} for name, up in (("总部", ""), ("丁支公司", "总部"))]
    _, after = changed(known, lambda: known.load(listed))
    assert after[5] == ("2016-03 丁支公司",)


def test_an_undone_batch(known: Tiny) -> None:
    known.exposure(("2016-03", "丙支公司", 5e7, 10))
    before, after = changed(known, lambda: undo(known.store, 3))
    assert (before[2], after[2]) == (1.5e8, 1e8)


def test_a_rule_book_that_is_picked(known: Tiny) -> None:
    before, after = changed(known, lambda: pick_book(known.store, "stated", seen=None))
    assert before[4] == "company-2016" and after[4] == "stated"


def test_what_a_rehearsal_sees_is_its_own(known: Tiny) -> None:
    with known.store.cursor() as reader:
        before = asked(reader)
        with known.store.write(keep=False) as cursor:
            cursor.execute("UPDATE exposure SET premium_yuan = 7e7")
            assert asked(cursor)[2] == 7e7
            cursor.execute("UPDATE exposure SET premium_yuan = 9e7")
            assert asked(cursor)[2] == 9e7
            assert asked(reader) == before  # meanwhile
        assert asked(reader) == before


def test_what_is_said_of_a_time_is_not_kept_for_today(known: Tiny) -> None:
    known.logs(MAY)
    with known.store.cursor() as reader:
        today = asked(reader)
        with as_reported(reader, 2) as then:
            assert asked(then)[:4] == (1, 0, 1e8, "2016-03")
            assert asked(reader) == today
        assert asked(reader) == today


def test_a_write_that_failed(known: Tiny) -> None:
    with known.store.cursor() as reader:
        before = asked(reader)
        with pytest.raises(RuntimeError), known.store.write() as cursor:
            cursor.execute("DELETE FROM exposure")
            assert asked(cursor)[2] is None
            raise RuntimeError("pulled the plug")
        assert asked(reader) == before


def test_two_databases_of_the_same_version(known: Tiny, tmp_path: Path) -> None:
    other = Tiny(tmp_path, "other.duckdb")
    other.logs({**MARCH, "被投诉机构": "乙支公司"})
    other.exposure(("2016-03", "乙支公司", 2e8, 100))
    assert other.store.data_version() == known.store.data_version()
    with known.store.cursor() as one, other.store.cursor() as two:
        for _ in range(2):
            assert (asked(one)[2], asked(two)[2]) == (1e8, 2e8)
    other.store.close()


def test_no_other_store_has_the_file(known: Tiny) -> None:
    """What is kept rests on it: a commit of another store would not be seen here."""
    with pytest.raises(StoreError, match="database_taken"):
        Store.open(known.store.path)


def test_a_database_restored_under_the_same_path(known: Tiny) -> None:
    path, aside = known.store.path, known.folder / "aside.duckdb"
    known.store.close()
    shutil.copy(path, aside)
    known.store = Store.open(path)
    known.exposure(("2016-03", "甲支公司", 3e8, 100))
    with known.store.cursor() as reader:
        assert asked(reader)[2] == 3e8
    known.store.close()
    aside.replace(path)
    known.store = Store.open(path)
    known.exposure(("2016-03", "甲支公司", 4e8, 100))  # as many versions as the one that was replaced
    with known.store.cursor() as reader:
        assert asked(reader)[2] == 4e8


def test_one_answer_a_version_and_not_without_end(known: Tiny) -> None:
    counted: list[int] = []

    @kept
    def question(cursor: duckdb.DuckDBPyConnection, number: int) -> int:
        counted.append(number)
        return number

    for _ in range(2):
        with known.store.cursor() as reader:
            assert [question(reader, n) for n in (1, 2, 1)] == [1, 2, 1]
    assert counted == [1, 2]
    with known.store.write() as cursor:
        assert question(cursor, 1) == 1 and counted == [1, 2, 1]
    with known.store.cursor() as reader:
        question(reader, 1)
        assert counted == [1, 2, 1, 1]  # another version
        for number in range(MOST + 50):
            question(reader, number)
        assert len(known.store._kept.of(known.store.data_version())) == MOST
