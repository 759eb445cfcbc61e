"""Every format by its content: the same three complaints must come out of each, whatever the file is called."""

from __future__ import annotations

import zipfile
from pathlib import Path

import openpyxl
import pytest

from analytics.errors import FileError
from analytics.intake.reader import read_file
from analytics.intake.sniff import Format, identify
from tests.intake import hostile
from tests.intake.hostile import HEADER, LOG, ROWS


def cells(path: Path, sheet: int = 0) -> list[list[str | None]]:
    table = list(read_file(path))[sheet]
    return [table.row(row) for row in range(table.height)]


def refused(path: Path) -> FileError:
    with pytest.raises(FileError) as caught:
        list(read_file(path))
    # What to do stands in both languages, and the file is named.
    assert caught.value.remedy.zh and caught.value.remedy.en and path.name in caught.value.message.zh
    return caught.value


def wrote(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return path


# --- The same log in every format --------------------------------------------------------------------------


@pytest.mark.parametrize("build", [hostile.log_xlsx, hostile.log_xls, hostile.log_ods])
@pytest.mark.parametrize("suffix", [".xlsx", ".xls", ".ods", ".csv", ".et"])
def test_a_workbook_is_read_under_any_name(tmp_path: Path, build: object, suffix: str) -> None:
    path = tmp_path / f"log{suffix}"
    build(path)  # type: ignore[operator]
    assert cells(path) == LOG


def test_xlsx_with_macros_is_read_and_the_macros_are_just_bytes(tmp_path: Path) -> None:
    parts = {"xl/vbaProject.bin": b"not even a macro"}
    path = hostile.write_xlsx(tmp_path / "log.xlsm", {"a": hostile.sheet_xml(hostile.rows_xml(LOG))}, parts=parts)
    assert cells(path) == LOG


@pytest.mark.parametrize("mark", [",", "\t", ";"])
@pytest.mark.parametrize(
    ("encoding", "start"),
    [
        ("utf-8", b""),
        ("utf-8", b"\xef\xbb\xbf"),
        ("gb18030", b""),
        ("utf-16-le", b"\xff\xfe"),
        ("utf-16-be", b"\xfe\xff"),
        ("utf-16-le", b""),
        ("utf-16-be", b""),
    ],
)
@pytest.mark.parametrize("suffix", [".csv", ".tsv", ".xls"])
def test_text_in_every_encoding_and_separator(
    tmp_path: Path, mark: str, encoding: str, start: bytes, suffix: str
) -> None:
    path = wrote(tmp_path / f"log{suffix}", start + hostile.separated(LOG, mark).encode(encoding))
    assert cells(path) == LOG


@pytest.mark.parametrize("charset", ["utf-8", "gb2312", "gbk"])
def test_html_named_xls(tmp_path: Path, charset: str) -> None:
    path = wrote(tmp_path / "log.xls", hostile.html(LOG, charset=charset).encode(charset))
    assert cells(path) == LOG


def test_html_without_a_charset_is_still_read(tmp_path: Path) -> None:
    page = hostile.html(LOG).replace("charset=utf-8", "")
    assert cells(wrote(tmp_path / "a.xls", page.encode("gb18030"))) == LOG
    assert cells(wrote(tmp_path / "b.xls", page.encode("utf-16"))) == LOG


def test_xml_spreadsheet_named_xls(tmp_path: Path) -> None:
    path = wrote(tmp_path / "log.xls", hostile.spreadsheetml(hostile.spreadsheetml_rows(LOG)))
    assert identify(path, path.name) is Format.SPREADSHEETML
    assert cells(path) == LOG


def test_archive_of_logs_with_chinese_names_of_old_windows(tmp_path: Path) -> None:
    from analytics.intake.files import sources

    name = "昆明/2016年3月台账.csv"
    with zipfile.ZipFile(tmp_path / "logs.zip", "w") as archive:
        # zipfile would say that it is UTF-8; Windows says nothing and writes GBK.
        info = zipfile.ZipInfo(name.encode("gbk").decode("cp437"))
        archive.writestr(info, hostile.separated(LOG))
    raw = (tmp_path / "logs.zip").read_bytes()
    (tmp_path / "logs.zip").write_bytes(_without_utf8_flag(raw, name))
    with sources([tmp_path / "logs.zip"]) as found:
        assert [source.name for source in found] == [f"{tmp_path / 'logs.zip'}/{name}"]
        assert cells(found[0].path) == LOG


def _without_utf8_flag(raw: bytes, name: str) -> bytes:
    """The archive as Windows would have written it: names in GBK, flag bit 11 not set."""
    utf8 = name.encode("gbk").decode("cp437").encode("utf-8")
    with_names = raw.replace(utf8, name.encode("gbk"))
    out = bytearray()
    at = 0
    assert with_names != raw
    # Lengths of names and flags stand at fixed places of the two headers; offsets move with the names.
    shorter = len(utf8) - len(name.encode("gbk"))
    out += with_names
    local = out.index(b"PK\x03\x04")
    central = out.index(b"PK\x01\x02")
    end = out.index(b"PK\x05\x06")
    for place, flags, length in ((local, 6, 26), (central, 8, 28)):
        out[place + flags : place + flags + 2] = b"\0\0"
        out[place + length : place + length + 2] = len(name.encode("gbk")).to_bytes(2, "little")
    out[end + 12 : end + 16] = (end - central).to_bytes(4, "little")
    out[end + 16 : end + 20] = (int.from_bytes(out[end + 16 : end + 20], "little") - shorter).to_bytes(4, "little")
    return bytes(out) if at == 0 else b""


# --- A name that promises something else -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("log.xls", hostile.html(LOG), "HTML"),
        ("log.xlsx", hostile.separated(LOG), "CSV"),
        ("log.csv", hostile.html(LOG), "HTML"),
        ("log.xls", hostile.spreadsheetml(hostile.spreadsheetml_rows(LOG)), "XML Spreadsheet"),
    ],
)
def test_mislabelled_is_said(tmp_path: Path, name: str, content: str, said: str) -> None:
    book = read_file(wrote(tmp_path / name, content))
    assert [(warning.code, said in warning.message.zh, said in warning.message.en) for warning in book.warnings] == [
        ("mislabelled", True, True)
    ]


@pytest.mark.parametrize(
    ("build", "name"),
    [
        (hostile.log_xlsx, "a.xlsx"),
        (hostile.log_xlsx, "a.XLSM"),
        (hostile.log_xls, "a.xls"),
        (hostile.log_ods, "a.ods"),
    ],
)
def test_a_rightly_named_file_is_not_remarked_on(tmp_path: Path, build: object, name: str) -> None:
    build(tmp_path / name)  # type: ignore[operator]
    assert read_file(tmp_path / name).warnings == []


def test_the_name_that_counts_is_the_one_the_user_gave(tmp_path: Path) -> None:
    # An upload or a file from an archive lies under another name than its own.
    path = wrote(tmp_path / "upload.tmp", hostile.separated(LOG))
    assert read_file(path, "2016年3月.csv").warnings == []
    assert [sheet.name for sheet in read_file(path, "2016年3月.csv")] == ["2016年3月"]


# --- Refused, with what to do --------------------------------------------------------------------------------


def test_xlsb_is_refused_by_content(tmp_path: Path) -> None:
    path = tmp_path / "log.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.bin", b"\x83\x01")
    error = refused(path)
    assert error.code == "xlsb_not_read" and ".xlsx" in error.remedy.zh


def test_password_protected_files_are_told_apart_from_damaged_ones(tmp_path: Path) -> None:
    office = hostile.ole({"EncryptionInfo": bytes(200), "EncryptedPackage": bytes(9000)})
    assert refused(wrote(tmp_path / "a.xlsx", office)).code == "password_protected"
    assert refused(hostile.write_ods(tmp_path / "a.ods", {"a": ""}, encrypted=True)).code == "password_protected"
    # .xls: a FILEPASS record after the first one.
    plain = hostile.biff8({"a": LOG})
    locked = plain[:20] + b"\x2f\x00\x36\x00" + b"\x01\x00" + bytes(52) + plain[20:]
    assert refused(wrote(tmp_path / "a.xls", hostile.ole({"Workbook": locked}))).code == "password_protected"
    hostile.log_xlsx(tmp_path / "b.xlsx")
    raw = bytearray((tmp_path / "b.xlsx").read_bytes())
    raw[raw.index(b"PK\x01\x02") + 8] |= 1
    assert refused(wrote(tmp_path / "b.xlsx", bytes(raw))).code == "password_protected"


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"%PDF-1.7\n" + bytes(50), "PDF"),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "图片"),
        (b"\xff\xd8\xff\xe0" + bytes(50), "图片"),
        (b"Rar!\x1a\x07\x01\x00" + bytes(50), "RAR"),
        (b"7z\xbc\xaf\x27\x1c" + bytes(50), "7z"),
        (b"MZ\x90\x00" + bytes(50), "程序"),
        (b"\x09\x04\x06\x00\x00\x00\x10\x00" + bytes(50), "Excel 4.0"),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related\n", "mht"),
        (b"<?xml version='1.0'?><note>hello</note>", "XML"),
        (hostile.ole({"WordDocument": bytes(5000)}), "Word"),
        (hostile.ole({"PowerPoint Document": bytes(5000)}), "PowerPoint"),
        (hostile.ole({"Thumbs": bytes(100)}), "其他程序"),
    ],
)
@pytest.mark.parametrize("name", ["log.xlsx", "log.xls", "log.csv", "log.pdf"])
def test_what_is_no_table_is_named(tmp_path: Path, content: bytes, what: str, name: str) -> None:
    error = refused(wrote(tmp_path / name, content))
    assert error.code == "not_a_workbook" and what in error.message.zh


def test_word_and_powerpoint_in_zips(tmp_path: Path) -> None:
    for part, what in (("word/document.xml", "Word"), ("ppt/presentation.xml", "PowerPoint"), ("a.txt", "压缩包")):
        with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as archive:
            archive.writestr(part, "x")
        error = refused(tmp_path / "a.xlsx")
        assert error.code == "not_a_workbook" and what in error.message.zh


def test_half_saved_and_damaged(tmp_path: Path) -> None:
    for build, name in ((hostile.log_xlsx, "a.xlsx"), (hostile.log_ods, "a.ods"), (hostile.log_xls, "a.xls")):
        whole = build(tmp_path / name).read_bytes()
        for part in (0.3, 0.6, 0.95):
            assert refused(wrote(tmp_path / name, whole[: int(len(whole) * part)])).code == "damaged_file"
    assert refused(wrote(tmp_path / "a.xlsx", bytes(5000))).code == "damaged_file"  # space, never written
    assert refused(wrote(tmp_path / "a.xlsx", b"\x00\x01\x02\x03\xfe" * 500)).code == "damaged_file"
    assert refused(wrote(tmp_path / "a.xlsx", b"")).code == "empty_file"
    assert refused(tmp_path / "nowhere.xlsx").code == "file_not_found"


def test_a_byte_turned_over_inside_a_workbook_is_noticed(tmp_path: Path) -> None:
    # The cell's text itself, unpacked, so that nothing but the checksum can tell.
    path = tmp_path / "a.xlsx"
    hostile.log_xlsx(path)
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    assert cells(path) == LOG
    assert refused(wrote(path, path.read_bytes().replace(b"TS0001", b"TS0007", 1))).code == "damaged_file"


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
