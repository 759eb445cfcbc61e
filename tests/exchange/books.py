"""Workbooks as a branch makes them and corrects them, for the tests of what goes out and comes back in."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.cell.cell import Cell

from analytics.exchange.rejects import rejects_name, rejects_workbook
from analytics.imports import import_paths
from analytics.intake.report import FileReport
from tests.tiny import Tiny

HEADERS = [
    "投诉编号",
    "受理时间",
    "投诉来源",
    "被投诉机构",
    "险种",
    "保单号",
    "投诉原因",
    "撤诉日期",
    "赔付金额(元)",
    "是否有效",
]


def write_xlsx(
    path: Path,
    rows: Sequence[Sequence[Any]],
    headers: Sequence[str] = HEADERS,
    title: str | None = None,
    sheet: str = "台账",
) -> Path:
    """A log: its title, its header, its rows. Text stays text, even "=1+1"; "#REF!" is the error."""
    book = openpyxl.Workbook()
    add_sheet(book.active, rows, headers, title, sheet)
    book.save(path)
    return path


def add_sheet(
    target: Any, rows: Sequence[Sequence[Any]], headers: Sequence[str], title: str | None = None, name: str = "台账"
) -> None:
    target.title = name
    if title:
        target.append([title])
    target.append(list(headers))
    for row in rows:
        target.append(list(row))
        for cell in target[target.max_row]:
            if cell.data_type == "f":
                cell.data_type = "s"


def write_csv(path: Path, rows: Sequence[Sequence[Any]], headers: Sequence[str] = HEADERS) -> Path:
    with path.open("w", newline="", encoding="utf-8-sig") as file:
        writer = csv.writer(file)
        writer.writerow(headers)
        writer.writerows([["" if cell is None else cell for cell in row] for row in rows])
    return path


def load(tiny: Tiny, path: Path, **options: Any) -> FileReport:
    report = import_paths(tiny.store, [path], **options).files[0]
    assert report.error is None, report.error
    return report


def download(path: Path, report: FileReport, **options: Any) -> Path:
    """The rejects workbook where a browser puts it: in a folder of its own, under the proposed name."""
    folder = path.parent / "downloads"
    folder.mkdir(exist_ok=True)
    target = folder / rejects_name(report)
    target.write_bytes(rejects_workbook(path, report, **options))
    return target


def marked(sheet: Any) -> list[tuple[Cell, int]]:
    """The coloured cells, each with its row in the original, as the comment tells it."""
    found = []
    for row in sheet.iter_rows():
        for cell in row:
            if cell.fill.patternType == "solid" and cell.fill.start_color.rgb.endswith("FFFF66"):
                place = re.match(r"原文件第 (\d+) 行", cell.comment.text)
                assert place, cell.comment.text
                found.append((cell, int(place[1])))
    return found


def correct(path: Path, right: Callable[[dict[str, Any], int, str], Any]) -> Path:
    """Type the right value into every marked cell: right(the row as it is, original row, header of the column)."""
    book = openpyxl.load_workbook(path)
    for sheet in book.worksheets:
        header_row = int(sheet.freeze_panes[1:]) - 1
        headers = [cell.value for cell in sheet[header_row]]
        for cell, row in marked(sheet):
            line = dict(zip(headers, (one.value for one in sheet[cell.row]), strict=True))
            cell.value = right(line, row, headers[cell.column - 1])
            if cell.data_type == "f":
                cell.data_type = "s"
    book.save(path)
    return path


def values(data: bytes | Path) -> list[list[Any]]:
    """The first sheet's cells."""
    book = openpyxl.load_workbook(io.BytesIO(data) if isinstance(data, bytes) else data)
    return [list(row) for row in book.worksheets[0].iter_rows(values_only=True)]
