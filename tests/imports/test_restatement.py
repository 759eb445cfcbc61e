"""Later logs restate earlier complaints: field by field, with history, contradictions listed, replaced, undone."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest

from analytics.errors import RequestError
from analytics.imports import batches, import_paths, undo
from analytics.intake.report import FileReport
from tests.tiny import Tiny

T1: dict[str, Any] = {
    "投诉编号": "T1", "受理时间": "2016-01-05", "投诉来源": "12378", "被投诉机构": "甲支公司", "投诉人": "样例甲",
    "处理结果": "", "撤诉日期": "",
}  # fmt: skip
T2 = {**T1, "投诉编号": "T2", "受理时间": "2016-01-08", "被投诉机构": "乙支公司"}


def sheet(report: FileReport) -> tuple[int, int, int, int]:
    (one,) = report.sheets
    return one.new, one.changed, one.unchanged, one.rejected


def load(tiny: Tiny, rows: list[dict[str, Any]], name: str, **options: Any) -> FileReport:
    return import_paths(tiny.store, [tiny.write(rows, name)], **options).files[0]


def test_an_update_says_which_field_from_what_to_what(tiny: Tiny) -> None:
    load(tiny, [T1, T2], "2016年1月.csv")
    report = load(tiny, [{**T1, "撤诉日期": "2016-02-01", "投诉人": ""}, T2], "2016年2月.csv")
    assert sheet(report) == (0, 1, 1, 0)
    changes = [(c.complaint_no, c.field, c.before, c.after) for c in report.sheets[0].changes]
    assert changes == [("T1", "withdrawn_on", None, "2016-02-01")]  # a blank erases nothing
    assert report.warnings == []


def test_a_rehearsal_says_the_same_and_changes_nothing(tiny: Tiny) -> None:
    load(tiny, [T1, T2], "2016年1月.csv")
    before = tiny.dump()
    version = tiny.store.data_version()
    rows = [{**T1, "撤诉日期": "2016-02-01"}, {**T2, "受理时间": "坏"}, {**T1, "投诉编号": "T3"}]
    rehearsed = load(tiny, rows, "2016年2月.csv", dry_run=True)
    assert tiny.dump() == before and tiny.store.data_version() == version and rehearsed.batch is None
    real = load(tiny, rows, "2016年2月b.csv")
    assert sheet(rehearsed) == sheet(real) == (1, 1, 0, 1)
    assert rehearsed.sheets[0].changes == real.sheets[0].changes
    assert [(r.row, r.code) for r in rehearsed.rejects] == [(3, "bad_date")]


def test_contradictions_are_listed_and_the_later_month_wins(tiny: Tiny, tmp_path: Path) -> None:
    early, late = [{**T1, "撤诉日期": "2016-01-20"}, T2], [{**T1, "撤诉日期": "2016-02-02"}, T2]
    first = load(tiny, early, "2016年1月.csv")
    second = load(tiny, late, "2016年2月.csv")
    assert first.warnings == []
    (warning,) = second.warnings
    assert warning.code == "contradiction" and warning.field == "withdrawn_on"
    assert "2016-01-20" in warning.message.zh and "2016-02-02" in warning.message.zh and "T1" in warning.message.zh
    # In the other order the same log wins, and the contradiction is listed just so.
    other = Tiny(tmp_path, "other.duckdb")
    load(other, late, "2016年2月.csv")
    reverse = load(other, early, "2016年1月.csv")
    assert [w.code for w in reverse.warnings] == ["contradiction"]
    assert other.dump() == tiny.dump()
    assert [row["withdrawn_on"] for row in other.complaints() if row["complaint_no"] == "T1"] == ["2016-02-02"]
    other.store.close()


def test_replacing_retracts_what_is_no_longer_listed(tiny: Tiny) -> None:
    load(tiny, [T1, T2], "2016年1月.csv")
    plain = load(tiny, [T1], "2016年1月.csv")
    assert plain.batch == 2 and len(tiny.complaints()) == 2  # without asking, nothing is ever removed
    undo(tiny.store, 2)
    before = tiny.dump()
    # The same month and branches under another file name is the same log as well.
    report = load(
        tiny, [{**T1, "处理结果": "已协商"}, {**T2, "投诉编号": "T9"}], "一月台账(更正)2016年1月.csv", replace=True
    )
    assert sorted(row["complaint_no"] for row in tiny.complaints()) == ["T1", "T9"]
    with tiny.store.cursor() as cursor:
        assert [(b["batch"], b["status"], b["replaced_by"]) for b in batches(cursor)] == [
            (1, "replaced", 3),
            (2, "undone", None),
            (3, "active", None),
        ]
    assert report.batch == 3
    undo(tiny.store, 3)  # what it had replaced speaks again
    assert tiny.dump() == before


def test_replacing_leaves_other_logs_alone(tiny: Tiny) -> None:
    load(tiny, [T1], "甲支公司2016年1月.csv")
    load(tiny, [T2], "乙支公司2016年1月.csv")
    load(tiny, [{**T1, "投诉编号": "T7"}], "甲2016年1月更正.csv", replace=True)
    assert sorted(row["complaint_no"] for row in tiny.complaints()) == ["T2", "T7"]


def test_undo_of_exposure_and_branches(tiny: Tiny) -> None:
    load(tiny, [{**T1, "被投诉机构": "甲支"}], "2016年1月.csv")
    plain = tiny.dump()
    listed = load(tiny, [{"机构代码": "01", "机构名称": "甲支公司", "上级机构": "", "别名": "甲支"}], "branches.csv")
    assert [row["branch"] for row in tiny.complaints()] == ["甲支公司"]
    tiny.exposure(("2016-01", "甲支", 1e8, 10))
    assert tiny.records("branch", "premium_yuan")[0] == {"branch": "甲支公司", "premium_yuan": 1e8, "missing": []}
    assert listed.batch is not None
    undo(tiny.store, 3)
    undo(tiny.store, listed.batch)
    assert tiny.dump() == plain and [row["branch"] for row in tiny.complaints()] == ["甲支"]
    with pytest.raises(RequestError, match="no_such_batch"):
        undo(tiny.store, listed.batch)


def test_the_order_of_branch_list_and_log_does_not_matter(tiny: Tiny, tmp_path: Path) -> None:
    log = tiny.write([{**T1, "被投诉机构": "甲支"}, T2], "2016年1月.csv")
    listed = tiny.write(
        [
            {"机构代码": str(n), "机构名称": name, "上级机构": "", "别名": alias}
            for n, (name, alias) in enumerate([("甲支公司", "甲支"), ("乙支公司", "")])
        ],
        "branches.csv",
    )
    premium = tiny.write([{"月份": "2016-01", "机构": "甲支", "保费收入(元)": "5"}], "exposure.csv")
    other = Tiny(tmp_path, "other.duckdb")
    import_paths(tiny.store, [log, listed, premium])
    import_paths(other.store, [premium, listed, log])
    assert tiny.dump() == other.dump()
    other.store.close()


def test_the_same_file_from_two_sessions_lands_once(tiny: Tiny) -> None:
    path = tiny.write([T1, T2], "2016年1月.csv")
    reports: list[FileReport] = []
    threads = [
        threading.Thread(target=lambda: reports.append(import_paths(tiny.store, [path]).files[0])) for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(report.status for report in reports) == ["imported", "unchanged", "unchanged", "unchanged"]
    assert {report.batch for report in reports} == {1}


def test_serial_numbers_are_no_complaint_numbers(tiny: Tiny) -> None:
    """编号 1, 2 in January and 1, 2 in February are four complaints, not two."""
    january = [{**T1, "投诉编号": "1"}, {**T2, "投诉编号": "2"}]
    february = [{**T1, "投诉编号": "1", "受理时间": "2016-02-03"}, {**T2, "投诉编号": "2", "受理时间": "2016-02-04"}]
    first, second = load(tiny, january, "2016年1月.csv"), load(tiny, february, "2016年2月.csv")
    assert "serial_numbers" in {w.code for w in first.warnings} & {w.code for w in second.warnings}
    assert len(tiny.complaints()) == 4


def test_without_numbers_the_same_complaint_has_the_same_key(tiny: Tiny) -> None:
    bare = {name: value for name, value in T1.items() if name != "投诉编号"}
    first = load(tiny, [bare], "2016年1月.csv")
    assert "no_complaint_no" in {w.code for w in first.warnings}
    second = load(tiny, [{**bare, "撤诉日期": "2016-02-01"}], "2016年2月.csv")
    assert sheet(second) == (0, 1, 0, 0) and len(tiny.complaints()) == 1


def test_one_name_in_two_months_is_two_logs(tiny: Tiny) -> None:
    (tiny.folder / "1月").mkdir()
    (tiny.folder / "2月").mkdir()
    load(tiny, [T1], "1月/台账.csv")
    load(tiny, [{**T2, "受理时间": "2016-02-08"}], "2月/台账.csv", replace=True)
    assert len(tiny.complaints()) == 2


def test_corrected_rejects_replace_nothing(tiny: Tiny) -> None:
    load(tiny, [T1, {**T2, "受理时间": "坏"}], "2016年1月.csv")
    report = load(tiny, [{**T2, "被投诉机构": "甲支公司"}], "2016年1月_待改正.csv", replace=True)
    assert report.replaced == [] and len(tiny.complaints()) == 2
