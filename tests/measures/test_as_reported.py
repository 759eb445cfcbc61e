"""The store as it was after a batch is what it was: held against what it said at the time."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analytics.errors import RequestError
from analytics.imports import import_paths, undo
from analytics.measures import Scope, as_reported, complaints, measure
from analytics.measures.as_reported import go_back
from analytics.store import snapshot
from analytics.vocabulary import LOG_FIELDS
from tests.measures.test_laws import monthly_logs
from tests.tiny import Tiny

PERSONAL = ", ".join(name for name, field in LOG_FIELDS.items() if field.personal)


def said(cursor: duckdb.DuckDBPyConnection) -> dict[str, list[Any]]:
    """Everything derived from the rows that speak, without personal data; with the place each complaint comes from."""
    return {
        "complaint": cursor.execute(f"SELECT * EXCLUDE ({PERSONAL}) FROM complaint ORDER BY ALL").fetchall(),
        "cause": cursor.execute("FROM complaint_cause ORDER BY ALL").fetchall(),
        "branch": cursor.execute("FROM branch ORDER BY ALL").fetchall(),
        "exposure": cursor.execute("FROM exposure ORDER BY ALL").fetchall(),
        "known_until": cursor.execute("SELECT value FROM setting WHERE key = 'known_until'").fetchall(),
        "figures": measure(cursor, Scope()).records(),
    }


def today(tiny: Tiny) -> dict[str, list[Any]]:
    with tiny.store.cursor() as cursor:
        return said(cursor)


def then(tiny: Tiny, batch: int) -> dict[str, list[Any]]:
    with tiny.store.cursor() as cursor, as_reported(cursor, batch) as one:
        return said(one)


def numbers(tiny: Tiny, batch: int) -> list[str]:
    with tiny.store.cursor() as cursor, as_reported(cursor, batch) as one:
        return [row["complaint_no"] for row in complaints(one, Scope())]


def row(number: str, day: str = "2016-03-01", **more: str) -> dict[str, str]:
    return {"投诉编号": number, "受理时间": day, "投诉来源": "12378", "被投诉机构": "甲支公司", **more}


def test_a_batch_undone_since_spoke_and_one_undone_before_did_not(tiny: Tiny) -> None:
    for number in "ABC":  # batches 1, 2, 3
        tiny.load([row(number)])
    undo(tiny.store, 1)
    tiny.load([row("D")])  # batch 4
    undo(tiny.store, 2)
    assert [numbers(tiny, batch) for batch in (1, 2, 3, 4)] == [
        ["A"],
        ["A", "B"],
        ["A", "B", "C"],
        ["B", "C", "D"],  # 1 was undone by then, 2 was not
    ]
    assert [one["complaint_no"] for one in tiny.complaints()] == ["C", "D"]


def test_a_replaced_batch_spoke_until_it_was_replaced(tiny: Tiny) -> None:
    tiny.load([row("A"), row("B")], "2016年03月.csv")
    tiny.load([row("C", "2016-04-01")], "2016年04月.csv")
    (tiny.folder / "again").mkdir()
    import_paths(tiny.store, [tiny.write([row("A"), row("D")], "again/2016年03月.csv")], replace=True)
    assert [numbers(tiny, batch) for batch in (1, 2, 3)] == [["A", "B"], ["A", "B", "C"], ["A", "D", "C"]]


def test_a_replacement_that_was_undone_is_said_to_overlap(tiny: Tiny) -> None:
    """What batch 2 had silenced speaks again, and nothing in the store tells for how long it was silent."""
    tiny.load([row("A"), row("B")], "2016年03月.csv")
    (tiny.folder / "again").mkdir()
    import_paths(tiny.store, [tiny.write([row("A")], "again/2016年03月.csv")], replace=True)
    tiny.load([row("C", "2016-04-01")], "2016年04月.csv")
    undo(tiny.store, 2)
    with tiny.store.cursor() as cursor:
        found = {}
        for batch in (1, 2, 3):
            with snapshot(cursor) as one:
                found[batch] = go_back(one, batch).overlaps
    assert found == {1: (), 2: (2,), 3: (2,)}


def test_branch_list_and_exposure_are_those_of_then(tiny: Tiny) -> None:
    tiny.load([row("A", 被投诉机构="城东支")])
    tiny.exposure(("2016-03", "城东支", 1e8, 1000))
    before = today(tiny)
    tiny.load([{"机构代码": "01", "机构名称": "城东支公司", "上级机构": "", "别名": "城东支"}])
    tiny.exposure(("2016-03", "城东支公司", 2e8, 2000))
    assert tiny.complaints()[0]["branch"] == "城东支公司"
    assert then(tiny, 2) == before
    assert then(tiny, 4) == today(tiny)
    with tiny.store.cursor() as cursor, as_reported(cursor, 2) as one:
        assert complaints(one, Scope())[0]["branch"] == "城东支"


def test_limits_of_a_day_nobody_knows_any_more_are_there(tiny: Tiny) -> None:
    tiny.load([row("A", "2016-01-15", 投诉类别="正式")])
    tiny.load([row("B", "2016-03-01", 投诉类别="正式")])
    undo(tiny.store, 1)
    with tiny.store.cursor() as cursor, as_reported(cursor, 1) as one:
        (only,) = complaints(one, Scope())
    assert (only["complaint_no"], only["limit_date"], only["status"]) == ("A", "2016-02-14", "pending")


def test_nothing_is_written_and_nothing_personal_is_shown(tiny: Tiny) -> None:
    tiny.load([row("A", 投诉人="样例甲", 投诉内容="客户反映定损金额", 联系电话="13800001234")])
    tiny.load([row("A", 投诉人="样例甲", 撤诉日期="2016-03-02"), row("B", 投诉人="样例乙")])
    before, version = tiny.dump(), tiny.store.data_version()
    for batch in (1, 2):
        with tiny.store.cursor() as cursor, as_reported(cursor, batch) as one:
            shown = one.execute(f"SELECT {PERSONAL} FROM complaint").fetchall()
            assert {value for record in shown for value in record} == {None}
            assert one.execute("SELECT count(*) FROM complaint").fetchone() == (batch,)
            # The cursor it came from still sees today.
            assert cursor.execute("SELECT count(*) FROM complaint").fetchone() == (2,)
            with pytest.raises(duckdb.Error, match="read-only"):
                one.execute("INSERT INTO log_row SELECT * FROM log_row")
    assert tiny.dump() == before and tiny.store.data_version() == version


def test_there_has_to_be_such_a_batch(tiny: Tiny) -> None:
    tiny.load([row("A")])
    with tiny.store.cursor() as cursor, pytest.raises(RequestError, match="no_such_batch"), as_reported(cursor, 2):
        pass


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(logs=monthly_logs(), data=st.data())
def test_every_batch_is_remembered_as_it_was(
    tmp_path: Path, logs: list[list[dict[str, Any]]], data: st.DataObject
) -> None:
    tiny = Tiny(Path(tempfile.mkdtemp(dir=tmp_path)))
    remembered: dict[int, dict[str, list[Any]]] = {}
    order = data.draw(st.permutations(range(len(logs))))
    for n in order:
        name = f"2016年{n + 1:02d}月.csv"
        replace = data.draw(st.booleans())
        (report,) = import_paths(tiny.store, [tiny.write(logs[n], name)], replace=replace).files
        assert report.batch is not None
        remembered[report.batch] = today(tiny)
        if data.draw(st.booleans()):
            # A corrected file of the same month takes its place: one complaint less, where there are several.
            folder = tiny.folder / f"again{n}"
            folder.mkdir()
            (report,) = import_paths(
                tiny.store, [tiny.write(logs[n][1:] or [row(f"X{n}")], f"again{n}/{name}")], replace=True
            ).files
            assert report.batch is not None
            remembered[report.batch] = today(tiny)
        elif data.draw(st.booleans()):
            undo(tiny.store, report.batch)
    for batch, what in remembered.items():
        assert then(tiny, batch) == what, batch
    tiny.store.close()
