"""A row that was set aside waits until its correction is in, whoever imports it when and under whatever name."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest

from analytics.imports import batches, import_paths, undo
from analytics.imports.waiting import kept_correction, waiting_corrections, waiting_rows
from analytics.intake.report import FileReport
from analytics.measures import Scope, data_quality
from tests.exchange.books import correct, download, load, write_xlsx
from tests.exchange.test_rejects_fill_the_gap import row
from tests.tiny import Tiny


def waiting(tiny: Tiny) -> dict[int, int]:
    with tiny.store.cursor() as cursor:
        found = waiting_rows(cursor)
        assert {one["batch"]: one["waiting"] for one in batches(cursor) if one["waiting"]} == found
        assert data_quality(cursor, Scope()).rejected_rows == sum(found.values())
    return found


@pytest.fixture
def faulty(tiny: Tiny, tmp_path: Path) -> tuple[Path, FileReport]:
    """Rows 2 and 4 of three wait."""
    path = write_xlsx(tmp_path / "2016年3月.xlsx", [row("A1", "待补"), row("A2"), row("A3", "昨天", 是否有效="maybe")])
    report = load(tiny, path)
    assert waiting(tiny) == {1: 2}
    return path, report


def typed(original: int, *, leave: int = 0) -> str:
    return "待补" if original == leave else f"2016-03-{original:02d}"


def mended(path: Path, report: FileReport, name: str, leave: int = 0) -> Path:
    """The workbook with every fault put right but those of the original's row `leave`."""
    book = correct(
        download(path, report), lambda _, at, header: "是" if header == "是否有效" else typed(at, leave=leave)
    )
    return book.rename(book.with_name(name))


def test_corrected_rows_no_longer_wait_and_wait_again_after_an_undo(
    tiny: Tiny, faulty: tuple[Path, FileReport]
) -> None:
    assert load(tiny, mended(*faulty, "2016年3月_待改正.xlsx")).rejects == []
    assert waiting(tiny) == {}
    with tiny.store.cursor() as cursor:
        assert [one["rejected"] for one in batches(cursor)] == [2, 0]  # what the import did stays said
        assert data_quality(cursor, Scope()).faults == ()
    undo(tiny.store, 2)
    assert waiting(tiny) == {1: 2}


def test_rows_that_were_corrected_in_part_wait_once(tiny: Tiny, faulty: tuple[Path, FileReport]) -> None:
    """Row 4 is faulty still: it waits in the correction's own batch, whose workbook is the newer one."""
    assert len(load(tiny, mended(*faulty, "第一次.xlsx", leave=4)).rejects) == 1
    assert waiting(tiny) == {2: 1}
    again = mended(*faulty, "再来.xlsx")  # the first workbook once more, all put right now
    assert load(tiny, again).rejects == []
    assert waiting(tiny) == {}


def test_a_correction_of_a_correction_settles_the_first_row(tiny: Tiny, faulty: tuple[Path, FileReport]) -> None:
    first = mended(*faulty, "2016年3月_待改正.xlsx", leave=4)
    second = mended(first, load(tiny, first), "2016年3月_待改正2.xlsx")
    assert load(tiny, second).rejects == [] and waiting(tiny) == {}
    undo(tiny.store, 3)
    assert waiting(tiny) == {2: 1}
    undo(tiny.store, 2)
    assert waiting(tiny) == {1: 2}


def test_rows_taken_out_of_the_workbook_or_moved_in_it_are_told_apart(
    tiny: Tiny, faulty: tuple[Path, FileReport]
) -> None:
    path = mended(*faulty, "只改一行 (1).xlsx")
    book = openpyxl.load_workbook(path)
    sheet = book.active
    sheet.delete_rows(next(line[0].row for line in sheet.iter_rows() if line[0].value == "A1"))
    sheet.insert_rows(sheet.max_row)
    book.save(path)
    assert load(tiny, path).rejects == []
    assert waiting(tiny) == {1: 1}
    with tiny.store.cursor() as cursor:
        assert [fault[:2] for fault in data_quality(cursor, Scope()).faults] == [("received_at", "bad_date")]


def test_another_log_is_no_correction(tiny: Tiny, faulty: tuple[Path, FileReport], tmp_path: Path) -> None:
    load(tiny, write_xlsx(tmp_path / "2016年4月.xlsx", [row("A1"), row("A3")]))
    assert waiting(tiny) == {1: 2}


def test_the_workbook_is_kept_with_the_batch(tiny: Tiny, faulty: tuple[Path, FileReport]) -> None:
    path, _ = faulty
    path.unlink()
    with tiny.store.cursor() as cursor:
        assert waiting_corrections(cursor) == [(1, "2016年3月_待改正.xlsx", 2, True)]
        content = kept_correction(cursor, 1)
    assert content is not None
    lines = list(openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True))
    assert [line[0] for line in lines[3:]] == ["A1", "A3"]


def test_a_rehearsal_keeps_nothing(tiny: Tiny, tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "2016年3月.xlsx", [row("A1", "待补"), row("A2")])
    import_paths(tiny.store, [path], dry_run=True)
    with tiny.store.cursor() as cursor:
        assert kept_correction(cursor, 1) is None
    assert waiting(tiny) == {}
