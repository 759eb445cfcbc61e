"""Files made to do harm: each is read for what it holds or refused by name, quickly and in little memory."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from analytics.intake import limits
from analytics.intake.reader import read_file
from tests.intake import hostile
from tests.intake.hostile import LOG, cell, rows_xml, sheet_xml
from tests.intake.reading import cells, refused


@pytest.fixture(autouse=True)
def _in_a_moment() -> Iterator[None]:
    begin = time.process_time()
    yield
    assert time.process_time() - begin < 5


def one_sheet(path: Path, body: str, **more: str) -> Path:
    return hostile.write_xlsx(path, {"a": sheet_xml(body, **more)})


# --- Sheets that declare more than they hold -----------------------------------------------------------------

_WHOLE_GRID = '<dimension ref="A1:XFD1048576"/>'


def test_a_declared_million_rows_with_ten_in_them(tmp_path: Path) -> None:
    assert cells(one_sheet(tmp_path / "a.xlsx", rows_xml(LOG), before=_WHOLE_GRID)) == LOG


def test_formats_dragged_down_to_the_last_row_and_column(tmp_path: Path) -> None:
    empty = "".join(f'<row r="{row}"><c r="A{row}" s="1"/><c r="E{row}" s="1"></c></row>' for row in range(5, 60_000))
    corner = '<row r="1048576" ht="15"><c r="XFD1048576" s="1"/></row>'
    path = one_sheet(tmp_path / "a.xlsx", rows_xml(LOG) + empty + corner, before=_WHOLE_GRID)
    assert cells(path) == LOG


def test_a_space_far_below_is_no_row(tmp_path: Path) -> None:
    far = f'<row r="900000">{cell(899_999, 2, "  ")}</row>'
    assert cells(one_sheet(tmp_path / "a.xlsx", rows_xml(LOG) + far)) == LOG


@pytest.mark.parametrize("before", ["", _WHOLE_GRID])
def test_two_cells_in_far_corners_are_refused_before_the_parser_sees_them(tmp_path: Path, before: str) -> None:
    far = f'<row r="1048576">{cell(1_048_575, 16_383, "x")}</row>'
    error = refused(one_sheet(tmp_path / "a.xlsx", rows_xml(LOG) + far, before=before))
    assert error.code == "too_many_cells" and "XFD1048576" in error.message.zh


def test_rows_and_columns_beyond_any_spreadsheet(tmp_path: Path) -> None:
    for far in (f'<row r="99999999">{cell(99_999_998, 0, "x")}</row>', f'<row r="9">{cell(8, 9_999_999, "x")}</row>'):
        assert refused(one_sheet(tmp_path / "a.xlsx", rows_xml(LOG) + far)).code == "too_many_cells"


def test_ods_rows_and_columns_repeated_to_the_end_of_the_sheet(tmp_path: Path) -> None:
    empty = (
        '<table:table-row table:number-rows-repeated="1048570">'
        '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    )
    path = hostile.write_ods(tmp_path / "a.ods", {"a": hostile.ods_rows(LOG) + empty})
    assert cells(path) == LOG


def test_text_with_too_many_cells(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("analytics.intake.sheet.MAX_CELLS", 1000)
    (tmp_path / "a.csv").write_text("1,2,3,4,5\n" * 201)
    assert refused(tmp_path / "a.csv").code == "too_many_cells"
    (tmp_path / "a.csv").write_text("1,2,3,4,5\n" * 200)
    assert len(cells(tmp_path / "a.csv")) == 200


def test_html_and_xml_spans_that_would_fill_a_sheet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("analytics.intake.sheet.MAX_CELLS", 100_000)
    row = "<tr><td colspan=999999999>a</td><td>b</td></tr>"
    (tmp_path / "a.xls").write_text(f"<table>{row * 200}</table>")
    assert refused(tmp_path / "a.xls").code == "too_many_cells"
    for rows in ('<Row><Cell ss:MergeAcross="9999999"/></Row>', '<Row ss:Index="9999999"/>'):
        (tmp_path / "b.xls").write_text(hostile.spreadsheetml(rows))
        assert refused(tmp_path / "b.xls").code == "too_many_cells"


# --- Cells ------------------------------------------------------------------------------------------------------


def test_an_absurdly_long_cell_is_named(tmp_path: Path) -> None:
    longest = "字" * limits.MAX_CELL_CHARS
    assert cells(one_sheet(tmp_path / "a.xlsx", rows_xml([["a", longest]]))) == [["a", longest]]
    error = refused(one_sheet(tmp_path / "a.xlsx", rows_xml([["a", "b"], ["c", "x" * 5_000_000]])))
    assert error.code == "cell_too_long" and "B2" in error.message.zh and "5,000,000" in error.message.zh
    (tmp_path / "a.csv").write_text("a,b\n1," + "x" * 40_000 + "\n")
    assert refused(tmp_path / "a.csv").code == "cell_too_long"


def test_links_and_commands_are_just_text(tmp_path: Path) -> None:
    # The formula's last result is what is shown, and all that is read. The other workbook is never looked for.
    body = (
        '<row r="1"><c r="A1" t="str"><f>[1]Sheet1!A1</f><v>昆明</v></c>'
        """<c r="B1" t="str"><f>cmd|'/c calc'!A1</f><v>#shown</v></c>"""
        '<c r="C1" t="str"><f>HYPERLINK("http://example.invalid/","here")</f><v>here</v></c>'
        '<c r="D1" t="inlineStr"><is><t>=cmd|\'/c calc\'!A1</t></is></c></row>'
    )
    link = '<externalLink><externalBook r:id="rId1"/></externalLink>'
    path = hostile.write_xlsx(
        tmp_path / "a.xlsx", {"a": sheet_xml(body)}, parts={"xl/externalLinks/externalLink1.xml": link}
    )
    assert cells(path) == [["昆明", "#shown", "here", "=cmd|'/c calc'!A1"]]
    (tmp_path / "a.csv").write_text("a,b\n=cmd|'/c calc'!A1,+1+1\n")
    assert cells(tmp_path / "a.csv")[1] == ["=cmd|'/c calc'!A1", "+1+1"]


# --- Merges -----------------------------------------------------------------------------------------------------


def test_fifty_thousand_merges(tmp_path: Path) -> None:
    refs = [f"A{row}:B{row}" for row in range(1, 50_001)]
    path = one_sheet(tmp_path / "a.xlsx", rows_xml(LOG), after=hostile.merges_xml(refs))
    (sheet,) = read_file(path)
    assert len(sheet.merges) == 50_000 and sheet.merges[-1] == (49_999, 0, 49_999, 1)


def test_more_merges_than_any_log_has(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("analytics.intake.xlsx_scan.MAX_MERGES", 99)
    refs = [f"A{row}:B{row}" for row in range(1, 101)]
    assert refused(one_sheet(tmp_path / "a.xlsx", "", after=hostile.merges_xml(refs))).code == "too_many_merges"


# --- XML --------------------------------------------------------------------------------------------------------

_LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;">]>'
_OUTSIDE = '<!DOCTYPE x [<!ENTITY c SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize("doctype", [_LAUGHS, _OUTSIDE])
def test_entities_are_never_expanded(tmp_path: Path, doctype: str) -> None:
    bad = '<row r="1"><c r="A1" t="inlineStr"><is><t>&c;</t></is></c></row>'
    assert refused(one_sheet(tmp_path / "a.xlsx", bad, doctype=doctype)).code == "xml_entities"
    book = hostile.write_xlsx(tmp_path / "b.xlsx", {"a": sheet_xml(rows_xml(LOG))}, doctype=doctype)
    assert refused(book).code == "xml_entities"
    strings = f'<?xml version="1.0"?>{doctype}<sst><si><t>&c;</t></si></sst>'
    shared = hostile.write_xlsx(
        tmp_path / "c.xlsx",
        {"a": sheet_xml('<row r="1"><c r="A1" t="s"><v>0</v></c></row>')},
        parts={"xl/sharedStrings.xml": strings},
    )
    assert refused(shared).code == "xml_entities"
    text = '<table:table-row><table:table-cell office:value-type="string"><text:p>&c;</text:p></table:table-cell>'
    ods = hostile.write_ods(tmp_path / "d.ods", {"a": text + "</table:table-row>"}, doctype=doctype)
    assert refused(ods).code == "xml_entities"
    rows = '<Row><Cell><Data ss:Type="String">&c;</Data></Cell></Row>'
    (tmp_path / "e.xls").write_text(hostile.spreadsheetml(rows, doctype=doctype))
    assert refused(tmp_path / "e.xls").code == "xml_entities"


def test_an_entity_without_a_definition_is_a_damaged_file(tmp_path: Path) -> None:
    bad = '<row r="1"><c r="A1" t="inlineStr"><is><t>&c;</t></is></c></row>'
    assert refused(one_sheet(tmp_path / "a.xlsx", bad)).code == "damaged_file"
