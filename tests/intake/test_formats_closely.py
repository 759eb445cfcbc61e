"""Text, HTML and XML tables, closely: what stands where, and what must not be lost."""

from __future__ import annotations

from pathlib import Path

import openpyxl

from analytics.intake.reader import read_file
from tests.intake import hostile
from tests.intake.hostile import HEADER, LOG, ROWS
from tests.intake.reading import cells, refused, wrote

# --- Text, closely -------------------------------------------------------------------------------------------


def test_commas_in_a_narrative_do_not_make_a_tab_table_a_comma_table(tmp_path: Path) -> None:
    rows = [["编号", "投诉内容"], ["1", "定损低,多次沟通,未果,要求,答复"], ["2", "服务,差,态度,冷淡,推诿"]]
    assert cells(wrote(tmp_path / "a.xls", hostile.separated(rows, "\t"))) == rows


def test_a_title_and_a_short_line_do_not_disturb_the_separator(tmp_path: Path) -> None:
    text = "2016年3月投诉台账\r\n单位:元,截至3月31日\r\n" + hostile.separated(LOG, ";")
    assert cells(wrote(tmp_path / "a.csv", text))[2:] == LOG


def test_excels_own_first_line_names_the_separator_and_keeps_its_row(tmp_path: Path) -> None:
    assert cells(wrote(tmp_path / "a.csv", "sep=;\r\n" + hostile.separated(LOG, ";"))) == [[None] * 5, *LOG]


def test_line_breaks_and_separators_inside_quotation_marks(tmp_path: Path) -> None:
    text = '编号,内容\r\n1,"第一行\n第二行,还有""引号"""\r\n2,x\r\n'
    assert cells(wrote(tmp_path / "a.csv", text)) == [["编号", "内容"], ["1", '第一行\n第二行,还有"引号"'], ["2", "x"]]


def test_numbers_kept_as_text_the_excel_way(tmp_path: Path) -> None:
    text = '编号,金额\r\n="00123",="5"\r\n"=""00456""",=1+1\r\n'
    assert cells(wrote(tmp_path / "a.csv", text)) == [["编号", "金额"], ["00123", "5"], ["00456", "=1+1"]]


def test_error_texts_are_errors_not_values(tmp_path: Path) -> None:
    (sheet,) = read_file(wrote(tmp_path / "a.csv", "a,b\r\n#REF!,1\r\n2,#N/A\r\n"))
    assert [sheet.row(row) for row in range(3)] == [["a", "b"], [None, "1"], ["2", None]]
    assert sheet.errors == {(1, 0): "Error(Ref)", (2, 1): "Error(NA)"}


def test_a_quotation_mark_never_closed_is_refused_with_its_row(tmp_path: Path) -> None:
    text = '编号,内容\r\n1,x\r\n2,"没有结束\r\n3,y\r\n'
    error = refused(wrote(tmp_path / "a.csv", text))
    assert error.code == "unclosed_quote" and "第 3 行" in error.message.zh


def test_two_stray_quotation_marks_do_not_swallow_the_rows_between_them(tmp_path: Path) -> None:
    rows = [list("abcdef"), *([str(n)] * 6 for n in range(20))]
    lines = hostile.separated(rows).split("\r\n")
    lines[5] = lines[5].replace("4,4,4,4,4,4", '4,4,4,4,4,"4')
    lines[9] = lines[9].replace("8,8,8,8,8,8", '8",8,8,8,8,8')
    error = refused(wrote(tmp_path / "a.csv", "\r\n".join(lines)))
    assert error.code == "unclosed_quote" and "第 6 行" in error.message.zh


def test_blank_lines_keep_their_rows_and_blank_ends_are_dropped(tmp_path: Path) -> None:
    assert cells(wrote(tmp_path / "a.csv", "\r\na,b,,\r\n\r\n1,2,,\r\n,,,\r\n \r\n")) == [
        [None, None],
        ["a", "b"],
        [None, None],
        ["1", "2"],
    ]


def test_utf8_that_was_cut_off_or_broken_is_not_taken_for_gb18030(tmp_path: Path) -> None:
    raw = hostile.separated(LOG).encode("utf-8")
    cut = raw[: raw.index("昆明".encode()) + 4]
    assert refused(wrote(tmp_path / "a.csv", cut)).code == "damaged_file"
    broken = raw.replace("理赔".encode(), b"\xe7\x90\xff\xe8\xb5\x94", 1)
    assert refused(wrote(tmp_path / "a.csv", broken)).code == "damaged_file"


def test_text_of_no_known_encoding(tmp_path: Path) -> None:
    assert refused(wrote(tmp_path / "a.csv", b"a,b\r\n\xff\xff,\x80\x81\r\n")).code == "unknown_encoding"


# --- HTML, closely -------------------------------------------------------------------------------------------


def test_html_spans_lines_and_title(tmp_path: Path) -> None:
    page = (
        "<html><body><h3>2016年3月投诉台账</h3><table>"
        "<tr><th rowspan=2>机构</th><th colspan='2'>投诉</th></tr><tr><th>编号</th><th>内容</th></tr>"
        "<tr><td>昆明</td><td>TS1</td><td>定损<br>偏低&nbsp;&amp; 慢\n 了</td></tr>"
        "<tr style='display:none'><td></td><td>TS2<td>x</table><p>制表人:某</p></body></html>"
    )
    (sheet,) = read_file(wrote(tmp_path / "a.xls", page))
    assert [sheet.row(row) for row in range(sheet.height)] == [
        ["2016年3月投诉台账", None, None],
        ["机构", "投诉", None],
        [None, "编号", "内容"],
        ["昆明", "TS1", "定损\n偏低 & 慢 了"],
        [None, "TS2", "x"],
        ["制表人:某", None, None],
    ]
    assert sheet.merges == [(1, 0, 2, 0), (1, 1, 1, 2)]
    assert sheet.hidden_rows == (range(4, 5),)


def test_html_header_in_a_table_of_its_own_and_tables_for_looks(tmp_path: Path) -> None:
    head = "<table><tr>" + "".join(f"<td>{text}</td>" for text in HEADER) + "</tr></table>"
    body = "<table>" + "".join("<tr>" + "".join(f"<td>{t}</td>" for t in row) + "</tr>" for row in ROWS) + "</table>"
    page = f"<table><tr><td>{head}</td></tr><tr><td>{body}</td></tr></table>"
    assert cells(wrote(tmp_path / "a.xls", page)) == LOG


def test_html_scripts_and_comments_are_passed_over(tmp_path: Path) -> None:
    page = (
        "<html><head><title>报表</title><script>document.write('<table><tr><td>no</td></tr></table>')</script></head>"
        "<!--[if gte mso 9]><xml><x:Name>no</x:Name></xml><![endif]--><![if !a]><body><![endif]>"
        "<table><tr><td>a</td><td>b<script>alert(1)</script></td></tr></table></body></html>"
    )
    assert cells(wrote(tmp_path / "a.xls", page)) == [["a", "b"]]


# --- XML Spreadsheet 2003, closely -----------------------------------------------------------------------------


def test_xml_spreadsheet_positions_types_and_what_is_hidden(tmp_path: Path) -> None:
    rows = (
        '<Column/><Column ss:Index="3" ss:Hidden="1" ss:Span="1"/>'
        '<Row ss:Index="3"><Cell ss:MergeAcross="1"><Data ss:Type="String">a</Data></Cell>'
        '<Cell ss:Index="4"><Data ss:Type="Number">12.5</Data></Cell></Row>'
        '<Row ss:Hidden="1"><Cell ss:MergeDown="2"><Data ss:Type="DateTime">2016-03-05T14:05:00.000</Data></Cell>'
        '<Cell><Data ss:Type="Boolean">1</Data></Cell><Cell ss:Formula="=1/0"><Data ss:Type="Error">#DIV/0!</Data>'
        '</Cell><Cell><ss:Data ss:Type="String"><b>x</b>y</ss:Data></Cell></Row>'
    )
    after = "<x:WorksheetOptions><x:Visible>SheetHidden</x:Visible></x:WorksheetOptions>"
    before = "<x:ExcelWorkbook><x:Date1904/></x:ExcelWorkbook>"
    (sheet,) = read_file(wrote(tmp_path / "a.xls", hostile.spreadsheetml(rows, before=before, after=after)))
    assert [sheet.row(row) for row in range(sheet.height)] == [
        [None] * 4,
        [None] * 4,
        ["a", None, None, "12.5"],
        ["2016-03-05 14:05:00", "true", None, "xy"],
    ]
    assert sheet.merges == [(2, 0, 2, 1), (3, 0, 5, 0)] and sheet.errors == {(3, 2): "Error(Div0)"}
    assert sheet.hidden_rows == (range(3, 4),) and sheet.hidden_columns == (range(2, 4),)
    assert not sheet.visible and sheet.date1904


def test_xml_spreadsheet_agrees_with_the_xlsx_of_the_same_cells(tmp_path: Path) -> None:
    from datetime import datetime

    book = openpyxl.Workbook()
    book.active.append(["x", 12.5, datetime(2016, 3, 5, 14, 5), True])  # type: ignore[union-attr]
    book.save(tmp_path / "a.xlsx")
    row = (
        '<Row><Cell><Data ss:Type="String">x</Data></Cell><Cell><Data ss:Type="Number">12.5</Data></Cell><Cell>'
        '<Data ss:Type="DateTime">2016-03-05T14:05:00.000</Data></Cell>'
        '<Cell><Data ss:Type="Boolean">1</Data></Cell></Row>'
    )
    assert cells(wrote(tmp_path / "b.xls", hostile.spreadsheetml(row))) == cells(tmp_path / "a.xlsx")
