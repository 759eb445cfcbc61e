"""A folder that is imported from, with what really lies in such folders."""

from __future__ import annotations

import json
import threading
import time
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import analytics.inbox
from analytics.errors import RequestError
from analytics.inbox import InboxReport, scan_inbox
from analytics.store import Store
from tests.exchange.books import HEADERS, write_xlsx
from tests.tiny import Tiny


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    folder.mkdir()
    return folder


def log(path: Path, *numbers: str, received: str = "2016-03-05") -> Path:
    return write_xlsx(path, [[number, received, "12378", "甲", *[None] * 6] for number in numbers])


def scan(tiny: Tiny, folder: Path, **options: Any) -> InboxReport:
    return scan_inbox(tiny.store, folder, **{"settle_seconds": 0.02, **options})


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []


def count(tiny: Tiny, table: str = "complaint") -> int:
    with tiny.store.cursor() as cursor:
        row = cursor.execute(f"SELECT count(*) FROM {table}").fetchone()
    assert row
    return int(row[0])


def test_files_are_imported_and_moved_with_their_reports(tiny: Tiny, inbox: Path) -> None:
    log(inbox / "2016年3月.xlsx", "A1", "A2")
    report = scan(tiny, inbox)
    assert [file.status for file in report.files] == ["imported"] and count(tiny) == 2
    assert names(inbox) == ["done"]
    assert names(inbox / "done") == ["2016年3月.xlsx", "2016年3月.xlsx.report.json", "2016年3月.xlsx.report.txt"]
    said = json.loads((inbox / "done" / "2016年3月.xlsx.report.json").read_text(encoding="utf-8"))
    assert said["files"][0]["sheets"][0]["new"] == 2
    assert "新增 2" in (inbox / "done" / "2016年3月.xlsx.report.txt").read_text(encoding="utf-8-sig")
    assert report.moved == {"2016年3月.xlsx": inbox / "done" / "2016年3月.xlsx"} and report.exit_status == 0


def test_one_bad_file_stops_no_other(tiny: Tiny, inbox: Path) -> None:
    (inbox / "1坏.xlsx").write_bytes(b"PK\x03\x04 not a workbook")
    (inbox / "2空.csv").write_bytes(b"")
    (inbox / "3说明.docx").write_bytes(b"words")
    log(inbox / "4好.xlsx", "A1")
    report = scan(tiny, inbox)
    assert [file.status for file in report.files] == ["failed", "failed", "failed", "imported"]
    assert {name for name in names(inbox / "failed") if "report" not in name} == {"1坏.xlsx", "2空.csv", "3说明.docx"}
    assert "处理：" in (inbox / "failed" / "1坏.xlsx.report.txt").read_text(encoding="utf-8-sig")
    assert count(tiny) == 1 and report.exit_status == 1


def test_rejected_rows_come_as_a_workbook_beside_the_file(tiny: Tiny, inbox: Path) -> None:
    rows = [["A1", "2016-03-05", "12378", "甲"], ["A2", "昨天", "12378", "甲"]]
    write_xlsx(inbox / "2016年3月.xlsx", [[*row, *[None] * 6] for row in rows])
    assert scan(tiny, inbox).exit_status == 3
    book = openpyxl.load_workbook(inbox / "done" / "2016年3月_待改正.xlsx")
    assert [line[0].value for line in book.active.iter_rows(min_row=4)] == ["A2"]
    assert names(inbox) == ["done"] and count(tiny) == 1
    assert scan(tiny, inbox).files == []  # what lies in done/ is not imported


def test_a_name_that_is_taken_gets_the_time(tiny: Tiny, inbox: Path) -> None:
    for number in ("A1", "A2", "A3"):
        log(inbox / "台账.xlsx", number)
        scan(tiny, inbox)
    books = [name for name in names(inbox / "done") if "report" not in name]
    assert len(books) == 3 and all(name.startswith("台账") for name in books) and count(tiny) == 3
    assert len(names(inbox / "done")) == 9


def test_after_a_crash_between_import_and_move_nothing_is_imported_twice(
    tiny: Tiny, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [["A1", "2016-03-05", "12378", "甲"], ["A2", "昨天", "12378", "甲"]]
    write_xlsx(inbox / "2016年3月.xlsx", [[*row, *[None] * 6] for row in rows])
    with monkeypatch.context() as patch:
        patch.setattr(analytics.inbox, "_free", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt()))
        with pytest.raises(KeyboardInterrupt):
            scan(tiny, inbox)
    assert count(tiny, "log_row") == 1 and "2016年3月.xlsx" in names(inbox)
    report = scan(tiny, inbox)
    assert [file.status for file in report.files] == ["unchanged"]
    assert count(tiny, "log_row") == 1 and count(tiny, "batch") == 1
    # What was rejected the first time is not forgotten.
    assert [(reject.row, reject.column, reject.value) for reject in report.files[0].rejects] == [
        (3, "受理时间", "昨天")
    ]
    assert "2016年3月_待改正.xlsx" in names(inbox / "done") and names(inbox) == ["done"]


def test_what_is_still_being_written_is_left_alone(tiny: Tiny, inbox: Path) -> None:
    log(inbox / "好.xlsx", "A1")
    growing = inbox / "大.csv"
    growing.write_text(",".join(HEADERS), encoding="utf-8")
    stop = threading.Event()

    def write() -> None:
        while not stop.is_set():
            with growing.open("a", encoding="utf-8") as file:
                file.write("\n")
            time.sleep(0.01)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        report = scan(tiny, inbox, settle_seconds=0.3)
    finally:
        stop.set()
        writer.join()
    assert list(report.left) == ["大.csv"] and "大.csv" in names(inbox)
    assert list(report.moved) == ["好.xlsx"]


def test_a_file_that_changes_during_its_import_stays(tiny: Tiny, inbox: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = log(inbox / "台账.xlsx", "A1")
    real = analytics.inbox.import_file

    def slow(*arguments: Any, **options: Any) -> Any:
        report = real(*arguments, **options)
        log(path, "A1", "A2", "A3", "A4")
        return report

    monkeypatch.setattr(analytics.inbox, "import_file", slow)
    assert list(scan(tiny, inbox).left) == ["台账.xlsx"]
    monkeypatch.undo()
    assert scan(tiny, inbox).moved and count(tiny) == 4


def test_lock_files_downloads_hidden_files_links_and_folders_are_left_alone(
    tiny: Tiny, inbox: Path, tmp_path: Path
) -> None:
    left = ["~$台账.xlsx", ".hidden.xlsx", "台账.xlsx.part", "台账.xlsx.crdownload", "台账.tmp", "Thumbs.db"]
    for name in left:
        (inbox / name).write_bytes(b"x")
    (inbox / "去年").mkdir()
    (inbox / "link.xlsx").symlink_to(log(tmp_path / "elsewhere.xlsx", "A1"))
    report = scan(tiny, inbox)
    assert report.files == [] and report.moved == {} and report.left == {}
    assert names(inbox) == sorted([*left, "去年", "link.xlsx"]) and count(tiny) == 0


def test_a_zip_is_taken_in_whole(tiny: Tiny, inbox: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(inbox / "一季度.zip", "w") as archive:
        archive.write(log(tmp_path / "a.xlsx", "A1"), "2016年1月.xlsx")
        archive.write(log(tmp_path / "b.xlsx", "A2", received="昨天"), "2016年2月.xlsx")
    report = scan(tiny, inbox)
    assert len(report.files) == 2 and list(report.moved) == ["一季度.zip"]
    assert "2016年2月_待改正.xlsx" in names(inbox / "done")


def test_a_zip_with_nothing_in_it_fails(tiny: Tiny, inbox: Path) -> None:
    with zipfile.ZipFile(inbox / "照片.zip", "w") as archive:
        archive.writestr("a.jpg", b"x")
    (file,) = scan(tiny, inbox).files
    assert file.status == "failed" and "照片.zip" in names(inbox / "failed")


def test_a_fault_of_the_software_fails_one_file_only(tiny: Tiny, inbox: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log(inbox / "1.xlsx", "A1")
    log(inbox / "2.xlsx", "A2")
    real = analytics.inbox.import_file

    def stumbles(store: Store, source: Any, **options: Any) -> Any:
        if source.path.name == "1.xlsx":
            raise IndexError("out of range")
        return real(store, source, **options)

    monkeypatch.setattr(analytics.inbox, "import_file", stumbles)
    report = scan(tiny, inbox)
    assert [(file.status, file.error.code if file.error else None) for file in report.files] == [
        ("failed", "unexpected"),
        ("imported", None),
    ]


def test_the_machine_s_trouble_leaves_the_file_for_the_next_scan(
    tiny: Tiny, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log(inbox / "1.xlsx", "A1")

    def full(*_: Any, **__: Any) -> Any:
        raise OSError("no space left on device")

    monkeypatch.setattr(analytics.inbox, "import_file", full)
    assert list(scan(tiny, inbox).left) == ["1.xlsx"] and names(inbox) == ["1.xlsx"]


def test_a_file_that_cannot_be_moved_is_moved_next_time(
    tiny: Tiny, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log(inbox / "1.xlsx", "A1")

    def open_in_excel(*_: Any) -> Any:
        raise PermissionError("used by another process")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", open_in_excel)
        report = scan(tiny, inbox)
    assert list(report.left) == ["1.xlsx"] and report.moved == {} and count(tiny) == 1
    assert [file.status for file in scan(tiny, inbox).files] == ["unchanged"] and names(inbox) == ["done"]
    assert count(tiny, "log_row") == 1


def test_one_scan_at_a_time(tiny: Tiny, inbox: Path) -> None:
    with analytics.inbox._one_at_a_time, pytest.raises(RequestError, match="inbox_busy"):
        scan(tiny, inbox)


def test_a_folder_that_is_not_there(tiny: Tiny, tmp_path: Path) -> None:
    with pytest.raises(RequestError, match="no_inbox"):
        scan(tiny, tmp_path / "nowhere")
    assert not (tmp_path / "nowhere").exists()


def test_the_default_folder_is_made(tiny: Tiny, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert scan_inbox(tiny.store).files == []
    assert (tmp_path / "data" / "inbox").is_dir()


def test_the_demo_database_takes_nothing_in(tmp_path: Path, inbox: Path) -> None:
    store = Store.open(tmp_path / "demo.duckdb", purpose="demo")
    log(inbox / "1.xlsx", "A1")
    with pytest.raises(RequestError, match="demo_database"):
        scan_inbox(store, inbox)
    store.close()
    assert names(inbox) == ["1.xlsx"]


def test_progress_is_said_file_by_file(tiny: Tiny, inbox: Path) -> None:
    log(inbox / "b.xlsx", "A1")
    log(inbox / "a.xlsx", "A2")
    said: list[tuple[int, int, str]] = []
    scan(tiny, inbox, progress=lambda *step: said.append(step))
    assert said == [(0, 2, "a.xlsx"), (1, 2, "b.xlsx")]
