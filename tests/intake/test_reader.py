"""Where cells stand, and what a workbook says besides its cells."""

from __future__ import annotations

import random
from datetime import datetime
from pathlib import Path

import openpyxl
import pyarrow as pa
import pytest

from analytics.intake.reader import read_file
from analytics.intake.sheet import Grid, as_ranges, column_letters, trimmed
from tests.intake import hostile, hostile_xls


def write(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def rows_of(path: Path, sheet: int = 0) -> list[list[str | None]]:
    table = list(read_file(path))[sheet]
    return [table.row(row) for row in range(table.height)]


# --- Positions ------------------------------------------------------------------------------------------------


def blank_above_and_left(tmp_path: Path, kind: str) -> Path:
    """h1 in C3, h2 in D3, x in C4, an error in D4."""
    path = tmp_path / f"a{kind}"
    if kind == ".xlsx":
        book = openpyxl.Workbook()
        sheet = book.active
        assert sheet is not None
        sheet["C3"], sheet["D3"], sheet["C4"], sheet["D4"] = "h1", "h2", "x", "#REF!"
        book.save(path)
    elif kind == ".ods":
        hostile.write_ods(path, {"a": hostile.ods_rows([[None], [None], [None, None, "h1", "h2"], [None, None, "x"]])})
    else:
        book_stream = hostile_xls.biff8({"a": [["h1", "h2"], ["x"]]}, first_row=2, first_column=2)
        write(path, hostile_xls.ole({"Workbook": book_stream}))
    return path


@pytest.mark.parametrize("kind", [".xlsx", ".xls", ".ods"])
def test_rows_and_columns_keep_their_places(tmp_path: Path, kind: str) -> None:
    assert rows_of(blank_above_and_left(tmp_path, kind)) == [
        [None] * 4,
        [None] * 4,
        [None, None, "h1", "h2"],
        [None, None, "x", None],
    ]


def test_an_error_cell_is_listed_at_its_place(tmp_path: Path) -> None:
    (sheet,) = read_file(blank_above_and_left(tmp_path, ".xlsx"))
    assert list(sheet.errors) == [(3, 3)] and "Error(Ref)" in sheet.errors[3, 3]


def test_blank_ends_are_dropped_but_not_an_error_in_them(tmp_path: Path) -> None:
    columns = [pa.array(["a", None, " ", None]), pa.array([None, None, None, "\n"]), pa.array([""] * 4)]
    assert [column.to_pylist() for column in trimmed(columns, {})] == [["a"]]
    assert [column.to_pylist() for column in trimmed(columns, {(2, 1): "Ref"})] == [["a", None, " "], [None] * 3]
    assert trimmed([pa.nulls(3, pa.string())], {}) == []


@pytest.mark.parametrize("filled", [0, 1, 63, 64, 65, 319, 320, 321, 1000])
def test_the_last_filled_row_is_found_wherever_it_stands(filled: int) -> None:
    column = pa.array([None] * filled + ["x"] + [None, " "] * 700)
    assert [len(part) for part in trimmed([column], {})] == [filled + 1]


def test_a_grid_is_the_rows_it_was_given_whatever_their_widths() -> None:
    chance = random.Random(1)
    rows = [[chance.choice(["x", "", None, "#N/A"]) for _ in range(chance.randrange(5))] for _ in range(20_000)]
    rows.append(["end"] * 6)
    grid = Grid("f", "s")
    for row in rows:
        grid.add(row)
    sheet = grid.sheet()
    wanted = [[cell if cell not in ("", "#N/A") else None for cell in row] + [None] * (6 - len(row)) for row in rows]
    assert [list(row) for row in zip(*(column.to_pylist() for column in sheet.columns), strict=True)] == wanted
    places = {(r, c) for r, row in enumerate(rows) for c, cell in enumerate(row) if cell == "#N/A"}
    assert set(sheet.errors) == places and len(places) > 100


def test_columns_are_named_as_the_spreadsheet_names_them() -> None:
    assert [column_letters(n) for n in (0, 25, 26, 701, 702, 16_383)] == ["A", "Z", "AA", "ZZ", "AAA", "XFD"]


def test_positions_become_runs() -> None:
    assert as_ranges([5, 1, 2, 3, 7, 3]) == (range(1, 4), range(5, 6), range(7, 8))
    assert as_ranges([]) == ()


# --- What is merged, hidden, counted from 1904 -----------------------------------------------------------------


def test_merges_and_what_is_hidden_in_an_xlsx_of_openpyxl(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in range(1, 10):
        sheet.append([f"{row}", datetime(2016, 3, row), "x", "y", "z"])
    sheet.merge_cells("A3:A5")
    sheet.merge_cells("C1:D2")
    for row in (4, 5, 8):
        sheet.row_dimensions[row].hidden = True
    sheet.column_dimensions["B"].hidden = True
    sheet.column_dimensions.group("D", "E", hidden=True)
    book.create_sheet("藏").sheet_state = "hidden"
    book["藏"]["A1"] = "x"
    book.create_sheet("深藏").sheet_state = "veryHidden"
    book["深藏"]["A1"] = "y"
    book.epoch = datetime(1904, 1, 1)
    book.save(tmp_path / "a.xlsx")
    first, hidden, very = read_file(tmp_path / "a.xlsx")
    assert sorted(first.merges) == [(0, 2, 1, 3), (2, 0, 4, 0)]
    assert first.hidden_rows == (range(3, 5), range(7, 8))
    assert first.hidden_columns == (range(1, 2), range(3, 5))
    assert (first.visible, hidden.visible, very.visible) == (True, False, False)
    assert first.date1904 and hidden.row(0) == ["x"] and very.row(0) == ["y"]
    assert first.row(2)[1] == "2016-03-03 00:00:00"


def test_the_same_of_an_xls(tmp_path: Path) -> None:
    stream = hostile_xls.biff8(
        {"甲": [["1", "x"]] * 6, "乙": [["z"]]},
        states={"乙": 2},
        merges=[(0, 0, 1, 1), (2, 0, 4, 0)],
        hidden_rows=[3, 4],
        hidden_columns=[1],
        date1904=True,
    )
    # A small stream lies elsewhere in the file than a large one.
    for padding in (b"", b"\x01\x10" + (5000).to_bytes(2, "little") + bytes(5000)):
        content = hostile_xls.ole({"Workbook": stream + padding, "Other": bytes(100)})
        first, second = read_file(write(tmp_path / "a.xls", content))
        assert first.merges == [(0, 0, 1, 1), (2, 0, 4, 0)]
        assert first.hidden_rows == (range(3, 5),) and first.hidden_columns == (range(1, 2),)
        assert first.date1904 and first.visible and not second.visible


def test_hidden_sheets_of_an_ods_are_told(tmp_path: Path) -> None:
    rows = hostile.ods_rows([["x"]])
    path = hostile.write_ods(tmp_path / "a.ods", {"甲": rows, "藏": rows}, hidden=["藏"])
    assert [(sheet.name, sheet.visible) for sheet in read_file(path)] == [("甲", True), ("藏", False)]


@pytest.mark.parametrize(
    ("row", "hidden"),
    [
        ('<row r="2" hidden="1">', True),
        ('<row hidden="true" spans="1:1" r="2">', True),
        ("<row r='2' hidden = '1' ht='3'>", True),
        ('<row r="2" hidden="0">', False),
        ('<row r="2" collapsed="1">', False),
    ],
)
def test_ways_to_write_a_hidden_row(tmp_path: Path, row: str, hidden: bool) -> None:
    body = hostile.rows_xml([['hidden="1"']]) + row + hostile.cell(1, 0, "b") + "</row>"
    path = hostile.write_xlsx(tmp_path / "a.xlsx", {"a": hostile.sheet_xml(body)})
    (sheet,) = read_file(path)
    assert sheet.hidden_rows == ((range(1, 2),) if hidden else ())
    assert sheet.columns[0].to_pylist() == ['hidden="1"', "b"]


def test_a_sheet_too_large_to_look_at_first_is_looked_at_just_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [[f"{number}", "x" * 40] for number in range(3000)]
    xml = hostile.sheet_xml(
        hostile.rows_xml(rows, hidden=range(0, 3000, 7)),
        before='<cols><col min="2" max="2" hidden="1"/></cols>',
        after=hostile.merges_xml([f"A{row}:B{row}" for row in range(1, 3000, 11)]),
    )
    path = hostile.write_xlsx(tmp_path / "a.xlsx", {"a": xml})
    (small,) = read_file(path)
    monkeypatch.setattr("analytics.intake.xlsx_scan.SCAN_FIRST_BYTES", 0)
    for block in (1 << 20, 1000, 137):  # tags cut in two at every place
        monkeypatch.setattr("analytics.intake.archive.BLOCK", block)
        (large,) = read_file(path)
        assert large == small
    assert small.hidden_rows == tuple(range(n, n + 1) for n in range(0, 3000, 7))
    assert small.hidden_columns == (range(1, 2),)
    assert small.merges == [(row - 1, 0, row - 1, 1) for row in range(1, 3000, 11)]
