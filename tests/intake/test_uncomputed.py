"""A formula whose result the file does not hold is no blank: its row is set aside and says so."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from analytics.imports import import_paths
from analytics.intake.archive import BLOCK
from analytics.intake.reader import read_file
from tests.intake import hostile
from tests.intake.hostile import LOG, rows_xml, sheet_xml
from tests.intake.reading import refused
from tests.tiny import Tiny

HEADER = ["投诉编号", "受理时间", "投诉来源", "被投诉机构", "撤诉日期"]


@pytest.fixture
def tiny(tmp_path: Path) -> Iterator[Tiny]:
    one = Tiny(tmp_path)
    yield one
    one.store.close()


def formulas(tmp_path: Path, body: str) -> dict[tuple[int, int], str]:
    path = hostile.write_xlsx(tmp_path / "a.xlsx", {"a": sheet_xml(body)})
    (sheet,) = read_file(path)
    return sheet.errors


def test_each_field_that_a_formula_leaves_open_is_a_fault_of_its_row(tiny: Tiny, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    plain = ["2016-03-02", "12378", "东关支公司", None]
    for row in [HEADER, *[[f"A{number}", *plain] for number in range(2, 7)]]:
        sheet.append(row)
    sheet["E2"], sheet["B3"], sheet["D4"], sheet["A5"] = "=B2+5", "=DATE(2016,3,2)", "=D3", '="A"&5'
    sheet["E7"] = "=B7+5"  # nothing else in its row, below all others
    sheet["H6"] = "=NOW()"  # in no column of the table
    book.save(tmp_path / "2016年3月.xlsx")
    report = import_paths(tiny.store, [tmp_path / "2016年3月.xlsx"]).files[0]
    assert [(one.row, one.column, one.field, one.value, one.code) for one in report.rejects] == [
        (2, "撤诉日期", "withdrawn_on", "=B2+5", "formula_without_result"),
        (3, "受理时间", "received_at", "=DATE(2016,3,2)", "formula_without_result"),
        (4, "被投诉机构", "branch", "=D3", "formula_without_result"),
        (5, "投诉编号", "complaint_no", '="A"&5', "formula_without_result"),
        (7, "受理时间", "received_at", None, "missing_value"),
        (7, "撤诉日期", "withdrawn_on", "=B7+5", "formula_without_result"),
    ]
    assert report.warnings == [] and all("Excel" in one.remedy.zh for one in report.rejects[:4] if one.remedy)
    assert [row["complaint_no"] for row in tiny.complaints()] == ["A6"]


def test_what_a_formula_gave_counts_and_be_it_an_empty_text(tmp_path: Path) -> None:
    body = (
        '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1" t="str"><f>""</f><v></v></c>'
        '<c r="C1" t="str"><f>"a"</f><v>a</v></c><c r="D1" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="E1"><v/></c></row>'
    )
    assert list(formulas(tmp_path, body)) == [(0, 3)]  # the error that it gave


def test_the_ways_to_write_no_result(tmp_path: Path) -> None:
    body = (
        '<row r="1"><c r="A1"><f>B1&amp;"x"</f></c><c r="B1" s="1"><f>1</f><v/></c><c s="2" r="C1"><f>1</f><v></v></c>'
        '<c r="D1"><f t="shared" si="0"/></c><c r="E1"><f t="shared" ref="E1:E9" si="0">A1</f><v /></c>'
        '<c r="F1" t="n">\n<f>2</f>\n<v></v>\n</c></row>'
    )
    assert formulas(tmp_path, body) == {
        (0, 0): '=B1&"x"',
        (0, 1): "=1",
        (0, 2): "=1",
        (0, 3): "=",
        (0, 4): "=A1",
        (0, 5): "=2",
    }


def test_a_prefix_before_every_name(tmp_path: Path) -> None:
    xml = sheet_xml('<row r="1"><c r="A1"><f>1</f><v></v></c></row>')
    for name in ("worksheet", "sheetData", "row", "c", "f", "v"):
        xml = (
            xml.replace(f"<{name}>", f"<x:{name}>")
            .replace(f"<{name} ", f"<x:{name} ")
            .replace(f"</{name}>", f"</x:{name}>")
        )
    xml = xml.replace("xmlns=", "xmlns:x=")
    (sheet,) = read_file(hostile.write_xlsx(tmp_path / "a.xlsx", {"a": xml}))
    assert sheet.errors == {(0, 0): "=1"}


def test_wherever_the_file_is_cut_into_blocks(tmp_path: Path) -> None:
    """The sheet is read block by block, and a cell may begin in one and end in the next."""
    cells = '<c r="A{0}"><v>1</v></c><c r="B{0}"><f>A{0}+1</f><v></v></c>'
    rows = 3 * BLOCK // len(cells)
    body = "".join(f'<row r="{row}">{cells.format(row)}</row>' for row in range(1, rows + 1))
    for shift in range(0, 60, 7):
        start = f"<!--{'x' * shift}-->"
        path = hostile.write_xlsx(tmp_path / "a.xlsx", {"a": sheet_xml(body, before=start)})
        (sheet,) = read_file(path)
        assert len(sheet.errors) == rows and sheet.errors[rows - 1, 1] == f"=A{rows}+1"


def test_a_formula_in_a_far_corner_is_refused(tmp_path: Path) -> None:
    far = '<row r="1048576"><c r="XFD1048576"><f>1</f></c></row>'
    path = hostile.write_xlsx(tmp_path / "a.xlsx", {"a": sheet_xml(rows_xml(LOG) + far)})
    assert refused(path).code == "too_many_cells"


def cell(formula: str, more: str = "", text: str = "") -> str:
    shown = f"<text:p>{text}</text:p>" if text else ""
    return f'<table:table-cell table:formula="{formula}"{more}>{shown}</table:table-cell>'


def test_in_an_ods_too(tiny: Tiny, tmp_path: Path) -> None:
    """Rows that are repeated count as many; what a formula gave counts, be it an empty text."""

    def row(number: str, last: str) -> str:
        cells = hostile.ods_rows([[number, "2016-03-02", "12378", "东关支公司"]])
        return cells.replace("</table:table-row>", f"{last}</table:table-row>")

    day = ' office:value-type="date" office:date-value="2016-03-07"'
    table = (
        hostile.ods_rows([HEADER])
        + '<table:table-row table:number-rows-repeated="2"><table:table-cell/></table:table-row>'
        + row("A2", cell("of:=[.B4]+5"))
        + row("A3", cell("of:=[.B5]+5", day, "2016-03-07"))
        + row("A4", cell("of:=&quot;&quot;", ' office:value-type="string" office:string-value=""'))
    )
    hostile.write_ods(tmp_path / "2016年3月.ods", {"封面": hostile.ods_rows([["说明"]]), "台账": table})
    report = import_paths(tiny.store, [tmp_path / "2016年3月.ods"]).files[0]
    assert [(one.row, one.field, one.value, one.code) for one in report.rejects] == [
        (4, "withdrawn_on", "=[.B4]+5", "formula_without_result")
    ]
    assert {row["complaint_no"]: row["withdrawn_on"] for row in tiny.complaints()} == {"A3": "2016-03-07", "A4": None}


@pytest.mark.parametrize("rows", ["1048576", "9" * 5000])
def test_a_formula_repeated_over_a_whole_ods_is_refused(tmp_path: Path, rows: str) -> None:
    far = (
        f'<table:table-row table:number-rows-repeated="{rows}"><table:table-cell table:formula="of:=1"'
        ' table:number-columns-repeated="16384"/></table:table-row>'
    )
    path = hostile.write_ods(tmp_path / "a.ods", {"a": hostile.ods_rows(LOG) + far})
    assert refused(path).code == "too_many_cells"
