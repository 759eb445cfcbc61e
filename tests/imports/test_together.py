"""Logs taken in together leave what they leave one by one: the same state, the same reports, the same batches."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.imports import import_paths, undo
from analytics.imports import together as grouping
from analytics.intake.report import ImportReport
from analytics.store import Store
from tests.tiny import Tiny

_TABLES = (
    "batch batch_sheet batch_remark log_row exposure_row branch complaint complaint_cause limit_day step_limit setting"
)
_LABELS = ["理赔时效", "服务态度、赔偿标准异议", "说不清的事", ""]
_BRANCHES = ["甲支公司", "乙支公司", "没听说过的机构"]
_CHANNELS = ["12378", "4008667788", "不知道哪里来的", ""]


def state(store: Store) -> dict[str, list[Any]]:
    """Everything kept, but for the moment of the import, which the workbooks of rejects hold too, and the count of
    changes."""
    found = {}
    with store.cursor() as cursor:
        for table in _TABLES.split():
            columns = [
                name
                for (name,) in cursor.execute(
                    "SELECT column_name FROM information_schema.columns WHERE table_name = ? ORDER BY 1", [table]
                ).fetchall()
                if name not in ("imported_at", "retracted_at")
            ]
            where = " WHERE key <> 'data_version'" if table == "setting" else ""
            if table == "setting":
                columns = ["key", "CASE WHEN key NOT LIKE 'correction:%' THEN value END"]
            rows = cursor.execute(f"SELECT {', '.join(columns)} FROM {table}{where}").fetchall()
            found[table] = sorted(rows, key=repr)
    return found


def said(reports: list[ImportReport]) -> list[Any]:
    return [file for report in reports for file in report.as_dict("zh")["files"]]


def write(tiny: Tiny, logs: list[list[dict[str, str]]]) -> list[Path]:
    return [tiny.write(rows, f"log{number}.csv") for number, rows in enumerate(logs)]


def compare(folder: Path, logs: list[list[dict[str, str]]], **options: Any) -> tuple[Store, Store]:
    one, other = Tiny(folder, "one.duckdb"), Tiny(folder, "other.duckdb")
    paths = write(one, logs)
    singly = [import_paths(one.store, [path], **options) for path in paths]
    at_once = import_paths(other.store, paths, **options)
    assert said([at_once]) == said(singly)
    assert state(other.store) == state(one.store)
    return one.store, other.store


def complaint(number: str, day: int, **cells: str) -> dict[str, str]:
    return {
        "投诉编号": number,
        "受理时间": f"2016-0{1 + day // 28}-{1 + day % 28:02d}",
        "被投诉机构": "甲支公司",
        "投诉来源": "12378",
        "投诉原因": "理赔时效",
        "撤诉日期": "",
    } | cells


@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_together_is_one_by_one(data: st.DataObject, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Numbers may come again within a file, in a later one, and files may be the same: then they go one by one."""
    row = st.builds(
        lambda number, day, label, branch, channel, withdrawn: complaint(
            f"N{number}", day, 投诉原因=label, 被投诉机构=branch, 投诉来源=channel, 撤诉日期=withdrawn
        ),
        st.integers(0, data.draw(st.sampled_from([20, 10_000]))),
        st.integers(0, 80),
        st.sampled_from(_LABELS),
        st.sampled_from(_BRANCHES),
        st.sampled_from(_CHANNELS),
        st.sampled_from(["", "2016-05-02", "2016-02-31"]),
    )
    logs = data.draw(st.lists(st.lists(row, min_size=1, max_size=4), min_size=2, max_size=5))
    folder = tmp_path_factory.mktemp("together")
    for store in compare(folder, logs):
        store.close()


def test_a_year_of_new_logs_does_go_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    taken: list[int] = []
    load = grouping.load_together
    monkeypatch.setattr(
        "analytics.imports.importing.load_together",
        lambda cursor, waiting: (taken.append(len(waiting)), load(cursor, waiting))[1],
    )
    logs = [[complaint(f"M{month}-{n}", n, 投诉原因=_LABELS[n]) for n in range(4)] for month in range(8)]
    one, other = compare(tmp_path, logs)
    assert taken == [grouping.MOST_FILES, 2]
    for batch in (3, 8):
        undo(one, batch)
        undo(other, batch)
    assert state(other) == state(one)
    one.close(), other.close()


def test_between_other_files(tmp_path: Path) -> None:
    """A log without numbers, exposure and a file that cannot be read part the groups; each file keeps its place."""
    tiny = Tiny(tmp_path, "one.duckdb")
    other = Tiny(tmp_path, "other.duckdb")
    paths = write(tiny, [[complaint("A1", 1)], [complaint("A2", 2)]])
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"PK\x03\x04 half a workbook")
    exposure = tiny.write(
        [{"月份": "2016-01", "机构": "甲支公司", "保费收入(元)": "1000", "有效保单(张)": "5"}], "exposure.csv"
    )
    unnumbered = tiny.write(
        [{"受理时间": "2016-01-09", "被投诉机构": "甲支公司", "投诉来源": "12378"}], "unnumbered.csv"
    )
    more = [tiny.write([complaint(number, 5)], f"{number}.csv") for number in ("B1", "B2", "B3")]
    files = [*paths, broken, *more[:1], exposure, *more[1:2], unnumbered, *more[2:]]
    singly = [import_paths(tiny.store, [path]) for path in files]
    assert said([import_paths(other.store, files)]) == said(singly)
    assert state(other.store) == state(tiny.store)
    tiny.store.close(), other.store.close()


def test_a_rule_book_that_is_not_valid_stops_each_file_and_leaves_nothing(tiny: Tiny) -> None:
    folder = tiny.folder / "rulebooks"
    folder.mkdir()
    (folder / "broken.toml").write_text("name = 'broken'\nzz = 1\n", encoding="utf-8")
    paths = write(tiny, [[complaint("A1", 1)], [complaint("A2", 2)]])
    before = state(tiny.store)
    report = import_paths(tiny.store, paths)
    assert [file.status for file in report.files] == ["failed", "failed"]
    assert all(file.error is not None and file.error.code == "bad_rulebook" for file in report.files)
    assert state(tiny.store) == before


def test_a_rehearsal_of_several_says_what_would_happen(tiny: Tiny) -> None:
    paths = write(tiny, [[complaint("A1", 1)], [complaint("A2", 2)], [complaint("A1", 1, 撤诉日期="2016-01-05")]])
    before = state(tiny.store)
    rehearsed = import_paths(tiny.store, paths, dry_run=True)
    assert state(tiny.store) == before
    real = import_paths(tiny.store, paths)
    assert [(f.sheets[0].new, f.sheets[0].changed) for f in rehearsed.files] == [(1, 0), (1, 0), (0, 1)]
    assert [(f.sheets[0].new, f.sheets[0].changed) for f in real.files] == [(1, 0), (1, 0), (0, 1)]
    assert [file.batch for file in rehearsed.files] == [None] * 3
