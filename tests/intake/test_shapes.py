"""Every ugly workbook is read right: the rows with their numbers, what is rejected, what is said, what is refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from analytics.errors import FileError
from analytics.intake.read import FileRead, read_whole
from analytics.vocabulary import SheetKind
from tests.intake.ugly import TRAPS, Row, Ugly

TODAY = date(2016, 12, 31)


def rows_of(read: FileRead) -> dict[str, list[Row]]:
    """Per sheet that is a table, its accepted rows without what is blank."""
    found = {}
    for sheet in read.sheets:
        if sheet.rows is not None:
            rows = sheet.rows.table.to_pylist()
            found[sheet.report.sheet] = [
                {("row" if name == "row_no" else name): value for name, value in row.items() if value is not None}
                for row in rows
            ]
    return found


@pytest.mark.parametrize("make", TRAPS, ids=lambda make: make.__name__)
def test_trap(make: Callable[[Path], Ugly], tmp_path: Path) -> None:
    ugly = make(tmp_path)
    if ugly.error:
        with pytest.raises(FileError) as refused:
            read_whole(ugly.path, ugly.path.name, None, TODAY)
        assert refused.value.code == ugly.error
        for words in ugly.says:
            assert words in refused.value.message.zh
        assert refused.value.remedy.zh and refused.value.remedy.en
        return
    read = read_whole(ugly.path, ugly.path.name, None, TODAY)
    assert rows_of(read) == ugly.rows
    assert {(remark.sheet, remark.code) for remark in read.warnings} == ugly.warnings
    assert {(remark.row, remark.field, remark.code) for remark in read.rejects} == ugly.rejects
    months = {sheet.report.sheet: sheet.month for sheet in read.sheets}
    assert {sheet: months[sheet] for sheet in ugly.month} == ugly.month
    if ugly.columns:
        (table,) = [sheet.report for sheet in read.sheets if sheet.rows is not None]
        assert table.columns == ugly.columns
    for sheet in read.sheets:
        assert (sheet.rows is None) == (sheet.plan.kind is SheetKind.IGNORED) == (sheet.report.header_row is None)
    for remark in (*read.warnings, *read.rejects):
        assert remark.message.zh and remark.message.en
