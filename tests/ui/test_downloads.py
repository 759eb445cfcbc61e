from __future__ import annotations

import csv
import io

import pandas as pd
import pytest
from openpyxl import load_workbook

from ui.downloads import PERCENT, csv_bytes, file_stem, safe_table, spreadsheet_text, with_shares, xlsx_bytes


@pytest.mark.parametrize(
    "cell",
    ["=1+1", "+86", "-2", "@SUM(A1)", "\t=1", "\r=1", "  =cmd|' /C calc'!A0", "\uff1d1+1", "\uff20SUM(A1)", "\n=1"],
)
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


def test_a_workbook_holds_real_numbers_and_shares_as_percent_under_the_name_of_what_it_shows() -> None:
    table = with_shares(pd.DataFrame({"机构": ["=甲", "乙"], "件数": [1200, None], "占比": [0.125, 0.5]}), "占比")
    sheet = load_workbook(io.BytesIO(xlsx_bytes(table, "各机构投诉", "甲最多", "N = 1,200"))).worksheets[0]
    assert sheet.title == "各机构投诉"
    assert [sheet["A1"].value, sheet["A2"].value] == ["甲最多", "N = 1,200"]
    found = [[cell.value for cell in row] for row in sheet["A4:C6"]]
    assert found == [["机构", "件数", "占比"], ["=甲", 1200, 0.125], ["乙", None, 0.5]]
    assert sheet["A5"].data_type == "s"
    assert sheet["C5"].number_format == PERCENT
    assert sheet["B5"].number_format == "#,##0"


def test_rows_of_different_kinds_have_each_their_own_format() -> None:
    table = pd.DataFrame({"指标": ["投诉", "及时率"], "本机构": [97.0, 0.917]})
    data = xlsx_bytes(table, "甲[1]与其他/对照", "", "", ["#,##0", PERCENT])
    sheet = load_workbook(io.BytesIO(data)).worksheets[0]
    assert [(cell.value, cell.number_format) for (cell,) in sheet["B5:B6"]] == [(97, "#,##0"), (0.917, PERCENT)]
    assert not set(sheet.title) & set("[]:*?/\\")


@pytest.mark.parametrize(
    ("subject", "stem"), [('甲/乙:"丙"', "甲-乙-丙-"), ("各机构投诉", "各机构投诉"), ("长" * 200, "长" * 80)]
)
def test_a_file_is_named_by_its_subject_without_what_a_file_system_forbids(subject: str, stem: str) -> None:
    assert file_stem(subject) == stem
