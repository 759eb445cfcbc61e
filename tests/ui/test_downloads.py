from __future__ import annotations

import csv
import io

import pandas as pd
import pytest

from ui.downloads import csv_bytes, safe_table, spreadsheet_text


@pytest.mark.parametrize("cell", ["=1+1", "+86", "-2", "@SUM(A1)", "\t=1", "\r=1", "  =cmd|' /C calc'!A0"])
def test_what_a_spreadsheet_would_run_stays_text(cell: str) -> None:
    assert spreadsheet_text(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["城东支公司", "0001", "2016-01-02", "", "a=b", 5, -5, None])
def test_everything_else_is_left_as_it_is(cell: object) -> None:
    assert spreadsheet_text(cell) == cell


def test_headings_are_safe_too_and_excel_sees_chinese() -> None:
    data = csv_bytes(pd.DataFrame({"=列": ["=1", "正常"], "行": [1, 2]}))
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    assert rows == [["'=列", "行"], ["'=1", "1"], ["正常", "2"]]


@pytest.mark.parametrize("cells", [["=1", "a"], ["a", None], ["  -1", None], [1.5, "=1"], [None, None], [1, 2], []])
def test_every_cell_of_a_table_is_safe_whatever_else_its_column_holds(cells: list[object]) -> None:
    made = safe_table(pd.DataFrame({"列": cells}))
    assert [None if pd.isna(cell) else cell for cell in made["列"]] == [spreadsheet_text(cell) for cell in cells]
